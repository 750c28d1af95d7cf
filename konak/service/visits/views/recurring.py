"""Recurring requests: the list, one with its next days, and what is done with it."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from konak.foundation.ui import workbook as sheets
from konak.foundation.ui.parts import Chip, Moment, Tab
from konak.foundation.web.http import Request

from .. import access, forms, queries, services, tables
from ..models import Every, Recurring
from .common import address, answer, asked, found, given


def page_of(one: Recurring) -> str:
    return reverse("visits:plan_page", args=[one.pk])


@require_GET
def index(request: Request) -> HttpResponse:
    names = ("state", "every", "q")
    ask = asked(request, *names)
    rows = queries.plans(request.actor, queries.RecurringFilter.model_validate(ask)).order_by(
        "next_on", "subject", "pk"
    )
    shown = (
        ("", "Tümü"),
        ("running", "Süren"),
        ("paused", "Duraklatılan"),
        ("broken", "Açılamayan"),
        ("ended", "Biten"),
    )
    tabs = [Tab(label, address(ask, state=key), ask["state"] == key) for key, label in shown]
    chips = []
    if ask["every"] in Every.values:
        chips.append(Chip("Sıklık", str(Every(ask["every"]).label), address(ask, every="")))
    if ask["q"]:
        chips.append(Chip("Arama", ask["q"], address(ask, q="")))
    if sheets.asked(request):
        head = [
            ("Konu", 44),
            ("Hizmet", 28),
            ("Sıklık", 16),
            ("Sıradaki", 14),
            ("Sorumlu", 26),
            ("Birim", 34),
            ("Durum", 16),
            ("Son gün", 14),
        ]
        lines = (
            [
                *(row.subject, row.service.name, row.get_every_display(), row.next_on),
                *(row.assignee.full_name if row.assignee else "", row.unit.name, row.state_words[0], row.until),
            ]
            for row in sheets.every(rows)
        )
        return sheets.workbook(
            "Tekrarlayan talepler", head, lines, "tekrarlayan-talepler", filters=sheets.told(tabs, chips)
        )
    context = {
        "rows": [(row, *row.state_words) for row in rows[:500]],
        "tabs": tabs,
        "chips": chips,
        "clear": address({}) if chips else "",
        "asked": ask,
        "every": Every.choices,
        "may_keep": request.actor.holds(access.RECUR),
    }
    return render(request, "visits/plans.html", context)


def add(request: Request) -> HttpResponse:
    return answer(
        request,
        forms.RecurringForm(**given(request), actor=request.actor),
        services.add_plan,
        title="Tekrarlayan talep ekle",
        button="Ekle",
        lead="Plan, günü gelince destek talebini kendiliğinden açar.",
        next_url=page_of,
        done="Plan kaydedildi.",
    )


def edit(request: Request, plan_id: int) -> HttpResponse:
    one = found(queries.plan, request.actor, plan_id)
    names = ("subject", "text", "every", "starts_on", "until", "assignee_id", "asset_tag")
    initial = {name: getattr(one, name) for name in names}
    return answer(
        request,
        forms.RecurringForm(**given(request), initial=initial, actor=request.actor, editing=True),
        services.edit_plan,
        plan_id,
        title="Tekrarlayan talebi düzenle",
        lead="Sıklık ya da ilk gün değişirse günler yeni ilk günden sayılır.",
        next_url=page_of,
        done="Plan değişti.",
    )


@require_GET
def plan(request: Request, plan_id: int) -> HttpResponse:
    one = found(queries.plan, request.actor, plan_id)
    state, kind = one.state_words
    story = []
    for entry in queries.plan_story(one):
        words, icon, colour = tables.RECURRING_TOLD.get(entry.verb, (entry.verb, "point", ""))
        story.append(Moment(entry.at, words, entry.user or "Konak", entry.note, icon, colour))
    context = {
        "plan": one,
        "state": state,
        "kind": kind,
        "days": queries.next_days(one),
        "turns": queries.turns_of(one),
        "story": story[-30:],
        "may_keep": one.ended_on is None and request.actor.reach(access.RECUR).covers(one),
    }
    return render(request, "visits/plan.html", context)


CHANGES: dict[str, tuple[Callable[..., Any], str, str, str, bool]] = {
    "duraklat": (
        services.pause,
        "Duraklat",
        "Sürdürülene kadar talep açılmaz; bu arada geçen günler sonradan açılmaz.",
        "Plan duraklatıldı.",
        False,
    ),
    "surdur": (services.resume, "Sürdür", "Bugünden sonraki ilk günden devam eder.", "Plan sürüyor.", False),
    "bitir": (
        services.end_plan,
        "Bitir",
        "Bu plandan artık talep açılmaz; açılmış talepler kalır.",
        "Plan bitirildi.",
        True,
    ),
}


def change(request: Request, plan_id: int, how: str) -> HttpResponse:
    if how not in CHANGES:
        raise Http404
    one = found(queries.plan, request.actor, plan_id)
    service, label, lead, done, danger = CHANGES[how]
    return answer(
        request,
        forms.NothingForm(**given(request)),
        service,
        plan_id,
        title=f"{label}: {one.subject}",
        button=label,
        lead=lead,
        danger=danger,
        next_url=page_of,
        done=done,
    )
