"""Who stands over whom and who answers for a right today, deputies included."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.people.models import Appointment, User
from konak.foundation.people.positions import Position
from konak.foundation.people.queries import line_on, on_day, seats_of
from konak.foundation.people.seats import RANK
from konak.governance.staffing import public as staffing

from .. import access
from ..models import ApprovalRole, Right

SECURITY_GROUP = "bilgi-guvenligi"
"""The duty group of staffing whose members decide for the security of information."""
LEADS = RANK[Position.CHIEF]


@dataclass(frozen=True, slots=True)
class Place:
    """A unit as reach sees a record."""

    unit_id: int
    assignee_id: int | None = None
    secrecy: int = 0
    owners: tuple[str, ...] = ("assignee",)


@dataclass(frozen=True, slots=True)
class Chair:
    """Somebody and the seat from which he decides."""

    user_id: int
    name: str
    unit_id: int
    position: str
    acting: bool = False


def home_of(user_id: int, day: dt.date | None = None) -> Appointment | None:
    """The seat a person belongs to: the first he holds in his own right."""
    # reach: public inside the house, because the directory is
    return seats_of(user_id, day).filter(acting_for=None).order_by("since", "pk").first()


def _leads(unit_id: int, without: Collection[int], lowest: int) -> Chair | None:
    """The nearest seat from a unit upwards of at least a rank; a deputy before whom he stands in for."""
    line = [placed.unit_id for placed in line_on(unit_id, localdate())]
    height = {unit: place for place, unit in enumerate(line)}
    rows = Appointment.objects.filter(on_day(), unit_id__in=line, user__is_active=True).select_related("user")
    over = [row for row in rows if RANK.get(row.position, -1) >= lowest and row.user_id not in without]
    over.sort(key=lambda row: (height[row.unit_id], RANK[row.position], row.acting_for_id is None, row.pk))
    return _chair(over[0]) if over else None


def _chair(row: Appointment) -> Chair:
    return Chair(row.user_id, row.user.full_name, row.unit_id, row.position, row.acting_for_id is not None)


def superior(user_id: int, without: Collection[int] = ()) -> Chair | None:
    """Who stands over a person today; never himself nor those in `without`."""
    # reach: public inside the house, because the directory is
    home = home_of(user_id)
    if home is None:
        return None
    lowest = max(RANK.get(home.position, 0) + 1, LEADS)
    return _leads(home.unit_id, {user_id, *without}, lowest)


def owner(right: Right, without: Collection[int] = ()) -> Chair | None:
    """Who answers for a right: the person named, else whoever leads its unit."""
    # reach: public inside the house, because the catalogue is open to everybody
    if right.assignee_id and right.assignee_id not in without and right.assignee and right.assignee.is_active:
        home = home_of(right.assignee_id)
        if home is not None and not staffing.is_away(right.assignee_id):
            return Chair(right.assignee_id, right.assignee.full_name, home.unit_id, home.position)
    return _leads(right.unit_id, without, LEADS)


def security_officers() -> list[User]:
    """Who decides for the security of information: the duty group, else the administrators."""
    # reach: public inside the house, because who is named to what is
    if named := staffing.group_members(SECURITY_GROUP):
        return named
    rows = Appointment.objects.filter(on_day(), position=Position.ADMINISTRATOR, user__is_active=True)
    return list(User.objects.filter(pk__in=rows.values("user_id")).order_by("pk"))


def is_security(actor: Actor) -> bool:
    """Whether the actor decides for the security of information."""
    return actor.holds(access.SECURE) or any(one.pk == actor.user_id for one in security_officers())


def security(without: Collection[int] = ()) -> Chair | None:
    # reach: public inside the house, because who is named to what is
    for user in security_officers():
        home = home_of(user.pk)
        if user.pk not in without and home is not None:
            return Chair(user.pk, user.full_name, home.unit_id, home.position)
    return None


def chair_for(role: str, right: Right, person_id: int, without: Collection[int]) -> Chair | None:
    """Who decides in a step of the chain today."""
    # reach: public inside the house, because it answers for the step that is being taken
    away = {person_id, *without}
    if role == ApprovalRole.MANAGER:
        return superior(person_id, without)
    if role == ApprovalRole.UPPER:
        first = superior(person_id)
        return superior(first.user_id, away) if first else None
    if role == ApprovalRole.OWNER:
        return owner(right, away)
    return security(away)


def leads(actor: Actor, unit_id: int) -> bool:
    """Whether a seat of the actor commands the unit."""
    return any(unit_id in seat.branch and RANK.get(seat.position, -1) >= LEADS for seat in actor.seats)


def staff_units(actor: Actor) -> frozenset[int]:
    """The units whose people are the actor's staff: those his leading seats reach by what they may ask for."""
    found: set[int] = set()
    for seat in actor.seats:
        if RANK.get(seat.position, -1) < LEADS:
            continue
        found |= {seat.unit_id} if seat.position == Position.CHIEF else set(seat.branch)
    return frozenset(found)


def staff_of(actor: Actor) -> list[User]:
    """The people the actor leads, himself not among them."""
    units = staff_units(actor)
    if not units:
        return []
    seated = Appointment.objects.filter(on_day(), unit_id__in=units).exclude(user_id=actor.user_id or 0)
    rows = User.objects.filter(pk__in=seated.values("user_id"), is_active=True)
    return list(rows.order_by("first_name", "last_name"))


def may_act_for(actor: Actor, person_id: int) -> bool:
    """Whether the actor may ask for this person: himself, or one of his staff."""
    if person_id == actor.user_id:
        return True
    home = home_of(person_id)
    if home is None:
        return False
    return home.unit_id in staff_units(actor) or actor.reach(access.ASK).everywhere
