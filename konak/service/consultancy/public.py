"""What neighbours may know of the department's written answers, plans and problems."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.timezone import localdate

from .lifecycle import (
    ANSWER_ISSUED,
    CONSENT_DECIDED,
    KNOWN_ERROR,
    NEEDS_APPROVED,
    PROPOSAL_ACCEPTED,
    SESSION_HELD,
    SOFTWARE_ALLOWED,
    SessionState,
)
from .models import Attendance

__all__ = [
    "ANSWER_ISSUED",
    "CONSENT_DECIDED",
    "KNOWN_ERROR",
    "NEEDS_APPROVED",
    "PROPOSAL_ACCEPTED",
    "SESSION_HELD",
    "SOFTWARE_ALLOWED",
    "Attended",
    "attended",
    "who_came",
]


@dataclass(frozen=True, slots=True)
class Attended:
    """A training somebody came to."""

    number: str
    course: str
    on: dt.date

    @property
    def url(self) -> str:
        return reverse("front:case", args=[self.number])


def attended(user_id: int) -> tuple[Attended, ...]:
    """Trainings a person came to, the latest first; the caller was given the person."""
    # reach: public inside the house, because it is asked by the file that proves it
    rows = Attendance.objects.filter(user_id=user_id, came=True, session__case__state=SessionState.HELD)
    found = rows.order_by("-session__starts_at").values_list(
        "session__case__number", "session__course__name", "session__starts_at"
    )
    return tuple(Attended(number, course, localdate(at)) for number, course, at in found)


def who_came(number: str) -> tuple[int, ...]:
    """The people who came to a session; for reactions to `SESSION_HELD`."""
    rows = Attendance.objects.filter(session__case__number=number, came=True)
    return tuple(rows.order_by("pk").values_list("user_id", flat=True))
