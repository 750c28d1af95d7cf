"""Who may do what, where: permissions are data, and reach is one rule for one record and for lists.

    permission × position → scope          declared in every app's access.py, changed by rows of `Grant`
    seat = position + unit + units below   from the dated appointments of a person
    clearance ≥ secrecy                    from the same appointment; what is one's own stays readable

`Actor.reach(permission)` answers both "which rows?" (`Reach.q`) and "this row?" (`Reach.covers`). What nothing
grants is denied.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Any, NamedTuple

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


SEEING = frozenset({"view", "see", "follow", "report", "separation", "services"})
DECIDING = frozenset({"allow", "approve", "chair", "close", "confirm", "decide", "issue", "receive"})


@dataclass(frozen=True, slots=True)
class Permission:
    """One thing somebody may do: code, the words shown for it, and the positions it is first given to.

    `upward` permissions also reach what belongs to the units over the seat: a clerk of a branch reads the regulation
    of the whole department, a stranger's clerk does not. `lent` says whether it goes along when only the approvals of
    a seat are lent; left out, the words of its code say so: what looks and what decides goes along, work does not.
    """

    code: str
    label: str
    given: Mapping[str, Scope] = field(hash=False)
    upward: bool = False
    lent: bool | None = None

    def __post_init__(self) -> None:
        known = PERMISSIONS.setdefault(self.code, self)
        if known is not self and known.label != self.label:
            raise ValueError(f"permission {self.code} is declared twice")
        if unknown := set(self.given) - set(Position.values):
            raise ValueError(f"permission {self.code} is given to unknown positions {sorted(unknown)}")

    @property
    def goes_along(self) -> bool:
        """Whether a deputy holds it to whom only approvals were lent."""
        if self.lent is not None:
            return self.lent
        return self.looks or bool(DECIDING & self._words)

    @property
    def looks(self) -> bool:
        """Whether it changes nothing."""
        return bool(SEEING & self._words)

    @property
    def _words(self) -> frozenset[str]:
        return frozenset(self.code.rpartition(".")[2].split("_"))


@dataclass(frozen=True, slots=True)
class Seat:
    """A position held today. `branch` holds the ids of the unit and of all units below it, `line` those over it."""

    position: str
    unit_id: int
    branch: frozenset[int]
    appointment_id: int | None = None
    acting: bool = False
    line: frozenset[int] = frozenset()
    clearance: int = 0
    grants: Mapping[str, int] = field(default_factory=dict, hash=False)
    """What administrators changed for this position: permission code → scope, 0 where it was taken away."""
    narrow: bool = False
    """Held as the deputy of somebody who lent no more than the approvals of the seat."""

    @property
    def label(self) -> str:
        return Position(self.position).label

    def scope_of(self, permission: Permission) -> Scope | None:
        """How far the seat carries a permission; None where it does not hold it."""
        if self.narrow and not permission.goes_along:
            return None
        changed = self.grants.get(permission.code)
        if changed is not None:
            return Scope(changed) if changed else None
        return permission.given.get(self.position)


class Level(NamedTuple):
    """Units in which records up to a secrecy are open, because a seat there has the clearance."""

    clearance: int
    everywhere: bool
    units: frozenset[int]


@dataclass(frozen=True, slots=True)
class Reach:
    """The records a permission extends to, as a filter and as a question.

    `everywhere` and `units` hold for what is not secret; `levels` say where more is open. What is one's own is always
    open: whoever was given a secret file, or wrote it, reads it.
    """

    everywhere: bool = False
    units: frozenset[int] = frozenset()
    own: int | None = None
    levels: tuple[Level, ...] = ()

    @property
    def nothing(self) -> bool:
        return not (self.everywhere or self.units or self.own)

    def walks(
        self, prefix: str = "", owners: Sequence[str] = ("assignee", "opened_by")
    ) -> list[tuple[Q, frozenset[int]]]:
        """The filters whose union is the reach, each with the units it is limited to; none means that it is not.

        One index answers each of them, for units one walk a unit: `cases.queries.Part` merges them in order.
        """
        found: list[tuple[Q, frozenset[int]]] = []
        if self.everywhere or self.units:
            found.append((Q(**{f"{prefix}secrecy": 0}), frozenset() if self.everywhere else self.units))
        for level in self.levels:
            secret = Q(**{f"{prefix}secrecy__range": (1, level.clearance)})
            found.append((secret, frozenset() if level.everywhere else level.units))
        if self.own:
            found += [(Q(**{f"{prefix}{owner}_id": self.own}), frozenset()) for owner in owners]
        return found

    def parts(self, prefix: str = "", owners: Sequence[str] = ("assignee", "opened_by")) -> list[Q]:
        """The filters whose union is the reach, each of which one index answers."""
        return [
            Q(**{f"{prefix}unit_id__any_of": units}) & rest if units else rest
            for rest, units in self.walks(prefix, owners)
        ]

    def q(self, prefix: str = "", owners: Sequence[str] = ("assignee", "opened_by")) -> Q:
        """The filter for a list; `prefix` leads to the owned record ("case__"), `owners` are its person columns."""
        found = Q(pk__in=[])
        for part in self.parts(prefix, owners):
            found |= part
        return found

    def covers(self, owned: Any) -> bool:
        """The same rule for one record, which names its person columns in `owners`."""
        secrecy = getattr(owned, "secrecy", 0)
        if secrecy == 0 and (self.everywhere or owned.unit_id in self.units):
            return True
        for level in self.levels:
            if 0 < secrecy <= level.clearance and (level.everywhere or owned.unit_id in level.units):
                return True
        return self.own is not None and any(getattr(owned, f"{name}_id") == self.own for name in owned.owners)

    def first_page(self, rows: QuerySet[Any], order: Sequence[str], limit: int, prefix: str = "") -> list[Any]:
        """The first `limit` rows by `order`, each part of the reach read by its own index and then merged.

        `unit OR assignee` in one query walks far too much on a busy unit; ordered index scans do not.
        """
        parts = self.parts(prefix)
        if len(parts) < 2:
            return list(rows.filter(self.q(prefix)).order_by(*order)[:limit])
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
    known: Mapping[str, Any] = field(default_factory=dict, hash=False, compare=False, repr=False)
    """What apps asked to know of him with his seats (`access.queries.know`); empty where he was put together else."""

    def reach(self, permission: Permission) -> Reach:
        units: set[int] = set()
        everywhere, own = False, None
        cleared: dict[int, tuple[bool, set[int]]] = {}
        for seat in self.seats:
            scope = seat.scope_of(permission)
            if scope is None:
                continue
            if scope is Scope.OWN:
                own = self.user_id
                here: set[int] = set()
            else:
                here = {seat.unit_id} if scope is Scope.UNIT else set(seat.branch)
            if permission.upward:
                here |= seat.line
            everywhere = everywhere or scope is Scope.ALL
            units |= here
            if seat.clearance:
                wide, more = cleared.setdefault(seat.clearance, (False, set()))
                cleared[seat.clearance] = (wide or scope is Scope.ALL, more | here)
        # Whoever reaches a unit also reaches what is his own elsewhere, and what is his own although it is secret.
        if units or everywhere:
            own = self.user_id
        levels = tuple(
            Level(clearance, wide, frozenset() if wide else frozenset(more))
            for clearance, (wide, more) in sorted(cleared.items())
            if wide or more
        )
        return Reach(everywhere, frozenset() if everywhere else frozenset(units), own, levels)

    def holds(self, permission: Permission) -> bool:
        """Whether any seat holds the permission at all (menus, opening a new record)."""
        return any(seat.scope_of(permission) is not None for seat in self.seats)

    def narrowness(self, permission: Permission) -> str:
        """What a refusal adds where a lent seat would hold the permission, had more than its approvals been lent."""
        lent = any(seat.narrow and replace(seat, narrow=False).scope_of(permission) for seat in self.seats)
        return " Makam size yalnız onaylar için bırakıldı." if lent and not permission.goes_along else ""

    def seat_for(self, permission: Permission, owned: Any = None) -> Seat | None:
        """The seat that permits: the widest one that covers `owned`; the trail records it."""
        fitting = [(scope, seat) for seat in self.seats if (scope := seat.scope_of(permission)) is not None]
        fitting.sort(key=lambda one: -one[0])
        for _, seat in fitting:
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
            seat.scope_of(permission),
            Actor(actor.user_id, (seat,), actor.via).reach(permission).covers(owned),
        )
        for seat in actor.seats
    ]
