"""A branch with two layers: points with every kind of column, and areas."""

from dataclasses import dataclass
from typing import Any

import pytest

from konak.city.geodata import services
from konak.city.geodata.models import Layer, Sensitivity, State
from konak.testing import Hall, Person

FIELDS = (
    {"name": "kod", "title": "Kod", "kind": "text", "required": True, "searchable": True},
    {"name": "ad", "title": "Ad", "kind": "text", "searchable": True},
    {"name": "kat", "title": "Kat sayısı", "kind": "integer", "domain": {"min": 0, "max": 80}},
    {"name": "alan", "title": "Alan", "kind": "numeric", "measure": "m²"},
    {"name": "tur", "title": "Tür", "kind": "choice", "domain": {"values": {"k": "Konut", "i": "İş yeri"}}},
    {"name": "onayli", "title": "Onaylı", "kind": "boolean"},
    {"name": "tarih", "title": "Tarih", "kind": "date"},
    {"name": "an", "title": "An", "kind": "timestamp"},
    {"name": "malik", "title": "Malik", "kind": "text", "sensitive": True},
)


def point(x: float = 29.92, y: float = 40.77) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [x, y]}


@dataclass
class Place:
    hall: Hall
    keeper: Person
    clerk: Person
    director: Person
    stranger: Person

    def layer(self, name: str = "yapilar", **facts: Any) -> Layer:
        shape = {"geometry_type": "Point", "srid": 5254, "title": "Yapılar", "fields": FIELDS, "key_field": "kod"}
        return services.open_layer(actor=self.keeper.actor, name=name, unit_id=self.hall.gis.pk, **{**shape, **facts})

    def published(self, name: str = "yapilar", sensitivity: str = Sensitivity.PUBLIC, **facts: Any) -> Layer:
        made = self.layer(name, **facts)
        Layer.objects.filter(pk=made.pk).update(state=State.PUBLISHED, sensitivity=sensitivity)
        made.refresh_from_db()
        return made


@pytest.fixture
def place(hall: Hall) -> Place:
    return Place(
        hall=hall,
        keeper=hall.seat("expert", hall.gis),
        clerk=hall.seat("staff", hall.gis),
        director=hall.seat("director", hall.gis),
        stranger=hall.seat("staff", hall.elsewhere),
    )
