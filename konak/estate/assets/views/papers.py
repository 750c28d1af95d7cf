"""Statutory forms as PDF, by their sample numbers."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from konak.foundation.documents.services import render_pdf
from konak.foundation.people.models import User
from konak.foundation.web.http import Request
from konak.foundation.web.pages import found

from ..models import Kind, Place, Receipt
from ..queries import holding, ledger, papers, things
from ..queries import requests as asked


def _pdf(data: dict[str, Any], name: str) -> HttpResponse:
    answer = HttpResponse(render_pdf("assets/form", data), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer


@require_GET
def receipt(request: Request, number: str, form: str) -> HttpResponse:
    """tif (5, 5/A), gecici (9), dusme (10)."""
    row: Receipt = found(ledger.receipt, request.actor, number)
    if form == "tif":
        return _pdf(papers.receipt(row, request.actor), f"tif-{number}")
    if form == "gecici" and row.inward:
        return _pdf(papers.interim(row, request.actor), f"gecici-alindi-{number}")
    if form == "dusme" and row.kind in (Kind.LOSS, Kind.SCRAP):
        return _pdf(papers.write_off(row, request.actor), f"kayittan-dusme-{number}")
    raise Http404


@require_GET
def request_form(request: Request, number: str) -> HttpResponse:
    row = found(asked.request, request.actor, number)
    return _pdf(papers.request(row, request.actor), f"istek-{number}")


@require_GET
def slip(request: Request, slip: str) -> HttpResponse:
    rows = holding.slip(request.actor, slip)
    if not rows:
        raise Http404
    return _pdf(papers.slip(rows, request.actor), f"teslim-belgesi-{slip}")


@require_GET
def room(request: Request, code: str) -> HttpResponse:
    place: Place = found(things.place, request.actor, code)
    return _pdf(papers.room_list(place, request.actor), f"dayanikli-tasinirlar-{place.code}")


@require_GET
def book(request: Request, code: str, item: str) -> HttpResponse:
    warehouse = found(things.warehouse, request.actor, code)
    year = request.GET.get("yil", "")
    chosen = int(year) if year.isdecimal() and len(year) == 4 else localdate().year
    row = found(things.item, item)
    return _pdf(papers.book(warehouse, row, chosen, request.actor), f"defter-{row.code}-{chosen}")


@require_GET
def statement(request: Request) -> HttpResponse:
    user = User.objects.get(pk=request.actor.user_id or 0)
    rows = [row for row in holding.mine(request.actor) if row.holder_id]
    unit = rows[0].unit.name if rows else ""
    return _pdf(papers.statement(request.actor, rows, user.full_name, unit), "zimmet-durumu")
