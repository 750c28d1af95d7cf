"""The key in place of a session: `Authorization: Bearer knk_…`.

A mistyped, expired, revoked or foreign key gets one and the same answer; a key beside a session decides alone.
"""

import datetime as dt
import hmac
from collections.abc import Callable
from typing import cast

import pghistory
from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, F, Value, When
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.timezone import localdate, now
from ninja.security import HttpBearer

from konak.foundation.access import NOBODY, Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.access.tokens import Keyed, Token, digest_of, narrowed, well_formed

from .http import Request

READING = frozenset({"GET", "HEAD", "OPTIONS"})
WINDOW = dt.timedelta(minutes=1)
SCHEMES = ("bearer ", "token ")
"""`Token knk_…` is how clients of NetBox send a key."""
REFUSED = "Anahtar geçersiz ya da süresi dolmuş."


def offered(request: HttpRequest) -> bool:
    """Whether the request comes with a key. Only the API takes keys; pages are for sessions."""
    return request.path.startswith("/api/") and request.headers.get("Authorization", "").lower().startswith(SCHEMES)


def enter(request: Request, get_response: Callable[[Request], HttpResponse]) -> HttpResponse:
    """Let the bearer of a good key in as its one seat; everybody else goes on as nobody and is answered 401."""
    request.actor = NOBODY
    request.token = None
    token = find(request.headers["Authorization"].partition(" ")[2].strip())
    seat = None
    if token is not None:
        held = actor_of(token.user_id, "api").seats
        seat = next((one for one in held if one.appointment_id == token.seat_id), None)
    if token is None or seat is None:
        return problem(401, REFUSED, **{"WWW-Authenticate": 'Bearer realm="Konak"'})
    if not spend(token, request):
        return problem(429, "Bu anahtarla bir dakikada çok fazla istek geldi.", **{"Retry-After": "60"})
    if request.method not in READING and not token.writes:
        return problem(403, "Bu anahtar yalnız okuyabilir.")
    request.user = token.user
    request.actor = cast(Actor, Keyed(token.user_id, (narrowed(seat, token),), "api", token_id=token.pk))
    request.token = token
    if request.method in READING:
        return get_response(request)
    with pghistory.context(user=token.user_id, via="api", token=token.pk):
        return get_response(request)


def find(secret: str) -> Token | None:
    """The living key with this secret. Whether its seat still stands is asked by who lets it in."""
    if not well_formed(secret):
        return None
    digest = digest_of(secret)
    token = Token.objects.select_related("user").filter(digest=digest).first()
    if token is None or not hmac.compare_digest(token.digest, digest):
        return None
    if token.revoked_at is not None or token.expires_on < localdate() or not token.user.is_active:
        return None
    return token


def spend(token: Token, request: HttpRequest) -> bool:
    """Count one request of the key, and say whether this minute still had room."""
    try:
        address = get_adapter().get_client_ip(request)
    except PermissionDenied:
        address = None
    moment = now()
    fresh = When(minute__lte=moment - WINDOW, then=Value(1))
    with transaction.atomic():  # the row stays locked between counting and reading: nobody sees another's count
        Token.objects.filter(pk=token.pk).update(
            last_used_at=moment,
            last_address=address,
            spent=Case(fresh, default=F("spent") + 1),
            minute=Case(When(minute__lte=moment - WINDOW, then=Value(moment)), default=F("minute")),
        )
        token.refresh_from_db(fields=["spent"])
    return token.spent <= int(settings.TOKEN_REQUESTS_PER_MINUTE)


def problem(status: int, title: str, **headers: str) -> HttpResponse:
    """The answer of the API in words (RFC 9457)."""
    answer = JsonResponse(
        {"title": title, "status": status},
        status=status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )
    for name, value in headers.items():
        answer[name] = value
    return answer


class Bearer(HttpBearer):
    """The scheme as the description of the API names it. The key itself was read at the door, before this."""

    openapi_bearerFormat = "knk_…"  # noqa: N815 - the name is OpenAPI's

    def __call__(self, request: HttpRequest) -> Token | None:
        return self.authenticate(request, "")

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        return getattr(request, "token", None)
