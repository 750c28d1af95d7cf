"""What neighbours may ask of the register of information systems, and what it announces.

A foreign key to a system is written "systems.InformationSystem"; its facts come from here.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from konak.foundation.access import Actor

from . import queries
from .lifecycle import ADDED, CHANGED, RETIRED
from .models import InformationSystem

__all__ = [
    "ADDED",
    "CHANGED",
    "RETIRED",
    "SystemFacts",
    "choices",
    "expected",
    "find",
    "of_person",
    "systems",
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
