"""What ends and when, what it will cost to go on, and what is paid for and not used."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, Sum
from django.utils.timezone import localdate

from konak.foundation.access import Actor

from .. import access
from ..models import Entitlement, Renewal
from .position import Position, positions
from .register import entitlements


@dataclass(frozen=True, slots=True)
class Due:
    """A licence that ends, with the days left (negative: ended)."""

    right: Entitlement
    days: int

    @property
    def kind(self) -> str:
        return "late" if self.days < 30 else "wait" if self.days <= 90 else "open"


def expiring(actor: Actor, within: int = 365, day: dt.date | None = None) -> list[Due]:
    """Licences that end within so many days, and those that ended less than a month ago and were not renewed."""
    today = day or localdate()
    rows = entitlements(actor).filter(
        cancelled_on=None,
        ends_on__range=(today - dt.timedelta(days=30), today + dt.timedelta(days=within)),
    )
    rows = rows.filter(Q(ends_on__gte=today) | ~Q(renewal=Renewal.DROP))
    return [Due(one, (one.ends_on - today).days) for one in rows.order_by("ends_on", "pk") if one.ends_on]


@dataclass(frozen=True, slots=True)
class Need:
    """What one product will cost in one year: renewals, and licences that are missing today at the last price."""

    year: int
    product: str
    renewals: int
    cost: Decimal
    missing: int
    missing_cost: Decimal


def needs_by_year(actor: Actor, years: int = 3) -> list[Need]:
    """The need list: for each year what has to be renewed, and in the first year what is missing."""
    today = localdate()
    rows = entitlements(actor).filter(cancelled_on=None).exclude(renewal=Renewal.DROP).exclude(ends_on=None)
    sums: dict[tuple[int, str], list[Decimal]] = defaultdict(list)
    for one in rows:
        assert one.ends_on is not None
        cost = one.per_year or Decimal(0)
        first = max(one.ends_on.year, today.year)
        for year in range(first, today.year + years):
            sums[(year, one.product.name)].append(cost)
    missing = {one.product.name: (one.gap, _unit_price(actor, one)) for one in positions(actor) if one.gap}
    keys = set(sums) | {(today.year + 1, name) for name in missing}
    found = []
    for year, name in sorted(keys):
        gap, price = missing.get(name, (0, Decimal(0))) if year == today.year + 1 else (0, Decimal(0))
        costs = sums.get((year, name), [])
        found.append(Need(year, name, len(costs), sum(costs, Decimal(0)), gap, price * gap))
    return found


def _unit_price(actor: Actor, position: Position) -> Decimal:
    """What one right of the product cost last time."""
    last = (
        entitlements(actor)
        .filter(product=position.product, cost__isnull=False, quantity__gt=0)
        .order_by("-starts_on", "-pk")
        .first()
    )
    if last is None or last.cost is None or not last.quantity:
        return Decimal(0)
    return (last.cost / last.quantity).quantize(Decimal("0.01"))


@dataclass(frozen=True, slots=True)
class Unused:
    """A licence of which rights lie idle: neither given to anybody nor covering an installation."""

    right: Entitlement
    assigned: int
    free: int
    cost: Decimal


def unused(actor: Actor) -> list[Unused]:
    """Rights paid for and not used, product by product; what covers an installation is not idle."""
    idle = {one.product.pk: one.balance.free for one in positions(actor) if (one.balance.free or 0) > 0}
    today = localdate()
    rows = entitlements(actor).filter(product_id__in=idle, quantity__gt=0, starts_on__lte=today)
    rows = rows.filter(Q(ends_on=None) | Q(ends_on__gte=today), cancelled_on=None)
    given = rows.annotate(given=Sum("assignments__quantity", filter=Q(assignments__until=None)))
    found = []
    for one in given.order_by("product__name", "-starts_on"):
        assigned = one.given or 0
        left = idle[one.product_id] or 0
        free = min((one.quantity or 0) - assigned, left)
        if free > 0:
            idle[one.product_id] = left - free
            price = (one.cost or Decimal(0)) / (one.quantity or 1) * free
            found.append(Unused(one, assigned, free, price.quantize(Decimal("0.01"))))
    return found


def may_keep(actor: Actor, right: Entitlement) -> bool:
    return actor.reach(access.KEEP).covers(right)
