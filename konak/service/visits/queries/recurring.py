"""Recurring requests in reach, their next days, and what they opened."""

import datetime as dt
from typing import Annotated

from django.db.models import Q, QuerySet
from ninja import FilterLookup, FilterSchema

from konak.foundation.access import Actor
from konak.foundation.calendar.queries import calendar_from
from konak.foundation.db.turkish import fold
from konak.foundation.people.models import Appointment
from konak.foundation.trail import queries as trail
from konak.foundation.trail.models import Entry
from konak.service.desk import public as desk

from .. import access
from ..models import Recurring, Turn
from .visits import Key, Words

KIND = "visits.recurring"


class RecurringFilter(FilterSchema):
    """`state`: "running", "paused", "ended" or "broken" (could not open)."""

    state: Words = None
    every: Annotated[Words, FilterLookup("every")] = None
    unit: Annotated[Key, FilterLookup("unit_id")] = None
    q: Words = None

    def filter_state(self, value: str | None) -> Q:
        running = Q(ended_on=None, next_on__isnull=False)
        return {
            "running": running & Q(paused=False),
            "paused": running & Q(paused=True),
            "ended": ~running,
            "broken": running & ~Q(problem=""),
        }.get(value or "", Q())

    def filter_q(self, value: str | None) -> Q:
        found = Q()
        for word in fold(value or "").split()[:8]:
            found &= Q(folded__contains=word)
        return found


def plans(actor: Actor, filters: RecurringFilter | None = None) -> QuerySet[Recurring]:
    rows = Recurring.objects.filter(actor.reach(access.RECURRING_VIEW).q(owners=Recurring.owners))
    if filters is not None:
        rows = filters.filter(rows)
    return rows.select_related("unit", "assignee", "service")


def plan(actor: Actor, plan_id: int) -> Recurring:
    return plans(actor).get(pk=plan_id)


def plans_held(user_id: int, appointment_id: int | None) -> list[Recurring]:
    """Plans whose tickets go to somebody; of one seat's unit when only that is given up."""
    # reach: public inside the house, because it is asked by the services that hand it over
    rows = Recurring.objects.filter(assignee_id=user_id, ended_on=None, next_on__isnull=False)
    if appointment_id is not None:
        rows = rows.filter(unit_id__in=Appointment.objects.filter(pk=appointment_id).values("unit_id"))
    return list(rows.order_by("subject", "pk"))


def turns_of(one: Recurring) -> list[Turn]:
    # reach: the plan was found through one
    return list(one.turns.select_related("ticket__case", "ticket__case__assignee").order_by("-number")[:30])


def next_days(one: Recurring, count: int = 6) -> list[dt.date]:
    """The days it opens next; none while it rests."""
    # reach: the plan was found through one
    if one.state != "running":
        return []
    return one.days_from(one.turn, calendar_from(one.starts_on), count)


def plan_story(one: Recurring) -> QuerySet[Entry]:
    # reach: the plan was found through one
    return trail.story(KIND, one.pk)


def due_ids(day: dt.date) -> list[int]:
    # reach: the round of the house, which sees every plan
    rows = Recurring.objects.filter(paused=False, ended_on=None, next_on__lte=day)
    return list(rows.order_by("next_on", "pk").values_list("pk", flat=True))


def services_of(actor: Actor) -> list[tuple[int, str, str, int]]:
    """Services whose unit the actor may keep recurring requests for."""
    reach = actor.reach(access.RECUR)
    return desk.service_choices(None if reach.everywhere else sorted(reach.units))
