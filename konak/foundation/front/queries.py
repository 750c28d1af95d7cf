"""What the foundation's own screens ask about accounts."""

import datetime as dt
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import F, Q, QuerySet
from django.utils.timezone import localdate
from pydantic import BaseModel, Field

from konak.foundation.access import Actor
from konak.foundation.access.tokens import Token
from konak.foundation.cases.models import SecretLook
from konak.foundation.people.models import User

from . import access


@dataclass(frozen=True, slots=True)
class Key:
    """A security key by the name its owner gave it."""

    id: int
    name: str
    alone: bool
    since: dt.datetime
    last_used: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Factors:
    """The second factors of one person."""

    app: Authenticator | None
    keys: tuple[Key, ...]
    codes: Authenticator | None
    codes_left: int

    @property
    def any(self) -> bool:
        return self.app is not None or bool(self.keys)


def factors_of(user_id: int) -> Factors:
    # reach: public inside the house, because it answers about the one who asks
    app, codes, left, keys = None, None, 0, []
    for one in Authenticator.objects.filter(user_id=user_id).order_by("pk"):
        if one.type == Authenticator.Type.TOTP:
            app = one
        elif one.type == Authenticator.Type.RECOVERY_CODES:
            codes, left = one, len(one.wrap().get_unused_codes())
        else:
            key = one.wrap()
            keys.append(Key(one.pk, key.name, bool(key.is_passwordless), one.created_at, one.last_used_at))
    return Factors(app, tuple(keys), codes, left)


@dataclass(frozen=True, slots=True)
class Safety:
    """What an administrator sees of an account: how many, never which secret."""

    active: bool
    apps: int
    keys: int
    sessions: int
    tokens: int
    one_time_secret: bool
    last_login: dt.datetime | None


def safety_of(user_id: int) -> Safety:
    # reach: public inside the house, because the views ask for the permission to look after accounts
    user = User.objects.get(pk=user_id)
    kinds = list(Authenticator.objects.filter(user_id=user_id).values_list("type", flat=True))
    return Safety(
        user.is_active,
        kinds.count(Authenticator.Type.TOTP),
        kinds.count(Authenticator.Type.WEBAUTHN),
        UserSession.objects.filter(user_id=user_id).count(),
        Token.objects.filter(Q(expires_on__gte=localdate()), user_id=user_id, revoked_at=None).count(),
        user.has_one_time_secret,
        user.last_login,
    )


TOKEN_PAGE = 50


def tokens_of(user_id: int) -> list[Token]:
    """One's own keys, the living first."""
    # reach: public inside the house, because it answers about the one who asks
    rows = Token.objects.filter(user_id=user_id).select_related("seat__unit")
    return list(rows.order_by(F("revoked_at").desc(nulls_first=True), "-pk")[:200])


def every_token(
    actor: Actor, *, living: bool = True, before: int | None = None, limit: int = TOKEN_PAGE + 1
) -> list[Token]:
    """All keys of the house for those who look after them, newest first; one more than a page."""
    if not actor.reach(access.TOKENS).everywhere:
        return []
    rows = Token.objects.select_related("user", "seat__unit", "revoked_by").order_by("-pk")
    if living:
        rows = rows.filter(revoked_at=None, expires_on__gte=localdate())
    if before:
        rows = rows.filter(pk__lt=before)
    return list(rows[:limit])


class LookFilter(BaseModel):
    """What the list of looks at secret files is asked for."""

    number: str | None = Field(None, max_length=24, pattern=r"^[^\x00]*$")
    user: int | None = Field(None, ge=1, le=2**63 - 1)
    since: dt.date | None = None
    until: dt.date | None = None


def looks(actor: Actor, asked: LookFilter) -> QuerySet[SecretLook]:
    """Looks at files in reach, as far as one's own clearance goes, the newest first."""
    rows = SecretLook.objects.filter(actor.reach(access.LOOKS).q("case__"))
    if asked.number:
        rows = rows.filter(case__number=asked.number.strip())
    if asked.user:
        rows = rows.filter(user_id=asked.user)
    if asked.since:
        rows = rows.filter(at__date__gte=asked.since)
    if asked.until:
        rows = rows.filter(at__date__lte=asked.until)
    return rows.select_related("case__unit", "user", "seat__unit").order_by("-pk")
