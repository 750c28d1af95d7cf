"""What the doors of committees share: the same 404 for unknown and out of reach, and the dialog of an action."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import render

from konak.foundation.web.actions import go, run
from konak.foundation.web.http import Request

T = TypeVar("T")


def found(query: Callable[..., T], *args: Any) -> T:
    try:
        return query(*args)
    except ObjectDoesNotExist:
        raise Http404 from None


def filled(request: Request, form_class: type[forms.Form], **more: Any) -> forms.Form:
    """The form as sent, or fresh."""
    if request.method == "POST":
        return form_class(request.POST, request.FILES, **more)
    return form_class(**more)


def dialog(
    request: Request,
    form: forms.Form,
    service: Callable[..., Any],
    *args: Any,
    title: str,
    button: str,
    done: str,
    next_url: Callable[[Any], str],
    lead: str = "",
    danger: bool = False,
    template: str = "",
) -> HttpResponse:
    """GET the question, POST the answer; a refusal comes back in the same form."""
    bound = request.method == "POST"
    if bound:
        result = run(form, service, *args, actor=request.actor)
        if result is not None:
            messages.success(request, done)
            return go(request, next_url(result))
    page = template or ("ui/act.html" if request.htmx else "ui/act_page.html")
    shown = {"form": form, "title": title, "button": button, "lead": lead, "danger": danger}
    return render(request, page, shown, status=422 if bound else 200)
