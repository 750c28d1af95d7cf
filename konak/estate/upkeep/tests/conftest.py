"""The warehouse of the movables, with a workshop beside it: director, expert, technician, and a stranger."""

import io
from dataclasses import dataclass

import pytest

from konak.estate.assets.tests.conftest import Store, build
from konak.estate.upkeep import services
from konak.testing import Hall, Person


@dataclass
class Shop:
    hall: Hall
    store: Store
    director: Person
    expert: Person
    technician: Person
    stranger: Person

    @property
    def unit(self) -> int:
        return self.hall.network.pk

    def device(self, **more: object):
        return self.store.bought(**more)[0]

    def plan(self, **facts: object):
        values = {"name": "Dizüstü bakımı", "points": "Fanı temizle\nDiski denetle", "every_months": 6} | facts
        return services.add_plan(actor=self.expert.actor, unit_id=self.unit, **values)

    def order(self, tag: str, **facts: object):
        return services.open_order(actor=self.technician.actor, tag=tag, report="Açılmıyor", **facts)

    def contract(self, **facts: object):
        values = {"title": "Yazıcı bakımı", "kind": "maintenance", "supplier": "Örnek Teknik Servis"} | facts
        return services.add_contract(actor=self.expert.actor, unit_id=self.unit, **values)

    def wiped(self, tag: str, **facts: object):
        values = {
            "medium": "WD-123",
            "method": "overwrite",
            "tool": "Silici 2.1",
            "witness_id": self.expert.user.pk,
            "verified": True,
        } | facts
        return services.add_wipe(actor=self.technician.actor, tag=tag, file=paper(), **values)


def paper(name: str = "rapor.txt"):
    file = io.BytesIO(b"Silme raporu\n")
    file.name = name
    return file


@pytest.fixture
def shop(hall: Hall) -> Shop:
    return Shop(
        hall,
        build(hall),
        hall.seat("director", hall.network),
        hall.seat("expert", hall.network),
        hall.seat("staff", hall.network),
        hall.seat("director", hall.elsewhere),
    )
