"""Görev teyidi: terms, one confirmation with its lines, the PDF."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.cases import queries as cases
from konak.foundation.cases.services import steps_open
from konak.foundation.documents.services import render_pdf
from konak.foundation.front.story import moments
from konak.foundation.lifecycle import Refused
from konak.foundation.trail import queries as trail
from konak.foundation.ui import workbook
from konak.foundation.web.actions import go, run
from konak.foundation.web.http import Request

from .. import access, lifecycle, queries, services
from ..forms.plan import ConfirmationPlanForm, SignForm
from ..models import Answer, Confirmation
from ..queries.confirmations import confirmation_plans
from ..queries.turns import Turn
from . import sheets
from .frame import found, rooms

SUGGESTED = {"fresh": Answer.DONE, "stale": Answer.PARTLY, "missing": Answer.NOT_DONE}
"""What the evidence of a duty suggests; the signer decides."""


def term_name(record: Confirmation) -> str:
    """ "2026 3. çeyreği", whatever rhythm the department had then."""
    from ..queries import turns

    span = Turn(record.begins_on, record.ends_on)
    for interval in ("monthly", "quarterly", "half_yearly", "yearly"):
        if turns.turn_at(interval, record.begins_on) == span:
            return turns.named(interval, span)
    return turns.named("weekly", span)


@require_GET
def index(request: Request) -> HttpResponse:
    if workbook.asked(request):
        every = workbook.every(queries.confirmations(request.actor))
        return sheets.confirmations((term_name(row), row) for row in every)
    rows = list(queries.confirmations(request.actor)[:300])
    grouped: dict[tuple[object, object], list[Confirmation]] = {}
    for row in rows:
        grouped.setdefault((row.begins_on, row.ends_on), []).append(row)
    terms = []
    for ones in grouped.values():
        settled = sum(one.case.state in {"signed", "received"} for one in ones)
        alive = sum(one.case.state != "void" for one in ones)
        terms.append((term_name(ones[0]), ones, settled, alive))
    context = {
        "tabs": rooms(request, "confirmations"),
        "terms": terms,
        "plans": [(plan, ConfirmationPlanForm(initial=_initial(plan))) for plan in confirmation_plans(request.actor)],
        "kinds": Confirmation.state_kinds,
    }
    return render(request, "compliance/confirmations.html", context)


def _initial(plan: object) -> dict[str, object]:
    return {"interval": getattr(plan, "interval", ""), "running": getattr(plan, "running", False)}


@require_POST
def set_plan(request: Request, unit_id: int) -> HttpResponse:
    if queries.confirmation_plan(unit_id) is not None:
        form = ConfirmationPlanForm(request.POST)
        if run(form, services.set_confirmation_plan, unit_id, actor=request.actor) is not None:
            messages.success(request, "Teyit planı kaydedildi.")
        for error in form.non_field_errors():
            messages.error(request, str(error))
    return go(request, reverse("compliance:confirmations"))


@require_POST
def open_term(request: Request, unit_id: int) -> HttpResponse:
    try:
        count = services.open_term(unit_id, actor=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"İçinde bulunulan dönem için {count} birimden teyit istendi.")
    return go(request, reverse("compliance:confirmations"))


def record(request: Request, number: str) -> HttpResponse:
    """One confirmation: its answers as a form while it is open, as they were signed afterwards."""
    record = found(queries.confirmation, request.actor, number)
    case = record.case
    form = SignForm(request.POST or None) if request.POST.get("do") == "sign" else SignForm()
    status = 200
    if request.method == "POST":
        status = 422
        said = _said(request)
        note = request.POST.get("note")
        try:
            services.answer(number, actor=request.actor, said=said, note=note)
        except Refused as refusal:
            form.add_error(None, str(refusal)) if form.is_bound else messages.error(request, str(refusal))
        else:
            if request.POST.get("do") != "sign":
                messages.success(request, "Yazdıklarınız kaydedildi; teyit henüz gönderilmedi.")
                return go(request, reverse("compliance:confirmation", args=[number]))
            if run(form, services.sign, number, actor=request.actor) is not None:
                messages.success(request, "Teyit imzalandı ve üst makama gönderildi.")
                return go(request, reverse("compliance:confirmation", args=[number]))
        record = found(queries.confirmation, request.actor, number)
    over = any(record.of_unit_id in seat.branch - {seat.unit_id} for seat in request.actor.seats)
    steps = [step for step in steps_open(record, request.actor) if step.name != "sign" and over]
    lines = list(record.lines.select_related("duty"))
    answers = request.actor.reach(access.CONFIRM).covers(case) and case.state == lifecycle.ConfirmationState.OPEN
    lower = list(queries.lower_ones(record))
    context = {
        "record": record,
        "case": case,
        "name": term_name(record),
        "steps": steps,
        "lines": [(line, line.answer or SUGGESTED.get(line.proof, "")) for line in lines],
        "answers": answers,
        "choices": Answer.choices,
        "form": form,
        "lower": lower,
        "lower_missing": [one for one in lower if one.case.state == "open"],
        "kinds": Confirmation.state_kinds,
        "fault": queries.fault_of(record),
        "moments": moments(record, trail.story(case.kind, case.number), cases.comments(case)),
        "tally": {value: sum(line.answer == value for line in lines) for value in Answer.values},
        "tones": {"done": "done", "partly": "wait", "not_done": "late"},
    }
    return render(request, "compliance/confirmation.html", context, status=status)


def _said(request: Request) -> dict[int, services.Said]:
    """The answers of the form, by line."""
    found = {}
    for name, value in request.POST.items():
        kind, _, key = name.partition("-")
        if kind == "a" and key.isdecimal() and len(key) < 19:
            found[int(key)] = services.Said(str(value), str(request.POST.get(f"r-{key}", "")))
    return found


@require_GET
def pdf(request: Request, number: str) -> HttpResponse:
    record = found(queries.confirmation, request.actor, number)
    content = render_pdf("compliance/confirmation", document(record), created=record.signed_at)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="gorev-teyidi-{record.case.number}.pdf"'
    return response


def document(record: Confirmation) -> dict[str, object]:
    """What the printed confirmation says."""
    signed = localtime(record.signed_at) if record.signed_at else None
    lower = queries.lower_ones(record)
    return {
        "title": "Görev Teyidi",
        "unit": record.of_unit.name,
        "number": record.case.number,
        "date": f"{signed:%Y-%m-%d}" if signed else None,
        "facts": [
            ["Dönem", f"{term_name(record)} ({record.begins_on:%d.%m.%Y} – {record.ends_on:%d.%m.%Y})"],
            ["Teyit eden makam", record.get_position_display()],
            ["Teyit eden", record.signed_by.full_name if record.signed_by else "–"],
            ["İmza", f"{signed:%d.%m.%Y %H.%M}" if signed else "Henüz imzalanmadı"],
            ["Durum", record.state_label],
            ["Özet (SHA-256)", record.digest or "–"],
        ],
        "note": record.note,
        "missing": record.missing_why,
        "lower": [
            [
                one.of_unit.name,
                one.signed_by.full_name if one.signed_by else "–",
                f"{localtime(one.signed_at):%d.%m.%Y}" if one.signed_at else "–",
                one.state_label,
            ]
            for one in lower
        ],
        "rows": [
            [
                f"{line.regulation}\nMd. {line.path}",
                line.text,
                line.proof_label + (f"\n{localtime(line.last_proof_at):%d.%m.%Y}" if line.last_proof_at else ""),
                f"{line.periods_done}/{line.periods}" if line.periods else "–",
                (line.get_answer_display() if line.answer else "–") + (f": {line.remark}" if line.remark else ""),
            ]
            for line in record.lines.all()
        ],
    }
