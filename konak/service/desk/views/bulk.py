"""One act on several tickets of a list, and the board with a column for each state."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET

from konak.foundation.lifecycle import Refused
from konak.foundation.ui.parts import Tab
from konak.foundation.web.actions import go
from konak.foundation.web.http import Request

from .. import access, queries, services
from ..forms import (
    BulkAssignForm,
    BulkForm,
    BulkJoinForm,
    BulkMacroForm,
    BulkPriorityForm,
    BulkStateForm,
    BulkTagForm,
    FilterForm,
)
from .frame import filters_of


class Bulk(NamedTuple):
    label: str
    form: type[Any]
    button: str
    icon: str
    knows: bool = False
    """Its form wants to know who acts."""
    key: str = ""
    """The key that presses it."""


BULKS: dict[str, Bulk] = {
    "take": Bulk("Bana al", BulkForm, "Bana al", "user-check", key="t"),
    "assign": Bulk("Birine ver", BulkAssignForm, "Ver", "user-plus", True),
    "state": Bulk("Durumu değiştir", BulkStateForm, "Değiştir", "refresh"),
    "priority": Bulk("Önceliği değiştir", BulkPriorityForm, "Değiştir", "flame"),
    "tag": Bulk("Etiketle", BulkTagForm, "Etiketle", "tag"),
    "macro": Bulk("Makro çalıştır", BulkMacroForm, "Çalıştır", "bolt", True),
    "join": Bulk("Birleştir, bağla", BulkJoinForm, "Uygula", "git-merge", True, "m"),
}


def offered(request: Request) -> list[tuple[str, Bulk]]:
    """The acts that make sense to this person."""
    may = {"assign": access.DISPATCH}
    return [(key, one) for key, one in BULKS.items() if request.actor.holds(may.get(key, access.WORK))]


def _back(request: Request) -> str:
    asked = request.POST.get("geri") or request.GET.get("geri") or ""
    safe = url_has_allowed_host_and_scheme(asked, None) and asked.startswith("/")
    return asked if safe else reverse("desk:queue")


def act(request: Request) -> HttpResponse:
    """GET asks what the act needs to know, POST does it and says what became of each ticket."""
    if not request.actor.holds(access.WORK):
        raise Http404
    asked = request.POST if request.method == "POST" else request.GET
    key = asked.get("islem", "")
    if key not in BULKS:
        raise Http404
    bulk, numbers = BULKS[key], asked.getlist("number")[: services.MOST + 1]
    more: dict[str, Any] = {"actor": request.actor} if bulk.knows else {}
    if key == "join":
        more["chosen"] = numbers
    bound = request.method == "POST"
    form = bulk.form(request.POST, **more) if bound else bulk.form(**more)
    if not numbers:
        form.full_clean()
        if bound:
            form.add_error(None, "Önce listeden talep seçin.")
    elif bound and form.is_valid():
        try:
            found = services.many(form.meant(numbers), actor=request.actor, **({"act": key} | form.facts()))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _told(request, bulk, found)
    context = {"form": form, "bulk": bulk, "key": key, "numbers": numbers, "back": _back(request)}
    template = "desk/_bulk.html" if request.htmx else "desk/bulk.html"
    return render(request, template, context, status=422 if bound else 200)


def _told(request: Request, bulk: Bulk, found: list[services.Done]) -> HttpResponse:
    good, refused = [one for one in found if one.done], [one for one in found if not one.done]
    if not refused:
        messages.success(request, f"{bulk.label}: {len(good)} talepte yapıldı.")
        return go(request, _back(request))
    context = {"bulk": bulk, "good": good, "refused": refused, "back": _back(request)}
    return render(request, "desk/_bulk_told.html" if request.htmx else "desk/bulk_told.html", context)


@require_GET
def similar(request: Request) -> HttpResponse:
    """Tickets whose number or subject begins like what is typed, for the fields that name one."""
    if not request.actor.holds(access.WORK):
        raise Http404
    words = next((request.GET[name] for name in ("into", "other", "parent") if request.GET.get(name)), "")
    rows = queries.may_link(request.actor, words.replace("\0", "").strip(), 0) if len(words.strip()) > 2 else []
    return render(request, "desk/_similar.html", {"rows": rows})


@require_GET
def kanban(request: Request) -> HttpResponse:
    """Open work by state; a card moves by dragging, by its menu, or by Shift and an arrow: always through a step."""
    if not request.actor.holds(access.VIEW):
        raise Http404
    asked = request.GET.get("kuyruk", "")
    key = asked if asked in {"bana", "ekip", "atanmamis", "geciken"} else "ekip"
    filters = filters_of(request.GET)
    form = FilterForm(filters, key, request.actor)
    columns = queries.kanban(request.actor, key, filters)
    here = reverse("desk:kanban")
    shown = [one for one in queries.queues_of(request.actor) if one.key in {"bana", "ekip", "atanmamis", "geciken"}]
    context = {
        "columns": columns,
        "form": form,
        "key": key,
        "chips": form.chips(),
        "clear": f"{here}?kuyruk={key}",
        "list": reverse("desk:queue") + form.address(),
        "tabs": [Tab(one.label, f"{here}?kuyruk={one.key}", one.key == key) for one in shown],
        "works": request.actor.holds(access.WORK),
        "back": f"geri=tahta&ekip={filters.unit or ''}",
    }
    return render(request, "desk/kanban.html", context)
