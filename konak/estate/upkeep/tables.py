"""How rows look: words of stories, charts, tiles."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.ui.slots import Number

from . import queries

Told = Mapping[str, tuple[str, str, str]]
PLAN_TOLD: Told = {
    "add": ("planı yazdı", "plus", "open"),
    "edit": ("planı değiştirdi", "pencil", ""),
    "assets": ("cihaz ekledi", "devices", ""),
    "leave": ("bir cihazı çıkardı", "minus", ""),
    "end": ("planı bitirdi", "ban", "late"),
}
CONTRACT_TOLD: Told = {
    "add": ("sözleşmeyi kaydetti", "plus", "open"),
    "edit": ("bilgileri değiştirdi", "pencil", ""),
    "cover": ("cihaz ekledi", "devices", ""),
    "uncover": ("bir cihazı çıkardı", "minus", ""),
    "file": ("dosya ekledi", "paperclip", ""),
    "renewed": ("öncekini yenileyerek açtı", "refresh", "done"),
}


def contract_state(one: Any) -> tuple[str, str]:
    today = localdate()
    if one.ends_on < today:
        return "Bitti", "closed"
    if one.starts_on > today:
        return "Başlamadı", "open"
    left = (one.ends_on - today).days
    kind = "late" if left < 30 else "wait" if left <= one.notice_days else "done"
    return (f"{left} gün kaldı" if left else "bugün bitiyor"), kind


def due_state(row: Any) -> tuple[str, str]:
    days = (row.next_on - localdate()).days
    if days < 0:
        return f"{-days} gün geçti", "late"
    return ("bugün" if not days else f"{days} gün sonra"), "wait" if days <= row.plan.lead_days else "open"


def rate_chart(rows: Sequence[queries.Rate]) -> dict[str, Any] | None:
    shown = list(rows[:12])
    if not shown:
        return None
    source: list[list[Any]] = [["Model", "100 cihazda yıllık arıza"]]
    source += [[one.model, one.per_hundred] for one in reversed(shown)]
    return {
        "dataset": {"source": source},
        "legend": {"show": False},
        "grid": {"left": 8, "right": 16, "top": 8, "bottom": 8, "containLabel": True},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "value"},
        "yAxis": {"type": "category"},
        "series": [{"type": "bar", "name": "100 cihazda yıllık arıza", "kind": "wait"}],
    }


def board_tiles(actor: Actor) -> list[tuple[str, Number, str]]:
    """The four numbers of the board, each opening its list."""
    rows = queries.orders(actor).filter(is_open=True)
    opened, late = rows.count(), rows.filter(case__due_on__lt=localdate()).count()
    away = rows.filter(case__state="away")
    overdue = away.filter(sent__returned_on=None, sent__expected_on__lt=localdate()).count()
    due = queries.due_rows(actor, 30).count()
    soon = queries.contracts(actor, queries.ContractFilter(state="soon")).count()
    return [
        (
            "Açık iş emri",
            Number(
                opened,
                "/bakim/is-emirleri/?state=open",
                "late" if late else "open",
                f"{late} tanesi gecikmiş" if late else "",
            ),
            "tool",
        ),
        (
            "Firmada",
            Number(
                away.count(),
                "/bakim/is-emirleri/?state=away",
                "late" if overdue else "wait",
                f"{overdue} tanesinin dönüş günü geçmiş" if overdue else "",
            ),
            "truck",
        ),
        ("30 günde gelen bakım", Number(due, "/bakim/gelen/", "wait" if due else "done"), "calendar-due"),
        (
            "Kararı gelen sözleşme",
            Number(soon, "/bakim/sozlesmeler/?state=soon", "wait" if soon else "done"),
            "writing",
        ),
    ]
