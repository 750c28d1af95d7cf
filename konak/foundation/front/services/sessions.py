"""One's own sessions: end one, or all but this."""

from allauth.usersessions.models import UserSession
from django.db import transaction

from konak.foundation.access import Actor
from konak.foundation.trail import services as trail

from .accounts import PERSON, end_sessions_of


@transaction.atomic
def end_one(session_id: int, *, actor: Actor) -> None:
    """End one of one's own sessions; another's does not exist for one."""
    session = UserSession.objects.select_for_update().get(pk=session_id, user_id=actor.user_id or 0)
    session.end()
    trail.write(actor=actor, kind=PERSON, subject=actor.user_id, verb="session_ended")


@transaction.atomic
def end_others(current_key: str, *, actor: Actor) -> int:
    """End all of one's own sessions but the one that asks."""
    count = end_sessions_of(actor.user_id or 0, but=current_key)
    if count:
        note = f"{count} oturum"
        trail.write(actor=actor, kind=PERSON, subject=actor.user_id, verb="others_ended", note=note)
    return count
