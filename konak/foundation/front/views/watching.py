"""İzle: hear of what happens to a file, and stop hearing."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse

from konak.foundation.access import Actor
from konak.foundation.cases import watching
from konak.foundation.cases.models import Case
from konak.foundation.web.actions import go
from konak.foundation.web.http import Request

from .errors import only_post

SHOWN = 8


def watched(actor: Actor, case: Case) -> dict[str, Any]:
    """For the page of a file: who watches it, and whether oneself does."""
    found = list(watching.watchers(case))
    return {
        "watchers": found[:SHOWN],
        "more_watchers": max(0, len(found) - SHOWN),
        "watching": any(one.user_id == actor.user_id for one in found),
    }


@only_post
def watch(request: Request, number: str) -> HttpResponse:
    try:
        watching.watch(number, actor=request.actor)
    except ObjectDoesNotExist:
        raise Http404 from None
    return _back(request, number)


@only_post
def unwatch(request: Request, number: str) -> HttpResponse:
    try:
        watching.unwatch(number, actor=request.actor)
    except ObjectDoesNotExist:
        raise Http404 from None
    return _back(request, number)


def _back(request: Request, number: str) -> HttpResponse:
    from .case import page_of

    return go(request, f"{page_of(number)}#izleyenler")
