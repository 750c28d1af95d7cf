"""The calendar page: weeks of a month with what is due on each day, and a year by months."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from konak.foundation.access import Actor
from konak.foundation.calendar.queries import Calendar, Day, calendar_from
from konak.foundation.people.queries import below

from .. import access
from ..lifecycle import PeriodState
from ..models import DutyPeriod, DutyPlan, Interval, PlanState
from .boards import month_counts
from .periods import PeriodFilter, kind_of, periods
from .turns import MONTH_NAMES, Turn, due_on, month_of, named, opens_on, turn_after, turn_at

PER_DAY = 4
"""Periods a day shows; the rest stand behind a line."""
MOST = 2_000
"""Periods one month reads; a larger house narrows by unit."""


@dataclass(frozen=True, slots=True)
class Coming:
    """A period that a running plan will open: its duty, its span, when it opens and when it is due."""

    plan: DutyPlan
    turn: Turn
    opens_on: dt.date
    due_on: dt.date

    @property
    def name(self) -> str:
        return named(self.plan.interval, self.turn)


@dataclass(slots=True)
class Cell:
    """One day of the month."""

    day: dt.date
    inside: bool
    today: bool
    special: Day | None
    working: bool
    periods: list[tuple[DutyPeriod, str]] = field(default_factory=list)
    """Each with its colour."""
    coming: list[Coming] = field(default_factory=list)

    @property
    def shown(self) -> list[tuple[DutyPeriod, str]]:
        return self.periods[:PER_DAY]

    @property
    def more(self) -> int:
        return max(0, len(self.periods) - PER_DAY)

    @property
    def shown_coming(self) -> list[Coming]:
        return self.coming[: max(0, PER_DAY - len(self.periods))]

    @property
    def more_coming(self) -> int:
        return len(self.coming) - len(self.shown_coming)


@dataclass(frozen=True, slots=True)
class Month:
    """Weeks from Monday to Sunday."""

    first: dt.date
    name: str
    weeks: list[list[Cell]]
    cut: bool

    @property
    def days(self) -> list[Cell]:
        """The days of the month on which something is due: the list of a phone."""
        return [cell for week in self.weeks for cell in week if cell.inside and (cell.periods or cell.coming)]


def due_between(
    actor: Actor, first: dt.date, last: dt.date, filters: PeriodFilter | None = None
) -> QuerySet[DutyPeriod]:
    """Periods in reach whose last day lies in a span, by that day; fallen ones left out."""
    rows = periods(actor, filters).filter(case__due_on__range=(first, last))
    return rows.exclude(case__state=PeriodState.LAPSED).order_by("case__due_on", "pk")


def month(actor: Actor, year_: int, month_: int, today: dt.date, filters: PeriodFilter | None = None) -> Month:
    """One month with what is due and what will open; three queries however many days."""
    span = month_of(year_, month_)
    first = span.begins_on - dt.timedelta(days=span.begins_on.weekday())
    last = span.ends_on + dt.timedelta(days=6 - span.ends_on.weekday())
    calendar = calendar_from(first - dt.timedelta(days=400))
    cells = {
        day: Cell(day, day in span, day == today, calendar.day(day), calendar.is_working(day))
        for day in (first + dt.timedelta(days=n) for n in range((last - first).days + 1))
    }
    rows = list(due_between(actor, first, last, filters)[: MOST + 1])
    for row in rows[:MOST]:
        if row.case.due_on in cells:
            cells[row.case.due_on].periods.append((row, kind_of(row, today)))
    if last >= today and (filters is None or not filters.state):
        for one in coming(actor, max(first, today), last, calendar, filters):
            if one.due_on in cells:
                cells[one.due_on].coming.append(one)
    days = list(cells.values())
    weeks = [days[n : n + 7] for n in range(0, len(days), 7)]
    return Month(span.begins_on, f"{MONTH_NAMES[month_ - 1]} {year_}", weeks, len(rows) > MOST)


def coming(
    actor: Actor, first: dt.date, last: dt.date, calendar: Calendar, filters: PeriodFilter | None = None
) -> list[Coming]:
    """What running plans will open and want done in a span of days, for duties of units in reach."""
    reach = actor.reach(access.VIEW)
    plans = DutyPlan.objects.filter(state=PlanState.ACTIVE, duty__closed_on=None)
    plans = plans.exclude(interval=Interval.DAILY).select_related("duty__clause", "duty__unit")
    if filters is not None and filters.interval:
        plans = plans.filter(interval=filters.interval)
    if filters is not None and filters.duty:
        plans = plans.filter(duty_id=filters.duty)
    if filters is not None and filters.unit:
        plans = plans.filter(duty__unit_id__in=below(filters.unit))
    rows = list(plans.filter(reach.q("duty__", owners=("assignee",))))
    opened = _opened(actor, rows, first)
    found = []
    for plan in rows:
        turn = turn_at(plan.interval, first, plan.anchor_month, plan.anchor_day)
        while turn.begins_on <= last:
            due = due_on(turn, calendar)
            paused = plan.paused_until is not None and turn.ends_on <= plan.paused_until
            fits = first <= due <= last and turn.ends_on >= plan.starts_on
            if fits and not paused and (plan.duty_id, turn.begins_on) not in opened:
                found.append(Coming(plan, turn, opens_on(plan.interval, turn, plan.lead_days), due))
            turn = turn_after(plan.interval, turn, plan.anchor_month, plan.anchor_day)
    return found


def _opened(actor: Actor, plans: Iterable[DutyPlan], first: dt.date) -> set[tuple[int, dt.date]]:
    rows = DutyPeriod.objects.filter(duty_id__in=[plan.duty_id for plan in plans], ends_on__gte=first)
    return set(rows.values_list("duty_id", "begins_on"))


def year(actor: Actor, year_: int) -> list[tuple[int, str, tuple[int, int, int]]]:
    """Twelve months, each with (due, done, late or not done)."""
    counted = month_counts(actor, year_)
    return [(n, MONTH_NAMES[n - 1], counted.get(n, (0, 0, 0))) for n in range(1, 13)]
