"""The door for machines: stock levels, printers, what is given out, proposals; the services of the screens."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any

from ninja import Field, Query, Router, Schema, Status

from konak.foundation.db.paging import page_after
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from . import queries, services
from .models import Fit, Issue, PartLife, Printer, StockLevel

router = Router(tags=["supplies"])


Line24 = Annotated[str, line(24)]
Line40 = Annotated[str, line(40)]
Line300 = Annotated[str, line(300)]
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
Small = Annotated[int, Field(ge=0, le=730)]
Pages = Annotated[int, Field(ge=0, le=10**12)]
Money = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]
Quantity = Annotated[Decimal, Field(gt=0, lt=10**8, max_digits=12, decimal_places=3)]
Stand = Annotated[Decimal, Field(ge=0, lt=10**8, max_digits=12, decimal_places=3)]
Page = Annotated[int, Field(ge=1, le=200)]
Cursor = Annotated[str, line(400)]


class SupplyLevelOut(Schema):
    id: int
    item: str
    code: str
    warehouse: str
    state: str
    state_label: str
    on_hand: Decimal
    coming: Decimal
    minimum: Decimal
    reorder_point: Decimal | None
    target: Decimal | None
    tender_days: int
    delivery_days: int
    monthly: Decimal
    point: Decimal
    cover_days: int | None
    run_out_on: dt.date | None
    order_by: dt.date | None
    propose: Decimal


def _level(one: StockLevel) -> SupplyLevelOut:
    seen = one.outlook
    return SupplyLevelOut(
        id=one.pk,
        item=one.item.name,
        code=one.item.code,
        warehouse=one.warehouse.code,
        state=seen.state,
        state_label=seen.get_state_display(),
        on_hand=seen.on_hand,
        coming=seen.coming,
        minimum=one.minimum,
        reorder_point=one.reorder_point,
        target=one.target,
        tender_days=one.tender_days,
        delivery_days=one.delivery_days,
        monthly=seen.monthly,
        point=seen.point,
        cover_days=seen.cover_days,
        run_out_on=seen.run_out_on,
        order_by=seen.order_by,
        propose=seen.propose,
    )


class SupplyLevelList(Schema):
    items: list[SupplyLevelOut]
    next: str


class SupplyLevelIn(Schema):
    warehouse: Line24
    item: Line40
    minimum: Stand
    reorder_point: Stand | None = None
    target: Stand | None = None
    tender_days: Small = 30
    delivery_days: Small = 15
    price: Money = Decimal(0)
    note: Line300 = ""


@router.get("/levels", response=SupplyLevelList, summary="Stok düzeyleri")
def list_levels(
    request: Request, filters: Query[queries.LevelFilter], cursor: Cursor = "", limit: Page = 50
) -> SupplyLevelList:
    rows = queries.levels(request.actor, filters).filter(ended_on=None)
    page, after = page_after(rows, ("item__name", "pk"), cursor, limit)
    return SupplyLevelList(items=[_level(one) for one in page], next=after)


@router.post("/levels", response={201: SupplyLevelOut} | SAYS_NO, summary="Stok düzeyi yaz")
def add_level(request: Request, body: SupplyLevelIn) -> Status[SupplyLevelOut]:
    made = services.add_level(actor=request.actor, **body.dict())
    return Status(201, _level(queries.level(request.actor, made.pk)))


@router.get("/levels/{level_id}", response={200: SupplyLevelOut} | SAYS_NO, summary="Bir stok düzeyi")
def one_level(request: Request, level_id: Key) -> SupplyLevelOut:
    return _level(queries.level(request.actor, level_id))


class SupplyPartOut(Schema):
    item: str
    code: str
    kind: str
    since: dt.date
    at_pages: int | None
    percent: int
    due_on: dt.date | None


def _part(one: PartLife) -> SupplyPartOut:
    return SupplyPartOut(
        item=one.fit.item.name,
        code=one.fit.item.code,
        kind=one.fit.kind,
        since=one.since,
        at_pages=one.at_pages,
        percent=one.percent,
        due_on=one.due_on,
    )


class SupplyPrinterOut(Schema):
    tag: str
    name: str
    model: str
    unit: int
    colour: bool
    pages: int | None
    read_on: dt.date | None
    pages_a_month: Decimal


class SupplyPrinterDetail(SupplyPrinterOut):
    parts: list[SupplyPartOut]


class SupplyPrinterList(Schema):
    items: list[SupplyPrinterOut]
    next: str


def _facts(one: Printer) -> dict[str, Any]:
    return {
        "tag": one.asset.tag,
        "name": one.asset.name,
        "model": str(one.asset.model or ""),
        "unit": one.asset.unit_id,
        "colour": one.colour,
        "pages": one.pages,
        "read_on": one.read_on,
        "pages_a_month": one.pages_a_month,
    }


def _printer(request: Request, tag: str) -> SupplyPrinterDetail:
    one = queries.printer(request.actor, tag)
    rows = one.parts.filter(ended_on=None).select_related("fit__item").order_by("pk")
    return SupplyPrinterDetail(**_facts(one), parts=[_part(row) for row in rows])


class SupplyPrinterIn(Schema):
    tag: Line40
    colour: bool = False
    pages: Pages | None = None


class SupplyReadingIn(Schema):
    pages: Pages
    read_on: dt.date | None = None


@router.get("/printers", response=SupplyPrinterList, summary="Yazıcılar")
def list_printers(
    request: Request, filters: Query[queries.PrinterFilter], cursor: Cursor = "", limit: Page = 50
) -> SupplyPrinterList:
    page, after = page_after(queries.printers(request.actor, filters), ("asset__tag",), cursor, limit)
    return SupplyPrinterList(items=[SupplyPrinterOut(**_facts(one)) for one in page], next=after)


@router.post("/printers", response={201: SupplyPrinterDetail} | SAYS_NO, summary="Yazıcıyı izlemeye al")
def add_printer(request: Request, body: SupplyPrinterIn) -> Status[SupplyPrinterDetail]:
    made = services.add_printer(actor=request.actor, **body.dict())
    return Status(201, _printer(request, made.asset.tag))


@router.get("/printers/{tag}", response={200: SupplyPrinterDetail} | SAYS_NO, summary="Bir yazıcı")
def one_printer(request: Request, tag: Line40) -> SupplyPrinterDetail:
    return _printer(request, tag)


@router.post("/printers/{tag}/readings", response={201: SupplyPrinterDetail} | SAYS_NO, summary="Sayaç yaz")
def read(request: Request, tag: Line40, body: SupplyReadingIn) -> Status[SupplyPrinterDetail]:
    services.read(tag, actor=request.actor, pages=body.pages, read_on=body.read_on)
    return Status(201, _printer(request, tag))


class SupplyFitOut(Schema):
    id: int
    model: str
    item: str
    code: str
    kind: str
    yield_pages: int | None
    life_months: int | None


def _fit(one: Fit) -> SupplyFitOut:
    return SupplyFitOut(
        id=one.pk,
        model=str(one.model),
        item=one.item.name,
        code=one.item.code,
        kind=one.kind,
        yield_pages=one.yield_pages,
        life_months=one.life_months,
    )


@router.get("/fits", response=list[SupplyFitOut], summary="Uyumlu malzemeler")
def list_fits(request: Request, q: Annotated[str, line(100)] = "") -> list[SupplyFitOut]:
    return [_fit(one) for one in queries.fits(request.actor, q)[:500]]


class SupplyIssueOut(Schema):
    id: int
    receipt: str
    purpose: str
    given_on: dt.date
    item: str
    code: str
    quantity: Decimal
    amount: Decimal
    warehouse: str
    unit: int
    tag: str
    pages: int | None
    reference: str
    returned: Decimal
    undone: bool


class SupplyIssueList(Schema):
    items: list[SupplyIssueOut]
    next: str


def _issue(one: Issue) -> SupplyIssueOut:
    return SupplyIssueOut(
        id=one.pk,
        receipt=one.number,
        purpose=one.purpose,
        given_on=one.given_on,
        item=one.item.name,
        code=one.item.code,
        quantity=one.quantity,
        amount=one.amount,
        warehouse=one.warehouse.code,
        unit=one.unit_id,
        tag=one.asset.tag if one.asset else "",
        pages=one.pages,
        reference=one.reference,
        returned=one.returned,
        undone=one.undone,
    )


class SupplyGiveIn(Schema):
    """To a printer (`tag`), or to a unit (`unit_id`)."""

    warehouse: Line24
    item: Line40
    quantity: Quantity = Decimal(1)
    tag: Line40 = ""
    unit_id: Key | None = None
    pages: Pages | None = None
    note: Line300 = ""
    reference: Line24 = ""


class SupplyEmptiesIn(Schema):
    quantity: Quantity
    returned_on: dt.date | None = None
    note: Annotated[str, line(200)] = ""


@router.get("/issues", response=SupplyIssueList, summary="Verilen malzemeler")
def list_issues(
    request: Request, filters: Query[queries.IssueFilter], cursor: Cursor = "", limit: Page = 50
) -> SupplyIssueList:
    page, after = page_after(queries.issues(request.actor, filters), ("-pk",), cursor, limit)
    return SupplyIssueList(items=[_issue(one) for one in page], next=after)


@router.post("/issues", response={201: SupplyIssueOut} | SAYS_NO, summary="Yazıcıya ya da birime malzeme ver")
def give(request: Request, body: SupplyGiveIn) -> Status[SupplyIssueOut]:
    asked = body.dict()
    unit_id, pages, tag = asked.pop("unit_id"), asked.pop("pages"), asked.pop("tag")
    if tag:
        made = services.hand_out(actor=request.actor, tag=tag, pages=pages, **asked)
    else:
        made = services.hand_to_unit(actor=request.actor, unit_id=unit_id, **asked)
    return Status(201, _issue(queries.issue(request.actor, made.pk)))


@router.post("/issues/{issue_id}/empties", response={201: SupplyIssueOut} | SAYS_NO, summary="Boş kartuş geri geldi")
def empties(request: Request, issue_id: Key, body: SupplyEmptiesIn) -> Status[SupplyIssueOut]:
    services.return_empties(issue_id, actor=request.actor, **body.dict())
    return Status(201, _issue(queries.issue(request.actor, issue_id)))


class SupplyLineOut(Schema):
    item: str
    code: str
    warehouse: str
    quantity: Decimal
    price: Decimal
    received: Decimal


class SupplyProposalOut(Schema):
    number: str
    subject: str
    state: str
    state_label: str
    why: str
    approved_on: dt.date | None
    lines: list[SupplyLineOut]


def _proposal(request: Request, number: str) -> SupplyProposalOut:
    one = queries.proposal(request.actor, number)
    return SupplyProposalOut(
        number=one.case.number,
        subject=one.case.subject,
        state=one.case.state,
        state_label=one.state_label,
        why=one.why,
        approved_on=one.approved_on,
        lines=[
            SupplyLineOut(
                item=row.level.item.name,
                code=row.level.item.code,
                warehouse=row.level.warehouse.code,
                quantity=row.quantity,
                price=row.price,
                received=row.received,
            )
            for row in queries.proposal_lines(one)
        ],
    )


class SupplyProposeIn(Schema):
    """Without `levels`: everything that has to be bought and stands on no other list."""

    levels: Annotated[list[Key], Field(max_length=300)] = []
    why: Annotated[str, line(1_000)] = ""


class SupplyAnswerIn(Schema):
    answer: Annotated[str, line(500)] = ""


@router.post("/proposals", response={201: SupplyProposalOut} | SAYS_NO, summary="Alım önerisi hazırla")
def propose(request: Request, body: SupplyProposeIn) -> Status[SupplyProposalOut]:
    made = services.propose(actor=request.actor, level_ids=body.levels, why=body.why)
    return Status(201, _proposal(request, made.case.number))


@router.get("/proposals/{number}", response={200: SupplyProposalOut} | SAYS_NO, summary="Bir alım önerisi")
def one_proposal(request: Request, number: Line24) -> SupplyProposalOut:
    return _proposal(request, number)


@router.post("/proposals/{number}/submit", response={200: SupplyProposalOut} | SAYS_NO, summary="Karara sun")
def submit(request: Request, number: Line24) -> SupplyProposalOut:
    services.submit(number, actor=request.actor)
    return _proposal(request, number)


@router.post("/proposals/{number}/approve", response={200: SupplyProposalOut} | SAYS_NO, summary="Alınsın")
def approve(request: Request, number: Line24, body: SupplyAnswerIn) -> SupplyProposalOut:
    services.approve(number, actor=request.actor, answer=body.answer)
    return _proposal(request, number)
