"""The board: what stands, what is late, how long it takes, who holds how much; every number leads to its list."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.utils.timezone import localdate

from konak.foundation.access import Actor

from ..lifecycle import MovementState, RequestState
from ..models import EntitlementState, Risk
from . import conflicts, entitlements, keeping, movements, numbers, requests

MONTHS = 12
NAMES = ("Oca", "Şub", "Mar", "Nis", "May", "Haz", "Tem", "Ağu", "Eyl", "Eki", "Kas", "Ara")


@dataclass(frozen=True, slots=True)
class Board:
    """What a head sees of his reach."""

    living: int
    privileged: int
    open: int
    late: int
    executing: int
    review: int
    soon: int
    to_remove: int
    leavers: int
    drift: int
    broken: int
    flow: dict[str, Any]
    risks: dict[str, Any]
    areas: list[tuple[str, int]]
    median_hours: float | None


def board(actor: Actor) -> Board:
    held = entitlements.entitlements(actor)
    living = held.filter(state=EntitlementState.ACTIVE)
    asked = requests.requests(actor)
    today = localdate()
    count = living.aggregate(
        all=Count("pk", distinct=True),
        privileged=Count("pk", distinct=True, filter=Q(right__privileged=True)),
        soon=Count("pk", distinct=True, filter=Q(until__range=(today, today + entitlements.SOON))),
    )
    waiting = asked.aggregate(
        open=Count("pk", filter=Q(case__state__in=requests.OPEN)),
        late=Count("pk", filter=Q(case__state__in=requests.OPEN, case__due_on__lt=today)),
        executing=Count("pk", filter=Q(case__state=RequestState.EXECUTING)),
        review=Count("pk", filter=Q(case__state=RequestState.REVIEW)),
    )
    return Board(
        living=count["all"],
        privileged=count["privileged"],
        soon=count["soon"],
        to_remove=held.filter(state=EntitlementState.ENDED).count(),
        leavers=movements.movements(actor).filter(kind="leaver", case__state=MovementState.OPEN).count(),
        drift=keeping.open_drifts(actor),
        broken=len(conflicts.broken_today(actor)),
        flow=_flow(actor, today),
        risks=_risks(living),
        areas=list(
            living.values_list("right__area").annotate(count=Count("pk", distinct=True)).order_by("-count")[:8]
        ),
        median_hours=numbers.median_hours(None, today - dt.timedelta(days=90), today),
        **waiting,
    )


def _flow(actor: Actor, today: dt.date) -> dict[str, Any]:
    """Opened and ended rights of the last twelve months."""
    first = (today.replace(day=1) - dt.timedelta(days=31 * (MONTHS - 1))).replace(day=1)
    rows = entitlements.entitlements(actor)
    given = dict(
        rows.filter(granted_at__date__gte=first)
        .annotate(month=TruncMonth("granted_at"))
        .values_list("month")
        .annotate(count=Count("pk", distinct=True))
    )
    ended = dict(
        rows.filter(ended_at__date__gte=first)
        .annotate(month=TruncMonth("ended_at"))
        .values_list("month")
        .annotate(count=Count("pk", distinct=True))
    )

    def of(found: dict[Any, int], year: int, month: int) -> int:
        return sum(count for key, count in found.items() if (key.year, key.month) == (year, month))

    source: list[list[Any]] = [["Ay", "Açılan", "Sona eren"]]
    year, month = first.year, first.month
    while (year, month) <= (today.year, today.month):
        source.append([f"{NAMES[month - 1]} {year % 100:02d}", of(given, year, month), of(ended, year, month)])
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return {
        "dataset": {"source": source},
        "xAxis": {"type": "category"},
        "yAxis": {"type": "value"},
        "legend": {"top": 0},
        "grid": {"left": 40, "right": 10, "top": 30, "bottom": 30},
        "series": [{"type": "bar", "kind": "accent"}, {"type": "bar", "kind": "wait"}],
    }


def _risks(living: Any) -> dict[str, Any]:
    counted = dict(living.values_list("right__risk").annotate(count=Count("pk", distinct=True)))
    return {
        "dataset": {"source": [["Risk", "Yetki"], *[[label, counted.get(key, 0)] for key, label in Risk.choices]]},
        "xAxis": {"type": "value"},
        "yAxis": {"type": "category"},
        "grid": {"left": 60, "right": 20, "top": 10, "bottom": 30},
        "series": [{"type": "bar", "kind": "accent", "encode": {"x": "Yetki", "y": "Risk"}}],
    }
