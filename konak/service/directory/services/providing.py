"""Konak as provider of identities: systems that let people in with their Konak account, and who may go where."""

import datetime as dt
import secrets
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, Literal
from urllib.parse import urlsplit

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.models import Client, PrivateKey, Token
from django.conf import settings
from django.db import transaction
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Unit, User
from konak.foundation.people.queries import seats_of
from konak.governance.systems import public as systems

from .. import access, queries
from ..lifecycle import SIGNED_IN_TO
from ..models import Audience, ClientSystem
from .common import may, tell

MOST_URIS = 10
OVERLAP = dt.timedelta(days=2)
"""How long a key is still believed after a newer one signs: longer than any token of it lives."""


def check_uri(uri: str) -> str:
    """An address people may be sent back to: whole, encrypted unless it stays on one machine, without tricks."""
    uri = uri.strip()
    parts = urlsplit(uri)
    if not parts.scheme or not parts.netloc or parts.fragment or "*" in uri or parts.username or "\\" in uri:
        raise Refused(f"«{uri}» tam bir adres değil: https://sistem.belediye.example/donus")
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1"}):
        raise Refused(f"«{uri}» https:// ile başlamalı.")
    return uri


def _uris(uris: Iterable[str]) -> list[str]:
    found = list(dict.fromkeys(check_uri(one) for one in uris if one.strip()))
    if not found:
        raise Refused("En az bir dönüş adresi yazın.")
    if len(found) > MOST_URIS:
        raise Refused(f"En çok {MOST_URIS} dönüş adresi yazılabilir.")
    return found


def _fill(client: Client, facts: systems.SystemFacts, uris: Sequence[str], out: Sequence[str], public: bool) -> None:
    client.name = facts.name[:100]
    client.type = Client.Type.PUBLIC if public else Client.Type.CONFIDENTIAL
    client.skip_consent = True
    client.set_scopes(["openid", "profile", "email"])
    client.set_default_scopes(["openid", "profile"])
    client.set_grant_types([Client.GrantType.AUTHORIZATION_CODE, Client.GrantType.REFRESH_TOKEN])
    client.set_response_types([Client.ResponseType.CODE])
    client.set_redirect_uris(_uris(uris))
    client.set_post_logout_redirect_uris([check_uri(one) for one in out if one.strip()])


def _facts(actor: Actor, system_id: int) -> systems.SystemFacts:
    found = systems.systems(actor, [system_id])
    if not found:
        raise Refused("Bilgi sistemi kütükte yok ya da kullanımdan kalkmış.")
    return found[0]


@transaction.atomic
def register(
    *,
    actor: Actor,
    system_id: int,
    unit: Unit | None = None,
    audience: str = Audience.ENTITLED,
    redirect_uris: Sequence[str],
    logout_uris: Sequence[str] = (),
    public: bool = False,
) -> tuple[ClientSystem, str]:
    """Let a system of the register sign people in with Konak; gives its secret, which is shown this once."""
    may(actor, access.CLIENTS)
    facts = _facts(actor, system_id)
    if audience not in Audience.values:
        raise Refused("Kimlerin girebileceğini seçin.")
    secret = "" if public else secrets.token_urlsafe(36)
    client = Client(id=f"{facts.code.lower()}-{secrets.token_hex(4)}")
    _fill(client, facts, redirect_uris, logout_uris, public)
    client.set_secret(secret or secrets.token_urlsafe(36))
    client.save()
    row = ClientSystem.objects.create(
        client=client,
        system_id=facts.id,
        unit_id=unit.pk if unit else facts.unit_id,
        audience=audience,
        secret_at=now(),
    )
    tell("clientsystem", client.pk, "add", actor, access.CLIENTS, facts.code)
    return row, secret


def _locked(client_id: str, actor: Actor) -> ClientSystem:
    may(actor, access.CLIENTS)
    rows = ClientSystem.objects.select_for_update(of=("self",)).select_related("client", "system", "unit")
    return rows.get(client_id=client_id)


@transaction.atomic
def edit_client(
    client_id: str,
    *,
    actor: Actor,
    audience: str,
    redirect_uris: Sequence[str],
    logout_uris: Sequence[str] = (),
    unit: Unit | None = None,
) -> ClientSystem:
    row = _locked(client_id, actor)
    if audience not in Audience.values:
        raise Refused("Kimlerin girebileceğini seçin.")
    row.client.set_redirect_uris(_uris(redirect_uris))
    row.client.set_post_logout_redirect_uris([check_uri(one) for one in logout_uris if one.strip()])
    row.client.save()
    row.audience = audience
    if unit is not None:
        row.unit = unit
    row.save()
    tell("clientsystem", client_id, "edit", actor, access.CLIENTS, row.get_audience_display())
    return row


@transaction.atomic
def renew_secret(client_id: str, *, actor: Actor) -> tuple[ClientSystem, str]:
    """A new secret; the old one is worth nothing from now on."""
    row = _locked(client_id, actor)
    if row.client.type == Client.Type.PUBLIC:
        raise Refused("Bu istemcinin sırrı yok; tarayıcı ya da telefon uygulaması olarak kayıtlı.")
    secret = secrets.token_urlsafe(36)
    row.client.set_secret(secret)
    row.client.save(update_fields=["secret"])
    row.secret_at = now()
    row.save(update_fields=["secret_at"])
    tell("clientsystem", client_id, "renew", actor, access.CLIENTS)
    return row, secret


@transaction.atomic
def close_client(client_id: str, *, actor: Actor, open_again: bool = False) -> ClientSystem:
    """End sign-in for a system: what it holds of tokens is worth nothing from now on. Or open it again."""
    row = _locked(client_id, actor)
    if row.active != open_again:
        row.active = open_again
        row.ended_at = None if open_again else now()
        row.save(update_fields=["active", "ended_at"])
        if not open_again:
            Token.objects.filter(client_id=client_id).delete()
        tell("clientsystem", client_id, "reopen" if open_again else "close", actor, access.CLIENTS)
    return row


@transaction.atomic
def forget_tokens_of(user_id: int, *, actor: Actor) -> int:
    """Somebody left or lost a right: no system may ask about him with what it holds."""
    return int(Token.objects.filter(user_id=user_id).delete()[0])


@transaction.atomic
def rotate_keys(*, actor: Actor) -> int:
    """A new key signs from now on; earlier ones are believed two days more, then they are taken away."""
    may(actor, access.CLIENTS)
    queries.private_keys()
    made = queries.make_key()
    limit = now() - OVERLAP
    found = sorted(queries.key_folder().glob("*.pem"))
    for older, newer in pairwise(found):
        # a key is old since the next one began to sign
        if older != made and dt.datetime.fromtimestamp(newer.stat().st_mtime, dt.UTC) < limit:
            older.unlink(missing_ok=True)
    tell("clientsystem", "keys", "rotate", actor, access.CLIENTS, made.stem)
    return len(queries.private_keys())


@transaction.atomic
def note_sign_in(user_id: int, client_id: str, *, actor: Actor) -> None:
    """A line for each sign-in to another system."""
    row = ClientSystem.objects.select_related("system").get(client_id=client_id)
    tell("clientsystem", client_id, "sign_in", actor, access.CLIENTS, row.system.code)
    publish(SIGNED_IN_TO, user_id=user_id, client_id=client_id)


class Identities(DefaultOIDCAdapter):  # type: ignore[misc]
    """What allauth asks of a house that vouches for people."""

    def get_issuer(self) -> str:
        return str(settings.SITE_URL).rstrip("/")

    def list_private_keys(self, *, did_activate: Any = None, is_active: Any = None) -> list[PrivateKey]:
        return [
            PrivateKey(pem=key.pem, issued_at=dt.datetime.fromtimestamp(key.made, dt.UTC))
            for key in queries.private_keys()
        ]

    def get_signing_key(self) -> PrivateKey:
        return self.list_private_keys()[-1]

    def get_claims(
        self,
        purpose: Literal["id_token", "userinfo"],
        user: User,
        client: Client,
        scopes: Iterable[str],
        email: str | None = None,
        **kwargs: Any,
    ) -> dict[str, Any]:
        claims: dict[str, Any] = {"sub": self.get_user_sub(client, user)}
        scopes = set(scopes)
        if "profile" in scopes:
            claims |= {
                "name": user.full_name,
                "given_name": user.first_name,
                "family_name": user.last_name,
                "preferred_username": user.username,
                "zoneinfo": "Europe/Istanbul",
                "locale": "tr-TR",
            }
            if seat := seats_of(user.pk).order_by("since").first():
                claims |= {"department": seat.unit.name, "title": user.title or seat.get_position_display()}
        if "email" in scopes and user.email:
            claims |= {"email": user.email, "email_verified": True}
        return claims

    def get_user_by_sub(self, client: Client, sub: str) -> User | None:
        """Nobody whose account is closed, and nobody who may not enter the system any more."""
        user: User | None = super().get_user_by_sub(client, sub)
        row = ClientSystem.objects.select_related("system", "unit").filter(client=client).first()
        if user is None or row is None or queries.may_enter(user.pk, row) is not None:
            return None
        return user

    def populate_server_metadata(self, data: dict[str, Any]) -> None:
        """Say no more than what is offered."""
        for name in ("device_authorization_endpoint", "registration_endpoint"):
            data.pop(name, None)
        data["grant_types_supported"] = ["authorization_code", "refresh_token"]
        data["response_types_supported"] = ["code"]
        data["claims_supported"] = [
            *("sub", "name", "given_name", "family_name", "preferred_username", "department", "title"),
            *("email", "email_verified"),
        ]
