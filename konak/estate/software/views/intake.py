"""Computers and their inventories on the screen."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.db.paging import page_after
from konak.foundation.lifecycle import Refused
from konak.foundation.people.queries import units
from konak.foundation.ui import workbook as sheets
from konak.foundation.ui.parts import Chip, Tab
from konak.foundation.web.actions import go
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, asked, found, given, moments

from .. import access, queries, services, tables
from ..forms import BringForm, ComputerForm
from ..forms.intake import NewComputerForm
from ..models import Computer
from .common import PER_PAGE

ORDER = ("name", "pk")
NAMES = ("state", "unit", "product", "q")


@require_GET
def computers(request: Request) -> HttpResponse:
    ask = asked(request, *NAMES, "sonra")
    filters = queries.ComputerFilter.model_validate({name: ask[name] for name in NAMES})
    rows = queries.with_programs(queries.computers(request.actor, filters))
    base = {key: ask[key] for key in ("unit", "product", "q")}
    tabs = [
        Tab(label, address(base, state=key), ask["state"] == key)
        for key, label in (("", "Kullanımda"), ("stale", "Envanteri eskiyen"), ("retired", "Kullanımdan kalkan"))
    ]
    full = {name: ask[name] for name in NAMES}
    chips = []
    if filters.unit and (unit := units().filter(pk=filters.unit).first()):
        chips.append(Chip("Kullanan birim", unit.name, address(full, unit="")))
    if filters.product and (one := queries.products(request.actor).filter(pk=filters.product).first()):
        chips.append(Chip("Kurulu yazılım", one.name, address(full, product="")))
    if ask["q"]:
        chips.append(Chip("Arama", ask["q"], address(full, q="")))
    if sheets.asked(request):
        return _workbook(list(rows.order_by(*ORDER)[: sheets.ENOUGH]), sheets.told(tabs, chips))
    page, after = page_after(rows, ORDER, ask["sonra"], PER_PAGE)
    context = {
        "rows": page,
        "tabs": tabs,
        "chips": chips,
        "asked": ask,
        "any": bool(page) or any(full.values()) or queries.computers(request.actor).exists(),
        "older": address(full, sonra=after) if after else "",
        "first": address(full) if ask["sonra"] else "",
        "may_bring": request.actor.holds(access.IMPORT),
    }
    return render(request, "software/computers.html", context)


def _workbook(rows: list[Computer], told: list[tuple[str, object]]) -> HttpResponse:
    head = [
        *(("Bilgisayar", 24), ("Seri no", 22), ("İşletim sistemi", 28), ("Kullanan", 26), ("Kullanan birim", 36)),
        *(("Program", 10), ("Son envanter", 18), ("Bakan birim", 36)),
    ]
    lines = (
        [
            *(row.name, row.serial, row.system, row.holder.full_name if row.holder else "", str(row.used_in or "")),
            *(row.programs, row.inventoried_at, row.unit.name),  # type: ignore[attr-defined]
        ]
        for row in rows
    )
    return sheets.workbook("Bilgisayarlar", head, lines, "bilgisayarlar", filters=told)


def page_of(one: Any) -> str:
    return reverse("software:computer", args=[one.pk])


@require_GET
def computer(request: Request, computer_id: int) -> HttpResponse:
    one = found(queries.computer, request.actor, computer_id)
    installs = list(queries.installs_of(one))
    context = {
        "computer": one,
        "installs": [row for row in installs if not row.ignored],
        "ignored": [row for row in installs if row.ignored],
        "gone": queries.installs_of(one, gone=True).order_by("-removed_on", "name")[:100],
        "assignments": one.assignments.filter(until=None).select_related("entitlement__product"),
        "findings": queries.findings(request.actor).filter(computer=one).order_by("-case_id")[:20],
        "brings": request.actor.reach(access.IMPORT).covers(one) and one.retired_on is None,
        "story": moments(queries.COMPUTER_KIND, one.pk, tables.COMPUTER_TOLD),
    }
    return render(request, "software/computer.html", context)


def add_computer(request: Request) -> HttpResponse:
    return answer(
        request,
        NewComputerForm(**given(request), actor=request.actor),
        services.add_computer,
        title="Bilgisayar ekle",
        button="Ekle",
        lead="Envanteri gelen bilgisayarlar kendiliğinden eklenir; elle eklemek gerekmez.",
        next_url=page_of,
    )


def edit_computer(request: Request, computer_id: int) -> HttpResponse:
    one = found(queries.computer, request.actor, computer_id)
    initial = {name: getattr(one, name) for name in ComputerForm.base_fields}
    return answer(
        request,
        ComputerForm(**given(request), initial=initial),
        services.edit_computer,
        computer_id,
        title="Bilgisayarı düzenle",
        next_url=page_of,
    )


@require_POST
def retire(request: Request, computer_id: int) -> HttpResponse:
    one = found(queries.computer, request.actor, computer_id)
    try:
        found(services.retire_computer, computer_id, actor=request.actor)
        messages.success(request, f"{one} kullanımdan kaldırıldı; üzerindeki lisanslar serbest kaldı.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return go(request, page_of(one))


@require_GET
def inventories(request: Request) -> HttpResponse:
    ask = asked(request, "sonra")
    rows = queries.inventories(request.actor)
    if sheets.asked(request):
        head = [
            *(
                ("Yükleme", 18),
                ("Alındığı gün", 14),
                ("Tür", 26),
                ("Getiren", 26),
                ("Bilgisayar", 10),
                ("Program", 10),
            ),
            *(("Yeni", 8), ("Kaldırılan", 10), ("Tanınmayan", 10), ("Okunamayan", 10), ("İşlendi", 18)),
        ]
        lines = (
            [
                *(row.brought_at, row.taken_on, tables.format_words(row), str(row.brought_by or "")),
                *(row.machines, row.programs, row.fresh, row.gone, row.unknown, row.left_out, row.applied_at),
            ]
            for row in rows.order_by("-pk")[: sheets.ENOUGH]
        )
        return sheets.workbook("Envanterler", head, lines, "envanterler", filters=sheets.told())
    page, after = page_after(rows, ("-pk",), ask["sonra"], PER_PAGE)
    context = {
        "rows": [(row, tables.format_words(row)) for row in page],
        "older": address({}, sonra=after) if after else "",
        "first": "?" if ask["sonra"] else "",
        "may_bring": request.actor.holds(access.IMPORT),
    }
    return render(request, "software/inventories.html", context)


def inventory_page(one: Any) -> str:
    return reverse("software:inventory", args=[one.pk])


def bring(request: Request) -> HttpResponse:
    return answer(
        request,
        BringForm(**given(request), initial={"named": request.GET.get("named", "")}, actor=request.actor),
        services.bring,
        title="Envanter yükle",
        button="Oku ve göster",
        lead="Dosya okunur, ne değişeceği gösterilir; siz onaylayınca işlenir.",
        next_url=inventory_page,
    )


@require_GET
def inventory(request: Request, inventory_id: int) -> HttpResponse:
    one = found(queries.inventory, request.actor, inventory_id)
    preview = None
    if one.applied_at is None:
        try:
            preview = services.preview(inventory_id, actor=request.actor)
        except Refused as refusal:
            messages.error(request, str(refusal))
    context = {
        "inventory": one,
        "format": tables.format_words(one),
        "preview": preview,
        "brings": request.actor.reach(access.IMPORT).covers(Computer(unit_id=one.unit_id)),
    }
    return render(request, "software/inventory.html", context)


@require_POST
def apply(request: Request, inventory_id: int) -> HttpResponse:
    one = found(queries.inventory, request.actor, inventory_id)
    try:
        done = found(services.apply, inventory_id, actor=request.actor, shrink=request.POST.get("shrink", "") == "1")
        messages.success(request, f"Envanter işlendi: {done.fresh} yeni, {done.gone} kaldırılan program.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return go(request, inventory_page(one))


@require_POST
def discard(request: Request, inventory_id: int) -> HttpResponse:
    one = found(queries.inventory, request.actor, inventory_id)
    try:
        found(services.discard, inventory_id, actor=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return go(request, inventory_page(one))
    messages.success(request, "Envanter işlenmeden kaldırıldı.")
    return go(request, reverse("software:inventories"))
