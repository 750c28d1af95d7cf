"""What superiors look at: delays that climbed to them, and how branches stood month by month."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate, TruncMonth
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.db.turkish import sort_key
from konak.foundation.people.models import Unit
from konak.foundation.people.positions import UnitKind
from konak.foundation.people.queries import any_unit

from ..lifecycle import GOOD, WAITING, PeriodState
from ..models import DutyPeriod, Escalation
from .periods import LATE, in_state, seen


def _my_chairs(actor: Actor) -> Q:
    found = Q(pk__in=[])
    for seat in actor.seats:
        found |= Q(unit_id=seat.unit_id, position=seat.position)
    return found


@dataclass(frozen=True, slots=True)
class Climbed:
    """One late period that climbed to a seat the reader holds today."""

    escalation: Escalation
    period: DutyPeriod


def climbs(actor: Actor) -> list[Climbed]:
    """Geciken görevler – bana yükselenler: whoever holds the seat today sees them, a deputy too; each period once,
    the longest delay first, gone as soon as it is settled."""
    rows = Escalation.objects.filter(_my_chairs(actor), period__case__state__in=WAITING)
    rows = rows.select_related("period__case__unit", "period__case__assignee", "period__duty__clause", "unit")
    found: dict[int, Climbed] = {}
    for row in rows.order_by("period__case__due_on", "raised_on", "pk")[:500]:
        found.setdefault(row.period_id, Climbed(row, row.period))
    return list(found.values())


def climbs_waiting(actor: Actor) -> int:
    """How many late periods climbed to the actor's seats."""
    rows = Escalation.objects.filter(_my_chairs(actor), period__case__state__in=WAITING)
    return rows.values("period_id").distinct().count()


def overdue_count(actor: Actor) -> int:
    return DutyPeriod.objects.filter(seen(actor), in_state(LATE)).count()


@dataclass(frozen=True, slots=True)
class Board:
    """One line of the heat map: a branch and its months; a cell is (due, done in time), None for nothing due."""

    unit: Unit
    cells: list[tuple[int, int] | None]

    @property
    def whole(self) -> tuple[int, int] | None:
        due = sum(cell[0] for cell in self.cells if cell)
        return (due, sum(cell[1] for cell in self.cells if cell)) if due else None


def months_back(today: dt.date, count: int = 12) -> list[dt.date]:
    """The first days of the last `count` months, the running one last."""
    index = today.year * 12 + today.month - 1
    return [dt.date(place // 12, place % 12 + 1, 1) for place in range(index - count + 1, index + 1)]


def heat(actor: Actor, count: int = 12) -> tuple[list[dt.date], list[Board]]:
    """Branch × month of the deadline: how much was due and how much of it was done in time. Two queries."""
    months = months_back(localdate(), count)
    rows = DutyPeriod.objects.filter(seen(actor), case__due_on__gte=months[0], case__due_on__lte=localdate())
    rows = rows.exclude(case__state__in=[PeriodState.LAPSED, PeriodState.EXCUSED])
    rows = rows.annotate(month=TruncMonth("case__due_on"), settled_day=TruncDate("settled_at"))
    in_time = Q(case__state__in=GOOD, settled_day__lte=F("case__due_on"))
    counted = (
        rows.order_by()
        .values_list("case__unit_id", "month")
        .annotate(due=Count("pk"), good=Count("pk", filter=in_time))
    )
    units = {unit.pk: unit for unit in any_unit()}
    cells: dict[int, dict[dt.date, tuple[int, int]]] = {}
    for unit_id, month, due, good in counted:
        branch = _branch_of(units, unit_id)
        here = cells.setdefault(branch, {})
        before = here.get(month, (0, 0))
        here[month] = (before[0] + due, before[1] + good)
    found = [Board(units[pk], [by_month.get(month) for month in months]) for pk, by_month in cells.items()]
    found.sort(key=lambda one: (one.unit.kind != UnitKind.DEPARTMENT, sort_key(one.unit.name)))
    return months, found


def _branch_of(units: dict[int, Unit], unit_id: int) -> int:
    """The branch (or directorate, or department) that a unit belongs to."""
    here = units[unit_id]
    while here.kind in {UnitKind.SERVICE, UnitKind.BUREAU} and here.parent_id in units:
        here = units[here.parent_id]
    return int(here.pk)


def month_counts(actor: Actor, year: int) -> dict[int, tuple[int, int, int]]:
    """For each month of a year: periods due, done, late or not done."""
    rows = DutyPeriod.objects.filter(seen(actor), case__due_on__year=year)
    bad = in_state(LATE) | Q(case__state=PeriodState.NOT_DONE)
    counted = (
        rows.exclude(case__state=PeriodState.LAPSED)
        .annotate(month=TruncMonth("case__due_on"))
        .order_by()
        .values_list("month")
        .annotate(due=Count("pk"), good=Count("pk", filter=Q(case__state__in=GOOD)), bad=Count("pk", filter=bad))
    )
    return {month.month: (due, good, late) for month, due, good, late in counted}


def board(actor: Actor) -> QuerySet[DutyPeriod]:
    """Everything late in reach, the longest delay first."""
    rows = DutyPeriod.objects.filter(seen(actor), in_state(LATE))
    return rows.select_related("case__unit", "case__assignee", "duty__clause").order_by("case__due_on", "pk")
