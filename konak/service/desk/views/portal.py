"""Destek Portalı: what an employee sees. Choose a service, say what it is, done."""

from contextlib import suppress
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.lifecycle import Refused
from konak.foundation.ui import workbook
from konak.foundation.web.actions import go, run
from konak.foundation.web.http import Request

from .. import queries, services
from ..forms import PREFIX, AskForm
from ..models import Service
from . import sheets
from .frame import page_of


@require_GET
def home(request: Request) -> HttpResponse:
    words = request.GET.get("q", "")
    page = queries.asked_by(request.actor, open_only=True, limit=6)
    context = {
        "shelves": queries.shelves(request.actor, words),
        "q": words,
        "mine": page.rows,
        "to_approve": queries.to_approve(request.actor),
        "found": queries.suggestions(words, request.actor) if words else [],
    }
    inside = request.htmx and not request.htmx.boosted
    return render(request, "desk/_portal_found.html" if inside else "desk/portal.html", context)


@require_GET
def mine(request: Request) -> HttpResponse:
    """Everything one ever asked for."""
    open_only = request.GET.get("hangi", "") == "acik"
    if workbook.asked(request):
        every = queries.asked_by(request.actor, open_only=open_only, limit=workbook.ENOUGH)
        return sheets.tickets("Taleplerim", every.rows, [("Görünüm", "Açık" if open_only else "Hepsi")])
    page = queries.asked_by(request.actor, open_only=open_only, after=request.GET.get("sonra", ""))
    here = reverse("desk:mine")
    context = {
        "rows": page.rows,
        "open_only": open_only,
        "older": f"{here}?sonra={page.after}{'&hangi=acik' if open_only else ''}" if page.after else "",
        "newer": here if request.GET.get("sonra") else "",
    }
    return render(request, "desk/mine.html", context)


def _service(request: Request, code: str) -> Service:
    try:
        return queries.offered(request.actor).get(code=code)
    except ObjectDoesNotExist:
        raise Http404 from None


def _from_draft(request: Request, service: Service) -> dict[str, Any]:
    draft = queries.draft_of(request.actor, service)
    return dict(draft.data) if draft else {}


def ask(request: Request, code: str) -> HttpResponse:
    """The form of one service; what was begun before waits in it."""
    service = _service(request, code)
    in_force = queries.form_of(service)
    if request.method == "POST":
        form = AskForm(request.POST, request.FILES, service=service, form=in_force)
        made = run(form, partial(services.open_ticket, service_code=service.code), actor=request.actor)
        if made is not None:
            messages.success(request, f"Talebiniz alındı: {made.case.number}. Gelişmeleri size bildireceğiz.")
            return go(request, page_of(made.case.number))
    else:
        draft = _from_draft(request, service)
        initial = draft | {name: value for name, value in request.GET.items() if name in {"subject", "asset_tag"}}
        form = AskForm(initial=initial, service=service, form=in_force)
        form.draft = bool(draft)  # type: ignore[attr-defined]
    context = {"service": service, "form": form}
    return render(request, "desk/ask.html", context, status=422 if form.is_bound else 200)


@require_POST
def questions(request: Request, code: str) -> HttpResponse:
    """The questions that are to be shown for what was answered so far; and what was typed is kept as a draft."""
    service = _service(request, code)
    form = AskForm(request.POST, service=service, form=queries.form_of(service))
    data = {
        name: value if len(value := request.POST.getlist(name)) > 1 or name in _many(form) else value[0]
        for name in request.POST
        if name != "csrfmiddlewaretoken" and name in form.fields
    }
    kept = AskForm(initial=data, service=service, form=form.form)
    with suppress(Refused):
        services.save_draft(code, actor=request.actor, data=data)
    return render(request, "desk/_questions.html", {"form": kept, "saved": True})


def _many(form: AskForm) -> set[str]:
    return {PREFIX + one["key"] for one in form.questions if one["type"] == "multi"}


@require_POST
def forget(request: Request, code: str) -> HttpResponse:
    services.drop_draft(code, actor=request.actor)
    return go(request, reverse("desk:ask", args=[code]))


@require_GET
def suggest(request: Request) -> HttpResponse:
    """What may already help, while the subject is typed."""
    words = request.GET.get("subject", "") or request.GET.get("q", "")
    return render(request, "desk/_suggestions.html", {"found": queries.suggestions(words, request.actor)})
