"""A security committee of five voting members kept by the department, and its next meeting."""

import datetime as dt
from dataclasses import dataclass

import pytest
from django.utils.timezone import localdate, localtime, now

from konak.foundation.calendar.services import add_working_days
from konak.governance.committees import services
from konak.governance.committees.models import AgendaItem, Committee, Meeting
from konak.testing import Hall, Person


@dataclass
class Board:
    hall: Hall
    committee: Committee
    head: Person
    secretary: Person
    chair: Person
    members: list[Person]
    """The voting members in their order, the chair first."""
    stranger: Person

    def planned(self, **more: object) -> Meeting:
        day = add_working_days(localdate(), 8)
        start = localtime(now()).replace(
            year=day.year, month=day.month, day=day.day, hour=10, minute=0, second=0, microsecond=0
        )
        facts = {"starts_at": start, "place": "Toplantı salonu"} | more
        return services.plan(self.committee.pk, actor=self.secretary.actor, **facts)

    def item(self, meeting: Meeting, title: str = "Yedek sistemi") -> AgendaItem:
        return services.add_item(meeting.case.number, actor=self.secretary.actor, title=title)

    def opened(self, present: int = 5, titles: tuple[str, ...] = ("Yedek sistemi",)) -> Meeting:
        """A meeting of today that runs, with so many of the five members there."""
        meeting = self.planned()
        number, actor = meeting.case.number, self.secretary.actor
        for title in titles:
            self.item(meeting, title)
        services.invite(number, actor=actor)
        begun = now() - dt.timedelta(minutes=5)
        Meeting.objects.filter(pk=meeting.pk).update(starts_at=begun, ends_at=begun + dt.timedelta(hours=2))
        meeting = services.begin(number, actor=actor)
        for place, person in enumerate(self.members):
            row = meeting.attendances.get(member__user=person.user)
            services.mark(number, row.pk, actor=actor, status="present" if place < present else "excused")
        return meeting

    def decide(self, meeting: Meeting, place: int = 0, **more: object):
        item = list(meeting.items.all())[place]
        facts = {"text": "Yedekler ayda bir denenir.", "votes_for": 5} | more
        return services.decide(meeting.case.number, item.pk, actor=self.secretary.actor, **facts)

    def to_minutes(self, present: int = 5) -> Meeting:
        meeting = self.opened(present)
        self.decide(meeting, votes_for=present)
        services.finish(meeting.case.number, actor=self.secretary.actor)
        return services.draw_minutes(meeting.case.number, actor=self.secretary.actor)


def founded(hall: Hall, head: Person, secretary: Person, **more: object) -> Committee:
    facts = {
        "unit_id": hall.department.pk,
        "code": "SOME",
        "name": "Bilgi Güvenliği Kurulu",
        "founding_decision": "Başkanlık oluru 12.01.2024 / 17",
        "founded_on": dt.date(2024, 1, 15),
        "assignee_id": secretary.user.pk,
    } | more
    return services.found(actor=head.actor, **facts)


@pytest.fixture
def board(hall: Hall) -> Board:
    head = hall.seat("head_of_department", hall.department)
    secretary = hall.seat("expert", hall.department)
    committee = founded(hall, head, secretary)
    chair = hall.seat("director", hall.elsewhere)
    people = [
        chair,
        hall.seat("director", hall.gis),
        hall.seat("director", hall.network),
        hall.seat("expert", hall.gis),
        hall.seat("staff", hall.elsewhere),
    ]
    for place, person in enumerate(people):
        services.add_member(
            committee.pk,
            actor=head.actor,
            role="chair" if place == 0 else "member",
            user_id=person.user.pk,
            since=dt.date(2024, 1, 15),
        )
    stranger = hall.seat("director", hall.elsewhere)
    return Board(hall, committee, head, secretary, chair, people, stranger)
