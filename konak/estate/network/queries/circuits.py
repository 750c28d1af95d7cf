"""Lines, their tests, those whose contract ends and those nobody tested."""

import datetime as dt
from typing import Annotated

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils.timezone import localdate
from ninja import Field, FilterSchema

from konak.foundation.access import Actor

from .. import access
from ..models import Circuit, CircuitTest
from .register import Key, Words, _spoken

CIRCUIT_KIND = "network.circuit"
ENDING = dt.timedelta(days=90)
STALE = dt.timedelta(days=365)
"""A line in use is tested at least once a year."""


class CircuitFilter(FilterSchema):
    """`status` as it is stored, or "ending": its contract ends within 90 days; "untested": no test within a year."""

    status: Annotated[str | None, Field(max_length=10)] = None
    kind: Annotated[str | None, Field(max_length=10)] = None
    site: Key = None
    q: Words = None

    def filter_status(self, value: str | None) -> Q:
        if value == "ending":
            return Q(~Q(status="ended"), until__lte=localdate() + ENDING)
        if value == "untested":
            return Q(~Q(Exists(_tested())), status__in=["active", "down"])
        return Q(status=value) if value else Q()

    def filter_kind(self, value: str | None) -> Q:
        return Q(kind=value) if value else Q()

    def filter_site(self, value: int | None) -> Q:
        return Q(site_id=value) | Q(far_id=value) if value else Q()

    def filter_q(self, value: str | None) -> Q:
        if not value:
            return Q()
        spoken = _spoken(value.strip(), "provider", "number", "description", "site__name")
        return Q(spoken | Q(number__iexact=value.strip()))


def _tested() -> QuerySet[CircuitTest]:
    return CircuitTest.objects.filter(circuit=OuterRef("pk"), done_on__gt=localdate() - STALE)


def circuits(actor: Actor, filters: CircuitFilter | None = None) -> QuerySet[Circuit]:
    rows = Circuit.objects.filter(actor.reach(access.VIEW).q(owners=Circuit.owners))
    rows = rows.select_related("unit", "site", "far", "serves", "vlan", "backs_up")
    rows = rows.annotate(tested_on=Max("tests__done_on"))
    return filters.filter(rows) if filters else rows


def circuit(actor: Actor, circuit_id: int) -> Circuit:
    return circuits(actor).get(pk=circuit_id)


def results_of(one: Circuit, limit: int = 50) -> list[CircuitTest]:
    # reach: the line was found through one
    return list(one.tests.select_related("by").order_by("-done_on", "-pk")[:limit])


def ending(day: dt.date) -> QuerySet[Circuit]:
    """Lines whose contract ends on a day: asked by the nightly job, which tells their keepers."""
    # reach: the job tells only those who answer for the line
    return Circuit.objects.filter(until=day).exclude(status="ended").select_related("unit")
