"""What neighbours may do with movables: find one, give from stock, put in custody, build on the ledger.

Refusals are `Refused`, in words for the reader. Lists of facts start from the reach of who asks; `find_by_tag` and
`assets_of` answer inside the house and are the caller's to guard.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum
from django.urls import reverse

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold
from konak.foundation.lifecycle import Refused

from .lifecycle import ASSET_RETIRED, CUSTODY_CHANGED, DEVICE_SEEN, RECEIPT_POSTED, STOCK_ISSUED, State
from .models import Asset, Custody, CustodyState, Device, Item, Kind, Place, Receipt, Stock, Warehouse
from .queries import holding, ledger, things
from .services import arranging, custody, receipts
from .services import things as services
from .services.common import serial_key
from .services.guards import before_disposal, before_use
from .services.receipts import Line

__all__ = [
    "ASSET_RETIRED",
    "CUSTODY_CHANGED",
    "DEVICE_SEEN",
    "RECEIPT_POSTED",
    "STOCK_ISSUED",
    "Accepted",
    "AssetFacts",
    "Balance",
    "CustodyFacts",
    "DeviceFacts",
    "IssuedFacts",
    "Line",
    "Month",
    "Posted",
    "ReceiptFacts",
    "StockFacts",
    "Turnover",
    "UseFacts",
    "accepted_custody",
    "acquired",
    "alike",
    "approve_receipt",
    "asset_in_reach",
    "assets_in_reach",
    "assets_of",
    "balances",
    "before_disposal",
    "before_use",
    "bookable_items",
    "close_year",
    "consumable_items",
    "consumption",
    "custody_of",
    "device",
    "devices_of",
    "draft_receipt",
    "find_by_serial",
    "find_by_tag",
    "find_by_tags",
    "from_repair",
    "hand_over",
    "held_by",
    "issue_stock",
    "issued",
    "item_names",
    "kept_warehouses",
    "known_models",
    "last_slip",
    "month_by_month",
    "on_books",
    "place_choices",
    "posted",
    "prepare_receipt",
    "put_in_custody",
    "receipt_facts",
    "return_stock",
    "standing",
    "stock_anywhere",
    "stock_of",
    "take_back",
    "to_repair",
    "turnover",
    "url_of",
    "warehouse_named",
    "warehouses",
]


@dataclass(frozen=True, slots=True)
class AssetFacts:
    id: int
    tag: str
    name: str
    code: str
    item_id: int
    maker: str
    model: str
    model_id: int | None
    serial: str
    state: str
    state_label: str
    unit_id: int
    unit: str
    holder_id: int | None
    holder: str
    place: str
    warehouse_id: int
    cost: Decimal
    acquired_on: dt.date
    warranty_until: dt.date | None
    hostname: str
    retired: bool
    url: str


@dataclass(frozen=True, slots=True)
class StockFacts:
    """What stands in a warehouse under one code."""

    warehouse_id: int
    warehouse: str
    item_id: int
    code: str
    name: str
    measure: str
    quantity: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Balance:
    item_id: int
    quantity: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class DeviceFacts:
    """A device as its agent last reported it; `software` holds name, version and publisher of each."""

    id: int
    hostname: str
    system: str
    tag: str
    asset_id: int | None
    last_seen: dt.datetime
    software: tuple[dict[str, str], ...]


def device(device_id: int) -> DeviceFacts | None:
    """One reported device, whoever asks; for reactions to `DEVICE_SEEN`."""
    found = Device.objects.select_related("asset").filter(pk=device_id).first()
    return _device(found) if found else None


def devices_of(tag: str) -> tuple[DeviceFacts, ...]:
    """What agents reported about a thing, newest first."""
    rows = Device.objects.select_related("asset").filter(asset__tag=tag).order_by("-last_seen")
    return tuple(_device(row) for row in rows[:20])


def _device(row: Device) -> DeviceFacts:
    return DeviceFacts(
        row.pk,
        row.hostname,
        row.system,
        row.asset.tag if row.asset else "",
        row.asset_id,
        row.last_seen,
        tuple(row.facts.get("software", ())),
    )


def find_by_tag(tag: str) -> AssetFacts | None:
    """The thing of that number, whoever asks."""
    found = _rows().filter(tag=tag.strip()).first()
    return _facts(found) if found else None


def find_by_serial(serial: str) -> tuple[AssetFacts, ...]:
    """Things of that serial; more than one only when several makers used it."""
    key = serial_key(serial)
    return tuple(_facts(row) for row in _rows().filter(serial_key=key)[:20]) if key else ()


def find_by_tags(tags: Sequence[str]) -> tuple[AssetFacts, ...]:
    """The things of those numbers, whoever asks."""
    return tuple(_facts(row) for row in _rows().filter(tag__in=list(tags)).order_by("tag"))


def assets_of(user_id: int) -> tuple[AssetFacts, ...]:
    """What a person holds."""
    return tuple(_facts(row) for row in _rows().filter(holder_id=user_id).order_by("tag"))


def asset_in_reach(actor: Actor, asset_id: int) -> AssetFacts | None:
    """The thing of that key where the actor may see it."""
    found = things.assets(actor, things.AssetFilter(state="all")).filter(pk=asset_id).first()
    return _facts(found) if found else None


def assets_in_reach(actor: Actor, *, q: str = "", limit: int = 20) -> tuple[AssetFacts, ...]:
    """Things the actor may see, by words; for fields that choose one."""
    rows = things.assets(actor, things.AssetFilter(q=q[:100] or None)).order_by("tag")[:limit]
    return tuple(_facts(row) for row in rows)


@dataclass(frozen=True, slots=True)
class Accepted:
    """Who has accepted a thing, and the slip by which it was given."""

    user_id: int
    name: str
    slip: str


def accepted_custody(tag: str) -> Accepted | None:
    """The person in whose accepted custody a thing is; None while it is only offered, or in a common place."""
    row = Custody.objects.select_related("holder").filter(
        asset__tag=tag, state=CustodyState.ACCEPTED, ended_at=None, holder__isnull=False
    )
    found = row.first()
    return Accepted(found.holder.pk, found.holder.full_name, found.slip) if found and found.holder else None


def url_of(tag: str) -> str:
    return reverse("assets:asset", args=[tag])


def issue_stock(
    *,
    actor: Actor,
    warehouse: str,
    item: str,
    quantity: Decimal | int,
    reason: str,
    unit_id: int | None = None,
    user_id: int | None = None,
) -> str:
    """Give a consumable out for use; `warehouse` and `item` are codes. Returns the number of the receipt.

    Recorded at once, so the stock is less from this moment; of two who take the last piece one is refused. Only the
    registrar of the warehouse (or his deputy) may; the controller checks afterwards.
    """
    store, code = _warehouse(warehouse), _item(item)
    line = Line(item_id=code.pk, quantity=Decimal(quantity))
    made = receipts.issue(
        actor=actor, warehouse_id=store.pk, lines=[line], why=reason, to_unit_id=unit_id, to_user_id=user_id
    )
    return made.case.number


def return_stock(
    *, actor: Actor, warehouse: str, item: str, quantity: Decimal | int, unit_price: Decimal, reason: str
) -> str:
    """Consumables that were issued and come back unused, at what they were issued for."""
    line = Line(item_id=_item(item).pk, quantity=Decimal(quantity), unit_price=unit_price)
    made = receipts.draft(
        actor=actor, warehouse_id=_warehouse(warehouse).pk, kind=Kind.RETURN, lines=[line], why=reason
    )
    return receipts.record(made.case.number, actor=actor).case.number


@dataclass(frozen=True, slots=True)
class CustodyFacts:
    state: str
    state_label: str
    state_kind: str
    accepted_at: dt.datetime | None


def custody_of(slip: str, asset_id: int) -> CustodyFacts | None:
    """How a thing given by a slip stands with its holder; the caller was given the slip."""
    row = holding.by_slip(slip, asset_id)
    return CustodyFacts(row.state, row.get_state_display(), row.state_kind, row.accepted_at) if row else None


def put_in_custody(
    *,
    actor: Actor,
    tags: Sequence[str],
    user_id: int | None = None,
    place_id: int | None = None,
    due_back_on: dt.date | None = None,
    why: str = "",
) -> str:
    """Offer things to a person or a common place; returns the number of the slip (Örnek 6)."""
    rows = custody.give(tags, actor=actor, holder_id=user_id, place_id=place_id, due_back_on=due_back_on, why=why)
    return rows[0].slip


def take_back(*, actor: Actor, tags: Sequence[str], why: str = "") -> int:
    """The registrar has the things again; returns how many."""
    return custody.take_back(tags, actor=actor, why=why)


def to_repair(tag: str, *, actor: Actor, note: str = "") -> AssetFacts:
    """Mark it as away for repair; custody goes on."""
    services.to_repair(tag, actor=actor, note=note)
    found = find_by_tag(tag)
    assert found is not None
    return found


def from_repair(tag: str, *, actor: Actor, note: str = "") -> AssetFacts:
    services.from_repair(tag, actor=actor, note=note)
    found = find_by_tag(tag)
    assert found is not None
    return found


def draft_receipt(
    *, actor: Actor, warehouse_id: int, kind: str, lines: Iterable[Line], why: str = "", **facts: str
) -> str:
    """Open a receipt (TİF) of any kind and send it to the controller: surplus, loss and scrap of a stocktake.

    `facts`: basis, counterpart, inspection, supplier, funding. Returns its number.
    """
    made = receipts.draft(actor=actor, warehouse_id=warehouse_id, kind=kind, lines=lines, why=why, **facts)  # type: ignore[arg-type]
    return receipts.prepare(made.case.number, actor=actor).case.number


def prepare_receipt(number: str, *, actor: Actor) -> str:
    return receipts.prepare(number, actor=actor).case.number


def approve_receipt(number: str, *, actor: Actor) -> str:
    """The controller's word on a receipt that waits for him."""
    return receipts.approve(number, actor=actor).case.number


def close_year(code: str, year: int, *, actor: Actor) -> None:
    """After the year-end account: nothing is dated into that year any more. The controller's doing."""
    arranging.close_year(code, year, actor=actor)


def hand_over(code: str, *, actor: Actor, registrar_id: int, basis: str) -> None:
    """The books of a warehouse go from its registrar to another after a count; the registrar's own doing."""
    arranging.hand_over(code, actor=actor, registrar_id=registrar_id, basis=basis)


def warehouses(actor: Actor) -> QuerySet[Warehouse]:
    return things.warehouses(actor)


def kept_warehouses(actor: Actor) -> QuerySet[Warehouse]:
    """Those whose registrar (or his deputy) the actor is."""
    return things.kept_warehouses(actor)


def warehouse_named(actor: Actor, code: str) -> Warehouse:
    """By its code; `DoesNotExist` outside the actor's reach."""
    return things.warehouses(actor, open_only=False).get(code=code)


def stock_of(actor: Actor, *, warehouse: str = "", code: str = "") -> tuple[StockFacts, ...]:
    """What stands on the books, per warehouse and code, in the actor's reach."""
    return tuple(
        StockFacts(
            row.warehouse_id,
            row.warehouse.name,
            row.item_id,
            row.item.code,
            row.item.name,
            row.item.measure,
            row.quantity,
            row.amount,
        )
        for row in ledger.stocks(actor, warehouse=warehouse, code=code)
    )


def balances(warehouse_id: int, on: dt.date) -> tuple[Balance, ...]:
    """What stood on the books at the end of a day, from the ledger itself."""
    return tuple(
        Balance(row["item_id"], row["quantity"], row["amount"]) for row in ledger.balance(warehouse_id, on=on)
    )


@dataclass(frozen=True, slots=True)
class Turnover:
    """What one code did in a year: carried over, in, out, left; quantities and money."""

    item_id: int
    carried: Decimal
    carried_amount: Decimal
    entered: Decimal
    entered_amount: Decimal
    left_out: Decimal
    left_out_amount: Decimal
    remaining: Decimal
    remaining_amount: Decimal


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    number: str
    slip: str
    state: str
    state_label: str
    posted: bool
    """Controlled and in the ledger for good."""
    cancelled: bool


def on_books(warehouse_id: int) -> tuple[AssetFacts, ...]:
    """Every thing a warehouse answers for, wherever it stands; the caller was given the warehouse."""
    rows = _rows().filter(warehouse_id=warehouse_id).exclude(state__in=things.OFF_BOOKS)
    return tuple(_facts(row) for row in rows.order_by("tag"))


def acquired(year: int, codes: Iterable[str]) -> dict[str, tuple[int, Decimal]]:
    """How many things came onto the books in a year under each code, and for how much."""
    # reach: public inside the house, because only sums leave
    rows = Asset.objects.filter(acquired_on__year=year, item__code__in=list(codes)).order_by()
    found = rows.values_list("item__code").annotate(count=Count("pk"), sum=Sum("cost"))
    return {code: (count, amount or Decimal(0)) for code, count, amount in found}


def stock_anywhere(code: str) -> Decimal:
    """How much stands in all warehouses under a code."""
    # reach: public inside the house, because whoever consents to a purchase has to know it
    found = Stock.objects.filter(item__code=code).aggregate(sum=Sum("quantity"))["sum"]
    return found or Decimal(0)


def alike(words: str) -> tuple[int, int]:
    """Things on the books whose name holds all these words: how many, and how many of them nobody holds."""
    # reach: public inside the house, because only numbers leave
    rows = Asset.objects.filter(retired_on=None)
    for word in fold(words).split()[:6]:
        rows = rows.filter(folded__contains=word)
    return rows.count(), rows.filter(holder=None, place=None).count()


def place_choices() -> list[tuple[int, str]]:
    """Places in use, for fields that choose some; what a place is called is told to everybody."""
    return [(row.pk, str(row)) for row in Place.objects.filter(active=True).order_by("code")[:2_000]]


def bookable_items() -> tuple[tuple[int, str], ...]:
    """Codes something can be booked under, with their words; for fields that choose one."""
    rows = Item.objects.filter(active=True, bookable=True).order_by("code")
    return tuple((row.pk, f"{row.code} {row.name}") for row in rows)


def item_names(codes: Iterable[str]) -> dict[str, str]:
    """What the codes are called; for tables that add up by groups of them."""
    return dict(Item.objects.filter(code__in=list(codes)).values_list("code", "name"))


def consumable_items() -> tuple[tuple[int, str], ...]:
    """Codes of what is counted, not numbered; for fields that choose one."""
    rows = Item.objects.filter(active=True, bookable=True, code__startswith="150").order_by("code")
    return tuple((row.pk, f"{row.name} ({row.code})") for row in rows)


def known_models(beginning: str = "") -> tuple[tuple[int, str], ...]:
    """Makers' models of things on the books whose code begins so."""
    return things.known_models(beginning)


@dataclass(frozen=True, slots=True)
class UseFacts:
    """What one unit used up of one code in one month."""

    warehouse_id: int
    item_id: int
    unit_id: int | None
    month: dt.date
    quantity: Decimal
    amount: Decimal


def consumption(warehouse_ids: Iterable[int], since: dt.date, until: dt.date) -> tuple[UseFacts, ...]:
    """What was issued for use, per month, code and unit, reversals taken off; the caller was given the warehouses."""
    return tuple(UseFacts(**row) for row in ledger.consumption(list(warehouse_ids), since, until))


@dataclass(frozen=True, slots=True)
class Month:
    """One month of one code in one warehouse: what came, what was used up, what else left, what stood at its end."""

    month: dt.date
    entered: Decimal
    used: Decimal
    stock: Decimal


def month_by_month(warehouse_id: int, item_id: int, since: dt.date) -> tuple[Month, ...]:
    return tuple(Month(**row) for row in ledger.month_by_month(warehouse_id, item_id, since))


def standing(warehouse_ids: Iterable[int]) -> dict[tuple[int, int], tuple[Decimal, Decimal]]:
    """Quantity and amount on the books now, by warehouse and code; the caller was given the warehouses."""
    return ledger.standing(list(warehouse_ids))


@dataclass(frozen=True, slots=True)
class IssuedFacts:
    """One line of an issue for use as the ledger holds it."""

    number: str
    warehouse_id: int
    item_id: int
    code: str
    dated: dt.date
    quantity: Decimal
    amount: Decimal
    unit_id: int | None
    by_id: int | None


def issued(warehouse_ids: Iterable[int], beginning: str = "150") -> tuple[IssuedFacts, ...]:
    """Issues for use of codes that begin so, oldest first; the caller was given the warehouses."""
    return tuple(IssuedFacts(**row) for row in ledger.issued(list(warehouse_ids), beginning))


@dataclass(frozen=True, slots=True)
class Posted:
    """One line of a receipt that is in the ledger."""

    warehouse_id: int
    item_id: int
    kind: str
    quantity: Decimal
    amount: Decimal
    reverses: str
    """The number of the receipt that this one undoes, else empty."""


def posted(number: str) -> tuple[Posted, ...]:
    """What a receipt wrote into the ledger; for reactions to `RECEIPT_POSTED` and `STOCK_ISSUED`."""
    return tuple(Posted(**row) for row in ledger.posted(number))


def turnover(warehouse_id: int, year: int) -> tuple[Turnover, ...]:
    """The year of a warehouse, code by code, from the ledger itself."""
    return tuple(Turnover(**row) for row in ledger.turnover(warehouse_id, year))


def last_slip(warehouse_id: int, year: int) -> int:
    """The number of the last receipt of a year, 0 without any: it stands under the year-end account."""
    return ledger.last_slip(warehouse_id, year)


def receipt_facts(number: str) -> ReceiptFacts | None:
    """Where a receipt stands, for who made it."""
    row = Receipt.objects.filter(case__number=number).first()
    if row is None:
        return None
    state = row.case.state
    return ReceiptFacts(
        number=number,
        slip=row.slip_words,
        state=state,
        state_label=row.state_label,
        posted=state in (State.POSTED, State.TOLD),
        cancelled=state in (State.CANCELLED, State.REVERSED),
    )


def held_by(user_id: int) -> int:
    """How many things a person answers for, offered ones and common places too."""
    return holding.of_person(user_id).count()


def _rows() -> QuerySet[Asset]:
    return Asset.objects.select_related("item", "model", "unit", "holder", "place")


def _warehouse(code: str) -> Warehouse:
    found = Warehouse.objects.filter(code=code, active=True).first()
    if found is None:
        raise Refused(f"{code} kodlu açık bir ambar yok.")
    return found


def _item(code: str) -> Item:
    found = Item.objects.filter(code=code, active=True).first()
    if found is None:
        raise Refused(f"{code} taşınır kodu yok.")
    return found


def _facts(row: Asset) -> AssetFacts:
    return AssetFacts(
        id=row.pk,
        tag=row.tag,
        name=row.name,
        code=row.item.code,
        item_id=row.item_id,
        maker=row.model.maker if row.model else "",
        model=row.model.name if row.model else "",
        model_id=row.model_id,
        serial=row.serial,
        state=row.state,
        state_label=row.get_state_display(),
        unit_id=row.unit_id,
        unit=row.unit.name,
        holder_id=row.holder_id,
        holder=row.holder.full_name if row.holder else "",
        place=str(row.place) if row.place else "",
        warehouse_id=row.warehouse_id,
        cost=row.cost,
        acquired_on=row.acquired_on,
        warranty_until=row.warranty_until,
        hostname=row.hostname,
        retired=row.retired,
        url=reverse("assets:asset", args=[row.tag]),
    )
