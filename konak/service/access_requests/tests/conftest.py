"""A department whose chief leads a clerk, a security officer, and a small catalogue."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.utils.timezone import localdate

from konak.foundation.access.queries import actor_of
from konak.foundation.people.models import Appointment, Unit
from konak.foundation.people.positions import UnitKind
from konak.governance.staffing.models import Group, Membership
from konak.service.access_requests import services
from konak.service.access_requests.models import Right
from konak.service.access_requests.queries.chairs import SECURITY_GROUP

LONG_AGO = dt.date(2020, 1, 1)


@dataclass
class Office:
    """Who works where, and what can be asked for."""

    hall: Any
    head: Any
    director: Any
    chief: Any
    clerk: Any
    other: Any
    owner: Any
    hands: Any
    security: Any
    admin: Any
    stranger: Any
    bureau: Any
    rights: dict[str, Right] = field(default_factory=dict)

    def right(self, code: str, **facts: Any) -> Right:
        values = {
            "name": code.capitalize(),
            "area": "EBYS",
            "allows": "Evrakı görür.",
            "risk": 1,
            "unit": self.hall.gis,
            "executing_unit": self.hall.network,
        } | facts
        self.rights[code] = services.cataloguing.set_right(actor=self.admin.actor, code=code, **values)
        return self.rights[code]

    def ask(self, *rights: Right, who: Any = None, **facts: Any) -> Any:
        person = who or self.clerk
        values = {"reason": "Yeni görevim için gerekli."} | facts
        return services.asking.ask(
            actor=person.actor, wanted=[services.asking.Wanted(one.pk) for one in rights], **values
        )

    def granted(self, right: Right, who: Any = None) -> Any:
        """A right in somebody's hands, by the whole way."""
        person = who or self.clerk
        (row,) = self.ask(right, who=person)
        number = row.case.number
        for _ in range(6):
            row.refresh_from_db()
            row.case.refresh_from_db()
            if row.case.state != "asked":
                break
            row = services.deciding.approve(number, actor=actor_of(row.case.assignee_id))
        services.executing.grant(number, actor=self.hands.actor, proof="Gruba eklendi")
        row.refresh_from_db()
        return row.entitlement


def name_to_group(person: Any, code: str, unit: Any) -> None:
    group, _ = Group.objects.get_or_create(code=code, defaults={"label": code})
    Membership.objects.create(group=group, user=person.user, unit=unit, since=LONG_AGO, document="1")


@pytest.fixture
def office(hall):
    bureau = Unit.objects.create(name="Evrak Servisi", kind=UnitKind.SERVICE, parent=hall.gis)
    hall.admin_unit = hall.municipality
    made = Office(
        hall=hall,
        head=hall.seat("head_of_department", hall.department),
        director=hall.seat("director", hall.gis),
        chief=hall.seat("chief", bureau),
        clerk=hall.seat("staff", bureau),
        other=hall.seat("staff", bureau),
        owner=hall.seat("expert", hall.gis),
        hands=hall.seat("staff", hall.network),
        security=hall.seat("expert", hall.network),
        admin=hall.seat("administrator", hall.municipality),
        stranger=hall.seat("staff", hall.elsewhere),
        bureau=bureau,
    )
    name_to_group(made.security, SECURITY_GROUP, hall.department)
    return made


@pytest.fixture
def plain_right(office):
    return office.right("ebys-okur", undertakings=())


@pytest.fixture
def risky_right(office):
    return office.right(
        "vt-yonetici",
        kind="database",
        area="Veri tabanı",
        risk=3,
        privileged=True,
        approvals=["owner", "security"],
        assignee=office.owner.user,
        longest_days=90,
        review_months=3,
        emergency=True,
    )


def days(count: int) -> dt.date:
    return localdate() + dt.timedelta(days=count)


def seat_of(person: Any) -> Appointment:
    return Appointment.objects.filter(user=person.user, acting_for=None).latest("since")
