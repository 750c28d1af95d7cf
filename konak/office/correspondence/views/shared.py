"""What the pages of documents share."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import render

from konak.foundation.web.actions import go, run
from konak.foundation.web.http import Request
from konak.foundation.web.pages import answer

from .. import services


def one(query: Callable[..., Any], *args: Any) -> Any:
    """What `query` finds; unknown and out of reach are the same 404."""
    try:
        return query(*args)
    except ObjectDoesNotExist:
        raise Http404 from None


def bound(request: Request, form_class: Callable[..., forms.Form], **more: Any) -> forms.Form:
    if request.method == "POST":
        return form_class(request.POST, request.FILES, **more)
    more.setdefault("initial", request.GET.dict())
    return form_class(**more)


def dialog(
    request: Request,
    form: forms.Form,
    service: Callable[..., Any],
    *args: Any,
    title: str,
    next_url: str,
    **more: Any,
) -> HttpResponse:
    """A form in a dialog that leads back to `next_url`."""
    return answer(request, form, service, *args, title=title, next_url=lambda made: next_url, **more)


def page_form(
    request: Request,
    form: forms.Form,
    service: Callable[..., Any],
    *args: Any,
    template: str,
    next_url: Callable[[Any], str],
    **shown: Any,
) -> HttpResponse:
    """A form on a page of its own."""
    if form.is_bound:
        made = run(form, service, *args, actor=request.actor)
        if form.is_valid() and made is not None:
            return go(request, next_url(made))
    return render(request, template, {"form": form, **shown}, status=422 if form.is_bound else 200)


def looked(request: Request, case: Any, what: str, detail: str = "") -> None:
    """Write the reading down, before the answer leaves."""
    if request.method == "GET":
        services.note_reading(case, actor=request.actor, what=what, detail=detail)
