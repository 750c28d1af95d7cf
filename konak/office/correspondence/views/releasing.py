"""Copies with passages blackened."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET

from konak.foundation.files.serving import serve
from konak.foundation.lifecycle import Refused
from konak.foundation.web.http import Request

from .. import queries, services
from ..forms import RedactForm
from ..models import Shown
from .shared import bound, dialog, looked, one


def page(number: str) -> str:
    return reverse(
        "correspondence:letter" if number.startswith("YAZI-") else "correspondence:incoming", args=[number]
    )


def redact(request: Request, number: str) -> HttpResponse:
    try:
        one(services.redactable, number, request.actor)
    except Refused as refusal:
        raise Http404 from refusal
    return dialog(
        request, bound(request, RedactForm), services.redact, number, title="Karartılmış örnek", button="Hazırla",
        next_url=page(number), done="Karartılmış örnek hazırlandı.",
        lead="Sayfalar resme çevrilir; karartılan söz dosyada kalmaz, kopyalanamaz, aranamaz.",
    )  # fmt: skip


@require_GET
def copy(request: Request, number: str, copy_id: int) -> HttpResponseBase:
    made = one(queries.released_copy, request.actor, number, copy_id)
    looked(request, made.case, Shown.FILE, made.file.name)
    return serve(made.file, attachment=True)
