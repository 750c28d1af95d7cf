"""The lists as workbooks."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse

from konak.foundation.ui.workbook import Column, workbook

from ..models import (
    Addressee,
    Arrival,
    CodeCheck,
    DailyReport,
    FileCode,
    Incoming,
    Letter,
    Postbox,
    ReaderCertificate,
    Reading,
    Referral,
)
from ..queries import Difference, Tally

Told = Sequence[tuple[str, object]]


def incoming(rows: Iterable[Incoming], told: Told) -> HttpResponse:
    head = [
        *(Column("Sayı", 18), Column("Kayıt", 14), Column("Gönderen", 40), Column("Konu", 60)),
        *(Column("Evrak tarihi", 12), Column("Evrak sayısı", 28), Column("Kod", 12), Column("İstek", 16)),
        *(Column("Geliş yolu", 16), Column("Birim", 40), Column("Son gün", 12), Column("Durum", 18)),
    ]
    lines = (
        [
            *(row.case.number, row.case.opened_at, row.sender, row.case.subject, row.document_date),
            *(row.document_number, row.file_code.code if row.file_code else "", row.get_asked_display()),
            *(row.get_origin_display(), row.case.unit.name, row.case.due_on, row.state_label),
        ]
        for row in rows
    )
    return workbook("Gelen evrak", head, lines, "gelen-evrak", filters=told)


def referrals(rows: Iterable[Referral], told: Told) -> HttpResponse:
    head = [
        *(Column("Sayı", 18), Column("Evrak", 18), Column("Konu", 60), Column("Amaç", 12), Column("Birim", 40)),
        *(Column("Kişi", 28), Column("Havale eden", 28), Column("Talimat", 60), Column("Son gün", 12)),
        *(Column("Durum", 18), Column("Sonuç", 60)),
    ]
    lines = (
        [
            *(row.case.number, row.document.case.number, row.case.subject, row.get_purpose_display()),
            *(row.case.unit.name, row.case.assignee.full_name if row.case.assignee else ""),
            *(row.referred_by.full_name if row.referred_by else "", row.instruction, row.case.due_on),
            *(row.state_label, row.result),
        ]
        for row in rows
    )
    return workbook("Havaleler", head, lines, "havaleler", filters=told)


def letters(rows: Iterable[Letter], told: Told) -> HttpResponse:
    head = [
        *(Column("Dosya", 18), Column("Sayı", 30), Column("Tarih", 12), Column("Konu", 60), Column("Tür", 14)),
        *(Column("Kod", 12), Column("Birim", 40), Column("Hazırlayan", 28), Column("Durum", 18)),
    ]
    lines = (
        [
            *(row.case.number, row.official, row.dated_on, row.case.subject, row.get_kind_display()),
            *(row.file_code.code, row.case.unit.name),
            *(row.case.opened_by.full_name if row.case.opened_by else "", row.state_label),
        ]
        for row in rows
    )
    return workbook("Yazılar", head, lines, "yazilar", filters=told)


def plan(rows: Iterable[FileCode], told: Told) -> HttpResponse:
    head = [
        *(Column("Kod", 14), Column("Konu", 70), Column("Plan", 20), Column("Saklama", 10)),
        *(Column("Tasfiye", 10), Column("Yazıda kullanılır", 16)),
    ]
    lines = ([r.code, r.name, r.plan, r.keep, r.disposal, "evet" if r.usable else "hayır"] for r in rows)
    return workbook("Dosya planı", head, lines, "dosya-plani", filters=told)


def readings(rows: Iterable[Reading], told: Told) -> HttpResponse:
    head = [
        *(Column("Zaman", 18), Column("Evrak", 18), Column("Konu", 60), Column("Okuyan", 28)),
        *(Column("Makamı", 40), Column("Neyi", 18), Column("Hangisi", 40)),
    ]
    lines = (
        [r.at, r.case.number, r.case.subject, r.user.full_name, str(r.seat or ""), r.get_what_display(), r.detail]
        for r in rows
    )
    return workbook("Evrak okumaları", head, lines, "evrak-okumalari", filters=told)


def reports(rows: Iterable[DailyReport], told: Told) -> HttpResponse:
    head = [
        *(Column("Gün", 12), Column("Kayıt", 10), Column("Özet (SHA-256)", 66), Column("Önceki özet", 66)),
        *(Column("Zaman damgası", 20), Column("Damga alınamadı", 60)),
    ]
    lines = ([r.day, r.entries, r.sha256, r.previous, r.stamped_at, r.stamp_fault] for r in rows)
    return workbook("Günlük raporlar", head, lines, "gunluk-raporlar", filters=told)


def statistics(rows: Iterable[Tally], label: str, told: Told) -> HttpResponse:
    head = [
        *(Column(label, 40), Column("Gelen", 10), Column("Yazılan", 10), Column("Sonuçlanan", 12)),
        *(Column("Ortalama gün", 14), Column("Geciken", 10)),
    ]
    lines: Iterable[list[Any]] = (
        [row.label, row.came, row.written, row.closed, round(row.days, 1) if row.days is not None else None, row.late]
        for row in rows
    )
    return workbook("Evrak istatistiği", head, lines, "evrak-istatistigi", filters=told)


def postboxes(rows: Iterable[Postbox], told: Told) -> HttpResponse:
    head = [Column("Tür", 10), Column("Ad", 30), Column("Adres", 40), Column("Birim", 40), Column("Durum", 18)]
    lines = ([row.get_kind_display(), row.name, row.address, row.unit.name, row.state[0]] for row in rows)
    return workbook("Evrak kutuları", head, lines, "evrak-kutulari", filters=told)


def arrivals(rows: Iterable[Arrival], told: Told) -> HttpResponse:
    head = [
        *(Column("Geliş", 18), Column("Kutu", 24), Column("Gönderen", 40), Column("Konu", 60)),
        *(Column("Durum", 16), Column("Evrak", 18), Column("İmza denetimi", 40), Column("Açıklama", 60)),
    ]
    lines = (
        [
            *(row.at, row.box.name, row.sender, row.subject, row.get_state_display()),
            *(row.incoming.case.number if row.incoming else "", row.judged.removeprefix("?"), row.why),
        ]
        for row in rows
    )
    return workbook("Gelen iletiler", head, lines, "gelen-iletiler", filters=told)


def sendings(rows: Iterable[Addressee], told: Told) -> HttpResponse:
    head = [
        *(Column("Muhatap", 40), Column("Yazı", 30), Column("Konu", 60), Column("Yol", 18)),
        *(Column("Durum", 16), Column("Açıklama", 60)),
    ]
    lines = (
        [
            *(row.name, row.letter.official, row.letter.case.subject, row.get_channel_display()),
            *(row.get_state_display(), row.state_why),
        ]
        for row in rows
    )
    return workbook("Gönderimler", head, lines, "gonderimler", filters=told)


def requests(rows: Iterable[Any], ours: bool, told: Told) -> HttpResponse:
    head = [
        *(Column("Sayı", 26), Column("Konu", 60), Column("Kimden", 40), Column("Birim", 40)),
        *(Column("Son gün", 12), Column("Cevap", 26)),
    ]
    lines = (
        [
            *(row.shown_number if ours else row.case.number, row.case.subject, "" if ours else row.sender),
            *(row.case.unit.name, row.answer_by if ours else row.case.due_on),
            (row.answered_by.case.number if row.answered_by else "")
            if ours
            else (row.answer.official if row.answer else ""),
        ]
        for row in rows
    )
    return workbook("Görüş ve belge istekleri", head, lines, "istekler", filters=told)


def code_checks(rows: Iterable[CodeCheck], told: Told) -> HttpResponse:
    head = [
        *(Column("Evrak", 18), Column("Konu", 60), Column("Birim", 40), Column("Verilen kod", 14)),
        *(Column("Kodu veren", 28), Column("Durum", 14), Column("Doğru kod", 14), Column("Açıklama", 40)),
    ]
    lines = (
        [
            *(row.case.number, row.case.subject, row.case.unit.name, row.code.code),
            *(row.filed_by.full_name if row.filed_by else "", row.get_state_display()),
            *(row.right_code.code if row.right_code else "", row.note),
        ]
        for row in rows
    )
    return workbook("Kod denetimi", head, lines, "kod-denetimi", filters=told)


def reader_certificates(rows: Iterable[ReaderCertificate], told: Told) -> HttpResponse:
    head = [Column("DETSİS no", 12), Column("Kurum", 50), Column("Geçerlilik sonu", 18), Column("Özet", 66)]
    lines = ([row.detsis, row.name, row.until, row.sha256] for row in rows)
    return workbook("Şifreleme sertifikaları", head, lines, "sifreleme-sertifikalari", filters=told)


def differences(rows: Iterable[Difference], told: Told) -> HttpResponse:
    head = [Column("DETSİS no", 12), Column("Bizde", 60), Column("DETSİS'te", 60), Column("Fark", 50)]
    lines = ([row.number, row.ours, row.theirs, row.why] for row in rows)
    return workbook("DETSİS farkları", head, lines, "detsis-farklari", filters=told)
