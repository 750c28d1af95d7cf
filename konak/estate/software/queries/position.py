"""The compliance position: for each product, what is owned, what is installed, what is missing."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, Sum
from django.utils.timezone import localdate

from konak.foundation.access import Actor

from .. import access
from ..matching import Balance, Demand, Pool, balance, major
from ..matching.balance import ANY
from ..models import Assignment, Computer, Entitlement, EntitlementKind, Install, Metric, Product

Units = frozenset[int] | None


@dataclass(frozen=True, slots=True)
class Position:
    """One product: owned rights against what is installed; `assigned` of the owned are given to somebody."""

    product: Product
    balance: Balance
    assigned: int
    computers: int
    per_year: Decimal

    @property
    def gap(self) -> int:
        return self.balance.gap

    @property
    def kind(self) -> str:
        """The colour of its state."""
        if self.gap:
            return "late"
        if self.balance.owned is not None and self.balance.owned > self.balance.needed:
            return "wait" if self.balance.owned > 2 * max(self.balance.needed, 1) else "done"
        return "done"

    @property
    def words(self) -> str:
        if self.gap:
            wrong = f", {self.balance.wrong} tanesi sürüm yüzünden" if self.balance.wrong else ""
            return f"{self.gap} eksik{wrong}"
        if self.balance.owned is None:
            return "sınırsız"
        free = self.balance.free or 0
        return f"{free} boşta" if free else "tam"


def pool_of(right: Entitlement, day: dt.date) -> Pool:
    """The interval of versions a licence covers on a day."""
    version = major(right.version)
    quantity = None if right.metric == Metric.SITE else right.quantity
    if not version:
        return Pool(quantity)
    low = 0 if right.downgrade else version
    high = ANY if right.upgrade_until and right.upgrade_until >= day else version
    return Pool(quantity, low, high)


def _demands(product: Product, rows: Iterable[dict[str, Any]]) -> list[Demand]:
    """Installations counted by the metric of the product: by computer, by person or by core, the newest version."""
    best: dict[object, tuple[int, int]] = {}
    for row in rows:
        key: object = row["computer_id"]
        weight = 1
        if product.metric == Metric.USER and row["holder"]:
            key = ("person", row["holder"])
        elif product.metric == Metric.CORE:
            weight = row["cores"] or 1
        version = major(row["version"])
        if key not in best or best[key][0] < version:
            best[key] = (version, weight)
    counted: Counter[int] = Counter()
    for version, weight in best.values():
        counted[version] += weight
    return [Demand(version, count) for version, count in sorted(counted.items())]


def live_rights(day: dt.date) -> Q:
    """Licences that may be used on a day. Maintenance alone gives no right of use."""
    return (
        Q(starts_on__lte=day)
        & (Q(ends_on=None) | Q(ends_on__gte=day))
        & (Q(cancelled_on=None) | Q(cancelled_on__gte=day))
        & ~Q(kind=EntitlementKind.MAINTENANCE)
    )


def _positions(wanted: Sequence[Product], installs: Any, rights: Any, day: dt.date) -> list[Position]:
    ids = [one.pk for one in wanted]
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    rows = installs.filter(product_id__in=ids, computer__retired_on=None).order_by()
    for row in rows.values(
        "product_id", "version", "computer_id", holder=F("computer__holder_id"), cores=F("computer__cores")
    ):
        found[row["product_id"]].append(row)
    owned: dict[int, list[Entitlement]] = defaultdict(list)
    for right in rights.filter(live_rights(day), product_id__in=ids):
        owned[right.product_id].append(right)
    given = dict(
        Assignment.objects.filter(entitlement__in=[one.pk for held in owned.values() for one in held], until=None)
        .order_by()
        .values_list("entitlement__product_id")
        .annotate(Sum("quantity"))
    )
    return [
        Position(
            one,
            balance([pool_of(right, day) for right in owned[one.pk]], _demands(one, found[one.pk])),
            given.get(one.pk, 0),
            len({row["computer_id"] for row in found[one.pk]}),
            sum((right.per_year or Decimal(0) for right in owned[one.pk]), Decimal(0)),
        )
        for one in wanted
    ]


def positions(actor: Actor, product_ids: Iterable[int] | None = None, day: dt.date | None = None) -> list[Position]:
    """The position of every product that needs a licence, or of those named; worst first."""
    reach = actor.reach(access.VIEW)
    rows = Product.objects.filter(reach.q(owners=Product.owners)).select_related("unit")
    rows = rows.filter(pk__in=list(product_ids)) if product_ids is not None else rows.filter(needs_licence=True)
    installs = Install.objects.filter(reach.q("computer__", Computer.owners), removed_on=None)
    rights = Entitlement.objects.filter(reach.q(owners=Entitlement.owners))
    found = _positions(list(rows.order_by("name", "pk")), installs, rights, day or localdate())
    return sorted(found, key=lambda one: (-one.gap, one.product.name))


def position_of(actor: Actor, product: Product) -> Position:
    return positions(actor, [product.pk])[0]


def position_anywhere(product: Product) -> Position:
    """The position of a product over all units."""
    # reach: public inside the house, because whoever answers a request has to know whether a licence is at hand
    installs = Install.objects.filter(removed_on=None)
    return _positions([product], installs, Entitlement.objects.all(), localdate())[0]


def gap_of_units(units: Units, day: dt.date) -> int:
    # reach: public inside the house, because indicators count for everybody
    """How many installations no licence covers, of computers these units look after."""
    of_units = Q() if units is None else Q(unit_id__in=units)
    wanted = list(Product.objects.filter(of_units, needs_licence=True))
    installs = Install.objects.filter(
        Q() if units is None else Q(computer__unit_id__in=units),
        Q(removed_on=None) | Q(removed_on__gt=day),
        first_seen__lte=day,
    )
    return sum(one.gap for one in _positions(wanted, installs, Entitlement.objects.filter(of_units), day))
