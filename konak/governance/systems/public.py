"""What neighbours may ask of the register of information systems, and what it announces.

A foreign key to a system is written "systems.InformationSystem"; its facts come from here.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from konak.foundation.access import Actor

from . import queries
from .lifecycle import ADDED, CHANGED, RETIRED
from .models import InformationSystem, Interface, ServedUnit, SystemPart

__all__ = [
    "ADDED",
    "CHANGED",
    "RETIRED",
    "PartFacts",
    "SystemFacts",
    "TieFacts",
    "choices",
    "expected",
    "find",
    "of_person",
    "part_choices",
    "parts_at",
    "parts_by_id",
    "parts_of",
    "served_units",
    "systems",
    "ties",
]


@dataclass(frozen=True, slots=True)
class SystemFacts:
    """One system of the register, as others need to know it."""

    id: int
    code: str
    name: str
    kind: str
    state: str
    unit_id: int
    unit: str
    owner_id: int | None
    substitute_id: int | None
    criticality: int | None
    data_class: str
    personal_data: tuple[str, ...]
    sign_in: str
    backup_expected: bool
    logs_expected: bool
    log_source: str
    watched: bool
    secrecy: int
    alive: bool
    url: str


def _facts(row: InformationSystem) -> SystemFacts:
    return SystemFacts(
        id=row.pk,
        code=row.code,
        name=row.name,
        kind=row.kind,
        state=row.state,
        unit_id=row.unit_id,
        unit=row.unit.name,
        owner_id=row.assignee_id,
        substitute_id=row.substitute_id,
        criticality=row.criticality,
        data_class=row.data_class,
        personal_data=tuple(row.personal_data),
        sign_in=row.sign_in,
        backup_expected=row.backup_expected,
        logs_expected=row.logs_expected,
        log_source=row.log_source,
        watched=row.watched,
        secrecy=row.secrecy,
        alive=not row.ended,
        url=f"/bilgi-sistemleri/{row.code}/",
    )


def find(code: str) -> SystemFacts | None:
    """The system of that code, whoever asks; None when the register does not know it."""
    # reach: public inside the house, because rights, backups and risks hang on a code whoever looks at them
    row = InformationSystem.objects.select_related("unit").filter(code=code.strip().upper()).first()
    return _facts(row) if row else None


def systems(actor: Actor, ids: Iterable[int] | None = None, *, alive: bool = True) -> list[SystemFacts]:
    """Systems in the actor's reach, by code; of `ids` only where given."""
    rows = queries.systems(actor)
    if alive:
        rows = rows.exclude(state="retired")
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    return [_facts(row) for row in rows.order_by("code")]


def names() -> list[tuple[str, str]]:
    """Code and name of every living system; whoever writes about systems names them."""
    # reach: public inside the house, because that a system exists is no secret; its facts are asked by reach
    rows = InformationSystem.objects.exclude(state="retired").filter(secrecy=0).order_by("name")
    return list(rows.values_list("code", "name"))


def choices(actor: Actor) -> list[tuple[int, str]]:
    """Living systems for a field of a form."""
    return [(one.id, f"{one.code} · {one.name}") for one in systems(actor)]


def of_person(user_id: int) -> list[SystemFacts]:
    """Living systems a person answers for, himself or as the substitute."""
    # reach: the person's own page and the hand-over ask, each with a reach of its own
    rows = InformationSystem.objects.select_related("unit").exclude(state="retired")
    return [_facts(row) for row in rows.filter(Q(assignee_id=user_id) | Q(substitute_id=user_id)).order_by("code")]


def expected(what: str) -> list[SystemFacts]:
    """Systems of which something is expected: "backup", "logs" or "watch" (what is critical)."""
    # reach: public inside the house, because backups, logs and monitoring are checked for everybody
    rules = {
        "backup": Q(backup_expected=True),
        "logs": Q(logs_expected=True),
        "watch": Q(watched=True) | Q(criticality__gte=3),
    }
    rows = InformationSystem.objects.select_related("unit").filter(rules[what], state__in=["running", "replacing"])
    return [_facts(row) for row in rows.order_by("code")]


@dataclass(frozen=True, slots=True)
class TieFacts:
    """`system_id` stands on `other_id`: without it it stops ("stops"), it slows ("slows"), or they exchange data."""

    system_id: int
    other_id: int
    need: str
    need_label: str


@dataclass(frozen=True, slots=True)
class PartFacts:
    """A server, module or database of a system."""

    id: int
    system_id: int
    kind_label: str
    name: str
    where: str


def ties(actor: Actor) -> list[TieFacts]:
    """Which living system stands on which, as far as the actor sees both."""
    seen = queries.systems(actor).exclude(state="retired").values("pk")
    rows = Interface.objects.filter(system__in=seen, other__in=seen).order_by("pk")
    return [TieFacts(row.system_id, row.other_id or 0, row.need, row.get_need_display()) for row in rows]


def served_units(ids: Iterable[int]) -> set[int]:
    """Units that work with any of these systems."""
    # reach: public inside the house, because who works with what is told to everybody
    return set(ServedUnit.objects.filter(system_id__in=list(ids)).values_list("unit_id", flat=True))


def parts_of(actor: Actor, ids: Iterable[int]) -> list[PartFacts]:
    """Servers and other parts of systems whose details are open to the actor."""
    rows = SystemPart.objects.filter(system_id__in=list(ids)).select_related("system")
    open_ = {row.system_id for row in rows if queries.details(actor, row.system)}
    return [_part(row) for row in rows.order_by("system_id", "kind", "name") if row.system_id in open_]


def parts_by_id(actor: Actor, ids: Iterable[int]) -> list[PartFacts]:
    """These parts of living systems, where their details are open to the actor."""
    seen = queries.systems(actor).exclude(state="retired").values("pk")
    rows = SystemPart.objects.filter(pk__in=list(ids), system__in=seen).select_related("system")
    return [_part(row) for row in rows if queries.details(actor, row.system)]


def part_choices(actor: Actor) -> list[tuple[int, str]]:
    """Parts of living systems for a field of a form, where their details are open to the actor."""
    known = {one.id: one.code for one in systems(actor)}
    return [
        (one.id, f"{known[one.system_id]} · {one.name} ({one.kind_label})") for one in parts_of(actor, list(known))
    ]


def parts_at(actor: Actor, names: Iterable[str]) -> list[PartFacts]:
    """Parts that stand on a machine of one of these names (host name, number), by their name or their place."""
    wanted = {one.strip().casefold() for one in names if one.strip()}
    if not wanted:
        return []
    seen = queries.systems(actor).exclude(state="retired").values("pk")
    rows = SystemPart.objects.filter(system__in=seen).select_related("system")
    fitting = [row for row in rows if wanted & {row.name.casefold(), *row.where.casefold().replace(",", " ").split()}]
    return [_part(row) for row in fitting if queries.details(actor, row.system)]


def _part(row: SystemPart) -> PartFacts:
    return PartFacts(row.pk, row.system_id, row.get_kind_display(), row.name, row.where)
