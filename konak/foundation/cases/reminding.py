"""Once a working day: what falls due soon, what is late, and what is late so long that those above must know."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from django.utils.timezone import localdate

from konak.foundation.calendar.queries import Calendar, calendar_from
from konak.foundation.notify import Topic
from konak.foundation.notify.services import Notice, tell_all
from konak.foundation.people.models import Appointment, Unit
from konak.foundation.people.positions import Position
from konak.foundation.people.queries import on_day

from . import queries, topics, watching
from .models import Case
from .telling import notice_of

NEAR_DAYS = 2
"""Working days before the last one on which somebody is reminded."""
LEVELS = (3, 10)
"""Working days late after which the unit's own head hears of it, then the one above him."""
CATCH_UP = dt.timedelta(days=7)
"""How far back the sweep looks, so that a day without a worker is made good; nobody is told twice."""
BATCH = 500
NEAR_WORDS = "Son günü yaklaşıyor"
OVERDUE_WORDS = "Son günü geçti"
LEADERS = (
    Position.CHIEF,
    Position.DIRECTOR,
    Position.HEAD_OF_DEPARTMENT,
    Position.DEPUTY_SECRETARY_GENERAL,
    Position.SECRETARY_GENERAL,
    Position.DEPUTY_MAYOR,
    Position.MAYOR,
)


def remind(day: dt.date | None = None) -> int:
    """Tell what is near, late and too late; returns how many notifications were written. On a day off nothing."""
    today = day or localdate()
    calendar = calendar_from(today - dt.timedelta(days=90))
    if not calendar.is_working(today):
        return 0
    heads = Heads()
    climbing = [model._meta.label_lower for model in queries.record_models() if model.climbs]
    told = 0
    for window, topic, words, level in _windows(today, calendar):
        due = Case.objects.filter(due_on__range=window, resting=False, closed_at=None).select_related("unit")
        if level:
            due = due.filter(kind__in=climbing)
        batch: list[Case] = []
        for case in due.order_by("due_on", "pk").iterator(chunk_size=BATCH):
            batch.append(case)
            if len(batch) == BATCH:
                told += _tell(batch, topic, words, level, heads)
                batch = []
        told += _tell(batch, topic, words, level, heads)
    return told


def escalated_words(days: int) -> str:
    return f"{days} iş günüdür gecikiyor"


def key_of(case: Case, topic: Topic, level: int) -> str:
    """Told once for each deadline: when the last day is moved, the reminders begin anew."""
    return f"{topic.code}:{level}:{case.pk}:{case.due_on}"


def _windows(today: dt.date, calendar: Calendar) -> Iterator[tuple[tuple[dt.date, dt.date], Topic, str, int]]:
    yield (today, calendar.add(today, NEAR_DAYS)), topics.NEAR, NEAR_WORDS, 0
    yield (today - CATCH_UP, today - dt.timedelta(days=1)), topics.OVERDUE, OVERDUE_WORDS, 0
    for level, days in enumerate(LEVELS, start=1):
        last = calendar.add(today, -days)
        yield (last - CATCH_UP, last), topics.ESCALATED, escalated_words(days), level


class Heads:
    """Who leads which unit today; two queries for the whole sweep."""

    def __init__(self) -> None:
        self.parents: dict[int, int | None] = dict(Unit.objects.values_list("pk", "parent_id"))
        self.leaders: dict[int, list[int]] = defaultdict(list)
        self.members: dict[int, list[int]] = defaultdict(list)
        held = Appointment.objects.filter(on_day(), user__is_active=True).order_by("pk")
        for unit, user, position in held.values_list("unit_id", "user_id", "position"):
            self.members[unit].append(user)
            if position in LEADERS:
                self.leaders[unit].append(user)

    def above(self, unit_id: int, level: int) -> list[int]:
        """The heads of the first unit at or over this one that has any; level 2: of the next such unit."""
        found: int | None = unit_id
        while found is not None:
            if self.leaders[found]:
                level -= 1
                if level == 0:
                    return self.leaders[found]
            found = self.parents.get(found)
        return []


def _tell(cases: list[Case], topic: Topic, words: str, level: int, heads: Heads) -> int:
    if not cases:
        return 0
    users_of: Mapping[int, list[int]] = {case.pk: wanted(case, level, heads) for case in cases}
    actors = watching.actors_of({user for users in users_of.values() for user in users})
    notices: list[Notice] = []
    for case in cases:
        users = [user for user in users_of[case.pk] if queries.may_see(actors[user], case)]
        notices.append(notice_of(case, users, topic, words, key_of(case, topic, level)))
    return tell_all(notices)


def wanted(case: Case, level: int, heads: Heads) -> list[int]:
    """Whom a reminder of a level is for; 0 is whoever has the file."""
    if level:
        return _unlike(heads.above(case.unit_id, level), case.assignee_id)
    if case.assignee_id:
        return [case.assignee_id]
    # nobody took it: its heads know, or where there is none, everybody of the unit
    return heads.leaders[case.unit_id] or heads.members[case.unit_id]


def _unlike(users: Iterable[int], other: int | None) -> list[int]:
    return [user for user in users if user != other]
