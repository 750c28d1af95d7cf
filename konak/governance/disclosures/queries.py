"""Both registers in reach, open ones by their last day first."""

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from konak.foundation.access import Actor

from . import access
from .models import LogRequest, Release

NEAR = ("case__unit", "case__assignee")


def releases(actor: Actor, state: str = "") -> QuerySet[Release]:
    rows = Release.objects.filter(actor.reach(access.VIEW).q("case__"))
    if state:
        rows = rows.filter(case__state=state)
    return rows.select_related(*NEAR, "given_by", "given_as__unit").order_by("-case_id")


def log_requests(actor: Actor, state: str = "") -> QuerySet[LogRequest]:
    rows = LogRequest.objects.filter(actor.reach(access.VIEW).q("case__"))
    if state:
        rows = rows.filter(case__state=state)
    return rows.select_related(*NEAR).order_by("case__resting", "case__due_on", "-case_id")


def release(actor: Actor, number: str) -> Release:
    """One record; out of reach and unknown are the same absence."""
    return releases(actor).get(case__number=number)


def log_request(actor: Actor, number: str) -> LogRequest:
    return log_requests(actor).get(case__number=number)


def unit_of(actor: Actor) -> int | None:
    """Where somebody writes a record down: the unit of his first seat."""
    return actor.seats[0].unit_id if actor.seats else None


def given(units: frozenset[int] | None, until: dt.date) -> QuerySet[Release]:
    # reach: the caller says which units count
    mine = Q() if units is None else Q(case__unit_id__in=units)
    return Release.objects.filter(mine, given_on__lte=until)


def answered(units: frozenset[int] | None, until: dt.date) -> QuerySet[LogRequest]:
    # reach: the caller says which units count
    mine = Q() if units is None else Q(case__unit_id__in=units)
    return LogRequest.objects.filter(mine, answer_date__lte=until)


def waiting(actor: Actor) -> int:
    """Requests for logs whose last day is near or past."""
    rows = log_requests(actor).filter(case__resting=False, case__due_on__lte=localdate() + dt.timedelta(days=5))
    return rows.count()
