"""Who may do what, where: permissions are data, and reach is one rule for one record and for lists.

    permission × position → scope          declared in every app's access.py
    seat = position + unit + units below   from the dated appointments of a person

`Actor.reach(permission)` answers both "which rows?" (`Reach.q`) and "this row?" (`Reach.covers`). What nothing
grants is denied.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from django.db.models import Q, QuerySet

from konak.foundation.people.positions import Position


class Scope(IntEnum):
    """How far a permission extends from the seat that holds it."""

    OWN = 1
    UNIT = 2
    BRANCH = 3
    ALL = 4

    @property
    def label(self) -> str:
        return {1: "yalnız kendi işleri", 2: "kendi birimi", 3: "birimi ve bağlı birimler", 4: "bütün kurum"}[self]


PERMISSIONS: dict[str, "Permission"] = {}


@dataclass(frozen=True, slots=True)
class Permission:
    """One thing somebody may do: code, the words shown for it, and the positions it is first given to.

    `upward` permissions also reach what belongs to the units over the seat: a clerk of a branch reads the regulation
    of the whole department, a stranger's clerk does not.
    """

    code: str
    label: str
    given: Mapping[str, Scope] = field(hash=False)
    upward: bool = False

    def __post_init__(self) -> None:
        known = PERMISSIONS.setdefault(self.code, self)
        if known is not self and known.label != self.label:
            raise ValueError(f"permission {self.code} is declared twice")
        if unknown := set(self.given) - set(Position.values):
            raise ValueError(f"permission {self.code} is given to unknown positions {sorted(unknown)}")


@dataclass(frozen=True, slots=True)
class Seat:
    """A position held today. `branch` holds the ids of the unit and of all units below it, `line` those over it."""

    position: str
    unit_id: int
    branch: frozenset[int]
    appointment_id: int | None = None
    acting: bool = False
    line: frozenset[int] = frozenset()

    @property
    def label(self) -> str:
        return Position(self.position).label


@dataclass(frozen=True, slots=True)
class Reach:
    """The records a permission extends to, as a filter and as a question."""

    everywhere: bool = False
    units: frozenset[int] = frozenset()
    own: int | None = None

    @property
    def nothing(self) -> bool:
        return not (self.everywhere or self.units or self.own)

    def q(self, prefix: str = "", owners: Sequence[str] = ("assignee", "opened_by")) -> Q:
        """The filter for a list; `prefix` leads to the owned record ("case__"), `owners` are its person columns."""
        if self.everywhere:
            return Q()
        found = Q(pk__in=[])
        if self.units:
            found |= Q(**{f"{prefix}unit_id__in": self.units})
        if self.own:
            for owner in owners:
                found |= Q(**{f"{prefix}{owner}_id": self.own})
        return found

    def covers(self, owned: Any) -> bool:
        """The same rule for one record, which names its person columns in `owners`."""
        if self.everywhere or owned.unit_id in self.units:
            return True
        return self.own is not None and any(getattr(owned, f"{name}_id") == self.own for name in owned.owners)

    def first_page(self, rows: QuerySet[Any], order: Sequence[str], limit: int, prefix: str = "") -> list[Any]:
        """The first `limit` rows by `order`, each part of the reach read by its own index and then merged.

        `unit OR assignee` in one query walks far too much on a busy unit; two ordered index scans do not.
        """
        if self.everywhere or not (self.units and self.own):
            return list(rows.filter(self.q(prefix)).order_by(*order)[:limit])
        parts = [Q(**{f"{prefix}unit_id__in": self.units})]
        parts += [Q(**{f"{prefix}{owner}_id": self.own}) for owner in ("assignee", "opened_by")]
        keys: set[Any] = set()
        for part in parts:
            keys.update(rows.filter(part).order_by(*order).values_list("pk", flat=True)[:limit])
        return list(rows.filter(pk__in=keys).order_by(*order)[:limit])


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, from which seats, through which door (`web`, `api`, `job`, `cli`)."""

    user_id: int | None
    seats: tuple[Seat, ...] = ()
    via: str = "web"

    def reach(self, permission: Permission) -> Reach:
        units: set[int] = set()
        everywhere, own = False, None
        for seat in self.seats:
            match permission.given.get(seat.position):
                case Scope.ALL:
                    everywhere = True
                case Scope.BRANCH:
                    units |= seat.branch
                case Scope.UNIT:
                    units.add(seat.unit_id)
                case Scope.OWN:
                    own = self.user_id
                case _:
                    continue
            if permission.upward:
                units |= seat.line
        # Whoever reaches a unit also reaches what is his own elsewhere.
        if units and not everywhere:
            own = self.user_id
        return Reach(everywhere, frozenset(units), own)

    def holds(self, permission: Permission) -> bool:
        """Whether any seat holds the permission at all (menus, opening a new record)."""
        return any(seat.position in permission.given for seat in self.seats)

    def seat_for(self, permission: Permission, owned: Any = None) -> Seat | None:
        """The seat that permits: the widest one that covers `owned`; the trail records it."""
        fitting = [seat for seat in self.seats if seat.position in permission.given]
        fitting.sort(key=lambda seat: -permission.given[seat.position])
        for seat in fitting:
            if owned is None or Actor(self.user_id, (seat,), self.via).reach(permission).covers(owned):
                return seat
        return None


NOBODY = Actor(None)


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of "neden görüyorum": a seat, what it is given, and whether that decides."""

    seat: Seat
    scope: Scope | None
    decides: bool


def reasons(actor: Actor, permission: Permission, owned: Any) -> list[Reason]:
    """Why `actor` reaches `owned` by `permission`, or why not, seat by seat."""
    return [
        Reason(
            seat,
            permission.given.get(seat.position),
            Actor(actor.user_id, (seat,), actor.via).reach(permission).covers(owned),
        )
        for seat in actor.seats
    ]
