"""How rows look: words of stories, charts, tiles."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.ui.slots import Number

from . import queries
from .models import StockLevel

Told = Mapping[str, tuple[str, str, str]]
LEVEL_TOLD: Told = {
    "add": ("düzeyi yazdı", "plus", "open"),
    "edit": ("düzeyi değiştirdi", "pencil", ""),
    "end": ("izlemeyi bitirdi", "ban", ""),
}
ASSET_TOLD: Told = {
    "supply": ("sarf malzemesi verdi", "box", ""),
    "printer": ("yazıcıyı izlemeye aldı", "printer", "open"),
    "printer_left": ("yazıcıyı izlemeden çıkardı", "ban", ""),
    "part_fitted": ("takılı parçayı yazdı", "tool", ""),
}
ALARM_TOLD: Told = {
    "open": ("stok uyarısını açtı", "alert-triangle", "late"),
    "order": ("alım önerisine ekledi", "shopping-cart", "wait"),
    "reopen": ("yeniden bakılmasını istedi", "refresh", "late"),
    "recover": ("stok yeterli olduğu için kapattı", "circle-check", "done"),
    "dismiss": ("gerek görmedi", "ban", ""),
}
PROPOSAL_TOLD: Told = {
    "open": ("öneriyi hazırladı", "list-check", "open"),
    "edit": ("satırı değiştirdi", "pencil", ""),
    "submit": ("karara sundu", "send", "wait"),
    "approve": ("alınmasına karar verdi", "circle-check", "done"),
    "send_back": ("düzeltilmek üzere iade etti", "arrow-back-up", "late"),
    "meet": ("karşılandı olarak kapattı", "box", "done"),
    "drop": ("vazgeçti", "ban", ""),
}
MONTHS = ("Oca", "Şub", "Mar", "Nis", "May", "Haz", "Tem", "Ağu", "Eyl", "Eki", "Kas", "Ara")


def month_name(day: dt.date) -> str:
    return f"{MONTHS[day.month - 1]} {day:%y}"


def _axes() -> dict[str, Any]:
    return {
        "grid": {"left": 8, "right": 12, "top": 32, "bottom": 8, "containLabel": True},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "category"},
        "yAxis": {"type": "value"},
    }


def level_chart(level: StockLevel, months: Sequence[Any]) -> dict[str, Any]:
    """Consumption month by month, the stock at its end, and what is expected of the coming half year."""
    seen = level.outlook
    daily = seen.monthly
    source: list[list[Any]] = [
        ["Ay", "Tüketim", "Beklenen tüketim", "Ay sonu stok", "Beklenen stok", "Sipariş noktası"]
    ]
    point = float(seen.point)
    for row in months:
        source.append([month_name(row.month), float(row.used), None, float(row.stock), None, point])
    if months:
        source[-1][4] = float(months[-1].stock)
        stock, month = months[-1].stock, months[-1].month
        for _ in range(6):
            month = (month + dt.timedelta(32)).replace(day=1)
            stock = max(Decimal(0), stock - daily)
            source.append([month_name(month), None, float(daily), None, float(stock), point])
    return {
        "dataset": {"source": source},
        **_axes(),
        "series": [
            {"type": "bar", "name": "Tüketim", "kind": "open", "stack": "t"},
            {"type": "bar", "name": "Beklenen tüketim", "kind": "closed", "stack": "t"},
            {"type": "line", "name": "Ay sonu stok", "kind": "done", "showSymbol": False},
            {
                "type": "line",
                "name": "Beklenen stok",
                "kind": "wait",
                "showSymbol": False,
                "lineStyle": {"type": "dashed"},
            },
            {"type": "line", "name": "Sipariş noktası", "kind": "late", "showSymbol": False},
        ],
    }


def money_chart(rows: Sequence[tuple[dt.date, Decimal, Decimal]]) -> dict[str, Any]:
    source: list[list[Any]] = [["Ay", "Tutar (₺)"]]
    source += [[month_name(month), float(amount)] for month, _, amount in rows]
    return {
        "dataset": {"source": source},
        **_axes(),
        "legend": {"show": False},
        "series": [{"type": "bar", "name": "Tutar (₺)", "kind": "open"}],
    }


def pages_chart(rows: Sequence[tuple[dt.date, int]]) -> dict[str, Any] | None:
    if not rows:
        return None
    source: list[list[Any]] = [["Ay", "Basılan sayfa"]]
    source += [[month_name(month), count] for month, count in rows]
    return {
        "dataset": {"source": source},
        **_axes(),
        "legend": {"show": False},
        "series": [{"type": "bar", "name": "Basılan sayfa", "kind": "open"}],
    }


def cover_words(level: StockLevel) -> tuple[str, str]:
    """How long it lasts, in words, and the colour."""
    seen = level.outlook
    if seen.on_hand <= 0:
        return "bitti", "late"
    if seen.cover_days is None:
        return "tüketim yok", "closed"
    return f"{seen.cover_days} gün yeter", seen.state_kind


def due_words(day: dt.date | None) -> str:
    if day is None:
        return "bilinmiyor"
    days = (day - localdate()).days
    if days < 0:
        return f"{-days} gün geçti"
    return "bugün" if not days else f"{days} gün sonra"


def board_tiles(actor: Actor) -> list[tuple[str, Number, str]]:
    """The four numbers of the board, each opening its list."""
    seen = queries.board(actor)
    short = seen.out + seen.low
    note = f"{seen.out} tanesi bitti" if seen.out else f"{seen.soon} tanesi yaklaşıyor" if seen.soon else ""
    return [
        ("Alım zamanı gelen", Number(short, "/sarf/stok/?state=short", "late" if short else "done", note), "box"),
        (
            "Ömrü dolan parça",
            Number(seen.parts, "/sarf/parcalar/?gorunum=yakin", "wait" if seen.parts else "done"),
            "printer",
        ),
        (
            "Sayacı okunmayan yazıcı",
            Number(seen.unread, "/sarf/yazicilar/?state=unread", "wait" if seen.unread else "done", "45 günden uzun"),
            "gauge",
        ),
        (
            "Dönmeyen boş kartuş",
            Number(
                int(seen.empties),
                "/sarf/verilenler/?state=empties",
                "wait" if seen.empties else "done",
                "son bir yıl",
            ),
            "recycle",
        ),
    ]
