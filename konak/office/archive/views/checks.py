"""Checks of the bytes that are kept."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.web.http import Request
from konak.foundation.web.pages import press

from .. import access, queries, services
from .listing import Col, listing

CHECKS = (
    Col("Zaman", 18, lambda r: r.ended_at),
    Col("Denetlenen", 12, lambda r: r.checked),
    Col("Okunan bayt", 16, lambda r: r.bytes),
    Col("Bozuk", 10, lambda r: r.faults),
    Col("Tur", 16, lambda r: "tamamlandı" if r.round_ended else "sürüyor"),
)


@require_GET
def checks(request: Request) -> HttpResponse:
    return listing(
        request,
        title="Bütünlük denetimi",
        lead="Saklanan içerikler her gece dilim dilim yeniden okunur ve özetleriyle karşılaştırılır.",
        name="butunluk-denetimi",
        columns=CHECKS,
        rows=queries.runs(request.actor),
        link=lambda row: "",
        template="archive/checks.html",
        damages=queries.damages(request.actor)[:100],
        may=queries.archivist(request.actor).holds(access.CHECK),
        empty="Henüz denetim yapılmadı; ilki bu gece.",
    )


@require_POST
def check_now(request: Request) -> HttpResponse:
    def check(*, actor: Any) -> None:
        services.check_slice(actor=actor, most=500)

    return press(request, check, back=reverse("archive:checks"), done="Sıradaki 500 içerik denetlendi.")
