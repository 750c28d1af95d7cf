"""What the desk does on the page of a ticket beside its steps: macros, checklist, ties, texts at hand, presence."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.lifecycle import Refused
from konak.foundation.web.actions import go
from konak.foundation.web.http import Request

from .. import lifecycle, queries, services
from ..forms import LinkForm, ParentForm, SplitForm
from ..models import Ticket
from .frame import at_desk, bound_or, dialog, page_of
from .record import found


def _served(request: Request, number: str) -> Ticket:
    """The ticket, for whoever works on it."""
    one = found(request, number)
    if not lifecycle.serves(one, request.actor):
        raise Http404
    at_desk(request)
    return one


def _done(request: Request, number: str, act: Callable[[], Any], words: str = "", at: str = "") -> HttpResponse:
    try:
        act()
        if words:
            messages.success(request, words)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return go(request, page_of(number) + at)


def _key(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0


@require_POST
def macro(request: Request, number: str) -> HttpResponse:
    _served(request, number)
    key = _key(request.POST.get("macro", ""))
    try:
        made = services.run_macro(number, actor=request.actor, macro_id=key)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return go(request, page_of(number))
    messages.success(request, "Makro çalıştı.")
    sees = request.actor.reach(type(made).view).covers(made.case)
    return go(request, page_of(number) if sees else reverse("desk:queue"))


@require_POST
def tick(request: Request, number: str, key: int) -> HttpResponse:
    """One line of the checklist; with HTMX only the list is drawn anew."""
    one = _served(request, number)
    done = request.POST.get("done") == "1"
    try:
        services.tick(number, key, actor=request.actor, done=done)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return go(request, page_of(number))
    if not request.htmx:
        return go(request, f"{page_of(number)}#denetim")
    return render(request, "desk/_checks.html", checks_of(one))


def checks_of(ticket: Ticket) -> dict[str, Any]:
    rows = list(ticket.checks.select_related("done_by"))
    return {
        "case": ticket.case,
        "record": ticket,
        "checks": rows,
        "checks_done": sum(one.done_at is not None for one in rows),
    }


@require_POST
def add_check(request: Request, number: str) -> HttpResponse:
    _served(request, number)
    text = request.POST.get("text", "").replace("\0", "")
    return _done(request, number, lambda: services.add_check(number, actor=request.actor, text=text), at="#denetim")


@require_POST
def drop_check(request: Request, number: str, key: int) -> HttpResponse:
    _served(request, number)
    return _done(request, number, lambda: services.drop_check(number, key, actor=request.actor), at="#denetim")


@require_POST
def drop_time(request: Request, number: str, key: int) -> HttpResponse:
    _served(request, number)
    return _done(request, number, lambda: services.drop_time(number, key, actor=request.actor), "Süre geri alındı.")


def link(request: Request, number: str) -> HttpResponse:
    _served(request, number)
    return dialog(
        request,
        bound_or(request, LinkForm),
        services.link,
        number,
        next_url=page_of(number),
        title="Başka bir talebe bağla",
        button="Bağla",
        done="Talepler bağlandı; bağı kartından kaldırabilirsiniz.",
    )


@require_POST
def unlink(request: Request, number: str, other: str) -> HttpResponse:
    _served(request, number)
    return _done(
        request, number, lambda: services.unlink(number, actor=request.actor, other=other), "Bağ kaldırıldı."
    )


def parent(request: Request, number: str) -> HttpResponse:
    one = _served(request, number)
    initial = {"parent": one.parent.case.number if one.parent else ""}
    form = ParentForm(request.POST) if request.method == "POST" else ParentForm(initial=initial)
    return dialog(
        request,
        form,
        services.set_parent,
        number,
        next_url=page_of(number),
        title="Üst talep",
        button="Kaydet",
        done="Üst talep kaydedildi.",
        lead="Üst talep, alt talepleri çözülmeden çözülmez; çözerken isterseniz hepsini birlikte çözersiniz.",
    )


def split(request: Request, number: str) -> HttpResponse:
    """A second matter gets its own ticket; with `ileti` it begins with what was written there."""
    one = _served(request, number)
    message = _key(request.GET.get("ileti", "")) or None
    initial = {"message_id": message, "part": True}
    more: dict[str, Any] = {"ticket": one, "actor": request.actor}
    bound = request.method == "POST"
    form = SplitForm(request.POST, **more) if bound else SplitForm(initial=initial, **more)
    return dialog(
        request,
        form,
        services.split,
        number,
        next_url=lambda made: page_of(made.case.number),
        title="Yeni talep ayır",
        button="Ayır",
        done="Yeni talep ayrıldı; sahibi aynı kişidir.",
        lead="İletinin metni yeni talebin açıklamasına eklenir." if message else "",
    )


@require_GET
def at_hand(request: Request, number: str) -> JsonResponse:
    """What is offered while one types: `::` texts, `??` articles, `@@` people."""
    one = _served(request, number)
    words = request.GET.get("q", "").replace("\0", "")[:60]
    site = request.build_absolute_uri("/").rstrip("/")
    match request.GET.get("tur", ""):
        case "metin":
            rows = queries.canned_for(one, request.actor, words)
        case "makale":
            rows = queries.articles_for(one, request.actor, words, site)
        case "kisi":
            rows = queries.people_for(one, words)
        case _:
            raise Http404
    return JsonResponse({"rows": [{"label": row.label, "note": row.note, "insert": row.insert} for row in rows]})


@require_POST
def here(request: Request, number: str) -> HttpResponse:
    """I have it open; who else has?"""
    one = _served(request, number)
    services.be_here(one.pk, actor=request.actor, typing=request.POST.get("yaziyor") == "1")
    rows = queries.others_here(one.pk, request.actor)
    return render(request, "desk/_here.html", {"here": rows, "draft": queries.shared_draft(one), "case": one.case})


@require_POST
def share(request: Request, number: str) -> HttpResponse:
    """Lay what was begun where the team finds it; nothing typed takes it away."""
    _served(request, number)
    text, internal = request.POST.get("text", "").replace("\0", ""), request.POST.get("internal") == "on"
    words = "Taslak ekiple paylaşıldı." if text.strip() else "Paylaşılan taslak kaldırıldı."
    return _done(
        request,
        number,
        lambda: services.share_draft(number, actor=request.actor, text=text, internal=internal),
        words,
        at="#yazisma",
    )
