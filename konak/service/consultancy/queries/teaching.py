"""Courses, sessions, and who was in them."""

from typing import Any

from django.db.models import Avg, Count, Q, QuerySet
from django.utils.timezone import now

from konak.foundation.access import Actor

from ..models import Attendance, Course, Session, TrainingRequest
from .asking import files


def course(course_id: int) -> Course:
    # reach: public inside the house, because the catalogue of trainings is
    return Course.objects.select_related("unit", "system").get(pk=course_id)


def courses(*, ended: bool = False) -> QuerySet[Any]:
    """The catalogue, with how often each was held and what people thought of it."""
    # reach: public inside the house, because the catalogue of trainings is
    rows: QuerySet[Any] = Course.objects.select_related("unit", "system")
    if not ended:
        rows = rows.filter(ended_on=None)
    told: QuerySet[Any] = rows.annotate(
        held=Count("sessions", filter=Q(sessions__case__state="held"), distinct=True),
        score=Avg("sessions__people__score"),
    ).order_by("name")
    return told


def session(actor: Actor, number: str) -> Session:
    found: Session = files(actor, "sessions").get(case__number=number.replace("\0", "").strip())
    return found


def session_to_join(number: str) -> Session:
    # reach: public inside the house, because sessions are offered to everybody
    found: Session = Session.objects.get(case__number=number.replace("\0", "").strip())
    return found


def sessions_open() -> list[Session]:
    """Sessions somebody may put his name down for."""
    # reach: public inside the house, because sessions are offered to everybody
    rows = Session.objects.filter(case__state="planned", open_to_all=True, starts_at__gte=now())
    return list(rows.select_related("course").annotate(many=Count("people")).order_by("starts_at")[:50])


def my_sessions(actor: Actor) -> list[Attendance]:
    # reach: one's own
    rows = Attendance.objects.filter(user_id=actor.user_id or 0)
    return list(rows.select_related("session__case", "session__course", "paper").order_by("-session__starts_at")[:50])


def seats_left(one: Session) -> int:
    # reach: the session was found through one, or is offered to everybody
    return max(0, one.capacity - one.people.count())


def certificates_of(one: Session) -> QuerySet[Attendance]:
    # reach: the session was found through one
    return one.people.select_related("user", "paper").order_by("user__first_name", "user__last_name")


def training_request(actor: Actor, number: str) -> TrainingRequest:
    found: TrainingRequest = files(actor, "trainings").get(case__number=number.replace("\0", "").strip())
    return found
