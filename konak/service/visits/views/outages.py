"""Outages: the list for who keeps them, the status page for everybody, and what is done with one."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET

from konak.foundation.cases.services import objection_to
from konak.foundation.db.paging import page_after
from konak.foundation.ui import workbook as sheets
from konak.foundation.ui.parts import Chip, Tab
from konak.foundation.web.http import Request

from .. import access, forms, queries, services
from ..lifecycle import OUTAGE_LIFE
from ..models import Nature, Outage
from . import visits
from .common import PER_PAGE, address, answer, asked, case_page, found, given


@require_GET
def index(request: Request) -> HttpResponse:
    names = ("state", "nature", "system")
    ask = asked(request, *names, "sonra")
    full = {name: ask[name] for name in names}
    rows = queries.outages(request.actor, queries.OutageFilter.model_validate(full))
    shown = (
        ("", "Tümü"),
        ("live", "Duyurulan ve süren"),
        ("draft", "Taslak"),
        ("late", "Bitişi geçen"),
        ("ended", "Biten"),
        ("cancelled", "İptal"),
    )
    tabs = [Tab(label, address(full, state=key), ask["state"] == key) for key, label in shown]
    chips = []
    if ask["nature"] in Nature.values:
        chips.append(Chip("Tür", str(Nature(ask["nature"]).label), address(full, nature="")))
    if ask["system"]:
        chips.append(Chip("Sistem", ask["system"], address(full, system="")))
    if sheets.asked(request):
        return _workbook(rows.order_by("-starts_at", "-pk"), sheets.told(tabs, chips))
    page, after = page_after(rows, ("-starts_at", "-pk"), ask["sonra"], PER_PAGE)
    context = {
        "rows": page,
        "tabs": tabs,
        "chips": chips,
        "clear": address({}) if chips else "",
        "asked": ask,
        "natures": Nature.choices,
        "older": address(full, sonra=after) if after else "",
        "first": address(full) if ask["sonra"] else "",
        "may_prepare": request.actor.holds(access.PREPARE),
    }
    return render(request, "visits/outages.html", context)


def _workbook(rows: Any, told: list[tuple[str, object]]) -> HttpResponse:
    head = [
        *(sheets.Column("Sayı", 16), sheets.Column("Kesinti", 44), sheets.Column("Tür", 20)),
        *(sheets.Column("Etki", 20), sheets.Column("Durum", 14), sheets.Column("Birim", 34)),
        *(sheets.Column("Başlangıç", 18, "moment"), sheets.Column("Beklenen bitiş", 18, "moment")),
        *(sheets.Column("Gerçek başlangıç", 18, "moment"), sheets.Column("Gerçek bitiş", 18, "moment")),
        *(sheets.Column("Dakika", 10), sheets.Column("Haber verilen", 12), sheets.Column("Sonuç", 50, "text")),
    ]
    lines = (
        [
            *(row.case.number, row.case.subject, row.get_nature_display(), row.get_effect_display(), row.state_label),
            *(row.case.unit.name, row.starts_at, row.ends_at, row.began_at, row.ended_at),
            *(row.minutes_down if row.ended_at else None, row.told, row.done),
        ]
        for row in sheets.every(rows)
    )
    return sheets.workbook("Kesintiler", head, lines, "kesintiler", filters=told)


def draft(request: Request) -> HttpResponse:
    initial = {"nature": Nature.UNPLANNED if request.GET.get("tur") == "beklenmeyen" else Nature.PLANNED}
    return answer(
        request,
        forms.OutageForm(**given(request), initial=initial, actor=request.actor),
        services.draft,
        title="Kesinti hazırla",
        button="Taslağı kaydet",
        lead="Taslağı yalnız biriminiz görür; duyurunca etkilenenlere haber verilir.",
        next_url=lambda made: case_page(made.case.number),
        done="Taslak kaydedildi; duyurmadan kimseye haber verilmez.",
    )


def edit(request: Request, number: str) -> HttpResponse:
    one: Outage = found(queries.outage, request.actor, number)
    initial: dict[str, Any] = {
        name: getattr(one, name) for name in ("nature", "text", "effect", "advice", "audience", "world")
    }
    initial |= {"subject": one.case.subject, "starts_at": localtime(one.starts_at), "ends_at": localtime(one.ends_at)}
    initial |= {
        name: [row.pk for row in getattr(one, name).all()] for name in ("systems", "services", "units", "places")
    }
    initial["tags"] = " ".join(row.tag for row in one.assets.all())
    return answer(
        request,
        forms.OutageForm(**given(request), initial=initial, actor=request.actor),
        services.edit,
        number,
        title="Taslağı düzenle",
        next_url=lambda _: case_page(number),
        done="Taslak değişti.",
    )


def say(request: Request, number: str) -> HttpResponse:
    one: Outage = found(queries.outage, request.actor, number)
    return answer(
        request,
        forms.SayForm(**given(request)),
        services.say,
        number,
        title="Yeni bilgi ver",
        button="Bildir",
        lead=f"«{one.case.subject}» duyurusunun ulaştığı {one.told} kişiye iletilir.",
        next_url=lambda _: case_page(number),
        done="Bilgi verildi.",
    )


def link(request: Request, number: str) -> HttpResponse:
    found(queries.outage, request.actor, number)
    initial = {"ticket": request.GET.get("talep", "")}
    return answer(
        request,
        forms.TicketForm(**given(request), initial=initial),
        services.link_ticket,
        number,
        title="Talep bağla",
        button="Bağla",
        lead="Kesinti bitince bağlı taleplerin hepsi tek yanıtla bilgilendirilebilir.",
        next_url=lambda _: case_page(number),
        done="Talep kesintiye bağlandı.",
    )


STEPS: dict[str, tuple[Callable[..., Any], type[django_forms.Form], str]] = {
    "announce": (services.announce, forms.NothingForm, "Kesinti duyuruldu."),
    "begin": (services.begin, forms.BeginForm, "Kesintinin başladığı duyuruldu."),
    "shift": (services.shift, forms.ShiftForm, "Yeni zaman duyuruldu."),
    "extend": (services.extend, forms.ExtendForm, "Yeni beklenen bitiş duyuruldu."),
    "end": (services.end, forms.EndForm, "Kesintinin bittiği duyuruldu."),
    "call_off": (services.call_off, forms.WhyForm, "Kesinti iptal edildi."),
}


def step_of_outage(request: Request, number: str, step: str) -> HttpResponse:
    """GET the question, POST the answer; a refusal comes back in the same form."""
    one: Outage = found(queries.outage, request.actor, number)
    service, form_class, done = STEPS[step]
    taken = OUTAGE_LIFE.steps[step]
    initial = {"starts_at": localtime(one.starts_at), "ends_at": localtime(one.ends_at)}
    lead = objection_to(taken, one, request.actor) or taken.danger
    if step == "announce" and not lead:
        lead = f"{len(queries.affected_people(one))} kişiye haber verilir; portalda ve durum sayfasında görünür."
    return answer(
        request,
        form_class(**given(request), initial=initial),
        service,
        number,
        title=taken.label,
        button=taken.label,
        lead=lead,
        danger=bool(taken.danger),
        next_url=lambda _: case_page(number),
        done=done,
    )


def step_of_either(request: Request, number: str, step: str) -> HttpResponse:
    """Visits and outages share one address for their steps; no two of them are named alike."""
    return step_of_outage(request, number, step) if step in STEPS else visits.step(request, number, step)


def frame_of(request: Request) -> str:
    """The frame of the house for who works in it, a plain one for everybody else."""
    return "ui/base.html" if request.actor.user_id is not None else "ui/public.html"


@require_GET
def status(request: Request) -> HttpResponse:
    """What is down, what will be, and what lately was; without an account what is shown to the world."""
    rows = queries.board_of(request.actor)
    context = {
        "frame": frame_of(request),
        "live": [one for one in rows if one.case.state == "underway"],
        "coming": [one for one in rows if one.case.state == "announced"],
        "past": [one for one in rows if one.case.state in {"ended", "cancelled"}],
        "signed_in": request.actor.user_id is not None,
        "may_prepare": request.actor.holds(access.PREPARE),
    }
    return render(request, "visits/status.html", context)


@require_GET
def status_of(request: Request, number: str) -> HttpResponse:
    one = found(queries.public_outage, request.actor, number)
    context = {
        "frame": frame_of(request),
        "outage": one,
        "case": one.case,
        "updates": queries.updates_of(one),
        "file": request.actor.reach(access.OUTAGE_VIEW).covers(one.case),
        "signed_in": request.actor.user_id is not None,
    }
    return render(request, "visits/status_of.html", context)
