"""What the doors of this app share."""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from pydantic import BaseModel, ValidationError

from konak.foundation.lifecycle import Refused
from konak.foundation.trail.queries import story
from konak.foundation.ui import slots
from konak.foundation.ui.parts import Moment
from konak.foundation.web.actions import go, run
from konak.foundation.web.http import Request

T = TypeVar("T")
F = TypeVar("F", bound=BaseModel)
PER_PAGE = 50


def found(query: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """What `query` finds; unknown and out of reach are the same 404."""
    try:
        return query(*args, **kwargs)
    except ObjectDoesNotExist:
        raise Http404 from None


def filters_of(kind: type[F], asked: QueryDict) -> F:
    """The filters in a query string; what makes no sense is left out."""
    values = {name: str(asked[name]).replace("\0", "") for name in kind.model_fields if asked.get(name)}
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        wrong = {str(fault["loc"][0]) for fault in error.errors()}
        return kind.model_validate({k: value for k, value in values.items() if k not in wrong})


def address(filters: BaseModel, **change: Any) -> str:
    """The query string of these filters with `change`; None takes one out."""
    values = filters.model_dump(exclude_none=True) | change
    kept = {key: value for key, value in values.items() if value not in (None, "")}
    return "?" + urlencode(kept) if kept else "?"


def given(request: Request) -> dict[str, Any]:
    """What a form is bound to: nothing unless something was posted."""
    return {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}


def answer(
    request: Request,
    form: forms.Form,
    service: Callable[..., Any],
    *args: Any,
    title: str,
    next_url: Callable[[Any], str],
    button: str = "Kaydet",
    lead: str = "",
    danger: bool = False,
    done: str = "",
    **kwargs: Any,
) -> HttpResponse:
    """One form, in a dialog or on a page of its own; the service runs, a refusal comes back in the same form."""
    if form.is_bound:
        result = run(form, service, *args, actor=request.actor, **kwargs)
        if result is not None:
            if done:
                messages.success(request, done)
            return go(request, next_url(result))
    template = "ui/act.html" if request.htmx else "ui/act_page.html"
    context = {"form": form, "title": title, "button": button, "lead": lead, "danger": danger}
    return render(request, template, context, status=422 if form.is_bound else 200)


def press(
    request: Request, service: Callable[..., Any], *args: Any, back: str, done: str, **kwargs: Any
) -> HttpResponse:
    """A press without a form: do it, say so, go back; a refusal is said there."""
    try:
        found(service, *args, actor=request.actor, **kwargs)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return go(request, back)


def moments(kind: str, subject: object) -> list[Moment]:
    """The story of a record of ours that is no case."""
    shown = []
    for entry in story(kind, subject):
        words, icon, colour = slots.verb_of(kind, entry.verb) or (entry.verb, "point", "")
        seat = f"{entry.seat.get_position_display()}, {entry.seat.unit.name}" if entry.seat else ""
        shown.append(Moment(entry.at, words, entry.user or "Konak", entry.note, icon, colour, seat))
    return shown[-40:]
