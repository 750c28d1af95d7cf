"""Services on the screen: inventory, one service, scope, components, what carries no duty."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.lifecycle import Refused
from konak.foundation.ui import workbook as sheets
from konak.foundation.ui.parts import Chip, Moment, Tab
from konak.foundation.web.actions import go
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, asked, found, given
from konak.governance.legislation import public as legislation

from .. import access, queries, services
from ..forms.inventory import ComponentForm, DutyForm, PickForm, RelyForm, ServiceForm
from ..models import Audience, Service
from .common import PER_PAGE

ORDER = ("name", "pk")
STATE_KIND = {"planned": "wait", "running": "done", "ended": "closed"}
TOLD: dict[str, tuple[str, str, str]] = {
    "add": ("envantere ekledi", "plus", "open"),
    "edit": ("bilgileri değiştirdi", "pencil", ""),
    "tie": ("bir göreve bağladı", "link", "done"),
    "untie": ("bir görevle bağını kaldırdı", "unlink", ""),
    "rely": ("dayandığı bileşeni yazdı", "stack-2", ""),
    "unrely": ("bileşenle bağını kaldırdı", "unlink", ""),
}


def moments(kind: str, subject: int, told: dict[str, tuple[str, str, str]]) -> list[Moment]:
    shown = []
    for entry in queries.story(kind, subject):
        words, icon, colour = told.get(entry.verb, (entry.verb, "point", ""))
        seat = f"{entry.seat.get_position_display()}, {entry.seat.unit.name}" if entry.seat else ""
        shown.append(Moment(entry.at, words, entry.user or "Konak", entry.note, icon, colour, seat))
    return shown[-30:]


@require_GET
def index(request: Request) -> HttpResponse:
    given_ = asked(request, "state", "audience", "rests", "q", "after")
    filters = queries.ServiceFilter.model_validate({key: given_[key] for key in ("state", "audience", "rests", "q")})
    rows = queries.services(request.actor, filters)
    page, after = queries.page_after(rows, ORDER, given_["after"], PER_PAGE)
    numbers = queries.numbers(request.actor, [row.pk for row in page])
    counts = queries.service_counts(request.actor)
    base = {key: given_[key] for key in ("audience", "q")}
    current = given_["rests"] or given_["state"]
    tabs = [
        Tab("Tümü", address(base), not current, counts["every"]),
        Tab("Sunulan", address(base, state="running"), current == "running", counts["running"]),
        Tab("Görevi olmayan", address(base, rests="without"), current == "without", counts["bare"]),
    ]
    if counts["ended"]:
        tabs.append(Tab("Sona eren", address(base, state="ended"), current == "ended", counts["ended"]))
    full = base | {"state": given_["state"], "rests": given_["rests"]}
    chips = []
    if given_["audience"] in Audience.values:
        chips.append(Chip("Kime", str(Audience(given_["audience"]).label), address(full, audience="")))
    if given_["q"]:
        chips.append(Chip("Arama", given_["q"], address(full, q="")))
    if sheets.asked(request):
        return _workbook(request, rows.order_by(*ORDER), sheets.told(tabs, chips))
    context = {
        "rows": [(row, numbers[row.pk], STATE_KIND[row.state]) for row in page],
        "tabs": tabs,
        "chips": chips,
        "asked": given_,
        "audiences": Audience.choices[:2],
        "total": counts["every"],
        "older": address(full, after=after) if after else "",
        "first": address(full) if given_["after"] else "",
        "may_add": request.actor.holds(access.KEEP),
    }
    return render(request, "processes/services.html", context)


def _workbook(request: Request, rows: QuerySet[Service], told: list[tuple[str, object]]) -> HttpResponse:
    head = [
        *(("Hizmet", 44), ("Birim", 36), ("Sorumlu", 22), ("Kime", 18), ("Durum", 12), ("Başvuru yolu", 24)),
        *(("İstenen belgeler", 34), ("Hizmet saatleri", 22), ("İlk yanıt", 12), ("Tamamlanma", 14)),
        *(("Görev", 8), ("Bileşen", 8)),
    ]
    lines = (
        [
            *(row.name, row.unit.name, str(row.assignee or ""), row.get_audience_display(), row.get_state_display()),
            *(row.channel, row.documents, row.hours, row.answer_target, row.finish_target),
            *(numbers[row.pk].duties, numbers[row.pk].components),
        ]
        for chunk in sheets.in_chunks(sheets.every(rows))
        for numbers in (queries.numbers(request.actor, [row.pk for row in chunk]),)
        for row in chunk
    )
    return sheets.workbook("Hizmet envanteri ve standartları", head, lines, "hizmetler", filters=told)


def _service_url(row: Any) -> str:
    return reverse("processes:service", args=[row.pk])


def add(request: Request) -> HttpResponse:
    return answer(
        request,
        ServiceForm(**given(request), actor=request.actor),
        services.add_service,
        title="Hizmet ekle",
        button="Ekle",
        next_url=_service_url,
    )


def edit(request: Request, service_id: int) -> HttpResponse:
    service = found(queries.service, request.actor, service_id)
    initial = {name: getattr(service, name) for name in ServiceForm.base_fields if name != "assignee"}
    initial["assignee"] = service.assignee_id
    return answer(
        request,
        ServiceForm(**given(request), initial=initial, actor=request.actor, unit=service.unit),
        services.edit_service,
        service_id,
        title="Hizmeti düzenle",
        next_url=_service_url,
    )


@require_GET
def record(request: Request, service_id: int) -> HttpResponse:
    service = found(queries.service, request.actor, service_id)
    context = {
        "service": service,
        "state_kind": STATE_KIND[service.state],
        "duties": queries.duties_of_service(request.actor, service),
        "reliances": queries.reliances(service),
        "keeps": request.actor.reach(access.KEEP).covers(service),
        "story": moments(queries.SERVICE_KIND, service.pk, TOLD),
    }
    return render(request, "processes/service.html", context)


def duty_choices(request: Request, unit_id: int | None) -> tuple[list[tuple[int, str]], str]:
    """Duties to choose from: of the unit, or by words; the longest useful list is a hundred."""
    words = request.GET.get("q", "").strip()
    page = legislation.duty_page(request.actor, q=words, unit_id=None if words else unit_id, limit=100)
    if not page.rows and not words:
        page = legislation.duty_page(request.actor, limit=100)
    return [(fact.id, f"Md. {fact.path} · {fact.text[:110]} ({fact.unit})") for fact in page.rows], words


def link(request: Request, service_id: int) -> HttpResponse:
    service = found(queries.service, request.actor, service_id)
    choices, _ = duty_choices(request, service.unit_id)
    return answer(
        request,
        DutyForm(**given(request), choices=choices),
        services.link_service,
        service_id,
        title="Göreve bağla",
        button="Bağla",
        lead=service.name,
        next_url=_service_url,
    )


@require_POST
def unlink(request: Request, service_id: int, duty_id: int) -> HttpResponse:
    try:
        found(services.link_service, service_id, actor=request.actor, duty_id=duty_id, linked=False)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return go(request, reverse("processes:service", args=[service_id]))


def pick(request: Request, duty_id: int) -> HttpResponse:
    """From a duty's page: which service carries it out?"""
    fact = found(legislation.duty_fact, request.actor, duty_id)
    reach = request.actor.reach(access.KEEP)
    rows = [
        row for row in queries.services(request.actor).exclude(state="ended").order_by("name") if reach.covers(row)
    ]
    choices = [(row.pk, row.name) for row in rows]

    def tie(*, chosen: int, actor: Any) -> Any:
        return services.link_service(chosen, actor=actor, duty_id=duty_id)

    return answer(
        request,
        PickForm(**given(request), choices=choices, label="Hizmet"),
        tie,
        title="Hizmete bağla",
        button="Bağla",
        lead=f"Md. {fact.path} · {fact.unit}",
        next_url=lambda row: fact.url,
    )


def rely(request: Request, service_id: int) -> HttpResponse:
    service = found(queries.service, request.actor, service_id)
    return answer(
        request,
        RelyForm(**given(request), initial=request.GET.dict(), actor=request.actor),
        services.rely,
        service_id,
        title="Dayandığı bileşen",
        lead=service.name,
        next_url=_service_url,
    )


@require_GET
def lacking(request: Request) -> HttpResponse:
    """Duties that no service carries out."""
    given_ = asked(request, "q", "after")
    page = queries.duties_without_service(request.actor, q=given_["q"], after=given_["after"])
    return lacking_page(request, page, given_, "service")


def lacking_page(request: Request, page: legislation.DutyPage, given_: dict[str, str], what: str) -> HttpResponse:
    ids = queries.served_ids() if what == "service" else queries.mapped_ids()
    every = legislation.duty_count(request.actor)
    without = legislation.duty_count(request.actor, without=ids)
    base = {"q": given_["q"]}
    context = {
        "rows": page.rows,
        "asked": given_,
        "what": what,
        "every": every,
        "without": without,
        "bound": every - without,
        "older": address(base, after=page.after) if page.after else "",
        "first": address(base) if given_["after"] else "",
        "keeps": request.actor.holds(access.KEEP),
    }
    return render(request, "processes/lacking.html", context)


# Scope and components ---------------------------------------------------------------------------------------------


@require_GET
def scope(request: Request) -> HttpResponse:
    """Which service stands on which component: the scope record."""
    parts = list(queries.components(request.actor).order_by("kind", "name"))
    rows = queries.scope(request.actor)
    if sheets.asked(request):
        head = [("Hizmet", 44), ("Birim", 34), *((part.name, 14) for part in parts)]
        words = {"stops": "durur", "slows": "aksar"}
        lines = [
            [row.name, row.unit.name, *(words.get(needs.get(p.pk, ""), "") for p in parts)] for row, needs in rows
        ]
        return sheets.workbook("Hizmetlerin dayandığı bilişim bileşenleri", head, lines, "kapsam", filters=[])
    context = {
        "parts": parts,
        "rows": [(row, [(part, needs.get(part.pk, "")) for part in parts]) for row, needs in rows],
        "bare": [row for row, needs in rows if not needs],
        "keeps": request.actor.holds(access.KEEP),
    }
    return render(request, "processes/scope.html", context)


def add_component(request: Request) -> HttpResponse:
    return answer(
        request,
        ComponentForm(**given(request), actor=request.actor),
        services.add_component,
        title="Bileşen ekle",
        button="Ekle",
        next_url=lambda row: reverse("processes:component", args=[row.pk]),
    )


def edit_component(request: Request, component_id: int) -> HttpResponse:
    row = found(queries.component, request.actor, component_id)
    initial = {"name": row.name, "kind": row.kind, "unit_id": row.unit_id, "note": row.note}
    return answer(
        request,
        ComponentForm(**given(request), initial=initial, actor=request.actor),
        services.edit_component,
        component_id,
        title="Bileşeni düzenle",
        next_url=lambda one: reverse("processes:component", args=[component_id]),
    )


@require_GET
def component(request: Request, component_id: int) -> HttpResponse:
    """What stops when this component stops."""
    row = found(queries.component, request.actor, component_id)
    context = {
        "component": row,
        "relying": queries.services_on(request.actor, row),
        "keeps": request.actor.reach(access.KEEP).covers(row),
    }
    return render(request, "processes/component.html", context)
