"""What the watch proves and counts, for units and up to a day."""

import datetime as dt
from typing import Any

from django.db.models import Max, QuerySet
from django.utils.timezone import make_aware

from konak.foundation.trail.models import Entry

from ..lifecycle import ProblemState
from ..models import Care, Check, Host, MonitoringTask, Part, Problem, StateChange, TrafficLog
from .reports import overall

Units = frozenset[int] | None


def end_of(day: dt.date) -> dt.datetime:
    return make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time()))


def latest(rows: QuerySet[Any], field: str) -> dt.datetime | None:
    found = rows.order_by().aggregate(last=Max(field))["last"]
    if isinstance(found, dt.date) and not isinstance(found, dt.datetime):
        return make_aware(dt.datetime.combine(found, dt.time(12)))
    return found  # type: ignore[no-any-return]


def changes(units: Units, until: dt.date, **only: Any) -> QuerySet[StateChange]:
    # reach: the capability was asked for units
    rows = StateChange.objects.filter(at__lt=end_of(until), **only)
    return rows if units is None else rows.filter(owner__host__unit_id__in=units)


def problems(units: Units, until: dt.date, **only: Any) -> QuerySet[Problem]:
    # reach: the capability was asked for units
    rows = Problem.objects.filter(began_at__lt=end_of(until), **only)
    return rows if units is None else rows.filter(case__unit_id__in=units)


def measured(units: Units, until: dt.date, **only: Any) -> QuerySet[Check]:
    # reach: the capability was asked for units
    rows = Check.objects.filter(checked_at__lt=end_of(until), **only)
    return rows if units is None else rows.filter(host__unit_id__in=units)


def parts(units: Units, until: dt.date, *sorts: str) -> QuerySet[Part]:
    # reach: the capability was asked for units
    rows = Part.objects.filter(latest_at__lt=end_of(until), sort__in=sorts)
    return rows if units is None else rows.filter(owner__host__unit_id__in=units)


def cares(units: Units, until: dt.date, *sorts: str) -> QuerySet[Care]:
    # reach: the capability was asked for units
    rows = Care.objects.filter(done_on__lte=until, sort__in=sorts)
    return rows if units is None else rows.filter(unit_id__in=units)


def tasks(units: Units, until: dt.date) -> QuerySet[MonitoringTask]:
    # reach: the capability was asked for units
    rows = MonitoringTask.objects.filter(case__opened_at__lt=end_of(until))
    return rows if units is None else rows.filter(case__unit_id__in=units)


def logs(units: Units, until: dt.date) -> QuerySet[TrafficLog]:
    # reach: the capability was asked for units
    rows = TrafficLog.objects.filter(read_at__lt=end_of(until))
    return rows if units is None else rows.filter(service__unit_id__in=units)


def set_up(units: Units, until: dt.date) -> QuerySet[Entry]:
    # reach: the capability was asked for units
    rows = Entry.objects.filter(kind="monitoring.host", at__lt=end_of(until))
    return rows if units is None else rows.filter(seat__unit_id__in=units)


def share(units: Units, since: dt.date, until: dt.date) -> float | None:
    begin = make_aware(dt.datetime.combine(since, dt.time()))
    return overall(units, begin, end_of(until))


def _closed(units: Units, since: dt.date, until: dt.date) -> QuerySet[Problem]:
    begin = make_aware(dt.datetime.combine(since, dt.time()))
    return problems(units, until, began_at__gte=begin, level=2, ended_at__isnull=False)


def outages(units: Units, since: dt.date, until: dt.date) -> float:
    # reach: the indicator was asked for units
    return float(_closed(units, since, until).count())


def mean_minutes(units: Units, since: dt.date, until: dt.date) -> float | None:
    """How long outages lasted on average, in minutes."""
    # reach: the indicator was asked for units
    pairs = _closed(units, since, until).values_list("began_at", "ended_at")
    lengths = [(end - begin).total_seconds() / 60 for begin, end in pairs if end]
    return sum(lengths) / len(lengths) if lengths else None


def reported(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Share of long outages whose report was written."""
    # reach: the indicator was asked for units
    rows: list[bool] = [
        (row.case.state == ProblemState.CLOSED and bool(row.cause))
        for row in _closed(units, since, until)
        if row.ended_at and row.ended_at - row.began_at >= dt.timedelta(minutes=10)
    ]
    return 100 * sum(rows) / len(rows) if rows else None


def watched(units: Units, until: dt.date) -> int:
    # reach: the indicator was asked for units
    rows = Host.objects.filter(enabled=True)
    return (rows if units is None else rows.filter(unit_id__in=units)).count()
