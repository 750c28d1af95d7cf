"""Keeping, changing and dropping views of lists."""

import re

from django.db import IntegrityError, transaction
from django.urls import Resolver404, resolve

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import User
from konak.foundation.people.positions import Position

from .models import SavedView
from .queries import shareable

MOST_VIEWS = 30
LONGEST_NAME = 60
LONGEST_QUERY = 1_000
NO_PAGES = ("/api/", "/static/", "/gorunum/")
"""Doors that answer, but are no pages of the house."""
CONTROL = re.compile(r"[\x00-\x1f\x7f\\]")


def local_page(page: str) -> str:
    """The path of a page of this house, or a refusal: a view never leads out of it."""
    wrong = not page.startswith("/") or page.startswith("//") or CONTROL.search(page) or len(page) > 200
    if wrong or "?" in page or "#" in page or page.startswith(NO_PAGES):
        raise Refused("Bu adres bir liste sayfası değil.")
    try:
        resolve(page)
    except Resolver404:
        raise Refused("Bu adres bir liste sayfası değil.") from None
    return page


def _name(name: str) -> str:
    kept = " ".join(name.split())
    if not kept:
        raise Refused("Görünüme bir ad verin.")
    if len(kept) > LONGEST_NAME:
        raise Refused(f"Görünümün adı en çok {LONGEST_NAME} karakter olabilir.")
    return kept


def _query(query: str) -> str:
    kept = query.removeprefix("?")
    if len(kept) > LONGEST_QUERY:
        raise Refused("Süzgeçler kaydedilemeyecek kadar uzun; birkaçını kaldırıp yeniden deneyin.")
    if CONTROL.search(kept):
        raise Refused("Süzgeçler okunamadı; sayfayı yenileyip yeniden deneyin.")
    return kept


def _unit(actor: Actor, unit_id: int | None) -> int | None:
    if unit_id is not None and unit_id not in shareable(actor):
        raise Refused("Görünümü yalnız kendi biriminizle ve bu yetkiniz varsa paylaşabilirsiniz.")
    return unit_id


def _position(unit_id: int | None, position: str) -> str:
    if position and position not in Position.values:
        raise Refused("Görünümün paylaşılacağı görev bilinmiyor.")
    return position if unit_id is not None else ""


def _kept(view: SavedView) -> SavedView:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError:
        raise Refused(f"Bu sayfada «{view.name}» adlı bir görünümünüz var; başka bir ad verin.") from None
    return view


@transaction.atomic
def save_view(
    *, actor: Actor, page: str, name: str, query: str = "", unit_id: int | None = None, position: str = ""
) -> SavedView:
    """Keep the filters of a list under a name; shared, it is the unit's, or that of a position in it and below it."""
    if actor.user_id is None:
        raise Refused("Görünüm kaydetmek için oturum açın.")
    page, name, query = local_page(page), _name(name), _query(query)
    unit_id = _unit(actor, unit_id)
    # Two windows of one person wait for each other here, so that the measure holds.
    User.objects.select_for_update().get(pk=actor.user_id)
    if SavedView.objects.filter(owner_id=actor.user_id, page=page).count() >= MOST_VIEWS:
        raise Refused(f"Bir sayfada en çok {MOST_VIEWS} görünüm saklanır; kullanmadığınız birini silin.")
    view = SavedView(owner_id=actor.user_id, page=page, name=name, query=query, unit_id=unit_id)
    view.position = _position(unit_id, position)
    return _kept(view)


@transaction.atomic
def change_view(
    view_id: int, *, actor: Actor, name: str, unit_id: int | None = None, position: str = ""
) -> SavedView:
    """Another name, and shared or no longer shared. What stays shared needs no permission anew."""
    view = SavedView.objects.select_for_update().get(pk=view_id, owner_id=actor.user_id)
    view.name = _name(name)
    if unit_id != view.unit_id:
        view.unit_id = _unit(actor, unit_id)
    view.position = _position(view.unit_id, position)
    return _kept(view)


@transaction.atomic
def drop_view(view_id: int, *, actor: Actor) -> str:
    """Away with one's own view; tells the page it stood on."""
    view = SavedView.objects.select_for_update().get(pk=view_id, owner_id=actor.user_id)
    view.delete()
    return str(view.page)
