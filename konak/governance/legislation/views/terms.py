"""Definitions bound to our registers; the registers of bodies outside the house and of groups."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from konak.foundation.lifecycle import Refused
from konak.foundation.web.actions import go, run
from konak.foundation.web.http import Request

from .. import access, queries, services
from ..forms.terms import BodyForm, GroupForm, Rules, TermForm
from ..models import ExternalBody, Group


def _dialog(request: Request, form: Any, title: str, lead: str = "", button: str = "Kaydet") -> HttpResponse:
    template = "ui/act.html" if request.htmx else "ui/act_page.html"
    context = {"form": form, "title": title, "button": button, "lead": lead, "danger": False}
    return render(request, template, context, status=422 if form.is_bound else 200)


@require_GET
def index(request: Request) -> HttpResponse:
    """Terms bound to nothing, groups with their members, bodies outside the house."""
    shown = [(group, queries.members(group.code)) for group in queries.groups()]
    context = {
        "open": queries.unresolved(request.actor),
        "groups": shown,
        "bodies": queries.bodies(),
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


def group(request: Request, group_id: int | None = None) -> HttpResponse:
    """Enter or change a group and its rules; who belongs to it today stands beside."""
    known = Group.objects.filter(pk=group_id).first() if group_id else None
    if group_id and known is None:
        raise Http404
    rows = (
        [{"position": rule.position, "unit": rule.unit_id, "below": rule.below} for rule in known.rules.all()]
        if known
        else []
    )
    bound = request.method == "POST"
    form = GroupForm(request.POST) if bound else GroupForm(initial=GroupForm.known(known) if known else {})
    rules = Rules(request.POST) if bound else Rules(initial=rows)
    if bound and form.is_valid() and rules.is_valid():
        given = [
            {"position": one["position"], "unit_id": one["unit"].pk if one["unit"] else None, "below": one["below"]}
            for one in (rule.cleaned_data for rule in rules if rule.has_changed())
        ]
        try:
            services.keep_group(group_id, actor=request.actor, **form.cleaned_data, rules=given)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return go(request, reverse("legislation:terms") + "#gruplar")
    day = queries.past_day(request.GET.get("tarih", ""))
    context = {
        "group": known,
        "form": form,
        "rules": rules,
        "members": queries.members(known.code, day) if known else [],
        "day": day,
        "today": localdate(),
        "may": request.actor.holds(access.REVIEW),
    }
    return render(request, "legislation/group.html", context, status=422 if bound else 200)
