"""What can be counted over a period; units None means the whole house."""

import datetime as dt
from statistics import median
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.timezone import get_current_timezone, localdate

from konak.foundation.calendar.services import working_days_between

from ..lifecycle import CampaignState, MovementState, RequestState
from ..models import AccessRequest, Campaign, Entitlement, EntitlementState, Movement, MovementKind, RequestKind

Units = frozenset[int] | None


def end_of(day: dt.date) -> dt.datetime:
    """The moment after a day."""
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), get_current_timezone())


def _of(rows: QuerySet[Any], units: Units, field: str = "unit_id") -> QuerySet[Any]:
    return rows if units is None else rows.filter(**{f"{field}__in": units})


def granted(units: Units, since: dt.date, until: dt.date) -> QuerySet[Entitlement]:
    # reach: the caller says which units count
    rows = Entitlement.objects.filter(
        granted_at__lt=end_of(until), granted_at__gte=end_of(since - dt.timedelta(days=1))
    )
    return _of(rows, units)


def finished(units: Units, since: dt.date, until: dt.date) -> QuerySet[AccessRequest]:
    # reach: the caller says which units count
    rows = AccessRequest.objects.filter(
        case__state=RequestState.DONE,
        case__closed_at__lt=end_of(until),
        case__closed_at__gte=end_of(since - dt.timedelta(days=1)),
    )
    return _of(rows, units, "case__opened_from_unit_id")


def median_hours(units: Units, since: dt.date, until: dt.date) -> float | None:
    """From asking to opening, the median in hours; what a template approved beforehand counts too."""
    # reach: the caller says which units count
    rows = finished(units, since, until).filter(kind=RequestKind.NEW, emergency=False)
    spans = [
        (closed - opened).total_seconds() / 3600
        for opened, closed in rows.values_list("case__opened_at", "case__closed_at")
        if closed is not None
    ]
    return round(median(spans), 1) if spans else None


def on_time(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Of requests finished in the period, the percentage within their last day."""
    # reach: the caller says which units count
    pairs = finished(units, since, until).values_list("case__due_on", "case__closed_at")
    found = [due is None or localdate(closed) <= due for due, closed in pairs]
    return 100 * sum(found) / len(found) if found else None


def reviews_in_time(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Of decisions of reviews due in the period, the percentage taken by the last day."""
    # reach: the caller says which units count
    rows = Campaign.objects.filter(case__due_on__range=(since, until)).exclude(
        case__state__in=(CampaignState.DRAFT, CampaignState.CANCELLED)
    )
    pairs = _of(rows, units, "case__unit_id").values_list("case__due_on", "items__decided_at")
    found = [moment is not None and localdate(moment) <= due for due, moment in pairs]
    return 100 * sum(found) / len(found) if found else None


def closed_in_time(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Of exits whose file was due in the period, the percentage closed by its day."""
    # reach: the caller says which units count
    rows = Movement.objects.filter(kind=MovementKind.LEAVER, case__due_on__range=(since, until)).exclude(
        case__state=MovementState.CANCELLED
    )
    pairs = _of(rows, units, "case__unit_id").filter(case__due_on__lte=localdate())
    found = [
        closed is not None and localdate(closed) <= due
        for due, closed in pairs.values_list("case__due_on", "case__closed_at")
    ]
    return 100 * sum(found) / len(found) if found else None


def ended_same_day(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Of rights whose last day lay in the period, the percentage ended when that day was over, not later."""
    # reach: the caller says which units count
    rows = _of(Entitlement.objects.filter(until__range=(since, until), until__lt=localdate()), units)
    found = [
        ended is not None and localdate(ended) <= last + dt.timedelta(days=1)
        for last, ended in rows.values_list("until", "ended_at")
    ]
    return 100 * sum(found) / len(found) if found else None


def removed_days(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Working days from the end of a right to its removal from the system, the median."""
    # reach: the caller says which units count
    rows = _of(Entitlement.objects.filter(removed_at__date__range=(since, until)), units)
    spans = [
        working_days_between(localdate(ended), localdate(removed))
        for ended, removed in rows.values_list("ended_at", "removed_at")[:2_000]
    ]
    return float(median(spans)) if spans else None


def privileged_share(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Of rights living on the last day of the period, the percentage that is privileged."""
    # reach: the caller says which units count
    rows = _of(Entitlement.objects.filter(granted_at__lt=end_of(until)), units)
    rows = rows.filter(Q(ended_at=None) | Q(ended_at__gte=end_of(until)))
    all_, some = rows.count(), rows.filter(right__privileged=True).count()
    return 100 * some / all_ if all_ else None


def emergencies(units: Units, since: dt.date, until: dt.date) -> QuerySet[AccessRequest]:
    # reach: the caller says which units count
    rows = AccessRequest.objects.filter(emergency=True, case__opened_at__lt=end_of(until))
    rows = rows.filter(case__opened_at__gte=end_of(since - dt.timedelta(days=1)))
    return _of(rows, units, "case__opened_from_unit_id")


def emergencies_unreviewed(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Emergency access of the period that was not looked at by its day."""
    # reach: the caller says which units count
    rows = emergencies(units, since, until).filter(case__due_on__lt=localdate())
    late = rows.filter(Q(case__closed_at=None) | Q(case__closed_at__date__gt=F("case__due_on")))
    return float(late.count())


def living_on(units: Units, until: dt.date) -> QuerySet[Entitlement]:
    # reach: the caller says which units count
    rows = _of(Entitlement.objects.filter(granted_at__lt=end_of(until)), units)
    return rows.filter(Q(ended_at=None) | Q(ended_at__gte=end_of(until))).exclude(state=EntitlementState.REMOVED)
