"""The smallest chain of command: head of department → director → chief → two of his staff."""

import datetime as dt
from dataclasses import dataclass

import pytest
from django.utils.timezone import localdate

from konak.foundation.calendar.services import add_working_days
from konak.foundation.people.models import Unit
from konak.foundation.people.positions import UnitKind
from konak.governance.orders import services
from konak.governance.orders.models import Order
from konak.testing import Hall, Person


@dataclass
class Chain:
    hall: Hall
    service: Unit
    head: Person
    director: Person
    chief: Person
    clerk: Person
    colleague: Person
    stranger: Person
    due: dt.date

    def give(self, giver: Person, to: Person | None, unit: Unit, **more: object) -> Order:
        facts = {"subject": "Envanter listesi", "text": "Listeyi çıkarın.", "due_on": self.due} | more
        return services.give(actor=giver.actor, unit_id=unit.pk, assignee_id=to.user.pk if to else None, **facts)

    def for_clerk(self, **more: object) -> Order:
        """The chief gives the clerk something to do."""
        return self.give(self.chief, self.clerk, self.service, **more)


@pytest.fixture
def chain(hall: Hall) -> Chain:
    service = Unit.objects.create(name="Mekânsal Veri Servisi", kind=UnitKind.SERVICE, parent=hall.gis)
    return Chain(
        hall=hall,
        service=service,
        head=hall.seat("head_of_department", hall.department),
        director=hall.seat("director", hall.gis),
        chief=hall.seat("chief", service),
        clerk=hall.seat("staff", service),
        colleague=hall.seat("expert", service),
        stranger=hall.seat("director", hall.elsewhere),
        due=add_working_days(localdate(), 5),
    )
