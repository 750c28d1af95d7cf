"""Tasks of the state registry: the list, and their steps."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from konak.foundation.ui import workbook
from konak.foundation.ui.parts import Tab
from konak.foundation.web.actions import go, run
from konak.foundation.web.http import Request

from .. import queries, services
from ..forms.registry import ConfirmForm, SubmitForm, WhyForm
from ..lifecycle import REGISTRY_LIFE, RegistryState
from . import sheets

PAGE = 200
STEPS: dict[str, tuple[Callable[..., Any], type[forms.Form], str]] = {
    "submit": (services.submit_registry, SubmitForm, "Bildirim kaydedildi; DETSİS'in onayı bekleniyor."),
    "confirm": (services.confirm_registry, ConfirmForm, "Kayıt doğrulandı; numaralar birimlere yazıldı."),
    "return": (services.return_registry, WhyForm, "Bildirim yeniden yapılacak."),
    "drop": (services.drop_registry, WhyForm, "Görev kapandı."),
}


@require_GET
def index(request: Request) -> HttpResponse:
    state = request.GET.get("state", "")
    state = state if state in RegistryState.values else ""
    rows = queries.registry_tasks(request.actor, state)
    if workbook.asked(request):
        told = [("Durum", RegistryState(state).label)] if state else []
        return sheets.registry(workbook.every(rows), told)
    tabs = [Tab("Tümü", "?", not state)]
    tabs += [Tab(str(label), f"?state={value}", value == state) for value, label in RegistryState.choices]
    return render(request, "organization/registry.html", {"rows": list(rows[:PAGE]), "tabs": tabs})


def step(request: Request, number: str, step: str) -> HttpResponse:
    try:
        task = queries.registry_task(request.actor, number)
    except ObjectDoesNotExist:
        raise Http404 from None
    if step not in STEPS:
        raise Http404
    service, form_class, done = STEPS[step]
    taken, bound = REGISTRY_LIFE.steps[step], request.method == "POST"
    form = form_class(request.POST, task=task) if bound else form_class(task=task)  # type: ignore[call-arg]
    if bound and run(form, service, number, actor=request.actor) is not None:
        messages.success(request, done)
        return go(request, reverse("front:case", args=[number]))
    template = "ui/act.html" if request.htmx else "ui/act_page.html"
    shown = {
        "form": form,
        "title": taken.label,
        "button": taken.label,
        "lead": taken.danger,
        "danger": bool(taken.danger),
    }
    return render(request, template, shown, status=422 if bound else 200)
