"""The pages of a register that is described in `shapes`: its list, one record, the forms that write it."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from konak.foundation.ui.parts import Chip, Tab
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, asked, filters_of, found, given, moments

from .. import access
from ..forms import NothingForm
from ..tables import Button
from ..tables import further as tables
from .common import listing
from .shapes import keeps, shape_of, to

LONG = 60
"""Words longer than this take a line of their own."""


@require_GET
def index(request: Request, slug: str) -> HttpResponse:
    shape = shape_of(slug)
    second = shape.choices[0] if shape.choices else ""
    names = [shape.tab, *([second] if second else []), "q", "sonra"]
    ask = asked(request, *names)
    ask.setdefault("q", "")
    if shape.tabs and ask[shape.tab] not in shape.tabs:
        ask[shape.tab] = ""
    full = {name: ask[name] for name in names if name != "sonra"}
    filters = filters_of(shape.filter, request.GET) if shape.filter else None
    rows = shape.rows(request.actor, filters)
    chips = [Chip("Arama", ask["q"], address(full, q=""))] if ask["q"] and shape.search else []
    if shape.choices and ask[second] in shape.choices[1].values:
        chips.append(Chip(shape.choices[2], str(shape.choices[1](ask[second]).label), address(full, **{second: ""})))
    buttons = []
    if request.actor.holds(access.KEEP):
        buttons.append(Button(f"{shape.what} yaz", to(f"{slug}_add"), "plus", primary=True))
    buttons += shape.beside(request) if shape.beside else []
    return listing(
        request, shape.listing, rows, shape.order, title=shape.title, lead=shape.lead, here=slug,
        file=slug_of(shape.title), asked=ask,
        tabs=[
            Tab(label, address(full, **{shape.tab: code}), ask[shape.tab] == code)
            for code, label in shape.tabs.items()
        ],
        chips=chips, search=shape.search, buttons=buttons, empty=shape.empty, hint=shape.hint, nav=shape.nav,
        icon=shape.register.icon, may_guests=request.actor.holds(access.GUESTS),
    )  # fmt: skip


def slug_of(title: str) -> str:
    from django.utils.text import slugify

    return slugify(title.translate(str.maketrans("ıİğĞşŞöÖüÜçÇ", "iIgGsSoOuUcC")))


def add(request: Request, slug: str) -> HttpResponse:
    shape = shape_of(slug)
    if not request.actor.holds(access.KEEP):
        raise Http404
    return answer(
        request,
        shape.form(**given(request), actor=request.actor),
        shape.register.add,
        title=f"{shape.what} yaz",
        button="Yaz",
        next_url=lambda made: to(f"{slug}_one", made.pk),
    )


def edit(request: Request, slug: str, key: int) -> HttpResponse:
    shape = shape_of(slug)
    one = found(shape.register.find, request.actor, key)
    initial = {name: getattr(one, name) for name in shape.fields}
    initial |= {name: getattr(one, name) for name in ("description", "tags") if hasattr(one, name)}
    initial |= {name: getattr(one, name) for name in ("user", "assignee") if hasattr(one, name)}
    return answer(
        request,
        shape.form(**given(request), actor=request.actor, fixed=True, initial=initial),
        shape.register.edit,
        key,
        title=f"{shape.what}: düzenle",
        lead=str(one),
        next_url=lambda _: to(f"{slug}_one", key),
    )


def drop(request: Request, slug: str, key: int) -> HttpResponse:
    shape = shape_of(slug)
    one = found(shape.register.find, request.actor, key)
    return answer(
        request,
        NothingForm(**given(request)),
        shape.register.drop,
        key,
        title=f"{shape.what}: çıkar",
        button="Çıkar",
        lead=f"{one} kaydı silinir; geçmişi durur.",
        danger=True,
        next_url=lambda _: to(slug),
    )


@require_GET
def record(request: Request, slug: str, key: int) -> HttpResponse:
    shape = shape_of(slug)
    one = found(shape.register.find, request.actor, key)
    buttons = list(shape.buttons(one, request)) if shape.buttons else []
    if keeps(request, one):
        buttons.append(Button("Düzenle", to(f"{slug}_edit", key), "pencil"))
        if slug != "vpn":
            buttons.append(Button("Çıkar", to(f"{slug}_drop", key), "trash", danger=True))
    status = getattr(one, f"get_{shape.state}_display")() if shape.state else ""
    facts = [(row[0], row[1], row[2] if len(row) > 2 else "") for row in shape.facts(one)]
    if getattr(one, "description", ""):
        facts.append(("Açıklama", one.description, ""))
    if getattr(one, "tags", None):
        facts.append(("Etiketler", ", ".join(one.tags), ""))
    context = {
        "one": one,
        "what": shape.what,
        "icon": shape.register.icon,
        "list_title": shape.title,
        "back": to(slug),
        "status": status,
        "kind": shape.kinds.get(getattr(one, shape.state), "open") if shape.state else "open",
        "facts": [(*row, len(str(row[1])) > LONG) for row in facts if row[1] not in (None, "", "–")],
        "sections": shape.sections(one, request) if shape.sections else [],
        "buttons": buttons,
        "story": moments(shape.register.kind, one.pk, tables.FURTHER_TOLD, last=30),
    }
    return render(request, "network/kept.html", context)


def act(
    request: Request, slug: str, key: int, form: Any, service: Callable[..., Any], title: str, **more: Any
) -> HttpResponse:
    one = found(shape_of(slug).register.find, request.actor, key)
    more.setdefault("lead", str(one))
    return answer(request, form, service, key, title=title, next_url=lambda _: to(f"{slug}_one", key), **more)
