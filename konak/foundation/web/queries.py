"""What the doors of the house look up about the person who knocks."""

import datetime as dt
from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from django.db.models import Max, Min

from konak.foundation.people.models import Appointment
from konak.foundation.people.queries import on_day


def has_second_factor(user_id: int) -> bool:
    # reach: public inside the house, because it answers about the one who asks
    strong = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user_id=user_id, type__in=strong).exists())


def sits_in(user_id: int, positions: Iterable[str]) -> dt.date | None:
    """Since when the person has held one of these positions, or has had the account, if that is later."""
    # reach: public inside the house, because it answers about the one who asks
    held = Appointment.objects.filter(on_day(), user_id=user_id, position__in=list(positions))
    found = held.aggregate(since=Min("since"), joined=Max("user__joined_at"))
    if found["since"] is None:
        return None
    since: dt.date = found["since"]
    joined: dt.datetime = found["joined"]
    return max(since, joined.date())
