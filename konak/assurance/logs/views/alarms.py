"""Alarms: what is looked for, what was found, and what somebody made of it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.db.paging import page_after
from konak.foundation.lake import SETS
from konak.foundation.lifecycle import Refused
from konak.foundation.ui import workbook
from konak.foundation.web.actions import go, run
from konak.foundation.web.http import Request
from konak.foundation.web.pages import found, here, posted

from .. import access, queries
from ..forms import AlarmForm, SigmaAlarmForm, SigmaForm
from ..models import Alarm
from ..services import alarming, conditions
from ..services.searching import PERSONAL, mask

PAGE = 30


@require_GET
def index(request: Request) -> HttpResponse:
    if not request.actor.holds(access.SEE_ALARMS):
        raise Http404
    rows = queries.alarms(request.actor)
    if workbook.asked(request):
        head = [
            *(("Ad", 40), ("Küme", 28), ("Koşul", 70), ("Önem", 10), ("Eşik", 8), ("Süre (dk)", 10)),
            *(("Sorumlu", 28), ("Etkin", 8), ("Bekleyen", 10)),
        ]
        lines = (
            [
                *(row.name, SETS[row.code].label, conditions.told(row.condition), row.get_level_display()),
                *(
                    row.threshold,
                    row.minutes,
                    row.assignee.full_name if row.assignee else "",
                    row.active,
                    vars(row)["waiting"],
                ),
            ]
            for row in rows
        )
        return workbook.workbook("Log alarmları", head, lines, "log-alarmlari", filters=[])
    shown = [{"row": row, "set": SETS[row.code].label, "told": conditions.told(row.condition)[:200]} for row in rows]
    return render(request, "logs/alarms.html", {"rows": shown, "may": request.actor.holds(access.ALARMS)})


@require_GET
def record(request: Request, pk: int) -> HttpResponse:
    row = found(queries.alarm, request.actor, pk)
    cursor = request.GET.get("sonra", "")[:400]
    page, after = page_after(queries.hits(request.actor).filter(alarm=row), ("-pk",), cursor, PAGE)
    clear = request.actor.reach(access.PERSONS).everywhere
    open_ = row.code in queries.open_sets(request.actor)
    hits = [
        {
            "row": hit,
            "facts": [_covered(one, clear) for one in hit.facts] if open_ else [],
            "group": _group(row, hit.group, clear) if open_ else "",
        }
        for hit in page
    ]
    answers = row.assignee_id == request.actor.user_id or request.actor.reach(access.ALARMS).covers(row)
    context = {
        "row": row,
        "hits": hits,
        "set": SETS[row.code].label,
        "told": conditions.told(row.condition),
        "may": request.actor.reach(access.ALARMS).covers(row),
        "answers": answers,
        "older": here(request, sonra=after) if after else "",
        "newer": here(request, sonra=None) if cursor else "",
    }
    return render(request, "logs/alarm.html", context)


def _group(row: Alarm, values: list[str], clear: bool) -> str:
    """The values of the columns the alarm groups by."""
    told = _covered(dict(zip(row.group_by, values, strict=False)), clear)
    return ", ".join(f"{name}: {value or '–'}" for name, value in told)


def _covered(facts: dict[str, str], clear: bool) -> list[tuple[str, str]]:
    return [(name, value if clear or name not in PERSONAL else mask(name, value)) for name, value in facts.items()]


def _form(request: Request, form: forms.Form, service: Callable[..., Any], title: str, lead: str) -> HttpResponse:
    if form.is_bound and (made := run(form, service, actor=request.actor)):
        return go(request, f"/loglar/alarmlar/{made.pk}/")
    context = {"form": form, "title": title, "button": "Kaydet", "lead": lead, "danger": False}
    return render(request, "ui/act_page.html", context, status=422 if form.errors else 200)


def _may(request: Request) -> None:
    if not request.actor.holds(access.ALARMS):
        raise Http404


def add(request: Request) -> HttpResponse:
    _may(request)
    return _form(request, AlarmForm(posted(request)), alarming.keep_alarm, "Log alarmı kur", "")


def bring(request: Request) -> HttpResponse:
    _may(request)
    lead = "Kural, kayıt kümelerinin alanlarına çevrilir; çevrilemeyen bir parçası varsa nedeniyle geri çevrilir."
    return _form(request, SigmaForm(posted(request)), alarming.bring, "Sigma kuralı al", lead)


def edit(request: Request, pk: int) -> HttpResponse:
    _may(request)
    row: Alarm = found(queries.alarm, request.actor, pk)
    kept = ("name", "level", "threshold", "minutes", "unit_id", "assignee_id", "active", "service_code", "counted")
    initial = {name: getattr(row, name) for name in kept}
    lined = None if row.sigma else conditions.lined(row.condition)

    def change(*, actor: Any, **facts: Any) -> Alarm:
        kept = {"group_by": row.group_by, "counted": row.counted}
        same = {} if lined else {"code": row.code, "condition": row.condition, "rule": row.sigma} | kept
        return alarming.keep_alarm(row.pk, actor=actor, **same | facts)

    if lined:
        form: forms.Form = AlarmForm(
            posted(request),
            initial=initial | {"code": row.code, "condition": lined, "group_by": ", ".join(row.group_by)},
        )
    else:
        form = SigmaAlarmForm(posted(request), initial=initial)
    return _form(request, form, change, f"Alarmı düzenle: {row.name}", "")


@require_POST
def see(request: Request, pk: int) -> HttpResponse:
    hit = found(queries.hits(request.actor).get, pk=pk)
    try:
        alarming.see(pk, actor=request.actor, note=request.POST.get("note", ""))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return go(request, f"/loglar/alarmlar/{hit.alarm_id}/")
