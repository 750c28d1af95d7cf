"""Codes, places, spending units and warehouses on the screen."""

import json
from typing import Any

from django.db.models import Count, Q, Sum
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.ui import workbook
from konak.foundation.ui.parts import Tab
from konak.foundation.ui.workbook import Column
from konak.foundation.web.http import Request
from konak.foundation.web.pages import answer, found, given, press

from .. import access
from ..forms.arranging import (
    CodesForm,
    ItemEditForm,
    ItemForm,
    OfficersForm,
    PlaceEditForm,
    PlaceForm,
    SpendingForm,
    WarehouseForm,
)
from ..models import Account
from ..queries import things
from ..services import arranging as services
from ..services import catalogue

MOST_CODES = 300


@require_GET
def items(request: Request) -> HttpResponse:
    q, account = request.GET.get("q", "").replace("\0", "").strip()[:80], request.GET.get("account", "")
    rows = things.items(q, account if account in Account.values else "")
    tabs = [
        Tab("Tümü", "?", not account),
        *(Tab(label, f"?account={key}", account == key) for key, label in Account.choices),
    ]
    if workbook.asked(request):
        head = [Column("Kod", 24), Column("Ad", 50), Column("Ölçü birimi", 12), Column("Ürün", 8)]
        head += [Column("İşlem görür", 12), Column("Faydalı ömür", 12), Column("Kullanımda", 12)]
        lines = (
            [
                *(row.code, row.name, row.get_measure_display(), "evet" if row.product else ""),
                *("evet" if row.bookable else "", row.life_years, "evet" if row.active else "hayır"),
            ]
            for row in rows[: workbook.ENOUGH]
        )
        return workbook.workbook("Taşınır kodları", head, lines, "tasinir-kodlari", filters=workbook.told(tabs))
    shown = list(rows[: MOST_CODES + 1])
    context = {
        "rows": [(row, row.code.count(".")) for row in shown[:MOST_CODES]],
        "cut": len(shown) > MOST_CODES,
        "tabs": tabs,
        "q": q,
        "account": account,
        "arranges": request.actor.holds(access.ARRANGE),
    }
    return render(request, "assets/items.html", context)


def _items(_: Any = None) -> str:
    return reverse("assets:items")


def add_item(request: Request) -> HttpResponse:
    form = ItemForm(**given(request))
    return answer(request, form, services.add_item, title="Kod ya da ürün ekle", button="Ekle", next_url=_items)


def edit_item(request: Request, code: str) -> HttpResponse:
    row = found(things.item, code)
    names = ("name", "measure", "life_years", "bookable", "active")
    initial = {name: getattr(row, name) for name in names}
    initial["extra_schema"] = json.dumps(row.extra_schema, ensure_ascii=False, indent=1) if row.extra_schema else ""
    form = ItemEditForm(**given(request), initial=initial)
    return answer(request, form, services.edit_item, code, title=f"{row.code} {row.name}", next_url=_items)


def import_codes(request: Request) -> HttpResponse:
    return answer(
        request,
        CodesForm(**given(request)),
        catalogue.import_codes,
        title="Kod listesini al",
        button="Al",
        lead="Bütün satırlar alınır ya da hiçbiri. Bilinen kodların adı listedekiyle değişir.",
        next_url=_items,
        done="Kod listesi alındı.",
    )


@require_POST
def starter(request: Request) -> HttpResponse:
    return press(request, catalogue.load_starter, back=_items(), done="Başlangıç kodları eklendi.")


@require_GET
def places(request: Request) -> HttpResponse:
    q = request.GET.get("q", "").replace("\0", "").strip()[:80]
    on_books = ~Q(assets__state__in=things.OFF_BOOKS)
    rows = things.places(request.actor, q).annotate(count=Count("assets", filter=on_books))
    if workbook.asked(request):
        head = [Column("Yer kodu", 16), Column("Adı", 36), Column("Türü", 22), Column("Bina", 26), Column("Kat", 10)]
        head += [Column("Birim", 36), Column("Sorumlusu", 24), Column("Taşınır", 10), Column("Kullanımda", 12)]
        lines = (
            [
                *(row.code, row.name, row.get_kind_display(), row.building, row.floor, row.unit.name),
                *(str(row.assignee or ""), row.count, "evet" if row.active else "hayır"),
            ]
            for row in rows[: workbook.ENOUGH]
        )
        return workbook.workbook("Yerler", head, lines, "yerler", filters=[("Arama", q)] if q else ())
    context = {"rows": rows[:MOST_CODES], "q": q, "arranges": request.actor.holds(access.ARRANGE)}
    return render(request, "assets/places.html", context)


def _places(_: Any = None) -> str:
    return reverse("assets:places")


def add_place(request: Request) -> HttpResponse:
    form = PlaceForm(**given(request), actor=request.actor)
    return answer(request, form, services.add_place, title="Yer ekle", button="Ekle", next_url=_places)


def edit_place(request: Request, code: str) -> HttpResponse:
    row = found(things.place, request.actor, code)
    initial = {name: getattr(row, name) for name in PlaceEditForm.base_fields}
    form = PlaceEditForm(**given(request), initial=initial)
    return answer(request, form, services.edit_place, code, title=str(row), next_url=_places)


@require_GET
def warehouses(request: Request) -> HttpResponse:
    rows = things.warehouses(request.actor, open_only=False)
    rows = rows.select_related("deputy_registrar", "deputy_controller", "place").annotate(
        worth=Sum("stocks__amount"), codes=Count("stocks", filter=Q(stocks__quantity__gt=0))
    )
    if workbook.asked(request):
        head = [Column("Ambar kodu", 14), Column("Ambar", 30), Column("Harcama birimi", 36), Column("Birim", 36)]
        head += [Column("Kayıt yetkilisi", 24), Column("Kontrol yetkilisi", 24), Column("Tutar", 18, "money")]
        lines = (
            [
                *(row.code, row.name, row.spending_unit.name, row.unit.name),
                *(row.registrar.full_name, row.controller.full_name, row.worth),
            ]
            for row in rows
        )
        return workbook.workbook("Ambarlar", head, lines, "ambarlar")
    context = {"rows": rows, "arranges": request.actor.holds(access.ARRANGE)}
    return render(request, "assets/warehouses.html", context)


def _warehouses(_: Any = None) -> str:
    return reverse("assets:warehouses")


def add_warehouse(request: Request) -> HttpResponse:
    form = WarehouseForm(**given(request), actor=request.actor)
    return answer(request, form, services.add_warehouse, title="Ambar aç", button="Aç", next_url=_warehouses)


def add_spending_unit(request: Request) -> HttpResponse:
    form = SpendingForm(**given(request), actor=request.actor)
    return answer(request, form, services.add_spending_unit, title="Harcama birimi ekle", next_url=_warehouses)


def edit_warehouse(request: Request, code: str) -> HttpResponse:
    row = found(things.warehouse, request.actor, code)
    initial = {name: getattr(row, name) for name in OfficersForm.base_fields}
    return answer(
        request,
        OfficersForm(**given(request), initial=initial),
        services.edit_warehouse,
        code,
        title="Ambar ve yetkilileri",
        lead="Kayıt yetkilisi ile kontrol yetkilisi aynı kişi olamaz. Kaydında taşınır olan ambarın kayıt yetkilisi, "
        "devir-teslim sayımı kapanınca değişir.",
        next_url=_warehouses,
    )
