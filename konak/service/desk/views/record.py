"""The page of a ticket, for whoever asked and for the desk, and what is done on it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from konak.foundation.cases.services import objection_to, steps_open
from konak.foundation.files.serving import serve
from konak.foundation.front.story import moments
from konak.foundation.front.views.watching import watched
from konak.foundation.lifecycle import Step
from konak.foundation.trail import queries as trail
from konak.foundation.web.actions import go, run
from konak.foundation.web.http import Request

from .. import access, lifecycle, queries, services
from ..forms import (
    AskMoreForm,
    AssignForm,
    ClassifyForm,
    DeclineForm,
    MergeForm,
    NothingForm,
    RateForm,
    ReferForm,
    ResumeForm,
    SeekForm,
    SolveForm,
    TimeForm,
    WhyForm,
    WordsForm,
    WriteForm,
)
from ..lifecycle import LIFE, State
from ..models import Ticket
from .frame import at_desk, bound_or, dialog, page_of

DIRECT = frozenset({"take", "confirm", "close"})
"""Steps without a question: one press."""
STEPS: dict[str, tuple[Callable[..., Any], type[Any], str, str]] = {
    "take": (services.take_up, NothingForm, "Talep sizde.", ""),
    "assign": (services.assign, AssignForm, "Talep verildi.", ""),
    "ask": (services.ask, AskMoreForm, "Soru talep sahibine iletildi; süre yanıt gelene kadar durur.", ""),
    "refer": (
        services.refer,
        ReferForm,
        "Üçüncü tarafta olduğu yazıldı.",
        "Ekibin iç süresi durur; talep sahibine verilen söz işlemeye devam eder.",
    ),
    "resume": (services.resume, ResumeForm, "Talep işleme döndü.", ""),
    "seek_approval": (services.seek, SeekForm, "Onay istendi.", "Süre, onay gelene kadar durur."),
    "approve": (services.approve, WordsForm, "Talep onaylandı ve ekibe gitti.", ""),
    "decline": (services.decline, DeclineForm, "Talep onaylanmadı.", ""),
    "solve": (services.solve, SolveForm, "Talep çözüldü; sahibinden onay bekleniyor.", ""),
    "confirm": (services.confirm, NothingForm, "Teşekkürler; talep kapandı.", ""),
    "reopen": (services.reopen, WhyForm, "Talep yeniden açıldı.", ""),
    "close": (services.close, NothingForm, "Talep kapandı.", ""),
    "withdraw": (services.withdraw, WordsForm, "Talep geri çekildi.", ""),
    "merge": (services.merge, MergeForm, "Talep birleştirildi.", ""),
}


def found(request: Request, number: str) -> Ticket:
    """The ticket, or the same 404 for unknown and out of reach."""
    try:
        return queries.ticket(request.actor, number)
    except ObjectDoesNotExist:
        raise Http404 from None


MILES = (
    ("Açıldı", frozenset({State.NEW, State.APPROVAL})),
    ("İşlemde", frozenset({State.WORKING, State.WAITING, State.THIRD_PARTY, State.REOPENED})),
    ("Çözüldü", frozenset({State.SOLVED})),
    ("Kapandı", frozenset({State.CLOSED, State.WITHDRAWN, State.MERGED})),
)


def miles(ticket: Ticket) -> list[tuple[str, str]]:
    """Four milestones say where it stands; the present one speaks with its own state."""
    at = next(place for place, (_, states) in enumerate(MILES) if ticket.case.state in states)
    shown = []
    for place, (label, _) in enumerate(MILES):
        mark = "now" if place == at else "past" if place < at else "ahead"
        shown.append((ticket.state_label if place == at else label, mark))
    if ticket.case.state in {State.WITHDRAWN, State.MERGED}:
        shown = [shown[0], shown[-1]]
    return shown


def _shown(request: Request, ticket: Ticket, form: WriteForm | None = None) -> dict[str, Any]:
    actor, case = request.actor, ticket.case
    sheet = queries.sheet(ticket, actor)
    steps = steps_open(ticket, actor)
    may_write = not ticket.ended and (sheet.desk or sheet.asker)
    tools = _tools(ticket, request, sheet) if sheet.desk else {}
    if sheet.desk:
        at_desk(request)
    return tools | {
        "record": ticket,
        "case": case,
        "sheet": sheet,
        "stops": miles(ticket),
        "steps": _in_order(steps, ticket, request, sheet.asker),
        "may_merge": any(one.name == "merge" for one in steps),
        "asked_to_rate": sheet.asker and case.state == State.SOLVED,
        "moments": moments(ticket, trail.story(case.kind, case.number), []) if sheet.desk else [],
        "form": form or WriteForm(desk=sheet.desk, number=case.number, initial={"internal": False}),
        "may_write": may_write,
        "may_classify": sheet.desk and not ticket.ended and case.state != State.SOLVED,
        **watched(actor, case),
    }


def _tools(ticket: Ticket, request: Request, sheet: queries.Sheet) -> dict[str, Any]:
    """What only the desk has on the page."""
    checks = list(ticket.checks.select_related("done_by"))
    links = queries.links_of(ticket, request.actor)
    return {
        "macros": list(queries.macros_for(request.actor, ticket)) if not ticket.ended else [],
        "checks": checks,
        "checks_done": sum(one.done_at is not None for one in checks),
        "links": links,
        "write_letter": queries.way_to_answer(ticket, links, sheet.said),
        "draft": queries.shared_draft(ticket),
        "about": queries.system_of(ticket, request.actor),
        "me": request.actor.user_id,
        "open_parts": sum(not one.ended and one.case.state != State.SOLVED for one in sheet.children),
    }


def _in_order(steps: list[Step], ticket: Ticket, request: Request, asker: bool) -> list[Step]:
    """The buttons of the page: to solve what one has comes first; what is answered in the talk needs no button, and
    to merge stands with the other ties behind the dots."""
    mine = ticket.case.assignee_id == request.actor.user_id
    held = mine and ticket.case.state not in {State.NEW, State.REOPENED}
    left_out = {"reply", "merge"} | ({"reopen", "confirm"} if asker else set()) | ({"take"} if held else set())
    shown = [one for one in steps if one.name not in left_out]
    return sorted(shown, key=lambda one: not (mine and one.name == "solve" and held))


def ticket(request: Request, number: str) -> HttpResponse:
    return render(request, "desk/ticket.html", _shown(request, found(request, number)))


@require_POST
def write(request: Request, number: str) -> HttpResponse:
    """A message; refused or empty it comes back with what was typed."""
    one = found(request, number)
    form = WriteForm(request.POST, request.FILES, desk=lifecycle.serves(one, request.actor), number=number)
    if run(form, services.answer, number, actor=request.actor) is not None:
        return go(request, f"{page_of(number)}#yazisma")
    return render(request, "desk/ticket.html", _shown(request, one, form), status=422)


def _step_form(request: Request, step: str, form_class: type[Any], one: Ticket) -> forms.Form:
    more: dict[str, Any] = {}
    if step in {"assign", "solve"}:
        more["ticket"] = one
    if step == "merge":
        more["near"] = queries.merge_near(one, request.actor)
    made: forms.Form = bound_or(request, form_class, **more)
    return made


def step(request: Request, number: str, step: str) -> HttpResponse:
    """GET the question, POST the answer; steps without a question are done by one press."""
    one = found(request, number)
    if step not in STEPS:
        raise Http404
    service, form_class, done, lead = STEPS[step]
    taken: Step = LIFE.steps[step]
    return dialog(
        request,
        _step_form(request, step, form_class, one),
        service,
        number,
        next_url=lambda made: _after(request, made, number),
        title=taken.label,
        button=taken.label,
        done=done,
        lead=objection_to(taken, one, request.actor) or taken.danger or lead,
        danger=bool(taken.danger),
    )


def _after(request: Request, made: Ticket, number: str) -> str:
    """Back to the ticket; whoever approved or gave it away and sees it no more goes to the portal."""
    if request.GET.get("geri") == "tahta":
        return reverse("desk:kanban") + (f"?ekip={team}" if (team := request.GET.get("ekip", "")).isdecimal() else "")
    sees = request.actor.reach(access.VIEW).covers(made.case)
    return page_of(number) if sees else reverse("desk:portal")


@require_POST
def rate(request: Request, number: str) -> HttpResponse:
    """One click of whoever asked."""
    form = RateForm(request.POST)
    made = run(form, services.rate, number, actor=request.actor)
    if made is None:
        for words in [*form.non_field_errors(), *(error for field in form for error in field.errors)]:
            messages.error(request, words)
    elif made.case.state == State.REOPENED:
        messages.success(request, "Talebiniz yeniden açıldı; ekip yeniden bakacak.")
    else:
        messages.success(request, "Teşekkürler, görüşünüz kaydedildi.")
    return go(request, page_of(number))


def classify(request: Request, number: str) -> HttpResponse:
    one = found(request, number)
    return dialog(
        request,
        bound_or(request, ClassifyForm, ticket=one, actor=request.actor),
        services.classify,
        number,
        next_url=page_of(number),
        title="Sınıfını değiştir",
        button="Kaydet",
        done="Sınıf değişti; süreler açılıştan başlayarak yeniden sayıldı.",
        lead="Hizmet ya da öncelik değişirse süreler açılış anından yeniden hesaplanır.",
    )


def time(request: Request, number: str) -> HttpResponse:
    found(request, number)
    return dialog(
        request,
        bound_or(request, TimeForm),
        services.log_time,
        number,
        next_url=page_of(number),
        title="Harcanan süreyi yaz",
        button="Yaz",
        done="Süre kaydedildi.",
    )


def file(request: Request, number: str, file_id: int) -> HttpResponseBase:
    """The content of a file, for whoever may read where it lies."""
    one = found(request, number)
    row = get_object_or_404(queries.files_of(one, request.actor), pk=file_id)
    return serve(row.file)
