"""Separation of duties on the screen: the matrix, today's conflicts, exceptions, groups and their members."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.lifecycle import Refused
from konak.foundation.people.positions import Position
from konak.foundation.ui import workbook
from konak.foundation.web.actions import go
from konak.foundation.web.http import Request
from konak.foundation.web.pages import answer, found, posted

from .. import access
from ..forms.delegations import WhyForm
from ..forms.separation import ExceptionForm, GroupForm, LastDayForm, MemberForm, ReviewForm, RuleForm
from ..models import Group, Incompatible, Membership
from ..queries import rights, separation
from ..services import separating as services
from . import sheets


def _home(made: object = None) -> str:
    return reverse("staffing:separation")


def _sees(request: Request) -> None:
    if not request.actor.holds(access.SEPARATION):
        raise Http404


@require_GET
def index(request: Request) -> HttpResponse:
    _sees(request)
    if workbook.asked(request):
        return sheets.conflicts(separation.conflicts(request.actor))
    groups = separation.group_labels()
    rows = separation.rules()
    names = {
        (kind, code): separation.side_label(kind, code, groups)
        for rule in rows
        for kind, code in ((rule.left_kind, rule.left), (rule.right_kind, rule.right))
    }
    active = [rule for rule in rows if rule.active]
    found_conflicts = separation.conflicts(request.actor)
    shown = {
        "rules": [(rule, names[rule.left_kind, rule.left], names[rule.right_kind, rule.right]) for rule in rows],
        "matrix": _matrix(active, names),
        "conflicts": found_conflicts,
        "open": sum(one.exception is None for one in found_conflicts),
        "faults": [
            (rule, names[rule.left_kind, rule.left], names[rule.right_kind, rule.right], Position(position).label)
            for rule, position in separation.tables_own_faults()
        ],
        "step_rules": separation.step_rules(),
        "rules_may": request.actor.reach(access.RULE).everywhere,
        "names": names,
        "reviews": separation.reviews(),
    }
    return render(request, "staffing/separation.html", shown)


def review(request: Request) -> HttpResponse:
    """Gözden geçirildi: the day, the person and the outcome stay."""
    _sees(request)
    form = ReviewForm(posted(request))
    return answer(
        request,
        form,
        services.review,
        title="Çizelgeyi gözden geçirdim",
        button="Kaydet",
        lead="Kurallar, çakışmalar ve istisnalar bugünkü iş bölümüyle karşılaştırıldı.",
        next_url=_home,
        done="Gözden geçirme bugünün tarihiyle kayda geçti.",
    )


def _matrix(
    rules: list[Incompatible], names: dict[tuple[str, str], str]
) -> tuple[list[str], list[tuple[str, list[tuple[str, str]]]]]:
    """Sides against sides: the mark of a rule in both cells, so that either line can be read."""
    sides = sorted(
        {side for rule in rules for side in ((rule.left_kind, rule.left), (rule.right_kind, rule.right))},
        key=lambda side: (side[0] != "position", side[0], names[side]),
    )
    marks: dict[tuple[tuple[str, str], tuple[str, str]], tuple[str, str]] = {}
    for rule in rules:
        left, right = (rule.left_kind, rule.left), (rule.right_kind, rule.right)
        mark = ("×" if rule.stops else "!", rule.why)
        marks[left, right] = marks[right, left] = mark
    return (
        [names[side] for side in sides],
        [(names[line], [marks.get((line, column), ("", "")) for column in sides]) for line in sides],
    )


def rule(request: Request) -> HttpResponse:
    _sees(request)
    return answer(
        request,
        RuleForm(posted(request)),
        services.set_rule,
        title="Görevler ayrılığı kuralı",
        lead="Bu iki taraf bundan sonra aynı kişide birleşemez; şimdiki çakışmalar listede görünür.",
        next_url=_home,
    )


def switch(request: Request, rule_id: int, on: str) -> HttpResponse:
    _sees(request)
    row = get_object_or_404(Incompatible, pk=rule_id)
    turn_on = on == "ac"
    return answer(
        request,
        WhyForm(posted(request)),
        lambda *, actor, why: services.switch_rule(row.pk, actor=actor, active=turn_on, why=why),
        title="Kuralı yürürlüğe koy" if turn_on else "Kuralı kaldır",
        lead=row.why,
        danger=not turn_on,
        next_url=_home,
    )


def allow(request: Request, rule_id: int) -> HttpResponse:
    _sees(request)
    row = get_object_or_404(Incompatible, pk=rule_id)
    initial = {"user": request.GET.get("kisi", "")}
    return answer(
        request,
        ExceptionForm(posted(request), initial=initial),
        services.allow_exception,
        row.pk,
        title="İstisna onayla",
        button="Onayla",
        lead=f"{row.why} İstisna süreli ve gerekçelidir; süresi dolunca çakışma yeniden listelenir.",
        danger=True,
        next_url=_home,
    )


@require_POST
def withdraw(request: Request, exception_id: int) -> HttpResponse:
    _sees(request)
    try:
        found(services.withdraw_exception, exception_id, actor=request.actor)
        messages.success(request, "İstisna kaldırıldı.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return go(request, _home())


@require_POST
def seed(request: Request) -> HttpResponse:
    _sees(request)
    try:
        count = services.seed(actor=request.actor)
        messages.success(request, f"{count} kural eklendi.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return go(request, _home())


# Groups ---------------------------------------------------------------------------------------------------


def _groups(made: object = None) -> str:
    return reverse("staffing:groups")


@require_GET
def groups(request: Request) -> HttpResponse:
    rows = separation.groups_with_members()
    if workbook.asked(request):
        return sheets.groups(rows)
    shown = {
        "groups": rows,
        "rules_may": request.actor.reach(access.RULE).everywhere,
        "names_may": request.actor.holds(access.APPOINT) or rights.in_personnel(request.actor),
    }
    return render(request, "staffing/groups.html", shown)


def group(request: Request) -> HttpResponse:
    return answer(request, GroupForm(posted(request)), services.set_group, title="Görev grubu", next_url=_groups)


def member(request: Request, group_id: int) -> HttpResponse:
    row = get_object_or_404(Group, pk=group_id)
    return answer(
        request,
        MemberForm(posted(request), actor=request.actor),
        services.name_member,
        row.pk,
        title=f"{row.label}: kişi belirle",
        button="Belirle",
        next_url=_groups,
    )


def unmember(request: Request, membership_id: int) -> HttpResponse:
    row = get_object_or_404(Membership.objects.select_related("user", "group"), pk=membership_id)
    return answer(
        request,
        LastDayForm(posted(request)),
        services.end_member,
        row.pk,
        title=f"{row.user.full_name} gruptan çıkıyor",
        button="Sona erdir",
        lead=row.group.label,
        danger=True,
        next_url=_groups,
    )
