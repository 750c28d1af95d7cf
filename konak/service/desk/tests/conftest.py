"""The smallest desk: a team of two with a chief, an employee elsewhere with his head, a service with a promise."""

import datetime as dt
from dataclasses import dataclass

import pytest

from konak.foundation.people.models import Unit
from konak.foundation.people.positions import UnitKind
from konak.service.desk import services
from konak.service.desk.models import Level, Service, Ticket
from konak.testing import Hall, Person

QUESTIONS = [
    {"key": "tur", "type": "choice", "label": "Ne arızalı?", "required": True, "options": ["Yazıcı", "Tarayıcı"]},
    {
        "key": "toner",
        "type": "yes_no",
        "label": "Toner değişti mi?",
        "required": True,
        "show_if": {"key": "tur", "is": "Yazıcı"},
    },
    {"key": "ne_zaman", "type": "date", "label": "Ne zamandan beri?"},
]


@dataclass
class Desk:
    hall: Hall
    team: Unit
    director: Person
    chief: Person
    agent: Person
    other: Person
    asker: Person
    asker_head: Person
    stranger: Person
    level: Level
    plain: Service
    """Nothing asked, nothing approved, nobody assigned by itself."""

    def opened(self, who: Person | None = None, **more: object) -> Ticket:
        who = who or self.asker
        facts = {"service_code": self.plain.code, "subject": "Yazıcı basmıyor", "text": "Kâğıt sıkışıyor."} | more
        return services.open_ticket(actor=who.actor, **facts)

    def service(self, name: str, **facts: object) -> Service:
        given = {
            "group_id": self.plain.group_id,
            "unit_id": self.team.pk,
            "kinds": ["incident", "request"],
            "level_id": self.level.pk,
            "assigns": False,
        } | facts
        return services.save_service(actor=self.chief.actor, name=name, **given)


@pytest.fixture
def desk(hall: Hall) -> Desk:
    team = Unit.objects.create(name="Son Kullanıcı Destek Servisi", kind=UnitKind.SERVICE, parent=hall.network)
    chief = hall.seat("chief", team)
    agent, other = hall.seat("staff", team), hall.seat("expert", team)
    group = services.save_group(actor=chief.actor, name="Donanım", icon="printer")
    hours = services.save_hours(
        actor=chief.actor,
        name="Mesai",
        begins=dt.time(8, 30),
        ends=dt.time(17, 30),
        break_from=dt.time(12, 30),
        break_until=dt.time(13, 30),
    )
    level = services.save_level(
        actor=chief.actor,
        name="Olağan",
        kind="sla",
        hours_id=hours.pk,
        targets={1: (30, 240), 2: (60, 480), 3: (120, 960), 4: (240, 2400)},
    )
    plain = services.save_service(
        actor=chief.actor,
        name="Yazıcı",
        group_id=group.pk,
        unit_id=team.pk,
        kinds=["incident", "request"],
        level_id=level.pk,
        assigns=False,
    )
    return Desk(
        hall=hall,
        team=team,
        director=hall.seat("director", hall.network),
        chief=chief,
        agent=agent,
        other=other,
        asker=hall.seat("staff", hall.elsewhere),
        asker_head=hall.seat("director", hall.elsewhere),
        stranger=hall.seat("staff", hall.gis),
        level=level,
        plain=plain,
    )
