"""The lists of the foundation as workbooks: the rows a page would show if it had no end."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpResponse

from konak.foundation.cases.models import SecretLook
from konak.foundation.notify.models import Envelope
from konak.foundation.notify.queries import Line as Told
from konak.foundation.people.models import Unit, User
from konak.foundation.search.queries import Hit
from konak.foundation.ui.workbook import Column, workbook
from konak.foundation.web.sessions import Visit

Filters = Sequence[tuple[str, object]]


def inbox(lines: Iterable[Any], filters: Filters) -> HttpResponse:
    head = [
        *(Column("Sayı", 16), Column("Konu", 60), Column("Tür", 22), Column("Birim", 40), Column("Üstlenen", 28)),
        *(Column("Açılış", 18), Column("Son gün", 12), Column("Durum", 20)),
    ]
    rows = (
        [
            *(line.case.number, line.case.subject, line.kind, line.case.unit.name),
            line.case.assignee.full_name if line.case.assignee else "",
            *(line.case.opened_at, line.case.due_on, line.state),
        ]
        for line in lines
    )
    return workbook("İşlerim", head, rows, "islerim", filters=filters)


def units(units: Iterable[Unit], heads: Mapping[int, int]) -> HttpResponse:
    head = [
        *(Column("Birim", 50), Column("Kısa adı", 16), Column("Tür", 20), Column("Üst birim", 50)),
        *(Column("Kendi kadrosundaki kişi", 12), Column("DETSİS", 14, "text"), Column("Telefon", 18, "text")),
        *(Column("E-posta", 32), Column("Adres", 50)),
    ]
    every = list(units)
    names = {unit.pk: unit.name for unit in every}
    rows = (
        [
            *(unit.name, unit.short_name, unit.get_kind_display(), names.get(unit.parent_id or 0, "")),
            *(heads.get(unit.pk, 0), unit.detsis, unit.phone, unit.email, unit.address),
        ]
        for unit in every
    )
    return workbook("Birimler", head, rows, "birimler", filters=[])


def people(people: Iterable[User], text: str) -> HttpResponse:
    head = [Column("Ad soyad", 30), Column("Unvan", 28)]
    rows = ([user.full_name, user.title] for user in people)
    return workbook("Kişiler", head, rows, "kisiler", filters=[("Arama", text)])


def hits(hits: Iterable[Hit], filters: Filters) -> HttpResponse:
    head = [Column("Tür", 22), Column("Başlık", 60), Column("Geçtiği yer", 80), Column("Adres", 40)]
    rows = ([hit.label, hit.title, "".join(text for text, _ in hit.snippet), hit.url] for hit in hits)
    return workbook("Arama sonuçları", head, rows, "arama", filters=filters)


def notifications(lines: Iterable[Told], filters: Filters) -> HttpResponse:
    head = [
        Column("Zaman", 18),
        Column("Bildirim", 60),
        Column("Metin", 60),
        Column("Kimden", 28),
        Column("Okundu", 18),
    ]
    rows = (
        [line.row.at, line.title, line.body, line.row.actor.full_name if line.row.actor else "", line.row.read_at]
        for line in lines
    )
    return workbook("Bildirimler", head, rows, "bildirimler", filters=filters)


def envelopes(rows: Iterable[Envelope], filters: Filters) -> HttpResponse:
    head = [
        *(Column("Kime", 28), Column("Yol", 14), Column("İçindeki bildirim", 10), Column("Zaman", 18)),
        *(Column("Deneme", 8), Column("Karşı tarafın yanıtı", 30), Column("Sonuç", 12), Column("Sorun", 50)),
    ]
    lines = (
        [
            *(row.recipient.full_name, row.way, getattr(row, "many", None), row.made_at),
            *(row.attempts, row.reference, row.get_outcome_display(), row.problem),
        ]
        for row in rows
    )
    return workbook("Gönderiler", head, lines, "gonderiler", filters=filters)


def tokens(rows: Iterable[Mapping[str, Any]], filters: Filters) -> HttpResponse:
    head = [
        *(Column("Anahtar", 30), Column("Sahibi", 28), Column("Makam", 24), Column("Birim", 40)),
        *(Column("Ne yapabilir?", 20), Column("Yetkiler", 50), Column("Son kullanım", 18), Column("Son gün", 12)),
        Column("Durum", 18),
    ]
    lines = (
        [
            *(one.name, one.user.full_name, one.seat.get_position_display(), one.seat.unit.name),
            *(
                "Okur ve değiştirir" if one.writes else "Yalnız okur",
                ", ".join(row["labels"]),
                one.last_used_at,
                one.expires_on,
                row["state"],
            ),
        ]
        for row in rows
        for one in (row["token"],)
    )
    return workbook("API anahtarları", head, lines, "anahtarlar", filters=filters)


def visits(rows: Iterable[Visit]) -> HttpResponse:
    head = [
        *(Column("Aygıt", 36), Column("Adres", 20, "text"), Column("Açılış", 18), Column("Son görülme", 18)),
        Column("Bu oturum", 10),
    ]
    lines = ([one.device, one.address, one.since, one.last_seen, one.current] for one in rows)
    return workbook("Oturumlarım", head, lines, "oturumlar", filters=[])


def looks(rows: Iterable[SecretLook], filters: Filters) -> HttpResponse:
    head = [
        *(Column("An", 18), Column("Dosya", 16), Column("Konu", 50), Column("Gizlilik", 16), Column("Bakan", 28)),
        *(Column("Makamı", 40), Column("Neye", 20)),
    ]
    lines = (
        [
            *(row.at, row.case.number, row.case.subject, row.get_secrecy_display(), row.user.full_name),
            *(str(row.seat) if row.seat else "", row.get_what_display()),
        ]
        for row in rows
    )
    return workbook("Gizli dosyalara bakışlar", head, lines, "gizli-bakislar", filters=filters)
