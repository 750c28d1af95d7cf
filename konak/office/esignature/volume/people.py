"""Who sits where and who decides for him, and the moments and lines of what they did."""

import datetime as dt
import random
from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice

from django.utils.timezone import get_current_timezone, localdate

from konak.foundation.cases.bulk import File, Line
from konak.foundation.people.models import Appointment, Unit
from konak.foundation.people.positions import Position

from ..queries import SIGNERS

HISTORY = 730
"""Days the rows reach back."""
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sitter:
    """Somebody in his seat."""

    user: int
    unit: int
    seat: int
    position: str
    name: str = ""
    mail: str = ""


def sitter(row: Appointment) -> Sitter:
    mail = row.user.email or f"{row.user.username}@ornek.example"
    return Sitter(row.user_id, row.unit_id, row.pk, row.position, row.user.full_name, mail)


def sitters(most: int, without: Collection[int]) -> list[Sitter]:
    """Those who sign by their office, then experts, each once and in a fixed order; `without` these users."""
    rows = Appointment.objects.filter(until=None, acting_for=None, user__is_active=True).select_related("user")
    found: dict[int, Sitter] = {}
    for positions in (SIGNERS, (Position.EXPERT,)):
        for row in rows.filter(position__in=positions).order_by("pk"):
            if row.user_id not in without:
                found.setdefault(row.user_id, sitter(row))
    return list(islice(found.values(), most))


class Above:
    """Who decides for whom: the director or head of one's unit, or of the nearest unit above it."""

    def __init__(self) -> None:
        self._parent = dict(Unit.objects.values_list("pk", "parent_id"))
        rows = Appointment.objects.filter(
            until=None,
            acting_for=None,
            user__is_active=True,
            position__in=(Position.DIRECTOR, Position.HEAD_OF_DEPARTMENT, Position.SECRETARY_GENERAL),
        )
        self._heads: dict[int, Sitter] = {}
        for row in rows.select_related("user").order_by("pk"):
            self._heads.setdefault(row.unit_id, sitter(row))

    def of(self, who: Sitter) -> Sitter | None:
        unit: int | None = who.unit
        while unit is not None:
            head = self._heads.get(unit)
            if head is not None and head.user != who.user:
                return head
            unit = self._parent.get(unit)
        return None


def moment(chance: random.Random, day: dt.date) -> dt.datetime:
    time = dt.time(chance.randrange(8, 17), chance.randrange(60), chance.randrange(60))
    return dt.datetime.combine(day, time, get_current_timezone())


def recent(moment: dt.datetime) -> bool:
    return localdate(moment) > localdate() - HISTORY * DAY


def opened_at(one: File) -> dt.datetime:
    at: dt.datetime = one.cover["opened_at"]
    return at


def line(at: dt.datetime, verb: str, who: Sitter, note: str = "") -> Line:
    return Line(at, verb, who.user, who.seat, who.position, note)
