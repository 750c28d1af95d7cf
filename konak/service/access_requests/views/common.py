"""What the pages of this app share: the 404 of what is out of reach, one form in a dialog, stories, addresses."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render

from konak.foundation.access import Permission
from konak.foundation.cases import queries as cases
from konak.foundation.cases.models import Case
from konak.foundation.documents.services import render_pdf
from konak.foundation.people.models import Unit
from konak.foundation.people.queries import units
from konak.foundation.trail import queries as trail
from konak.foundation.ui import slots
from konak.foundation.ui.parts import Moment
from konak.foundation.web.actions import go, run
from konak.foundation.web.http import Request

T = TypeVar("T")


def found(query: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """What `query` finds; unknown and out of reach are the same 404."""
    try:
        return query(*args, **kwargs)
    except ObjectDoesNotExist:
        raise Http404 from None


def posted(request: Request) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def dialog(
    request: Request,
    form: forms.Form,
    service: Callable[..., Any],
    *args: Any,
    title: str,
    next_url: Callable[[Any], str],
    button: str = "Kaydet",
    lead: str = "",
    danger: bool = False,
    said: str = "",
) -> HttpResponse:
    """One form about a record, in a dialog or on a page of its own."""
    if form.is_bound:
        before = len(form.errors)
        made = run(form, service, *args, actor=request.actor)
        if form.is_valid() and not form.errors and before == 0:
            if said:
                messages.success(request, said)
            return go(request, next_url(made))
    template = "ui/act.html" if request.htmx else "ui/act_page.html"
    context = {"form": form, "title": title, "button": button, "lead": lead, "danger": danger}
    return render(request, template, context, status=422 if form.is_bound else 200)


def story(kind: str, subject: object) -> list[Moment]:
    """What persons did with a row of a register, oldest first."""
    moments = []
    for entry in trail.story(kind, subject):
        if entry.verb == "comment":
            continue  # told once, with its text
        words, icon, colour = slots.verb_of(kind, entry.verb) or COMMON.get(
            entry.verb, (f"işlem yaptı ({entry.verb})", "point", "")
        )
        seat = f"{entry.seat.get_position_display()}, {entry.seat.unit}" if entry.seat else ""
        if entry.seat is not None and entry.seat.acting_for_id:
            seat += " (vekâleten)"
        moments.append(Moment(entry.at, words, entry.user or "Konak", entry.note, icon, colour, seat))
    return moments


COMMON: dict[str, tuple[str, str, str]] = {
    "claim": ("işi üstlendi", "user-check", "open"),
    "assign": ("dosyayı birine verdi", "user-plus", "open"),
    "unassign": ("dosyayı birime bıraktı", "users", ""),
    "attach": ("dosya ekledi", "paperclip", ""),
    "link": ("başka bir dosyaya bağladı", "link", ""),
}


def case_story(case: Case) -> list[Moment]:
    """What persons did with a file and what they wrote about it, oldest first."""
    moments = story(case.kind, case.number)
    moments += [Moment(one.at, "yazdı", one.author, one.text, "message", "") for one in cases.comments(case)]
    return sorted(moments, key=lambda moment: moment.at)


def address(request: Request, **changes: Any) -> str:
    """The address of this page with some of its parameters changed; None takes one out."""
    values = request.GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            values.pop(name, None)
        else:
            values[name] = str(value)
    return f"{request.path}?{values.urlencode()}" if values else request.path


def numbers(values: Iterable[str]) -> list[int]:
    return [int(value) for value in values if value.isdecimal() and len(value) < 19]


def word(request: Request, name: str, longest: int = 120) -> str:
    return request.GET.get(name, "").replace("\x00", "")[:longest]


def units_for(request: Request, permission: Permission) -> QuerySet[Unit]:
    """The units a permission reaches."""
    reach = request.actor.reach(permission)
    return units() if reach.everywhere else units().filter(pk__in=reach.units)


def pdf(template: str, data: dict[str, Any], name: str) -> HttpResponse:
    response = HttpResponse(render_pdf(template, data), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def with_file(values: dict[str, Any]) -> dict[str, Any]:
    """A cleaned upload as services take it: the bytes and the name."""
    file = values.pop("file", None)
    return values | ({"file": file.file, "file_name": file.name} if file else {})
