"""The door for machines: what a ticket asks of a warehouse."""

import datetime as dt
from decimal import Decimal
from typing import Annotated

from ninja import Field, Query, Router, Schema, Status

from konak.foundation.db.paging import page_after
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from . import queries, services
from .models import PartRequest

router = Router(tags=["repairs"])
Line24 = Annotated[str, line(24)]
Line40 = Annotated[str, line(40)]
Line300 = Annotated[str, line(300)]
Page = Annotated[int, Field(ge=1, le=200)]
Cursor = Annotated[str, line(400)]


class RepairRequestOut(Schema):
    number: str
    ticket: str
    kind: str
    tag: str
    item: str
    quantity: Decimal
    new_tag: str
    state: str
    state_label: str
    receipt: str
    slip: str
    opened_at: dt.datetime
    closed_at: dt.datetime | None


def _out(row: PartRequest) -> RepairRequestOut:
    return RepairRequestOut(
        number=row.case.number,
        ticket=row.ticket.case.number,
        kind=row.kind,
        tag=row.asset.tag,
        item=row.item.code if row.item else "",
        quantity=row.quantity,
        new_tag=row.new_asset.tag if row.new_asset else "",
        state=row.case.state,
        state_label=row.state_label,
        receipt=row.receipt,
        slip=row.slip,
        opened_at=row.case.opened_at,
        closed_at=row.case.closed_at,
    )


class RepairRequestList(Schema):
    items: list[RepairRequestOut]
    next: str


class RepairPartIn(Schema):
    ticket: Line24
    warehouse: Line24
    item: Line40
    tag: Line40 = ""
    quantity: Annotated[Decimal, Field(gt=0, lt=10**8, max_digits=12, decimal_places=3)] = Decimal(1)
    note: Line300 = ""


class RepairDeviceIn(Schema):
    ticket: Line24
    warehouse: Line24
    tag: Line40 = ""
    new_tag: Line40 = ""
    note: Line300 = ""


class RepairGiveIn(Schema):
    new_tag: Line40 = ""
    answer: Line300 = ""


class RepairWhyIn(Schema):
    why: Line300


@router.get("/requests", response=RepairRequestList, summary="Parça ve cihaz istekleri")
def list_requests(
    request: Request, filters: Query[queries.RequestFilter], cursor: Cursor = "", limit: Page = 50
) -> RepairRequestList:
    rows, after = page_after(queries.requests(request.actor, filters), ("-case_id",), cursor, limit)
    return RepairRequestList(items=[_out(row) for row in rows], next=after)


@router.post("/parts", response={201: RepairRequestOut} | SAYS_NO, summary="Bir talep için ambardan parça iste")
def ask_part(request: Request, body: RepairPartIn) -> Status[RepairRequestOut]:
    made = services.ask_part(actor=request.actor, **body.dict())
    return Status(201, _out(queries.request(request.actor, made.case.number)))


@router.post("/devices", response={201: RepairRequestOut} | SAYS_NO, summary="Bir talep için cihaz değişimi iste")
def ask_device(request: Request, body: RepairDeviceIn) -> Status[RepairRequestOut]:
    made = services.ask_device(actor=request.actor, **body.dict())
    return Status(201, _out(queries.request(request.actor, made.case.number)))


@router.get("/requests/{number}", response={200: RepairRequestOut} | SAYS_NO, summary="Bir istek")
def one_request(request: Request, number: Line24) -> RepairRequestOut:
    return _out(queries.request(request.actor, number))


@router.post("/requests/{number}/give", response={200: RepairRequestOut} | SAYS_NO, summary="Ambardan ver")
def give(request: Request, number: Line24, body: RepairGiveIn) -> RepairRequestOut:
    services.give(number, actor=request.actor, **body.dict())
    return _out(queries.request(request.actor, number))


@router.post("/requests/{number}/refuse", response={200: RepairRequestOut} | SAYS_NO, summary="Verilemiyor")
def refuse(request: Request, number: Line24, body: RepairWhyIn) -> RepairRequestOut:
    services.refuse(number, actor=request.actor, why=body.why)
    return _out(queries.request(request.actor, number))
