"""The identity a provider signs is believed only when signature, issuer, audience, nonce and time are right."""

import secrets
from typing import Any
from urllib.parse import urlencode, urlsplit

import jwt
import requests
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest

ALGORITHMS = frozenset(
    [*("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"), *("ES256", "ES384", "ES512", "EdDSA")]
)
"""What a provider may sign with; a shared secret (HS…) and no signature at all (none) are no signatures to us."""
LEEWAY = 60
"""Seconds two clocks may differ by."""
NONCE = "openid.nonce"
SIGNED = "openid.session"
"""In the session: which provider opened it, and the identity it signed; by them it is asked to end its own."""


def verified(claims: str, *, config: dict[str, Any], issuer: str, client_id: str, nonce: str) -> dict[str, Any]:
    """What the signed identity says; `OAuth2Error` for whatever is not as it must be."""
    if str(config.get("issuer", "")).rstrip("/") != issuer.rstrip("/"):
        raise OAuth2Error("issuer")
    try:
        header = jwt.get_unverified_header(claims)
        if header.get("alg") not in ALGORITHMS:
            raise OAuth2Error("algorithm")
        told: dict[str, Any] = jwt.decode(
            claims,
            key=_key(config["jwks_uri"], header),
            algorithms=[header["alg"]],
            issuer=config["issuer"],
            audience=client_id,
            leeway=LEEWAY,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except (jwt.PyJWTError, requests.RequestException, KeyError, ValueError, TypeError) as error:
        raise OAuth2Error(f"Invalid id_token ({type(error).__name__})") from error
    audience = told["aud"]
    if isinstance(audience, list) and len(audience) > 1 and told.get("azp") != client_id:
        raise OAuth2Error("azp")
    if not nonce or not secrets.compare_digest(str(told.get("nonce", "")), nonce):
        raise OAuth2Error("nonce")
    return told


def _key(address: str, header: dict[str, Any]) -> Any:
    with get_adapter().get_requests_session() as session:
        answer = session.get(address)
        answer.raise_for_status()
        keys = jwt.PyJWKSet.from_dict(answer.json()).keys
    named = [one for one in keys if one.key_id == header["kid"]] if header.get("kid") else keys
    if len(named) != 1:
        raise OAuth2Error("key")
    return named[0].key


class Verified(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """allauth's flow, with a nonce of its own and an identity that is verified wherever it came from."""

    def begin(self) -> None:
        """A nonce for the sign-in that begins now; an earlier one is worth nothing any more."""
        self.request.session[NONCE] = secrets.token_urlsafe(24)

    def get_provider(self) -> Any:
        provider = super().get_provider()
        if nonce := self.request.session.get(NONCE):
            provider.app.settings["auth_params"] = {"nonce": nonce}
        return provider

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> SocialLogin:
        signed = kwargs["response"].get("id_token")
        if not isinstance(signed, str):
            raise OAuth2Error("no id_token")
        nonce = request.session.pop(NONCE, "")
        issuer = app.settings["server_url"]
        told = verified(signed, config=self.openid_config, issuer=issuer, client_id=app.client_id, nonce=nonce)
        data: dict[str, Any] = {"id_token": told}
        if "userinfo_endpoint" in self.openid_config:
            data["userinfo"] = self._fetch_user_info(token.token)
            if data["userinfo"].get("sub") != told["sub"]:
                raise OAuth2Error("userinfo of somebody else")
        end = str(self.openid_config.get("end_session_endpoint", ""))
        request.session[SIGNED] = {"code": app.provider_id, "name": app.name, "end": end, "signed": signed}
        return self.get_provider().sociallogin_from_response(request, data)


def end_address(told: dict[str, str], client_id: str, back: str) -> str:
    """Where the provider is asked to end its own session too (OpenID Connect RP-Initiated Logout), or nothing."""
    parts = urlsplit(told.get("end", ""))
    inside = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost"})
    if not inside:
        return ""
    asked = {"id_token_hint": told["signed"], "client_id": client_id, "post_logout_redirect_uri": back}
    return f"{told['end']}{'&' if parts.query else '?'}{urlencode(asked)}"
