"""The desk beside the warehouse: an agent who solves, a registrar who gives, an employee whose laptop is broken."""

from dataclasses import dataclass

import pytest

from konak.estate.assets.models import Asset, Item
from konak.estate.assets.services import custody
from konak.estate.assets.tests.conftest import Store, build
from konak.service.desk.tests.conftest import (
    Desk,
    desk,  # noqa: F401 - a fixture
)
from konak.testing import Hall, Person


@dataclass
class Bench:
    desk: Desk
    store: Store
    memory: Item
    broken: Asset
    spare: Asset

    @property
    def agent(self) -> Person:
        return self.desk.agent

    @property
    def asker(self) -> Person:
        return self.desk.asker

    def ticket(self) -> str:
        made = self.desk.opened(subject="Bilgisayar açılmıyor", asset_tag=self.broken.tag)
        return str(made.case.number)


@pytest.fixture
def bench(hall: Hall, desk: Desk) -> Bench:  # noqa: F811 - the fixture
    store = build(hall)
    memory = Item.objects.create(code="150.13.01.01", name="DDR4 bellek", folded="ddr4 bellek")
    broken, spare = store.bought(2)
    rows = custody.give([broken.tag], actor=store.keeper.actor, holder_id=desk.asker.user.pk)
    custody.accept(rows[0].pk, actor=desk.asker.actor)
    store.stocked("2", item=memory)
    return Bench(desk, store, memory, Asset.objects.get(pk=broken.pk), spare)
