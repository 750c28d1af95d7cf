"""The plans: proposals to accept, rhythms to set, duties to leave out."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_POST
from pydantic import ValidationError

from konak.foundation.lifecycle import Refused
from konak.foundation.ui import workbook
from konak.foundation.ui.parts import Tab
from konak.foundation.web.actions import act, go, run
from konak.foundation.web.http import Request

from .. import access, queries, services
from ..forms.period import NothingForm
from ..forms.plan import ExcludeForm, PlanForm
from ..models import PlanState
from ..queries.turns import Turn, named, opens_on, turn_after, turn_at
from . import sheets
from .frame import found, rooms

MOST = 400
"""Plans a page shows; a larger house narrows by unit."""


@require_GET
def index(request: Request) -> HttpResponse:
    counted = queries.proposals(request.actor)
    state = request.GET.get("state", PlanState.PROPOSED if counted.proposed else "")
    try:
        filters = queries.PlanFilter(state=state, unit=request.GET.get("unit") or None)  # type: ignore[arg-type]
    except ValidationError:
        filters = queries.PlanFilter(state=state)
    here = reverse("compliance:plans")
    views = [
        ("Öneriler", PlanState.PROPOSED, counted.proposed),
        ("Yürüyenler", PlanState.ACTIVE, counted.active),
        ("Uygulanmayanlar", PlanState.EXCLUDED, counted.excluded),
        ("Hepsi", "", counted.every),
    ]
    if workbook.asked(request):
        told = [("Görünüm", next((label for label, value, _ in views if value == state), state))]
        return sheets.plans(workbook.every(queries.plans(request.actor, filters)), told)
    rows = list(queries.plans(request.actor, filters)[: MOST + 1])
    context = {
        "tabs": rooms(request, "plans"),
        "views": [Tab(label, f"{here}?state={value}", value == state, count) for label, value, count in views],
        "rows": rows[:MOST],
        "cut": len(rows) > MOST,
        "most": MOST,
        "manageable": {row.duty_id for row in rows if queries.may_manage(request.actor, row.duty.unit_id)},
        "manages": request.actor.holds(access.MANAGE),
        "state": state,
    }
    return render(request, "compliance/plans.html", context)


@require_POST
def accept_many(request: Request) -> HttpResponse:
    keys = [int(key) for key in request.POST.getlist("duty") if key.isdecimal() and len(key) < 19]
    try:
        count = services.accept_plans(keys, actor=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        words = f"{count} öneri kabul edildi; dönemleri zamanı gelince açılacak." if count else "Öneri seçmediniz."
        messages.success(request, words)
    return go(request, reverse("compliance:plans"))


def record(request: Request, duty_id: int) -> HttpResponse:
    """The plan of one duty: a form for managers, facts for everybody else."""
    duty, plan = found(queries.plan_for, request.actor, duty_id)
    manages = queries.may_manage(request.actor, duty.unit_id) and duty.closed_on is None
    form = PlanForm(
        request.POST if request.method == "POST" else None,
        plan=plan,
        cadence=duty.cadence,
        people=queries.people_for(duty.unit_id),
    )
    if request.method == "POST" and run(form, services.set_plan, duty_id, actor=request.actor) is not None:
        messages.success(request, "Plan kaydedildi; dönemler buna göre açılacak.")
        return go(request, reverse("compliance:plan", args=[duty_id]))
    periods = queries.of_duty(request.actor, duty_id)
    opened = {(one.begins_on, one.ends_on) for one in periods}
    coming = [one for one in _coming(plan) if one[2:] not in opened][:3] if plan else []
    context = {
        "duty": duty,
        "plan": plan,
        "form": form,
        "manages": manages,
        "coming": coming,
        "may_open": bool(coming) and coming[0][2] <= localdate(),
        "periods": periods,
    }
    return render(request, "compliance/plan.html", context, status=422 if form.is_bound else 200)


def _coming(plan: Any) -> list[tuple[str, Any, Any, Any]]:
    """The next four periods of a plan: name, when it opens, first and last day."""
    turn = turn_at(plan.interval, max(localdate(), plan.starts_on), plan.anchor_month, plan.anchor_day)
    found = []
    for _ in range(4):
        found.append((named(plan.interval, turn), opens_on(plan.interval, turn, plan.lead_days), *_ends(turn)))
        turn = turn_after(plan.interval, turn, plan.anchor_month, plan.anchor_day)
    return found


def _ends(turn: Turn) -> tuple[Any, Any]:
    return turn.begins_on, turn.ends_on


def _page(made: Any) -> str:
    return reverse("compliance:plan", args=[made.duty_id])


def _guarded(service: Any, form_class: type[forms.Form], **words: Any) -> Any:
    view = act(service, form_class, _page, **words)

    def door(request: Request, duty_id: int) -> HttpResponse:
        found(queries.plan_for, request.actor, duty_id)
        return view(request, duty_id=duty_id)

    return door


accept = _guarded(
    services.accept_plan,
    NothingForm,
    title="Öneriyi kabul et",
    button="Kabul et",
    lead="Plan bugünkü dönemden başlayarak yürür; dönemler zamanı gelince sorumlunun gelen kutusuna düşer.",
)
exclude = _guarded(
    services.exclude_plan,
    ExcludeForm,
    title="Bu görevi takvime alma",
    button="Takvime alma",
    lead="Bu görev için dönem açılmaz; görev kütükte kalır, kanıt eklenebilir. Başlanmamış dönemleri düşer.",
    danger=True,
)


def _open(duty_id: int, *, actor: Any) -> Any:
    return services.open_now(duty_id, actor=actor)


def open_now(request: Request, duty_id: int) -> HttpResponse:
    found(queries.plan_for, request.actor, duty_id)
    view = act(
        _open,
        NothingForm,
        lambda made: reverse("compliance:period", args=[made.case.number]),
        title="Bu dönemi şimdi aç",
        button="Şimdi aç",
        lead="İçinde bulunulan dönem, zamanı beklenmeden sorumlunun gelen kutusuna düşer. Son gün değişmez.",
    )
    return view(request, duty_id=duty_id)
