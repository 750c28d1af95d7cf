"""Transfers to the archives: the lists, one list, its steps and its minute."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.cases.services import steps_open
from konak.foundation.files.serving import serve
from konak.foundation.ui.parts import Tab
from konak.foundation.web.http import Request
from konak.foundation.web.pages import answer, case_moments, found, posted, press

from .. import access, queries, services
from ..forms import (
    NothingForm,
    ReceiveForm,
    TransferForm,
    WhyForm,
)
from ..lifecycle import TRANSFER_LIFE
from ..models import Whither
from .listing import Col, listing
from .stepping import Doing, stepped

TRANSFERS = (
    Col("Durum", 18, lambda r: r.state_label, state=lambda r: r.state_kind),
    Col("Liste", 50, lambda r: r.case.subject, small=lambda r: r.case.number),
    Col("Sayı", 18, lambda r: r.case.number, screen=False),
    Col("Nereye", 16, lambda r: r.get_to_display()),
    Col("Birim", 40, lambda r: r.case.unit.name),
    Col("Hazırlanış", 16, lambda r: r.case.opened_at),
    Col("Teslim", 12, lambda r: r.settled_on),
)


@require_GET
def transfers(request: Request) -> HttpResponse:
    name = request.GET.get("pano", "")
    rows = queries.transfers(request.actor)
    if name == "teslim":
        rows = rows.filter(case__state="sent")
    here = reverse("archive:transfers")
    return listing(
        request,
        title="Arşiv devirleri",
        lead="Birim arşivine ve kurum arşivine devredilen dosyaların listeleri.",
        name="arsiv-devirleri",
        columns=TRANSFERS,
        rows=rows,
        link=lambda row: reverse("archive:transfer", args=[row.case.number]),
        told=[("Görünüm", "Teslim bekleyen")] if name == "teslim" else (),
        tabs=[
            Tab("Bütün listeler", here, name != "teslim"),
            Tab("Teslim bekleyen", f"{here}?pano=teslim", name == "teslim"),
        ],
        new_url=reverse("archive:transfer_new") if request.actor.holds(access.FILE) else "",
        new_label="Devir listesi",
    )


def transfer_new(request: Request) -> HttpResponse:
    form = TransferForm(posted(request), actor=request.actor)
    if not form.is_bound:
        form.initial.update(_chosen(request))
    return answer(
        request,
        form,
        services.list_transfer,
        title="Devir listesi hazırla",
        button="Listeyi hazırla",
        next_url=lambda made: reverse("archive:transfer", args=[made.case.number]),
    )


def _chosen(request: Request) -> dict[str, Any]:
    """The files chosen on the list, and the unit whose they are."""
    numbers = request.GET.getlist("number")[:500]
    first = queries.folders(request.actor).filter(case__number__in=numbers).first() if numbers else None
    if first is None:
        return {}
    to = Whither.INSTITUTION if first.case.state == "unit" else Whither.UNIT
    return {"numbers": "\n".join(numbers), "unit_id": first.case.unit_id, "to": to}


@require_GET
def transfer(request: Request, number: str) -> HttpResponse:
    record = found(queries.one_transfer, request.actor, number)
    wider = queries.archivist(request.actor)
    lines = record.lines.select_related("folder__case", "box").order_by("pk")
    shown = {
        "record": record,
        "case": record.case,
        "lines": lines,
        "steps": steps_open(record, wider),
        "may_drop": record.case.state == "draft" and wider.reach(access.FILE).covers(record.case),
        "moments": case_moments(record.case),
    }
    return render(request, "archive/transfer.html", shown)


def transfer_step(request: Request, number: str, step: str) -> HttpResponse:
    found(queries.one_transfer, request.actor, number)
    doing: Doing = {
        "send": (NothingForm, services.send),
        "take_in": (ReceiveForm, services.receive),
        "refuse": (WhyForm, services.refuse),
        "give_up": (NothingForm, services.give_up),
    }
    here = reverse("archive:transfer", args=[number])
    return stepped(request, TRANSFER_LIFE, doing, step, number, next_url=here)


@require_POST
def transfer_drop(request: Request, number: str, folder: str) -> HttpResponse:
    back = reverse("archive:transfer", args=[number])
    return press(request, services.drop_line, number, folder, back=back, done=f"{folder} listeden çıkarıldı.")


@require_GET
def transfer_minute(request: Request, number: str) -> HttpResponseBase:
    record = found(queries.one_transfer, request.actor, number)
    if record.minute is None:
        raise Http404
    return serve(record.minute)
