"""Saved views of lists: kept, changed and dropped from the menu that stands on every list."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.urls import reverse

from konak.foundation.lifecycle import Refused
from konak.foundation.ui import services
from konak.foundation.ui.models import SavedView
from konak.foundation.web.actions import go
from konak.foundation.web.http import Request

from .errors import only_post


def _unit(request: Request) -> int | None:
    asked = request.POST.get("unit", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None


def _back(request: Request, page: str) -> str:
    """The list with the filters it was left with; the page is one of ours, so the filters can lead nowhere else."""
    query = request.POST.get("geri", "")[: services.LONGEST_QUERY]
    return f"{page}?{query}" if query and not services.CONTROL.search(query) else page


@only_post
def save(request: Request) -> HttpResponse:
    try:
        page = services.local_page(request.POST.get("page", ""))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return go(request, reverse("front:inbox"))
    query = request.POST.get("query", "")
    try:
        view = services.save_view(
            actor=request.actor,
            page=page,
            name=request.POST.get("name", ""),
            query=query,
            unit_id=_unit(request),
            position=request.POST.get("position", ""),
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        fits = len(query) <= services.LONGEST_QUERY and not services.CONTROL.search(query)
        return go(request, f"{page}?{query.removeprefix('?')}" if query and fits else page)
    messages.success(request, f"«{view.name}» görünümü kaydedildi.")
    return go(request, view.url)


def _own(request: Request, view_id: int) -> SavedView:
    view = SavedView.objects.filter(pk=view_id, owner_id=request.actor.user_id).first()
    if view is None:
        raise Http404
    return view


def _done(request: Request, view_id: int, write: Callable[[], object], said: str) -> HttpResponse:
    page = _own(request, view_id).page
    try:
        write()
    except ObjectDoesNotExist:
        raise Http404 from None
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return go(request, _back(request, page))


@only_post
def change(request: Request, view_id: int) -> HttpResponse:
    return _done(
        request,
        view_id,
        lambda: services.change_view(
            view_id,
            actor=request.actor,
            name=request.POST.get("name", ""),
            unit_id=_unit(request),
            position=request.POST.get("position", ""),
        ),
        "Görünüm değiştirildi.",
    )


@only_post
def drop(request: Request, view_id: int) -> HttpResponse:
    return _done(request, view_id, lambda: services.drop_view(view_id, actor=request.actor), "Görünüm silindi.")
