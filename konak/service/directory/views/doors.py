"""The doors machines and browsers come through: authorisation of trusted systems, SCIM, and their policy."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import urlsplit

import pghistory
from allauth.idp.oidc.views import authorization as authorise
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_deny
from django.views.decorators.csrf import csrf_exempt
from scim2_models import ForbiddenException, SCIMException, UnauthorizedException
from scim2_server.requests import ScimRequest
from scim2_server.responses import SCIM_MEDIA_TYPE, ScimResponse
from scim2_server.service import ScimService

from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.access.tokens import Keyed, narrowed
from konak.foundation.web import bearer
from konak.foundation.web.http import Request

from .. import access, queries, services
from ..services.scim_shapes import PROVIDER
from ..services.scimming import handler

AUTHORISE = "/identity/o/authorize"


@xframe_options_deny
@csrf_exempt
def authorization(request: Request) -> HttpResponse:
    """A trusted system asks who somebody is: let in whom its owner lets in, and write a line of it."""
    client_id = request.GET.get("client_id") or request.POST.get("client_id") or ""
    row = queries.knocking(client_id)
    if row is None or not row.active:
        words = "Bu sistem Konak'ta kayıtlı değil ya da oturumu kapatılmış."
        return render(request, "directory/not_in.html", {"words": words}, status=403)
    user = request.user
    if user.is_authenticated and user.pk:
        objection = queries.may_enter(user.pk, row)
        if objection is not None:
            context = {"words": objection, "system": row.system, "asks": True}
            return render(request, "directory/not_in.html", context, status=403)
    answer = cast(HttpResponse, authorise(request))
    target = answer.headers.get("Location", "")
    if answer.status_code == HTTPStatus.FOUND and "code=" in urlsplit(target).query and user.pk:
        services.note_sign_in(user.pk, client_id, actor=request.actor)
    return answer


def policy(get_response: Callable[[Request], HttpResponse]) -> Callable[[Request], HttpResponse]:
    """The form of the sign-in page may lead on to the system that asked: browsers hold redirects after a form to
    `form-action` too. Only the address of that one system is added, only on pages that lead there."""

    def middleware(request: Request) -> HttpResponse:
        answer = get_response(request)
        wanted = request.get_full_path() if request.path == AUTHORISE else request.GET.get("next", "")
        wanted = wanted or (request.POST.get("next", "") if request.path.startswith("/giris/") else "")
        if wanted.startswith(AUTHORISE):
            places = queries.return_places(wanted)
            if places:
                answer._csp_update = {"form-action": places}  # type: ignore[attr-defined]
        return answer

    return middleware


# SCIM -------------------------------------------------------------------------------------------------------------


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
    actor = Keyed(token.user_id, (narrowed(seat, token),), "api", token.pk)
    if not actor.reach(access.SCIM).everywhere:
        raise ForbiddenException(detail=f"Anahtarın «{access.SCIM.label}» yetkisi yok.")
    writes = request.method not in bearer.READING and not request.path.endswith("/.search")
    if writes and not token.writes:
        raise ForbiddenException(detail="Bu anahtar yalnız okuyabilir.")
    return actor, token


@csrf_exempt
def scim(request: Request, path: str) -> HttpResponse:
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
        answer = JsonResponse(told, status=429, content_type=SCIM_MEDIA_TYPE)
        answer["Retry-After"] = "60"
        return answer
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
