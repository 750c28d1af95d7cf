"""What can be counted about visits, recurring requests and outages."""

import datetime as dt
from typing import Any

from django.db.models import F, Max, QuerySet, Sum

from ..models import Outage, Turn, Visit

Units = frozenset[int] | None


def _within(rows: QuerySet[Any], units: Units, prefix: str) -> QuerySet[Any]:
    return rows if units is None else rows.filter(**{f"{prefix}unit_id__in": units})


def latest(rows: QuerySet[Any], field: str) -> dt.datetime | None:
    # reach: public inside the house, because only a moment leaves
    found: dt.datetime | None = rows.order_by().aggregate(last=Max(field))["last"]
    return found


def made(units: Units, since: dt.date, until: dt.date) -> QuerySet[Visit]:
    # reach: public inside the house, because only numbers leave
    rows = Visit.objects.filter(case__state="done", ended_at__date__range=(since, until))
    return _within(rows, units, "case__")


def missed(units: Units, since: dt.date, until: dt.date) -> QuerySet[Visit]:
    # reach: public inside the house, because only numbers leave
    rows = Visit.objects.filter(case__state="missed", case__closed_at__date__range=(since, until))
    return _within(rows, units, "case__")


def solved_share(units: Units, since: dt.date, until: dt.date) -> float | None:
    # reach: public inside the house, because only numbers leave
    rows = made(units, since, until)
    every = rows.count()
    return round(100 * rows.filter(outcome__in=["solved", "nothing"]).count() / every, 1) if every else None


def kept_share(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Of the visits that came due, those that took place."""
    # reach: public inside the house, because only numbers leave
    done, lost = made(units, since, until).count(), missed(units, since, until).count()
    return round(100 * done / (done + lost), 1) if done + lost else None


def turns(units: Units, since: dt.date, until: dt.date) -> QuerySet[Turn]:
    # reach: public inside the house, because only numbers leave
    rows = Turn.objects.filter(on__range=(since, until), ticket__isnull=False)
    return _within(rows, units, "plan__")


def ended(units: Units, since: dt.date, until: dt.date) -> QuerySet[Outage]:
    # reach: public inside the house, because only numbers leave
    rows = Outage.objects.filter(case__state="ended", ended_at__date__range=(since, until))
    return _within(rows, units, "case__")


def announced(units: Units, since: dt.date, until: dt.date) -> QuerySet[Outage]:
    # reach: public inside the house, because only numbers leave
    rows = Outage.objects.filter(announced_at__date__range=(since, until))
    return _within(rows, units, "case__")


def minutes_down(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Minutes in which something was really unusable; work nobody feels does not count."""
    # reach: public inside the house, because only numbers leave
    rows = ended(units, since, until).filter(effect__in=["down", "partly"])
    found = rows.order_by().aggregate(sum=Sum(F("ended_at") - F("began_at")))["sum"]
    return round(found.total_seconds() / 60) if found else None


def told_before(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Of the planned work that took place, what was announced at least a day before."""
    # reach: public inside the house, because only numbers leave
    rows = ended(units, since, until).filter(nature="planned")
    every = rows.count()
    early = rows.filter(announced_at__lte=F("starts_at") - dt.timedelta(days=1)).count()
    return round(100 * early / every, 1) if every else None
