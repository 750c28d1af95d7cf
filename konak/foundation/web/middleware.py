from collections.abc import Callable
from typing import cast

import pghistory
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.functional import SimpleLazyObject

from konak.foundation.access import NOBODY, Actor
from konak.foundation.access.queries import actor_of

from .http import Request

OPEN_PATHS = ("/giris/", "/cikis/", "/parola/", "/static/", "/saglik/", "/api/")


def actor(get_response: Callable[[Request], HttpResponse]) -> Callable[[Request], HttpResponse]:
    """Put the actor on the request, and name it to the row history for everything that may write."""

    def middleware(request: Request) -> HttpResponse:
        user = request.user
        via = "api" if request.path.startswith("/api/") else "web"
        lazy = SimpleLazyObject(lambda: actor_of(user.pk, via) if user.pk else NOBODY)
        request.actor = cast(Actor, lazy)
        if request.method in {"GET", "HEAD", "OPTIONS"}:
            return get_response(request)
        with pghistory.context(user=user.pk, via=via):
            return get_response(request)

    return middleware


SECRET_PATHS = ("/parola/", "/cikis/", "/static/", "/saglik/")


def door(get_response: Callable[[Request], HttpResponse]) -> Callable[[Request], HttpResponse]:
    """Nothing is open to the signed-out but the door itself; the API answers 401 by its own.

    Whoever came in by a one-time secret sets a password first.
    """
    from django.contrib.auth.views import redirect_to_login

    def middleware(request: Request) -> HttpResponse:
        user = request.user
        if not user.is_authenticated:
            if request.path.startswith(OPEN_PATHS):
                return get_response(request)
            return redirect_to_login(request.get_full_path())
        if user.has_one_time_secret and not request.path.startswith(SECRET_PATHS):
            if request.path.startswith("/api/"):
                return JsonResponse(
                    {"title": "Önce tek kullanımlık parolanızı değiştirin.", "status": 403}, status=403
                )
            return HttpResponseRedirect("/parola/degistir/")
        return get_response(request)

    return middleware
