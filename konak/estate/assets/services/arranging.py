"""Codes, products, places, spending units, warehouses: what the register stands on."""

import re
from typing import Any

from django.db import transaction
from django.db.models import Q

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import User
from konak.foundation.people.queries import seats_of
from konak.foundation.trail import services as trail

from .. import access
from ..models import Asset, Item, Measure, Place, PlaceKind, Receipt, SpendingUnit, Warehouse
from ..models.asset import RETIRED
from ..models.catalogue import CODE


def _may(actor: Actor, unit_id: int) -> None:
    if not actor.reach(access.ARRANGE).covers(Warehouse(unit_id=unit_id)):
        raise Refused(f"«{access.ARRANGE.label}» için bu birimde yetkiniz yok.")


def _tell(actor: Actor, kind: str, subject: str, verb: str, note: str = "") -> None:
    trail.write(actor=actor, kind=kind, subject=subject, verb=verb, note=note, seat=actor.seat_for(access.ARRANGE))


@transaction.atomic
def add_item(
    *,
    actor: Actor,
    code: str,
    name: str,
    measure: str = Measure.PIECE,
    product: bool = False,
    bookable: bool = True,
    life_years: int | None = None,
    extra_schema: dict[str, Any] | None = None,
) -> Item:
    """A code of the regulation, or a product below one (`product`)."""
    if not actor.holds(access.ARRANGE):
        raise Refused(f"«{access.ARRANGE.label}» için yetkiniz yok.")
    code, name = code.strip(), " ".join(name.split())
    if fault := code_fault(code):
        raise Refused(f"Taşınır kodu {fault}.")
    if not name:
        raise Refused("Kodun adını yazın.")
    if measure not in Measure.values:
        raise Refused("Böyle bir ölçü birimi yok.")
    parent = parent_of(code)
    if product and parent is None:
        raise Refused("Ürün, yönetmelikteki bir kodun altına eklenir; üst kod bulunamadı.")
    if Item.objects.filter(code=code).exists():
        raise Refused(f"{code} kodu zaten var.")
    item = Item.objects.create(
        code=code,
        name=name[:200],
        parent=parent,
        measure=measure,
        product=product,
        bookable=bookable,
        life_years=life_years,
        extra_schema=extra_schema or {},
        folded=fold(f"{code} {name}"),
    )
    _tell(actor, "assets.item", code, "add")
    return item


@transaction.atomic
def edit_item(code: str, *, actor: Actor, **facts: Any) -> Item:
    """Name, measure, life, additional fields, whether it is used; a code itself never changes."""
    if not actor.holds(access.ARRANGE):
        raise Refused(f"«{access.ARRANGE.label}» için yetkiniz yok.")
    item = Item.objects.select_for_update().get(code=code)
    for name in ("name", "measure", "life_years", "extra_schema", "active", "bookable"):
        if name in facts:
            setattr(item, name, facts[name])
    if not item.name.strip():
        raise Refused("Kodun adını yazın.")
    item.folded = fold(f"{item.code} {item.name}")
    item.save()
    _tell(actor, "assets.item", code, "edit")
    return item


def code_fault(code: str) -> str:
    """What is wrong with a code as written, or nothing."""
    if re.fullmatch(CODE, code):
        return ""
    return "150, 253, 254 ya da 255 ile başlar, düzeyleri noktayla ayrılır: 255.02.01.01.02 gibi"


def parent_of(code: str) -> Item | None:
    """The nearest code above, whether or not every level in between is listed."""
    steps = code.split(".")
    above = [".".join(steps[:count]) for count in range(len(steps) - 1, 0, -1)]
    found = {item.code: item for item in Item.objects.filter(code__in=above)}
    return next((found[one] for one in above if one in found), None)


@transaction.atomic
def add_place(
    *,
    actor: Actor,
    unit_id: int,
    code: str,
    name: str,
    building: str = "",
    floor: str = "",
    kind: str = PlaceKind.ROOM,
    assignee_id: int | None = None,
) -> Place:
    _may(actor, unit_id)
    code, name = code.strip().upper(), " ".join(name.split())
    if not code or not name:
        raise Refused("Yerin kodunu ve adını yazın.")
    if kind not in PlaceKind.values:
        raise Refused("Böyle bir yer türü yok.")
    if Place.objects.filter(code=code).exists():
        raise Refused(f"{code} kodlu bir yer zaten var.")
    if assignee_id is not None:
        _at_work(assignee_id, "Yer sorumlusu")
    place = Place.objects.create(
        unit_id=unit_id,
        assignee_id=assignee_id,
        code=code[:24],
        name=name[:120],
        building=building.strip(),
        floor=floor.strip(),
        kind=kind,
        folded=fold(f"{code} {name} {building}"),
    )
    _tell(actor, "assets.place", code, "add")
    return place


@transaction.atomic
def edit_place(code: str, *, actor: Actor, **facts: Any) -> Place:
    place = Place.objects.select_for_update().get(code=code)
    _may(actor, place.unit_id)
    for name in ("name", "building", "floor", "kind", "assignee_id", "active"):
        if name in facts:
            setattr(place, name, facts[name])
    if place.assignee_id is not None and "assignee_id" in facts:
        _at_work(place.assignee_id, "Yer sorumlusu")
    if not place.active and place.assets.exclude(state__in=("lost", "scrapped", "gone", "annulled")).exists():
        raise Refused("Bu yerde taşınır görünüyor; önce onları başka yere alın.")
    place.folded = fold(f"{place.code} {place.name} {place.building}")
    place.save()
    _tell(actor, "assets.place", code, "edit")
    return place


@transaction.atomic
def add_spending_unit(
    *,
    actor: Actor,
    unit_id: int,
    code: str,
    name: str,
    accounting_code: str = "",
    accounting_name: str = "",
    assignee_id: int | None = None,
) -> SpendingUnit:
    _may(actor, unit_id)
    code, name = code.strip(), " ".join(name.split())
    if not code or not name:
        raise Refused("Harcama biriminin kodunu ve adını yazın.")
    if SpendingUnit.objects.filter(code=code).exists():
        raise Refused(f"{code} kodlu bir harcama birimi zaten var.")
    made = SpendingUnit.objects.create(
        unit_id=unit_id,
        assignee_id=assignee_id,
        code=code[:24],
        name=name[:200],
        accounting_code=accounting_code.strip(),
        accounting_name=accounting_name.strip(),
    )
    _tell(actor, "assets.spendingunit", code, "add")
    return made


@transaction.atomic
def add_warehouse(
    *,
    actor: Actor,
    unit_id: int,
    code: str,
    name: str,
    spending_unit_id: int,
    registrar_id: int,
    controller_id: int,
    place_id: int | None = None,
    deputy_registrar_id: int | None = None,
    deputy_controller_id: int | None = None,
) -> Warehouse:
    """An ambar with its two officers, who are never one person."""
    _may(actor, unit_id)
    code, name = code.strip(), " ".join(name.split())
    if not code or not name:
        raise Refused("Ambarın kodunu ve adını yazın.")
    if Warehouse.objects.filter(code=code).exists():
        raise Refused(f"{code} kodlu bir ambar zaten var.")
    warehouse = Warehouse(
        unit_id=unit_id,
        code=code[:24],
        name=name[:120],
        spending_unit_id=spending_unit_id,
        place_id=place_id,
        registrar_id=registrar_id,
        controller_id=controller_id,
        deputy_registrar_id=deputy_registrar_id,
        deputy_controller_id=deputy_controller_id,
    )
    _sound(warehouse)
    warehouse.save()
    _tell(actor, "assets.warehouse", code, "add")
    return warehouse


@transaction.atomic
def edit_warehouse(code: str, *, actor: Actor, **facts: Any) -> Warehouse:
    """Name, place, officers, open or closed."""
    warehouse = Warehouse.objects.select_for_update().get(code=code)
    _may(actor, warehouse.unit_id)
    officers = ("registrar_id", "controller_id", "deputy_registrar_id", "deputy_controller_id")
    before = [getattr(warehouse, one) for one in officers]
    if facts.get("registrar_id", warehouse.registrar_id) != warehouse.registrar_id and keeps_something(warehouse):
        raise Refused(
            "Kaydında taşınır bulunan ambar sayılarak devredilir: «Ambar devir-teslim sayımı» kurun; sayım kayıtla "
            "denkleşince kayıt yetkilisi kendiliğinden değişir."
        )
    for name in ("name", "place_id", *officers, "active"):
        if name in facts:
            setattr(warehouse, name, facts[name])
    _sound(warehouse)
    if not warehouse.active and warehouse.stocks.filter(quantity__gt=0).exists():
        raise Refused("Ambarda mevcut var; kapatmadan önce devredin.")
    warehouse.save()
    changed = before != [getattr(warehouse, one) for one in officers]
    _tell(actor, "assets.warehouse", code, "officers" if changed else "edit")
    return warehouse


def keeps_something(warehouse: Warehouse) -> bool:
    """Whether anything stands on the books of a warehouse."""
    things = Asset.objects.filter(warehouse=warehouse).exclude(state__in=RETIRED)
    return things.exists() or warehouse.stocks.filter(quantity__gt=0).exists()


@transaction.atomic
def hand_over(code: str, *, actor: Actor, registrar_id: int, basis: str) -> Warehouse:
    """After a count: the registrar (or his deputy) gives the books to who follows him, with the notices that wait."""
    warehouse = Warehouse.objects.select_for_update().get(code=code)
    if objection := warehouse.keeper_objection(actor.user_id):
        raise Refused(objection)
    if registrar_id == warehouse.deputy_registrar_id:
        warehouse.deputy_registrar_id = None
    warehouse.registrar_id = registrar_id
    _sound(warehouse)
    warehouse.save()
    mine = Q(case__assignee_id=actor.user_id, case__closed_at=None)
    for receipt in Receipt.objects.filter(mine, warehouse=warehouse).select_related("case"):
        receipt.case.assignee_id = registrar_id
        receipt.case.save(update_fields=["assignee"])
    _tell(actor, "assets.warehouse", code, "hand_over", basis)
    return warehouse


@transaction.atomic
def close_year(code: str, year: int, *, actor: Actor) -> Warehouse:
    """The account of a year has been given: nothing is dated into it any more. Called by the year-end."""
    warehouse = Warehouse.objects.select_for_update().get(code=code)
    if objection := warehouse.controller_objection(actor.user_id):
        raise Refused(objection)
    if warehouse.closed_year is not None and year <= warehouse.closed_year:
        raise Refused(f"{year} yılı hesabı zaten verilmiş.")
    warehouse.closed_year = year
    warehouse.save()
    _tell(actor, "assets.warehouse", code, "close_year")
    return warehouse


def _sound(warehouse: Warehouse) -> None:
    keepers = {warehouse.registrar_id, warehouse.deputy_registrar_id} - {None}
    if keepers & {warehouse.controller_id, warehouse.deputy_controller_id}:
        raise Refused("Taşınır kayıt yetkilisi ile taşınır kontrol yetkilisi aynı kişi olamaz; yardımcıları da.")
    for user_id, words in (
        (warehouse.registrar_id, "Taşınır kayıt yetkilisi"),
        (warehouse.controller_id, "Taşınır kontrol yetkilisi"),
        (warehouse.deputy_registrar_id, "Kayıt yetkilisi yardımcısı"),
        (warehouse.deputy_controller_id, "Kontrol yetkilisi yardımcısı"),
    ):
        if user_id is not None:
            _at_work(user_id, words)


def _at_work(user_id: int, words: str) -> None:
    user = User.objects.filter(pk=user_id).first()
    if user is None or not user.is_active or not seats_of(user.pk).exists():
        raise Refused(f"{words} bugün görevde olan biri olmalı.")
