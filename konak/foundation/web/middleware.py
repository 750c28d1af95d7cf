from collections.abc import Callable
from typing import cast

import pghistory
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.functional import SimpleLazyObject
from django_htmx.http import HttpResponseClientRedirect

from konak.foundation.access import NOBODY, Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.db.replica import reading_from_replica

from . import bearer, sessions
from .http import Request
from .pages import tell_taken
from .second_factor import standing

OPEN_PATHS = (
    *("/giris/", "/cikis/", "/parola/", "/static/", "/saglik/", "/metrics", "/api/", "/bilgi-merkezi/"),
    *("/durum/", "/dogrula/", "/.well-known/", "/identity/o/", "/scim/", "/log-alimi/", "/misafir/"),
)


def actor(get_response: Callable[[Request], HttpResponse]) -> Callable[[Request], HttpResponse]:
    """Put the actor on the request, and name it to the row history for everything that may write."""

    def middleware(request: Request) -> HttpResponse:
        user = request.user
        api = request.path.startswith("/api/")
        via = "api" if api else "web"
        if api and bearer.offered(request):
            return bearer.enter(request, get_response)
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
        if bearer.offered(request):  # the key decides, not the session beside it
            return get_response(request)
        if user.has_one_time_secret and not request.path.startswith(SECRET_PATHS):
            if request.path.startswith("/api/"):
                return JsonResponse(
                    {"title": "Önce tek kullanımlık parolanızı değiştirin.", "status": 403}, status=403
                )
            return HttpResponseRedirect("/parola/degistir/")
        return get_response(request)

    return middleware


REPORTED = frozenset({"xlsx", "pdf"})
"""Forms in which a page is taken out: whoever asks is looked up in the primary, what is counted may lie behind."""


def reports(get_response: Callable[[Request], HttpResponse]) -> Callable[[Request], HttpResponse]:
    """Workbooks and reports (`?bicim=…`) read from the replica where there is one, and what was taken out leaves a
    line in the trail: which page, in which form, never what was searched for. Stands innermost."""

    def middleware(request: Request) -> HttpResponse:
        if request.method != "GET" or request.GET.get("bicim") not in REPORTED:
            return get_response(request)
        len(request.actor.seats)  # from the primary: a right taken away a moment ago is gone
        with reading_from_replica():
            response = get_response(request)
        if response.status_code == 200 and "attachment" in response.get("Content-Disposition", ""):
            tell_taken(request, request.GET["bicim"])
        return response

    return middleware


SETUP_PATHS = ("/ben/guvenlik/", "/giris/", "/parola/", "/cikis/", "/static/", "/saglik/", "/yardim/")
SETUP = "/ben/guvenlik/"


def second_factor(get_response: Callable[[Request], HttpResponse]) -> Callable[[Request], HttpResponse]:
    """Whoever must have a second factor and has let the days of grace pass sets one up before anything else."""

    def middleware(request: Request) -> HttpResponse:
        if not request.user.is_authenticated or bearer.offered(request) or request.path.startswith(SETUP_PATHS):
            return get_response(request)
        if not standing(request).overdue:
            return get_response(request)
        if request.path.startswith("/api/"):
            return JsonResponse({"title": "Önce ikinci doğrulama yönteminizi kurun.", "status": 403}, status=403)
        return HttpResponseClientRedirect(SETUP) if request.htmx else HttpResponseRedirect(SETUP)

    return middleware


def presence(get_response: Callable[[Request], HttpResponse]) -> Callable[[Request], HttpResponse]:
    """Keep the visible sessions true: when each was last seen, written at most once a minute."""

    def middleware(request: Request) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated and not bearer.offered(request) and not request.path.startswith("/static/"):
            sessions.seen(request)
        return response

    return middleware
