"""Finding information systems, what they stand on and what is missing about them."""

import datetime as dt
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate
from ninja import FilterLookup, FilterSchema
from pydantic import BeforeValidator, Field

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold
from konak.foundation.people.models import Appointment, Unit
from konak.foundation.people.queries import below
from konak.foundation.people.queries import units as open_units
from konak.foundation.trail import queries as trail
from konak.foundation.trail.models import Entry

from .. import access
from ..lifecycle import ReviewState
from ..models import (
    GAPS,
    SPECIAL,
    Criticality,
    InformationSystem,
    Interface,
    Need,
    ServedUnit,
    SystemPart,
    SystemReview,
    SystemState,
)

SYSTEM_KIND = "systems.informationsystem"
Words = Annotated[
    str | None, BeforeValidator(lambda value: (value.replace("\0", "") if isinstance(value, str) else value) or None)
]
Key = Annotated[Annotated[int, Field(ge=1, le=2**63 - 1)] | None, BeforeValidator(lambda value: value or None)]
Level = Annotated[Annotated[int, Field(ge=1, le=4)] | None, BeforeValidator(lambda value: value or None)]
ALIVE = ~Q(state=SystemState.RETIRED)


def lacking(code: str, today: dt.date) -> Q:
    """The rule of `InformationSystem.gaps_on` as a filter; a test keeps the two equal."""
    serious, working = Q(criticality__gte=Criticality.HIGH), ~Q(state=SystemState.PLANNED)
    special = Q(personal_data__overlap=sorted(SPECIAL))
    rules = {
        "assignee": Q(assignee=None),
        "substitute": Q(substitute=None) & serious,
        "criticality": Q(criticality=None),
        "data": Q(data_class=""),
        "hosting": Q(runs=""),
        "rto": serious & (Q(rto_hours=None) | Q(rpo_hours=None)),
        "backup": working & Q(backup_expected=True, backup=""),
        "logs": working & Q(logs_expected=True, log_source=""),
        "watched": working & serious & Q(watched=False),
        "contract": Q(contract_until__lt=today),
        "special": special & Q(second_factor=False),
        "review": Q(review_on__lt=today),
    }
    return ALIVE & rules[code]


def lacking_any(today: dt.date) -> Q:
    found = Q(pk__in=[])
    for code in GAPS:
        found |= lacking(code, today)
    return found


class SystemFilter(FilterSchema):
    """One filter for both doors. `gap`: a code of what is missing or "any"; `unit` takes in the units below it."""

    state: Annotated[Words, FilterLookup("state")] = None
    kind: Annotated[Words, FilterLookup("kind")] = None
    criticality: Annotated[Level, FilterLookup("criticality")] = None
    data_class: Annotated[Words, FilterLookup("data_class")] = None
    personal: Words = None
    unit: Key = None
    mine: bool | None = None
    gap: Words = None
    q: Words = None

    def filter_personal(self, value: str | None) -> Q:
        match value:
            case None:
                return Q()
            case "any":
                return ~Q(personal_data=[])
            case "special":
                return Q(personal_data__overlap=sorted(SPECIAL))
        return Q(personal_data__contains=[value])

    def filter_unit(self, value: int | None) -> Q:
        return Q(unit_id__in=below(value)) if value else Q()

    def filter_mine(self, value: bool | None) -> Q:
        return Q()

    def filter_gap(self, value: str | None) -> Q:
        if value is None:
            return Q()
        if value == "any":
            return lacking_any(localdate())
        return lacking(value, localdate()) if value in GAPS else Q(pk__in=[])

    def filter_q(self, value: str | None) -> Q:
        found = Q()
        for word in fold(value or "").split()[:8]:
            found &= Q(folded__contains=word)
        return found


def systems(actor: Actor, filters: SystemFilter | None = None) -> QuerySet[InformationSystem]:
    rows = InformationSystem.objects.filter(actor.reach(access.VIEW).q(owners=InformationSystem.owners))
    if filters:
        rows = filters.filter(rows)
        if filters.mine:
            rows = rows.filter(Q(assignee_id=actor.user_id) | Q(substitute_id=actor.user_id))
    return rows.select_related("unit", "assignee", "substitute")


def system(actor: Actor, code: str) -> InformationSystem:
    """One system by its code; out of reach and unknown are the same `DoesNotExist`."""
    reach = actor.reach(access.VIEW).q(owners=InformationSystem.owners)
    rows = InformationSystem.objects.select_related("unit", "assignee", "substitute", "successor")
    return rows.get(reach, code=code.upper())


def system_counts(actor: Actor) -> dict[str, int]:
    """Numbers on the tabs; one query."""
    rows, today = systems(actor).order_by(), localdate()
    return rows.aggregate(
        every=Count("pk", filter=ALIVE),
        mine=Count("pk", filter=(Q(assignee_id=actor.user_id) | Q(substitute_id=actor.user_id)) & ALIVE),
        vital=Count("pk", filter=Q(criticality=Criticality.VITAL) & ALIVE),
        lacking=Count("pk", filter=lacking_any(today)),
        retired=Count("pk", filter=Q(state=SystemState.RETIRED)),
    )


def gap_counts(actor: Actor, filters: SystemFilter | None = None) -> dict[str, int]:
    """How many systems lack what; one query."""
    today = localdate()
    rows = systems(actor, filters).order_by()
    counted = rows.aggregate(**{f"{code}_gap": Count("pk", filter=lacking(code, today)) for code in GAPS})
    return {code: counted[f"{code}_gap"] for code in GAPS}


def details(actor: Actor, row: InformationSystem) -> bool:
    """Whether servers, interfaces and the contract are open to the actor: they tell an intruder where to begin."""
    return actor.reach(access.DETAILS).covers(row)


def parts(row: InformationSystem) -> list[SystemPart]:
    # reach: the system was found through one
    return list(row.parts.order_by("kind", "name"))


def served(row: InformationSystem) -> list[ServedUnit]:
    # reach: the system was found through one
    return list(row.served.select_related("unit").order_by("unit__name"))


def interfaces(row: InformationSystem) -> list[Interface]:
    # reach: the system was found through one
    return list(row.interfaces.select_related("other", "system").order_by("-need", "other__code", "counterpart"))


def used_by(actor: Actor, row: InformationSystem) -> list[Interface]:
    """Which systems in reach stand on this one or talk to it, those that stop without it first."""
    reach = actor.reach(access.VIEW).q("system__", owners=InformationSystem.owners)
    rows = Interface.objects.filter(reach, other=row).exclude(system__state=SystemState.RETIRED)
    return list(rows.select_related("system__unit", "other").order_by("-need", "system__code"))


def interface(actor: Actor, interface_id: int) -> Interface:
    reach = actor.reach(access.DETAILS).q("system__", owners=InformationSystem.owners)
    return Interface.objects.select_related("system", "other").get(reach, pk=interface_id)


def part(actor: Actor, part_id: int) -> SystemPart:
    reach = actor.reach(access.DETAILS).q("system__", owners=InformationSystem.owners)
    return SystemPart.objects.select_related("system").get(reach, pk=part_id)


class InterfaceFilter(FilterSchema):
    """The register of data exchange. `view`: outside, expired, silent (nothing moved for ninety days)."""

    view: Words = None
    way: Annotated[Words, FilterLookup("way")] = None
    q: Words = None

    def filter_view(self, value: str | None) -> Q:
        today = localdate()
        match value:
            case None:
                return Q()
            case "outside":
                return Q(other=None)
            case "expired":
                return Q(protocol_until__lt=today)
            case "silent":
                return Q(last_on__lt=today - dt.timedelta(days=90))
            case "groundless":
                return Q(other=None, ground="")
        return Q(pk__in=[])

    def filter_q(self, value: str | None) -> Q:
        found = Q()
        for word in fold(value or "").split()[:8]:
            found &= Q(system__folded__contains=word) | Q(other__folded__contains=word)
        return found


def exchange(actor: Actor, filters: InterfaceFilter | None = None) -> QuerySet[Interface]:
    """Every interface of a living system whose details are open to the actor."""
    reach = actor.reach(access.DETAILS).q("system__", owners=InformationSystem.owners)
    rows = Interface.objects.filter(reach).exclude(system__state=SystemState.RETIRED)
    rows = filters.filter(rows) if filters else rows
    return rows.select_related("system__unit", "other")


@dataclass(frozen=True, slots=True)
class Edge:
    """`source` stands on `target` or talks to it."""

    source: str
    target: str
    need: str
    label: str


@dataclass(frozen=True, slots=True)
class Graph:
    """A system among those it is tied to: names by key, columns from what stands on it to what it stands on."""

    centre: str
    names: dict[str, str]
    columns: dict[str, int]
    edges: list[Edge]
    kinds: dict[str, str]


def graph(actor: Actor, row: InformationSystem, depth: int = 2) -> Graph:
    """What stands on a system, and on what it stands, `depth` steps either way. One query for all interfaces."""
    reach = actor.reach(access.VIEW).q("system__", owners=InformationSystem.owners)
    alive = Interface.objects.filter(reach).exclude(system__state=SystemState.RETIRED)
    alive = alive.exclude(other__state=SystemState.RETIRED).select_related("system", "other")
    out: dict[str, list[Interface]] = {}
    into: dict[str, list[Interface]] = {}
    for one in alive.order_by("pk"):
        out.setdefault(one.system.code, []).append(one)
        into.setdefault(_key(one), []).append(one)
    names = {row.code: row.name}
    columns = {row.code: 0}
    kinds = {row.code: str(row.criticality or "")}
    edges: dict[tuple[str, str], Edge] = {}
    shows = details(actor, row)
    for step, side in ((1, out), (-1, into)):
        waiting = deque([(row.code, 0)])
        while waiting:
            code, at = waiting.popleft()
            if abs(at) == depth:
                continue
            for one in side.get(code, []):
                far = _key(one) if step == 1 else one.system.code
                if one.other is None and not shows:
                    continue
                ends = (one.system.code, _key(one))
                known = edges.get(ends)
                if known is None or (known.need == Need.DATA and one.need != Need.DATA):
                    edges[ends] = Edge(*ends, one.need, one.get_need_display())
                if far not in columns:
                    columns[far] = at + step
                    names[far] = one.other_side if step == 1 and one.other is None else _name(one, step)
                    of = one.other if step == 1 else one.system
                    kinds[far] = "outside" if of is None else str(of.criticality or "")
                    waiting.append((far, at + step))
    return Graph(row.code, names, columns, list(edges.values()), kinds)


def _key(one: Interface) -> str:
    return one.other.code if one.other else f"~{one.counterpart}"


def _name(one: Interface, step: int) -> str:
    of = one.other if step == 1 else one.system
    return of.name if of else one.counterpart


def stops_without(actor: Actor, row: InformationSystem) -> list[InformationSystem]:
    """Every living system that stops when this one stops, however far: what an outage really costs."""
    pairs = Interface.objects.filter(need=Need.STOPS, other__isnull=False)
    by: dict[int, list[int]] = {}
    for system_id, other_id in pairs.values_list("system_id", "other_id"):
        by.setdefault(other_id or 0, []).append(system_id)
    seen: set[int] = set()
    waiting = [row.pk]
    while waiting:
        for found in by.get(waiting.pop(), []):
            if found not in seen and found != row.pk:
                seen.add(found)
                waiting.append(found)
    return list(systems(actor).filter(ALIVE, pk__in=seen).order_by("-criticality", "code"))


def numbers(ids: list[int]) -> dict[int, dict[str, int]]:
    """Parts, interfaces and units of many systems; three queries."""
    # reach: the systems were found through one
    found = {}
    counts = {
        "parts": Counter(SystemPart.objects.filter(system_id__in=ids).values_list("system_id", flat=True)),
        "ties": Counter(Interface.objects.filter(system_id__in=ids).values_list("system_id", flat=True)),
        "units": Counter(ServedUnit.objects.filter(system_id__in=ids).values_list("system_id", flat=True)),
    }
    for key in ids:
        found[key] = {name: count[key] for name, count in counts.items()}
    return found


def units_to_keep(actor: Actor) -> QuerySet[Unit]:
    """Units the actor may write systems for, by name."""
    reach = actor.reach(access.KEEP)
    rows = open_units()
    return rows if reach.everywhere else rows.filter(pk__in=reach.units)


def every_unit() -> list[Unit]:
    # reach: public, because the organisation chart is
    return list(open_units())


def units_without() -> list[Unit]:
    """Open units for which the register knows no living system.

    None of their own or of the units below them, and none that serves them or a unit above them.
    """
    # reach: public, because the organisation chart is; no system is named
    every = {unit.pk: unit for unit in every_unit()}
    living = InformationSystem.objects.filter(ALIVE)
    served = set(ServedUnit.objects.filter(system__in=living).values_list("unit_id", flat=True))

    def upwards(place: int | None) -> Iterator[int]:
        while place in every:
            yield place
            place = every[place].parent_id

    owners = set(living.values_list("unit_id", flat=True))
    known = {above for place in owners | served for above in upwards(place)}
    return [unit for unit in every.values() if unit.pk not in known and served.isdisjoint(upwards(unit.pk))]


def systems_of_unit(actor: Actor, unit_id: int) -> list[InformationSystem]:
    """Living systems a unit answers for or works with, its own first."""
    uses = ServedUnit.objects.filter(system=OuterRef("pk"), unit_id__in=below(unit_id))
    rows = systems(actor).filter(ALIVE).annotate(uses=Exists(uses))
    rows = rows.filter(Q(unit_id__in=below(unit_id)) | Q(uses=True))
    return sorted(rows, key=lambda row: (row.unit_id != unit_id, row.code))


def story(kind: str, subject: object) -> QuerySet[Entry]:
    # reach: the subject was found through one
    return trail.story(kind, subject)


# Reviews ----------------------------------------------------------------------------------------------------------


class ReviewFilter(FilterSchema):
    """`view`: waiting, late, done."""

    view: Words = None
    unit: Key = None

    def filter_view(self, value: str | None) -> Q:
        match value:
            case None | "waiting":
                return Q(case__state=ReviewState.WAITING)
            case "late":
                return Q(case__state=ReviewState.WAITING, case__due_on__lt=localdate())
            case "done":
                return Q(case__state=ReviewState.CONFIRMED)
        return Q(pk__in=[])

    def filter_unit(self, value: int | None) -> Q:
        return Q(case__unit_id__in=below(value)) if value else Q()


def reviews(actor: Actor, filters: ReviewFilter | None = None) -> QuerySet[SystemReview]:
    rows = SystemReview.objects.filter(actor.reach(access.VIEW).q("case__"))
    rows = filters.filter(rows) if filters else rows
    return rows.select_related("system__unit")


def review(actor: Actor, number: str) -> SystemReview:
    reach = actor.reach(access.VIEW).q("case__")
    rows: QuerySet[SystemReview] = SystemReview.objects.select_related("system__unit", "system__assignee")
    return rows.get(reach, case__number=number)


def review_counts(actor: Actor) -> dict[str, int]:
    waiting = Q(case__state=ReviewState.WAITING)
    return reviews(actor).aggregate(
        waiting=Count("pk", filter=waiting),
        late=Count("pk", filter=waiting & Q(case__due_on__lt=localdate())),
        done=Count("pk", filter=Q(case__state=ReviewState.CONFIRMED)),
    )


def reviews_of(row: InformationSystem) -> list[SystemReview]:
    # reach: the system was found through one
    return list(row.reviews.order_by("-case__opened_at")[:20])


def to_review(day: dt.date) -> QuerySet[InformationSystem]:
    """Living systems whose review comes within thirty days and whose file is not open yet."""
    # reach: none, because the nightly job opens files for everybody
    opened = SystemReview.objects.filter(system=OuterRef("pk"), case__state=ReviewState.WAITING)
    rows = InformationSystem.objects.filter(ALIVE, review_on__lte=day + dt.timedelta(days=30))
    return rows.annotate(waiting=Exists(opened)).filter(waiting=False).select_related("unit", "assignee")


def snapshot(row: InformationSystem) -> dict[str, Any]:
    """What the register says of a system now, in the words of its reader."""
    # reach: the system was found through one
    return {
        "ad": row.name,
        "birim": row.unit.name,
        "durum": row.get_state_display(),
        "kritiklik": row.get_criticality_display() or "",
        "veri sınıfı": row.get_data_class_display(),
        "nerede çalışır": row.get_runs_display(),
        "kişisel veri": row.personal_labels,
        "bileşen": [f"{one.get_kind_display()}: {one.name}" for one in parts(row)],
        "arayüz": [one.other_side for one in interfaces(row)],
        "eksikler": [gap.label for gap in row.gaps_on(localdate())],
    }


# People -----------------------------------------------------------------------------------------------------------


def systems_of_person(actor: Actor, user_id: int) -> list[InformationSystem]:
    """Living systems in reach that a person answers for, himself or as the substitute."""
    rows = systems(actor).filter(ALIVE).filter(Q(assignee_id=user_id) | Q(substitute_id=user_id))
    return list(rows.order_by("code"))


def answered_by(user_id: int, appointment_id: int | None = None) -> list[InformationSystem]:
    """What a person hands over: all he answers for, or at a change of seat what belongs to the seat's branch."""
    # reach: the file of handing over asks, with a reach of its own
    rows = InformationSystem.objects.filter(ALIVE, assignee_id=user_id)
    return list(of_seat(rows, appointment_id).order_by("code"))


def of_seat(rows: QuerySet[Any], appointment_id: int | None) -> QuerySet[Any]:
    if appointment_id is None:
        return rows
    return rows.filter(
        unit_id__in=below(Appointment.objects.values_list("unit_id", flat=True).get(pk=appointment_id))
    )
