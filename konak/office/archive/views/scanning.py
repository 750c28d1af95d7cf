"""Projects of scanning, their batches, what lies in a batch."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.cases.services import steps_open
from konak.foundation.files.serving import serve
from konak.foundation.ui import words
from konak.foundation.web.http import Request
from konak.foundation.web.pages import answer, case_moments, found, given, posted, press

from .. import access, queries, services
from ..forms import BatchForm, JudgeForm, NothingForm, ProjectForm, ScanForm, WhyForm
from ..lifecycle import PROJECT_LIFE
from .listing import Col, listing
from .stepping import Doing, stepped

PROJECTS = (
    Col("Durum", 14, lambda r: r.state_label, state=lambda r: r.state_kind),
    Col("Proje", 60, lambda r: r.case.subject, small=lambda r: r.case.number),
    Col("Sayı", 18, lambda r: r.case.number, screen=False),
    Col("Birim", 40, lambda r: r.case.unit.name),
    Col("Hedef", 10, lambda r: r.target),
    Col("Arşive giren", 12, lambda r: r.done),
    Col("İlerleme", 10, lambda r: words.percent(r.done, r.target)),
    Col("Bitiş", 12, lambda r: r.case.due_on),
)
WAITS = {
    "checking": "Örnekteki belgelere, partiyi denetime verenden başka bir görevli bakar.",
    "waiting": "Kâğıtların sahibi birimin yöneticisi partiyi onaylar ya da geri çevirir.",
}
"""Whom a batch waits for, told to everybody who is not the one."""


@require_GET
def projects(request: Request) -> HttpResponse:
    may = queries.archivist(request.actor).holds(access.DIGITISE)
    return listing(
        request,
        title="Sayısallaştırma",
        lead="Kâğıt dosyaların taranması: parti parti kalite denetimi, sahibi birimin onayı, arşive giriş.",
        name="sayisallastirma",
        columns=PROJECTS,
        rows=queries.projects(request.actor),
        link=lambda row: reverse("archive:project", args=[row.case.number]),
        new_url=reverse("archive:project_new") if may else "",
        new_label="Yeni proje",
        empty="Henüz sayısallaştırma projesi yok.",
    )


def project_new(request: Request) -> HttpResponse:
    return answer(
        request,
        ProjectForm(posted(request), actor=request.actor),
        services.open_project,
        title="Sayısallaştırma projesi",
        button="Projeyi aç",
        next_url=lambda made: reverse("archive:project", args=[made.case.number]),
    )


@require_GET
def project(request: Request, number: str) -> HttpResponse:
    record = found(queries.one_project, request.actor, number)
    wider = queries.archivist(request.actor)
    steps = steps_open(record, wider)
    shown = {
        "record": record,
        "case": record.case,
        "batches": queries.batches(request.actor, number),
        "steps": steps,
        "ripe": any(one.name == "complete" for one in steps),
        "may": record.case.state == "running" and wider.reach(access.DIGITISE).covers(record.case),
        "moments": case_moments(record.case),
    }
    return render(request, "archive/project.html", shown)


def project_step(request: Request, number: str, step: str) -> HttpResponse:
    found(queries.one_project, request.actor, number)
    if step == "batch":
        form: forms.Form = BatchForm(posted(request))
        return answer(
            request,
            form,
            services.open_batch,
            number,
            title="Parti aç",
            button="Parti aç",
            next_url=lambda made: reverse("archive:batch", args=[number, made.number]),
        )
    doing: Doing = {
        "complete": (NothingForm, services.complete),
        "stop": (WhyForm, services.stop),
    }
    here = reverse("archive:project", args=[number])
    return stepped(request, PROJECT_LIFE, doing, step, number, next_url=here)


@require_GET
def batch(request: Request, number: str, place: int) -> HttpResponse:
    project = found(queries.one_project, request.actor, number)
    record = found(queries.one_batch, request.actor, number, place)
    wider = queries.archivist(request.actor)
    running, scans = project.case.state == "running", record.scans.select_related("document")
    works = running and wider.reach(access.DIGITISE).covers(project.case)
    foreign = record.sent_by_id != request.actor.user_id
    may_judge = works and record.state == "checking" and foreign
    may_accept = running and record.state == "waiting" and foreign and wider.reach(access.ACCEPT).covers(project.case)
    shown = {
        "record": record,
        "project": project,
        "case": project.case,
        "scans": scans,
        "ripe": record.state == "scanning" and bool(scans),
        "may_scan": works and record.state in ("scanning", "returned"),
        "may_judge": may_judge,
        "may_accept": may_accept,
        "waits": WAITS.get(record.state) if running and not may_judge and not may_accept else None,
    }
    return render(request, "archive/batch.html", shown)


def batch_step(request: Request, number: str, place: int, step: str) -> HttpResponse:
    found(queries.one_batch, request.actor, number, place)
    doing: dict[str, tuple[forms.Form, Any, str]] = {
        "add": (ScanForm(**given(request)), _add, "Taranan belgeleri yükle"),
        "send": (NothingForm(posted(request)), services.send_batch, "Kalite denetimine ver"),
        "approve": (NothingForm(posted(request)), services.approve_batch, "Partiyi onayla"),
        "return": (WhyForm(posted(request)), services.return_batch, "Geri çevir"),
        "drop": (WhyForm(posted(request)), services.drop_batch, "Partiyi bırak"),
    }
    if step not in doing:
        raise Http404
    form, deed, title = doing[step]
    return answer(
        request,
        form,
        deed,
        number,
        place,
        title=title,
        button=title,
        next_url=lambda made: reverse("archive:batch", args=[number, place]),
    )


def _add(number: str, place: int, *, actor: Any, file: Any, title: str = "") -> Any:
    return services.add_scans(number, place, actor=actor, file=file, name=file.name, title=title)


@require_GET
def scan(request: Request, number: str, place: int, scan: int) -> HttpResponseBase:
    return serve(found(queries.one_scan, request.actor, number, place, scan).file)


def judge(request: Request, number: str, place: int, scan: int) -> HttpResponse:
    found(queries.one_scan, request.actor, number, place, scan)
    return answer(
        request,
        JudgeForm(posted(request)),
        services.judge,
        number,
        place,
        scan,
        title=f"{scan}. belgenin kalitesi",
        next_url=lambda made: reverse("archive:batch", args=[number, place]),
    )


@require_POST
def drop_scan(request: Request, number: str, place: int, scan: int) -> HttpResponse:
    back = reverse("archive:batch", args=[number, place])
    return press(request, services.drop_scan, number, place, scan, back=back, done="Belge partiden çıkarıldı.")
