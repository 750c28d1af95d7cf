"""Feeds of new legislation: where they come from, what they brought."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.lifecycle import Refused
from konak.foundation.web.actions import go
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, asked, found, given

from .. import access, queries, services
from ..forms.notice import FeedFileForm, FeedForm
from .common import PER_PAGE


@require_GET
def index(request: Request) -> HttpResponse:
    given_ = asked(request, "hepsi", "after")
    rows = queries.entries(request.actor, matched=not given_["hepsi"])
    page, after = queries.page_after(rows, ("-pk",), given_["after"], PER_PAGE)
    reach = request.actor.reach(access.FEED)
    record = request.actor.reach(access.RECORD)
    base = {"hepsi": given_["hepsi"]}
    context = {
        "feeds": [(feed, reach.covers(feed)) for feed in queries.feeds(request.actor)],
        "rows": [(row, record.covers(row.feed)) for row in page],
        "all": bool(given_["hepsi"]),
        "older": address(base, after=after) if after else "",
        "first": address(base) if given_["after"] else "",
        "may_feed": request.actor.holds(access.FEED),
    }
    return render(request, "sources/feeds.html", context)


def add(request: Request) -> HttpResponse:
    return answer(
        request,
        FeedForm(**given(request), actor=request.actor),
        services.add_feed,
        title="Akış ekle",
        button="Ekle",
        next_url=lambda row: reverse("sources:feeds"),
    )


@require_POST
def read(request: Request, feed_id: int) -> HttpResponse:
    try:
        count = found(services.read_feed, feed_id, actor=request.actor)
        messages.success(request, f"{count} yeni kayıt geldi." if count else "Yeni kayıt yok.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return go(request, reverse("sources:feeds"))


def hand_in(request: Request, feed_id: int) -> HttpResponse:
    feed = found(queries.feed, request.actor, feed_id)

    def keep(feed_id: int, **kwargs: object) -> str:
        count = services.hand_in_feed(feed_id, **kwargs)  # type: ignore[arg-type]
        messages.success(request, f"{count} yeni kayıt geldi." if count else "Yeni kayıt yok.")
        return "done"

    return answer(
        request,
        FeedFileForm(**given(request)),
        keep,
        feed_id,
        title="Akış dosyası ver",
        button="Oku",
        lead=feed.name,
        next_url=lambda row: reverse("sources:feeds"),
    )


@require_POST
def decide(request: Request, entry_id: int, verdict: str) -> HttpResponse:
    try:
        if verdict == "kaydet":
            notice = found(services.take_entry, entry_id, actor=request.actor)
            return go(request, reverse("sources:notice", args=[notice.case.number]))
        found(services.dismiss_entry, entry_id, actor=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return go(request, reverse("sources:feeds"))
