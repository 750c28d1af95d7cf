"""Copies with passages blackened."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET

from konak.foundation.files.serving import serve
from konak.foundation.lifecycle import Refused
from konak.foundation.web.http import Request

from .. import queries, services
from ..forms import RedactForm
from ..models import Shown
from .shared import bound, looked, one, page_form


def page(number: str) -> str:
    return reverse(
        "correspondence:letter" if number.startswith("YAZI-") else "correspondence:incoming", args=[number]
    )


def redact(request: Request, number: str) -> HttpResponse:
    try:
        sheets, count = one(services.sheets_of, number, request.actor)
    except Refused as refusal:
        raise Http404 from refusal
    back = page(number)

    def after(made: Any) -> str:
        messages.success(request, "Karartılmış örnek hazırlandı.")
        return back

    return page_form(
        request, bound(request, RedactForm), services.redact, number, template="correspondence/redact.html",
        next_url=after, number=number, back=back, sheets=sheets, more=count if count > len(sheets) else 0,
    )  # fmt: skip


@require_GET
def sheet(request: Request, number: str, place: int) -> HttpResponse:
    """A page of the document as a picture, to draw on."""
    try:
        case, image = one(services.sheet_picture, number, request.actor, place)
    except Refused as refusal:
        raise Http404 from refusal
    looked(request, case, Shown.FILE, f"karartma için {place}. sayfa")
    response = HttpResponse(image, content_type="image/png")
    response["Cache-Control"] = "private, no-store"
    return response


@require_GET
def copy(request: Request, number: str, copy_id: int) -> HttpResponseBase:
    made = one(queries.released_copy, request.actor, number, copy_id)
    looked(request, made.case, Shown.FILE, made.file.name)
    return serve(made.file, attachment=True)
