"""What can be counted: asked by capabilities and indicators."""

import datetime as dt
from typing import Any

from django.db.models import F, Max, Q, QuerySet, Sum
from django.utils.timezone import make_aware

from konak.estate.upkeep import public as upkeep

from ..models import Issue, PartLife, Printer, Proposal, StockAlarm, StockLevel
from ..models.level import SHORT

Units = frozenset[int] | None


def end_of(until: dt.date) -> dt.datetime:
    return make_aware(dt.datetime.combine(until + dt.timedelta(days=1), dt.time()))


def start_of(since: dt.date) -> dt.datetime:
    return make_aware(dt.datetime.combine(since, dt.time()))


def noon(day: dt.date | None) -> dt.datetime | None:
    return make_aware(dt.datetime.combine(day, dt.time(12))) if day else None


def of(units: Units, prefix: str) -> Q:
    return Q() if units is None else Q(**{f"{prefix}unit_id__in": units})


def given(units: Units, until: dt.date, **narrow: Any) -> QuerySet[Issue]:
    # reach: public inside the house, because indicators count for everybody
    return Issue.objects.filter(of(units, "warehouse__"), given_on__lte=until, undone=False, **narrow)


def alarms(units: Units, until: dt.date) -> QuerySet[StockAlarm]:
    # reach: public inside the house, because indicators count for everybody
    rows: QuerySet[StockAlarm] = StockAlarm.objects.filter(of(units, "case__"), case__opened_at__lt=end_of(until))
    return rows


def proposed(units: Units, until: dt.date) -> QuerySet[Proposal]:
    # reach: public inside the house, because indicators count for everybody
    rows: QuerySet[Proposal] = Proposal.objects.filter(of(units, "case__"), approved_on__lte=until)
    return rows


def watched(units: Units, until: dt.date) -> QuerySet[PartLife]:
    # reach: public inside the house, because indicators count for everybody
    rows = PartLife.objects.filter(of(units, "printer__asset__warehouse__"), since__lte=until)
    return rows.exclude(fit__kind="toner")


def latest(rows: QuerySet[Any], field: str) -> Any:
    return rows.order_by().aggregate(last=Max(field))["last"]


def available(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Share of levels that are not empty or at their point today."""
    # reach: public inside the house, because indicators count for everybody
    rows = StockLevel.objects.filter(of(units, ""), ended_on=None, outlook__isnull=False)
    whole = rows.count()
    return round(100 * (whole - rows.filter(outlook__state__in=SHORT).count()) / whole, 1) if whole else None


def spent(units: Units, since: dt.date, until: dt.date) -> float | None:
    found = given(units, until, given_on__gte=since).aggregate(sum=Sum("amount"))["sum"]
    return float(found) if found is not None else None


def in_time(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Share of parts changed before more than a tenth over their life was printed."""
    rows = watched(units, until).filter(ended_on__gte=since, ended_on__lte=until)
    whole = rows.count()
    return round(100 * rows.filter(share__lte=1.1).count() / whole, 1) if whole else None


def empties(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Share of cartridges of the period that came back empty."""
    rows = given(units, until, given_on__gte=since, purpose="printer")
    sums = rows.aggregate(given=Sum("quantity"), back=Sum("returned"))
    return round(100 * float(sums["back"]) / float(sums["given"]), 1) if sums["given"] else None


def pages(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Pages printed between the first and the last reading of the period."""
    # reach: public inside the house, because indicators count for everybody
    keys = list(Printer.objects.filter(of(units, "asset__warehouse__")).values_list("pk", flat=True))
    found = 0
    for known in upkeep.readings_of(keys, since).values():
        inside = [value for day, value in known if day <= until]
        found += inside[-1] - inside[0] if len(inside) > 1 else 0
    return float(found) if keys else None


def answered_in_time(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Share of alarms of the period that somebody settled before their last day."""
    rows = alarms(units, until).filter(case__opened_at__gte=start_of(since)).exclude(case__due_on=None)
    done = rows.exclude(case__state="open")
    whole = rows.filter(Q(case__due_on__lte=until) | ~Q(case__state="open")).count()
    good = done.filter(Q(case__closed_at=None) | Q(case__closed_at__date__lte=F("case__due_on"))).count()
    return round(100 * good / whole, 1) if whole else None
