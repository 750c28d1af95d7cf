"""Finding regulations, duties and evidence. Whoever reaches a regulation's root unit reads all its duties."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any

from django.db.models import Case as SqlCase
from django.db.models import Count, F, Q, QuerySet, TextField, Value, When
from django.db.models.expressions import Func
from django.utils.timezone import now
from ninja import FilterLookup, FilterSchema

from konak.foundation.access import Actor, Seat
from konak.foundation.db.turkish import fold
from konak.foundation.people.models import Unit
from konak.foundation.people.queries import below, units

from . import access
from .lifecycle import State
from .matching.units import Place
from .models import Cadence, Clause, Duty, Evidence, Proof, Regulation

# Days after which the last evidence of a duty is stale. PERIODIC, CONTINUOUS and NONE have no lawful interval: a
# year is our own yardstick for them, shown as such.
INTERVAL: dict[str, int] = {
    Cadence.DAILY: 1,
    Cadence.WEEKLY: 7,
    Cadence.MONTHLY: 31,
    Cadence.QUARTERLY: 92,
    Cadence.HALF_YEARLY: 183,
    Cadence.YEARLY: 366,
}
YARDSTICK = 366
GRACE = 0.25
"""Share of the interval a proof may be late before it counts as stale."""


class Folded(Func):
    """`tr_fold(text)`: lower case without diacritics by Turkish rules, for looking things up."""

    function = "tr_fold"
    output_field = TextField()


class RegulationFilter(FilterSchema):
    state: Annotated[str | None, FilterLookup("case__state")] = None
    kind: Annotated[str | None, FilterLookup("kind")] = None
    q: str | None = None

    def filter_q(self, value: str | None) -> Q:
        return Q(folded__contains=fold(value)) if value else Q()


class DutyFilter(FilterSchema):
    """One filter for both doors: the register page and the API read it from the query string."""

    regulation: Annotated[str | None, FilterLookup("regulation__case__number")] = None
    unit: int | None = None
    role: Annotated[str | None, FilterLookup("role")] = None
    article: Annotated[str | None, FilterLookup("clause__article__path")] = None
    cadence: Annotated[str | None, FilterLookup("cadence")] = None
    capability: str | None = None
    state: str | None = None
    q: str | None = None

    def filter_unit(self, value: int | None) -> Q:
        return Q(unit_id__in=below(value)) if value else Q()

    def filter_capability(self, value: str | None) -> Q:
        if value == "-":
            return Q(bindings=None)
        return Q(bindings__capability=value) & ~Q(bindings__state="rejected") if value else Q()

    def filter_state(self, value: str | None) -> Q:
        return standing(value) if value else Q()

    def filter_q(self, value: str | None) -> Q:
        if not value:
            return Q()
        found = Q()
        for word in fold(value).split()[:8]:
            found &= Q(folded__contains=word)
        return found


def standing(state: str) -> Q:
    """The filter for one `Proof` state."""
    if state == Proof.CLOSED:
        return Q(closed_on__isnull=False)
    fresh = Q(pk__in=[])
    for cadence in Cadence.values:
        days = INTERVAL.get(cadence, YARDSTICK) * (1 + GRACE)
        fresh |= Q(cadence=cadence, last_proof_at__gte=now() - dt.timedelta(days=days))
    found = {
        Proof.FRESH: fresh,
        Proof.STALE: Q(last_proof_at__isnull=False) & ~fresh,
        Proof.MISSING: Q(last_proof_at=None),
    }
    return Q(closed_on=None) & found.get(Proof(state), Q(pk__in=[])) if state in Proof.values else Q(pk__in=[])


def proof_of(duty: Duty) -> Proof:
    """How one duty stands, by the same rule as `standing`."""
    if duty.closed_on:
        return Proof.CLOSED
    if duty.last_proof_at is None:
        return Proof.MISSING
    days = INTERVAL.get(duty.cadence, YARDSTICK) * (1 + GRACE)
    return Proof.FRESH if duty.last_proof_at >= now() - dt.timedelta(days=days) else Proof.STALE


def regulations(actor: Actor, filters: RegulationFilter | None = None) -> QuerySet[Regulation]:
    rows = Regulation.objects.filter(actor.reach(access.VIEW).q("case__"))
    rows = rows.annotate(folded=Folded(F("title")), duty_count=Count("duties", filter=Q(duties__closed_on=None)))
    rows = filters.filter(rows) if filters else rows
    return rows.defer("text", "wrapper").order_by("-case__opened_at", "-pk")


def regulation(actor: Actor, number: str) -> Regulation:
    """One regulation by number; out of reach and unknown are the same `Regulation.DoesNotExist`."""
    found: Regulation = Regulation.objects.get(actor.reach(access.VIEW).q("case__"), case__number=number)
    return found


def duties(actor: Actor, filters: DutyFilter | None = None) -> QuerySet[Duty]:
    """The register: open duties of every regulation in reach, in the order of the text; closed ones on demand."""
    rows = Duty.objects.filter(actor.reach(access.VIEW).q("regulation__case__"))
    if filters is None or filters.state != Proof.CLOSED:
        rows = rows.filter(closed_on=None)
    rows = rows.annotate(folded=Folded(F("clause__text")))
    rows = filters.filter(rows) if filters else rows
    shown = rows.select_related("clause__article", "unit", "assignee", "regulation__case")
    return shown.order_by("regulation_id", "clause__order", "pk").distinct()


def duty(actor: Actor, duty_id: int) -> Duty:
    """One duty; out of reach and unknown are the same `Duty.DoesNotExist`."""
    reach = actor.reach(access.VIEW).q("regulation__case__")
    shown = Duty.objects.select_related("clause__article", "unit", "assignee", "regulation__case__unit")
    return shown.get(reach, pk=duty_id)


def open_duties(regulation: Regulation) -> QuerySet[Duty]:
    # reach: the regulation was found through one
    return regulation.duties.filter(closed_on=None).select_related("clause__article", "unit", "regulation__case")


def mine(actor: Actor) -> QuerySet[Duty]:
    """Benim görevlerim: given to me by name, to my unit, or to my position in a unit over mine (chiefs and staff
    inherit the general duties of their position)."""
    found = Q(assignee_id=actor.user_id) if actor.user_id else Q(pk__in=[])
    for seat in actor.seats:
        found |= Q(unit_id=seat.unit_id, role="")
        found |= Q(unit_id__in=seat.line | {seat.unit_id}, role=seat.position)
    return duties(actor).filter(found)


def proving_seat(actor: Actor, duty: Duty) -> Seat | None:
    """The seat from which `actor` may file evidence: one that covers the duty's unit, or one that the duty's position
    names anywhere below that unit."""
    if seat := actor.seat_for(access.PROVE, duty):
        return seat
    for seat in actor.seats:
        inherits = duty.role == seat.position and duty.unit_id in seat.line
        if inherits and seat.position in access.PROVE.given:
            return seat
    return None


def evidence(duty: Duty) -> QuerySet[Evidence]:
    # reach: the duty was found through one
    return duty.evidence.select_related("file", "filed_by", "unit").order_by("-period_to", "-pk")


def one_evidence(actor: Actor, evidence_id: int) -> Evidence:
    found = Evidence.objects.select_related("duty", "file").get(pk=evidence_id)
    duty(actor, found.duty_id)
    return found


def clauses(regulation: Regulation) -> QuerySet[Clause]:
    # reach: the regulation was found through one
    return regulation.clauses.select_related("article", "unit", "duty").order_by("order")


def homes_below(root_id: int) -> list[Place]:
    """Every unit under `root_id` with the names it goes by, for the reader."""
    # reach: public, because the organisation chart is
    rows = Unit.objects.filter(pk__in=below(root_id))
    return [Place(unit.pk, tuple(name for name in (unit.name, unit.short_name) if name)) for unit in rows]


def line_of(unit_id: int) -> set[int]:
    """The unit and everything below it."""
    return below(unit_id)


def units_in_reach(actor: Actor) -> QuerySet[Unit]:
    """Units for which the actor may hand in a text."""
    reach = actor.reach(access.REVIEW)
    return units() if reach.everywhere else units().filter(pk__in=reach.units)


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One article with how its open duties stand."""

    path: str
    number: str
    heading: str
    fresh: int
    stale: int
    missing: int

    @property
    def total(self) -> int:
        return self.fresh + self.stale + self.missing


def heat(actor: Actor, number: str) -> list[HeatRow]:
    """Article × state of one regulation, in one query."""
    regulation(actor, number)
    state = SqlCase(
        When(standing(Proof.FRESH), then=Value("fresh")),
        When(last_proof_at=None, then=Value("missing")),
        default=Value("stale"),
        output_field=TextField(),
    )
    rows = (
        Duty.objects.filter(regulation__case__number=number, closed_on=None)
        .annotate(standing=state)
        .values("clause__article__path", "clause__article__number", "clause__article__heading", "standing")
        .annotate(count=Count("pk"))
        .order_by("clause__article__order")
    )
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        cell = found.setdefault(
            row["clause__article__path"],
            {"number": row["clause__article__number"], "heading": row["clause__article__heading"]},
        )
        cell[row["standing"]] = row["count"]
    return [
        HeatRow(path, c["number"], c["heading"], c.get("fresh", 0), c.get("stale", 0), c.get("missing", 0))
        for path, c in found.items()
    ]


def in_force(actor: Actor) -> Iterable[Regulation]:
    """Texts in force that the actor reads."""
    return regulations(actor).filter(case__state=State.IN_FORCE)
