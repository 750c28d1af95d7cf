"""Who may seat whom: three permissions, and what each of them reaches."""

from dataclasses import dataclass

from konak.foundation.access import Actor, Permission, Seat
from konak.foundation.people.positions import Position

from .. import access
from ..models import Setup

LOW = frozenset({Position.STAFF.value, Position.EXPERT.value})
"""Seats below the chief: the heads of the unit fill them themselves."""


@dataclass(frozen=True, slots=True)
class Place:
    """A unit as reach sees a record."""

    unit_id: int
    secrecy: int = 0
    owners: tuple[str, ...] = ()


def setup() -> Setup:
    """The one row of settings; unsaved defaults where nobody decided yet."""
    # reach: public inside the house, because it only names the personnel office and the form of addresses
    return Setup.objects.select_related("personnel_unit").filter(pk=1).first() or Setup(pk=1)


def in_personnel(actor: Actor) -> bool:
    """Whether the actor works in the unit that keeps everybody's papers."""
    unit_id = setup().personnel_unit_id
    return unit_id is not None and actor.reach(access.PERSONNEL).covers(Place(unit_id))


def right_for(actor: Actor, unit_id: int, position: str) -> Permission | None:
    """The permission by which the actor may fill this seat, or None."""
    place = Place(unit_id)
    if actor.reach(access.APPOINT).covers(place):
        return access.APPOINT
    if position != Position.ADMINISTRATOR and in_personnel(actor):
        return access.PERSONNEL
    if position in LOW and actor.reach(access.PLACE).covers(place):
        return access.PLACE
    return None


def seat_by(actor: Actor, right: Permission, unit_id: int) -> Seat | None:
    """The seat that permits, for the trail."""
    return actor.seat_for(right, Place(unit_id)) or actor.seat_for(right)


def may_appoint_somewhere(actor: Actor) -> bool:
    return actor.holds(access.APPOINT) or actor.holds(access.PLACE) or in_personnel(actor)


def sees_everybody(actor: Actor) -> bool:
    """Whether the actor works on accounts of the whole house."""
    return actor.reach(access.ACCOUNTS).everywhere or in_personnel(actor)
