"""The review of a draft: raw text on one side, what Konak understood on the other, a person's hand on every clause.

Every action works twice: with HTMX it answers with the pieces of the page that changed, without script it leads back
to the clause on the whole page.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django_htmx.http import HttpResponseClientRefresh, trigger_client_event

from konak.foundation.cases import services as cases
from konak.foundation.lifecycle import Refused
from konak.foundation.ui.parts import Action, Tab
from konak.foundation.web.actions import run
from konak.foundation.web.http import Request

from .. import access, queries, services
from ..forms.regulation import ConfirmForm, EditForm, NoteForm, NothingForm, RelabelForm, SplitForm
from ..lifecycle import State
from ..models import Clause, Regulation
from .outline import REPAIR_SURE, SURE, Look, Section, general_notes, raw_lines, sections

TOOLS = (
    ("edit", "e", "pencil", "Metni düzelt"),
    ("split", "b", "arrows-split", "Böl"),
    ("merge", "m", "arrows-join", "Üstle birleştir"),
    ("relabel", "i", "tag", "İşareti düzelt"),
    ("note", "n", "note", "Editör notu"),
)
"""What may be done to the reading of a clause: action, key, icon, words."""


def _found(request: Request, number: str) -> Regulation:
    try:
        return queries.regulation(request.actor, number)
    except ObjectDoesNotExist:
        raise Http404 from None


def _can_edit(request: Request, regulation: Regulation) -> bool:
    return regulation.case.state == State.DRAFT and request.actor.reach(access.REVIEW).covers(regulation.case)


def _outline(regulation: Regulation) -> list[Section]:
    return sections(regulation, queries.articles(regulation), queries.clauses(regulation))


def _address(number: str, look: str = "", clause_id: int | None = None) -> str:
    address = reverse("legislation:review", args=[number])
    if look and look != Look.ALL:
        address += f"?{urlencode({'suz': look})}"
    return f"{address}#bent-{clause_id}" if clause_id else address


def _standing(request: Request, regulation: Regulation) -> dict[str, Any]:
    """How far the review is, and the way on once nothing waits any more."""
    progress = queries.progress(regulation)
    steps = cases.steps_open(regulation, request.actor) if progress.done else []
    number = regulation.case.number
    actions = [
        Action(step.name, step.label, reverse("legislation:step", args=[number, step.name]), step.name == "submit")
        for step in steps
        if step.name in {"submit", "approve"}
    ]
    return {"progress": progress, "actions": actions}


def _with_tools(request: Request, sections: list[Section], look: str) -> None:
    """Draw the buttons once and give each clause its own copy: a text has some two hundred clauses."""
    drawn = render_to_string("legislation/review/_tools.html", {"tools": TOOLS, "look": look}, request).strip()
    for section in sections:
        for line in section.lines:
            line.tools = mark_safe(drawn.replace("/bent/0/", f"/bent/{line.clause.pk}/"))  # noqa: S308


def index(request: Request, number: str) -> HttpResponse:
    regulation = _found(request, number)
    look = request.GET.get("suz", Look.ALL)
    look = look if look in Look.values else Look.ALL
    whole = _outline(regulation)
    lines = [line for section in whole for line in section.lines]
    tabs = [
        Tab(
            str(choice.label),
            _address(number, choice.value),
            choice.value == look,
            sum(choice.value in line.looks for line in lines)
            + (sum(bool(section.notes) for section in whole) if choice == Look.NOTED else 0),
        )
        for choice in Look
    ]
    shown = whole if look == Look.ALL else _narrowed(whole, look)
    can_edit = _can_edit(request, regulation)
    if can_edit:
        _with_tools(request, shown, look)
    clauses = [line.clause for line in lines]
    notes = [*regulation.notes, *(note for section in whole for note in section.article.notes)]
    context: dict[str, Any] = {
        "record": regulation,
        "sections": shown,
        "tabs": tabs,
        "look": look,
        "can_edit": can_edit,
        **_standing(request, regulation),
        "sure": sum(line.ready and line.clause.responsible_confidence >= SURE for line in lines),
        "sure_percent": round(SURE * 100),
        "repairs": sum(bool(row.repaired) and row.confidence >= REPAIR_SURE for row in clauses),
        "repair_percent": round(REPAIR_SURE * 100),
        "general": general_notes(regulation, whole[0].article.start if whole else 0),
        "raw": raw_lines(regulation, clauses, notes),
    }
    return render(request, "legislation/review/index.html", context)


def _narrowed(whole: list[Section], look: str) -> list[Section]:
    """Only the clauses under the filter, with the articles they stand in."""
    shown = []
    for section in whole:
        kept = [line for line in section.lines if look in line.looks]
        if kept or (look == Look.NOTED and section.notes):
            shown.append(Section(section.article, kept, section.notes, section.new_chapter, section.lines))
    return shown


def confirm_all(request: Request, number: str) -> HttpResponse:
    """Say yes to what was proposed: the holders of one article, all sure holders, or all sure repairs."""
    regulation = _found(request, number)
    if request.method != "POST":
        return HttpResponseRedirect(_address(number))
    article = request.POST.get("article", "")
    repairs = request.POST.get("what") == "repairs"
    try:
        if repairs:
            count = services.take_repairs(regulation, actor=request.actor, at_least=REPAIR_SURE)
        else:
            least = 0.0 if article else SURE
            count = services.confirm_all(regulation, actor=request.actor, article=article, at_least=least)
    except ObjectDoesNotExist:
        raise Http404 from None
    except Refused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(_address(number))
    if article and request.htmx:
        section = next((part for part in _outline(regulation) if part.article.path == article), None)
        if section is None:
            raise Http404
        regulation = _found(request, number)
        answer = render(request, "legislation/review/_section.html", _shared(request, regulation, section))
        return trigger_client_event(answer, "konak:told", {"words": f"{count} görev onaylandı."})
    words = "bentte önerilen düzeltme kabul edildi." if repairs else "görevin önerilen sorumlusu onaylandı."
    messages.success(request, f"{count} {words}")
    return HttpResponseRedirect(_address(number, request.POST.get("suz", "")))


# One clause -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hand:
    """One way to correct a clause: its form (None: a single press), the service, and the words around it."""

    title: str
    button: str
    service: Callable[..., Clause]
    form: type[forms.Form] = NothingForm
    lead: str = ""
    at_once: bool = False


def _as_duty(clause_id: int, **facts: Any) -> Clause:
    return services.mark(clause_id, is_duty=True, **facts)


def _as_none(clause_id: int, **facts: Any) -> Clause:
    return services.mark(clause_id, is_duty=False, **facts)


HANDS: dict[str, Hand] = {
    "confirm": Hand("Sorumluyu belirleyin", "Onayla", services.confirm, ConfirmForm),
    "duty": Hand("Bu bent bir görev", "Görev say", _as_duty, at_once=True),
    "no-duty": Hand("Bu bent görev değil", "Görev değil", _as_none, at_once=True),
    "repair": Hand("Önerilen düzeltmeyi kabul edin", "Kabul et", services.take_repair, at_once=True),
    "merge": Hand(
        "Üstteki bentle birleştirin",
        "Üstle birleştir",
        services.merge_up,
        lead="Bu bendin metni bir öncekinin sonuna eklenir; basılı işareti de metne döner.",
        at_once=True,
    ),
    "split": Hand("Bendi ikiye bölün", "Böl", services.split, SplitForm),
    "relabel": Hand("Bent işaretini düzeltin", "Kaydet", services.relabel, RelabelForm),
    "edit": Hand("Okunan metni düzeltin", "Kaydet", services.edit_clause, EditForm),
    "note": Hand("Editör notu", "Kaydet", services.note, NoteForm),
}


def clause(request: Request, clause_id: int, action: str) -> HttpResponse:
    """GET the small form, POST the correction; the answer is every fragment that changed."""
    if action not in HANDS:
        raise Http404
    try:
        row = queries.clause(request.actor, clause_id)
    except ObjectDoesNotExist:
        raise Http404 from None
    hand = HANDS[action]
    if request.method != "POST":
        form = _form(hand, row, None)
        return _ask(request, row, action, form)
    before = row.article.path
    form = _form(hand, row, _proposal(request, row, action))
    done: Clause | None = run(form, hand.service, clause_id, actor=request.actor)
    if done is None:
        return _ask(request, row, action, form, 422)
    number, look = row.regulation.case.number, request.POST.get("suz", "")
    if request.htmx and form.cleaned_data.get("alike"):
        # Clauses all over the page changed.
        return HttpResponseClientRefresh()
    if not request.htmx:
        return HttpResponseRedirect(_address(number, look, done.pk))
    regulation = _found(request, number)
    section = next(part for part in _outline(regulation) if part.article.path == before)
    context = _shared(request, regulation, section)
    changed = {clause_id, done.pk}
    if action in {"split", "merge", "relabel"}:
        answer = render(request, "legislation/review/_section.html", context)
        answer["HX-Retarget"] = f"#md-{section.article.pk}"
    else:
        context["line"] = next(line for line in section.lines if line.clause.pk in changed)
        answer = render(request, "legislation/review/_changed.html", context)
    return trigger_client_event(answer, "konak:selected", {"id": done.pk}, after="settle")


def _proposal(request: Request, row: Clause, action: str) -> QueryDict:
    """What was posted; a bare yes to a proposal stands for the proposal itself."""
    if action != "confirm" or "unit" in request.POST:
        return request.POST
    given = request.POST.copy()
    given["unit"], given["role"] = str(row.unit_id or ""), row.role
    return given


def _form(hand: Hand, row: Clause, data: QueryDict | None) -> forms.Form:
    initial = {
        EditForm: {"text": row.repaired or row.text},
        RelabelForm: {"label": row.label},
        NoteForm: {"text": row.editor_note},
    }.get(hand.form, {})
    if hand.form is SplitForm:
        return SplitForm(data, clause=row)
    if hand.form is ConfirmForm:
        return ConfirmForm(data, clause=row)
    return hand.form(data, initial=initial)


def _ask(request: Request, row: Clause, action: str, form: forms.Form, status: int = 200) -> HttpResponse:
    hand = HANDS[action]
    context = {
        "form": form,
        "clause": row,
        "action": action,
        "hand": hand,
        "look": (request.POST or request.GET).get("suz", ""),
        "back": _address(row.regulation.case.number, (request.POST or request.GET).get("suz", ""), row.pk),
    }
    if not request.htmx:
        return render(request, "legislation/review/clause_page.html", context, status=status)
    answer = render(request, "legislation/review/_form.html", context, status=status)
    answer["HX-Retarget"], answer["HX-Reswap"] = f"#form-{row.pk}", "innerHTML"
    return answer


def _shared(request: Request, regulation: Regulation, section: Section) -> dict[str, Any]:
    look = request.POST.get("suz", "")
    _with_tools(request, [section], look)
    return {
        "record": regulation,
        "section": section,
        "can_edit": _can_edit(request, regulation),
        **_standing(request, regulation),
        "look": look,
        "answering": True,
    }
