"""SCIM's one door. Only `doors.scim` imports this, at the first request: see there."""

from typing import Any

import pghistory
from django.http import HttpResponse, JsonResponse
from scim2_models import ForbiddenException, SCIMException, UnauthorizedException
from scim2_server.requests import ScimRequest
from scim2_server.responses import SCIM_MEDIA_TYPE, ScimResponse
from scim2_server.service import ScimService

from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.access.tokens import Keyed, narrowed
from konak.foundation.web import bearer
from konak.foundation.web.http import Request

from .. import access
from ..services.scim_shapes import PROVIDER
from ..services.scimming import handler


def _error(error: Exception) -> HttpResponse:
    return _answer(ScimService(PROVIDER).error_response(error))


def _answer(told: ScimResponse) -> HttpResponse:
    if told.body is None:
        answer: HttpResponse = HttpResponse(status=int(told.status))
        answer["Content-Type"] = SCIM_MEDIA_TYPE
    else:
        answer = JsonResponse(told.body, status=int(told.status), json_dumps_params={"ensure_ascii": False})
    for name, value in told.headers.items():
        answer[name] = value
    answer["Cache-Control"] = "no-store"
    return answer


def _bearer(request: Request) -> tuple[Actor, Any]:
    """Who comes with a key, acting from its one seat; whoever has none, or one that may not, is told so."""
    words = request.headers.get("Authorization", "")
    token = bearer.find(words[7:].strip()) if words[:7].lower() == "bearer " else None
    seat = None
    if token is not None:
        held = actor_of(token.user_id, "api").seats
        seat = next((one for one in held if one.appointment_id == token.seat_id), None)
    if token is None or seat is None:
        raise UnauthorizedException(detail=bearer.REFUSED)
    actor = Keyed(token.user_id, (narrowed(seat, token),), "api", token_id=token.pk)
    if not actor.reach(access.SCIM).everywhere:
        raise ForbiddenException(detail=f"Anahtarın «{access.SCIM.label}» yetkisi yok.")
    writes = request.method not in bearer.READING and not request.path.endswith("/.search")
    if writes and not token.writes:
        raise ForbiddenException(detail="Bu anahtar yalnız okuyabilir.")
    return actor, token


def answer(request: Request, path: str) -> HttpResponse:
    """Every address of RFC 7644; errors in its form too."""
    try:
        actor, token = _bearer(request)
    except SCIMException as error:
        return _error(error)
    if not bearer.spend(token, request):
        told = {
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
            "status": "429",
            "detail": "Bu anahtarla bir dakikada çok fazla istek geldi.",
        }
        later = JsonResponse(told, status=429, content_type=SCIM_MEDIA_TYPE)
        later["Retry-After"] = "60"
        return later
    request.actor = actor
    asked = ScimRequest(
        method=request.method or "GET",
        base_url=request.build_absolute_uri("/scim/v2"),
        path=f"/{path}",
        query=request.GET.dict(),
        headers=dict(request.headers),
        body=request.body,
        subject=actor,
    )
    try:
        with pghistory.context(user=actor.user_id, via="scim", token=token.pk):
            return _answer(handler(actor).handle(asked))
    except SCIMException as error:
        return _error(error)
