"""What every service of this app needs: whether one may, a line of the trail, the hand of the worker, closing."""

from konak.foundation.access import Actor, Permission, Seat
from konak.foundation.announce import publish
from konak.foundation.front.services.accounts import end_sessions_of, revoke_all_of
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Appointment, User
from konak.foundation.people.positions import Position
from konak.foundation.people.queries import on_day
from konak.foundation.trail import services as trail

from ..lifecycle import ACCOUNT_CLOSED

WORKER = Actor(None, (Seat("administrator", 0, frozenset()),), "job")
"""Who acts when the hour has come: nobody in person, and the trail says so."""
PERSON = "people.user"


def may(actor: Actor, permission: Permission) -> None:
    if not actor.reach(permission).everywhere:
        raise Refused(f"«{permission.label}» için yetkiniz yok. Yetkili: sistem yöneticisi.")


def tell(kind: str, subject: object, verb: str, actor: Actor, permission: Permission, note: str = "") -> None:
    trail.write(
        actor=actor, kind=f"directory.{kind}", subject=subject, verb=verb, note=note, seat=actor.seat_for(permission)
    )


def tell_person(user_id: int, verb: str, actor: Actor, permission: Permission, note: str = "") -> None:
    trail.write(actor=actor, kind=PERSON, subject=user_id, verb=verb, note=note, seat=actor.seat_for(permission))


def last_administrator(user_id: int) -> bool:
    """Whether nobody could set anything up any more without this account."""
    rows = Appointment.objects.filter(on_day(), position=Position.ADMINISTRATOR, user__is_active=True)
    return set(rows.values_list("user_id", flat=True)) == {user_id}


def close(user: User, *, actor: Actor, permission: Permission, note: str) -> bool:
    """Shut an account with its sessions and keys; False for the last administrator, who stays."""
    if not user.is_active:
        return False
    if last_administrator(user.pk):
        return False
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions_of(user.pk)
    revoke_all_of(user.pk, actor, note)
    tell_person(user.pk, "closed", actor, permission, note)
    publish(ACCOUNT_CLOSED, user_id=user.pk)
    return True


def reopen(user: User, *, actor: Actor, permission: Permission, note: str) -> bool:
    if user.is_active:
        return False
    user.is_active = True
    user.save(update_fields=["is_active"])
    tell_person(user.pk, "reopened", actor, permission, note)
    return True
