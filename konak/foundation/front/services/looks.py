"""Who was shown a secret file."""

import datetime as dt

from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.cases.models import Case, SecretLook

AGAIN = dt.timedelta(minutes=10)
"""Within so long the same person at the same thing is one look."""


def note(case_id: int, *, actor: Actor, what: SecretLook.What) -> None:
    """Write the look down; whose seat it was is said where he has but one, or the one in the file's line."""
    if actor.user_id is None:
        return
    lately = SecretLook.objects.filter(case_id=case_id, user_id=actor.user_id, what=what, at__gt=now() - AGAIN)
    if lately.exists():
        return
    case = Case.objects.only("secrecy", "unit_id").get(pk=case_id)
    fitting = [seat for seat in actor.seats if seat.clearance >= case.secrecy and case.unit_id in seat.branch]
    seat = next(iter(fitting or actor.seats), None)
    SecretLook.objects.create(
        case_id=case_id,
        secrecy=case.secrecy,
        user_id=actor.user_id,
        seat_id=seat.appointment_id if seat else None,
        what=what,
    )
