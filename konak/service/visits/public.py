"""What neighbours may know of visits, recurring requests and outages."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from konak.foundation.access import Actor

from . import queries
from .lifecycle import OUTAGE_ANNOUNCED, OUTAGE_ENDED, RECURRING_OPENED, VISIT_DONE, VISIT_PLANNED
from .models import Outage
from .queries import Impact, Knot, Thread

__all__ = [
    "OUTAGE_ANNOUNCED",
    "OUTAGE_ENDED",
    "RECURRING_OPENED",
    "VISIT_DONE",
    "VISIT_PLANNED",
    "Impact",
    "Knot",
    "OutageFacts",
    "Thread",
    "impact_of_asset",
    "impact_of_system",
    "live_outages",
    "outages_of_system",
]


@dataclass(frozen=True, slots=True)
class OutageFacts:
    """An outage as its neighbours see it."""

    number: str
    subject: str
    planned: bool
    effect: str
    state: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    minutes_down: int | None

    @property
    def url(self) -> str:
        return f"/durum/{self.number}/"


def _facts(one: Outage) -> OutageFacts:
    return OutageFacts(
        one.case.number,
        one.case.subject,
        one.planned,
        one.effect,
        one.case.state,
        one.starts_at,
        one.ends_at,
        one.minutes_down,
    )


def live_outages(actor: Actor) -> list[OutageFacts]:
    """What is announced or under way for somebody."""
    return [_facts(one) for one in queries.board_of(actor, live=True)]


def outages_of_system(code: str, since: dt.datetime) -> list[OutageFacts]:
    """Measured outages of an information system since a moment, the newest first."""
    # reach: public inside the house, because availability is reported to everybody
    rows = Outage.objects.filter(Q(began_at__gte=since), systems__code=code).order_by("-began_at")
    return [_facts(one) for one in rows[:500]]


def impact_of_system(actor: Actor, code: str) -> Impact | None:
    return queries.of_system(actor, code)


def impact_of_asset(actor: Actor, tag: str) -> Impact | None:
    return queries.of_asset(actor, tag)
