"""Bulk loads of old records, and the rows that could not be taken."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.ui import workbook
from konak.foundation.web.http import Request
from konak.foundation.web.pages import answer, found, given, press

from .. import access, queries, services
from ..forms import (
    IntakeForm,
)
from .listing import Col, listing

INTAKES = (
    Col("Durum", 14, lambda r: r.get_state_display(), state=lambda r: r.kind),
    Col("Aktarma", 40, lambda r: r.name, small=lambda r: f"No {r.pk}"),
    Col("Birim", 40, lambda r: r.unit.name),
    Col("Satır", 10, lambda r: r.rows),
    Col("Alınan", 10, lambda r: r.taken),
    Col("Alınamayan", 12, lambda r: r.failed),
    Col("Başlangıç", 16, lambda r: r.made_at),
)


@require_GET
def intakes(request: Request) -> HttpResponse:
    return listing(
        request,
        title="Toplu aktarma",
        lead="Eski kayıtların tablosu ve taranmış dosyalarıyla arşive alınması.",
        name="toplu-aktarma",
        columns=INTAKES,
        rows=queries.intakes(request.actor),
        link=lambda row: reverse("archive:intake", args=[row.pk]),
        new_url=reverse("archive:intake_new") if request.actor.holds(access.LOAD) else "",
        new_label="Yeni aktarma",
        empty="Henüz aktarma yok.",
    )


def intake_new(request: Request) -> HttpResponse:
    return answer(
        request,
        IntakeForm(actor=request.actor, **given(request)),
        services.hand_in,
        title="Toplu aktarma",
        button="Aktarmayı başlat",
        next_url=lambda made: reverse("archive:intake", args=[made.pk]),
        lead="Sütunlar: kod, konu (zorunlu); yil, dosya, birim, tarih, sayi, tur, kisi, gizlilik, ortam, belge, "
        "sha256, metin. Büyük aktarmalar sunucuda «konak archive import» ile yapılır.",
    )


@require_GET
def intake(request: Request, intake_id: int) -> HttpResponse:
    record = found(lambda: queries.intakes(request.actor).get(pk=intake_id))
    faults = record.faults.all()
    if workbook.asked(request):
        head = [workbook.Column("Satır", 8), workbook.Column("Neden", 80), workbook.Column("Konu", 60)]
        lines = ([one.row, one.reason, one.text] for one in workbook.every(faults))
        return workbook.workbook("Alınamayan satırlar", head, lines, "alinamayan-satirlar")
    shown = {"record": record, "faults": faults[:200], "running": record.state in ("waiting", "running")}
    return render(request, "archive/intake.html", shown)


@require_POST
def intake_again(request: Request, intake_id: int) -> HttpResponse:
    back = reverse("archive:intake", args=[intake_id])
    return press(request, services.try_again, intake_id, back=back, done="Alınamayan satırlar yeniden denenecek.")
