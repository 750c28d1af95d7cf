"""The registers: products, licences, computers, rules, inventories."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate
from ninja import FilterLookup, FilterSchema
from pydantic import BeforeValidator

from konak.foundation.access import Actor, Permission
from konak.foundation.db.turkish import fold
from konak.foundation.people.models import User
from konak.foundation.people.queries import above, below
from konak.foundation.trail import queries as trail
from konak.foundation.trail.models import Entry

from .. import access
from ..matching import Pattern, Rulebook, at_least, key_of
from ..models import Assignment, Computer, Entitlement, Install, Inventory, Product, Rule

PRODUCT_KIND, LICENCE_KIND, COMPUTER_KIND = "software.product", "software.entitlement", "software.computer"


def _clean(value: Any) -> Any:
    return value.replace("\0", "").strip()[:200] or None if isinstance(value, str) else value


def _whole(value: Any) -> Any:
    text = str(value or "")
    return int(text) if text.isdecimal() and len(text) < 19 else None


Words = Annotated[str | None, BeforeValidator(_clean)]
Key = Annotated[int | None, BeforeValidator(_whole)]


def _spoken(value: str | None, field: str = "folded") -> Q:
    found = Q()
    for word in fold(value or "").split()[:8]:
        found &= Q(**{f"{field}__contains": word})
    return found


class ProductFilter(FilterSchema):
    """One filter for both doors. `state`: a decision, "licensed" (needs a licence) or "installed"."""

    decision: Annotated[Words, FilterLookup("decision")] = None
    category: Annotated[Words, FilterLookup("category")] = None
    state: Words = None
    q: Words = None

    def filter_state(self, value: str | None) -> Q:
        if value == "licensed":
            return Q(needs_licence=True)
        if value == "installed":
            return Q(Exists(Install.objects.filter(product=OuterRef("pk"), removed_on=None)))
        return Q()

    def filter_q(self, value: str | None) -> Q:
        return _spoken(value)


class LicenceFilter(FilterSchema):
    """`state`: "current", "ended", "soon" (ends within 90 days) or "undecided"."""

    kind: Annotated[Words, FilterLookup("kind")] = None
    product: Annotated[Key, FilterLookup("product_id")] = None
    state: Words = None
    q: Words = None

    def filter_state(self, value: str | None) -> Q:
        today = localdate()
        current = Q(cancelled_on=None) & (Q(ends_on=None) | Q(ends_on__gte=today))
        soon = current & Q(ends_on__lte=today + dt.timedelta(days=90))
        return {
            "current": current,
            "ended": ~current,
            "soon": soon,
            "undecided": soon & Q(renewal="undecided"),
        }.get(value or "", Q())

    def filter_q(self, value: str | None) -> Q:
        found = Q()
        for word in fold(value or "").split()[:8]:
            found &= Q(product__folded__contains=word) | Q(number__contains=word.upper())
        return found


class ComputerFilter(FilterSchema):
    """`state`: "stale" (no inventory for 45 days), "retired"; without it all in use."""

    unit: Key = None
    product: Key = None
    state: Words = None
    q: Words = None

    def filter_unit(self, value: int | None) -> Q:
        return Q(used_in_id__in=below(value)) if value else Q()

    def filter_product(self, value: int | None) -> Q:
        if not value:
            return Q()
        return Q(Exists(Install.objects.filter(computer=OuterRef("pk"), product_id=value, removed_on=None)))

    def filter_state(self, value: str | None) -> Q:
        if value == "retired":
            return Q(retired_on__isnull=False)
        stale = Q(inventoried_at=None) | Q(inventoried_at__date__lt=localdate() - dt.timedelta(days=45))
        return Q(retired_on=None) & (stale if value == "stale" else Q())

    def filter_q(self, value: str | None) -> Q:
        return _spoken(value)


def products(actor: Actor, filters: ProductFilter | None = None) -> QuerySet[Product]:
    rows = Product.objects.filter(actor.reach(access.VIEW).q(owners=Product.owners))
    if filters is not None:
        rows = filters.filter(rows)
    return rows.select_related("unit", "assignee", "decided_by")


def product(actor: Actor, product_id: int) -> Product:
    """One product; out of reach and unknown are the same `Product.DoesNotExist`."""
    return products(actor).get(pk=product_id)


def product_counts(actor: Actor) -> dict[str, int]:
    """Numbers on the tabs of the catalogue; one query."""
    return dict(
        products(actor)
        .order_by()
        .aggregate(
            every=Count("pk"),
            **{
                name: Count("pk", filter=Q(decision=name))
                for name in ("unreviewed", "approved", "tolerated", "banned")
            },
            licensed=Count("pk", filter=Q(needs_licence=True)),
        )
    )


def install_counts(actor: Actor, product_ids: list[int]) -> dict[int, int]:
    """On how many computers each product is installed."""
    found = (
        Install.objects.filter(actor.reach(access.VIEW).q("computer__", Computer.owners))
        .filter(product_id__in=product_ids, removed_on=None, computer__retired_on=None)
        .order_by()
        .values("product_id")
        .annotate(many=Count("computer", distinct=True))
    )
    return {row["product_id"]: row["many"] for row in found}


def entitlements(actor: Actor, filters: LicenceFilter | None = None) -> QuerySet[Entitlement]:
    rows = Entitlement.objects.filter(actor.reach(access.VIEW).q(owners=Entitlement.owners))
    if filters is not None:
        rows = filters.filter(rows)
    return rows.select_related("product", "unit", "assignee")


def entitlement(actor: Actor, number: str) -> Entitlement:
    return entitlements(actor).get(number=number.replace("\0", ""))


def computers(actor: Actor, filters: ComputerFilter | None = None) -> QuerySet[Computer]:
    rows = Computer.objects.filter(actor.reach(access.VIEW).q(owners=Computer.owners))
    if filters is not None:
        rows = filters.filter(rows)
        if not filters.state:
            rows = rows.filter(retired_on=None)
    return rows.select_related("unit", "used_in", "holder", "asset")


def computer(actor: Actor, computer_id: int) -> Computer:
    return computers(actor).get(pk=computer_id)


def installs_of(machine: Computer, *, gone: bool = False) -> QuerySet[Install]:
    # reach: the computer was found through one
    rows = machine.installs.select_related("product")
    rows = rows.exclude(removed_on=None) if gone else rows.filter(removed_on=None)
    return rows.order_by("ignored", "name", "version")


def rules(actor: Actor) -> QuerySet[Rule]:
    return Rule.objects.filter(actor.reach(access.VIEW).q(owners=Rule.owners)).select_related("product", "unit")


def rule(actor: Actor, rule_id: int) -> Rule:
    return rules(actor).get(pk=rule_id)


def rulebook(unit_id: int) -> Rulebook:
    """The rules of the unit that looks after a computer, and of the units over and below it."""
    # reach: public inside the house, because it only says what a name means
    near = above(unit_id) | below(unit_id)
    rows = Rule.objects.filter(unit_id__in=near).values_list(
        "pk", "name_like", "publisher_like", "product_id", "order"
    )
    return Rulebook(Pattern(*row) for row in rows)


def inventories(actor: Actor) -> QuerySet[Inventory]:
    reach = actor.reach(access.VIEW)
    rows = Inventory.objects.all() if reach.everywhere else Inventory.objects.filter(unit_id__in=reach.units)
    return rows.select_related("brought_by", "unit", "file")


def inventory(actor: Actor, inventory_id: int) -> Inventory:
    return inventories(actor).get(pk=inventory_id)


@dataclass(frozen=True, slots=True)
class Unknown:
    """A raw name no rule knows, and on how many computers it stands."""

    name: str
    publisher: str
    computers: int


def unknown_names(actor: Actor, q: str = "", limit: int = 200) -> list[Unknown]:
    """Raw names that no rule knows, the most frequent first."""
    rows = Install.objects.filter(actor.reach(access.VIEW).q("computer__", Computer.owners))
    rows = rows.filter(product=None, ignored=False, removed_on=None, computer__retired_on=None)
    found = (
        rows.order_by()
        .values("name", "publisher")
        .annotate(many=Count("computer", distinct=True))
        .order_by("-many", "name")
    )
    words = fold(q).split()[:8]
    names = [Unknown(row["name"], row["publisher"], row["many"]) for row in found[: limit if not words else 5_000]]
    return [one for one in names if all(word in fold(f"{one.name} {one.publisher}") for word in words)][:limit]


def story(kind: str, subject: object) -> QuerySet[Entry]:
    # reach: the record was found through one
    return trail.story(kind, subject)


def unit_of(actor: Actor, permission: Permission = access.KEEP) -> int | None:
    """The unit of the seat from which the actor would keep something new."""
    seat = actor.seat_for(permission)
    return seat.unit_id if seat else None


def with_given(rows: QuerySet[Entitlement]) -> QuerySet[Entitlement]:
    """With the number of rights given out (`given`)."""
    return rows.annotate(given=Sum("assignments__quantity", filter=Q(assignments__until=None)))


def with_programs(rows: QuerySet[Computer]) -> QuerySet[Computer]:
    """With the number of programs on each (`programs`)."""
    live = Install.objects.filter(computer=OuterRef("pk"), removed_on=None, ignored=False).order_by()
    counted = live.values("computer").annotate(many=Count("pk")).values("many")
    return rows.annotate(programs=Coalesce(Subquery(counted), 0))


@dataclass(frozen=True, slots=True)
class VersionCount:
    """A version of a product, on how many computers it is, and whether it is new enough."""

    version: str
    computers: int
    decision: str
    behind: bool

    @property
    def kind(self) -> str:
        return "late" if self.decision == "banned" else "wait" if self.behind else "done"

    @property
    def words(self) -> str:
        return "yasak sürüm" if self.decision == "banned" else "eski" if self.behind else "uygun"


def installed_versions(actor: Actor, one: Product) -> list[VersionCount]:
    """Installed against approved: every version of a product that is in use, the newest first."""
    rows = Install.objects.filter(actor.reach(access.VIEW).q("computer__", Computer.owners))
    rows = rows.filter(product=one, removed_on=None, computer__retired_on=None)
    counted = rows.order_by().values("version").annotate(many=Count("computer", distinct=True))
    decided = dict(one.versions.values_list("label", "decision"))
    found = [
        VersionCount(
            row["version"],
            row["many"],
            decided.get(row["version"], ""),
            bool(one.approved_version) and not at_least(row["version"], one.approved_version),
        )
        for row in counted
    ]
    return sorted(found, key=lambda row: key_of(row.version), reverse=True)


@dataclass(frozen=True, slots=True)
class Behind:
    """A product of which so many computers hold a version older than the approved one."""

    product: Product
    computers: int
    behind: int


def behind(actor: Actor) -> list[Behind]:
    """Products with an approved version and how many computers lag behind it, the most first."""
    wanted = {one.pk: one for one in products(actor).exclude(approved_version="")}
    rows = Install.objects.filter(actor.reach(access.VIEW).q("computer__", Computer.owners))
    rows = rows.filter(product_id__in=wanted, removed_on=None, computer__retired_on=None)
    every: dict[int, set[int]] = {}
    good: dict[int, set[int]] = {}
    for product_id, computer_id, version in rows.order_by().values_list("product_id", "computer_id", "version"):
        assert product_id is not None
        every.setdefault(product_id, set()).add(computer_id)
        if at_least(version, wanted[product_id].approved_version):
            good.setdefault(product_id, set()).add(computer_id)
    found = [
        Behind(wanted[key], len(held), len(held - good.get(key, set())))
        for key, held in every.items()
        if held - good.get(key, set())
    ]
    return sorted(found, key=lambda one: (-one.behind, one.product.name))


def caught_by(actor: Actor, name_like: str, publisher_like: str = "", limit: int = 60) -> list[Unknown]:
    """What a rule would catch among what is installed: raw names, the most frequent first."""
    if len(name_like.replace("*", "").strip()) < 2:
        return []
    book = Rulebook([Pattern(1, name_like, publisher_like, None)])
    rows = Install.objects.filter(actor.reach(access.VIEW).q("computer__", Computer.owners))
    rows = rows.filter(removed_on=None, computer__retired_on=None)
    counted = rows.order_by().values("name", "publisher").annotate(many=Count("computer", distinct=True))
    caught = [
        Unknown(row["name"], row["publisher"], row["many"])
        for row in counted.iterator()
        if book.find(row["name"], row["publisher"])
    ]
    return sorted(caught, key=lambda one: (-one.computers, one.name))[:limit]


def of_asset(asset: Any, actor: Actor) -> dict[str, object] | None:
    """What is installed on a movable, in the actor's reach; for its page."""
    one = with_programs(computers(actor)).filter(asset_id=asset.pk, retired_on=None).order_by("pk").first()
    if one is None:
        return None
    live = one.installs.filter(removed_on=None)
    return {
        "computer": one,
        "banned": list(live.filter(product__decision="banned").select_related("product")[:10]),
        "rights": list(one.assignments.filter(until=None).select_related("entitlement__product")[:10]),
        "unknown": live.filter(product=None, ignored=False).count(),
    }


def of_person(person: User, actor: Actor) -> dict[str, object] | None:
    """Computers a person uses and licences given to him, in the actor's reach; for the page of the person."""
    used = list(computers(actor).filter(holder=person, retired_on=None).order_by("name")[:20])
    given = Assignment.objects.filter(
        actor.reach(access.VIEW).q("entitlement__", Entitlement.owners), user=person, until=None
    )
    rights = list(given.select_related("entitlement__product").order_by("-since")[:20])
    return {"computers": used, "rights": rights} if used or rights else None
