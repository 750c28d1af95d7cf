"""The list of periods, mine, one of them, and its steps."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from konak.foundation.cases import queries as cases
from konak.foundation.cases.services import steps_open
from konak.foundation.front.story import moments
from konak.foundation.trail import queries as trail
from konak.foundation.ui import workbook
from konak.foundation.web.actions import go, run
from konak.foundation.web.http import Request
from konak.governance.legislation import public as legislation

from .. import lifecycle, queries, services
from ..forms.period import DoneForm, FilterForm, NothingForm, ReasonForm
from ..forms.plan import OpinionForm
from ..models import Confirmation, DutyPeriod, TextReview
from ..queries.periods import climbed
from ..queries.turns import Turn, named
from . import sheets
from .frame import filters_of, found, rooms

PER_PAGE = 50


@require_GET
def index(request: Request) -> HttpResponse:
    filters, today = filters_of(request.GET), localdate()
    form = FilterForm(filters, queries.units_in_reach(request.actor))
    if workbook.asked(request):
        every = workbook.every(queries.periods(request.actor, filters))
        return sheets.periods("Görev dönemleri", every, "donemler", workbook.told(chips=form.chips()))
    cursor = request.GET.get("sonra", "")
    rows, after = queries.page_after(queries.periods(request.actor, filters), cursor, PER_PAGE)
    context = {
        "tabs": rooms(request, "periods"),
        "rows": [(row, queries.kind_of(row, today)) for row in rows],
        "form": form,
        "chips": form.chips(),
        "older": form.address(sonra=after) if after else "",
        "newer": form.address() if cursor else "",
        "filtered": bool(form.given),
        "counts": queries.counts(request.actor),
    }
    inside = request.htmx and not request.htmx.boosted
    return render(request, "compliance/_list.html" if inside else "compliance/periods.html", context)


@require_GET
def mine(request: Request) -> HttpResponse:
    today = localdate()
    if workbook.asked(request):
        every = workbook.every(queries.mine(request.actor))
        return sheets.periods("Bende olan dönemler", every, "bende-olanlar", [])
    rows = list(queries.mine(request.actor)[:200])
    late = [row for row in rows if row.case.due_on and row.case.due_on < today]
    context = {
        "tabs": rooms(request, "mine"),
        "groups": [
            ("Geciken", [(row, "late") for row in late]),
            ("Bekleyen", [(row, queries.kind_of(row, today)) for row in rows if row not in late]),
        ],
        "total": len(rows),
        "late": len(late),
    }
    return render(request, "compliance/mine.html", context)


@require_GET
def record(request: Request, number: str) -> HttpResponse:
    period = found(queries.period, request.actor, number)
    case, today = period.case, localdate()
    waiting = case.state in lifecycle.WAITING
    steps = steps_open(period, request.actor)
    offered = services.proof_for(period) if waiting else None
    if offered is None:
        steps = [step for step in steps if step.name != "prove"]
    own = legislation.may_prove(request.actor, period.duty_id)
    if not own:
        steps = [step for step in steps if step.name not in {"done", "take_up", "not_done", "prove"}]
    context = {
        "record": period,
        "case": case,
        "stops": _stops(period),
        "duty": period.duty,
        "clause": period.duty.clause,
        "name": named(period.interval, Turn(period.begins_on, period.ends_on)),
        "steps": [step for step in steps if step.name != "lapse"],
        "kind": queries.kind_of(period, today),
        "late": waiting and case.due_on is not None and case.due_on < today,
        "waiting": waiting,
        "own": own,
        "offered": offered,
        "climbed": list(climbed(period)),
        "others": [
            (one, queries.kind_of(one, today))
            for one in queries.of_duty(request.actor, period.duty_id)
            if one != period
        ],
        "moments": moments(period, trail.story(case.kind, case.number), cases.comments(case)),
        "capability": _label(period.capability),
        "plan": queries.plan_of(period.duty_id),
        "today": today,
    }
    return render(request, "compliance/period.html", context)


def _stops(period: DutyPeriod) -> list[tuple[str, str]]:
    """The road of a period: open, at work, and the one outcome it had or may have."""
    state, labels = period.case.state, lifecycle.PeriodState
    road = [labels.OPEN, labels.TAKEN, labels.DONE if state in lifecycle.WAITING else labels(state)]
    at = road.index(labels(state))
    return [(stop.label, "now" if n == at else "past" if n < at else "ahead") for n, stop in enumerate(road)]


def _label(code: str) -> str:
    from konak.foundation.evidence import capability

    known = capability(code) if code else None
    return known.label if known else code


@dataclass(frozen=True, slots=True)
class Door:
    """How a step is asked for: service, form, words, and what is said afterwards."""

    service: Callable[..., Any]
    form: type[forms.Form]
    title: str
    button: str
    lead: str = ""
    danger: bool = False
    told: str = ""


PERIOD_DOORS: dict[str, Door] = {
    "done": Door(
        services.done,
        DoneForm,
        "Bu dönem yapıldı",
        "Kanıtla ve kapat",
        "Yazdığınız, görevin kanıtı olarak kütüğe işlenir; dönem kapanır, görev yeşile döner.",
        told="Dönem yapıldı olarak kapandı; kanıt görevin kütüğüne işlendi.",
    ),
    "take_up": Door(
        services.take_up,
        NothingForm,
        "Üzerime al",
        "Üzerime al",
        "Dönem sizin üzerinizde görünür; bittiğinde kanıtıyla kapatırsınız.",
        told="Dönem artık sizin üzerinizde.",
    ),
    "prove": Door(
        services.prove,
        NothingForm,
        "Kendiliğinden kanıtlandı",
        "Bu kanıtla kapat",
        "Bu dönemde sayılan kayıt, dönemin kanıtı olur. Gece taraması da bunu kendiliğinden yapar.",
        told="Dönem, sayılan kayıtla kapandı.",
    ),
    "not_done": Door(
        services.not_done, ReasonForm, "Bu dönem yapılmadı", "Yapılmadı", lifecycle.NOT_DONE.danger, danger=True
    ),
    "excuse": Door(services.excuse, ReasonForm, "Dönemi muaf tut", "Muaf tut", lifecycle.EXCUSE.danger, danger=True),
    "reopen": Door(
        services.reopen, ReasonForm, "Dönemi yeniden aç", "Yeniden aç", lifecycle.REOPEN.danger, danger=True
    ),
    "lapse": Door(services.lapse, ReasonForm, "Dönemi düşür", "Düşür", lifecycle.LAPSE.danger, danger=True),
}
REVIEW_DOORS: dict[str, Door] = {
    "keep": Door(
        services.keep_text, OpinionForm, "Metin uygun", "Uygun", "Metin bu hâliyle kalır; görüşünüz kayda geçer."
    ),
    "change": Door(
        services.change_text, OpinionForm, "Metin değişmeli", "Kaydet", "Neyin, neden değişmesi gerektiğini yazın."
    ),
    "drop": Door(
        services.drop_review, OpinionForm, "Gözden geçirmeyi düşür", "Düşür", lifecycle.DROP.danger, danger=True
    ),
}
CONFIRMATION_DOORS: dict[str, Door] = {
    "receive": Door(
        services.receive,
        NothingForm,
        "Teyidi teslim al",
        "Teslim al",
        "Birimin teyidini okuduğunuz kayda geçer; teyit kapanır.",
        told="Teyit teslim alındı.",
    ),
    "send_back": Door(
        services.send_back,
        ReasonForm,
        "Teyidi geri gönder",
        "Geri gönder",
        "İmza düşer; yazılanlar durur. Gerekçeniz birime görünür.",
        danger=True,
    ),
    "void": Door(services.void, ReasonForm, "Teyidi düşür", "Düşür", lifecycle.VOID.danger, danger=True),
}


def step(request: Request, number: str, step: str) -> HttpResponse:
    """One step of a period, a review or a confirmation, in a dialog or on a page of its own."""
    kind = number.partition("-")[0]
    if kind == DutyPeriod.series:
        record = found(queries.period, request.actor, number)
        door, home = PERIOD_DOORS.get(step), "compliance:period"
        initial = {"title": _proposed(record)} if step == "done" else {}
    elif kind == TextReview.series:
        found(queries.review, request.actor, number)
        door, home, initial = REVIEW_DOORS.get(step), "compliance:review", {}
    elif kind == Confirmation.series:
        found(queries.confirmation, request.actor, number)
        if step == "sign":
            return go(request, reverse("compliance:confirmation", args=[number]) + "#imza")
        door, home, initial = CONFIRMATION_DOORS.get(step), "compliance:confirmation", {}
    else:
        raise Http404
    if door is None:
        raise Http404
    bound = request.method == "POST"
    form = door.form(request.POST, request.FILES) if bound else door.form(initial=initial)
    if bound and run(form, door.service, number, actor=request.actor) is not None:
        if door.told:
            messages.success(request, door.told)
        return go(request, reverse(home, args=[number]))
    template = "ui/act.html" if request.htmx else "ui/act_page.html"
    context = {
        "form": form,
        "title": door.title,
        "button": door.button,
        "lead": door.lead,
        "danger": door.danger,
    }
    return render(request, template, context, status=422 if bound else 200)


def _proposed(period: DutyPeriod) -> str:
    """A first sentence for the proof: the name of the period and of the duty's article."""
    name = named(period.interval, Turn(period.begins_on, period.ends_on))
    heading = period.duty.clause.title or ""
    return f"{name}: {heading.rstrip(' :.,')}" if heading else f"{name} görevi yapıldı"
