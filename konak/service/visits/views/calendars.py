"""Calendar files: one's own address, one visit, one outage."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.web.http import Request

from .. import queries, services
from ..tables import calendar_of
from .common import found


def mine(request: Request) -> HttpResponse:
    """The address for a calendar program: shown once when made, closed when a new one is made."""
    secret = services.new_key(actor=request.actor) if request.method == "POST" else ""
    context = {
        "address": request.build_absolute_uri(reverse("api:visits_feed", args=[secret])) if secret else "",
        "rows": [one for one in queries.my_feed(request.actor) if one.holds][:20],
        "has_key": queries.has_key(request.actor),
    }
    answer = render(request, "visits/calendar.html", context)
    if secret:
        answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def drop(request: Request) -> HttpResponse:
    services.drop_key(actor=request.actor)
    return redirect("visits:calendar")


def _file(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return answer


@require_GET
def one_visit(request: Request, number: str) -> HttpResponse:
    one = found(queries.visit, request.actor, number)
    return _file(calendar_of([one], [], one.case.subject), one.case.number)


@require_GET
def one_outage(request: Request, number: str) -> HttpResponse:
    one = found(queries.public_outage, request.actor, number)
    return _file(calendar_of([], [one], one.case.subject), one.case.number)
