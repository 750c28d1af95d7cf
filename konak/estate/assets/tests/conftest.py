"""A warehouse with its two officers, a few codes, and somebody to hold things."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.utils.timezone import localdate

from konak.estate.assets.models import Asset, Item, Place, PlaceKind, SpendingUnit, Warehouse
from konak.estate.assets.services import receipts
from konak.estate.assets.services.receipts import Line
from konak.testing import Hall, Person


@dataclass
class Store:
    hall: Hall
    warehouse: Warehouse
    keeper: Person
    checker: Person
    clerk: Person
    colleague: Person
    stranger: Person
    laptop: Item
    toner: Item

    def bought(
        self, count: int = 1, serials: tuple[str, ...] = (), price: str = "10000", **more: object
    ) -> list[Asset]:
        """Laptops bought and posted."""
        number = receipts.draft(
            actor=self.keeper.actor,
            warehouse_id=self.warehouse.pk,
            kind="purchase",
            lines=[Line(self.laptop.pk, Decimal(count), Decimal(price), Decimal(20), serials=serials, **more)],
            basis="Fatura 1",
        ).case.number
        receipts.prepare(number, actor=self.keeper.actor)
        receipts.approve(number, actor=self.checker.actor)
        return list(Asset.objects.filter(receipt_lines__line__receipt__case__number=number).order_by("tag"))

    def stocked(
        self, quantity: str = "5", price: str = "100", item: Item | None = None, dated: dt.date | None = None
    ):
        number = receipts.draft(
            actor=self.keeper.actor,
            warehouse_id=self.warehouse.pk,
            kind="purchase",
            lines=[Line((item or self.toner).pk, Decimal(quantity), Decimal(price), Decimal(20))],
            basis="Fatura 2",
            dated=dated or localdate(),
        ).case.number
        receipts.prepare(number, actor=self.keeper.actor)
        return receipts.approve(number, actor=self.checker.actor)

    def issued(self, quantity: str = "1", keeper: Person | None = None):
        return receipts.issue(
            actor=(keeper or self.keeper).actor,
            warehouse_id=self.warehouse.pk,
            lines=[Line(self.toner.pk, Decimal(quantity))],
            why="Yazıcı",
            to_unit_id=self.hall.gis.pk,
        )


def build(hall: Hall) -> Store:
    keeper, checker = hall.seat("staff", hall.network), hall.seat("chief", hall.network)
    spending = SpendingUnit.objects.create(unit=hall.department, code="46.35.01.25", name="Bilgi İşlem Dairesi")
    depot = Place.objects.create(unit=hall.department, code="DEPO", name="Ana depo", kind=PlaceKind.STORE)
    warehouse = Warehouse.objects.create(
        unit=hall.department,
        code="01",
        name="Bilgi İşlem Ambarı",
        spending_unit=spending,
        registrar=keeper.user,
        controller=checker.user,
        place=depot,
    )
    laptop = Item.objects.create(code="255.02.01.01.02", name="Dizüstü bilgisayar", folded="dizustu")
    toner = Item.objects.create(code="150.01.09.01", name="Toner", folded="toner")
    return Store(
        hall,
        warehouse,
        keeper,
        checker,
        hall.seat("staff", hall.gis),
        hall.seat("expert", hall.gis),
        hall.seat("director", hall.elsewhere),
        laptop,
        toner,
    )


@pytest.fixture
def store(hall: Hall) -> Store:
    return build(hall)
