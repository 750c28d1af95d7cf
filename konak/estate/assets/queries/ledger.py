"""Receipts, stock, and the two books."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Func, Max, Prefetch, Q, QuerySet, Sum, TextField
from django.db.models.functions import Substr, TruncMonth
from django.utils.timezone import localdate
from pydantic import BaseModel

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold

from .. import access
from ..lifecycle import State
from ..models import Account, Item, Kind, LineAsset, Movement, Receipt, ReceiptLine, Stock
from .things import Words, kept_warehouses, officer_q, warehouses

TRANSFERS = (Kind.TRANSFER_IN, Kind.TRANSFER_OUT, Kind.HANDED_IN, Kind.HANDED_OUT)


class Fold(Func):
    function = "tr_fold"
    output_field = TextField()


class ReceiptFilter(BaseModel):
    state: Words = None
    kind: Words = None
    warehouse: Words = None
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


def turnover(warehouse_id: int, year: int) -> list[dict[str, Any]]:
    """Per code of a warehouse: carried into the year, in, out and left at its end; quantities and money."""
    # reach: public inside the house, because the caller was given the warehouse by one
    before, within = Q(dated__year__lt=year), Q(dated__year=year)
    sums: dict[str, Any] = {}
    for name, rows in (
        ("carried", before),
        ("entered", within & Q(quantity__gt=0)),
        ("left_out", within & Q(quantity__lt=0)),
    ):
        sums[name] = Sum("quantity", filter=rows, default=Decimal(0))
        sums[f"{name}_amount"] = Sum("amount", filter=rows, default=Decimal(0))
    moved = Movement.objects.filter(warehouse_id=warehouse_id, dated__year__lte=year)
    found: list[dict[str, Any]] = [
        dict(row) for row in moved.values("item_id").annotate(**sums).order_by("item__code")
    ]
    for row in found:
        for name in ("left_out", "left_out_amount"):
            row[name] = -row[name]
        for tail in ("", "_amount"):
            row[f"remaining{tail}"] = row[f"carried{tail}"] + row[f"entered{tail}"] - row[f"left_out{tail}"]
    return [row for row in found if any(row[name] for name in ("carried", "entered", "left_out"))]


def consumption(warehouse_ids: Sequence[int], since: dt.date, until: dt.date) -> list[dict[str, Any]]:
    """Issues for use by month, code and receiving unit, newest month last; what was reversed counts back."""
    # reach: public inside the house, because the caller was given the warehouses by one
    rows = (
        Movement.objects.filter(warehouse__in=warehouse_ids, kind__in=(Kind.CONSUMPTION, Kind.RETURN))
        .filter(dated__gte=since, dated__lte=until)
        .annotate(month=TruncMonth("dated"), unit_id=F("to_unit_id"))
        .values("warehouse_id", "item_id", "unit_id", "month")
        .annotate(quantity=-Sum("quantity"), amount=-Sum("amount"))
        .order_by("month", "item_id", "unit_id")
    )
    return [dict(row) for row in rows]


def month_by_month(warehouse_id: int, item_id: int, since: dt.date) -> list[dict[str, Any]]:
    """Every month from `since` to this one, those without movement too."""
    # reach: public inside the house, because the caller was given the warehouse by one
    rows = Movement.objects.filter(warehouse_id=warehouse_id, item_id=item_id)
    stock = rows.filter(dated__lt=since).aggregate(sum=Sum("quantity", default=Decimal(0)))["sum"]
    used = Q(kind__in=(Kind.CONSUMPTION, Kind.RETURN))
    moved = {
        row["month"]: row
        for row in rows.filter(dated__gte=since)
        .annotate(month=TruncMonth("dated"))
        .values("month")
        .annotate(
            used=-Sum("quantity", filter=used, default=Decimal(0)),
            entered=Sum("quantity", filter=~used & Q(quantity__gt=0), default=Decimal(0)),
            net=Sum("quantity"),
        )
    }
    month, today, found = since.replace(day=1), localdate(), []
    while month <= today:
        row = moved.get(month, {"used": Decimal(0), "entered": Decimal(0), "net": Decimal(0)})
        stock += row["net"]
        found.append({"month": month, "entered": row["entered"], "used": row["used"], "stock": stock})
        month = (month + dt.timedelta(32)).replace(day=1)
    return found


def standing(warehouse_ids: Sequence[int]) -> dict[tuple[int, int], tuple[Decimal, Decimal]]:
    # reach: public inside the house, because the caller was given the warehouses by one
    rows = Stock.objects.filter(warehouse__in=warehouse_ids)
    return {(row.warehouse_id, row.item_id): (row.quantity, row.amount) for row in rows}


def issued(warehouse_ids: Sequence[int], beginning: str) -> list[dict[str, Any]]:
    # reach: public inside the house, because the caller was given the warehouses by one
    rows = Movement.objects.filter(
        warehouse__in=warehouse_ids, kind=Kind.CONSUMPTION, quantity__lt=0, item__code__startswith=beginning
    )
    return [
        dict(row)
        for row in rows.values("warehouse_id", "item_id", "dated")
        .annotate(
            number=F("receipt__case__number"),
            code=F("item__code"),
            unit_id=F("to_unit_id"),
            by_id=F("receipt__prepared_by_id"),
            quantity=-Sum("quantity"),
            amount=-Sum("amount"),
        )
        .order_by("dated", "number", "item_id")
    ]


def posted(number: str) -> list[dict[str, Any]]:
    # reach: public inside the house, because reactions follow what was posted
    rows = Movement.objects.filter(receipt__case__number=number)
    return [
        {**row, "reverses": row["reverses"] or ""}
        for row in rows.annotate(reverses=F("receipt__reverses__case__number"))
        .values("warehouse_id", "item_id", "kind", "reverses")
        .annotate(quantity=Sum("quantity"), amount=Sum("amount"))
        .order_by("item_id")
    ]


def last_slip(warehouse_id: int, year: int) -> int:
    # reach: public inside the house, because the caller was given the warehouse by one
    rows = Receipt.objects.filter(warehouse_id=warehouse_id, year=year)
    return int(rows.aggregate(last=Max("slip"))["last"] or 0)


@dataclass(slots=True)
class Sheet:
    """What stands in a receipt, for its page."""

    lines: Sequence[ReceiptLine]
    total: Decimal
    number: str
    editable: bool
    reversible: bool
    inward: bool
    papers: Sequence[tuple[str, str]]
    """Key and name of the forms that can be printed."""


def sheet(receipt: Receipt, actor: Actor) -> Sheet:
    # reach: the receipt was found through one
    things = Prefetch("things", LineAsset.objects.select_related("asset").order_by("asset__tag"), to_attr="shown")
    lines = list(receipt.lines.select_related("item", "model").prefetch_related(things).order_by("place"))
    for line in lines:
        line.count = len(line.shown)  # type: ignore[attr-defined]
        line.shown = line.shown[:200]
    keeps = receipt.warehouse.keeper_objection(actor.user_id) is None
    draft = receipt.case.state == State.DRAFT and receipt.kind != Kind.TRANSFER_IN and receipt.reverses_id is None
    done = receipt.case.state in (State.RECORDED, State.POSTED, State.TOLD) and receipt.reverses_id is None
    forms = [("tif", "TİF (Örnek 5/A)" if receipt.kind in TRANSFERS else "TİF (Örnek 5)")]
    if receipt.inward and (receipt.interim_on or receipt.kind == Kind.PURCHASE):
        forms.append(("gecici", "Geçici alındı (Örnek 9)"))
    if receipt.kind in (Kind.LOSS, Kind.SCRAP):
        forms.append(("dusme", "Kayıttan düşme tutanağı (Örnek 10)"))
    total = sum((line.amount for line in lines), Decimal(0))
    undone = receipt.reversals.exclude(case__state=State.CANCELLED).exists()
    return Sheet(
        lines,
        total,
        receipt.case.number,
        keeps and draft,
        keeps and done and not undone,
        receipt.inward,
        forms,
    )


def untold(actor: Actor) -> QuerySet[Receipt]:
    """Posted receipts of the warehouses one keeps that accounting has not been told of, the most urgent first."""
    rows: QuerySet[Receipt] = Receipt.objects.filter(warehouse__in=kept_warehouses(actor), case__state=State.POSTED)
    return rows.select_related("warehouse").order_by("case__due_on", "pk")


def notice(actor: Actor) -> list[list[Any]]:
    """The untold movements by receipt and account."""
    rows = (
        Movement.objects.filter(receipt__in=untold(actor))
        .annotate(account=Substr("item__code", 1, 3))
        .values_list(
            "warehouse__name",
            "receipt__year",
            "receipt__slip",
            "dated",
            "kind",
            "account",
            "receipt__case__number",
            "receipt__case__due_on",
        )
        .annotate(amount=Sum("amount"))
        .order_by("warehouse__name", "receipt__year", "receipt__slip", "account")
    )
    labels, accounts = dict(Kind.choices), dict(Account.choices)
    return [
        [
            *(name, f"{year}/{slip:05}", dated, labels[kind], accounts[account]),
            *(amount if amount > 0 else None, -amount if amount < 0 else None, number, due),
        ]
        for name, year, slip, dated, kind, account, number, due, amount in rows
    ]
