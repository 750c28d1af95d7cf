"""Whoever opens a file has read what he was told about it, on whatever page of whatever app the file stands.

And whoever is shown a secret one is written down: page, paper or program, before the answer leaves.
"""

from collections.abc import Callable

from django.http import HttpResponse

from konak.foundation.access import Actor
from konak.foundation.cases.models import SecretLook
from konak.foundation.cases.secret import noticing
from konak.foundation.cases.watching import SUBJECT
from konak.foundation.notify.services import read_about
from konak.foundation.web.http import Request

from .services import looks


def middleware(get_response: Callable[[Request], HttpResponse]) -> Callable[[Request], HttpResponse]:
    """After a page of one number was shown: mark as read. One statement that finds its rows by an index."""

    def seen(request: Request) -> HttpResponse:
        with noticing() as secret:
            response = get_response(request)
        match = request.resolver_match
        number = match.kwargs.get("number") if match else None
        if number in secret and request.method == "GET" and response.status_code == 200:
            looks.note(secret[number], actor=request.actor, what=_shown(request, response))
        if isinstance(number, str) and _opened(request, response):
            read_about(SUBJECT, number, actor=Actor(request.user.pk))
        return response

    return seen


def _shown(request: Request, response: HttpResponse) -> SecretLook.What:
    if request.path.startswith("/api/"):
        return SecretLook.What.API
    page = response.headers.get("Content-Type", "").startswith("text/html")
    return SecretLook.What.PAGE if page else SecretLook.What.PAPER


def _opened(request: Request, response: HttpResponse) -> bool:
    """A person looked at a page; nothing loaded ahead, no fragment, no file, no program."""
    return (
        request.method == "GET"
        and response.status_code == 200
        and request.user.is_authenticated
        and not request.htmx
        and not request.path.startswith("/api/")
        and "prefetch" not in request.headers.get("Sec-Purpose", "")
        and response.headers.get("Content-Type", "").startswith("text/html")
    )
