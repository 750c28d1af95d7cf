"""The desk with the offices that answer for it."""

from dataclasses import dataclass

import pytest

from konak.foundation.people.models import Appointment
from konak.service.consultancy import services
from konak.service.consultancy.models import Field
from konak.service.desk.tests.conftest import Desk, desk  # noqa: F401 - a fixture
from konak.testing import Person


@dataclass
class House:
    desk: Desk
    head: Person

    @property
    def chief(self) -> Person:
        return self.desk.chief

    @property
    def worker(self) -> Person:
        return self.desk.agent

    @property
    def asker(self) -> Person:
        return self.desk.asker


@pytest.fixture
def house(desk: Desk) -> House:  # noqa: F811 - the fixture
    head = desk.hall.seat("head_of_department", desk.hall.department)
    for field in Field.values:
        services.save_office(
            actor=head.actor,
            field=field,
            unit_id=desk.team.pk,
            service_id=desk.plain.pk if field == Field.SOFTWARE else None,
        )
    assert Appointment.objects.filter(user=head.user).exists()
    return House(desk, head)
