"""The week of a team, the list of visits, and what is done with one."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from konak.foundation.cases.services import objection_to
from konak.foundation.db.paging import page_after
from konak.foundation.ui import workbook as sheets
from konak.foundation.ui.parts import Chip, Tab
from konak.foundation.web.http import Request
from konak.service.desk import public as desk

from .. import access, forms, queries, services
from ..lifecycle import VISIT_LIFE
from ..models import Visit, VisitKind
from .common import PER_PAGE, address, answer, asked, case_page, found, given, whole


def day_asked(text: str) -> dt.date:
    """The day in an address, today when it is none."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return localdate()
    return day if 2000 <= day.year <= 2100 else localdate()


@require_GET
def week(request: Request) -> HttpResponse:
    """Who of a team is where, day by day."""
    ask = asked(request, "gun", "ekip", "kisi")
    teams = queries.teams(request.actor)
    unit_id = whole(ask["ekip"])
    if unit_id is None and teams:
        own = queries.unit_of(request.actor, access.PLAN)
        unit_id = own if own in {one.pk for one in teams} else teams[0].pk
    person = whole(ask["kisi"])
    seen = queries.week(request.actor, day_asked(ask["gun"]), unit_id, person)
    base = {"ekip": ask["ekip"], "kisi": ask["kisi"]}
    context = {
        "week": seen,
        "teams": teams,
        "unit_id": unit_id,
        "person": person,
        "people": list(queries.team(unit_id)) if unit_id in {one.pk for one in teams} else [],
        "before": address(base, gun=seen.before.isoformat()),
        "after": address(base, gun=seen.after.isoformat()),
        "now": address(base),
        "this_week": seen.monday <= localdate() <= seen.sunday,
        "gun": ask["gun"],
        "outages": [
            one
            for one in queries.board_of(request.actor, live=True)
            if localdate(one.starts_at) <= seen.sunday and localdate(one.ends_at) >= seen.monday
        ],
        "may_plan": request.actor.holds(access.PLAN),
    }
    return render(request, "visits/week.html", context)


@require_GET
def index(request: Request) -> HttpResponse:
    names = ("state", "kind", "technician", "unit", "ticket")
    ask = asked(request, *names, "sonra")
    values = {name: ask[name] for name in names} | {name: whole(ask[name]) for name in ("technician", "unit")}
    rows = queries.visits(request.actor, queries.VisitFilter.model_validate(values))
    full = {name: ask[name] for name in names}
    shown = (
        ("", "Tümü"),
        ("ahead", "Önümüzdeki"),
        ("today", "Bugün"),
        ("late", "Sonucu yazılmamış"),
        ("done", "Yapılan"),
        ("missed", "Yapılamayan"),
    )
    tabs = [Tab(label, address(full, state=key), ask["state"] == key) for key, label in shown]
    chips = []
    if ask["kind"] in VisitKind.values:
        chips.append(Chip("Tür", str(VisitKind(ask["kind"]).label), address(full, kind="")))
    if ask["ticket"]:
        chips.append(Chip("Talep", ask["ticket"], address(full, ticket="")))
    if values["technician"]:
        person = queries.every_person(values["technician"])
        chips.append(Chip("Giden", person or "bilinmiyor", address(full, technician="")))
    if sheets.asked(request):
        return _workbook(rows.order_by("-starts_at", "-pk"), sheets.told(tabs, chips))
    page, after = page_after(rows, ("-starts_at", "-pk"), ask["sonra"], PER_PAGE)
    context = {
        "rows": page,
        "tabs": tabs,
        "chips": chips,
        "clear": address({}) if chips else "",
        "asked": ask,
        "kinds": VisitKind.choices,
        "older": address(full, sonra=after) if after else "",
        "first": address(full) if ask["sonra"] else "",
        "may_plan": request.actor.holds(access.PLAN),
    }
    return render(request, "visits/index.html", context)


def _workbook(rows: Any, told: list[tuple[str, object]]) -> HttpResponse:
    head = [
        *(sheets.Column("Sayı", 16), sheets.Column("Talep", 16), sheets.Column("Konu", 44)),
        *(sheets.Column("Tür", 12), sheets.Column("Durum", 20), sheets.Column("Giden", 26)),
        *(sheets.Column("Ziyaret edilen", 26), sheets.Column("Yer", 30), sheets.Column("Başlangıç", 18, "moment")),
        *(sheets.Column("Bitiş", 18, "moment"), sheets.Column("Sonuç", 24), sheets.Column("Yapılan", 50, "text")),
    ]
    lines = (
        [
            *(row.case.number, row.ticket.case.number, row.case.subject, row.get_kind_display(), row.state_label),
            *(
                row.technician.full_name,
                row.host.full_name if row.host else "",
                row.place,
                row.starts_at,
                row.ends_at,
            ),
            *(row.get_outcome_display(), row.report),
        ]
        for row in sheets.every(rows)
    )
    return sheets.workbook("Ziyaretler", head, lines, "ziyaretler", filters=told)


def plan(request: Request) -> HttpResponse:
    """From the calendar: the ticket is named, its team goes."""
    unit_id = whole(request.GET.get("ekip", "")) or queries.unit_of(request.actor, access.PLAN) or 0
    day = request.GET.get("gun", "")
    initial = {"starts_at": f"{day}T10:00"} if day else {}
    initial |= {"technician_id": request.GET.get("kisi", "")}
    return answer(
        request,
        forms.PlanForm(**given(request), initial=initial, unit_id=unit_id),
        services.plan,
        title="Ziyaret planla",
        button="Planla",
        next_url=lambda made: case_page(made.case.number),
        done="Ziyaret planlandı; ziyaret edilecek kişiye haber verildi.",
    )


def plan_for(request: Request, number: str) -> HttpResponse:
    """From the page of a ticket."""
    facts = desk.facts_of(request.actor, number)
    if facts is None:
        raise Http404
    initial = {"place": facts.place, "technician_id": facts.assignee_id}
    return answer(
        request,
        forms.VisitForm(**given(request), initial=initial, unit_id=facts.unit_id),
        services.plan,
        number,
        title="Ziyaret planla",
        button="Planla",
        lead=f"{facts.number} · {facts.subject}",
        next_url=lambda made: case_page(made.case.number),
        done="Ziyaret planlandı; ziyaret edilecek kişiye haber verildi.",
    )


STEPS: dict[str, tuple[Callable[..., Any], type[django_forms.Form], str]] = {
    "start": (services.start, forms.NothingForm, "Ziyaret başladı."),
    "finish": (services.finish, forms.FinishForm, "Ziyaretin sonucu yazıldı."),
    "propose": (
        services.propose,
        forms.ProposeForm,
        "Öneriniz ekibe iletildi; yanıt gelene kadar ilk zaman geçerli.",
    ),
    "agree": (services.agree, forms.AgreeForm, "Önerilen zaman kabul edildi."),
    "keep_time": (services.keep_time, forms.WhyForm, "İlk zaman geçerli; öneren kişiye bildirildi."),
    "move": (services.move, forms.SlotForm, "Ziyaretin zamanı değişti."),
    "miss": (services.miss, forms.WhyForm, "Ziyaretin yapılamadığı yazıldı."),
    "cancel": (services.cancel, forms.WhyForm, "Ziyaret iptal edildi."),
}


def step(request: Request, number: str, step: str) -> HttpResponse:
    """GET the question, POST the answer; a refusal comes back in the same form."""
    if step not in STEPS:
        raise Http404
    one: Visit = found(queries.visit, request.actor, number)
    service, form_class, done = STEPS[step]
    taken = VISIT_LIFE.steps[step]
    more: dict[str, Any] = {"unit_id": one.case.unit_id, "initial": forms.slot_of(one)} if step == "move" else {}
    return answer(
        request,
        form_class(**given(request), **more),
        service,
        number,
        title=taken.label,
        button=taken.label,
        lead=objection_to(taken, one, request.actor) or taken.danger,
        danger=bool(taken.danger),
        next_url=lambda _: case_page(number),
        done=done,
    )
