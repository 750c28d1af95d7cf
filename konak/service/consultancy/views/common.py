"""What the doors of this app share."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from konak.foundation.web.actions import go, run
from konak.foundation.web.http import Request

T = TypeVar("T")
PER_PAGE = 50


def found(query: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """What `query` finds; unknown and out of reach are the same 404."""
    try:
        return query(*args, **kwargs)
    except ObjectDoesNotExist:
        raise Http404 from None


def address(base: Mapping[str, str], **change: str) -> str:
    kept = {key: value for key, value in {**base, **change}.items() if value}
    return "?" + urlencode(kept) if kept else "?"


def asked(request: Request, *names: str) -> dict[str, str]:
    return {name: request.GET.get(name, "").replace("\0", "").strip()[:200] for name in names}


def given(request: Request) -> dict[str, Any]:
    """What a form is bound to: nothing unless something was posted."""
    return {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}


def case_page(number: str) -> str:
    return reverse("front:case", args=[number])


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
