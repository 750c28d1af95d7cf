"""Sites that are handed over, what is planned, offers beside each other, plans of tests, providers compared."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.timezone import localdate, make_aware, now
from ninja import FilterSchema

from konak.foundation.access import Actor

from .. import access
from ..models import Circuit, CircuitTest, HandOver, LineOutage, Offer, PlannedWork, TestPlan
from .register import Key, Words, _spoken

PLANNED_KIND, OFFER_KIND, PLAN_KIND = "network.plannedwork", "network.offer", "network.testplan"
HAND_OVER_KIND = "network.handover"


class HandOverFilter(FilterSchema):
    state: Words = None
    q: Words = None

    def filter_state(self, value: str | None) -> Q:
        return Q(case__state=value) if value else Q()

    def filter_q(self, value: str | None) -> Q:
        if not value:
            return Q()
        return Q(case__number=value.strip().upper()) | _spoken(value, "site__name", "for_unit__name", "receiver")


def hand_overs(actor: Actor, filters: HandOverFilter | None = None) -> QuerySet[HandOver]:
    own = Q(case__opened_by_id=actor.user_id or 0) | Q(case__assignee_id=actor.user_id or 0)
    rows: QuerySet[HandOver] = HandOver.objects.filter(actor.reach(access.FILES).q("case__") | own)
    if filters is not None:
        rows = filters.filter(rows)
    return rows.select_related("case__unit", "case__assignee", "case__opened_by", "site", "for_unit", "file")


def hand_over(actor: Actor, number: str) -> HandOver:
    return hand_overs(actor).get(case__number=number)


class PlannedFilter(FilterSchema):
    """`status` as stored, or "open": neither done nor dropped; "late": of a year that is over and not done."""

    status: Words = None
    sort: Words = None
    year: Key = None
    q: Words = None

    def filter_status(self, value: str | None) -> Q:
        waiting = ~Q(status__in=["done", "dropped"])
        if value == "open":
            return waiting
        if value == "late":
            return waiting & Q(year__lt=localdate().year)
        return Q(status=value) if value else Q()

    def filter_sort(self, value: str | None) -> Q:
        return Q(sort=value) if value else Q()

    def filter_year(self, value: int | None) -> Q:
        return Q(year=value) if value and value < 10_000 else Q()

    def filter_q(self, value: str | None) -> Q:
        return _spoken(value, "title", "why", "money_from", "site__name", "purchase") if value else Q()


def planned_works(actor: Actor, filters: PlannedFilter | None = None) -> QuerySet[PlannedWork]:
    rows = PlannedWork.objects.filter(actor.reach(access.VIEW).q(owners=PlannedWork.owners))
    rows = rows.select_related("unit", "assignee", "site", "circuit", "device")
    return filters.filter(rows) if filters else rows


def planned_work(actor: Actor, key: int) -> PlannedWork:
    return planned_works(actor).get(pk=key)


def plan_by_year(actor: Actor) -> list[dict[str, Any]]:
    """Year → how many works, what they were thought to cost, what the done ones did cost."""
    rows = planned_works(actor).exclude(status="dropped").order_by().values("year")
    totals = rows.annotate(
        many=Count("pk"), cost=Sum("cost"), spent=Sum("spent"), done=Count("pk", filter=Q(status="done"))
    )
    return [dict(row) for row in totals.order_by("year")]


class OfferFilter(FilterSchema):
    """`state` is "valid" or "chosen"."""

    state: Words = None
    need: Words = None
    q: Words = None

    def filter_state(self, value: str | None) -> Q:
        if value == "valid":
            return Q(valid_until=None) | Q(valid_until__gte=localdate())
        return Q(chosen=True) if value == "chosen" else Q()

    def filter_need(self, value: str | None) -> Q:
        return Q(need=value) if value else Q()

    def filter_q(self, value: str | None) -> Q:
        return _spoken(value, "need", "provider", "description") if value else Q()


def offers(actor: Actor, filters: OfferFilter | None = None) -> QuerySet[Offer]:
    rows = Offer.objects.filter(actor.reach(access.VIEW).q(owners=Offer.owners))
    rows = rows.select_related("unit", "assignee", "site")
    return filters.filter(rows) if filters else rows


def offer(actor: Actor, key: int) -> Offer:
    return offers(actor).get(pk=key)


class TestPlanFilter(FilterSchema):
    """`state` is "late" or "soon" (within 30 days)."""

    state: Words = None
    q: Words = None

    def filter_state(self, value: str | None) -> Q:
        today = localdate()
        if value == "late":
            return Q(next_on__lt=today)
        if value == "failover":
            return Q(kind="failover")
        return Q(next_on__range=(today, today + dt.timedelta(days=30))) if value == "soon" else Q()

    def filter_q(self, value: str | None) -> Q:
        return _spoken(value, "circuit__provider", "circuit__number", "circuit__site__name") if value else Q()


def planned_tests(actor: Actor, filters: TestPlanFilter | None = None) -> QuerySet[TestPlan]:
    rows = TestPlan.objects.filter(actor.reach(access.VIEW).q(owners=TestPlan.owners))
    rows = rows.select_related("unit", "assignee", "circuit__site")
    return filters.filter(rows) if filters else rows


def planned_test(actor: Actor, key: int) -> TestPlan:
    return planned_tests(actor).get(pk=key)


def outages_of(one: Circuit, limit: int = 50) -> list[LineOutage]:
    # reach: the line was found through one
    return list(one.outages.select_related("by").order_by("-began_at")[:limit])


def panel_of_line(one: Circuit, actor: Actor) -> dict[str, Any]:
    """For the page of a line: its outages, its plans of tests, what was kept of the promise in a year."""
    today = localdate()
    kept = next((row for row in kept_promises(actor, today - dt.timedelta(days=364), today, one.pk)), None)
    return {
        "outages": outages_of(one, 20),
        "plans": list(one.test_plans.order_by("next_on")),
        "kept": kept,
        "keeps": actor.reach(access.KEEP).covers(one),
    }


def outage(actor: Actor, key: int) -> LineOutage:
    row = LineOutage.objects.select_related("circuit").filter(
        actor.reach(access.VIEW).q("circuit__", owners=Circuit.owners)
    )
    return row.get(pk=key)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a line did within a time: seconds it was down by its provider's fault, and what was promised."""

    circuit: Circuit
    down: float
    outages: int
    seconds: float

    @property
    def available(self) -> float:
        return round(100 * (1 - self.down / self.seconds), 3) if self.seconds else 100.0

    @property
    def broken(self) -> bool:
        """Less than was promised."""
        return self.circuit.promised is not None and self.available < float(self.circuit.promised)


def kept_promises(actor: Actor, since: dt.date, until: dt.date, only: int | None = None) -> list[Kept]:
    """Each line that was in use, with its outages between two days; open ones count until now."""
    begin = make_aware(dt.datetime.combine(since, dt.time()))
    end = min(make_aware(dt.datetime.combine(until + dt.timedelta(days=1), dt.time())), now())
    lines = list(
        Circuit.objects.filter(actor.reach(access.VIEW).q(owners=Circuit.owners))
        .filter(Q(pk=only) if only else Q(), status__in=["active", "down"])
        .select_related("site")
        .order_by("provider", "number")
    )
    down: dict[int, list[float]] = {}
    rows = LineOutage.objects.filter(circuit__in=lines, theirs=True, began_at__lt=end)
    for row in rows.filter(Q(ended_at=None) | Q(ended_at__gt=begin)):
        length = (min(row.ended_at or end, end) - max(row.began_at, begin)).total_seconds()
        down.setdefault(row.circuit_id, []).append(max(length, 0.0))
    found = []
    for one in lines:
        start = begin
        if one.since is not None and one.since > since:
            start = make_aware(dt.datetime.combine(one.since, dt.time()))
        held = down.get(one.pk, [])
        found.append(Kept(one, sum(held), len(held), max((end - start).total_seconds(), 0.0)))
    return found


@dataclass(slots=True)
class Provider:
    """One provider beside the others."""

    name: str
    lines: int = 0
    mbit: float = 0
    monthly: Decimal = Decimal(0)
    outages: int = 0
    hours: float = 0
    seconds: float = 0
    down: float = 0
    broken: int = 0
    failed: int = 0

    @property
    def per_mbit(self) -> Decimal | None:
        return (self.monthly / Decimal(self.mbit)).quantize(Decimal("0.01")) if self.mbit and self.monthly else None

    @property
    def available(self) -> float:
        return round(100 * (1 - self.down / self.seconds), 3) if self.seconds else 100.0


def providers(actor: Actor, since: dt.date, until: dt.date) -> list[Provider]:
    """Lines, capacity, price, outages and failed tests of each provider between two days."""
    found: dict[str, Provider] = {}
    for kept in kept_promises(actor, since, until):
        one = found.setdefault(kept.circuit.provider, Provider(kept.circuit.provider))
        one.lines += 1
        one.mbit += kept.circuit.down_kbps / 1000
        one.monthly += kept.circuit.monthly or 0
        one.outages += kept.outages
        one.hours += kept.down / 3600
        one.down += kept.down
        one.seconds += kept.seconds
        one.broken += kept.broken
    failed = CircuitTest.objects.filter(
        actor.reach(access.VIEW).q("circuit__", owners=Circuit.owners), passed=False, done_on__range=(since, until)
    )
    for row in failed.order_by().values("circuit__provider").annotate(many=Count("pk")):
        if row["circuit__provider"] in found:
            found[row["circuit__provider"]].failed = row["many"]
    return sorted(found.values(), key=lambda one: -one.lines)
