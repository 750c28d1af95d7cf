"""The door for machines: work orders, counters, plans, contracts, setups, wipes; the same services as the screens."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any

from ninja import Field, Query, Router, Schema, Status

from konak.foundation.cases.services import steps_open
from konak.foundation.db.paging import page_after
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from . import public, queries, services
from .models import Commissioning, Contract, WorkOrder

router = Router(tags=["upkeep"])


Line24 = Annotated[str, line(24)]
Line40 = Annotated[str, line(40)]
Line160 = Annotated[str, line(160)]
Line300 = Annotated[str, line(300)]
Words = Annotated[str, line(4_000)]
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
Money = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]
Quantity = Annotated[Decimal, Field(gt=0, max_digits=14, decimal_places=3)]
Page = Annotated[int, Field(ge=1, le=200)]
Cursor = Annotated[str, line(400)]


class UpkeepPoint(Schema):
    text: str
    by: str
    at: str
    note: str


class UpkeepStepOut(Schema):
    name: str
    label: str
    danger: str = ""


class UpkeepOrderOut(Schema):
    number: str
    kind: str
    tag: str
    device: str
    subject: str
    report: str
    state: str
    state_label: str
    unit: int
    assignee: int | None
    due_on: dt.date | None
    opened_at: dt.datetime
    closed_at: dt.datetime | None
    down_since: dt.datetime | None
    up_at: dt.datetime | None
    done: str
    minutes: int


def _order(one: WorkOrder) -> UpkeepOrderOut:
    return UpkeepOrderOut(
        number=one.case.number,
        kind=one.kind,
        tag=one.asset.tag,
        device=one.asset.name,
        subject=one.case.subject,
        report=one.report,
        state=one.case.state,
        state_label=one.state_label,
        unit=one.case.unit_id,
        assignee=one.case.assignee_id,
        due_on=one.case.due_on,
        opened_at=one.case.opened_at,
        closed_at=one.case.closed_at,
        down_since=one.down_since,
        up_at=one.up_at,
        done=one.done,
        minutes=one.minutes,
    )


class UpkeepOrderList(Schema):
    items: list[UpkeepOrderOut]
    next: str


class UpkeepSentOut(Schema):
    receipt: str
    firm: str
    warranty: bool
    handed_on: dt.date
    expected_on: dt.date
    returned_on: dt.date | None
    result: str
    cost: Decimal


class UpkeepPartOut(Schema):
    item: str
    name: str
    warehouse: str
    quantity: Decimal
    amount: Decimal
    receipt: str


class UpkeepOrderDetail(UpkeepOrderOut):
    points: list[UpkeepPoint]
    sent: list[UpkeepSentOut]
    parts: list[UpkeepPartOut]
    steps: list[UpkeepStepOut]


def _steps(record: Any, request: Request) -> list[UpkeepStepOut]:
    return [
        UpkeepStepOut(name=step.name, label=step.label, danger=step.danger)
        for step in steps_open(record, request.actor)
    ]


def _detail(request: Request, number: str) -> UpkeepOrderDetail:
    one = queries.order(request.actor, number)
    return UpkeepOrderDetail(
        **_order(one).dict(),
        points=[UpkeepPoint(**point) for point in one.points],
        sent=[
            UpkeepSentOut(
                receipt=row.receipt,
                firm=row.firm,
                warranty=row.warranty,
                handed_on=row.handed_on,
                expected_on=row.expected_on,
                returned_on=row.returned_on,
                result=row.result,
                cost=row.cost,
            )
            for row in one.sent.order_by("pk")
        ],
        parts=[
            UpkeepPartOut(
                item=row.item,
                name=row.name,
                warehouse=row.warehouse,
                quantity=row.quantity,
                amount=row.amount,
                receipt=row.receipt,
            )
            for row in one.parts.order_by("pk")
        ],
        steps=_steps(one, request),
    )


class UpkeepOrderIn(Schema):
    tag: Line40
    report: Words
    due_on: dt.date | None = None
    unit_id: Key | None = None
    down: bool = False


class UpkeepTickIn(Schema):
    place: Annotated[int, Field(ge=0, le=100)]
    note: Annotated[str, line(200)] = ""


class UpkeepSendIn(Schema):
    firm: Line160
    expected_on: dt.date
    contact: Line160 = ""
    with_it: Line300 = ""
    warranty: bool = False
    handed_on: dt.date | None = None


class UpkeepReceiveIn(Schema):
    result: Line24
    cost: Money = Decimal(0)
    note: Annotated[str, line(500)] = ""
    returned_on: dt.date | None = None


class UpkeepPartIn(Schema):
    warehouse: Line40
    item: Line40
    quantity: Quantity


class UpkeepFinishIn(Schema):
    done: Words
    cause: Annotated[str, line(200)] = ""
    minutes: Annotated[int, Field(ge=0, le=100_000)] = 0
    labour_cost: Money = Decimal(0)


class UpkeepWhy(Schema):
    why: Annotated[str, line(2_000)]


@router.get("/orders", response=UpkeepOrderList, summary="İş emirleri")
def list_orders(
    request: Request, filters: Query[queries.WorkFilter], cursor: Cursor = "", limit: Page = 50
) -> UpkeepOrderList:
    rows, after = page_after(queries.orders(request.actor, filters), ("-case_id",), cursor, limit)
    return UpkeepOrderList(items=[_order(one) for one in rows], next=after)


@router.post("/orders", response={201: UpkeepOrderDetail} | SAYS_NO, summary="Arıza için iş emri aç")
def open_order(request: Request, body: UpkeepOrderIn) -> Status[UpkeepOrderDetail]:
    made = services.open_order(actor=request.actor, **body.dict())
    return Status(201, _detail(request, made.case.number))


@router.get("/orders/{number}", response={200: UpkeepOrderDetail} | SAYS_NO, summary="Bir iş emri")
def one_order(request: Request, number: Line24) -> UpkeepOrderDetail:
    return _detail(request, number)


@router.post("/orders/{number}/take", response={200: UpkeepOrderDetail} | SAYS_NO, summary="İşe başla")
def take(request: Request, number: Line24) -> UpkeepOrderDetail:
    services.take(number, actor=request.actor)
    return _detail(request, number)


@router.post("/orders/{number}/tick", response={200: UpkeepOrderDetail} | SAYS_NO, summary="Maddeyi işaretle")
def tick(request: Request, number: Line24, body: UpkeepTickIn) -> UpkeepOrderDetail:
    services.tick(number, actor=request.actor, place=body.place, note=body.note)
    return _detail(request, number)


@router.post("/orders/{number}/parts", response={200: UpkeepOrderDetail} | SAYS_NO, summary="Ambardan parça kullan")
def use_part(request: Request, number: Line24, body: UpkeepPartIn) -> UpkeepOrderDetail:
    services.use_part(number, actor=request.actor, **body.dict())
    return _detail(request, number)


@router.post("/orders/{number}/send", response={200: UpkeepOrderDetail} | SAYS_NO, summary="Firmaya gönder")
def send(request: Request, number: Line24, body: UpkeepSendIn) -> UpkeepOrderDetail:
    services.send(number, actor=request.actor, **body.dict())
    return _detail(request, number)


@router.post("/orders/{number}/receive", response={200: UpkeepOrderDetail} | SAYS_NO, summary="Firmadan geldi")
def receive(request: Request, number: Line24, body: UpkeepReceiveIn) -> UpkeepOrderDetail:
    services.receive(number, actor=request.actor, **body.dict())
    return _detail(request, number)


@router.post("/orders/{number}/finish", response={200: UpkeepOrderDetail} | SAYS_NO, summary="İş emrini bitir")
def finish(request: Request, number: Line24, body: UpkeepFinishIn) -> UpkeepOrderDetail:
    services.finish(number, actor=request.actor, **body.dict())
    return _detail(request, number)


@router.post("/orders/{number}/cancel", response={200: UpkeepOrderDetail} | SAYS_NO, summary="İş emrinden vazgeç")
def cancel(request: Request, number: Line24, body: UpkeepWhy) -> UpkeepOrderDetail:
    services.cancel(number, actor=request.actor, why=body.why)
    return _detail(request, number)


class UpkeepReadingIn(Schema):
    tag: Line40
    counter: Line40
    value: Annotated[int, Field(ge=0, le=10**15)]
    read_on: dt.date | None = None


class UpkeepReadingOut(Schema):
    tag: str
    counter: str
    value: int
    read_on: dt.date


@router.post("/readings", response={201: UpkeepReadingOut} | SAYS_NO, summary="Sayaç yaz")
def read_counter(request: Request, body: UpkeepReadingIn) -> Status[UpkeepReadingOut]:
    """What a printer or a monitoring tool counts. A lower value than before is refused."""
    made = services.read_counter(
        body.tag, actor=request.actor, counter=body.counter, value=body.value, read_on=body.read_on
    )
    return Status(
        201,
        UpkeepReadingOut(tag=made.asset.tag, counter=made.counter, value=made.value, read_on=made.read_on),
    )


class UpkeepDueOut(Schema):
    plan: int
    plan_name: str
    tag: str
    last_on: dt.date | None
    next_on: dt.date | None
    order: str | None


@router.get("/due", response=list[UpkeepDueOut], summary="Gelen bakımlar")
def due(request: Request, days: Annotated[int, Field(ge=0, le=730)] = 60) -> list[UpkeepDueOut]:
    return [
        UpkeepDueOut(
            plan=row.plan_id,
            plan_name=row.plan.name,
            tag=row.asset.tag,
            last_on=row.last_on,
            next_on=row.next_on,
            order=row.order_number,
        )
        for row in queries.due_rows(request.actor, days)[:2_000]
    ]


class UpkeepContractOut(Schema):
    number: str
    title: str
    kind: str
    supplier: str
    starts_on: dt.date
    ends_on: dt.date
    cost: Decimal
    per_year: Decimal
    answer_hours: int | None
    repair_hours: int | None
    devices: int


class UpkeepContractList(Schema):
    items: list[UpkeepContractOut]
    next: str


class UpkeepContractDetail(UpkeepContractOut):
    scope: str
    sla: str
    tags: list[str]


def _contract(one: Any) -> UpkeepContractOut:
    return UpkeepContractOut(
        number=one.number,
        title=one.title,
        kind=one.kind,
        supplier=one.supplier,
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        cost=one.cost,
        per_year=one.per_year,
        answer_hours=one.answer_hours,
        repair_hours=one.repair_hours,
        devices=one.devices,
    )


@router.get("/contracts", response=UpkeepContractList, summary="Bakım ve destek sözleşmeleri")
def list_contracts(
    request: Request, filters: Query[queries.ContractFilter], cursor: Cursor = "", limit: Page = 50
) -> UpkeepContractList:
    rows, after = page_after(queries.contracts(request.actor, filters), ("-ends_on", "-pk"), cursor, limit)
    return UpkeepContractList(items=[_contract(one) for one in rows], next=after)


@router.get("/contracts/{number}", response={200: UpkeepContractDetail} | SAYS_NO, summary="Bir sözleşme")
def one_contract(request: Request, number: Line24) -> UpkeepContractDetail:
    one: Contract = queries.contract(request.actor, number)
    return UpkeepContractDetail(
        **_contract(one).dict(),
        scope=one.scope,
        sla=one.sla,
        tags=list(one.covered.order_by("asset__tag").values_list("asset__tag", flat=True)[:2_000]),
    )


class UpkeepSetupOut(Schema):
    number: str
    tag: str
    checklist: str
    state: str
    points: list[UpkeepPoint]
    steps: list[UpkeepStepOut]


class UpkeepSetupIn(Schema):
    tag: Line40
    checklist_id: Key | None = None


def _setup(request: Request, number: str) -> UpkeepSetupOut:
    one: Commissioning = queries.setup(request.actor, number)
    return UpkeepSetupOut(
        number=one.case.number,
        tag=one.asset.tag,
        checklist=one.checklist.name,
        state=one.case.state,
        points=[UpkeepPoint(**point) for point in one.points],
        steps=_steps(one, request),
    )


@router.post("/setups", response={201: UpkeepSetupOut} | SAYS_NO, summary="Cihazı devreye almaya başla")
def begin_setup(request: Request, body: UpkeepSetupIn) -> Status[UpkeepSetupOut]:
    made = services.begin_setup(actor=request.actor, **body.dict())
    return Status(201, _setup(request, made.case.number))


@router.get("/setups/{number}", response={200: UpkeepSetupOut} | SAYS_NO, summary="Bir devreye alma")
def one_setup(request: Request, number: Line24) -> UpkeepSetupOut:
    return _setup(request, number)


@router.post("/setups/{number}/tick", response={200: UpkeepSetupOut} | SAYS_NO, summary="Maddeyi işaretle")
def tick_setup(request: Request, number: Line24, body: UpkeepTickIn) -> UpkeepSetupOut:
    services.tick_setup(number, actor=request.actor, place=body.place, note=body.note)
    return _setup(request, number)


@router.post("/setups/{number}/put-in-service", response={200: UpkeepSetupOut} | SAYS_NO, summary="Devreye al")
def put_in_service(request: Request, number: Line24) -> UpkeepSetupOut:
    services.put_in_service(number, actor=request.actor)
    return _setup(request, number)


class UpkeepObjections(Schema):
    """Why a device may not go into use or leave the house; null where nothing stands against it."""

    use: str | None
    disposal: str | None


@router.get("/devices/{tag}/objections", response=UpkeepObjections, summary="Kullanıma ya da elden çıkarmaya engel")
def objections(request: Request, tag: Line40) -> UpkeepObjections:
    return UpkeepObjections(use=public.use_objection(tag), disposal=public.disposal_objection(tag))
