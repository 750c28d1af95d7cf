"""Accounts: opened again, closed at once with everything that hangs on them, second factors taken away."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.timezone import now

from konak.foundation.access import Actor, Permission, Seat
from konak.foundation.access.tokens import Token
from konak.foundation.announce import Announcement, publish
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import User
from konak.foundation.people.positions import Position
from konak.foundation.people.queries import on_day
from konak.foundation.trail import services as trail

from .. import access
from .alarms import tell_owner

PERSON = "people.user"
CLOSED = Announcement("people.account_closed", "Bir hesap yönetici eliyle kapatıldı", ("user_id",))


def permitted(actor: Actor, permission: Permission) -> Seat:
    """The seat that permits, or the refusal in words."""
    seat = actor.seat_for(permission)
    if seat is None or not actor.reach(permission).everywhere:
        raise Refused(f"«{permission.label}» için yetkiniz yok.")
    return seat


def reason_of(text: str) -> str:
    words = " ".join(text.split())
    if len(words) < 5:
        raise Refused("Gerekçeyi birkaç sözcükle yazın; izde bu satırla birlikte kalır.")
    return words


@transaction.atomic
def reset_second_factor(user_id: int, *, actor: Actor, why: str) -> User:
    """Take every second factor of somebody who lost it, and end the sessions: whoever has the old one is out."""
    seat = permitted(actor, access.ACCOUNTS)
    why = reason_of(why)
    user = User.objects.select_for_update().get(pk=user_id)
    if user.pk == actor.user_id:
        raise Refused("Kendi ikinci doğrulamanızı başka bir yönetici sıfırlar. Kurtarma kodunuzla da girebilirsiniz.")
    removed, _ = Authenticator.objects.filter(user=user).delete()
    if not removed:
        raise Refused("Bu hesapta kurulu bir ikinci doğrulama yöntemi yok.")
    end_sessions_of(user.pk)
    trail.write(actor=actor, kind=PERSON, subject=user.pk, verb="factor_reset", note=why, seat=seat)
    tell_owner(user.pk, "İkinci doğrulamanız sıfırlandı", "Bir sistem yöneticisi sıfırladı; yeniden kurun.")
    return user


@transaction.atomic
def end_all_sessions(user_id: int, *, actor: Actor, why: str) -> User:
    """End every session of a person, on every device."""
    seat = permitted(actor, access.ACCOUNTS)
    why = reason_of(why)
    user = User.objects.select_for_update().get(pk=user_id)
    count = end_sessions_of(user.pk)
    note = f"{count} oturum · {why}"
    trail.write(actor=actor, kind=PERSON, subject=user.pk, verb="sessions_ended", note=note, seat=seat)
    tell_owner(user.pk, "Oturumlarınız kapatıldı", "Bir sistem yöneticisi bütün aygıtlarınızdaki oturumları kapattı.")
    return user


@transaction.atomic
def close_account(user_id: int, *, actor: Actor, why: str) -> User:
    """Shut an account: sessions and keys end with it, at once. The last working administrator stays."""
    seat = permitted(actor, access.ACCOUNTS)
    why = reason_of(why)
    user = User.objects.select_for_update().get(pk=user_id)
    if not user.is_active:
        raise Refused("Bu hesap zaten kapalı.")
    if user.pk == actor.user_id:
        raise Refused("Kendi hesabınızı kapatamazsınız; bunu başka bir yönetici yapar.")
    # Two administrators closing each other at once: the second waits here and then finds itself closed.
    administrators = User.objects.select_for_update().filter(pk__in=_seated(Position.ADMINISTRATOR), is_active=True)
    working = {one.pk for one in administrators}
    if not User.objects.filter(is_active=True, pk=actor.user_id or 0).exists():
        raise Refused("Hesabınız bu arada kapatıldı.")
    if user.pk in working and len(working) < 2:
        raise Refused("Son sistem yöneticisinin hesabı kapatılamaz. Önce bir başkasını görevlendirin.")
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions_of(user.pk)
    revoke_all_of(user.pk, actor, "Hesap kapatıldı")
    trail.write(actor=actor, kind=PERSON, subject=user.pk, verb="closed", note=why, seat=seat)
    publish(CLOSED, user_id=user.pk)
    return user


@transaction.atomic
def open_account(user_id: int, *, actor: Actor, why: str) -> User:
    """Open a closed account again. Its keys stay revoked; its sessions are gone."""
    seat = permitted(actor, access.ACCOUNTS)
    why = reason_of(why)
    user = User.objects.select_for_update().get(pk=user_id)
    if user.is_active:
        raise Refused("Bu hesap zaten açık.")
    user.is_active = True
    user.save(update_fields=["is_active"])
    trail.write(actor=actor, kind=PERSON, subject=user.pk, verb="reopened", note=why, seat=seat)
    return user


def _seated(position: str) -> list[int]:
    from konak.foundation.people.models import Appointment

    return list(Appointment.objects.filter(on_day(), position=position).values_list("user_id", flat=True))


def end_sessions_of(user_id: int, *, but: str | None = None) -> int:
    """End the sessions of a person, all or all but one; returns how many."""
    found = list(UserSession.objects.filter(user_id=user_id).exclude(session_key=but or ""))
    for one in found:
        one.end()
    return len(found)


def revoke_all_of(user_id: int, actor: Actor, why: str) -> int:
    living = Token.objects.filter(user_id=user_id, revoked_at=None)
    return living.update(revoked_at=now(), revoked_by_id=actor.user_id, why_revoked=why)
