"""The warehouse of the movables with printers, toner and a drum; the director decides, the registrar gives out."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.utils.timezone import localdate

from konak.estate.assets.models import Asset, Item, Movement
from konak.estate.assets.services import receipts
from konak.estate.assets.services.receipts import Line
from konak.estate.assets.tests.conftest import Store, build
from konak.estate.supplies import services
from konak.estate.supplies.models import Fit, Printer
from konak.testing import Hall, Person


@dataclass
class Cupboard:
    hall: Hall
    store: Store
    director: Person
    expert: Person
    stranger: Person
    drum: Item
    printer: Asset
    other: Asset

    def level(self, item: Item | None = None, **facts: object):
        values = {"minimum": Decimal(2), "tender_days": 30, "delivery_days": 15} | facts
        code = (item or self.store.toner).code
        return services.add_level(actor=self.expert.actor, warehouse="01", item=code, **values)

    def fit(self, item: Item | None = None, **facts: object) -> Fit:
        assert self.printer.model_id is not None
        values = {"kind": "toner", "yield_pages": 10_000} | facts
        code = (item or self.store.toner).code
        return services.add_fit(actor=self.expert.actor, model_id=self.printer.model_id, item=code, **values)

    def followed(self, pages: int | None = 1_000) -> Printer:
        return services.add_printer(actor=self.expert.actor, tag=self.printer.tag, pages=pages)

    def give(self, **facts: object):
        values = {"warehouse": "01", "item": self.store.toner.code, "tag": self.printer.tag} | facts
        return services.hand_out(actor=self.store.keeper.actor, **values)

    def used(self, months: tuple[int, ...]) -> None:
        """So many toners in each of the last full months, the oldest first."""
        day = localdate().replace(day=1)
        for place, count in enumerate(reversed(months), 1):
            if count:
                on = day
                for _ in range(place):
                    on = (on - dt.timedelta(1)).replace(day=1)
                number = receipts.draft(
                    actor=self.store.keeper.actor,
                    warehouse_id=self.store.warehouse.pk,
                    kind="consumption",
                    lines=[Line(self.store.toner.pk, Decimal(count))],
                    dated=on,
                    to_unit_id=self.hall.gis.pk,
                ).case.number
                receipts.record(number, actor=self.store.keeper.actor)
                assert Movement.objects.filter(receipt__case__number=number).exists()


@pytest.fixture
def cupboard(hall: Hall) -> Cupboard:
    store = build(hall)
    printer_code = Item.objects.create(code="255.02.02.02.01", name="Lazer yazıcı", folded="lazer yazici")
    drum = Item.objects.create(code="150.13.02.01", name="Drum birimi", folded="drum birimi")
    store.laptop, laptop = printer_code, store.laptop
    printer, other = store.bought(2, maker="Örnek", model="P400")
    store.laptop = laptop
    return Cupboard(
        hall,
        store,
        hall.seat("director", hall.network),
        hall.seat("expert", hall.network),
        hall.seat("director", hall.elsewhere),
        drum,
        printer,
        other,
    )
