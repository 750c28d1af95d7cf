"""What the pages of the desk share: rooms as tabs, dialogs, and the way back."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from pydantic import ValidationError

from konak.foundation.access import Actor
from konak.foundation.ui.parts import Tab
from konak.foundation.web.actions import go, run
from konak.foundation.web.http import Request

from .. import access, queries


def at_desk(request: Request) -> None:
    """Mark the desk in the menu: whoever works looks as an agent, though the address begins like the portal's."""
    request.stands_at = reverse("desk:queue")


def page_of(number: str) -> str:
    return reverse("desk:ticket", args=[number])


def dialog(
    request: Request,
    form: forms.Form,
    service: Callable[..., Any],
    *args: Any,
    next_url: str | Callable[[Any], str],
    title: str,
    button: str,
    done: str = "",
    lead: str = "",
    danger: bool = False,
) -> HttpResponse:
    """GET asks, POST does; a refusal comes back in the same form. Works as a dialog and as a page."""
    bound = request.method == "POST"
    if bound:
        result = run(form, service, *args, actor=request.actor)
        if result is not None:
            if done:
                messages.success(request, done)
            return go(request, next_url(result) if callable(next_url) else next_url)
    template = "ui/act.html" if request.htmx else "ui/act_page.html"
    shown = {"form": form, "title": title, "button": button, "lead": lead, "danger": danger}
    return render(request, template, shown, status=422 if bound else 200)


def bound_or(request: Request, form_class: type[Any], **more: Any) -> Any:
    """The form as it was sent, or empty."""
    if request.method == "POST":
        return form_class(request.POST, request.FILES, **more)
    return form_class(**more)


BUILDING = (
    ("catalogue", "Hizmetler"),
    ("levels", "Süreler"),
    ("matrix", "Öncelik"),
    ("team", "Ekipler"),
    ("sablonlar", "Şablonlar"),
    ("makrolar", "Makrolar"),
    ("metinler", "Hazır metinler"),
)
TOOLS = frozenset({"sablonlar", "makrolar", "metinler"})


def building_tabs(here: str, actor: Actor) -> list[Tab]:
    def url(name: str) -> str:
        return reverse("desk:tools", args=[name]) if name in TOOLS else reverse(f"desk:{name}")

    builds = actor.holds(access.CATALOGUE)
    return [Tab(label, url(name), name == here) for name, label in BUILDING if builds or name in TOOLS]


SEEING = (("board", "Pano"), ("statistics", "Grafikler"), ("reports", "Raporlar"), ("times", "Harcanan süre"))


def seeing_tabs(here: str) -> list[Tab]:
    return [Tab(label, reverse(f"desk:{name}"), name == here) for name, label in SEEING]


def filters_of(asked: QueryDict) -> queries.TicketFilter:
    """The filters in a query string; what makes no sense is left out."""
    values = {name: asked[name] for name in queries.TicketFilter.model_fields if asked.get(name)}
    try:
        return queries.TicketFilter.model_validate(values)
    except ValidationError as error:
        wrong = {str(fault["loc"][0]) for fault in error.errors()}
        return queries.TicketFilter.model_validate({k: value for k, value in values.items() if k not in wrong})
