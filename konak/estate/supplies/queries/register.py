"""The registers and the files; every list starts from a reach, or from the warehouses one keeps."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Annotated, Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.utils.timezone import localdate
from ninja import FilterLookup, FilterSchema
from pydantic import BeforeValidator, Field

from konak.estate.assets import public as assets
from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold
from konak.foundation.people.models import User
from konak.foundation.people.queries import people_of
from konak.foundation.trail import queries as trail
from konak.foundation.trail.models import Entry

from .. import access
from ..models import Fit, Issue, PartLife, Printer, Proposal, ProposalLine, StockAlarm, StockLevel
from ..models.level import SHORT

LEVEL_KIND, FIT_KIND, ASSET_KIND = "supplies.stocklevel", "supplies.fit", "assets.asset"
FORECAST_MONTHS = 18
OPEN_PROPOSALS = ("draft", "submitted", "approved")


def _clean(value: Any) -> Any:
    return value.replace("\0", "").strip()[:200] or None if isinstance(value, str) else value


Words = Annotated[str | None, BeforeValidator(_clean)]


class LevelFilter(FilterSchema):
    """`state`: a state, or "short" for what has to be bought now."""

    state: Words = None
    warehouse: Annotated[Words, FilterLookup("warehouse__code")] = None
    q: Words = None

    def filter_state(self, value: str | None) -> Q:
        if value == "short":
            return Q(outlook__state__in=SHORT)
        return Q(outlook__state=value) if value else Q()

    def filter_q(self, value: str | None) -> Q:
        found = Q()
        for word in fold(value or "").split()[:8]:
            found &= Q(folded__contains=word)
        return found


class PrinterFilter(FilterSchema):
    """`state`: "due" has a part near its end, "unread" was not read for 45 days."""

    state: Words = None
    unit: Annotated[int | None, Field(ge=1, le=2**63 - 1), FilterLookup("asset__unit_id")] = None
    q: Words = None

    def filter_state(self, value: str | None) -> Q:
        today = localdate()
        if value == "due":
            near = PartLife.objects.filter(printer=OuterRef("pk"), ended_on=None, share__gte=Decimal("0.8"))
            return Q(Exists(near.exclude(fit__kind="toner")))
        if value == "unread":
            return Q(read_on=None) | Q(read_on__lt=today - dt.timedelta(45))
        return Q()

    def filter_q(self, value: str | None) -> Q:
        found = Q()
        for word in fold(value or "").split()[:8]:
            found &= Q(asset__folded__contains=word)
        return found


class IssueFilter(FilterSchema):
    """`state`: "empties" where cartridges have not come back."""

    purpose: Annotated[Words, FilterLookup("purpose")] = None
    state: Words = None
    tag: Annotated[Words, FilterLookup("asset__tag")] = None
    item: Annotated[Words, FilterLookup("item__code")] = None
    unit: Annotated[int | None, Field(ge=1, le=2**63 - 1), FilterLookup("unit_id")] = None
    reference: Annotated[Words, FilterLookup("reference")] = None
    since: Annotated[dt.date | None, FilterLookup("given_on__gte")] = None
    until: Annotated[dt.date | None, FilterLookup("given_on__lte")] = None
    q: Words = None

    def filter_state(self, value: str | None) -> Q:
        toner = Fit.objects.filter(item_id=OuterRef("item_id"), kind="toner")
        return (
            Q(Exists(toner), purpose="printer", returned__lt=F("quantity"), undone=False)
            if value == "empties"
            else Q()
        )

    def filter_q(self, value: str | None) -> Q:
        found = Q()
        for word in fold(value or "").split()[:8]:
            found &= Q(item__folded__contains=word) | Q(asset__folded__contains=word) | Q(number=word.upper())
        return found


class AlarmFilter(FilterSchema):
    state: Words = None

    def filter_state(self, value: str | None) -> Q:
        if value == "waiting":
            return Q(is_open=True)
        return Q(case__state=value) if value else Q()


def _stores(actor: Actor) -> list[int]:
    """Warehouses in reach, and those one is an officer of."""
    if not actor.holds(access.VIEW):
        return []
    return list(assets.warehouses(actor).values_list("pk", flat=True))


def levels(actor: Actor, filters: LevelFilter | None = None) -> QuerySet[StockLevel]:
    rows = StockLevel.objects.filter(actor.reach(access.VIEW).q(owners=StockLevel.owners))
    if filters is not None:
        rows = filters.filter(rows)
    return rows.select_related("unit", "assignee", "warehouse", "item", "outlook")


def level(actor: Actor, level_id: int) -> StockLevel:
    return levels(actor).get(pk=level_id)


def level_of(warehouse_id: int, item_id: int) -> StockLevel | None:
    # reach: public inside the house, because a service asks what it just moved
    rows = StockLevel.objects.filter(warehouse_id=warehouse_id, item_id=item_id, ended_on=None)
    return rows.select_related("warehouse", "item", "outlook").first()


def all_levels() -> QuerySet[StockLevel]:
    # reach: public inside the house, because the night round watches all of them
    rows = StockLevel.objects.filter(ended_on=None).select_related("warehouse", "item", "outlook")
    return rows.order_by("pk")


def to_buy(actor: Actor) -> QuerySet[StockLevel]:
    """Levels at their point that stand on no open list yet."""
    listed = ProposalLine.objects.filter(level=OuterRef("pk"), proposal__case__state__in=OPEN_PROPOSALS)
    return levels(actor, LevelFilter(state="short")).filter(~Exists(listed), ended_on=None)


def months_used(warehouse_ids: Iterable[int], today: dt.date) -> dict[tuple[int, int], list[float]]:
    """Full months of consumption per warehouse and code, the oldest first."""
    # reach: public inside the house, because a level was found through one
    this = today.replace(day=1)
    months = [this]
    for _ in range(FORECAST_MONTHS):
        months.append((months[-1] - dt.timedelta(1)).replace(day=1))
    months = months[:0:-1]
    place = {month: number for number, month in enumerate(months)}
    found: dict[tuple[int, int], list[float]] = {}
    for row in assets.consumption(warehouse_ids, months[0], this - dt.timedelta(1)):
        counts = found.setdefault((row.warehouse_id, row.item_id), [0.0] * len(months))
        counts[place[row.month]] += float(row.quantity)
    return found


ALMOST_EMPTY = Decimal("0.15")
"""Toner is bought by how much of it is used; a cartridge that says it has no more than this is wanted besides."""


def due_parts(item_ids: Iterable[int]) -> dict[tuple[int, int], list[dt.date]]:
    """When parts of these codes end in machines, by the warehouse that keeps the machine."""
    # reach: public inside the house, because a level was found through one
    rows = PartLife.objects.filter(
        ended_on=None, due_on__isnull=False, fit__item__in=list(item_ids), printer__left_on=None
    ).exclude(Q(fit__kind="toner") & (Q(told=None) | Q(told__gt=ALMOST_EMPTY)))
    found: dict[tuple[int, int], list[dt.date]] = {}
    for store, item, on in rows.values_list("printer__asset__warehouse_id", "fit__item_id", "due_on"):
        if on is not None:
            found.setdefault((store, item), []).append(on)
    return found


def coming(level_ids: Iterable[int]) -> dict[int, Decimal]:
    """What is agreed to be bought and has not arrived."""
    # reach: public inside the house, because a level was found through one
    rows = ProposalLine.objects.filter(level__in=list(level_ids), proposal__case__state="approved")
    rows = rows.filter(received__lt=F("quantity"))
    return {
        row["level"]: row["left"]
        for row in rows.values("level").annotate(left=Sum(F("quantity") - F("received"))).order_by()
    }


def last_price(of: StockLevel) -> Decimal:
    """What a piece stands on the books for."""
    # reach: public inside the house, because a level was found through one
    quantity, amount = assets.standing([of.warehouse_id]).get((of.warehouse_id, of.item_id), (Decimal(0), Decimal(0)))
    return (amount / quantity).quantize(Decimal("0.01")) if quantity else Decimal(0)


def sees_asset(actor: Actor, asset_id: int) -> bool:
    found = assets.asset_in_reach(actor, asset_id)
    return found is not None


def printers(actor: Actor, filters: PrinterFilter | None = None) -> QuerySet[Printer]:
    reach = actor.reach(access.VIEW).q("asset__", owners=("holder", "assignee"))
    rows = Printer.objects.filter(reach | Q(asset__warehouse__in=_stores(actor), asset__secrecy=0), left_on=None)
    if filters is not None:
        rows = filters.filter(rows)
    return rows.select_related("asset__model", "asset__unit", "asset__holder", "asset__place", "asset__warehouse")


def printer(actor: Actor, tag: str) -> Printer:
    """One that is followed; out of reach and unknown are the same `Printer.DoesNotExist`."""
    return printers(actor).get(asset__tag=tag.replace("\0", "").strip())


def fits(actor: Actor, q: str = "") -> QuerySet[Fit]:
    # reach: public to who reads supplies, because what fits a maker's model names no thing
    rows = Fit.objects.filter(ended_on=None) if actor.holds(access.VIEW) else Fit.objects.none()
    for word in fold(q).split()[:8]:
        rows = rows.filter(Q(model__folded__contains=word) | Q(item__folded__contains=word))
    return rows.select_related("model", "item").order_by("model__maker", "model__name", "kind", "pk")


def fit(actor: Actor, fit_id: int) -> Fit:
    return fits(actor).get(pk=fit_id)


def fitting(of: Printer) -> list[Fit]:
    """What fits one printer, toner first."""
    # reach: the printer was found through one
    rows = Fit.objects.filter(model_id=of.asset.model_id or 0, ended_on=None).select_related("item")
    return sorted(rows, key=lambda one: (one.kind != "toner", one.kind, one.colour, one.item.name))


def parts(actor: Actor, *, near: bool = False) -> QuerySet[PartLife]:
    """Life-limited parts in printers, the nearest end first; toner is not among them."""
    own = printers(actor).values("pk")
    rows = PartLife.objects.filter(ended_on=None, printer__in=own).exclude(fit__kind="toner")
    if near:
        rows = rows.filter(share__gte=Decimal("0.8"))
    return rows.select_related("printer__asset__unit", "printer__asset__model", "fit__item").order_by(
        F("due_on").asc(nulls_last=True), "pk"
    )


def issues(actor: Actor, filters: IssueFilter | None = None) -> QuerySet[Issue]:
    reach = actor.reach(access.VIEW).q("warehouse__", owners=("assignee",))
    rows = Issue.objects.filter(reach | Q(warehouse__in=_stores(actor)))
    if filters is not None:
        rows = filters.filter(rows)
    return rows.select_related("item", "unit", "user", "asset", "warehouse", "by")


def issue(actor: Actor, issue_id: int) -> Issue:
    return issues(actor).get(pk=issue_id)


def issues_of_asset(asset_id: int, limit: int = 20) -> list[Issue]:
    # reach: the thing was found through one
    rows = Issue.objects.filter(asset_id=asset_id).select_related("item", "by").order_by("-pk")
    return list(rows[:limit])


def issues_of_reference(reference: str) -> list[Issue]:
    # reach: the file of that number was found through one
    rows = Issue.objects.filter(reference=reference).select_related("item", "asset", "by", "warehouse")
    return list(rows.order_by("pk")) if reference else []


def alarms(actor: Actor, filters: AlarmFilter | None = None) -> QuerySet[StockAlarm]:
    rows: QuerySet[StockAlarm] = StockAlarm.objects.filter(actor.reach(access.VIEW).q("case__"))
    if filters is not None:
        rows = filters.filter(rows)
    return rows.select_related("level__item", "level__warehouse", "level__outlook")


def alarm(actor: Actor, number: str) -> StockAlarm:
    return alarms(actor).get(case__number=number.replace("\0", "").strip())


def proposals(actor: Actor) -> QuerySet[Any]:
    rows: QuerySet[Any] = Proposal.objects.filter(actor.reach(access.VIEW).q("case__"))
    found: QuerySet[Any] = rows.annotate(
        count=Count("lines", distinct=True), total=Sum(F("lines__quantity") * F("lines__price"))
    )
    return found


def proposal(actor: Actor, number: str) -> Any:
    return proposals(actor).get(case__number=number.replace("\0", "").strip())


def proposal_lines(of: Proposal) -> Sequence[ProposalLine]:
    # reach: the proposal was found through one
    rows = of.lines.select_related("level__item", "level__warehouse", "level__outlook")
    return list(rows.order_by("level__warehouse__code", "level__item__name"))


def keepers(actor: Actor) -> QuerySet[User]:
    """Who may answer for a level: the people of the unit one keeps for."""
    seat = actor.seat_for(access.KEEP)
    return people_of(seat.unit_id) if seat else User.objects.none()


def items_named() -> list[tuple[str, str]]:
    """Consumables by their code; for fields that choose one."""
    # reach: public, because the catalogue is the regulation's
    return [(words.rsplit("(", 1)[1].rstrip(")"), words) for _, words in assets.consumable_items()]


def items_in_stock(actor: Actor) -> list[tuple[str, str]]:
    """Consumables that stand in a warehouse in reach, with how many."""
    found: dict[str, tuple[str, Decimal]] = {}
    for row in assets.stock_of(actor):
        if row.code.startswith("150") and row.quantity > 0:
            found[row.code] = (row.name, found.get(row.code, ("", Decimal(0)))[1] + row.quantity)
    rows = ((code, f"{name} · ambarda {count.normalize():f}") for code, (name, count) in found.items())
    return sorted(rows, key=lambda row: row[1])


def lines_of(number: str) -> Sequence[ProposalLine]:
    # reach: public inside the house, because procurement reacts to what was agreed
    return list(
        ProposalLine.objects.filter(proposal__case__number=number).select_related("level__item", "level__warehouse")
    )


def story(kind: str, subject: object) -> QuerySet[Entry]:
    # reach: the record was found through one
    return trail.story(kind, subject)
