"""What goes in and out at the door for machines."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any

from ninja import Field, Schema

from konak.foundation.web.schemas import line

from ..models import Asset, Custody, Receipt, Stock, StockRequest

Line24 = Annotated[str, line(24)]
Line40 = Annotated[str, line(40)]
Line80 = Annotated[str, line(80)]
Line120 = Annotated[str, line(120)]
Line200 = Annotated[str, line(200)]
Line500 = Annotated[str, line(500)]
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
Quantity = Annotated[Decimal, Field(gt=0, le=Decimal(10**9), decimal_places=3)]
Price = Annotated[Decimal, Field(ge=0, lt=Decimal(10**11), decimal_places=4)]


class AssetOut(Schema):
    tag: str
    name: str
    code: str
    maker: str
    model: str
    serial: str
    state: str
    state_label: str
    unit: str
    holder: str
    holder_id: int | None
    place: str
    warehouse: str
    cost: Decimal
    acquired_on: dt.date
    warranty_until: dt.date | None
    hostname: str
    extra: dict[str, Any]

    @classmethod
    def of(cls, row: Asset) -> "AssetOut":
        return cls(
            tag=row.tag,
            name=row.name,
            code=row.item.code,
            maker=row.model.maker if row.model else "",
            model=row.model.name if row.model else "",
            serial=row.serial,
            state=row.state,
            state_label=row.get_state_display(),
            unit=row.unit.name,
            holder=row.holder.full_name if row.holder else "",
            holder_id=row.holder_id,
            place=str(row.place or ""),
            warehouse=row.warehouse.code,
            cost=row.cost,
            acquired_on=row.acquired_on,
            warranty_until=row.warranty_until,
            hostname=row.hostname,
            extra=row.extra,
        )


class AssetList(Schema):
    items: list[AssetOut]
    next: str


class AssetEdit(Schema):
    """Only what is given is changed."""

    name: Line200 | None = None
    serial: Line80 | None = None
    maker: Line80 | None = None
    model: Line120 | None = None
    supplier: Line200 | None = None
    purchase_ref: Line80 | None = None
    funding: Line80 | None = None
    hostname: Line120 | None = None
    warranty_until: dt.date | None = None
    extra: dict[str, str | int | float | bool] | None = None


class CustodyOut(Schema):
    id: int
    tag: str
    name: str
    slip: str
    state: str
    state_label: str
    holder: str
    place: str
    offered_at: dt.datetime
    accepted_at: dt.datetime | None

    @classmethod
    def of(cls, row: Custody) -> "CustodyOut":
        return cls(
            id=row.pk,
            tag=row.asset.tag,
            name=row.asset.name,
            slip=row.slip,
            state=row.state,
            state_label=row.get_state_display(),
            holder=row.holder.full_name if row.holder else "",
            place=str(row.place or ""),
            offered_at=row.offered_at,
            accepted_at=row.accepted_at,
        )


class CustodyGive(Schema):
    """To a person or to a common place."""

    tags: Annotated[list[Line40], Field(min_length=1, max_length=500)]
    holder_id: Key | None = None
    place_id: Key | None = None
    due_back_on: dt.date | None = None
    why: Line500 = ""


class CustodyBack(Schema):
    tags: Annotated[list[Line40], Field(min_length=1, max_length=500)]
    why: Line500 = ""


class CustodyCount(Schema):
    count: int


class AssetWhy(Schema):
    why: Line500


class ReceiptLineIn(Schema):
    item_id: Key
    quantity: Quantity = Decimal(1)
    unit_price: Price = Decimal(0)
    vat_rate: Annotated[Decimal, Field(ge=0, le=100, decimal_places=2)] = Decimal(0)
    name: Line200 = ""
    maker: Line80 = ""
    model: Line120 = ""
    serials: Annotated[list[Line80], Field(max_length=1_000)] = []
    tags: Annotated[list[Line40], Field(max_length=1_000)] = []
    warranty_until: dt.date | None = None


class ReceiptIn(Schema):
    warehouse_id: Key
    kind: Line24
    lines: Annotated[list[ReceiptLineIn], Field(max_length=500)] = []
    dated: dt.date | None = None
    counterpart: Line200 = ""
    other_warehouse_id: Key | None = None
    to_unit_id: Key | None = None
    to_user_id: Key | None = None
    basis: Line120 = ""
    basis_on: dt.date | None = None
    supplier: Line200 = ""
    funding: Line80 = ""
    why: Line500 = ""


class ReceiptStepOut(Schema):
    name: str
    label: str


class ReceiptLineOut(Schema):
    place: int
    code: str
    name: str
    quantity: Decimal
    unit_price: Decimal
    vat_rate: Decimal
    amount: Decimal
    tags: list[str]


class ReceiptOut(Schema):
    number: str
    slip: str
    kind: str
    kind_label: str
    state: str
    state_label: str
    warehouse: str
    dated: dt.date
    counterpart: str
    basis: str
    due_on: dt.date | None
    told_on: dt.date | None

    @classmethod
    def of(cls, row: Receipt) -> "ReceiptOut":
        return cls(**receipt(row))


class ReceiptDetail(ReceiptOut):
    lines: list[ReceiptLineOut]
    steps: list[ReceiptStepOut]


class ReceiptList(Schema):
    items: list[ReceiptOut]
    next: str


class ReceiptsTold(Schema):
    numbers: Annotated[list[Line24], Field(min_length=1, max_length=500)]
    on: dt.date
    reference: Line80


class StockOut(Schema):
    warehouse: str
    code: str
    name: str
    measure: str
    quantity: Decimal
    amount: Decimal

    @classmethod
    def of(cls, row: Stock) -> "StockOut":
        return cls(
            warehouse=row.warehouse.code,
            code=row.item.code,
            name=row.item.name,
            measure=row.item.measure,
            quantity=row.quantity,
            amount=row.amount,
        )


class StockIssueIn(Schema):
    warehouse_id: Key
    item_id: Key
    quantity: Quantity
    why: Line500
    to_unit_id: Key | None = None
    to_user_id: Key | None = None


class StockRequestLineIn(Schema):
    item_id: Key
    quantity: Quantity


class StockRequestIn(Schema):
    warehouse_id: Key
    lines: Annotated[list[StockRequestLineIn], Field(min_length=1, max_length=100)]
    why: Line500 = ""


class StockRequestOut(Schema):
    number: str
    state: str
    state_label: str
    warehouse: str
    unit: str

    @classmethod
    def of(cls, row: StockRequest) -> "StockRequestOut":
        return cls(
            number=row.case.number,
            state=row.case.state,
            state_label=row.state_label,
            warehouse=row.warehouse.code,
            unit=row.case.unit.name,
        )


class DeviceOut(Schema):
    id: int
    hostname: str
    maker: str
    model: str
    serial: str
    system: str
    tag: str
    last_seen: dt.datetime


def receipt(row: Receipt) -> dict[str, Any]:
    return {
        "number": row.case.number,
        "slip": row.slip_words,
        "kind": row.kind,
        "kind_label": row.get_kind_display(),
        "state": row.case.state,
        "state_label": row.state_label,
        "warehouse": row.warehouse.code,
        "dated": row.dated,
        "counterpart": row.counterpart,
        "basis": row.basis,
        "due_on": row.case.due_on,
        "told_on": row.told_on,
    }
