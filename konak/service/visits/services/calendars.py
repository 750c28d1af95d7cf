"""The secret address of one's calendar."""

import hashlib
import secrets

from django.db import transaction
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused

from ..models import CalendarKey


@transaction.atomic
def new_key(*, actor: Actor) -> str:
    """A fresh secret for the actor's own calendar; the address given out before stops at once."""
    if actor.user_id is None:
        raise Refused("Takvim adresi için oturum açın.")
    secret = secrets.token_urlsafe(32)
    digest = hashlib.sha256(secret.encode()).hexdigest()
    CalendarKey.objects.update_or_create(user_id=actor.user_id, defaults={"digest": digest, "made_at": now()})
    return secret


@transaction.atomic
def drop_key(*, actor: Actor) -> bool:
    """Close the address; says whether there was one."""
    return CalendarKey.objects.filter(user_id=actor.user_id or 0).delete()[0] > 0
