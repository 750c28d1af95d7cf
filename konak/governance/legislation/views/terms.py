"""Definitions bound to our registers; the register of bodies outside the house."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from konak.foundation.ui import workbook
from konak.foundation.web.actions import go, run
from konak.foundation.web.http import Request
from konak.foundation.web.pages import found

from .. import access, queries, services
from ..forms.terms import BodyForm, EndTermForm, TermForm, TermNoteForm
from ..models import ExternalBody
from . import sheets


def _dialog(request: Request, form: Any, title: str, lead: str = "", button: str = "Kaydet") -> HttpResponse:
    template = "ui/act.html" if request.htmx else "ui/act_page.html"
    context = {"form": form, "title": title, "button": button, "lead": lead, "danger": False}
    return render(request, template, context, status=422 if form.is_bound else 200)


@require_GET
def index(request: Request) -> HttpResponse:
    """Terms bound to nothing, bodies outside the house; the one that was looked for is marked."""
    if workbook.asked(request):
        return sheets.terms(queries.unresolved(request.actor), workbook.every(queries.bodies()))
    context = {
        "open": queries.unresolved(request.actor),
        "bodies": queries.bodies(),
        "asked": request.GET.get("kurum", ""),
        "may": request.actor.holds(access.REVIEW),
    }
    return render(request, "legislation/terms.html", context)


def bind(request: Request, definition_id: int) -> HttpResponse:
    """Say what a term means; a button beside a proposal posts the same value."""
    try:
        definition = queries.definition(request.actor, definition_id)
    except ObjectDoesNotExist:
        raise Http404 from None
    bound = request.method == "POST"
    offer = str(request.GET.get("oneri", ""))
    form = TermForm(request.POST if bound else None, definition=definition, offer=offer)
    if bound and run(form, services.bind_term, definition_id, actor=request.actor) is not None:
        return go(
            request, reverse("legislation:regulation", args=[definition.regulation.case.number]) + "?sekme=tanimlar"
        )
    return _dialog(request, form, f"«{definition.term}» neyi gösterir?", definition.meaning, "Bağla")


def note(request: Request, definition_id: int) -> HttpResponse:
    """An editor's note beside a definition."""
    definition = found(queries.definition, request.actor, definition_id)
    form = TermNoteForm(request.POST) if request.method == "POST" else TermNoteForm(initial={"note": definition.note})
    if form.is_bound and run(form, services.note_term, definition_id, actor=request.actor) is not None:
        page = reverse("legislation:regulation", args=[definition.regulation.case.number])
        return go(request, f"{page}?sekme=tanimlar")
    return _dialog(request, form, f"«{definition.term}» için not", definition.meaning)


def body(request: Request, body_id: int | None = None) -> HttpResponse:
    """Enter or change an institution outside the house."""
    known = ExternalBody.objects.filter(pk=body_id).first() if body_id else None
    if body_id and known is None:
        raise Http404
    initial = {name: getattr(known, name) for name in BodyForm.base_fields} if known else {}
    form = BodyForm(request.POST) if request.method == "POST" else BodyForm(initial=initial)
    if form.is_bound and run(form, services.keep_body, body_id, actor=request.actor) is not None:
        return go(request, reverse("legislation:terms") + "#kurumlar")
    return _dialog(request, form, "Dış kurum")


def end(request: Request, definition_id: int) -> HttpResponse:
    """Say that a term no longer means what it was bound to."""
    try:
        definition = queries.definition(request.actor, definition_id)
    except ObjectDoesNotExist:
        raise Http404 from None
    form = EndTermForm(request.POST if request.method == "POST" else None)
    if form.is_bound and run(form, services.end_term, definition_id, actor=request.actor) is not None:
        return go(
            request, reverse("legislation:regulation", args=[definition.regulation.case.number]) + "?sekme=tanimlar"
        )
    return _dialog(request, form, f"«{definition.term}» bağını sonlandır", definition.meaning, "Sonlandır")
