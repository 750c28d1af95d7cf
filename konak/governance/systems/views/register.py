"""Information systems on the screen: the list, one system with its picture, what is missing, data exchange."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.lifecycle import Refused
from konak.foundation.ui import workbook as sheets
from konak.foundation.ui.parts import Chip, Tab
from konak.foundation.web.actions import go
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, asked, found, given, moments

from .. import access, queries, services
from ..drawing import Box, Tie, draw
from ..forms.system import InterfaceForm, PartForm, RetireForm, SystemForm
from ..models import GAPS, Criticality, DataClass, InformationSystem, SystemKind, SystemState
from .common import PER_PAGE
from .words import TOLD

STATE_KIND = {"planned": "open", "running": "done", "replacing": "wait", "retired": "closed"}
LEVEL_KIND = {1: "closed", 2: "open", 3: "wait", 4: "late"}
ORDER = ("code", "pk")
SHOWN_UNITS = 30
"""Units without a system that the page names; the rest are counted."""
FILTERS = ("state", "kind", "criticality", "data_class", "personal", "gap", "mine", "q")


@require_GET
def index(request: Request) -> HttpResponse:
    told = asked(request, *FILTERS, "after")
    filters = queries.SystemFilter.model_validate(
        {key: told[key] for key in FILTERS if key != "criticality"}
        | {"criticality": int(told["criticality"]) if told["criticality"] in "1234" and told["criticality"] else None}
        | {"mine": told["mine"] == "1" or None}
    )
    rows = queries.systems(request.actor, filters)
    if not told["state"] and not told["q"]:
        rows = rows.exclude(state=SystemState.RETIRED)
    page, after = queries.page_after(rows, ORDER, told["after"], PER_PAGE)
    counts = queries.system_counts(request.actor)
    base = {key: told[key] for key in ("kind", "criticality", "data_class", "personal", "q")}
    bare = not (told["state"] or told["gap"] or told["mine"])
    tabs = [
        Tab("Tümü", address(base), bare and not told["criticality"], counts["every"]),
        Tab("Benim", address(base, mine="1"), told["mine"] == "1", counts["mine"]),
        Tab("Hayati", address(base, criticality="4"), bare and told["criticality"] == "4", counts["vital"]),
        Tab("Eksiği olan", address(base, gap="any"), bool(told["gap"]), counts["lacking"]),
        Tab("Kalkan", address(base, state="retired"), told["state"] == "retired", counts["retired"]),
    ]
    full = base | {key: told[key] for key in ("state", "gap", "mine")}
    chips = _chips(told, full)
    if sheets.asked(request):
        return _workbook(list(rows.order_by(*ORDER)[: sheets.ENOUGH]), sheets.told(tabs, chips))
    numbers = queries.numbers([row.pk for row in page])
    context = {
        "rows": [(row, numbers[row.pk], STATE_KIND[row.state], LEVEL_KIND.get(row.criticality or 0)) for row in page],
        "tabs": tabs,
        "chips": chips,
        "asked": told,
        "kinds": SystemKind.choices,
        "levels": [(str(value), label) for value, label in Criticality.choices],
        "classes": DataClass.choices,
        "total": counts["every"] + counts["retired"],
        "older": address(full, after=after) if after else "",
        "first": address(full) if told["after"] else "",
        "may_add": request.actor.holds(access.KEEP),
    }
    return render(request, "systems/index.html", context)


def _chips(told: dict[str, str], full: dict[str, str]) -> list[Chip]:
    found_ = []
    for key, label, choices in (
        ("kind", "Tür", dict(SystemKind.choices)),
        ("criticality", "Kritiklik", {str(value): words for value, words in Criticality.choices}),
        ("data_class", "Veri sınıfı", dict(DataClass.choices)),
        ("personal", "Kişisel veri", {"any": "var", "special": "özel nitelikli"}),
        ("gap", "Eksik", {code: gap.label for code, gap in GAPS.items()} | {"any": "herhangi biri"}),
    ):
        if told[key] in choices:
            found_.append(Chip(label, str(choices[told[key]]), address(full, **{key: ""})))
    if told["q"]:
        found_.append(Chip("Arama", told["q"], address(full, q="")))
    return found_


def _workbook(rows: list[InformationSystem], told: list[tuple[str, object]]) -> HttpResponse:
    head = [
        *(("Kod", 14), ("Ad", 40), ("Tür", 20), ("Durum", 16), ("Birim", 34), ("Sorumlu", 22), ("Yedeği", 22)),
        *(("Kritiklik", 12), ("RTO, saat", 10), ("RPO, saat", 10), ("Veri sınıfı", 14), ("Kişisel veri", 30)),
        *(("Nerede çalışır", 22), ("Nasıl edinildi", 22), ("Tedarikçi", 26), ("Sözleşme bitişi", 14)),
        *(("Oturum", 22), ("Yedekleme", 26), ("İz kaydı", 20), ("İzleniyor", 10), ("Sonraki gözden geçirme", 14)),
        *(("Bileşen", 8), ("Arayüz", 8), ("Kullanan birim", 10), ("Eksikler", 44)),
    ]
    numbers = queries.numbers([row.pk for row in rows])
    lines = [
        [
            *(row.code, row.name, row.get_kind_display(), row.get_state_display(), row.unit.name),
            *(str(row.assignee or ""), str(row.substitute or ""), row.get_criticality_display() or ""),
            *(row.rto_hours, row.rpo_hours, row.get_data_class_display(), ", ".join(row.personal_labels)),
            *(row.get_runs_display(), row.get_made_display(), row.supplier, row.contract_until),
            *(row.get_sign_in_display(), row.backup, row.log_source, "Evet" if row.watched else "Hayır"),
            *(row.review_on, numbers[row.pk]["parts"], numbers[row.pk]["ties"], numbers[row.pk]["units"]),
            ", ".join(gap.label for gap in row.gaps),
        ]
        for row in rows
    ]
    return sheets.workbook("Bilgi sistemleri kütüğü", head, lines, "bilgi-sistemleri", filters=told)


def url_of(row: Any) -> str:
    return reverse("systems:system", args=[row.code])


def add(request: Request) -> HttpResponse:
    return answer(
        request,
        SystemForm(**given(request), actor=request.actor),
        services.add,
        title="Bilgi sistemi ekle",
        button="Ekle",
        lead="Bilmediğinizi boş bırakın; eksikler listesi sonra sorar.",
        next_url=url_of,
    )


def edit(request: Request, code: str) -> HttpResponse:
    row = found(queries.system, request.actor, code)
    skipped = {"served", "assignee", "substitute", "code"}
    initial = {name: getattr(row, name) for name in SystemForm.base_fields if name not in skipped}
    initial |= {"assignee": row.assignee_id, "substitute": row.substitute_id}
    initial["served"] = [one.unit_id for one in queries.served(row)]
    return answer(
        request,
        SystemForm(**given(request), initial=initial, actor=request.actor, known=True),
        services.edit,
        row.code,
        title=f"{row.code} bilgilerini düzenle",
        next_url=url_of,
    )


@require_GET
def record(request: Request, code: str) -> HttpResponse:
    row = found(queries.system, request.actor, code)
    shows = queries.details(request.actor, row)
    drawn = queries.graph(request.actor, row)
    using = queries.used_by(request.actor, row)
    reviews = queries.reviews_of(row)
    context = {
        "system": row,
        "state_kind": STATE_KIND[row.state],
        "level_kind": LEVEL_KIND.get(row.criticality or 0, "closed"),
        "gaps": row.gaps,
        "rto": f"{row.rto_hours} saat" if row.rto_hours is not None else "",
        "rpo": f"{row.rpo_hours} saat" if row.rpo_hours is not None else "",
        "personal": ", ".join(row.personal_labels),
        "sign_in": row.get_sign_in_display() + (" · ikinci adımla" if row.second_factor else ""),
        "shows": shows,
        "parts": queries.parts(row) if shows else [],
        "interfaces": queries.interfaces(row) if shows else [],
        "using": using,
        "served": queries.served(row),
        "stops": queries.stops_without(request.actor, row),
        "picture": _picture(drawn, row) if drawn.edges else "",
        "edges": [(edge, drawn.names[edge.source], drawn.names[edge.target]) for edge in drawn.edges],
        "reviews": reviews,
        "waiting": next((one for one in reviews if one.case.closed_at is None), None),
        "keeps": request.actor.reach(access.KEEP).covers(row),
        "mine": request.actor.user_id in (row.assignee_id, row.substitute_id),
        "story": moments(queries.SYSTEM_KIND, row.code, TOLD),
    }
    return render(request, "systems/system.html", context)


def _picture(graph: queries.Graph, row: InformationSystem) -> str:
    boxes = [
        Box(
            key,
            column,
            key if not key.startswith("~") else "Kurum dışı",
            graph.names[key],
            "" if key.startswith("~") or key == graph.centre else reverse("systems:system", args=[key]),
            key.startswith("~"),
        )
        for key, column in graph.columns.items()
    ]
    ties = [
        Tie(one.source, one.target, one.need, f"{graph.names[one.source]} → {graph.names[one.target]}: {one.label}")
        for one in graph.edges
    ]
    return mark_safe(draw(boxes, ties, f"{row.code} sisteminin bağımlılık haritası"))  # noqa: S308 - escaped there


def retire(request: Request, code: str) -> HttpResponse:
    row = found(queries.system, request.actor, code)
    return answer(
        request,
        RetireForm(**given(request), actor=request.actor, code=row.code),
        services.retire,
        row.code,
        title="Kullanımdan kaldır",
        button="Kullanımdan kaldır",
        lead=f"{row.code} {row.name}: kütükte kalır, yeni kayıtlar ona bağlanamaz.",
        danger=True,
        next_url=url_of,
    )


def add_part(request: Request, code: str) -> HttpResponse:
    row = found(queries.system, request.actor, code)
    return answer(
        request,
        PartForm(**given(request)),
        services.set_part,
        row.code,
        title="Bileşen ekle",
        button="Ekle",
        lead=row.name,
        next_url=lambda one: url_of(row),
    )


def edit_part(request: Request, code: str, part_id: int) -> HttpResponse:
    row = found(queries.system, request.actor, code)
    part = found(queries.part, request.actor, part_id)
    initial = {name: getattr(part, name) for name in PartForm.base_fields}
    return answer(
        request,
        PartForm(**given(request), initial=initial),
        services.set_part,
        row.code,
        part_id=part_id,
        title="Bileşeni düzenle",
        lead=row.name,
        next_url=lambda one: url_of(row),
    )


@require_POST
def drop_part(request: Request, code: str, part_id: int) -> HttpResponse:
    return _drop(request, code, services.drop_part, part_id=part_id)


def _drop(request: Request, code: str, service: Any, **what: int) -> HttpResponse:
    row = found(queries.system, request.actor, code)
    try:
        found(service, row.code, actor=request.actor, **what)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return go(request, url_of(row))


def add_interface(request: Request, code: str) -> HttpResponse:
    row = found(queries.system, request.actor, code)
    return answer(
        request,
        InterfaceForm(**given(request), actor=request.actor, code=row.code),
        services.set_interface,
        row.code,
        title="Arayüz ekle",
        button="Ekle",
        lead=f"{row.code} neye dayanıyor, kiminle veri paylaşıyor?",
        next_url=lambda one: url_of(row),
    )


def edit_interface(request: Request, code: str, interface_id: int) -> HttpResponse:
    row = found(queries.system, request.actor, code)
    one = found(queries.interface, request.actor, interface_id)
    initial = {name: getattr(one, name) for name in InterfaceForm.base_fields if name not in ("other", "moved")}
    initial |= {"other": one.other_id, "moved": one.data}
    return answer(
        request,
        InterfaceForm(**given(request), initial=initial, actor=request.actor, code=row.code),
        services.set_interface,
        row.code,
        interface_id=interface_id,
        title="Arayüzü düzenle",
        lead=row.name,
        next_url=lambda _: url_of(row),
    )


@require_POST
def drop_interface(request: Request, code: str, interface_id: int) -> HttpResponse:
    return _drop(request, code, services.drop_interface, interface_id=interface_id)


@require_GET
def lacking(request: Request) -> HttpResponse:
    """What is missing, by kind of gap and by system."""
    told = asked(request, "gap", "after")
    counts = queries.gap_counts(request.actor)
    chosen = told["gap"] if told["gap"] in GAPS else "any"
    rows = queries.systems(request.actor, queries.SystemFilter(gap=chosen))
    page, after = queries.page_after(rows, ORDER, told["after"], PER_PAGE)
    chips = [Chip("Eksik", GAPS[chosen].label, "?")] if chosen != "any" else []
    if sheets.asked(request):
        head = [("Kod", 14), ("Ad", 40), ("Birim", 34), ("Sorumlu", 24), ("Kritiklik", 12), ("Eksikler", 60)]
        lines = [
            [
                *(row.code, row.name, row.unit.name, str(row.assignee or ""), row.get_criticality_display() or ""),
                ", ".join(gap.label for gap in row.gaps),
            ]
            for row in rows.order_by(*ORDER)[: sheets.ENOUGH]
        ]
        return sheets.workbook(
            "Bilgi sistemlerinin eksikleri", head, lines, "sistem-eksikleri", filters=sheets.told((), chips)
        )
    every, without = queries.system_counts(request.actor), queries.units_without()
    context = {
        "gaps": [(gap, counts[code], f"?gap={code}") for code, gap in GAPS.items()],
        "most": max(counts.values(), default=0),
        "rows": [(row, row.gaps, LEVEL_KIND.get(row.criticality or 0)) for row in page],
        "chips": chips,
        "without": without[:SHOWN_UNITS],
        "without_more": max(0, len(without) - SHOWN_UNITS),
        "every": every["every"],
        "whole": every["every"] - every["lacking"],
        "lacking": every["lacking"],
        "older": address({"gap": told["gap"]}, after=after) if after else "",
        "first": address({"gap": told["gap"]}) if told["after"] else "",
    }
    return render(request, "systems/lacking.html", context)


@require_GET
def exchange(request: Request) -> HttpResponse:
    """The register of data exchange: with whom, how, on what ground, and when last."""
    told = asked(request, "view", "q", "after")
    filters = queries.InterfaceFilter.model_validate({"view": told["view"], "q": told["q"]})
    rows = queries.exchange(request.actor, filters)
    order = ("system__code", "pk")
    page, after = queries.page_after(rows, order, told["after"], PER_PAGE)
    base = {"q": told["q"]}
    tabs = [
        Tab(label, address(base, view=key), told["view"] == key)
        for key, label in (
            ("", "Tümü"),
            ("outside", "Kurum dışı"),
            ("groundless", "Dayanağı yazılmamış"),
            ("expired", "Protokolü bitmiş"),
            ("silent", "90 gündür sessiz"),
        )
    ]
    chips = [Chip("Arama", told["q"], address({"view": told["view"]}))] if told["q"] else []
    if sheets.asked(request):
        head = [
            *(("Sistem", 14), ("Karşı taraf", 40), ("Gereklilik", 20), ("Yön", 14), ("Yöntem", 24)),
            *(("Çevrim içi", 10), ("Veri", 40), ("Hukuki dayanak", 40), ("Protokol", 24), ("Protokol bitişi", 14)),
            ("Son aktarım", 14),
        ]
        lines = [
            [
                *(one.system.code, one.other_side, one.get_need_display(), one.get_direction_display()),
                *(one.get_way_display(), "Evet" if one.online else "Hayır", one.data, one.ground, one.protocol),
                *(one.protocol_until, one.last_on),
            ]
            for one in rows.order_by(*order)[: sheets.ENOUGH]
        ]
        return sheets.workbook("Arayüzler", head, lines, "arayuzler", filters=sheets.told(tabs, chips))
    full = base | {"view": told["view"]}
    context = {
        "rows": page,
        "tabs": tabs,
        "chips": chips,
        "asked": told,
        "older": address(full, after=after) if after else "",
        "first": address(full) if told["after"] else "",
    }
    return render(request, "systems/exchange.html", context)
