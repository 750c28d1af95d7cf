"""The smallest desk with a ticket, and a morning in which it works."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import pytest
from django.utils.timezone import localdate

from konak.foundation.calendar.queries import Calendar
from konak.service.desk.tests.conftest import Desk, desk  # noqa: F401 - a fixture
from konak.service.visits import services
from konak.service.visits.models import Outage, Visit

ZONE = ZoneInfo("Europe/Istanbul")


def at(hour: int, minute: int = 0, days: int = 2) -> dt.datetime:
    """A moment on a working day ahead."""
    calendar = Calendar()
    day = calendar.next_working(calendar.add(localdate(), days), half_day_counts=False)
    return dt.datetime.combine(day, dt.time(hour, minute), ZONE)


@dataclass
class Field:
    desk: Desk
    ticket: str

    def visit(self, **facts: object) -> Visit:
        given = {
            "technician_id": self.desk.agent.user.pk,
            "starts_at": at(10),
            "minutes": 60,
            "place": "A Blok, 2. kat",
        } | facts
        return services.plan(self.ticket, actor=self.desk.chief.actor, **given)

    def outage(self, **facts: object) -> Outage:
        given = {
            "subject": "EBYS sürüm yükseltmesi",
            "text": "EBYS yeni sürüme geçecek.",
            "starts_at": at(20),
            "ends_at": at(22),
            "units": [self.desk.hall.elsewhere.pk],
            "services": [self.desk.plain.pk],
        } | facts
        return services.draft(actor=self.desk.chief.actor, **given)


@pytest.fixture
def field(desk: Desk) -> Field:  # noqa: F811 - the fixture
    return Field(desk, desk.opened().case.number)
