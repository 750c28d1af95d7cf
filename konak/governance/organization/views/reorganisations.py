"""The doors of a reorganisation: list, proposal, its changes, opinions, decision, sheet."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from konak.foundation.cases import services as cases
from konak.foundation.documents.services import render_pdf
from konak.foundation.people.queries import any_unit
from konak.foundation.trail import queries as trail
from konak.foundation.ui import workbook
from konak.foundation.ui.parts import Action, Moment, Tab
from konak.foundation.web.actions import go, run
from konak.foundation.web.http import Request

from .. import access, queries, services
from ..forms.reorganisation import (
    AskForm,
    ChangeForm,
    DecisionForm,
    NothingForm,
    OpinionForm,
    ProposeForm,
    ReviseForm,
    WhyForm,
)
from ..lifecycle import LIFE, State
from ..models import Act, RegistryTask, Reorganisation
from ..tables import TOLD
from . import registry, sheets

ICONS = {
    Act.OPEN: "plus",
    Act.RENAME: "edit",
    Act.MOVE: "transfer",
    Act.MERGE: "git-merge",
    Act.SPLIT: "arrows-split",
    Act.CLOSE: "x",
    Act.SEATS: "users",
}


def found(request: Request, number: str) -> Reorganisation:
    try:
        return queries.reorganisation(request.actor, number)
    except ObjectDoesNotExist:
        raise Http404 from None


def index(request: Request) -> HttpResponse:
    state = request.GET.get("state", "")
    state = state if state in State.values else ""
    before = request.GET.get("once", "")
    if workbook.asked(request):
        every = workbook.every(queries.reorganisations(request.actor, state).order_by("-pk"))
        return sheets.reorganisations(every, [("Durum", State(state).label)] if state else [])
    rows, older = queries.page_of(
        queries.reorganisations(request.actor, state), int(before) if before.isdigit() else None
    )
    counts = queries.state_counts(request.actor)
    tabs = [Tab("Tümü", "?", not state, sum(counts.values()))]
    tabs += [
        Tab(str(label), f"?state={value}", value == state, counts[value])
        for value, label in State.choices
        if counts.get(value)
    ]
    context = {
        "rows": rows,
        "kinds": Reorganisation.state_kinds,
        "tabs": tabs,
        "total": sum(counts.values()),
        "older": f"?state={state}&once={older}" if older else "",
        "newer": f"?state={state}" if before else "",
        "may_propose": request.actor.holds(access.PROPOSE),
        "awaited": list(queries.awaited(request.actor)),
    }
    return render(request, "organization/reorganisations.html", context)


def _page(request: Request, form: forms.Form, bound: bool, **shown: Any) -> HttpResponse:
    template = "ui/act.html" if request.htmx else "ui/act_page.html"
    context = {"form": form, "button": shown["title"], "lead": "", "danger": False} | shown
    return render(request, template, context, status=422 if bound else 200)


def propose(request: Request) -> HttpResponse:
    if not request.actor.holds(access.PROPOSE):
        return render(request, "organization/no_proposal.html", status=403)
    bound = request.method == "POST"
    initial = {"unit": request.GET["birim"]} if request.GET.get("birim", "").isdigit() else {}
    form = ProposeForm(request.POST if bound else None, actor=request.actor, initial=initial)
    if bound:
        record = run(form, services.propose, actor=request.actor)
        if record is not None:
            return go(request, reverse("organization:reorganisation", args=[record.case.number]))
    lead = "Önce dosya açılır; değişiklikleri sonra tek tek eklersiniz."
    return _page(request, form, bound, title="Teşkilat değişikliği öner", button="Dosyayı aç", lead=lead)


def record(request: Request, number: str) -> HttpResponse:
    one = found(request, number)
    plan = queries.preview(one)
    before, after = queries.shown_part(plan)
    edits = one.case.state == State.DRAFT and request.actor.reach(
        access.ORDER if one.own_order else access.PROPOSE
    ).covers(one.case)
    speaks = {seat.unit_id for seat in request.actor.seats if seat.scope_of(access.OPINE) is not None}
    steps = cases.steps_open(one, request.actor)
    context = {
        "record": one,
        "state_kind": Reorganisation.state_kinds[one.case.state],
        "changes": list(zip(one.changes.select_related("unit", "target"), _words(plan.lines, one), strict=False)),
        "icons": ICONS,
        "acts": [(value, label, ICONS[Act(value)]) for value, label in Act.choices],
        "edits": edits,
        "plan": plan,
        "before": before,
        "after": after,
        "effect": one.effect if one.applied_at else [list(row) for row in queries.effect_of(plan)],
        "opinions": list(one.opinions.select_related("unit", "given_by")),
        "speaks": speaks,
        "drops": request.actor.reach(access.PROPOSE).covers(one.case) and one.case.state == State.OPINION,
        "actions": _actions(one, steps),
        "story": _story(one),
        "differing": queries.other_rules(one) if not one.ended else [],
    }
    return render(request, "organization/reorganisation.html", context)


def _words(lines: list[str], one: Reorganisation) -> list[str]:
    """What each change says; a change that could not be drawn says only its kind."""
    rows = list(one.changes.all())
    return lines if len(lines) == len(rows) else [str(change.get_act_display()) for change in rows]


def _actions(one: Reorganisation, steps: list[Any]) -> list[Action]:
    forward = {State.DRAFT: ("submit",), State.OPINION: ("submit",), State.SUBMITTED: ("approve",)}
    if one.own_order:
        forward[State.DRAFT] = ("order",)
        steps = [step for step in steps if step.name not in ("ask", "submit")]
    wanted = forward.get(State(one.case.state), ())
    actions = []
    for step in steps:
        url = reverse("organization:step", args=[one.case.number, step.name])
        primary = step.name in wanted
        actions.append(Action(step.name, step.label, url, primary, "" if primary else step.danger))
    return sorted(actions, key=lambda action: (not action.primary, bool(action.danger)))


def _story(one: Reorganisation) -> list[Moment]:
    common = {"open": ("dosyayı açtı", "folder-open", "open"), "comment": ("açıklama yazdı", "message", "")}
    moments = []
    for entry in trail.story(one.case.kind, one.case.number):
        words, icon, kind = TOLD.get(entry.verb) or common.get(entry.verb) or (entry.verb, "point", "")
        who = entry.user if entry.user_id else "Konak"
        moments.append(Moment(entry.at, words, who, icon=icon, kind=kind, note=entry.note))
    return moments


def revise(request: Request, number: str) -> HttpResponse:
    one = found(request, number)
    bound = request.method == "POST"
    form = ReviseForm(request.POST if bound else None, record=one)
    if bound and run(form, services.revise, number, actor=request.actor) is not None:
        return go(request, reverse("organization:reorganisation", args=[number]))
    return _page(request, form, bound, title="Öneriyi düzenle", button="Kaydet")


def add_change(request: Request, number: str, act: str) -> HttpResponse:
    one = found(request, number)
    if act not in Act.values:
        raise Http404
    bound = request.method == "POST"
    initial = {name: request.GET[name] for name in ("unit", "target") if request.GET.get(name, "").isdigit()}
    form = ChangeForm(request.POST if bound else None, act=act, record=one, initial=initial)

    def write(number: str, **facts: Any) -> Any:
        facts["seats"] = [int(one) for one in facts.get("seats") or ()]
        return services.add_change(number, act=act, **facts)

    if bound and run(form, write, number, actor=request.actor) is not None:
        messages.success(request, "Değişiklik eklendi.")
        return go(request, reverse("organization:reorganisation", args=[number]))
    return _page(request, form, bound, title=str(Act(act).label), button="Öneriye ekle")


def drop_change(request: Request, number: str, order: int) -> HttpResponse:
    found(request, number)
    bound = request.method == "POST"
    form = NothingForm(request.POST if bound else None)
    if bound and run(form, services.drop_change, number, order, actor=request.actor) is not None:
        return go(request, reverse("organization:reorganisation", args=[number]))
    lead = "Değişiklik öneriden çıkar; ona dayanan değişiklikler de çıkar."
    return _page(request, form, bound, title="Değişikliği çıkar", button="Çıkar", lead=lead, danger=True)


def opinion(request: Request, number: str, unit_id: int) -> HttpResponse:
    one = found(request, number)
    unit = get_object_or_404(any_unit(), pk=unit_id)
    bound = request.method == "POST"
    form = OpinionForm(request.POST if bound else None)
    if bound and run(form, services.give_opinion, number, actor=request.actor, unit=unit) is not None:
        messages.success(request, "Görüşünüz dosyaya işlendi.")
        return go(request, reverse("organization:reorganisation", args=[number]))
    return _page(request, form, bound, title="Görüş ver", button="Görüşü gönder", lead=f"{one.title} — {unit.name}")


def drop_request(request: Request, number: str, unit_id: int) -> HttpResponse:
    found(request, number)
    unit = get_object_or_404(any_unit(), pk=unit_id)
    bound = request.method == "POST"
    form = NothingForm(request.POST if bound else None)
    if bound and run(form, services.drop_request, number, actor=request.actor, unit=unit) is not None:
        return go(request, reverse("organization:reorganisation", args=[number]))
    lead = f"«{unit.name}» biriminin görüşü beklenmeden devam edilir."
    return _page(request, form, bound, title="Görüş isteğini kaldır", button="Kaldır", lead=lead)


Service = Callable[..., Reorganisation]
STEPS: dict[str, tuple[Service, type[forms.Form], str]] = {
    "ask": (services.ask, AskForm, "Görüş istendi."),
    "submit": (services.submit, NothingForm, "Öneri onaya sunuldu."),
    "return": (services.hand_back, WhyForm, "Öneri geri gönderildi."),
    "approve": (services.approve, DecisionForm, "Değişiklik onaylandı."),
    "order": (services.order, DecisionForm, "Değişiklik Başkanlık emriyle onaylandı."),
    "reject": (services.reject, WhyForm, "Öneri uygun görülmedi."),
    "withdraw": (services.withdraw, WhyForm, "Öneri geri çekildi."),
    "undo": (services.undo, WhyForm, "Onay geri alındı; teşkilat değişmedi."),
    "apply": (services.apply, NothingForm, "Değişiklik yürürlüğe kondu."),
}


def step(request: Request, number: str, step: str) -> HttpResponse:
    if number.startswith(f"{RegistryTask.series}-"):
        return registry.step(request, number, step)
    one = found(request, number)
    if step not in STEPS:
        raise Http404
    service, form_class, done = STEPS[step]
    taken = LIFE.steps[step]
    bound = request.method == "POST"
    initial = {"effective_on": one.effective_on} if form_class is DecisionForm else {}
    form = form_class(request.POST if bound else None, initial=initial)
    if bound:
        result = run(form, service, number, actor=request.actor)
        if result is not None:
            if result.case.state == State.IN_FORCE:
                done = "Değişiklik onaylandı ve yürürlüğe girdi."
            messages.success(request, done)
            return go(request, reverse("organization:reorganisation", args=[number]))
    lead = taken.danger
    if not bound and (objection := cases.objection_to(taken, one, request.actor)):
        lead = objection
    if step == "approve" and one.rule and not bound and lead == taken.danger:
        lead = f"«{one.rule.quote}» ({one.rule.source}). {taken.danger}"
    danger = bool(taken.danger) and step not in ("approve", "order")
    return _page(request, form, bound, title=taken.label, lead=lead, danger=danger)


@require_GET
def sheet(request: Request, number: str) -> HttpResponse:
    """The approval sheet as PDF: what is proposed, on what it rests, what it touches, who thinks what."""
    one = found(request, number)
    plan = queries.preview(one)
    effect = one.effect if one.applied_at else [list(row) for row in queries.effect_of(plan)]
    rule = f"«{one.rule.quote}» ({one.rule.source})" if one.rule else "Belediye Başkanının kendi yetkisi"
    facts = {
        "heading": "Teşkilat Değişikliği Onayı",
        "unit": one.case.unit.name,
        "number": one.case.number,
        "date": one.decision_date,
        "title": one.title,
        "reason": one.reason,
        "rule": rule,
        "effective": one.effective_on,
        "basis": one.basis if one.decision_date else "Henüz karar verilmedi",
        "state": one.state_label,
        "changes": _words(plan.lines, one),
        "effect": effect,
        "opinions": [
            [
                row.unit.name,
                "Bekleniyor" if row.given_at is None else "Olumlu" if row.favourable else "Olumsuz",
                row.text or "–",
            ]
            for row in one.opinions.select_related("unit")
        ],
        "proposer": one.case.opened_by.full_name if one.case.opened_by else one.case.unit.name,
        "approver": one.decided_by.full_name
        if one.decided_by
        else one.rule.get_approver_display()
        if one.rule
        else "Belediye Başkanı",
    }
    answer = HttpResponse(render_pdf("organization/approval", facts), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{number}-onay.pdf"'
    return answer
