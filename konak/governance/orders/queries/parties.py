"""Who may be given an order by whom: the chart and the seats of today decide."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Q, QuerySet

from konak.foundation.access import Actor, Seat
from konak.foundation.access.queries import actor_of
from konak.foundation.people import queries as people
from konak.foundation.people.models import Appointment, Unit, User

from .. import access


@dataclass(frozen=True, slots=True)
class Place:
    """A unit as something reach can be asked about."""

    unit_id: int
    secrecy: int = 0
    owners: ClassVar[tuple[str, ...]] = ()


@dataclass(frozen=True, slots=True)
class Commanded:
    """Somebody who may be given an order, in the unit and the position in which he would get it."""

    user: User
    unit: Unit
    position: str


def _giving(actor: Actor) -> list[tuple[Seat, Actor]]:
    return [(seat, Actor(actor.user_id, (seat,), actor.via)) for seat in actor.seats]


def commanding_seat(actor: Actor, unit_id: int, positions: Iterable[str] = ()) -> Seat | None:
    """The seat from which `actor` commands a unit, or, where `positions` are given, somebody sitting there in one of
    them. One's own unit as a whole is not commanded: that would be an order to oneself."""
    held = list(positions)
    for seat, alone in _giving(actor):
        if not alone.reach(access.GIVE).covers(Place(unit_id)):
            continue
        if unit_id != seat.unit_id or any(access.stands_over(seat.position, one) for one in held):
            return seat
    return None


def positions_in(user_id: int, unit_id: int) -> list[str]:
    """What somebody is in a unit today."""
    # reach: public inside the house, because the directory is
    rows = Appointment.objects.filter(people.on_day(), user_id=user_id, unit_id=unit_id, user__is_active=True)
    return list(rows.values_list("position", flat=True))


def units_under(actor: Actor) -> QuerySet[Unit]:
    """Units the actor may give orders in, his own among them (for orders to a person of it)."""
    reach = actor.reach(access.GIVE)
    if reach.everywhere:
        return people.units()
    return people.units().filter(pk__in=reach.units)


def seats_under(actor: Actor, unit_id: int | None = None) -> QuerySet[Appointment]:
    """The seats the actor may give an order to, in a unit and below it when one is named."""
    reach = actor.reach(access.GIVE)
    if reach.nothing or actor.user_id is None:
        return Appointment.objects.none()
    rows = Appointment.objects.filter(people.on_day(), user__is_active=True).exclude(user_id=actor.user_id)
    rows = rows.exclude(position__in=["auditor", "administrator"])
    if not reach.everywhere:
        rows = rows.filter(unit_id__in=reach.units)
    if unit_id:
        rows = rows.filter(unit_id__in=people.below(unit_id))
    below, same = Q(pk__in=[]), Q(pk__in=[])
    for seat, alone in _giving(actor):
        covered = alone.reach(access.GIVE)
        if covered.nothing:
            continue
        inside = covered.units - {seat.unit_id}
        below |= Q() if covered.everywhere else Q(unit_id__in=inside)
        lower = [one for one in access.RANK if access.stands_over(seat.position, one)]
        same |= Q(unit_id=seat.unit_id, position__in=lower)
    return rows.filter(below | same)


def people_under(actor: Actor, unit_id: int | None = None) -> QuerySet[User]:
    """Those the actor may give an order to, in a unit and below it when one is named."""
    # reach: the seats are within it
    return User.objects.filter(pk__in=seats_under(actor, unit_id).values("user_id"))


def unit_for(actor: Actor, user_id: int, unit_id: int | None) -> int | None:
    """The unit in which somebody gets an order: the chosen one where he sits in it, else his own, below it first."""
    # reach: the seats are within it
    seats = list(seats_under(actor).filter(user_id=user_id).order_by("pk").values_list("unit_id", flat=True))
    if unit_id in seats or not seats:
        return unit_id
    branch = people.below(unit_id) if unit_id else []
    return next((one for one in seats if one in branch), seats[0])


def superiors_of(actor: Actor) -> list[Commanded]:
    """Those who may give the actor an order today, the nearest first: for writing down an oral one."""
    # reach: public inside the house, because the directory is
    found: dict[int, tuple[int, Commanded]] = {}
    me = actor.user_id or 0
    for seat in actor.seats:
        units = seat.line | {seat.unit_id}
        rows = Appointment.objects.filter(people.on_day(), unit_id__in=units, user__is_active=True)
        for row in rows.exclude(user_id=me).select_related("user", "unit"):
            boss = actor_of(row.user_id)
            if commanding_seat(boss, seat.unit_id, [seat.position]) is None:
                continue
            rank = access.RANK.get(row.position, 99)
            if row.user_id not in found or found[row.user_id][0] > rank:
                found[row.user_id] = (rank, Commanded(row.user, row.unit, row.position))
    return [one for _, one in sorted(found.values(), key=lambda pair: (pair[0], pair[1].user.full_name))]
