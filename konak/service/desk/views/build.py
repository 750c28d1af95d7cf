"""Building the desk without code: services, forms, promises, priorities, teams."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Unit
from konak.foundation.ui import workbook
from konak.foundation.web.actions import go, run
from konak.foundation.web.http import Request

from .. import access, asking, queries, services
from ..forms import (
    AgentForm,
    AskForm,
    GroupForm,
    HoursForm,
    LevelForm,
    MatrixForm,
    QuestionForm,
    RuleForm,
    ServiceForm,
    SkillForm,
)
from ..models import Agent, EscalationRule, Form, Hours, Kind, Level, Service, ServiceGroup
from . import sheets
from .frame import bound_or, building_tabs, dialog


def _builder(request: Request) -> None:
    if not request.actor.holds(access.CATALOGUE):
        raise Http404


def _whole(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 19 else None


@require_GET
def catalogue(request: Request) -> HttpResponse:
    _builder(request)
    group, hidden = _whole(request.GET.get("grup", "")), request.GET.get("gizli") == "1"
    rows = queries.services_built(request.actor, group=group, hidden=hidden)
    if workbook.asked(request):
        return sheets.services(rows, [("Gizliler de", "Evet" if hidden else "Hayır")])
    context = {
        "tabs": building_tabs("catalogue", request.actor),
        "rows": [(one, ", ".join(str(Kind(kind).label) for kind in one.kinds)) for one in rows],
        "groups": queries.group_rows(),
        "group": group,
        "hidden": hidden,
    }
    return render(request, "desk/catalogue.html", context)


def group(request: Request, group_id: int | None = None) -> HttpResponse:
    _builder(request)
    row = get_object_or_404(ServiceGroup, pk=group_id) if group_id else None
    initial = {name: getattr(row, name) for name in GroupForm.base_fields} if row else {}
    return dialog(
        request,
        bound_or(request, GroupForm, **({"initial": initial} if row else {})),
        services.save_group,
        row.pk if row else None,
        next_url=reverse("desk:catalogue"),
        title="Grubu düzenle" if row else "Yeni grup",
        button="Kaydet",
        done="Grup kaydedildi.",
    )


def _found(request: Request, code: str) -> Service:
    try:
        return queries.service(request.actor, code)
    except ObjectDoesNotExist:
        raise Http404 from None


def service(request: Request, code: str = "") -> HttpResponse:
    """A service, new or changed."""
    _builder(request)
    row = _found(request, code) if code else None
    bound = request.method == "POST"
    initial: dict[str, Any] = {}
    if row is not None:
        names = [name for name in ServiceForm.base_fields if hasattr(row, name)]
        initial = {name: getattr(row, name) for name in names}
        initial["audience_unit_ids"] = list(row.audience_units.values_list("pk", flat=True))
    elif request.actor.seats:
        initial = {"unit_id": request.actor.seats[0].unit_id}
    form = (
        ServiceForm(request.POST, actor=request.actor) if bound else ServiceForm(initial=initial, actor=request.actor)
    )
    if bound:
        made = run(form, services.save_service, row.code if row else "", actor=request.actor)
        if made is not None:
            messages.success(request, "Hizmet kaydedildi.")
            return go(request, reverse("desk:form", args=[made.code]))
    context = {"form": form, "service": row}
    return render(request, "desk/service.html", context, status=422 if bound else 200)


# The form of a service ----------------------------------------------------------------------------------------------


def _questions(one: Service) -> tuple[Form | None, Form | None, list[dict[str, Any]]]:
    """The form in force, the one being written, and the questions to be shown."""
    written, in_force = queries.form_being_written(one), queries.form_of(one)
    shown = written or in_force
    return in_force, written, [dict(each) for each in shown.questions] if shown else []


def form(request: Request, code: str) -> HttpResponse:
    """The questions in order, and beside them what an employee will see."""
    one = _found(request, code)
    in_force, written, questions = _questions(one)
    labels = {each["key"]: each["label"] for each in questions}
    lines = [
        {
            "place": place,
            "question": each,
            "type": asking.TYPES[each["type"]],
            "condition": _condition(each, labels),
            "first": place == 0,
            "last": place == len(questions) - 1,
        }
        for place, each in enumerate(questions)
    ]
    preview = AskForm(service=one, form=written or in_force)
    context = {
        "service": one,
        "in_force": in_force,
        "written": written,
        "lines": lines,
        "preview": preview,
        "versions": one.forms.count(),
    }
    return render(request, "desk/form.html", context)


def _condition(question: dict[str, Any], labels: dict[str, str]) -> str:
    condition = question.get("show_if")
    if not condition:
        return ""
    value = condition["is"]
    words = ("Evet" if value else "Hayır") if isinstance(value, bool) else value
    return f"yalnız «{labels.get(condition['key'], condition['key'])}» yanıtı «{words}» ise"


def question(request: Request, code: str, place: int | None = None) -> HttpResponse:
    """One question, new or changed."""
    one = _found(request, code)
    _, _, questions = _questions(one)
    if place is not None and place >= len(questions):
        raise Http404
    old = questions[place] if place is not None else None
    before = questions[:place] if place is not None else questions
    bound = request.method == "POST"
    asked = (
        QuestionForm(request.POST, before=before)
        if bound
        else QuestionForm(initial=QuestionForm.initial_of(old) if old else {}, before=before)
    )

    def save(*, actor: Any, **given: Any) -> Form:
        key = old["key"] if old else asking.key_from(given["label"], [each["key"] for each in questions])
        new = asked.question(key)
        changed = [*questions]
        if place is None:
            changed.append(new)
        else:
            changed[place] = new
        return services.write_form(code, actor=actor, questions=changed)

    return dialog(
        request,
        asked,
        save,
        next_url=reverse("desk:form", args=[code]),
        title="Soruyu düzenle" if old else "Soru ekle",
        button="Kaydet",
    )


@require_POST
def arrange(request: Request, code: str, place: int, how: str) -> HttpResponse:
    """Up, down, or away with a question."""
    one = _found(request, code)
    _, _, questions = _questions(one)
    if place >= len(questions) or how not in {"yukari", "asagi", "sil"}:
        raise Http404
    moved = questions.pop(place)
    if how != "sil":
        questions.insert(max(0, place - 1) if how == "yukari" else place + 1, moved)
    return _change(request, code, lambda: services.write_form(code, actor=request.actor, questions=questions))


def _change(request: Request, code: str, change: Any, done: str = "") -> HttpResponse:
    try:
        change()
        if done:
            messages.success(request, done)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return go(request, reverse("desk:form", args=[code]))


@require_POST
def publish(request: Request, code: str) -> HttpResponse:
    _found(request, code)
    done = "Form yayımlandı; yeni talepler bu sorularla açılır."
    return _change(request, code, lambda: services.publish_form(code, actor=request.actor), done)


@require_POST
def discard(request: Request, code: str) -> HttpResponse:
    _found(request, code)
    return _change(request, code, lambda: services.drop_form(code, actor=request.actor), "Taslak silindi.")


# Promises -----------------------------------------------------------------------------------------------------------


@require_GET
def levels(request: Request) -> HttpResponse:
    _builder(request)
    rows = queries.levels()
    if workbook.asked(request):
        return sheets.levels(rows)
    context = {
        "tabs": building_tabs("levels", request.actor),
        "levels": rows,
        "hours": queries.hours(),
        "rules": queries.rules(),
    }
    return render(request, "desk/levels.html", context)


def level(request: Request, level_id: int | None = None) -> HttpResponse:
    _builder(request)
    row = get_object_or_404(Level.objects.prefetch_related("targets"), pk=level_id) if level_id else None
    given = bound_or(request, LevelForm, **({"initial": LevelForm.initial_of(row)} if row else {}))
    return dialog(
        request,
        given,
        services.save_level,
        row.pk if row else None,
        next_url=reverse("desk:levels"),
        title="Süre sözünü düzenle" if row else "Yeni süre sözü",
        button="Kaydet",
        done="Süre sözü kaydedildi; açık taleplerin süreleri yeniden sayılıyor." if row else "Süre sözü kaydedildi.",
        lead="Süreler çalışma dakikasıdır: 480 dakika, sekiz saatlik bir iş günüdür. Boş öncelikte söz yoktur.",
    )


def hours(request: Request, hours_id: int | None = None) -> HttpResponse:
    _builder(request)
    row = get_object_or_404(Hours, pk=hours_id) if hours_id else None
    initial = {name: getattr(row, name) for name in HoursForm.base_fields} if row else {}
    return dialog(
        request,
        bound_or(request, HoursForm, **({"initial": initial} if row else {})),
        services.save_hours,
        row.pk if row else None,
        next_url=reverse("desk:levels"),
        title="Çalışma saatini düzenle" if row else "Yeni çalışma saati",
        button="Kaydet",
        done="Çalışma saati kaydedildi.",
        lead="Tatiller takvimden gelir; 7×24 seçilirse saatlere ve tatile bakılmaz.",
    )


def rule(request: Request, rule_id: int | None = None) -> HttpResponse:
    _builder(request)
    row = get_object_or_404(EscalationRule, pk=rule_id) if rule_id else None
    initial = (
        {name: getattr(row, name) for name in ("level_id", "clock", "minutes", "reaction", "to_unit_id")}
        if row
        else {}
    )
    return dialog(
        request,
        bound_or(request, RuleForm, **({"initial": initial} if row else {})),
        services.save_rule,
        row.pk if row else None,
        next_url=reverse("desk:levels"),
        title="Kuralı düzenle" if row else "Yeni yükseltme kuralı",
        button="Kaydet",
        done="Kural kaydedildi.",
    )


@require_POST
def drop_rule(request: Request, rule_id: int) -> HttpResponse:
    _builder(request)
    get_object_or_404(EscalationRule, pk=rule_id)
    services.drop_rule(rule_id, actor=request.actor)
    messages.success(request, "Kural kaldırıldı.")
    return go(request, reverse("desk:levels"))


def matrix(request: Request) -> HttpResponse:
    _builder(request)
    if workbook.asked(request):
        return sheets.matrix(queries.matrix_cells())
    bound = request.method == "POST"
    given = MatrixForm(request.POST) if bound else MatrixForm()
    if bound and run(given, _set_matrix, actor=request.actor) is not None:
        messages.success(request, "Öncelik tablosu kaydedildi.")
        return go(request, reverse("desk:matrix"))
    context = {"tabs": building_tabs("matrix", request.actor), "form": given}
    return render(request, "desk/matrix.html", context, status=422 if bound else 200)


def _set_matrix(*, actor: Any, cells: Any) -> bool:
    services.set_matrix(actor=actor, cells=cells)
    return True


# Teams --------------------------------------------------------------------------------------------------------------


@require_GET
def team(request: Request) -> HttpResponse:
    _builder(request)
    unit_id = _whole(request.GET.get("ekip", ""))
    rows = queries.team_rows(request.actor, unit_id)
    if workbook.asked(request):
        return sheets.team(rows)
    context = {
        "tabs": building_tabs("team", request.actor),
        "rows": rows,
        "units": queries.team_units(request.actor),
        "unit_id": unit_id,
        "skills": queries.skills(),
    }
    return render(request, "desk/team.html", context)


def agent(request: Request, unit_id: int, agent_id: int | None = None) -> HttpResponse:
    _builder(request)
    unit = get_object_or_404(Unit, pk=unit_id)
    row = get_object_or_404(Agent, pk=agent_id, unit=unit) if agent_id else None
    initial: dict[str, Any] = {}
    if row:
        initial = {
            "user_id": row.user_id,
            "skill_ids": list(row.skills.values_list("pk", flat=True)),
            "weight": row.weight,
            "takes": row.takes,
        }

    def save(*, actor: Any, **given: Any) -> Agent:
        return services.save_agent(actor=actor, unit_id=unit_id, **given)

    return dialog(
        request,
        bound_or(request, AgentForm, unit=unit, **({"initial": initial} if initial else {})),
        save,
        next_url=f"{reverse('desk:team')}?ekip={unit_id}",
        title=f"{unit.name}: üye",
        button="Kaydet",
        done="Ekip üyesi kaydedildi.",
    )


@require_POST
def drop_agent(request: Request, agent_id: int) -> HttpResponse:
    _builder(request)
    row = get_object_or_404(Agent, pk=agent_id)
    try:
        services.drop_agent(agent_id, actor=request.actor)
        messages.success(request, "Kişi ekipten çıkarıldı; üzerindeki talepler kendisinde kalır.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return go(request, f"{reverse('desk:team')}?ekip={row.unit_id}")


def skill(request: Request) -> HttpResponse:
    _builder(request)
    return dialog(
        request,
        bound_or(request, SkillForm),
        services.add_skill,
        next_url=reverse("desk:team"),
        title="Yeni beceri",
        button="Ekle",
        done="Beceri eklendi.",
    )
