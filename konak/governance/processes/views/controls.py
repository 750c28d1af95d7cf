"""Risks as a matrix, controls as a calendar, and what is reported about a process."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from konak.foundation.files.services import serve
from konak.foundation.ui import workbook as sheets
from konak.foundation.ui.parts import Tab
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, asked, found, given

from .. import access, queries, services
from ..forms.process import (
    ControlForm,
    CorrectForm,
    DeviationForm,
    EditControlForm,
    PerformForm,
    RiskForm,
    WhyForm,
)
from ..models import ControlKind
from .common import PER_PAGE

RESULT_KIND = {"effective": "done", "partly": "wait", "failed": "late"}


def _risks_url(process_id: int) -> str:
    return reverse("processes:process", args=[process_id]) + "?sekme=riskler"


@require_GET
def risks(request: Request) -> HttpResponse:
    """Every open risk in reach, as a matrix and as a list."""
    rows = sorted(queries.risks(request.actor), key=lambda row: (-row.score, row.name, row.pk))
    if sheets.asked(request):
        head = [
            *(("Süreç", 40), ("Birim", 34), ("Risk", 50), ("Nedeni", 34), ("Sonucu", 34), ("Olasılık", 8)),
            *(("Etki", 8), ("Puan", 8), ("Düzey", 10), ("Yanıt", 12), ("Kalan puan", 10), ("Sahibi", 22)),
            ("Belirlenme", 12),
        ]
        lines = (
            [
                *(row.process.name, row.unit.name, row.name, row.cause, row.effect, row.likelihood, row.impact),
                *(row.score, row.level_label, row.get_response_display(), row.left_score),
                *(str(row.assignee or ""), row.opened_on),
            ]
            for row in rows
        )
        return sheets.workbook("Risk kütüğü", head, lines, "riskler", filters=[])
    left = request.GET.get("kalan") == "1"
    context = {
        "matrix": queries.matrix(rows, left=left),
        "left": left,
        "tabs": [Tab("Kontrolden önce", "?", not left), Tab("Kontrollerle kalan", "?kalan=1", left)],
        "risks": rows[:200],
        "most": 200,
    }
    return render(request, "processes/risks.html", context)


@require_GET
def calendar(request: Request) -> HttpResponse:
    """Controls by the day they fall due; what is late stands first."""
    given_ = asked(request, "view", "kind", "after")
    given_["view"] = given_["view"] if given_["view"] in queries.CONTROL_VIEWS else "due"
    filters = queries.ControlFilter(view=given_["view"], kind=given_["kind"] or None)
    rows = queries.controls(request.actor, filters)
    order = ("pk",) if given_["view"] in {"each", "ended", "all"} else ("due_on", "pk")
    labels = {"due": "Günü gelen", "soon": "30 gün içinde", "all": "Tümü", "each": "Her işlemde", "ended": "Biten"}
    if sheets.asked(request):
        kinds = dict(ControlKind.choices)
        told = [("Görünüm", labels[given_["view"]])]
        told += [("Tür", str(kinds[given_["kind"]]))] if given_["kind"] in kinds else []
        head = [
            *(("Kontrol", 50), ("Süreç", 40), ("Risk", 44), ("Tür", 14), ("Sıklık", 14), ("Birim", 34)),
            *(("Yapan", 22), ("Son yapılan", 12), ("Sıradaki", 12), ("Beklenen kanıt", 34)),
        ]
        lines = (
            [
                *(
                    row.name,
                    row.risk.process.name,
                    row.risk.name,
                    row.get_kind_display(),
                    row.get_frequency_display(),
                ),
                *(row.unit.name, str(row.assignee or ""), row.last_on, row.due_on, row.proof),
            ]
            for row in sheets.every(rows.order_by(*order))
        )
        return sheets.workbook("Kontrol takvimi", head, lines, "kontroller", filters=told)
    page, after = queries.page_after(rows, order, given_["after"], PER_PAGE)
    counts = queries.control_counts(request.actor)
    base = {"view": given_["view"], "kind": given_["kind"]}
    context = {
        "rows": [(row, queries.may_perform(request.actor, row)) for row in page],
        "tabs": [
            Tab(label, address(base, view=key), given_["view"] == key, counts[key]) for key, label in labels.items()
        ],
        "asked": given_,
        "kinds": ControlKind.choices,
        "every": counts["all"] + counts["ended"],
        "older": address(base, after=after) if after else "",
        "first": address(base) if given_["after"] else "",
    }
    return render(request, "processes/calendar.html", context)


@require_GET
def control(request: Request, control_id: int) -> HttpResponse:
    row = found(queries.control, request.actor, control_id)
    runs, after = queries.page_after(queries.runs(row), ("-done_on", "-pk"), request.GET.get("after", ""), PER_PAGE)
    context = {
        "control": row,
        "process": row.risk.process,
        "runs": [(run, RESULT_KIND[run.result]) for run in runs],
        "older": address({}, after=after) if after else "",
        "first": "?" if request.GET.get("after") else "",
        "performs": queries.may_perform(request.actor, row),
        "keeps": request.actor.reach(access.KEEP).covers(row),
    }
    return render(request, "processes/control.html", context)


def add_risk(request: Request, process_id: int) -> HttpResponse:
    process = found(queries.process, request.actor, process_id)
    return answer(
        request,
        RiskForm(**given(request), actor=request.actor, unit=process.unit),
        services.open_risk,
        process_id,
        title="Risk yaz",
        lead=process.name,
        next_url=lambda row: _risks_url(process_id),
    )


def edit_risk(request: Request, risk_id: int) -> HttpResponse:
    row = found(queries.risk, request.actor, risk_id)
    initial = {name: getattr(row, name) for name in RiskForm.base_fields if name != "assignee"}
    initial["assignee"] = row.assignee_id
    return answer(
        request,
        RiskForm(**given(request), initial=initial, actor=request.actor, unit=row.unit),
        services.edit_risk,
        risk_id,
        title="Riski yeniden değerlendir",
        next_url=lambda one: _risks_url(row.process_id),
    )


def close_risk(request: Request, risk_id: int) -> HttpResponse:
    row = found(queries.risk, request.actor, risk_id)
    return answer(
        request,
        WhyForm(**given(request)),
        services.close_risk,
        risk_id,
        title="Riski kapat",
        button="Kapat",
        lead="Riskin kontrolleri de biter; kayıtları okunur kalır.",
        danger=True,
        next_url=lambda one: _risks_url(row.process_id),
    )


def add_control(request: Request, risk_id: int) -> HttpResponse:
    row = found(queries.risk, request.actor, risk_id)
    return answer(
        request,
        ControlForm(**given(request), actor=request.actor, unit=row.unit),
        services.add_control,
        risk_id,
        title="Kontrol yaz",
        lead=row.name,
        next_url=lambda one: _risks_url(row.process_id),
    )


def edit_control(request: Request, control_id: int) -> HttpResponse:
    row = found(queries.control, request.actor, control_id)
    initial = {name: getattr(row, name) for name in EditControlForm.base_fields if name != "assignee"}
    initial["assignee"] = row.assignee_id
    return answer(
        request,
        EditControlForm(**given(request), initial=initial, actor=request.actor, unit=row.unit),
        services.edit_control,
        control_id,
        title="Kontrolü düzenle",
        next_url=lambda one: reverse("processes:control", args=[control_id]),
    )


def perform(request: Request, control_id: int) -> HttpResponse:
    row = found(queries.control, request.actor, control_id)
    return answer(
        request,
        PerformForm(**given(request)),
        services.perform,
        control_id,
        title="Kontrol yapıldı",
        button="Kaydet",
        lead=f"{row.name} · beklenen kanıt: {row.proof}" if row.proof else row.name,
        next_url=lambda one: reverse("processes:control", args=[control_id]),
        done="Kontrol kaydedildi.",
    )


@require_GET
def run_file(request: Request, run_id: int) -> HttpResponseBase:
    row = found(queries.control_run, request.actor, run_id)
    if row.file is None:
        raise Http404
    return serve(row.file)


def report(request: Request, process_id: int) -> HttpResponse:
    process = found(queries.process, request.actor, process_id)
    current = queries.in_force(process)
    steps = [f"{step.order}. {step.title}" for step in current.steps.all()] if current else []
    return answer(
        request,
        DeviationForm(**given(request), steps=steps),
        services.report,
        process_id,
        title="Sapma bildir",
        button="Bildir",
        lead="İş, sürecin söylediğinden farklı yürüdüyse yazın; amaç suçlu aramak değil, süreci düzeltmektir.",
        next_url=lambda one: reverse("processes:process", args=[process_id]) + "?sekme=sapmalar",
    )


def correct(request: Request, deviation_id: int) -> HttpResponse:
    row: Any = found(queries.deviation, request.actor, deviation_id)
    return answer(
        request,
        CorrectForm(**given(request)),
        services.correct_deviation,
        deviation_id,
        title="Sapma giderildi",
        next_url=lambda one: reverse("processes:process", args=[row.process_id]) + "?sekme=sapmalar",
    )
