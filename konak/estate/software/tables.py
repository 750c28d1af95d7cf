"""How rows look: words and colours of states, charts, the calendar of what ends."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate, now
from icalendar import Calendar, Event

from konak.foundation.access import Actor
from konak.foundation.ui.slots import Number

from . import queries
from .models import Entitlement, Inventory
from .parsing import Format
from .queries.renewals import Need

DECISION_KIND = {"unreviewed": "wait", "approved": "done", "tolerated": "open", "banned": "late"}
Told = Mapping[str, tuple[str, str, str]]
PRODUCT_TOLD: Told = {
    "add": ("kataloğa ekledi", "plus", "open"),
    "edit": ("bilgileri değiştirdi", "pencil", ""),
    "decide": ("karar verdi", "gavel", "done"),
    "version": ("sürüm ekledi", "versions", ""),
    "edit_version": ("sürüm bilgisini değiştirdi", "versions", ""),
    "drop_version": ("sürümü kaldırdı", "trash", ""),
}
LICENCE_TOLD: Told = {
    "add": ("lisansı kaydetti", "plus", "open"),
    "edit": ("bilgileri değiştirdi", "pencil", ""),
    "proof": ("belge ekledi", "paperclip", ""),
    "assign": ("hak verdi", "user-plus", "done"),
    "take_back": ("hakkı geri aldı", "arrow-back-up", ""),
    "renewal": ("yenileme kararını yazdı", "gavel", "done"),
    "cancel": ("lisansı iptal etti", "ban", "late"),
}
COMPUTER_TOLD: Told = {
    "add": ("bilgisayarı ekledi", "plus", "open"),
    "edit": ("bilgileri değiştirdi", "pencil", ""),
    "custody": ("zimmetle birlikte el değiştirdi", "transfer", ""),
    "retire": ("kullanımdan kaldırdı", "archive", ""),
}


@dataclass(frozen=True, slots=True)
class LicenceRow:
    """A licence in a list, with what is given of it and how its time stands."""

    right: Entitlement
    given: int
    state: str
    kind: str


def licence_row(right: Entitlement, given: int | None = None) -> LicenceRow:
    today = localdate()
    counted = given if given is not None else getattr(right, "given", None) or 0
    if right.cancelled_on:
        return LicenceRow(right, counted, "İptal edildi", "closed")
    if right.starts_on > today:
        return LicenceRow(right, counted, "Başlamadı", "open")
    if right.ends_on is None:
        return LicenceRow(right, counted, "Geçerli", "done")
    left = (right.ends_on - today).days
    if left < 0:
        return LicenceRow(right, counted, "Bitti", "closed")
    kind = "late" if left < 30 else "wait" if left <= 90 else "done"
    return LicenceRow(right, counted, f"{left} gün kaldı" if left else "bugün bitiyor", kind)


def format_words(one: Inventory) -> str:
    return Format(one.format).label if one.format in list(Format) else one.format


def position_chart(rows: Sequence[queries.Position]) -> dict[str, Any] | None:
    """Owned and installed side by side, of the products with most installations; unlimited ones are left out."""
    shown = sorted((one for one in rows if one.balance.owned is not None), key=lambda one: -one.balance.needed)[:12]
    if not shown:
        return None
    source: list[list[Any]] = [["Yazılım", "Lisanslı kurulum", "Eksik", "Boşta"]]
    for one in reversed(shown):
        source.append([one.product.name, one.balance.covered, one.gap, one.balance.free or 0])
    series = [
        {"type": "bar", "stack": "hak", "name": name, "kind": kind}
        for name, kind in (("Lisanslı kurulum", "done"), ("Eksik", "late"), ("Boşta", "wait"))
    ]
    return {
        "dataset": {"source": source},
        "grid": {"left": 8, "right": 16, "top": 32, "bottom": 8, "containLabel": True},
        "legend": {"top": 0},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "value", "minInterval": 1},
        "yAxis": {"type": "category"},
        "series": series,
    }


def sums_of(needs: Iterable[Need]) -> list[tuple[int, Decimal, Decimal]]:
    """Of each year: renewals and what is missing."""
    found: dict[int, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for one in needs:
        found[one.year][0] += one.cost
        found[one.year][1] += one.missing_cost
    return [(year, sums[0], sums[1]) for year, sums in sorted(found.items())]


def needs_chart(needs: Sequence[Need]) -> dict[str, Any] | None:
    sums = sums_of(needs)
    if not sums:
        return None
    source: list[list[Any]] = [["Yıl", "Yenileme", "Eksiğin alımı"]]
    source += [[str(year), round(cost), round(missing)] for year, cost, missing in sums]
    return {
        "dataset": {"source": source},
        "grid": {"left": 8, "right": 16, "top": 32, "bottom": 8, "containLabel": True},
        "legend": {"top": 0},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "category"},
        "yAxis": {"type": "value"},
        "series": [
            {"type": "bar", "stack": "yıl", "name": "Yenileme", "kind": "open"},
            {"type": "bar", "stack": "yıl", "name": "Eksiğin alımı", "kind": "late"},
        ],
    }


def board_tiles(actor: Actor, rows: Sequence[queries.Position]) -> list[tuple[str, Number, str]]:
    """The four numbers of the board, each opening its list."""
    short = sum(one.gap for one in rows)
    banned = len(queries.suspects(actor, "banned"))
    soon = queries.expiring(actor, 90)
    late = queries.findings(actor).filter(is_open=True)
    overdue = late.filter(case__due_on__lt=localdate()).count()
    opened = late.count()
    return [
        (
            "Eksik lisans",
            Number(short, "/yazilim/uygunsuz/?wrong=unlicensed", "late" if short else "done"),
            "certificate",
        ),
        ("Yasaklı kurulum", Number(banned, "/yazilim/uygunsuz/?wrong=banned", "late" if banned else "done"), "ban"),
        (
            "90 günde biten lisans",
            Number(len(soon), "/yazilim/lisanslar/?state=soon", "wait" if soon else "done"),
            "calendar-due",
        ),
        (
            "Açık uygunsuzluk",
            Number(
                opened,
                "/yazilim/uygunsuzluklar/?state=open",
                "late" if overdue else "wait" if opened else "done",
                f"{overdue} tanesi gecikmiş" if overdue else "",
            ),
            "clipboard-list",
        ),
    ]


def calendar(due: Iterable[queries.Due]) -> bytes:
    """The days on which licences end, with a reminder a month before."""
    made = Calendar()
    made.add("prodid", "-//Konak//Lisans bitişleri//TR")
    made.add("version", "2.0")
    for one in due:
        assert one.right.ends_on is not None
        event = Event()
        event.add("uid", f"{one.right.number}@{settings.SITE_URL.partition('//')[2] or 'konak'}")
        event.add("dtstamp", now())
        event.add("dtstart", one.right.ends_on)
        event.add("dtend", one.right.ends_on + dt.timedelta(days=1))
        event.add("summary", f"{one.right.product.name} lisansı bitiyor ({one.right.number})")
        event.add("url", f"{settings.SITE_URL}/yazilim/lisanslar/{one.right.number}/")
        made.add_component(event)
    return bytes(made.to_ical())
