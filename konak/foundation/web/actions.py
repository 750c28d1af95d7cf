"""The one HTML door for an action: a form in, a service call, a fragment or the next page out."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django_htmx.http import HttpResponseClientRedirect

from konak.foundation.lifecycle import Refused

from .http import Request

Service = Callable[..., Any]


def go(request: Request, url: str) -> HttpResponse:
    """Redirect that works for both a plain form and an HTMX request."""
    return HttpResponseClientRedirect(url) if request.htmx else HttpResponseRedirect(url)


def run(form: forms.Form, service: Service, *args: Any, **kwargs: Any) -> Any | None:
    """Call `service` with the cleaned form; a refusal becomes an error of the form, a missing record a 404."""
    if not form.is_valid():
        return None
    try:
        return service(*args, **kwargs, **form.cleaned_data)
    except ObjectDoesNotExist:
        raise Http404 from None
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None


def act(
    service: Service,
    form_class: type[forms.Form],
    next_url: Callable[[Any], str],
    *,
    title: str,
    button: str = "Kaydet",
    lead: str = "",
    danger: bool = False,
) -> Callable[..., HttpResponse]:
    """GET shows the form, POST runs `service(*url args, actor=…, **cleaned)`; a refusal comes back in the same form.

    The same view serves a dialog (HTMX) and a page of its own (no script): only the frame differs.
    """

    def view(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        bound = request.method == "POST"
        form = form_class(request.POST, request.FILES) if bound else form_class(initial=request.GET.dict())
        if bound:
            result = run(form, service, *args, actor=request.actor, **kwargs)
            if result is not None:
                return go(request, next_url(result))
        template = "ui/act.html" if request.htmx else "ui/act_page.html"
        context = {"form": form, "title": title, "button": button, "lead": lead, "danger": danger}
        return render(request, template, context, status=422 if bound else 200)

    return view
