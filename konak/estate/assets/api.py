"""The door for machines: things, custody, receipts, stock, requests, agents' reports; same services, same words."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any

from ninja import Field, Query, Router, Schema, Status

from konak.foundation.cases.services import steps_open
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from .models import Asset, Custody, Receipt, Stock, StockRequest
from .queries import discovered, holding, ledger, things
from .queries import requests as asked
from .services import custody, discovery, receipts
from .services import requests as requesting
from .services import things as facts

router = Router(tags=["assets"])


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
        return cls(**_receipt(row))


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


def _receipt(row: Receipt) -> dict[str, Any]:
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


def _detail(request: Request, number: str) -> ReceiptDetail:
    row = ledger.receipt(request.actor, number)
    lines = [
        ReceiptLineOut(
            place=line.place,
            code=line.item.code,
            name=line.name or line.item.name,
            quantity=line.quantity,
            unit_price=line.unit_price,
            vat_rate=line.vat_rate,
            amount=line.amount,
            tags=[thing.asset.tag for thing in line.shown],  # type: ignore[attr-defined]
        )
        for line in ledger.sheet(row, request.actor).lines
    ]
    steps = [ReceiptStepOut(name=step.name, label=step.label) for step in steps_open(row, request.actor)]
    return ReceiptDetail(**_receipt(row), lines=lines, steps=steps)


@router.get("", response=AssetList, summary="Taşınırlar")
def list_assets(
    request: Request, filters: Query[things.AssetFilter], cursor: Line24 = "", limit: int = 50
) -> AssetList:
    """Things in reach, newest first; without a state those on the books."""
    page, after = things.page_of(things.assets(request.actor, filters), cursor, max(1, min(limit, 200)))
    return AssetList(items=[AssetOut.of(row) for row in page], next=after)


@router.get("/mine", response=list[CustodyOut], summary="Zimmetlerim")
def my_custody(request: Request) -> list[CustodyOut]:
    return [CustodyOut.of(row) for row in holding.mine(request.actor)]


@router.post("/custody", response={201: list[CustodyOut]} | SAYS_NO, summary="Zimmete ver")
def give(request: Request, body: CustodyGive) -> Status[list[CustodyOut]]:
    """All under one slip, or none."""
    rows = custody.give(actor=request.actor, **body.dict())
    return Status(201, [CustodyOut.of(row) for row in rows])


@router.post("/custody/return", response={200: CustodyCount} | SAYS_NO, summary="Ambara iade al")
def take_back(request: Request, body: CustodyBack) -> CustodyCount:
    return CustodyCount(count=custody.take_back(body.tags, actor=request.actor, why=body.why))


@router.post("/custody/{custody_id}/accept", response={200: CustodyOut} | SAYS_NO, summary="Zimmeti kabul et")
def accept(request: Request, custody_id: Key) -> CustodyOut:
    return CustodyOut.of(custody.accept(custody_id, actor=request.actor))


@router.post("/custody/{custody_id}/object", response={200: CustodyOut} | SAYS_NO, summary="Zimmete itiraz et")
def object_to(request: Request, custody_id: Key, body: AssetWhy) -> CustodyOut:
    return CustodyOut.of(custody.object_to(custody_id, actor=request.actor, why=body.why))


@router.get("/receipts", response=ReceiptList, summary="Taşınır işlem fişleri")
def list_receipts(
    request: Request, filters: Query[ledger.ReceiptFilter], cursor: Line24 = "", limit: int = 50
) -> ReceiptList:
    page, after = things.page_of(ledger.receipts(request.actor, filters), cursor, max(1, min(limit, 200)))
    return ReceiptList(items=[ReceiptOut.of(row) for row in page], next=after)


@router.post("/receipts", response={201: ReceiptDetail} | SAYS_NO, summary="Taslak fiş aç")
def draft(request: Request, body: ReceiptIn) -> Status[ReceiptDetail]:
    given = body.dict()
    lines = [receipts.Line(**line) for line in given.pop("lines")]
    made = receipts.draft(actor=request.actor, lines=lines, **given)
    return Status(201, _detail(request, made.case.number))


@router.post("/receipts/told", response={200: CustodyCount} | SAYS_NO, summary="Muhasebeye bildirildi")
def told(request: Request, body: ReceiptsTold) -> CustodyCount:
    return CustodyCount(count=receipts.tell_accounting(actor=request.actor, **body.dict()))


@router.get("/receipts/{number}", response={200: ReceiptDetail} | SAYS_NO, summary="Bir fiş")
def one_receipt(request: Request, number: Line24) -> ReceiptDetail:
    return _detail(request, number)


@router.post("/receipts/{number}/prepare", response={200: ReceiptDetail} | SAYS_NO, summary="Kontrole gönder")
def prepare(request: Request, number: Line24) -> ReceiptDetail:
    receipts.prepare(number, actor=request.actor)
    return _detail(request, number)


@router.post("/receipts/{number}/record", response={200: ReceiptDetail} | SAYS_NO, summary="Hemen işle")
def record(request: Request, number: Line24) -> ReceiptDetail:
    receipts.record(number, actor=request.actor)
    return _detail(request, number)


@router.post("/receipts/{number}/approve", response={200: ReceiptDetail} | SAYS_NO, summary="Onayla")
def approve(request: Request, number: Line24) -> ReceiptDetail:
    receipts.approve(number, actor=request.actor)
    return _detail(request, number)


@router.post("/receipts/{number}/control", response={200: ReceiptDetail} | SAYS_NO, summary="Kontrol edildi")
def control(request: Request, number: Line24) -> ReceiptDetail:
    receipts.control(number, actor=request.actor)
    return _detail(request, number)


@router.post("/receipts/{number}/send-back", response={200: ReceiptDetail} | SAYS_NO, summary="İade et")
def send_back(request: Request, number: Line24, body: AssetWhy) -> ReceiptDetail:
    receipts.send_back(number, actor=request.actor, why=body.why)
    return _detail(request, number)


@router.post("/receipts/{number}/reverse", response={201: ReceiptDetail} | SAYS_NO, summary="Ters kayıt hazırla")
def reverse_it(request: Request, number: Line24, body: AssetWhy) -> Status[ReceiptDetail]:
    made = receipts.reverse(number, actor=request.actor, why=body.why)
    return Status(201, _detail(request, made.case.number))


@router.post("/receipts/{number}/cancel", response={200: ReceiptDetail} | SAYS_NO, summary="Taslaktan vazgeç")
def cancel(request: Request, number: Line24) -> ReceiptDetail:
    receipts.cancel(number, actor=request.actor)
    return _detail(request, number)


@router.get("/stock", response=list[StockOut], summary="Ambar mevcudu")
def list_stock(request: Request, warehouse: Line24 = "", code: Line40 = "", q: Line80 = "") -> list[StockOut]:
    rows = ledger.stocks(request.actor, warehouse=warehouse, code=code, q=q)
    return [StockOut.of(row) for row in rows[:2_000]]


@router.post("/stock/issue", response={201: ReceiptDetail} | SAYS_NO, summary="Tüketime ver")
def issue(request: Request, body: StockIssueIn) -> Status[ReceiptDetail]:
    """Recorded at once; of two who take the last piece one is refused."""
    made = receipts.issue(
        actor=request.actor,
        warehouse_id=body.warehouse_id,
        lines=[receipts.Line(body.item_id, body.quantity)],
        why=body.why,
        to_unit_id=body.to_unit_id,
        to_user_id=body.to_user_id,
    )
    return Status(201, _detail(request, made.case.number))


@router.get("/requests", response=list[StockRequestOut], summary="Taşınır istekleri")
def list_requests(request: Request, view: Line24 = "") -> list[StockRequestOut]:
    """`view`: mine, waiting (to be found right), store (to be met)."""
    return [StockRequestOut.of(row) for row in asked.requests(request.actor, view).order_by("-pk")[:200]]


@router.post("/requests", response={201: StockRequestOut} | SAYS_NO, summary="Ambardan iste")
def ask(request: Request, body: StockRequestIn) -> Status[StockRequestOut]:
    made = requesting.ask(
        actor=request.actor,
        warehouse_id=body.warehouse_id,
        lines=[(line.item_id, line.quantity) for line in body.lines],
        why=body.why,
    )
    return Status(201, StockRequestOut.of(asked.request(request.actor, made.case.number)))


@router.post("/requests/{number}/grant", response={200: StockRequestOut} | SAYS_NO, summary="İsteği uygun gör")
def grant(request: Request, number: Line24) -> StockRequestOut:
    requesting.grant(number, actor=request.actor)
    return StockRequestOut.of(asked.request(request.actor, number))


@router.post("/requests/{number}/give", response={200: StockRequestOut} | SAYS_NO, summary="İsteği karşıla")
def meet(request: Request, number: Line24) -> StockRequestOut:
    requesting.give(number, actor=request.actor)
    return StockRequestOut.of(asked.request(request.actor, number))


@router.get("/devices", response=list[DeviceOut], summary="Görülen cihazlar")
def list_devices(request: Request, view: Line24 = "") -> list[DeviceOut]:
    """`view`: unknown (nobody registered them), matched, ignored."""
    return [_device(row) for row in discovered.devices(request.actor, view).order_by("-pk")[:500]]


@router.post("/discovery", response={200: list[DeviceOut]} | SAYS_NO, summary="Envanter bildirimi")
def report(request: Request) -> list[DeviceOut]:
    """The body is what the agent sends: GLPI (JSON), FusionInventory or OCS (XML, also compressed), CycloneDX."""
    return [_device(row) for row in discovery.receive(actor=request.actor, data=request.body)]


def _device(row: Any) -> DeviceOut:
    return DeviceOut(
        id=row.pk,
        hostname=row.hostname,
        maker=row.maker,
        model=row.model,
        serial=row.serial,
        system=row.system,
        tag=row.asset.tag if row.asset else "",
        last_seen=row.last_seen,
    )


@router.get("/{tag}", response={200: AssetOut} | SAYS_NO, summary="Bir taşınır")
def one_asset(request: Request, tag: Line40) -> AssetOut:
    return AssetOut.of(things.asset(request.actor, tag))


@router.patch("/{tag}", response={200: AssetOut} | SAYS_NO, summary="Taşınırın bilgilerini değiştir")
def edit(request: Request, tag: Line40, body: AssetEdit) -> AssetOut:
    given = {name: value for name, value in body.dict(exclude_unset=True).items() if value is not None}
    facts.edit(tag, actor=request.actor, **given)
    return AssetOut.of(things.asset(request.actor, tag))
