"""Lines as they come: a page that asks every two seconds, pauses, and is over when it is left."""

import json
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.lake import SETS
from konak.foundation.web.actions import go, run
from konak.foundation.web.http import Request
from konak.foundation.web.pages import found, posted

from .. import access, queries
from ..forms import TailForm
from ..services import conditions, following
from .searching import doors


def begin(request: Request) -> HttpResponse:
    if not request.actor.holds(access.SEARCH):
        raise Http404
    form = TailForm(posted(request), codes=queries.open_sets(request.actor))
    if form.is_bound and (tail := run(form, following.begin, actor=request.actor)):
        return go(request, f"/loglar/canli/{tail.pk}/")
    shown = {"form": form, "tabs": doors(request)}
    return render(request, "logs/tail_begin.html", shown, status=422 if form.errors else 200)


@require_GET
def record(request: Request, pk: int) -> HttpResponse:
    tail = found(queries.tail, request.actor, pk)
    look = following.look(pk, actor=request.actor)
    shown = {
        "tail": tail,
        "set": SETS[tail.code].label,
        "told": conditions.told(tail.condition) if tail.condition else "",
        "look": look,
    }
    return render(request, "logs/tail.html", shown | _state(look))


def _state(look: following.Look) -> dict[str, Any]:
    return {"marks": json.dumps(look.marks), "still": False}


@require_GET
def lines(request: Request, pk: int) -> HttpResponse:
    """What came since the marks the page holds. `dur` holds the page still; nothing is read or lost meanwhile."""
    tail = found(queries.tail, request.actor, pk)
    told = request.GET.get("yer", "")[:20_000]
    try:
        marks = json.loads(told) if told else {}
    except (ValueError, RecursionError):
        marks = {}
    if request.GET.get("dur"):
        still = {"tail": tail, "look": following.Look(), "marks": told, "still": True}
        return render(request, "logs/_tail.html", still)
    look = following.look(pk, actor=request.actor, marks=marks)
    return render(request, "logs/_tail.html", {"tail": tail, "look": look} | _state(look))


@require_POST
def leave(request: Request, pk: int) -> HttpResponse:
    found(following.leave, pk, actor=request.actor)
    return go(request, "/loglar/")
