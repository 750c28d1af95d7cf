"""What neighbours may ask of the organisation: groups, posts, reporting lines, and what it announces.

Who stands where on a day is asked of `foundation.people.queries` (`tree_on`, `below_on`, `line_on`).
"""

import datetime as dt
import io
from dataclasses import dataclass

from konak.foundation.access import Actor
from konak.foundation.people.models import User

from . import queries, services
from .lifecycle import CLOSED, IN_FORCE, MERGED, MOVED, OPENED, RENAMED, SPLIT
from .queries import Difference, Effect, Room, register_effect, registry_differences, units_without_number
from .services.lists.reading import FORMULA, Table
from .services.lists.reading import read as read_table

__all__ = [
    "CLOSED",
    "FORMULA",
    "IN_FORCE",
    "MERGED",
    "MOVED",
    "OPENED",
    "RENAMED",
    "SPLIT",
    "Audience",
    "Body",
    "Branch",
    "Difference",
    "Effect",
    "Room",
    "Table",
    "audiences",
    "bodies_named",
    "body_named",
    "members",
    "offer_bodies",
    "read_table",
    "register_effect",
    "registry_below",
    "registry_differences",
    "room_for",
    "supervisor",
    "units_without_number",
]


@dataclass(frozen=True, slots=True)
class Audience:
    """A group others may address: "ust-yonetim", "tum-personel", "sube-mudurleri"."""

    code: str
    name: str


def audiences() -> list[Audience]:
    """Every group, by name."""
    return [Audience(group.code, group.name) for group in queries.groups()]


def members(code: str, day: dt.date | None = None) -> frozenset[int]:
    """Ids of the people who belong to a group on a day; nobody where the group does not exist."""
    found = queries.groups().filter(code=code).first()
    return frozenset(queries.members_of(found, day).values_list("pk", flat=True)) if found else frozenset()


def room_for(
    unit_id: int, position: str, since: dt.date, until: dt.date | None = None, but: int | None = None
) -> Room:
    """Whether one more appointment fits on the established posts; `but` is an appointment that is being replaced.

    `verdict` is `free`, `unknown` (the unit has no posts entered), `warn` or `refuse`; `words` say why.
    """
    return queries.room_for(unit_id, position, since, until, but)


def supervisor(unit_id: int, day: dt.date | None = None) -> User | None:
    """The deputy the unit answers to on a day, its own or that of the nearest unit over it."""
    found = queries.supervisor_of(unit_id, day)
    return found.deputy if found else None


@dataclass(frozen=True, slots=True)
class Body:
    """A row of the national registry (DETSİS)."""

    number: str
    name: str
    over: str
    kep: str


def body_named(number: str) -> Body | None:
    """The body of a DETSİS number, None where the registry has none."""
    return next(iter(bodies_named(number, 1)), None) if number else None


def bodies_named(text: str, limit: int = 20) -> list[Body]:
    """Active bodies by number or by words of the name."""
    rows = queries.bodies(text).filter(is_active=True)[:limit]
    return [Body(one.number, one.name, one.parent.name if one.parent else "", one.kep) for one in rows]


@dataclass(frozen=True, slots=True)
class Branch:
    """A row of the registry with how many lie right under it."""

    number: str
    name: str
    kep: str
    is_active: bool
    below: int


def registry_below(number: str = "", limit: int = 500) -> list[Branch]:
    """The rows right under a DETSİS number, or the topmost ones."""
    rows = queries.bodies_below(number)[:limit]
    return [Branch(one.number, one.name, one.kep, one.is_active, getattr(one, "below", 0)) for one in rows]


def offer_bodies(*, actor: Actor, content: bytes, name: str) -> int:
    """Lay rows of the registry before the officer as a list to be looked at; nothing is written until he says so."""
    row = services.hand_in(actor=actor, kind="bodies", content=io.BytesIO(content), name=name)
    return row.pk
