"""Processes on the screen: register, one process with its map, a version with its steps, the card as PDF."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.cases.services import steps_open
from konak.foundation.lifecycle import Refused
from konak.foundation.trail import queries as trail
from konak.foundation.ui import workbook as sheets
from konak.foundation.ui.parts import Chip, Moment, Tab
from konak.foundation.web.actions import go, run
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, asked, found, given
from konak.governance.legislation import public as legislation

from .. import access, parsing, queries, services
from ..forms.inventory import DutyForm, PickForm
from ..forms.process import (
    EXAMPLE,
    SYNTAX,
    ApproveForm,
    EditForm,
    NothingForm,
    ProcessForm,
    StepsForm,
    VersionForm,
    WhyForm,
)
from ..lifecycle import LIFE, State
from ..models import Process, ProcessVersion
from ..models.risk import level
from .common import PER_PAGE
from .inventory import duty_choices, lacking_page, moments

ORDER = ("name", "pk")
TOLD: dict[str, tuple[str, str, str]] = {
    "add": ("süreci başlattı", "plus", "open"),
    "edit": ("süreç bilgilerini değiştirdi", "pencil", ""),
    "tie": ("bir göreve bağladı", "link", "done"),
    "untie": ("bir görevle bağını kaldırdı", "unlink", ""),
    "risk": ("bir risk yazdı", "alert-triangle", "wait"),
    "judge": ("bir riski yeniden puanladı", "scale", ""),
    "close": ("bir riski kapattı", "circle-check", ""),
    "control": ("bir kontrol yazdı", "shield-check", ""),
    "perform": ("bir kontrol yaptı", "check", "done"),
    "depart": ("bir sapma bildirdi", "flag", "late"),
    "correct": ("bir sapmayı giderdi", "circle-check", "done"),
}
VERSION_TOLD: dict[str, tuple[str, str, str]] = {
    "open": ("taslağı başlattı", "plus", "open"),
    "steps": ("adımları yazdı", "list-numbers", ""),
    "submit": ("onaya gönderdi", "send", "wait"),
    "return": ("düzeltmeye geri gönderdi", "arrow-back-up", "late"),
    "approve": ("onayladı", "rubber-stamp", "done"),
    "supersede": ("yerine yenisini koydu", "versions", ""),
    "drop": ("taslaktan vazgeçti", "trash", ""),
}
TABS = {
    "harita": "Harita",
    "riskler": "Riskler ve kontroller",
    "gorevler": "Görevler",
    "surumler": "Sürümler",
    "sapmalar": "Sapmalar",
    "gecmis": "Geçmiş",
}


@require_GET
def index(request: Request) -> HttpResponse:
    given_ = asked(request, "state", "q", "after")
    filters = queries.ProcessFilter(state=given_["state"] or None, q=given_["q"] or None)
    rows = queries.processes(request.actor, filters)
    page, after = queries.page_after(rows, ORDER, given_["after"], PER_PAGE)
    keys = [row.pk for row in page]
    current, numbers = queries.versions_in_force(keys), queries.risk_numbers(keys)
    counts = queries.process_counts(request.actor)
    base = {"q": given_["q"]}
    views = [
        ("Tümü", "", counts["every"]),
        ("Yürürlükte", "in_force", counts["in_force"]),
        ("Taslağı olan", "draft", counts["draft"]),
        ("Gözden geçirmesi gelen", "review", counts["review"]),
        ("Görevi olmayan", "bare", counts["bare"]),
    ]
    if sheets.asked(request):
        told: list[tuple[str, object]] = [
            ("Görünüm", next((words for words, key, _ in views if key == given_["state"]), ""))
        ]
        told += [("Arama", given_["q"])] if given_["q"] else []
        return _workbook(rows.order_by(*ORDER), told)
    context = {
        "rows": [
            (row, current.get(row.pk), numbers[row.pk], level(numbers[row.pk][1]) if numbers[row.pk][1] else "")
            for row in page
        ],
        "tabs": [Tab(label, address(base, state=key), given_["state"] == key, count) for label, key, count in views],
        "chips": [Chip("Arama", given_["q"], address({"state": given_["state"]}))] if given_["q"] else [],
        "asked": given_,
        "total": counts["every"],
        "older": address(base, state=given_["state"], after=after) if after else "",
        "first": address(base, state=given_["state"]) if given_["after"] else "",
        "may_add": request.actor.holds(access.KEEP),
    }
    return render(request, "processes/processes.html", context)


def _workbook(rows: QuerySet[Process], told: list[tuple[str, object]]) -> HttpResponse:
    head = [
        *(("Kod", 12), ("Süreç", 44), ("Birim", 36), ("Sahibi", 22), ("Yürürlükteki sürüm", 12), ("Onay", 12)),
        *(("Gözden geçirme", 14), ("Görev", 8), ("Açık risk", 10), ("En yüksek puan", 14)),
    ]
    lines = (
        [
            *(row.code, row.name, row.unit.name, str(row.assignee or "")),
            *((one.version, one.approved_on) if (one := current.get(row.pk)) else (None, None)),
            *(row.review_on, numbers[row.pk][2], numbers[row.pk][0], numbers[row.pk][1]),
        ]
        for chunk in sheets.in_chunks(sheets.every(rows))
        for keys in ([row.pk for row in chunk],)
        for current, numbers in ((queries.versions_in_force(keys), queries.risk_numbers(keys)),)
        for row in chunk
    )
    return sheets.workbook("Süreç envanteri", head, lines, "surecler", filters=told)


@require_GET
def record(request: Request, process_id: int) -> HttpResponse:
    process = found(queries.process, request.actor, process_id)
    tab = request.GET.get("sekme", "harita")
    tab = tab if tab in TABS else "harita"
    every = queries.versions(process)
    current = next((one for one in every if one.case.state == State.APPROVED), None)
    draft = next((one for one in every if one.case.state in {State.DRAFT, State.SUBMITTED}), None)
    shown = current or draft or (every[0] if every else None)
    risks = sorted(queries.risks(request.actor, process), key=lambda row: (-row.score, row.pk))
    duties = queries.duties_of_process(request.actor, process)
    deviations = list(queries.deviations(process)[:50])
    own = reverse("processes:process", args=[process.pk])
    counts = {"riskler": len(risks), "gorevler": len(duties), "surumler": len(every), "sapmalar": len(deviations)}
    context: dict[str, Any] = {
        "process": process,
        "tab": tab,
        "tabs": [Tab(label, f"{own}?sekme={key}", tab == key, counts.get(key)) for key, label in TABS.items()],
        "current": current,
        "draft": draft,
        "shown": shown,
        "keeps": request.actor.reach(access.KEEP).covers(process),
        "performs": request.actor.reach(access.PERFORM).covers(process),
        "duties": duties,
        "versions": every,
    }
    if tab == "harita" and shown:
        context |= _map(shown)
    if tab == "riskler":
        controls = queries.controls(request.actor, queries.ControlFilter(view="all", process=process.pk))
        by_risk: dict[int, list[Any]] = {}
        for one in controls.order_by("due_on", "pk"):
            by_risk.setdefault(one.risk_id, []).append((one, queries.may_perform(request.actor, one)))
        context |= {
            "risks": [(row, by_risk.get(row.pk, [])) for row in risks],
            "matrix": queries.matrix(risks),
            "left": queries.matrix(risks, left=True),
        }
    if tab == "sapmalar":
        context["deviations"] = deviations
    if tab == "gecmis":
        context["story"] = moments(queries.PROCESS_KIND, process.pk, TOLD)
    return render(request, "processes/process.html", context)


def _map(version: ProcessVersion) -> dict[str, Any]:
    steps = list(version.steps.select_related("unit"))
    last = len(steps)
    rows = [(step, queries.ways(step)) for step in steps]
    usual = {step.order: [(step.order + 1 if step.order < last else 0, "")] for step in steps}
    plain = [(step, [] if out == usual[step.order] else out) for step, out in rows]
    return {"map": queries.drawn(version, steps), "steps": plain}


def _process_url(row: Any) -> str:
    return reverse("processes:process", args=[getattr(row, "process_id", None) or row.pk])


def _version_url(row: Any) -> str:
    return reverse("processes:version", args=[row.case.number])


def add(request: Request) -> HttpResponse:
    return answer(
        request,
        ProcessForm(**given(request), actor=request.actor),
        services.open_process,
        title="Süreç başlat",
        button="Başlat",
        lead="İlk sürümün taslağı açılır; adımlarını sonra yazarsınız.",
        next_url=_version_url,
    )


def edit(request: Request, process_id: int) -> HttpResponse:
    process = found(queries.process, request.actor, process_id)
    initial = {name: getattr(process, name) for name in EditForm.base_fields if name != "assignee"}
    initial["assignee"] = process.assignee_id
    return answer(
        request,
        EditForm(**given(request), initial=initial, actor=request.actor, unit=process.unit),
        services.edit_process,
        process_id,
        title="Süreci düzenle",
        next_url=_process_url,
    )


def new_version(request: Request, process_id: int) -> HttpResponse:
    found(queries.process, request.actor, process_id)
    return answer(
        request,
        VersionForm(**given(request)),
        services.new_version,
        process_id,
        title="Yeni sürüm başlat",
        button="Başlat",
        lead="Yürürlükteki adımlar taslağa kopyalanır; yürürlükteki sürüm onaya kadar değişmez.",
        next_url=_version_url,
    )


@require_GET
def version(request: Request, number: str) -> HttpResponse:
    row = found(queries.version, request.actor, number)
    story = []
    for entry in trail.story(row.case.kind, row.case.number):
        words, icon, kind = VERSION_TOLD.get(entry.verb, (entry.verb, "point", ""))
        if entry.verb == "comment":
            words, icon = "açıklama yazdı", "message"
        seat = f"{entry.seat.get_position_display()}, {entry.seat.unit.name}" if entry.seat else ""
        story.append(Moment(entry.at, words, entry.user or "Konak", entry.note, icon, kind, seat))
    context = {
        "record": row,
        "case": row.case,
        "process": row.process,
        "state_kind": row.state_kinds[row.case.state],
        "lifecycle_steps": steps_open(row, request.actor),
        "writes": row.case.state == State.DRAFT and request.actor.reach(access.KEEP).covers(row.case),
        "story": story,
    } | _map(row)
    return render(request, "processes/version.html", context)


def write(request: Request, number: str) -> HttpResponse:
    """The steps as one text, on a page wide enough to write them."""
    row = found(queries.version, request.actor, number)
    lines = [
        parsing.Line(
            step.order,
            step.who,
            step.title,
            step.input,
            step.output,
            step.decision,
            tuple(parsing.Exit(int(to), str(label)) for to, label in step.exits),
        )
        for step in row.steps.all()
    ]
    initial = {
        "purpose": row.purpose,
        "begins": row.begins,
        "result": row.result,
        "steps": parsing.write(lines) if lines else "",
    }
    bound = request.method == "POST"
    form = StepsForm(request.POST) if bound else StepsForm(initial=initial)
    if bound and run(form, services.set_steps, number, actor=request.actor) is not None:
        messages.success(request, "Adımlar kaydedildi.")
        return go(request, _version_url(row))
    context = {"form": form, "record": row, "example": EXAMPLE, "syntax": SYNTAX}
    return render(request, "processes/write.html", context, status=422 if bound else 200)


def step(request: Request, number: str, name: str) -> HttpResponse:
    row = found(queries.version, request.actor, number)
    made: dict[str, tuple[type[forms.Form], Callable[..., Any]]] = {
        "submit": (NothingForm, services.submit),
        "return": (WhyForm, services.hand_back),
        "approve": (ApproveForm, services.approve),
        "supersede": (WhyForm, services.supersede),
        "drop": (WhyForm, services.drop),
    }
    if name not in made:
        raise Http404
    form, service = made[name]
    return answer(
        request,
        form(**given(request)),
        service,
        number,
        title=LIFE.steps[name].label,
        button=LIFE.steps[name].label,
        lead=LIFE.steps[name].danger,
        danger=bool(LIFE.steps[name].danger),
        next_url=lambda _: _version_url(row),
    )


@require_GET
def picture(request: Request, number: str) -> HttpResponse:
    """The map alone, in the colours of paper, to be kept or printed."""
    row = found(queries.version, request.actor, number)
    response = HttpResponse(queries.drawn(row, list(row.steps.all()), paper=True), content_type="image/svg+xml")
    response["Content-Disposition"] = f'attachment; filename="{number}.svg"'
    return response


@require_GET
def document(request: Request, number: str) -> HttpResponse:
    row = found(queries.version, request.actor, number)
    try:
        content = queries.card(row)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return go(request, _version_url(row))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="surec-karti-{number}.pdf"'
    return response


def link(request: Request, process_id: int) -> HttpResponse:
    process = found(queries.process, request.actor, process_id)
    choices, _ = duty_choices(request, process.unit_id)
    return answer(
        request,
        DutyForm(**given(request), choices=choices),
        services.link_process,
        process_id,
        title="Göreve bağla",
        button="Bağla",
        lead=process.name,
        next_url=_process_url,
    )


@require_POST
def unlink(request: Request, process_id: int, duty_id: int) -> HttpResponse:
    try:
        found(services.link_process, process_id, actor=request.actor, duty_id=duty_id, linked=False)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return go(request, reverse("processes:process", args=[process_id]) + "?sekme=gorevler")


def pick(request: Request, duty_id: int) -> HttpResponse:
    """From a duty's page: which process carries it out?"""
    fact = found(legislation.duty_fact, request.actor, duty_id)
    reach = request.actor.reach(access.KEEP)
    rows = queries.processes(request.actor).filter(closed_on=None).order_by("name")
    choices = [(row.pk, row.name) for row in rows if reach.covers(row)]

    def tie(*, chosen: int, actor: Any) -> Any:
        return services.link_process(chosen, actor=actor, duty_id=duty_id)

    return answer(
        request,
        PickForm(**given(request), choices=choices, label="Süreç"),
        tie,
        title="Sürece bağla",
        button="Bağla",
        lead=f"Md. {fact.path} · {fact.unit}",
        next_url=lambda row: fact.url,
    )


@require_GET
def lacking(request: Request) -> HttpResponse:
    """Duties whose process nobody wrote down."""
    given_ = asked(request, "q", "after")
    page = queries.duties_without_process(request.actor, q=given_["q"], after=given_["after"])
    return lacking_page(request, page, given_, "process")
