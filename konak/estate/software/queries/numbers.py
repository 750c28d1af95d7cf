"""What can be counted: asked by capabilities and indicators."""

import datetime as dt
from typing import Any

from django.db.models import F, Max, Q, QuerySet
from django.utils.timezone import localdate, make_aware

from ..models import Computer, Entitlement, Finding, Install, Inventory, Product, RoundDevice
from .position import gap_of_units

Units = frozenset[int] | None


def end_of(until: dt.date) -> dt.datetime:
    """The first moment after `until`, by the clock of the town."""
    return make_aware(dt.datetime.combine(until + dt.timedelta(days=1), dt.time()))


def start_of(since: dt.date) -> dt.datetime:
    return make_aware(dt.datetime.combine(since, dt.time()))


def of(units: Units, prefix: str = "") -> Q:
    return Q() if units is None else Q(**{f"{prefix}unit_id__in": units})


def latest(rows: QuerySet[Any], field: str) -> dt.datetime | None:
    found: dt.datetime | None = rows.order_by().aggregate(last=Max(field))["last"]
    return found


def noon(day: dt.date | None) -> dt.datetime | None:
    return make_aware(dt.datetime.combine(day, dt.time(12))) if day else None


def applied(units: Units, until: dt.date) -> QuerySet[Inventory]:
    # reach: public inside the house, because indicators count for everybody
    return Inventory.objects.filter(of(units), applied_at__lt=end_of(until))


def findings(units: Units, until: dt.date, *wrongs: str) -> QuerySet[Finding]:
    # reach: public inside the house, because indicators count for everybody
    rows: QuerySet[Finding] = Finding.objects.filter(of(units, "case__"), case__opened_at__lt=end_of(until))
    return rows.filter(wrong__in=wrongs) if wrongs else rows


def checks(units: Units, until: dt.date) -> QuerySet[Entitlement]:
    # reach: public inside the house, because indicators count for everybody
    return Entitlement.objects.filter(of(units), starts_on__lte=until)


def decisions(units: Units, until: dt.date) -> QuerySet[Product]:
    # reach: public inside the house, because indicators count for everybody
    return Product.objects.filter(of(units), decided_on__lte=until)


def updated(units: Units, until: dt.date) -> QuerySet[RoundDevice]:
    # reach: public inside the house, because indicators count for everybody
    return RoundDevice.objects.filter(of(units, "round__case__"), state="done", settled_on__lte=until)


def licensed_last(units: Units, until: dt.date) -> dt.datetime | None:
    """The last time owned was set against installed: an inventory where a product needs a licence."""
    return latest(applied(units, until), "applied_at") if checks(units, until).exists() else None


def unlicensed(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Installations without a licence at the end of the period."""
    if not applied(units, until).exists():
        return None
    return float(gap_of_units(units, until))


def banned_now(units: Units, since: dt.date, until: dt.date) -> float | None:
    # reach: public inside the house, because indicators count for everybody
    if not applied(units, until).exists():
        return None
    rows = Install.objects.filter(of(units, "computer__"), product__decision="banned", first_seen__lte=until)
    rows = rows.filter(Q(removed_on=None) | Q(removed_on__gt=until))
    return float(rows.values("computer").distinct().count())


def settled_on_time(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Of the findings closed in the period, how many by their last day, in percent."""
    # reach: public inside the house, because indicators count for everybody
    rows = Finding.objects.filter(
        of(units, "case__"), case__closed_at__gte=start_of(since), case__closed_at__lt=end_of(until)
    )
    every = rows.count()
    timely = rows.filter(case__closed_at__date__lte=F("case__due_on")).count()
    return round(100 * timely / every, 1) if every else None


def ending(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Licences that end within 90 days after the period and wait for a decision."""
    # reach: public inside the house, because indicators count for everybody
    rows = Entitlement.objects.filter(
        of(units), cancelled_on=None, ends_on__range=(until, until + dt.timedelta(days=90)), renewal="undecided"
    )
    return float(rows.count())


def coverage(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Of the computers in use, how many had an inventory in the last 45 days of the period, in percent."""
    # reach: public inside the house, because indicators count for everybody
    rows = Computer.objects.filter(of(units)).filter(Q(retired_on=None) | Q(retired_on__gt=until))
    every = rows.count()
    if not every:
        return None
    day = min(until, localdate())
    fresh = rows.filter(inventoried_at__gte=start_of(day - dt.timedelta(days=45))).count()
    return round(100 * fresh / every, 1)


def _checked_everywhere(units: Units, until: dt.date) -> QuerySet[Inventory]:
    """Inventories by which it was seen whether what has to be everywhere is there."""
    rows = applied(units, until)
    return rows if Product.objects.filter(of(units), everywhere=True).exists() else rows.none()


def everywhere_last(units: Units, until: dt.date) -> dt.datetime | None:
    return latest(_checked_everywhere(units, until), "applied_at")


def everywhere_count(units: Units, until: dt.date) -> int:
    return _checked_everywhere(units, until).count()
