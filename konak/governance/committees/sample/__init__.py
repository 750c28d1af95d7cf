"""Four committees of the sample municipality with two years of meetings, decisions and what became of them.

The past is copied with the stories it would have; what is in work today goes through the services.
"""

import random
from collections.abc import Callable

from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.people.models import Appointment, Unit
from konak.foundation.people.positions import Position

from ..models import Committee, Decision, Meeting
from .past import Past, found
from .present import present
from .texts import COMMITTEES

DEPARTMENT = "Bilgi İşlem Dairesi Başkanlığı"


def loaded() -> bool:
    return Committee.objects.exists()


def load(*, size: str, seed: int, report: Callable[[str], object]) -> None:
    """The same four committees at every size: a municipality does not have more of them for having more people."""
    chance = random.Random(seed + 7)  # noqa: S311 - repeatable sample data, nothing secret
    head = _actor(Unit.objects.get(name=DEPARTMENT), Position.HEAD_OF_DEPARTMENT)
    for plan in COMMITTEES:
        committee = found(head, plan)
        Past(committee, plan, chance).write()
    present()
    report(f"{Committee.objects.count()} kurul, {Meeting.objects.count()} toplantı, {Decision.objects.count()} karar")


def _actor(unit: Unit, position: str) -> Actor:
    seat = Appointment.objects.filter(unit=unit, position=position, acting_for=None).order_by("pk").first()
    if seat is None:
        raise LookupError(f"{unit} has no {position}")
    return actor_of(seat.user_id, via="cli")
