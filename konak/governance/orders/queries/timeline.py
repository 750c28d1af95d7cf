"""Orders side by side in time, across branches: what runs, what waits for what, what is late."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.db.turkish import sort_key

from .. import access
from ..lifecycle import State
from ..models import Dependency, Order
from .board import OrderFilter, orders

MOST = 200
WIDE = 1000
"""Units of the picture from its first day to its last."""
RECENT = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Waits:
    """An order another one waits for; out of reach only its number is told."""

    number: str
    subject: str
    done: bool
    due_on: dt.date | None = None

    @property
    def title(self) -> str:
        return f"{self.number} · {self.subject}" if self.subject else self.number


@dataclass(slots=True)
class Bar:
    """One line of the picture."""

    order: Order
    waits: list[Waits] = field(default_factory=list)
    leads: int = 0
    x: int = 0
    width: int = 1
    late: bool = False

    @property
    def blocked(self) -> bool:
        """Something it waits for is not done yet."""
        return not self.order.ended and any(not one.done for one in self.waits)

    @property
    def crossed(self) -> bool:
        """It is to be finished before something it waits for."""
        due = self.order.case.due_on
        return any(not one.done and one.due_on and due and one.due_on > due for one in self.waits)

    @property
    def kind(self) -> str:
        return "late" if self.late else "wait" if self.blocked else self.order.state_kind

    @property
    def words(self) -> str:
        if self.order.ended:
            return self.order.state_label
        told = [word for word, true in (("Gecikti", self.late), ("Öncülünü bekliyor", self.blocked)) if true]
        return ", ".join(told) or self.order.state_label


@dataclass(frozen=True, slots=True)
class Timeline:
    groups: list[tuple[str, list[Bar]]]
    first: dt.date
    last: dt.date
    today: int
    months: list[tuple[int, str]]
    cut: bool

    @property
    def bars(self) -> list[Bar]:
        return [bar for _, bars in self.groups for bar in bars]

    @property
    def blocked(self) -> int:
        return sum(bar.blocked for bar in self.bars)

    @property
    def late(self) -> int:
        return sum(bar.late for bar in self.bars)


def waits_of(actor: Actor, rows: Iterable[Order]) -> dict[int, list[Waits]]:
    """What each of these orders waits for, by number."""
    reach = actor.reach(access.VIEW)
    ties = Dependency.objects.filter(after__in=[row.pk for row in rows]).select_related("before__case")
    found: dict[int, list[Waits]] = defaultdict(list)
    for tie in ties.order_by("before__case__due_on", "before_id"):
        case = tie.before.case
        seen = reach.covers(case)
        done = case.state in {State.DONE, State.WITHDRAWN}
        found[tie.after_id].append(Waits(case.number, case.subject if seen else "", done, case.due_on))
    return found


def timeline(actor: Actor, filters: OrderFilter | None = None, tied: bool = False) -> Timeline:
    """Open orders in reach and those finished lately that others wait for, by unit and last day."""
    today = localdate()
    rows = orders(actor, filters)
    recent = Q(case__resting=True, case__closed_at__date__gte=today - RECENT, successors__isnull=False)
    rows = rows.filter(Q(case__resting=False) | recent)
    if tied:
        rows = rows.filter(Q(predecessors__isnull=False) | Q(successors__isnull=False))
    shown = list(rows.distinct().order_by("case__due_on", "case_id")[: MOST + 1])
    cut, shown = len(shown) > MOST, shown[:MOST]
    first = max(min((row.given_on for row in shown), default=today), today - dt.timedelta(days=120))
    last = max(*(row.case.due_on or today for row in shown), today + dt.timedelta(days=7)) if shown else today
    last = max(min(last, today + dt.timedelta(days=365)), first + dt.timedelta(days=7))
    span = (last - first).days

    def at(day: dt.date) -> int:
        return round(max(0, min((day - first).days / span, 1)) * WIDE)

    waits = waits_of(actor, shown)
    leads: dict[int, int] = defaultdict(int)
    for before in Dependency.objects.filter(before__in=shown).values_list("before_id", flat=True):
        leads[before] += 1
    groups: dict[str, list[Bar]] = defaultdict(list)
    for row in shown:
        due = row.case.due_on or row.given_on
        bar = Bar(row, waits.get(row.pk, []), leads[row.pk], at(row.given_on))
        bar.width = max(6, at(due) - bar.x)
        bar.late = not row.ended and due < today
        groups[row.case.unit.name].append(bar)
    months = [
        (at(day), f"{day:%m.%Y}")
        for day in (
            dt.date(first.year + place // 12, place % 12 + 1, 1) for place in range(first.month, first.month + 16)
        )
        if first < day <= last
    ]
    return Timeline(sorted(groups.items(), key=lambda one: sort_key(one[0])), first, last, at(today), months, cut)
