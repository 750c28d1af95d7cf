"""Warehouses, what stands on their books, what comes and goes."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet, Sum

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused

from ..lifecycle import State
from ..models import Item, Kind, Receipt, Stock, Warehouse
from ..queries import ledger, things
from ..services import arranging, receipts
from ..services.receipts import Line


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


def stock_anywhere(code: str) -> Decimal:
    """How much stands in all warehouses under a code."""
    # reach: public inside the house, because whoever consents to a purchase has to know it
    found = Stock.objects.filter(item__code=code).aggregate(sum=Sum("quantity"))["sum"]
    return found or Decimal(0)


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
