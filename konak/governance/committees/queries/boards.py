"""Decisions over all committees, and one's own meetings."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Any

from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.expressions import Func
from django.db.models.functions import Concat
from django.utils.timezone import localdate, now
from ninja import FilterLookup, FilterSchema
from pydantic import BeforeValidator, Field

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold
from konak.foundation.people.queries import below

from .. import access
from ..lifecycle import MeetingState
from ..models import CalendarKey, Committee, Decision, Meeting
from .committees import own

PAGE = 50


def _plain(value: Any) -> Any:
    """An empty field of a form is no filter; a NUL stands in no text of ours."""
    return (value.replace("\0", "") if isinstance(value, str) else value) or None


Words = Annotated[str | None, BeforeValidator(_plain)]
Key = Annotated[Annotated[int, Field(ge=1, le=2**63 - 1)] | None, BeforeValidator(_plain)]
LATE, UNDONE = "late", "undone"


class DecisionFilter(FilterSchema):
    """One filter for both doors. `state` is a state of the lifecycle, "undone" for all that wait, or "late"."""

    committee: Annotated[Key, FilterLookup("committee_id")] = None
    state: Words = None
    unit: Key = None
    person: Annotated[Key, FilterLookup("case__assignee_id")] = None
    year: Annotated[Key, FilterLookup("year")] = None
    q: Words = None

    def filter_state(self, value: str | None) -> Q:
        if value == LATE:
            return Q(case__resting=False, case__due_on__lt=localdate())
        if value == UNDONE:
            return Q(case__resting=False)
        return Q(case__state=value) if value else Q()

    def filter_unit(self, value: int | None) -> Q:
        return Q(case__unit_id__in=below(value)) if value else Q()

    def filter_q(self, value: str | None) -> Q:
        found = Q()
        for word in fold(value or "").split()[:8]:
            found &= Q(folded__contains=word)
        return found


class _Folded(Func):
    function = "tr_fold"
    output_field = TextField()


_SEARCHED = Concat(
    "case__number",
    Value(" "),
    "case__subject",
    Value(" "),
    "text",
    Value(" "),
    "committee__code",
    output_field=TextField(),
)


def decisions(actor: Actor, filters: DecisionFilter | None = None) -> QuerySet[Decision]:
    """Decisions in reach: of the unit that carries them out, of the committee's unit, of one's own committees."""
    reach = actor.reach(access.VIEW)
    kept = Committee.objects.filter(reach.q("", Committee.owners)).values("pk")
    mine = Q(committee_id__in=own(actor).values("committee_id"))
    rows: QuerySet[Decision] = Decision.objects.filter(reach.q("case__") | mine | Q(committee_id__in=kept))
    if filters is not None:
        if filters.q:
            rows = rows.annotate(folded=_Folded(_SEARCHED))
        rows = filters.filter(rows)
    return rows.select_related("case__unit", "case__assignee", "committee", "meeting__case")


@dataclass(frozen=True, slots=True)
class Page:
    """One keyset page; `after` is the cursor of the next one, empty at the end."""

    rows: list[Decision]
    after: str


def decisions_page(actor: Actor, filters: DecisionFilter, *, after: str = "", limit: int = PAGE) -> Page:
    """What waits by its last day, overdue on top; everything else newest first. A broken cursor begins anew."""
    rows = decisions(actor, filters)
    waiting = filters.state in {LATE, UNDONE}
    day, _, key = after.partition("_")
    if key.isdecimal() and len(key) < 19:
        rows = rows.filter(_later(day, int(key), waiting))
    order = ("case__due_on", "case_id") if waiting else ("-case_id",)
    found = list(rows.order_by(*order)[: limit + 1])
    if len(found) <= limit:
        return Page(found, "")
    last = found[limit - 1]
    return Page(found[:limit], f"{last.case.due_on or ''}_{last.pk}")


def _later(day: str, key: int, waiting: bool) -> Q:
    if not waiting:
        return Q(case_id__lt=key)
    if not day:  # those without a last day stand at the end
        return Q(case__due_on=None, case_id__gt=key)
    try:
        when = dt.date.fromisoformat(day)
    except ValueError:
        return Q()
    return Q(case__due_on__gt=when) | Q(case__due_on=when, case_id__gt=key) | Q(case__due_on=None)


def open_of(committee: Committee, limit: int = 20) -> list[Decision]:
    # reach: the committee was found through one
    """Its decisions that wait, overdue on top."""
    rows = committee.decisions.filter(case__resting=False).select_related(
        "case__unit", "case__assignee", "meeting__case"
    )
    return list(rows.order_by("case__due_on", "case_id")[:limit])


def my_meetings(actor: Actor, *, since: dt.datetime | None = None) -> QuerySet[Meeting]:
    # reach: meetings one was called to
    """Meetings of the committees the actor sits in, or that he keeps, from `since` on (now), the nearest first."""
    if actor.user_id is None:
        return Meeting.objects.none()
    called = Q(committee_id__in=own(actor).values("committee_id")) | Q(attendances__member__user_id=actor.user_id)
    kept = Q(committee__assignee_id=actor.user_id)
    begin = Q(starts_at__gte=since or now() - dt.timedelta(hours=8))
    if since is None:  # what still waits for a roll, for minutes or for signatures is not past
        begin |= Q(case__state__in=(MeetingState.OPEN, MeetingState.HELD, MeetingState.MINUTES))
    rows = Meeting.objects.filter(called | kept).filter(begin)
    if since is None:
        rows = rows.exclude(case__state__in=(MeetingState.CANCELLED, MeetingState.LAPSED, MeetingState.CLOSED))
    found: QuerySet[Meeting] = rows.select_related("committee").distinct().order_by("starts_at", "pk")
    return found


def has_calendar_key(actor: Actor) -> bool:
    # reach: one's own
    return CalendarKey.objects.filter(user_id=actor.user_id or 0).exists()
