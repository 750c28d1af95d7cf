"""The doors of a text: list, hand in, record with its steps, source file, comparison."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate

from konak.foundation.cases import services as cases
from konak.foundation.files.serving import serve
from konak.foundation.lifecycle import Step
from konak.foundation.ui import workbook
from konak.foundation.ui.parts import Action, Chip, Tab
from konak.foundation.web.actions import go, run
from konak.foundation.web.http import Request
from konak.foundation.web.pages import answer, given

from .. import access, queries, services
from ..forms.regulation import ApproveForm, ExecutorForm, HandInForm, NothingForm, RecordForm, RepealForm, WhyForm
from ..lifecycle import LIFE, State
from ..matching.comparison import Pair, tally
from ..matching.comparison import compare as compare_pieces
from ..models import Kind, Regulation
from ..tables.duty import regulations_workbook
from .glossed import Glossary
from .outline import general_notes, sections
from .story import story_of
from .then import Then, then_of

MOST = 300
"""A municipality has some tens of texts; beyond this many the list asks for a search."""
KINDS = {
    State.DRAFT: "open",
    State.SUBMITTED: "wait",
    State.IN_FORCE: "done",
    State.REPEALED: "closed",
    State.DROPPED: "closed",
}


def found(request: Request, number: str) -> Regulation:
    """The text, or the same 404 for unknown and out of reach."""
    try:
        return queries.regulation(request.actor, number)
    except ObjectDoesNotExist:
        raise Http404 from None


# List ---------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Row:
    """One text in the list; a directive stands under its regulation when both are shown."""

    regulation: Regulation
    is_under: bool
    then: str = ""
    """In words, how it stood on a past day."""

    @property
    def state_kind(self) -> str:
        return "done" if self.then else KINDS[State(self.regulation.case.state)]

    @property
    def state_label(self) -> str:
        return self.then or self.regulation.state_label


def _nested(shown: list[Regulation], day: dt.date | None = None) -> list[Row]:
    here = {row.pk for row in shown}
    under: dict[int, list[Regulation]] = {}
    for row in shown:
        if row.parent_id in here and row.parent_id is not None:
            under.setdefault(row.parent_id, []).append(row)
    rows: list[Row] = []
    for row in shown:
        if row.parent_id in here:
            continue
        then = queries.force_on(row, day) if day else ""
        rows.append(Row(row, False, then))
        rows += [Row(child, True, then) for child in under.get(row.pk, [])]
    return rows


def _address(base: dict[str, str], **change: str) -> str:
    kept = {key: value for key, value in (base | change).items() if value}
    return "?" + urlencode(kept) if kept else "?"


def index(request: Request) -> HttpResponse:
    asked = {key: request.GET.get(key, "").strip() for key in ("state", "kind", "q")}
    asked["state"] = asked["state"] if asked["state"] in State.values else ""
    asked["kind"] = asked["kind"] if asked["kind"] in Kind.values else ""
    filters = queries.RegulationFilter(**{key: value or None for key, value in asked.items()})
    then = then_of(request, "O gün yürürlükte olan metinler gösteriliyor; görev sayıları da o güne aittir.")
    if then.day:
        return _index_on(request, then)
    shown = list(queries.regulations(request.actor, filters).select_related("parent")[: MOST + 1])
    counts = queries.state_counts(request.actor)
    tabs = [Tab("Tümü", _address(asked, state=""), not asked["state"], sum(counts.values()))]
    tabs += [
        Tab(State(state).label, _address(asked, state=state), asked["state"] == state, counts.get(state, 0))
        for state in State.values
        if counts.get(state) or asked["state"] == state
    ]
    chips = []
    if asked["kind"]:
        chips.append(Chip("Tür", str(Kind(asked["kind"]).label), _address(asked, kind="")))
    if asked["q"]:
        chips.append(Chip("Arama", asked["q"], _address(asked, q="")))
    if workbook.asked(request):
        every = workbook.every(queries.regulations(request.actor, filters).select_related("parent"))
        return regulations_workbook(((row, str(row.state_label)) for row in every), workbook.told(tabs, chips))
    context = {
        "rows": _nested(shown[:MOST]),
        "too_many": len(shown) > MOST,
        "most": MOST,
        "total": sum(counts.values()),
        "tabs": tabs,
        "chips": chips,
        "clear_url": _address({"state": asked["state"]}),
        "asked": asked,
        "kinds": Kind.choices,
        "may_hand_in": request.actor.holds(access.REVIEW),
        "then": then,
        "today": localdate(),
    }
    return render(request, "legislation/regulations.html", context)


def _index_on(request: Request, then: Then) -> HttpResponse:
    """The texts that were in force on a past day, without the filters of the live list."""
    assert then.day is not None
    shown = queries.regulations_on(request.actor, then.day)
    if workbook.asked(request):
        rows = ((row, queries.force_on(row, then.day or localdate())) for row in shown)
        return regulations_workbook(rows, [("Gösterilen gün", then.day)])
    context = {"rows": _nested(shown, then.day), "total": len(shown), "then": then, "today": localdate()}
    return render(request, "legislation/regulations_then.html", context)


# Hand in ------------------------------------------------------------------------------------------------------------


def hand_in(request: Request) -> HttpResponse:
    if not request.actor.holds(access.REVIEW):
        return render(request, "legislation/regulation_no_hand_in.html", status=403)
    bound = request.method == "POST"
    if bound:
        form = HandInForm(request.POST, request.FILES, actor=request.actor)
        regulation = run(form, services.hand_in, actor=request.actor)
        if regulation is not None:
            return go(request, reverse("legislation:review", args=[regulation.case.number]))
    else:
        form = HandInForm(initial=request.GET.dict(), actor=request.actor)
    template = "legislation/regulation_hand_in_form.html" if request.htmx else "legislation/regulation_hand_in.html"
    return render(request, template, {"form": form}, status=422 if bound else 200)


# Record -------------------------------------------------------------------------------------------------------------

TABS = {
    "metin": "Metin",
    "gorevler": "Görevler",
    "tanimlar": "Tanımlar",
    "dayanaklar": "Dayanaklar",
    "atiflar": "Atıflar",
    "disinda": "Metnin dışındakiler",
    "notlar": "Notlar",
    "oyku": "Öykü",
}
WRAPPERS = {
    "minutes": "Meclis tutanağı",
    "signature": "İmza bölümü",
    "footer": "Sayfa altlığı",
    "page_number": "Sayfa sayısı",
    "stamp": "Kaşe, mühür",
    "cover": "Kapak",
    "annex": "Ek",
}
TURN = {
    State.DRAFT: "Metni inceleyen",
    State.SUBMITTED: "Yürürlüğe koymaya yetkili makam",
    State.IN_FORCE: "Görevlerin sorumlu birimleri",
}


def _actions(regulation: Regulation, steps: list[Step]) -> list[Action]:
    """The steps this person may take now; of the harmless ones the last is the way forward."""
    number = regulation.case.number
    forward = {State.DRAFT: ("approve", "submit"), State.SUBMITTED: ("approve",)}
    names = [step.name for step in steps]
    wanted = forward.get(State(regulation.case.state), ())
    first = next((name for name in wanted if name in names), "")
    actions = []
    for step in steps:
        url = reverse("legislation:step", args=[number, step.name])
        # A step taken with the same care as all others, but the one this page is for, does not look like a threat.
        danger = "" if step.name == first else step.danger
        actions.append(Action(step.name, step.label, url, step.name == first, danger))
    return sorted(actions, key=lambda action: (not action.primary, bool(action.danger)))


def record(request: Request, number: str) -> HttpResponse:
    regulation = found(request, number)
    tab = request.GET.get("sekme", "metin")
    tab = tab if tab in TABS else "metin"
    is_draft = regulation.case.state == State.DRAFT
    reviews = is_draft and request.actor.reach(access.REVIEW).covers(regulation.case)
    progress = queries.progress(regulation)
    counts = {
        "gorevler": progress.duties,
        "tanimlar": regulation.definitions.count(),
        "dayanaklar": regulation.bases.count(),
        "atiflar": regulation.citations.count(),
        "disinda": len(regulation.wrapper),
        "notlar": queries.note_count(regulation),
    }
    address = reverse("legislation:regulation", args=[number])
    directives = list(queries.directives(request.actor, regulation))
    context: dict[str, Any] = {
        "record": regulation,
        "state_kind": KINDS[State(regulation.case.state)],
        "tab": tab,
        "tabs": [
            Tab(label, address if key == "metin" else f"{address}?sekme={key}", key == tab, counts.get(key))
            for key, label in TABS.items()
        ],
        "actions": _actions(regulation, cases.steps_open(regulation, request.actor)),
        "turn": TURN.get(State(regulation.case.state), ""),
        "progress": progress,
        "reviews": reviews,
        "directives": [Row(row, False) for row in directives],
        "heirs": list(queries.successors(request.actor, regulation)),
        "predecessor": _seen(request, regulation.predecessor_id),
        "parent": _seen(request, regulation.parent_id),
        "register": reverse("legislation:duties") + f"?regulation={number}",
        "may_record": bool(regulation.in_force_on) and request.actor.reach(access.APPROVE).covers(regulation.case),
        "executors": queries.executors_of(regulation),
        "may_name": request.actor.reach(access.APPROVE).covers(regulation.case),
        "unapproved": {row.pk for row in directives if row.lacks_approval},
        "rule": queries.rule_in(regulation) if regulation.in_force_on is None else None,
        "pairs": queries.succession_counts(regulation),
    }
    then = then_of(request)
    if tab in ("metin", "gorevler"):
        parts = sections(regulation, queries.articles(regulation), queries.clauses(regulation))
        context["sections"] = parts
        if then.day:
            lines = (line.clause for part in parts for line in part.lines)
            duties = [clause.duty for clause in lines if hasattr(clause, "duty")]
            queries.as_they_stood([duty for duty in duties if duty.opened_on <= then.day], then.day)
    if then.day:
        then = replace(then, words=f"{queries.force_on(regulation, then.day)}. Sorumlular o güne göredir.")
    context |= {"then": then, "today": localdate()}
    if tab == "notlar":
        parts = sections(regulation, queries.articles(regulation), queries.clauses(regulation))
        context["sections"] = parts
        context["general"] = general_notes(regulation, parts[0].article.start if parts else 0)
    if tab in ("metin", "tanimlar"):
        context["terms"] = queries.terms(regulation, then.day, offers=tab == "tanimlar")
        if tab == "metin":
            glossary = Glossary(context["terms"])
            for part in context["sections"]:
                for line in part.lines:
                    line.glossed = glossary.pieces(line.words[1] if line.clause.title else line.clause.text)
        context["binds"] = reviews or request.actor.reach(access.REVIEW).covers(regulation.case)
    if tab == "disinda":
        context["wrapper"] = [(WRAPPERS.get(part["kind"], "Diğer"), part["text"]) for part in regulation.wrapper]
    if tab == "oyku":
        context["story"] = story_of(regulation)
    return render(request, "legislation/regulation.html", context)


def _seen(request: Request, pk: int | None) -> Regulation | None:
    """A neighbouring text, if this person may see it."""
    return queries.regulations(request.actor).filter(pk=pk).first() if pk else None


def source(request: Request, number: str) -> FileResponse:
    regulation = found(request, number)
    if regulation.source is None:
        raise Http404
    return serve(regulation.source, attachment=True)


# Steps --------------------------------------------------------------------------------------------------------------

Service = Callable[..., Regulation]
STEPS: dict[str, tuple[Service, type[forms.Form]]] = {
    "submit": (services.submit, NothingForm),
    "return": (services.hand_back, WhyForm),
    "approve": (services.approve, ApproveForm),
    "drop": (services.drop, WhyForm),
    "repeal": (services.repeal, RepealForm),
}
DONE = {
    "submit": "Metin onaya gönderildi.",
    "return": "Metin incelemeye geri gönderildi.",
    "approve": "Metin yürürlüğe girdi; {count} görev kütüğe işlendi.",
    "drop": "Taslaktan vazgeçildi.",
    "repeal": "Metin yürürlükten kalktı; görevleri kapandı.",
}


def step(request: Request, number: str, step: str) -> HttpResponse:
    """GET the question, POST the answer; a refusal comes back in the same form."""
    regulation = found(request, number)
    if step not in STEPS:
        raise Http404
    service, form_class = STEPS[step]
    taken = LIFE.steps[step]
    bound, wants_record = request.method == "POST", form_class is ApproveForm
    if bound:
        form = ApproveForm(request.POST, regulation=regulation) if wants_record else form_class(request.POST)
        done = run(form, service, number, actor=request.actor)
        if done is not None:
            messages.success(request, DONE[step].format(count=queries.open_duties(done).count()))
            return go(request, reverse("legislation:regulation", args=[number]))
    else:
        form = ApproveForm(regulation=regulation) if wants_record else form_class()
    context = {
        "form": form,
        "title": taken.label,
        "button": taken.label,
        "lead": _lead(regulation, taken, bound or cases.objection_to(taken, regulation, request.actor)),
        "danger": bool(taken.danger) and step != "approve",
    }
    template = "ui/act.html" if request.htmx else "ui/act_page.html"
    return render(request, template, context, status=422 if bound else 200)


def _lead(regulation: Regulation, taken: Step, objection: object) -> str:
    """The consequence with its numbers, or why the step cannot be taken now."""
    if isinstance(objection, str):
        return objection
    if taken.name == "approve":
        duties = queries.progress(regulation).duties
        words = f"{duties} görev kütüğe işlenir."
        if regulation.predecessor and regulation.predecessor.case.state == State.IN_FORCE:
            closing = queries.open_duties(regulation.predecessor).count()
            before = regulation.predecessor
            words += f" {before.case.number} sayılı «{before.title}» yürürlükten kalkar, {closing} görevi kapanır."
        return words
    if taken.name == "repeal":
        return (
            f"Bu metnin {queries.open_duties(regulation).count()} görevi verdiğiniz tarihte kapanır; kanıtları kalır."
        )
    if taken.name == "submit":
        return "Metin artık düzeltilemez; yürürlüğe koymaya yetkili makam onu görür, isterse geri gönderir."
    return taken.danger


def dates(request: Request, number: str) -> HttpResponse:
    """Complete the record of a text in force: decision or approval, publication, announcement."""
    regulation = found(request, number)
    bound = request.method == "POST"
    form = RecordForm(request.POST if bound else None, regulation=regulation)
    if bound and run(form, services.record_dates, number, actor=request.actor) is not None:
        return go(request, reverse("legislation:regulation", args=[number]))
    context = {
        "form": form,
        "title": "Oluru ve yayımı kaydet" if regulation.kind == Kind.DIRECTIVE else "Karar, yayım ve ilan tarihleri",
        "button": "Kaydet",
        "lead": "Yürürlük tarihi değişmez: görevler o günden başladı.",
        "danger": False,
    }
    template = "ui/act.html" if request.htmx else "ui/act_page.html"
    return render(request, template, context, status=422 if bound else 200)


def executor(request: Request, number: str) -> HttpResponse:
    """Name a seat that carries the text out."""
    found(request, number)
    return answer(
        request,
        ExecutorForm(**given(request)),
        services.name_executor,
        number,
        title="Yürüten makamı yaz",
        button="Kaydet",
        lead="Metnin son maddesinde «yürütür» denen makam; birden çoksa her birini ayrı yazın.",
        next_url=lambda row: reverse("legislation:regulation", args=[number]),
    )


def no_executor(request: Request, number: str, executor_id: int) -> HttpResponse:
    found(request, number)
    return answer(
        request,
        NothingForm(**given(request)),
        services.drop_executor,
        number,
        executor_id=executor_id,
        title="Yürüten makamı sil",
        button="Sil",
        next_url=lambda row: reverse("legislation:regulation", args=[number]),
    )


# Comparison ---------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Group:
    """The pairs of one article, in order."""

    title: str
    pairs: list[Pair]

    @property
    def changes(self) -> int:
        return sum(pair.kind != "same" for pair in self.pairs)


def _groups(pairs: list[Pair]) -> list[Group]:
    """The pairs by article; what is gone stands with the article that took the place of its own."""
    groups: dict[str, Group] = {}
    for pair in pairs:
        title = pair.title or f"Önceki metinde {pair.piece.title}"
        groups.setdefault(title, Group(title, [])).pairs.append(pair)
    return list(groups.values())


def compare(request: Request, number: str) -> HttpResponse:
    regulation = found(request, number)
    choices = list(queries.versions(request.actor, regulation)[:MOST])
    wanted = request.GET.get("ile", "").strip()
    predecessor = _seen(request, regulation.predecessor_id)
    other: Regulation | None = found(request, wanted) if wanted else predecessor
    context: dict[str, Any] = {"record": regulation, "choices": choices, "other": other}
    if other is not None:
        pairs = compare_pieces(queries.pieces(other), queries.pieces(regulation))
        whole = request.GET.get("hepsi") == "1"
        groups = _groups(pairs)
        context |= {
            "tally": tally(pairs),
            "groups": groups if whole else [group for group in groups if group.changes],
            "whole": whole,
            "address": f"?ile={other.case.number}",
        }
    return render(request, "legislation/compare.html", context)
