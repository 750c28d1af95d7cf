"""What can be counted about answers, consents, plans, trainings, requests and problems."""

import datetime as dt
from typing import Any

from django.db.models import Avg, F, Max, Q, QuerySet

from ..models import Answer, Attendance, Consent, NeedRound, Problem, Proposal, Session, SoftwareRequest

Units = frozenset[int] | None
LONG_AGO = dt.date(2000, 1, 1)


def _of(rows: QuerySet[Any], units: Units, prefix: str = "case__") -> QuerySet[Any]:
    return rows if units is None else rows.filter(**{f"{prefix}unit_id__in": units})


def latest(rows: QuerySet[Any], field: str) -> dt.datetime | None:
    # reach: public inside the house, because only a moment leaves
    found: dt.datetime | None = rows.order_by().aggregate(last=Max(field))["last"]
    return found


def issued(units: Units, since: dt.date, until: dt.date, kind: str = "") -> QuerySet[Answer]:
    # reach: public inside the house, because only numbers leave
    rows = _of(Answer.objects.filter(issued_at__date__range=(since, until)), units)
    return rows.filter(kind=kind) if kind else rows


def decided(units: Units, since: dt.date, until: dt.date) -> QuerySet[Consent]:
    # reach: public inside the house, because only numbers leave
    return _of(Consent.objects.filter(decided_at__date__range=(since, until)), units)


def approved(units: Units, since: dt.date, until: dt.date) -> QuerySet[NeedRound]:
    # reach: public inside the house, because only numbers leave
    return _of(NeedRound.objects.filter(approved_at__date__range=(since, until)), units)


def held(units: Units, since: dt.date, until: dt.date) -> QuerySet[Session]:
    # reach: public inside the house, because only numbers leave
    return _of(Session.objects.filter(case__state="held", ends_at__date__range=(since, until)), units)


def trained(units: Units, since: dt.date, until: dt.date) -> QuerySet[Attendance]:
    # reach: public inside the house, because only numbers leave
    rows = Attendance.objects.filter(came=True, session__case__state="held")
    return _of(rows.filter(session__ends_at__date__range=(since, until)), units, "session__case__")


def satisfied(units: Units, since: dt.date, until: dt.date) -> float | None:
    # reach: public inside the house, because only numbers leave
    found = trained(units, since, until).aggregate(mean=Avg("score"))["mean"]
    return round(float(found), 2) if found is not None else None


def installed(units: Units, since: dt.date, until: dt.date) -> QuerySet[SoftwareRequest]:
    # reach: public inside the house, because only numbers leave
    rows = SoftwareRequest.objects.filter(case__state="done", case__closed_at__date__range=(since, until))
    return _of(rows, units)


def problems(units: Units, since: dt.date, until: dt.date) -> QuerySet[Problem]:
    # reach: public inside the house, because only numbers leave
    return _of(Problem.objects.filter(case__opened_at__date__range=(since, until)), units)


def ruled(units: Units, since: dt.date, until: dt.date) -> QuerySet[Problem]:
    # reach: public inside the house, because only numbers leave
    return _of(Problem.objects.filter(fixed_on__range=(since, until)), units)


def rule_worked(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Of the rules whose effect was looked at, those after which fewer tickets came."""
    # reach: public inside the house, because only numbers leave
    rows = _of(Problem.objects.filter(case__state="closed", case__closed_at__date__range=(since, until)), units)
    every = rows.exclude(after=None).count()
    return round(100 * rows.filter(after__lt=F("before")).count() / every, 1) if every else None


def proposed(units: Units, since: dt.date, until: dt.date) -> QuerySet[Proposal]:
    # reach: public inside the house, because only numbers leave
    return _of(Proposal.objects.filter(case__opened_at__date__range=(since, until)), units)


def answered_share(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Of what was proposed, what the unit has answered."""
    # reach: public inside the house, because only numbers leave
    rows = proposed(units, since, until).exclude(case__state="withdrawn")
    every = rows.count()
    return round(100 * rows.exclude(case__state="proposed").count() / every, 1) if every else None


def improved_share(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Of the improvements measured, those whose number went where it was wanted."""
    # reach: public inside the house, because only numbers leave
    rows = Proposal.objects.filter(case__state="measured", case__closed_at__date__range=(since, until))
    rows = _of(rows.exclude(Q(before=None) | Q(after=None)), units)
    every = rows.count()
    better = Q(wanted="less", after__lt=F("before")) | Q(wanted="more", after__gt=F("before"))
    return round(100 * rows.filter(better).count() / every, 1) if every else None


def on_time(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Of reports, opinions and consents given, those within their day."""
    # reach: public inside the house, because only numbers leave
    given = every = 0
    for rows in (issued(units, since, until), decided(units, since, until)):
        every += rows.count()
        given += rows.filter(case__closed_at__date__lte=F("case__due_on")).count()
    return round(100 * given / every, 1) if every else None
