"""Texts that want something: reviews, directives promised and missing, references not loaded."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET

from konak.foundation.cases import queries as cases
from konak.foundation.cases.services import steps_open
from konak.foundation.front.story import moments
from konak.foundation.trail import queries as trail
from konak.foundation.ui import workbook
from konak.foundation.web.http import Request

from .. import queries
from ..models import TextReview
from . import sheets
from .frame import found, rooms


@require_GET
def index(request: Request) -> HttpResponse:
    if workbook.asked(request):
        return sheets.reviews(workbook.every(queries.reviews(request.actor)))
    reviews = list(queries.reviews(request.actor)[:200])
    missing = queries.missing_directives(request.actor)
    context = {
        "tabs": rooms(request, "texts"),
        "open_reviews": [row for row in reviews if not row.ended],
        "ended_reviews": [row for row in reviews if row.ended][:30],
        "kinds": TextReview.state_kinds,
        "missing": [(one, _order_address(one)) for one in missing],
        "bare": queries.without_olur(request.actor),
        "references": queries.open_references(request.actor),
        "arrived": queries.open_references(request.actor, closed=True)[:20],
    }
    return render(request, "compliance/texts.html", context)


def _order_address(one: queries.Missing) -> str:
    """Where an order to draft the directive is given, its words already written."""
    words = {
        "subject": f"{one.unit_name} yönergesinin hazırlanması"[:200],
        "text": f"{one.promise.number} Md. {one.promise.path}: «{one.promise.words[:400]}»",
        "regulation_number": one.promise.number,
        "unit": one.unit_id,
    }
    try:
        return f"{reverse('orders:give')}?{urlencode(words)}"
    except NoReverseMatch:
        return ""


@require_GET
def record(request: Request, number: str) -> HttpResponse:
    review = found(queries.review, request.actor, number)
    case = review.case
    context = {
        "record": review,
        "case": case,
        "steps": steps_open(review, request.actor),
        "kind": TextReview.state_kinds[case.state],
        "moments": moments(review, trail.story(case.kind, case.number), cases.comments(case)),
    }
    return render(request, "compliance/review.html", context)
