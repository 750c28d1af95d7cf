"""What every service of this app needs: lines of the trail about seats, words of refusal, the hand of the worker."""

from collections.abc import Callable
from typing import TypeVar

from konak.foundation.access import Actor, Permission, Seat
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Appointment
from konak.foundation.people.services import Invalid
from konak.foundation.trail import services as trail

from ..models import Incompatible
from ..queries.rights import seat_by

T = TypeVar("T")

SEAT_KIND = "people.appointment"
PERSON_KIND = "people.user"
WORKER = Actor(None, (Seat("administrator", 0, frozenset()),), "job")
"""Who acts when a day has come: nobody in person, and the trail says so."""


def worker_in(unit_id: int) -> Actor:
    """The same, at work for a unit: a file opened by itself is opened from there."""
    return Actor(None, (Seat("administrator", unit_id, frozenset({unit_id})),), "job")


def tell_seat(row: Appointment, verb: str, actor: Actor, right: Permission, note: str = "") -> None:
    seat = seat_by(actor, right, row.unit_id)
    trail.write(actor=actor, kind=SEAT_KIND, subject=row.pk, verb=verb, note=note, seat=seat)


def tell_person(user_id: int, verb: str, actor: Actor, right: Permission, note: str = "") -> None:
    trail.write(actor=actor, kind=PERSON_KIND, subject=user_id, verb=verb, note=note, seat=actor.seat_for(right))


def ruled(work: Callable[[], T]) -> T:
    """Run a step of the directory; the rule it breaks is refused in its own words."""
    try:
        return work()
    except Invalid as error:
        raise Refused(str(error)) from error


def refuse_conflicts(found: list[tuple[Incompatible, str, str]]) -> None:
    """Refuse what a rule stops; rules that only warn let it pass, and the list of conflicts shows it."""
    for rule, left, right in found:
        if rule.stops:
            raise Refused(
                f"Görevler ayrılığı: «{left}» ile «{right}» aynı kişide birleşemez. {rule.why} "
                "Gerekirse Görevler ayrılığı sayfasından süreli istisna onayı alınabilir."
            )
