"""What the pages of all apps share: the 404 of what is out of reach, filters in the address, one form, one story."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from pydantic import BaseModel, ValidationError

from konak.foundation.cases import queries as cases
from konak.foundation.cases.models import Case
from konak.foundation.lifecycle import Refused
from konak.foundation.trail import queries as trail
from konak.foundation.trail.services import write
from konak.foundation.ui import slots
from konak.foundation.ui.parts import Moment

from .actions import go, run
from .http import Request

T = TypeVar("T")
F = TypeVar("F", bound=BaseModel)


def found(query: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """What `query` finds; unknown and out of reach are the same 404."""
    try:
        return query(*args, **kwargs)
    except ObjectDoesNotExist:
        raise Http404 from None


TAKEN = "web.page"
"""The kind of subject of a line about a list or report that was taken out: the page, by its address."""


def tell_taken(request: Request, form: str) -> None:
    """Write down that the list or report of this page was taken out in this form ("xlsx").

    The middleware `reports` does it for every `?bicim=…`.
    """
    write(actor=request.actor, kind=TAKEN, subject=request.path[:64], verb="export", note=form.upper())


def asked(request: Request, *names: str) -> dict[str, str]:
    """These parameters of the address as short plain words, empty where one is missing."""
    return {name: request.GET.get(name, "").replace("\0", "").strip()[:200] for name in names}


def filters_of(kind: type[F], query: QueryDict) -> F:
    """The filters in a query string; what makes no sense is left out."""
    values = {name: str(query[name]).replace("\0", "") for name in kind.model_fields if query.get(name)}
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        wrong = {str(fault["loc"][0]) for fault in error.errors()}
        return kind.model_validate({name: value for name, value in values.items() if name not in wrong})


def address(base: Mapping[str, Any] | BaseModel, **change: Any) -> str:
    """The query string of these filters with `change`; None or "" takes one out."""
    values = base.model_dump(exclude_none=True) if isinstance(base, BaseModel) else dict(base)
    kept = {name: value for name, value in (values | change).items() if value not in (None, "")}
    return "?" + urlencode(kept) if kept else "?"


def here(request: Request, **change: Any) -> str:
    """The address of this page with some of its parameters changed; None or "" takes one out."""
    values = request.GET.copy()
    for name, value in change.items():
        if value in (None, ""):
            values.pop(name, None)
        else:
            values[name] = str(value)
    return f"{request.path}?{values.urlencode()}" if values else request.path


def posted(request: Request) -> QueryDict | None:
    """What a form without files is bound to: nothing unless something was posted."""
    return request.POST if request.method == "POST" else None


def given(request: Request) -> dict[str, Any]:
    """What a form is bound to, files as well: nothing unless something was posted."""
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
        if form.is_valid():
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


Told = Mapping[str, tuple[str, str, str]]
"""Verb of the trail → what it says on the page, icon, colour."""

COMMON: Told = {
    "claim": ("dosyayı üstlendi", "user-check", "open"),
    "assign": ("dosyayı birine verdi", "user-plus", "open"),
    "unassign": ("dosyayı birime bıraktı", "users", ""),
    "attach": ("dosya ekledi", "paperclip", ""),
    "link": ("başka bir dosyaya bağladı", "link", ""),
}


def moments(kind: str, subject: object, told: Told | None = None, *, last: int = 0) -> list[Moment]:
    """What persons did with a record, oldest first; with `last` only that many. The record was found by a reach."""
    shown = []
    for entry in trail.story(kind, subject):
        if entry.verb == "comment":
            continue  # a file tells it once, with its text
        words, icon, colour = (
            (told or {}).get(entry.verb)
            or slots.verb_of(kind, entry.verb)
            or COMMON.get(entry.verb)
            or (f"işlem yaptı ({entry.verb})", "point", "")
        )
        seat = f"{entry.seat.get_position_display()}, {entry.seat.unit}" if entry.seat else ""
        if entry.seat is not None and entry.seat.acting_for_id:
            seat += " (vekâleten)"
        shown.append(Moment(entry.at, words, entry.user or "Konak", entry.note, icon, colour, seat))
    return shown[-last:]


def case_moments(case: Case) -> list[Moment]:
    """What persons did with a file and what they wrote about it, oldest first."""
    written = [Moment(one.at, "yazdı", one.author, one.text, "message", "") for one in cases.comments(case)]
    return sorted(moments(case.kind, case.number) + written, key=lambda moment: moment.at)
