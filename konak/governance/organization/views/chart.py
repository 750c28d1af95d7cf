"""The chart on the screen, as data for its script, and on paper."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from konak.foundation.documents.services import render_pdf
from konak.foundation.web.http import Request

from .. import access, queries
from .drawing import pages


def day_of(request: Request) -> dt.date:
    """The day that is asked for; what is no date is today."""
    try:
        return dt.date.fromisoformat(request.GET.get("tarih", ""))
    except ValueError:
        return localdate()


@require_GET
def index(request: Request) -> HttpResponse:
    day = day_of(request)
    roots = queries.chart_on(day)
    cards = queries.flat(roots)
    lazy = len(cards) > queries.LARGE
    context = {
        "day": day,
        "is_today": day == localdate(),
        "roots": roots,
        "data": queries.as_data(roots, queries.FIRST_LEVELS if lazy else None),
        "count": len(cards),
        "people": sum(card.staff for card in cards),
        "posts": sum(card.posts for card in cards),
        "empty": sum(card.empty for card in cards),
        "headless": sum(card.headless for card in cards),
        "start": request.GET.get("birim", ""),
        "proposes": request.actor.holds(access.PROPOSE),
    }
    return render(request, "organization/chart.html", context)


@require_GET
def data(request: Request) -> HttpResponse:
    """One branch (`dal`) or the whole chart of a day, for the script."""
    roots = queries.chart_on(day_of(request))
    branch = request.GET.get("dal", "")
    if branch.isdigit():
        card = queries.branch_of(roots, int(branch))
        if card is None:
            raise Http404
        return JsonResponse({"units": queries.as_data([card])})
    return JsonResponse({"units": queries.as_data(roots)})


@require_GET
def pdf(request: Request) -> HttpResponse:
    """The chart on A3 sheets: the top of it first, then each department on its own."""
    day = day_of(request)
    roots = queries.chart_on(day)
    branch = request.GET.get("birim", "")
    if branch.isdigit():
        card = queries.branch_of(roots, int(branch))
        if card is None:
            raise Http404
        roots = [card]
    facts: dict[str, Any] = {"day": day.isoformat(), "pages": pages(roots)}
    answer = HttpResponse(render_pdf("organization/chart", facts), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="teskilat-semasi-{day.isoformat()}.pdf"'
    return answer
