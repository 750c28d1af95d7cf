"""Keys for machines: made by the owner of a seat, seen once, taken back at any time."""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate, now

from konak.foundation.access import PERMISSIONS, Actor
from konak.foundation.access.tokens import VISIBLE, Keyed, Token, digest_of, make_secret
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import User
from konak.foundation.trail import services as trail

from .. import access
from .accounts import permitted, reason_of
from .alarms import tell_owner

KEY = "access.token"
MOST = 20
"""Living keys of one person."""


@transaction.atomic
def make_token(
    *,
    actor: Actor,
    seat_id: int,
    name: str,
    expires_on: dt.date,
    writes: bool = False,
    permissions: Iterable[str] = (),
) -> tuple[Token, str]:
    """Make a key for one of one's own seats; the second value is the secret, which is nowhere else from now on."""
    if isinstance(actor, Keyed):
        raise Refused("Bir anahtarla yeni anahtar üretilemez; oturum açarak üretin.")
    seat = next((one for one in actor.seats if one.appointment_id == seat_id), None)
    if seat is None:
        raise Refused("Bu makam bugün sizin değil.")
    name, today = " ".join(name.split()), localdate()
    if not name:
        raise Refused("Anahtara, nerede kullanılacağını anlatan bir ad verin.")
    if not today <= expires_on <= today + dt.timedelta(days=settings.TOKEN_LONGEST_DAYS):
        raise Refused("Son gün bugünden başlayarak en çok bir yıl içinde olmalı.")
    wanted = sorted(set(permissions))
    if unknown := [code for code in wanted if code not in PERMISSIONS]:
        raise Refused(f"Bilinmeyen yetki: {', '.join(unknown)}.")
    if beyond := [code for code in wanted if seat.scope_of(PERMISSIONS[code]) is None]:
        labels = ", ".join(f"«{PERMISSIONS[code].label}»" for code in beyond)
        raise Refused(f"Makamınızda olmayan yetki anahtara verilemez: {labels}.")
    owner = User.objects.select_for_update().get(pk=actor.user_id or 0)
    if Token.objects.filter(user=owner, revoked_at=None, expires_on__gte=today).count() >= MOST:
        raise Refused(f"En çok {MOST} geçerli anahtarınız olabilir. Kullanmadıklarınızı iptal edin.")
    secret = make_secret()
    token = Token.objects.create(
        user=owner,
        seat_id=seat_id,
        name=name[:80],
        shown=secret[:VISIBLE],
        digest=digest_of(secret),
        writes=writes,
        permissions=wanted,
        expires_on=expires_on,
    )
    tell_owner(owner.pk, f"API anahtarı üretildi: {token.name}", url="/ben/anahtarlar/")
    note = "okur ve yazar" if writes else "yalnız okur"
    trail.write(actor=actor, kind=KEY, subject=token.pk, verb="made", note=note, seat=seat)
    return token, secret


@transaction.atomic
def revoke_token(token_id: int, *, actor: Actor) -> Token:
    """Take back one of one's own keys; another's does not exist for one."""
    token = Token.objects.select_for_update().get(pk=token_id, user_id=actor.user_id or 0)
    return _revoke(token, actor, "")


@transaction.atomic
def revoke_foreign_token(token_id: int, *, actor: Actor, why: str) -> Token:
    """Take back anybody's key, with a reason."""
    permitted(actor, access.TOKENS)
    token = _revoke(Token.objects.select_for_update().get(pk=token_id), actor, reason_of(why))
    if token.user_id != actor.user_id:
        tell_owner(token.user_id, f"API anahtarınız iptal edildi: {token.name}", why, "/ben/anahtarlar/")
    return token


def _revoke(token: Token, actor: Actor, why: str) -> Token:
    if token.revoked_at is not None:
        raise Refused("Bu anahtar zaten iptal edilmiş.")
    token.revoked_at, token.revoked_by_id, token.why_revoked = now(), actor.user_id, why
    token.save(update_fields=["revoked_at", "revoked_by", "why_revoked"])
    trail.write(actor=actor, kind=KEY, subject=token.pk, verb="revoked", note=why)
    return token
