"""Periods: the list, one of them, those of a duty or a unit, and mine."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.expressions import Func
from django.utils.timezone import localdate
from ninja import FilterLookup, FilterSchema
from pydantic import BeforeValidator, Field

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold
from konak.foundation.people.models import Unit
from konak.foundation.people.queries import any_unit, below

from .. import access
from ..lifecycle import GOOD, WAITING, PeriodState
from ..models import DutyPeriod, Escalation

LATE, SOON, WAITING_NOW = "late", "soon", "waiting"
"""Filter values beside the states: overdue, due within a week, everything somebody still has to do."""
WEEK = dt.timedelta(days=7)


def _plain(value: Any) -> Any:
    """An empty field of a form is no filter; a NUL cannot be in any text of ours."""
    return (value.replace("\0", "") if isinstance(value, str) else value) or None


Words = Annotated[str | None, BeforeValidator(_plain)]
Key = Annotated[Annotated[int, Field(ge=1, le=2**63 - 1)] | None, BeforeValidator(_plain)]
Day = Annotated[dt.date | None, BeforeValidator(_plain)]


class PeriodFilter(FilterSchema):
    """One filter for both doors. `unit` takes in the units below it; `state` is a state of a period, "late", "soon"
    or "waiting"; `since` and `until` bound the last day; `q` are words of the subject or the number."""

    unit: Key = None
    state: Words = None
    interval: Annotated[Words, FilterLookup("interval")] = None
    duty: Annotated[Key, FilterLookup("duty_id")] = None
    assignee: Annotated[Key, FilterLookup("case__assignee_id")] = None
    since: Annotated[Day, FilterLookup("case__due_on__gte")] = None
    until: Annotated[Day, FilterLookup("case__due_on__lte")] = None
    q: Words = None

    def filter_unit(self, value: int | None) -> Q:
        return Q(case__unit_id__in=below(value)) if value else Q()

    def filter_state(self, value: str | None) -> Q:
        return in_state(value) if value else Q()

    def filter_q(self, value: str | None) -> Q:
        found = Q()
        for word in fold(value or "").split()[:8]:
            found &= Q(folded__contains=word)
        return found


def in_state(state: str) -> Q:
    """The filter for one state or one of the words beside them."""
    today = localdate()
    waiting = Q(case__state__in=WAITING, case__resting=False)
    match state:
        case "late":
            return waiting & Q(case__due_on__lt=today)
        case "soon":
            return waiting & Q(case__due_on__range=(today, today + WEEK))
        case "waiting":
            return waiting
        case "good":
            return Q(case__state__in=GOOD)
    return Q(case__state=state)


def seen(actor: Actor) -> Q:
    """The periods in reach."""
    return actor.reach(access.VIEW).q("case__")


def periods(actor: Actor, filters: PeriodFilter | None = None) -> QuerySet[DutyPeriod]:
    """Periods in reach, the latest deadline first."""
    rows = DutyPeriod.objects.filter(seen(actor))
    if filters is not None:
        if filters.q:
            text = Func("case__subject", function="tr_fold", output_field=TextField())
            rows = rows.annotate(folded=text)
        rows = filters.filter(rows)
    return _shown(rows).order_by("-case__due_on", "-pk")


def _shown(rows: QuerySet[DutyPeriod]) -> QuerySet[DutyPeriod]:
    return rows.select_related("duty__clause", "case__unit", "case__assignee").defer("duty__clause__raw")


def page_after(rows: QuerySet[DutyPeriod], cursor: str, limit: int) -> tuple[list[DutyPeriod], str]:
    """The next `limit` periods after `cursor` ("2026-11-30.123") and the cursor behind them, empty at the end."""
    day, _, key = cursor.partition(".")
    if key.isdecimal() and len(key) < 19:
        try:
            when = dt.date.fromisoformat(day)
        except ValueError:
            when = None
        if when is not None:
            rows = rows.filter(Q(case__due_on__lt=when) | Q(case__due_on=when, pk__lt=int(key)))
    found = list(rows[: limit + 1])
    if len(found) <= limit:
        return found, ""
    last = found[limit - 1]
    return found[:limit], f"{last.case.due_on:%Y-%m-%d}.{last.pk}"


def period(actor: Actor, number: str) -> DutyPeriod:
    """One period by number; out of reach and unknown are the same `DoesNotExist`."""
    rows = DutyPeriod.objects.select_related(
        "duty__clause__article", "duty__unit", "duty__regulation__case", "evidence__file", "settled_by", "case__unit"
    )
    rows = rows.defer("duty__regulation__text", "duty__regulation__wrapper", "duty__clause__article__raw")
    found: DutyPeriod = rows.get(seen(actor), case__number=number)
    return found


def mine(actor: Actor) -> QuerySet[DutyPeriod]:
    """What I have to do: given to me, or to a unit I sit in and nobody's yet; by deadline."""
    units = {seat.unit_id for seat in actor.seats}
    owned = Q(case__assignee_id=actor.user_id or 0) | Q(case__assignee=None, case__unit_id__in=units)
    rows = DutyPeriod.objects.filter(seen(actor), owned, case__state__in=WAITING, case__resting=False)
    return _shown(rows).order_by("case__due_on", "pk")


def of_duty(actor: Actor, duty_id: int, limit: int = 12) -> list[DutyPeriod]:
    """The latest periods of one duty, the newest first."""
    rows = DutyPeriod.objects.filter(seen(actor), duty_id=duty_id).select_related("case__assignee", "settled_by")
    return list(rows.order_by("-ends_on", "-pk")[:limit])


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers on the tabs."""

    waiting: int
    late: int
    soon: int
    mine: int


def counts(actor: Actor) -> Counts:
    """How many wait, are late, are due within a week, and are mine; one query over what is open."""
    units = {seat.unit_id for seat in actor.seats}
    owned = Q(case__assignee_id=actor.user_id or 0) | Q(case__assignee=None, case__unit_id__in=units)
    rows = DutyPeriod.objects.filter(seen(actor), in_state(WAITING_NOW))
    return Counts(
        **rows.order_by().aggregate(
            waiting=Count("pk"),
            late=Count("pk", filter=in_state(LATE)),
            soon=Count("pk", filter=in_state(SOON)),
            mine=Count("pk", filter=owned),
        )
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """How the periods of a unit (or all in reach) stood in a span of days."""

    every: int
    good: int
    in_time: int
    late: int
    waiting: int


def standing_of(actor: Actor, *, unit_id: int, since: dt.date) -> Shown | None:
    """How the periods of a unit and those below it that ended since a day stand; None where none is in reach."""
    rows = DutyPeriod.objects.filter(seen(actor), case__unit_id__in=below(unit_id), ends_on__gte=since)
    rows = rows.exclude(case__state__in=[PeriodState.LAPSED, PeriodState.EXCUSED])
    return tally(rows)


def tally(rows: QuerySet[DutyPeriod]) -> Shown | None:
    """Count a set of periods by how they stand; None for an empty one."""
    # reach: the rows were found through one
    from django.db.models import F
    from django.db.models.functions import TruncDate

    rows = rows.annotate(settled_day=TruncDate("settled_at")).order_by()
    found = rows.aggregate(
        every=Count("pk"),
        good=Count("pk", filter=Q(case__state__in=GOOD)),
        in_time=Count("pk", filter=Q(case__state__in=GOOD, settled_day__lte=F("case__due_on"))),
        late=Count("pk", filter=in_state(LATE)),
        waiting=Count("pk", filter=in_state(WAITING_NOW)),
    )
    return Shown(**found) if found["every"] else None


def kind_of(period: DutyPeriod, today: dt.date | None = None) -> str:
    """The colour of a period: its state, but red once it is late and amber in its last week."""
    today = today or localdate()
    due = period.case.due_on
    if period.case.state in WAITING and due is not None:
        return "late" if due < today else "wait" if due <= today + WEEK else "open"
    return DutyPeriod.state_kinds[period.case.state]


def units_in_reach(actor: Actor) -> QuerySet[Unit]:
    """Units that have periods the actor may see, for the filter."""
    rows = DutyPeriod.objects.filter(seen(actor), case__unit=OuterRef("pk"))
    return any_unit().filter(Exists(rows)).order_by("name")


def climbed(period: DutyPeriod) -> QuerySet[Escalation]:
    """The seats a period climbed to."""
    # reach: the period was found through one
    return period.escalations.select_related("unit").order_by("raised_on", "pk")
