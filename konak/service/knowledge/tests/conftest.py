"""A shelf, a writer, who may publish, a reader elsewhere."""

from dataclasses import dataclass

import pytest

from konak.service.desk.tests.conftest import desk
from konak.service.knowledge import services
from konak.service.knowledge.models import Category
from konak.testing import Hall, Person

__all__ = ["desk"]


@dataclass
class Library:
    hall: Hall
    writer: Person
    chief: Person
    reader: Person
    shelf: Category

    def draft(self, **facts):
        given = {
            "title": "Yazıcı çevrimdışı",
            "summary": "Kablosuna bakın.",
            "body": "## Ne yapmalı?\n\n1. Kablo\n2. Kâğıt",
        }
        more = {"unit_id": self.hall.network.pk, "category_id": self.shelf.pk}
        return services.begin(actor=self.writer.actor, **(more | given | facts))

    def published(self, **facts):
        made = self.draft(**facts)
        services.send(made.pk, actor=self.writer.actor)
        return services.publish(made.pk, actor=self.chief.actor)


@pytest.fixture
def library(hall):
    writer, chief = hall.seat("staff", hall.network), hall.seat("director", hall.network)
    shelf = services.save_category(actor=chief.actor, name="Donanım", icon="printer")
    return Library(hall, writer, chief, hall.seat("staff", hall.elsewhere), shelf)
