"""Counts: what they look for, labels read, steps."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import Annotated, Any, Literal

from ninja import Field, Query, Router, Schema, Status
from pydantic import AwareDatetime

from konak.foundation.cases.services import steps_open
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from .. import queries, services
from ..models import CountLine, Stocktake
from .words import Conditions, Key, Line24, Line120, Line300, Line500, Money, Quantity, StepIn, Year

router = Router()


class StocktakeOut(Schema):
    number: str
    warehouse: str
    reason: str
    year: int
    state: str
    state_label: str
    begun_at: dt.datetime | None
    finished_at: dt.datetime | None
    shortage_receipt: str
    surplus_receipt: str
    settled_on: dt.date | None

    @classmethod
    def of(cls, row: Stocktake) -> "StocktakeOut":
        return cls(**_facts(row))


def _facts(row: Stocktake) -> dict[str, Any]:
    return {
        "number": row.case.number,
        "warehouse": row.warehouse.code,
        "reason": row.reason,
        "year": row.year,
        "state": row.case.state,
        "state_label": row.state_label,
        "begun_at": row.begun_at,
        "finished_at": row.finished_at,
        "shortage_receipt": row.shortage_receipt,
        "surplus_receipt": row.surplus_receipt,
        "settled_on": row.settled_on,
    }


class StocktakeDetail(StocktakeOut):
    lines: int
    counted: int
    missing: int
    missing_amount: Decimal
    over: int
    findings: int
    steps: list[str]


class StocktakeList(Schema):
    items: list[StocktakeOut]
    next: str


class StocktakeIn(Schema):
    """`successor_id` with a hand-over: who keeps the books once the count agrees with them."""

    warehouse: Line24
    reason: Literal["yearly", "handover", "spot"]
    chair_id: Key
    member_ids: Annotated[list[Key], Field(max_length=20)]
    year: Year | None = None
    due_on: dt.date | None = None
    successor_id: Key | None = None
    why: Line500 = ""


class CountLineOut(Schema):
    id: int
    code: str
    name: str
    tag: str | None
    serial: str
    expected: Decimal
    amount: Decimal
    counted: Decimal | None
    condition: str
    place: str
    note: str


class CountLineList(Schema):
    items: list[CountLineOut]
    next: str


class ScanIn(Schema):
    """One label. `key` is the device's own, sent again it counts once; `at` with its zone."""

    key: uuid.UUID
    text: Line120
    at: AwareDatetime
    place: Line120 = ""
    condition: Conditions = "good"


class ScansIn(Schema):
    scans: Annotated[list[ScanIn], Field(max_length=1_000)]


class ScansOut(Schema):
    taken: int
    known: int
    unknown: list[str]
    repeated: int


class CountIn(Schema):
    quantity: Quantity
    condition: Conditions = "good"
    place: Line120 = ""
    note: Line300 = ""


class FindingIn(Schema):
    name: Annotated[str, line(200)]
    item_id: Key | None = None
    quantity: Quantity = Decimal(1)
    value: Money = Decimal(0)
    serial: Annotated[str, line(80)] = ""
    place: Line120 = ""
    note: Line300 = ""


class FindingOut(Schema):
    id: int
    label: str
    name: str
    quantity: Decimal
    value: Decimal


def _counted(line: CountLine) -> CountLineOut:
    return CountLineOut(
        id=line.pk,
        code=line.item.code,
        name=line.asset.name if line.asset else line.item.name,
        tag=line.asset.tag if line.asset else None,
        serial=line.asset.serial if line.asset else "",
        expected=line.expected,
        amount=line.amount,
        counted=line.counted,
        condition=line.condition,
        place=line.place,
        note=line.note,
    )


@router.get("", response={200: StocktakeList, **SAYS_NO})
def list_stocktakes(
    request: Request, filters: Query[queries.StocktakeFilter], after: Annotated[str, line(20)] = ""
) -> StocktakeList:
    rows, more = queries.page_of(queries.stocktakes(request.actor, filters), after)
    return StocktakeList(items=[StocktakeOut.of(row) for row in rows], next=more)


@router.post("", response={201: StocktakeOut, **SAYS_NO})
def plan(request: Request, body: StocktakeIn) -> Status[StocktakeOut]:
    made = services.plan(actor=request.actor, **body.dict())
    return Status(201, StocktakeOut.of(made))


@router.get("/{number}", response={200: StocktakeDetail, **SAYS_NO})
def one(request: Request, number: str) -> StocktakeDetail:
    row = queries.stocktake(request.actor, number)
    found = queries.numbers(row)
    names = ("lines", "counted", "missing", "missing_amount", "over", "findings")
    steps = [step.name for step in steps_open(row, request.actor)]
    return StocktakeDetail(**_facts(row), **{name: getattr(found, name) for name in names}, steps=steps)


@router.get("/{number}/lines", response={200: CountLineList, **SAYS_NO})
def list_lines(
    request: Request,
    number: str,
    filters: Query[queries.LineFilter],
    after: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0,
) -> CountLineList:
    row = queries.stocktake(request.actor, number)
    found = list(queries.lines(row, filters).filter(pk__gt=after).order_by("pk")[: queries.PAGE + 1])
    more, found = len(found) > queries.PAGE, found[: queries.PAGE]
    items = [_counted(line) for line in found]
    return CountLineList(items=items, next=str(found[-1].pk) if more and found else "")


@router.post("/{number}/lines/{line_id}", response={200: CountLineOut, **SAYS_NO})
def count(request: Request, number: str, line_id: Key, body: CountIn) -> CountLineOut:
    services.count(number, line_id, actor=request.actor, **body.dict())
    row = queries.stocktake(request.actor, number)
    return _counted(queries.lines(row).get(pk=line_id))


@router.post("/{number}/scans", response={200: ScansOut, **SAYS_NO})
def receive(request: Request, number: str, body: ScansIn) -> ScansOut:
    reads = [services.Read(**one.dict()) for one in body.scans]
    got = services.receive_scans(number, actor=request.actor, reads=reads)
    return ScansOut(taken=got.taken, known=got.known, unknown=list(got.unknown), repeated=got.repeated)


@router.post("/{number}/findings", response={201: FindingOut, **SAYS_NO})
def add_finding(request: Request, number: str, body: FindingIn) -> Status[FindingOut]:
    made = services.add_finding(number, actor=request.actor, **body.dict())
    out = FindingOut(id=made.pk, label=made.label, name=made.name, quantity=made.quantity, value=made.value)
    return Status(201, out)


@router.post("/{number}/rest-missing", response={200: StocktakeOut, **SAYS_NO})
def rest_missing(request: Request, number: str) -> StocktakeOut:
    services.count_rest_missing(number, actor=request.actor)
    return StocktakeOut.of(queries.stocktake(request.actor, number))


@router.post("/{number}/sign", response={200: StocktakeOut, **SAYS_NO})
def sign(request: Request, number: str) -> StocktakeOut:
    services.sign(number, actor=request.actor)
    return StocktakeOut.of(queries.stocktake(request.actor, number))


@router.post("/{number}/receipts", response={200: StocktakeOut, **SAYS_NO})
def receipts(request: Request, number: str) -> StocktakeOut:
    return StocktakeOut.of(services.make_receipts(number, actor=request.actor))


STEPS = {
    "begin": services.begin,
    "finish": services.finish,
    "report": services.report,
    "settle": services.settle,
    "cancel": services.cancel,
}


@router.post("/{number}/steps/{step}", response={200: StocktakeOut, **SAYS_NO})
def step(
    request: Request,
    number: str,
    step: Literal["begin", "finish", "recount", "report", "approve", "send_back", "settle", "cancel"],
    body: StepIn,
) -> StocktakeOut:
    if step == "approve":
        made = services.approve(number, actor=request.actor, decision=body.decision)
    elif step in ("recount", "send_back"):
        service = services.recount if step == "recount" else services.send_back
        made = service(number, actor=request.actor, why=body.why)
    else:
        made = STEPS[step](number, actor=request.actor)
    return StocktakeOut.of(made)
