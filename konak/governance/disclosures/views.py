"""The doors of both registers: lists, new records, steps."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from konak.foundation.db.paging import page_after
from konak.foundation.documents.services import render_pdf
from konak.foundation.ui import workbook
from konak.foundation.ui.parts import Tab
from konak.foundation.web.actions import act, go, run
from konak.foundation.web.http import Request
from konak.foundation.web.pages import found, tell_taken

from . import access, queries, services
from .forms import AnswerForm, DeclineForm, GiveForm, LogRequestForm, NothingForm, RefuseForm, ReleaseForm
from .lifecycle import LIFE, LOG_LIFE, LogState, State
from .models import LogRequest, Release

PAGE = 50
Door = tuple[Callable[..., Any], type[forms.Form], str]
RELEASE_DOORS: dict[str, Door] = {
    "give": (services.give, GiveForm, "Verilen bilgi kaydedildi."),
    "refuse": (services.refuse, RefuseForm, "Bilginin verilmediği kaydedildi."),
}
LOG_DOORS: dict[str, Door] = {
    "work": (services.work_on_logs, NothingForm, "Kayıtlar hazırlanıyor."),
    "answer": (services.answer_logs, AnswerForm, "Cevap kaydedildi."),
    "decline": (services.decline_logs, DeclineForm, "İstek gerekçesiyle kapandı."),
}


def page_of(made: Any) -> str:
    return reverse("front:case", args=[made.case.number])


def _paged(request: Request, rows: Any, order: tuple[str, ...], name: str) -> dict[str, Any]:
    """A page in the order of the list, after the last row seen."""
    state, cursor = request.GET.get("state", ""), request.GET.get("sonra", "")[:400]
    page, after = page_after(rows, order, cursor, PAGE)
    here = {"state": state} if state else {}
    older = f"{reverse(name)}?{urlencode(here | {'sonra': after})}" if after else ""
    return {"rows": page, "older": older, "newer": f"{reverse(name)}?{urlencode(here)}" if cursor else ""}


def _tabs(state: str, choices: Iterable[tuple[Any, Any]]) -> list[Tab]:
    return [Tab("Tümü", "?", not state)] + [
        Tab(str(label), f"?state={value}", value == state) for value, label in choices
    ]


@require_GET
def releases(request: Request) -> HttpResponse:
    state = request.GET.get("state", "")
    state = state if state in State.values else ""
    rows = queries.releases(request.actor, state)
    if workbook.asked(request):
        head = [
            *(workbook.Column("Sayı", 16), workbook.Column("İsteyen", 36), workbook.Column("Türü", 20)),
            *(workbook.Column("İstek tarihi", 12), workbook.Column("Ne istendi", 60), workbook.Column("Neden", 40)),
            *(workbook.Column("Ne verildi", 60), workbook.Column("Nasıl", 16), workbook.Column("Verildiği gün", 12)),
            *(workbook.Column("Veren", 28), workbook.Column("Makamı", 40), workbook.Column("Durum", 18)),
        ]
        lines = (
            [
                *(row.case.number, row.asker, row.get_kind_display(), row.asked_on, row.what, row.why, row.told),
                *(row.get_way_display(), row.given_on, row.given_by.full_name if row.given_by else ""),
                *(str(row.given_as) if row.given_as else "", row.state_label),
            ]
            for row in workbook.every(rows)
        )
        told = [("Durum", State(state).label)] if state else []
        return workbook.workbook("Bilgi verme kayıtları", head, lines, "bilgi-verme", filters=told)
    shown = {
        "tabs": _tabs(state, State.choices),
        "kinds": Release.state_kinds,
        "may": request.actor.holds(access.PREPARE),
        **_paged(request, rows, ("-case_id",), "disclosures:releases"),
    }
    return render(request, "disclosures/releases.html", shown)


@require_GET
def log_requests(request: Request) -> HttpResponse:
    state = request.GET.get("state", "")
    state = state if state in LogState.values else ""
    rows = queries.log_requests(request.actor, state)
    if workbook.asked(request):
        head = [
            *(workbook.Column("Sayı", 16), workbook.Column("İsteyen makam", 40), workbook.Column("Dosya no", 20)),
            *(workbook.Column("Yazının tarihi", 12), workbook.Column("Yazının sayısı", 24)),
            *(workbook.Column("Amaç", 40), workbook.Column("İstenen kayıtlar", 60), workbook.Column("Son gün", 12)),
            *(workbook.Column("Cevap tarihi", 12), workbook.Column("Cevap sayısı", 24)),
            *(workbook.Column("Sonuç", 60), workbook.Column("Durum", 18)),
        ]
        lines = (
            [
                *(row.case.number, row.authority, row.file_number, row.letter_date, row.letter_number, row.purpose),
                *(row.scope, row.case.due_on, row.answer_date, row.answer_number, row.result, row.state_label),
            ]
            for row in workbook.every(rows)
        )
        told = [("Durum", LogState(state).label)] if state else []
        return workbook.workbook("İz kaydı istekleri", head, lines, "iz-kaydi-istekleri", filters=told)
    shown = {
        "tabs": _tabs(state, LogState.choices),
        "kinds": LogRequest.state_kinds,
        "may": request.actor.holds(access.LOGS),
        **_paged(request, rows, queries.LOG_ORDER, "disclosures:logs"),
    }
    return render(request, "disclosures/logs.html", shown)


ask_release = act(
    services.ask_release,
    ReleaseForm,
    page_of,
    title="Bilgi isteğini kaydet",
    button="Kaydet",
    lead="Bilgiyi yalnız birimi yöneten verir; kayıt onun kararını bekler.",
)
receive = act(
    services.receive_log_request,
    LogRequestForm,
    page_of,
    title="İz kaydı isteğini kaydet",
    button="Kaydet",
    lead="Yazıdaki bilgiler. Cevap paketi bu kayda eklenir.",
)


@require_GET
def delivery(request: Request, number: str) -> HttpResponse:
    """The minute of handing the records over, once the request is answered."""
    row = found(queries.log_request, request.actor, number)
    if row.case.state != LogState.ANSWERED:
        raise Http404
    tell_taken(request, "pdf")
    answer = HttpResponse(render_pdf("disclosures/delivery", queries.delivery(row)), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{number}-teslim-tutanagi.pdf"'
    return answer


def step(request: Request, number: str, step: str) -> HttpResponse:
    logs = number.startswith(f"{LogRequest.series}-")
    try:
        (queries.log_request if logs else queries.release)(request.actor, number)
    except ObjectDoesNotExist:
        raise Http404 from None
    doors, life = (LOG_DOORS, LOG_LIFE) if logs else (RELEASE_DOORS, LIFE)
    if step not in doors:
        raise Http404
    service, form_class, done = doors[step]
    bound = request.method == "POST"
    form = form_class(request.POST) if bound else form_class()
    if bound and run(form, service, number, actor=request.actor) is not None:
        messages.success(request, done)
        return go(request, reverse("front:case", args=[number]))
    taken = life.steps[step]
    template = "ui/act.html" if request.htmx else "ui/act_page.html"
    shown = {"form": form, "title": taken.label, "button": taken.label, "lead": taken.danger}
    return render(request, template, shown | {"danger": bool(taken.danger)}, status=422 if bound else 200)
