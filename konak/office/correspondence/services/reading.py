"""Who opened what: written before the answer leaves, for every document and not only for secret ones."""

import datetime as dt

from django.db import transaction
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.cases.models import Case

from .. import access
from ..models import Reading, Shown

AGAIN = dt.timedelta(minutes=10)
"""The same person on the same page within it is one reading."""


@transaction.atomic
def note_reading(case: Case, *, actor: Actor, what: str = Shown.PAGE, detail: str = "") -> None:
    """Write down that `actor` was shown something of a document."""
    if actor.user_id is None:
        return
    if what in (Shown.PAGE, Shown.API):
        lately = Reading.objects.filter(case=case, user_id=actor.user_id, what=what, detail=detail[:200])
        if lately.filter(at__gte=now() - AGAIN).exists():
            return
    seat = actor.seat_for(access.VIEW, case) or (actor.seats[0] if actor.seats else None)
    Reading.objects.create(
        case=case,
        user_id=actor.user_id,
        seat_id=seat.appointment_id if seat else None,
        what=what,
        detail=detail[:200],
    )


def read_before_signing(number: str, *, actor: Actor, name: str) -> None:
    """Whoever signs opened the letter in his own tray: he has read it as well."""
    case = Case.objects.get(number=number)
    note_reading(case, actor=actor, what=Shown.FILE, detail=f"İmza dosyasından: {name}")
