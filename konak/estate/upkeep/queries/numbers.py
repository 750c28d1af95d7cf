"""What can be counted: asked by capabilities and indicators."""

import datetime as dt
from typing import Any

from django.db.models import Avg, DurationField, ExpressionWrapper, F, Max, Q, QuerySet
from django.utils.timezone import make_aware

from ..models import Commissioning, ConditionLine, Contract, Replacement, Spare, Wipe, WorkOrder

Units = frozenset[int] | None


def end_of(until: dt.date) -> dt.datetime:
    return make_aware(dt.datetime.combine(until + dt.timedelta(days=1), dt.time()))


def start_of(since: dt.date) -> dt.datetime:
    return make_aware(dt.datetime.combine(since, dt.time()))


def noon(day: dt.date | None) -> dt.datetime | None:
    return make_aware(dt.datetime.combine(day, dt.time(12))) if day else None


def of(units: Units, prefix: str = "case__") -> Q:
    return Q() if units is None else Q(**{f"{prefix}unit_id__in": units})


def latest(rows: QuerySet[Any], field: str = "case__closed_at") -> dt.datetime | None:
    found: dt.datetime | None = rows.order_by().aggregate(last=Max(field))["last"]
    return found


def finished(units: Units, until: dt.date, *kinds: str) -> QuerySet[WorkOrder]:
    # reach: public inside the house, because indicators count for everybody
    rows: QuerySet[WorkOrder] = WorkOrder.objects.filter(
        of(units), case__state="done", case__closed_at__lt=end_of(until)
    )
    return rows.filter(kind__in=kinds) if kinds else rows


def in_service(units: Units, until: dt.date) -> QuerySet[Commissioning]:
    # reach: public inside the house, because indicators count for everybody
    rows: QuerySet[Commissioning] = Commissioning.objects.filter(
        of(units), case__state="done", case__closed_at__lt=end_of(until)
    )
    return rows


def wiped(units: Units, until: dt.date) -> QuerySet[Wipe]:
    # reach: public inside the house, because indicators count for everybody
    return Wipe.objects.filter(of(units, ""), done_on__lte=until)


def decided(units: Units, until: dt.date) -> QuerySet[Replacement]:
    # reach: public inside the house, because indicators count for everybody
    rows: QuerySet[Replacement] = Replacement.objects.filter(
        of(units), case__state="decided", case__closed_at__lt=end_of(until)
    )
    return rows


def seen(units: Units, until: dt.date) -> QuerySet[ConditionLine]:
    # reach: public inside the house, because indicators count for everybody
    return ConditionLine.objects.filter(of(units, "round__case__"), seen_on__lte=until)


def spares(units: Units) -> QuerySet[Spare]:
    # reach: public inside the house, because indicators count for everybody
    return Spare.objects.filter(of(units, ""), left_on=None)


def _period(units: Units, since: dt.date, until: dt.date, *kinds: str) -> QuerySet[WorkOrder]:
    return finished(units, until, *kinds).filter(case__closed_at__gte=start_of(since))


def on_time(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Of the preventive orders finished in the period, how many by their last day, in percent."""
    rows = _period(units, since, until, "preventive")
    every = rows.count()
    timely = rows.filter(case__closed_at__date__lte=F("case__due_on")).count()
    return round(100 * timely / every, 1) if every else None


def mean_repair(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Hours a device stood still, on average, of the faults finished in the period."""
    rows = _period(units, since, until, "fault").exclude(down_since=None).exclude(up_at=None)
    took = ExpressionWrapper(F("up_at") - F("down_since"), output_field=DurationField())
    found = rows.annotate(took=took).aggregate(mean=Avg("took"))["mean"]
    return round(found.total_seconds() / 3600, 1) if found is not None else None


def between_faults(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Days between two faults of the devices that are kept here at all, over the period."""
    # reach: public inside the house, because indicators count for everybody
    rows = WorkOrder.objects.filter(of(units), case__opened_at__lt=end_of(until)).exclude(case__state="cancelled")
    devices = rows.order_by().values("asset").distinct().count()
    faults = rows.filter(kind="fault", case__opened_at__gte=start_of(since)).count()
    days = (until - since).days + 1
    return round(days * devices / faults, 1) if faults else None


def ending(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Contracts that end within 90 days after the period and have no successor and no decision."""
    # reach: public inside the house, because indicators count for everybody
    rows = Contract.objects.filter(of(units, ""), ends_on__range=(until, until + dt.timedelta(days=90)), next=None)
    return float(rows.exclude(renewal__case__state="dropped").count())


def wiped_in(units: Units, since: dt.date, until: dt.date) -> float | None:
    return float(wiped(units, until).filter(done_on__gte=since).count())
