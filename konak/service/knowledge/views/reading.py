"""For readers: the shelves, one article, and what everybody in the world may read."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.files.services import serve
from konak.foundation.lifecycle import Refused
from konak.foundation.web.actions import go
from konak.foundation.web.http import Request
from konak.foundation.web.pages import answer, asked, found, given

from .. import access, parsing, queries, services
from ..forms import VoteForm
from ..models import Article, State, Version


@require_GET
def index(request: Request) -> HttpResponse:
    """Search first, then shelves."""
    words = asked(request, "q")["q"]
    actor = request.actor
    context = {
        "q": words,
        "hits": queries.find(actor, words) if words else [],
        "shelves": queries.shelves(actor),
        "popular": queries.popular(actor),
        "errors": queries.known_errors(actor),
        "may_write": actor.holds(access.WRITE),
    }
    template = "knowledge/_found.html" if request.htmx and request.GET.get("parca") else "knowledge/index.html"
    return render(request, template, context)


@require_GET
def shelf(request: Request, category_id: int) -> HttpResponse:
    category = found(queries.categories().get, pk=category_id)
    rows = queries.readable(request.actor).filter(category=category).order_by("title")[:200]
    return render(request, "knowledge/shelf.html", {"category": category, "rows": rows})


@require_GET
def article(request: Request, article_id: int) -> HttpResponse:
    actor = request.actor
    row = found(queries.article, actor, article_id)
    writes = queries.serves(actor, row)
    pending = queries.pending(row) if writes else None
    shown = pending if pending and (request.GET.get("surum") == "taslak" or not row.readable) else row.current
    if shown is None:
        raise Http404
    if row.readable and shown == row.current and not request.htmx:
        services.read(row.pk)
    decides = actor.reach(access.PUBLISH).covers(row)
    context = {
        "row": row,
        "shown": shown,
        "draft": pending,
        "html": _drawn(row, shown.body),
        "workaround": _drawn(row, shown.workaround),
        "symptom": _drawn(row, shown.symptom),
        "cause": _drawn(row, shown.cause),
        "rule": _drawn(row, shown.rule),
        "writes": writes,
        "may_send": writes and row.state == State.DRAFT,
        "may_publish": decides and pending is not None and row.state in {State.REVIEW, State.PUBLISHED},
        "may_return": decides and row.state == State.REVIEW,
        "may_retire": decides and row.state == State.PUBLISHED,
        "may_revive": decides and row.state == State.RETIRED,
        "related": list(queries.readable(actor).filter(related=row).order_by("title")[:10]),
        "files": queries.files_of(row),
        "versions": queries.versions(row) if writes else [],
        "tickets": queries.tickets_of(row) if writes else [],
        "reasons": row.votes.filter(helpful=False).order_by("-pk")[:10] if writes else [],
        "asking": asked(request, "talep")["talep"],
        "voted": row.votes.filter(user_id=actor.user_id or 0, version=row.current).first()
        if row.current_id
        else None,
    }
    return render(request, "knowledge/article.html", context)


def _drawn(row: Article, text: str, public: bool = False) -> str:
    own = {one.pk for one in queries.files_of(row)}
    name = "knowledge:public_file" if public else "knowledge:file"
    return parsing.html(text, lambda key: reverse(name, args=[row.pk, key]) if key in own else "") if text else ""


@require_GET
def file(request: Request, article_id: int, file_id: int) -> HttpResponseBase:
    row = found(queries.article, request.actor, article_id)
    kept = found(row.files.select_related("file__blob").get, pk=file_id)
    return serve(kept.file)


@require_POST
def helpful(request: Request, article_id: int) -> HttpResponse:
    found(services.vote, article_id, actor=request.actor, helpful=True)
    messages.success(request, "Teşekkürler; görüşünüz sayıldı.")
    return go(request, reverse("knowledge:article", args=[article_id]))


def unhelpful(request: Request, article_id: int) -> HttpResponse:
    found(queries.article, request.actor, article_id)
    return answer(
        request,
        VoteForm(**given(request)),
        services.vote,
        article_id,
        helpful=False,
        title="Bu makale neden işinize yaramadı?",
        button="Gönder",
        done="Teşekkürler; makaleyi yazanlar görüşünüzü görecek.",
        next_url=lambda _: reverse("knowledge:article", args=[article_id]),
    )


@require_POST
def spared(request: Request, article_id: int) -> HttpResponse:
    """The reader needs no ticket any more."""
    try:
        found(services.spare, article_id, actor=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Sevindik. Talep açılmadı.")
    return go(request, reverse("knowledge:index"))


# For everybody in the world -----------------------------------------------------------------------------------------


@require_GET
def public_index(request: Request) -> HttpResponse:
    words = asked(request, "q")["q"]
    context = {
        "q": words,
        "hits": queries.find_public(words) if words else [],
        "shelves": queries.public_categories() if not words else [],
    }
    return render(request, "knowledge/public_index.html", context)


@require_GET
def public_article(request: Request, article_id: int) -> HttpResponse:
    row = found(queries.public_article, article_id)
    shown = row.current
    assert isinstance(shown, Version)
    services.read(row.pk)
    context = {
        "row": row,
        "shown": shown,
        "html": _drawn(row, shown.body, public=True),
        "symptom": _drawn(row, shown.symptom, public=True),
        "workaround": _drawn(row, shown.workaround, public=True),
        "related": queries.public_articles().filter(related=row).order_by("title")[:10],
    }
    return render(request, "knowledge/public_article.html", context)


@require_GET
def public_file(request: Request, article_id: int, file_id: int) -> HttpResponseBase:
    row = found(queries.public_article, article_id)
    kept = found(row.files.select_related("file__blob").get, pk=file_id)
    return serve(kept.file)
