"""The register: which duties there are, how they stand, and whose they are.

Whoever reaches a regulation's root unit reads all its duties; whoever reaches the unit of a duty reads that one, so
that a branch keeps reading its own duties when it moves away from the unit whose text gave them.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Any

from django.db.models import Case as SqlCase
from django.db.models import CharField, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Concat
from ninja import FilterLookup, FilterSchema

from konak.foundation.access import Actor, Seat
from konak.foundation.db.turkish import fold
from konak.foundation.people.models import Unit, User
from konak.foundation.people.positions import Position
from konak.foundation.people.queries import below, units

from .. import access
from ..models import Binding, BindingState, Duty, Proof, Regulation
from .folded import Folded
from .freshness import LACKING, next_on, proof_of, standing
from .given import Key, Words
from .texts import regulation

NONE = "-"
"""Filter value for "has none": no capability, no position."""


class DutyFilter(FilterSchema):
    """One filter for both doors: the register page and the API read it from the query string.

    `unit` takes in the units below it; `capability` and `role` are codes or "-" for none; `state` is a `Proof` or
    "lacking"; `article` is a path such as "8-2"; `q` are words of the text, article, unit or path.
    """

    regulation: Annotated[Words, FilterLookup("regulation__case__number")] = None
    unit: Key = None
    role: Words = None
    article: Annotated[Words, FilterLookup("clause__article__path")] = None
    cadence: Annotated[Words, FilterLookup("cadence")] = None
    capability: Words = None
    state: Words = None
    assignee: Annotated[Key, FilterLookup("assignee_id")] = None
    q: Words = None

    def filter_unit(self, value: int | None) -> Q:
        return Q(unit_id__in=below(value)) if value else Q()

    def filter_role(self, value: str | None) -> Q:
        return Q(role="" if value == NONE else value) if value else Q()

    def filter_capability(self, value: str | None) -> Q:
        if not value:
            return Q()
        alive = Binding.objects.filter(duty=OuterRef("pk")).exclude(state=BindingState.REJECTED)
        return ~Q(Exists(alive)) if value == NONE else Q(Exists(alive.filter(capability=value)))

    def filter_state(self, value: str | None) -> Q:
        return standing(value) if value else Q()

    def filter_q(self, value: str | None) -> Q:
        found = Q()
        for word in fold(value or "").split()[:8]:
            found &= Q(folded__contains=word)
        return found


def in_reach(actor: Actor, prefix: str = "") -> Q:
    """The filter by which duties, and what carries their text and unit, are seen; `prefix` leads to the duty."""
    reach = actor.reach(access.VIEW)
    own = Q(**{f"{prefix}unit_id__in": reach.units, f"{prefix}regulation__case__secrecy": 0})
    return reach.q(f"{prefix}regulation__case__") | own


def duties(actor: Actor, filters: DutyFilter | None = None) -> QuerySet[Duty]:
    """The register: open duties of every regulation in reach, in the order of the text; closed ones on demand."""
    rows = Duty.objects.filter(in_reach(actor))
    if filters is None or filters.state != Proof.CLOSED:
        rows = rows.filter(closed_on=None)
    if filters is not None:
        if filters.q:
            rows = rows.annotate(folded=Folded(_SEARCHED))
        rows = filters.filter(rows)
    alive = Binding.objects.exclude(state=BindingState.REJECTED).order_by("-state", "-score", "pk")
    shown = rows.select_related("clause__article", "unit", "assignee", "regulation__case")
    shown = shown.prefetch_related(Prefetch("bindings", alive, to_attr="alive"))
    return shown.defer(*HEAVY).order_by("regulation_id", "clause__order", "pk")


HEAVY = ("regulation__text", "regulation__wrapper", "regulation__meta", "regulation__notes", "clause__article__raw")
_SPACE = Value(" ")
_SEARCHED = Concat(
    Value("md. "),
    F("clause__path"),
    _SPACE,
    F("clause__article__heading"),
    _SPACE,
    F("clause__title"),
    _SPACE,
    F("clause__text"),
    _SPACE,
    F("unit__name"),
    output_field=TextField(),
)


def duty(actor: Actor, duty_id: int) -> Duty:
    """One duty; out of reach and unknown are the same `Duty.DoesNotExist`."""
    reach = in_reach(actor)
    shown = Duty.objects.select_related(
        "clause__article", "clause__parent", "unit", "assignee", "regulation__case__unit"
    )
    return shown.defer("regulation__text", "regulation__wrapper", "regulation__notes").get(reach, pk=duty_id)


def page_after(rows: QuerySet[Duty], cursor: str, limit: int) -> tuple[list[Duty], str]:
    """The next `limit` duties after `cursor` and the cursor of the page behind them, empty at the end.

    A cursor names the last duty seen by its place in the order: "regulation.order.key". A broken one starts anew.
    """
    places = cursor.split(".")
    if len(places) == 3 and all(place.isdecimal() and len(place) < 19 for place in places):
        text, order, key = map(int, places)
        later = Q(regulation_id=text, clause__order__gt=order) | Q(
            regulation_id=text, clause__order=order, pk__gt=key
        )
        rows = rows.filter(Q(regulation_id__gt=text) | later)
    found = list(rows[: limit + 1])
    if len(found) <= limit:
        return found, ""
    last = found[limit - 1]
    return found[:limit], f"{last.regulation_id}.{last.clause.order}.{last.pk}"


def open_duties(regulation: Regulation) -> QuerySet[Duty]:
    # reach: the regulation was found through one
    return regulation.duties.filter(closed_on=None).select_related("clause__article", "unit", "regulation__case")


def open_in(units: frozenset[int]) -> int:
    """How many open duties these units have."""
    # reach: public, because only a number is shown, to whoever prepares a change of these units
    return Duty.objects.filter(unit_id__in=units, closed_on=None).count()


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers on the tabs of the register."""

    every: int
    lacking: int
    unit: int
    given: int


def counts(actor: Actor) -> Counts:
    """How many open duties are in reach, lack evidence, belong to the actor's units, are given to him; one query."""
    own = {seat.unit_id for seat in actor.seats}
    found = Duty.objects.filter(in_reach(actor), closed_on=None).aggregate(
        every=Count("pk"),
        lacking=Count("pk", filter=standing(LACKING)),
        unit=Count("pk", filter=Q(unit_id__in=own)),
        given=Count("pk", filter=Q(assignee_id=actor.user_id or 0)),
    )
    return Counts(**found)


@dataclass(frozen=True, slots=True)
class Standing:
    """How many open duties there are and how they stand."""

    every: int
    fresh: int
    stale: int
    missing: int


def standing_of(actor: Actor, *, unit_id: int | None = None, assignee_id: int | None = None) -> Standing | None:
    """How the duties of a unit and those below it, or those given to a person, stand; None where there are none in
    reach."""
    owned = Q(unit_id__in=below(unit_id)) if unit_id else Q(assignee_id=assignee_id)
    reach = in_reach(actor)
    found = Duty.objects.filter(reach, owned, closed_on=None).aggregate(
        every=Count("pk"),
        fresh=Count("pk", filter=standing(Proof.FRESH)),
        stale=Count("pk", filter=standing(Proof.STALE)),
        missing=Count("pk", filter=standing(Proof.MISSING)),
    )
    return Standing(**found) if found["every"] else None


def lacking_of_mine(actor: Actor) -> int | None:
    """How many of the actor's own duties lack evidence; None for somebody without duties. One query."""
    rows = mine(actor).prefetch_related(None).select_related(None).defer(None).order_by()
    found = rows.aggregate(every=Count("pk"), lacking=Count("pk", filter=standing(LACKING)))
    return int(found["lacking"]) if found["every"] else None


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters of the register offer: only what occurs in reach, as (value, words)."""

    regulations: list[tuple[str, str]]
    units: list[int]
    roles: list[tuple[str, str]]
    articles: list[tuple[str, str]]
    capabilities: list[str]


def choices(actor: Actor, number: str = "") -> Choices:
    """Filter values that occur in the duties in reach; articles only of the text `number`. Five queries."""
    rows = Duty.objects.filter(in_reach(actor)).order_by()
    texts = rows.values_list("regulation__case__number", "regulation__title").distinct()
    places = rows.values_list("unit_id", flat=True).distinct()
    roles = set(rows.exclude(role="").values_list("role", flat=True).distinct())
    articles: list[tuple[str, str]] = []
    if number:
        named = rows.filter(regulation__case__number=number).values_list(
            "clause__article__order", "clause__article__path", "clause__article__heading"
        )
        articles = [(path, f"Md. {path} {heading}".strip()) for _, path, heading in sorted(set(named))]
    codes = Binding.objects.filter(duty__in=rows.values("pk")).exclude(state=BindingState.REJECTED)
    return Choices(
        regulations=sorted(texts, reverse=True),
        units=list(places),
        roles=[(value, label) for value, label in Position.choices if value in roles],
        articles=articles,
        capabilities=sorted(set(codes.values_list("capability", flat=True))),
    )


def mine(actor: Actor) -> QuerySet[Duty]:
    """Benim görevlerim: given to me by name, to my unit, or to my position in a unit over mine (chiefs and staff
    inherit the general duties of their position). An auditor's seat has none."""
    found = Q(assignee_id=actor.user_id) if actor.user_id else Q(pk__in=[])
    for seat in actor.seats:
        if seat.position in {Position.AUDITOR, Position.ADMINISTRATOR}:
            continue
        found |= Q(unit_id=seat.unit_id, role="")
        found |= Q(unit_id__in=seat.line | {seat.unit_id}, role=seat.position)
    return duties(actor).filter(found)


@dataclass(frozen=True, slots=True)
class Share:
    """Duties of one person for one reason, what needs a hand first."""

    why: str
    explained: str
    duties: list[Duty]
    lacking: int


_URGENCY = {Proof.STALE: 0, Proof.MISSING: 1, Proof.FRESH: 2, Proof.CLOSED: 3}


def shares(actor: Actor) -> list[Share]:
    """`mine`, grouped by why a duty is mine: by name, by position, by unit."""
    groups: dict[tuple[int, str, str], list[Duty]] = {}
    for row in mine(actor):
        if row.assignee_id is not None and row.assignee_id == actor.user_id:
            key = (0, "Size verildi", "Bu görevlerin takibi adınıza verilmiş.")
        elif row.role:
            label = Position(row.role).label
            key = (1, f"{label} olarak", f"Metin bu görevleri «{label}» unvanına verir; bu makamda siz varsınız.")
        else:
            key = (2, row.unit.name, "Biriminizin görevleri; birimde çalışan herkes kanıt ekleyebilir.")
        groups.setdefault(key, []).append(row)
    found = []
    far = dt.date.max
    for (_, why, explained), rows in sorted(groups.items(), key=lambda group: group[0][:2]):
        rows.sort(key=lambda row: (_URGENCY[proof_of(row)], next_on(row) or far))
        lacking = sum(proof_of(row) in {Proof.STALE, Proof.MISSING} for row in rows)
        found.append(Share(why, explained, rows, lacking))
    return found


def proving_seat(actor: Actor, duty: Duty) -> Seat | None:
    """The seat from which `actor` may file evidence: one that covers the duty's unit, or one below that unit.

    The staff of a service prove the duties of their branch; the duty of a position is proved by those who hold it.
    """
    if seat := actor.seat_for(access.PROVE, duty):
        return seat
    for seat in actor.seats:
        below = duty.unit_id in seat.line and seat.position in access.PROVE.given and not seat.narrow
        if below and duty.role in {"", seat.position}:
            return seat
    return None


def may_manage(actor: Actor, duty: Duty) -> bool:
    """Whether the seat may assign, move or bind this duty now."""
    return duty.closed_on is None and actor.reach(access.MANAGE).covers(duty)


def units_to_give(actor: Actor, duty: Duty) -> QuerySet[Unit]:
    """Units to which the actor may move a duty, and the one it is in."""
    reach = actor.reach(access.MANAGE)
    return units() if reach.everywhere else units().filter(pk__in=reach.units | {duty.unit_id})


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
        output_field=CharField(),
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


def person_for(actor: Actor, duty_id: int, user_id: int | None) -> User | None:
    """The person named by id for a duty in reach; nobody of that id is a `DoesNotExist`."""
    duty(actor, duty_id)
    return User.objects.get(pk=user_id, is_active=True) if user_id is not None else None


def unit_for(actor: Actor, duty_id: int, unit_id: int) -> Unit:
    """The unit named by id for a duty in reach; no such unit is a `DoesNotExist`."""
    duty(actor, duty_id)
    found: Unit = units().get(pk=unit_id)
    return found
