"""What can be counted about committees: asked by capabilities and indicators, which count for everybody."""

import datetime as dt
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate
from django.utils.timezone import make_aware

from ..lifecycle import DecisionState, MeetingState
from ..models import Decision, DecisionReport, Meeting, Verdict

Units = frozenset[int] | None
TOOK_PLACE = (MeetingState.HELD, MeetingState.MINUTES, MeetingState.CLOSED)


def end_of(until: dt.date) -> dt.datetime:
    """The first moment after `until`, by the clock of the town."""
    return make_aware(dt.datetime.combine(until + dt.timedelta(days=1), dt.time()))


def start_of(since: dt.date) -> dt.datetime:
    return make_aware(dt.datetime.combine(since, dt.time()))


def kept_by(units: Units) -> Q:
    """Committees whose secretariat is in these units."""
    return Q() if units is None else Q(committee__unit_id__in=units)


def meetings_held(units: Units, until: dt.date) -> QuerySet[Meeting]:
    # reach: public inside the house, because capabilities count for everybody
    rows: QuerySet[Meeting] = Meeting.objects.filter(
        kept_by(units), case__state__in=TOOK_PLACE, starts_at__lt=end_of(until)
    )
    return rows


def held_as_planned(units: Units, since: dt.date, until: dt.date) -> float | None:
    # reach: public inside the house, because indicators count for everybody
    """Of the meetings first planned for the period, how many took place on the day first planned, in percent."""
    rows = Meeting.objects.filter(
        kept_by(units), first_planned_for__gte=start_of(since), first_planned_for__lt=end_of(until)
    ).exclude(case__state__in=(MeetingState.PLANNED, MeetingState.INVITED), starts_at__gte=end_of(until))
    rows = rows.annotate(planned_on=TruncDate("first_planned_for"), held_on=TruncDate("starts_at"))
    same = Q(case__state__in=TOOK_PLACE, planned_on=F("held_on"))
    found = rows.aggregate(every=Count("pk"), same=Count("pk", filter=same))
    return round(100 * found["same"] / found["every"], 1) if found["every"] else None


def _reported(rows: QuerySet[Decision]) -> QuerySet[Any]:
    accepted = DecisionReport.objects.filter(decision=OuterRef("pk"), verdict=Verdict.ACCEPTED).order_by("-pk")
    return rows.annotate(ready_at=Subquery(accepted.values("reported_at")[:1]), ready_on=TruncDate("ready_at"))


def in_time(units: Units, since: dt.date, until: dt.date) -> float | None:
    # reach: public inside the house, because indicators count for everybody
    """Of the decisions that fell due in the period, how many were carried out by their last day, in percent."""
    rows = Decision.objects.filter(kept_by(units), needs_action=True, case__due_on__range=(since, until))
    rows = _reported(rows.exclude(case__state=DecisionState.REVOKED))
    timely = Q(case__state=DecisionState.DONE, ready_on__lte=F("case__due_on"))
    found = rows.aggregate(every=Count("pk"), timely=Count("pk", filter=timely))
    return round(100 * found["timely"] / found["every"], 1) if found["every"] else None


def meetings_count(units: Units, since: dt.date, until: dt.date) -> float:
    # reach: public inside the house, because indicators count for everybody
    """How many meetings took place in the period."""
    rows = meetings_held(units, until).filter(starts_at__gte=start_of(since))
    return float(rows.count())
