"""Providers that Konak trusts: written down, tried; who comes from them is matched to somebody of ours."""

from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import urlsplit

import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import User

from .. import access
from ..models import Claim, Issuer
from ..queries import oidc_secret, seal
from .common import may, tell, tell_person

FIELDS = frozenset({"code", "name", "issuer", "client_id", "claim", "scopes", "strong", "demands_strong", "active"})
TIMEOUT = 10
WELL_KNOWN = "/.well-known/openid-configuration"


def _inside(url: str) -> bool:
    """Whether the address is encrypted, or stays on this machine."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost"})


@transaction.atomic
def set_issuer(code: str = "", /, *, actor: Actor, secret: str = "", **facts: Any) -> Issuer:
    """Write a provider down, or change it; an empty secret keeps the one that is kept."""
    may(actor, access.SETUP)
    row = Issuer.objects.select_for_update().get(code=code) if code else Issuer()
    before = row.issuer, row.client_id
    if unknown := set(facts) - FIELDS:
        raise ValueError(f"a provider has no {sorted(unknown)}")
    for name, value in facts.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    row.issuer = row.issuer.removesuffix(WELL_KNOWN).rstrip("/")
    if not _inside(row.issuer):
        raise Refused("Yayımcı adresi https:// ile başlar.")
    if row.claim not in Claim.values:
        raise Refused("Kişilerin hangi bilgiyle eşleneceğini seçin.")
    if "openid" not in row.scopes.split():
        raise Refused("Kapsamlarda «openid» bulunmalı.")
    if row.demands_strong and not row.strong.strip():
        raise Refused("Güçlü doğrulama isteniyorsa hangi acr ya da amr değerlerinin sayılacağını yazın.")
    if code and (row.issuer, row.client_id) != before and row.secret and not secret:
        raise Refused("Adres ya da istemci kimliği değişti; sırrı yeniden yazın. Eski sır yeni yere gönderilmez.")
    if secret:
        row.secret = seal(secret)
    try:
        with transaction.atomic():
            row.full_clean(exclude=["secret", "problem", "checked_at"], validate_unique=False)
            row.save()
    except IntegrityError:
        raise Refused(f"«{row.code}» kodlu bir sağlayıcı zaten var.") from None
    tell("issuer", row.code, "edit" if code else "add", actor, access.SETUP, "sır değişti" if secret else "")
    return row


def check_issuer(code: str, *, actor: Actor) -> str:
    """Read what the provider says of itself, and say in words whether it fits."""
    may(actor, access.SETUP)
    row = Issuer.objects.get(code=code)
    words = ""
    try:
        answer = requests.get(row.issuer + WELL_KNOWN, timeout=TIMEOUT, allow_redirects=False)
        told = answer.json() if answer.status_code == 200 else {}
        if answer.status_code != 200:
            words = f"Sağlayıcı {answer.status_code} yanıtı verdi; adresi denetleyin."
        elif not isinstance(told, dict) or str(told.get("issuer", "")).rstrip("/") != row.issuer:
            words = "Sağlayıcının kendi söylediği adres (issuer) yazdığınızdan farklı."
        elif missing := {"authorization_endpoint", "token_endpoint", "jwks_uri"} - set(told):
            words = f"Sağlayıcının duyurusunda eksik var: {', '.join(sorted(missing))}."
        elif "S256" not in told.get("code_challenge_methods_supported", ["S256"]):
            words = "Sağlayıcı PKCE (S256) desteklemiyor."
    except (requests.RequestException, ValueError) as error:
        words = f"Sağlayıcıya ulaşılamadı ({type(error).__name__})."
    Issuer.objects.filter(pk=row.pk).update(checked_at=now(), problem=words[:300])
    return words or "Sağlayıcıya ulaşıldı; duyurusu uygun."


def apps(request: HttpRequest | None = None) -> list[SocialApp]:
    """Our providers in the form in which allauth knows them; nothing of them lies in its tables."""
    return [
        SocialApp(
            provider="openid_connect",
            provider_id=row.code,
            name=row.name,
            client_id=row.client_id,
            secret=oidc_secret(row),
            settings={
                "server_url": row.issuer,
                "oauth_pkce_enabled": True,
                "scope": row.scopes.split(),
                "uid_field": "sub",
            },
        )
        for row in Issuer.objects.filter(active=True).order_by("code")
    ]


class Guests(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Who comes from a provider is somebody we know, or nobody."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultSocialAccountAdapter.error_messages,
        "invalid_token": "Sağlayıcının gönderdiği kimlik doğrulanamadı.",
    }

    def list_apps(
        self, request: HttpRequest | None, provider: Any = None, client_id: str | None = None
    ) -> list[SocialApp]:
        found = apps(request)
        if provider and provider != "openid_connect":
            found = [one for one in found if one.provider_id == provider]
        return [one for one in found if client_id is None or one.client_id == client_id]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def get_requests_session(self) -> requests.Session:
        session = requests.Session()
        session.request = _with_timeout(session.request)  # type: ignore[method-assign]
        return session

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        row = Issuer.objects.filter(code=sociallogin.provider.app.provider_id, active=True).first()
        if row is None:
            raise ImmediateHttpResponse(closed(request, "Bu giriş yolu kapatılmış."))
        told = sociallogin.account.extra_data
        claims = {**(told.get("id_token") or {}), **(told.get("userinfo") or {})}
        if row.demands_strong and not strong(row, told.get("id_token") or {}):
            words = f"{row.name} sizi yalnız parolayla tanıdı; orada ikinci adımı kurup yeniden deneyin."
            raise ImmediateHttpResponse(closed(request, words))
        user = somebody(row, claims)
        if user is None:
            words = "Bu kimlikle eşleşen bir Konak hesabı yok. Hesapları sistem yöneticisi ya da kurum dizini açar."
            raise ImmediateHttpResponse(closed(request, words))
        if sociallogin.is_existing and sociallogin.user.pk != user.pk:
            words = "Bu kimlik daha önce başka bir hesapla eşlenmiş; sistem yöneticisine başvurun."
            raise ImmediateHttpResponse(closed(request, words))
        if not sociallogin.is_existing:
            # what the provider says of a person beyond who he is is none of our business
            sociallogin.account.extra_data = {}
            sociallogin.email_addresses = []
            sociallogin.token = None
            sociallogin.connect(request, user)
            seat = Actor(user.pk, (), "web")
            tell_person(user.pk, "linked_issuer", seat, access.SETUP, row.name)
        else:
            sociallogin.account.extra_data = {}
            sociallogin.account.save(update_fields=["extra_data"])
            sociallogin.token = None

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Any = None,
        extra_context: Any = None,
    ) -> None:
        words = "Sağlayıcıyla oturum açılamadı; yeniden deneyin ya da kullanıcı adınız ve parolanızla girin."
        if error == "cancelled" or error == "denied":
            words = "Oturum açmaktan vazgeçtiniz ya da sağlayıcı izin vermedi."
        raise ImmediateHttpResponse(closed(request, words))


def _with_timeout(call: Any) -> Any:
    def request(*args: Any, **kwargs: Any) -> Any:
        kwargs.setdefault("timeout", TIMEOUT)
        return call(*args, **kwargs)

    return request


def closed(request: HttpRequest, words: str) -> Any:
    return render(request, "directory/not_in.html", {"words": words}, status=403)


def strong(row: Issuer, claims: Mapping[str, Any]) -> bool:
    """Whether the signed identity says that the person proved himself by more than a password."""
    amr = claims.get("amr") or []
    said = {str(claims.get("acr", "")), *(map(str, amr) if isinstance(amr, list) else [str(amr)])}
    return bool(said & row.strong_values)


def somebody(row: Issuer, claims: Mapping[str, Any]) -> User | None:
    """The active person a claim names; an address counts only where the provider says it is verified."""
    value = claims.get(row.claim)
    if not isinstance(value, str) or not value.strip():
        return None
    value = value.strip()
    rows = User.objects.filter(is_active=True)
    if row.claim == Claim.EMAIL:
        if claims.get("email_verified") not in (True, "true"):
            return None
        return rows.filter(email__iexact=value).first()
    if row.claim == Claim.NUMBER:
        return rows.filter(registry_number=value).first()
    name = value.partition("@")[0] if row.claim == Claim.UPN else value
    return rows.filter(username=name.lower()).first()
