"""Calendar addresses of a person: made, told once, revoked."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from konak.foundation.people.queries import seats_of
from konak.foundation.web.actions import go, run
from konak.foundation.web.http import Request

from .. import queries, services
from ..forms.plan import FeedForm


def index(request: Request) -> HttpResponse:
    """My addresses; a new one is shown once, right after it was made."""
    user_id = request.actor.user_id or 0
    seats = seats_of(user_id)
    form = FeedForm(request.POST if request.method == "POST" else None, seats=seats)
    address = ""
    if form.is_bound:
        made = run(form, services.make_feed, actor=request.actor)
        if made is not None:
            _, secret = made
            address = request.build_absolute_uri(f"{reverse('api:compliance_feed')}?{urlencode({'key': secret})}")
            form = FeedForm(seats=seats)
    context = {
        "feeds": list(queries.feeds_of(user_id)),
        "form": form,
        "address": address,
        "webcal": address.replace("https://", "webcal://").replace("http://", "webcal://"),
        "seated": seats.exists(),
    }
    response = render(request, "compliance/feeds.html", context, status=422 if form.is_bound else 200)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def revoke(request: Request, feed_id: int) -> HttpResponse:
    try:
        services.revoke_feed(feed_id, actor=request.actor)
    except ObjectDoesNotExist:
        raise Http404 from None
    messages.success(request, "Abonelik iptal edildi; bu adres artık hiçbir şey göstermez.")
    return go(request, reverse("compliance:feeds"))
