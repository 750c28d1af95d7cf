"""Receipts, stock and what units ask of a warehouse."""

from ninja import Query, Router, Status

from konak.foundation.cases.services import steps_open
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO

from ..queries import ledger, things
from ..queries import requests as asked
from ..services import receipts
from ..services import requests as requesting
from .schemas import (
    AssetWhy,
    CustodyCount,
    Line24,
    Line40,
    Line80,
    ReceiptDetail,
    ReceiptIn,
    ReceiptLineOut,
    ReceiptList,
    ReceiptOut,
    ReceiptStepOut,
    ReceiptsTold,
    StockIssueIn,
    StockOut,
    StockRequestIn,
    StockRequestOut,
    receipt,
)

router = Router(tags=["assets"])


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
    return ReceiptDetail(**receipt(row), lines=lines, steps=steps)


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
