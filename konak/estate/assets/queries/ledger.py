"""Receipts, stock, and the two books."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Func, Prefetch, Q, QuerySet, Sum, TextField
from django.utils.timezone import localdate
from pydantic import BaseModel

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold

from .. import access
from ..lifecycle import State
from ..models import Item, LineAsset, Movement, Receipt, ReceiptLine, Stock
from .things import Words, officer_q, warehouses


class Fold(Func):
    function = "tr_fold"
    output_field = TextField()


class ReceiptFilter(BaseModel):
    state: str | None = None
    kind: str | None = None
    warehouse: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    q: Words = None


def receipts(actor: Actor, filters: ReceiptFilter | None = None) -> QuerySet[Receipt]:
    asked = filters or ReceiptFilter()
    rows: QuerySet[Receipt] = Receipt.objects.filter(actor.reach(access.VIEW).q("case__") | officer_q(actor))
    rows = rows.select_related("warehouse", "to_unit", "to_user", "other_warehouse")
    if asked.state == "waiting":
        rows = rows.filter(case__state__in=(State.PREPARED, State.RECORDED))
    elif asked.state == "untold":
        rows = rows.filter(case__state=State.POSTED)
    elif asked.state == "late":
        rows = rows.filter(case__state=State.POSTED, case__due_on__lt=localdate())
    elif asked.state in State.values:
        rows = rows.filter(case__state=asked.state)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.warehouse:
        rows = rows.filter(warehouse__code=asked.warehouse)
    if asked.since:
        rows = rows.filter(dated__gte=asked.since)
    if asked.until:
        rows = rows.filter(dated__lte=asked.until)
    if asked.q and (words := fold(asked.q).split()):
        rows = rows.annotate(words=Fold("case__subject"))
        for word in words:
            rows = rows.filter(Q(case__number=word.upper()) | Q(words__contains=word))
    return rows


def receipt(actor: Actor, number: str) -> Receipt:
    found: Receipt = (
        receipts(actor)
        .select_related(
            "warehouse__registrar",
            "warehouse__controller",
            "warehouse__spending_unit",
            "warehouse__unit",
            "prepared_by",
            "approved_by",
            "reverses__case",
            "pair__case",
        )
        .get(case__number=number)
    )
    return found


def stocks(
    actor: Actor, *, warehouse: str = "", code: str = "", q: str = "", account: str = "", empty: bool = False
) -> QuerySet[Stock]:
    own = list(warehouses(actor, open_only=False).values_list("pk", flat=True))
    rows = Stock.objects.filter(warehouse__in=own).select_related("warehouse", "item")
    if not empty:
        rows = rows.filter(quantity__gt=0)
    if warehouse:
        rows = rows.filter(warehouse__code=warehouse)
    if code:
        rows = rows.filter(Q(item__code=code) | Q(item__code__startswith=f"{code}."))
    if account:
        rows = rows.filter(item__code__startswith=account)
    for word in fold(q).split():
        rows = rows.filter(item__folded__contains=word)
    return rows.order_by("item__code", "warehouse__code")


def total(rows: QuerySet[Stock]) -> Decimal:
    return rows.aggregate(total=Sum("amount"))["total"] or Decimal(0)


def movements(actor: Actor, *, warehouse: str, item: Item, year: int | None = None) -> QuerySet[Movement]:
    """The book of one code in one warehouse, in the order of its days."""
    own = list(warehouses(actor, open_only=False).filter(code=warehouse).values_list("pk", flat=True))
    rows = Movement.objects.filter(warehouse__in=own, item=item).select_related("receipt__case", "to_unit")
    if year:
        rows = rows.filter(dated__year=year)
    return rows.order_by("dated", "pk")


def balance(warehouse_id: int, *, item_id: int | None = None, on: dt.date | None = None) -> list[Any]:
    """What stood on the books of a warehouse at the end of a day, per code: item_id, quantity, amount."""
    # reach: public inside the house, because the caller was given the warehouse by one
    rows = Movement.objects.filter(warehouse_id=warehouse_id)
    if item_id:
        rows = rows.filter(item_id=item_id)
    if on:
        rows = rows.filter(dated__lte=on)
    summed = rows.values("item_id").annotate(quantity=Sum("quantity"), amount=Sum("amount")).order_by("item__code")
    return list(summed)


@dataclass(slots=True)
class Sheet:
    """What stands in a receipt, for its page."""

    lines: Sequence[ReceiptLine]
    total: Decimal


def sheet(receipt: Receipt, actor: Actor) -> Sheet:
    # reach: the receipt was found through one
    things = Prefetch("things", LineAsset.objects.select_related("asset").order_by("asset__tag"), to_attr="shown")
    lines = list(receipt.lines.select_related("item", "model").prefetch_related(things).order_by("place"))
    for line in lines:
        line.count = len(line.shown)  # type: ignore[attr-defined]
        line.shown = line.shown[:200]
    return Sheet(lines, sum((line.amount for line in lines), Decimal(0)))
