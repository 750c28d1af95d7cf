"""The door for machines: the same boards, filters, services and words as the screens."""

import datetime as dt
import uuid
from typing import Annotated, Any

from ninja import Field, File, Query, Router, Schema, Status
from ninja import Form as FormBody
from ninja.files import UploadedFile

from konak.foundation.cases.services import steps_open
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from . import queries, services
from .models import Order

router = Router(tags=["orders"])


Line24 = Annotated[str, line(24)]
Line200 = Annotated[str, line(200)]
Line250 = Annotated[str, line(250)]
Words = Annotated[str, line(2_000)]
Long = Annotated[str, line(10_000)]
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
Days = Annotated[int, Field(ge=1, le=1_000)]


class OrderNamed(Schema):
    id: int
    name: str


class OrderStepOut(Schema):
    """A step the asker may take now: POST to `…/{name}`."""

    name: str
    label: str
    danger: str = ""


class OrderOut(Schema):
    number: str
    subject: str
    state: str
    state_label: str
    unit: OrderNamed
    assignee: OrderNamed | None
    giver: OrderNamed
    given_as: str
    given_on: dt.date
    form: str
    confirmed: bool
    due_on: dt.date
    first_due_on: dt.date
    closed_at: dt.datetime | None
    basis: str
    regulation_number: str
    duty_path: str
    parent: str | None
    batch: uuid.UUID | None

    @classmethod
    def of(cls, order: Order) -> "OrderOut":
        return cls(**_order(order))


def _order(order: Order) -> dict[str, Any]:
    case = order.case
    return {
        "number": case.number,
        "subject": case.subject,
        "state": case.state,
        "state_label": order.state_label,
        "unit": OrderNamed(id=case.unit_id, name=case.unit.name),
        "assignee": OrderNamed(id=case.assignee.pk, name=case.assignee.full_name) if case.assignee else None,
        "giver": OrderNamed(id=order.giver_id, name=order.giver.full_name),
        "given_as": order.given_as,
        "given_on": order.given_on,
        "form": order.form,
        "confirmed": order.confirmed_at is not None,
        "due_on": case.due_on,
        "first_due_on": order.first_due_on,
        "closed_at": case.closed_at,
        "basis": order.basis,
        "regulation_number": order.regulation_number,
        "duty_path": order.duty_path,
        "parent": order.parent.case.number if order.parent else None,
        "batch": order.batch,
    }


class ReportOut(Schema):
    id: int
    note: str
    file: str | None
    sha256: str | None
    reported_by: str
    reported_at: dt.datetime
    verdict: str
    why: str


class ExtensionOut(Schema):
    until: dt.date
    before: dt.date
    why: str
    answer: str
    granted_until: dt.date | None
    words: str


class OrderBarOut(Schema):
    """An order on the timeline."""

    order: OrderOut
    waits_for: list[str]
    blocked: bool
    late: bool
    crossed: bool


class OrderWaitIn(Schema):
    before: Line24


class OrderDetail(OrderOut):
    waits_for: list[str]
    blocked: str
    """Why it cannot be begun or reported yet: what it waits for; empty when nothing stands before it."""
    text: str
    reports: list[ReportOut]
    extensions: list[ExtensionOut]
    parts: list[str]
    steps: list[OrderStepOut]


class OrderList(Schema):
    items: list[OrderOut]
    next: str


class Task(Schema):
    """What is to be done; exactly one of `due_on` and `working_days`."""

    subject: Line250
    text: Long
    due_on: dt.date | None = None
    working_days: Days | None = None
    basis: Line200 = ""
    regulation_number: Line24 = ""
    duty_path: Line24 = ""


class Give(Task):
    unit_id: Key
    assignee_id: Key | None = None


class GiveMany(Task):
    unit_ids: Annotated[list[Key], Field(max_length=300)]


class Oral(Schema):
    giver_id: Key
    given_on: dt.date
    subject: Line250
    text: Long
    due_on: dt.date | None = None
    working_days: Days | None = None
    basis: Line200 = ""


class PassOn(Schema):
    unit_id: Key
    assignee_id: Key | None = None
    subject: Line250 = ""
    text: Long = ""
    due_on: dt.date | None = None
    working_days: Days | None = None


class OrderReportIn(Schema):
    note: Long = ""


class OrderWordsIn(Schema):
    words: Words = ""


class OrderWhy(Schema):
    why: Words


class Ask(Schema):
    until: dt.date
    why: Words


class OrderAnswerIn(Schema):
    grant: bool
    until: dt.date | None = None
    words: Words = ""


class Move(Schema):
    due_on: dt.date


def _detail(request: Request, number: str) -> OrderDetail:
    order = queries.order(request.actor, number)
    sheet = queries.sheet(order, request.actor)
    return OrderDetail(
        **_order(order),
        text=order.text,
        waits_for=[one.number for one in sheet.waits],
        blocked=sheet.blocked,
        reports=[
            ReportOut(
                id=one.pk,
                note=one.note,
                file=f"/emirler/{number}/kanit/{one.pk}/" if one.file else None,
                sha256=one.file.blob_id if one.file else None,
                reported_by=one.reported_by.full_name,
                reported_at=one.reported_at,
                verdict=one.verdict,
                why=one.why,
            )
            for one in sheet.reports
        ],
        extensions=[
            ExtensionOut(
                until=one.until,
                before=one.before,
                why=one.why,
                answer=one.answer,
                granted_until=one.granted_until,
                words=one.words,
            )
            for one in sheet.extensions
        ],
        parts=[part.case.number for part in sheet.parts],
        steps=[
            OrderStepOut(name=step.name, label=step.label, danger=step.danger)
            for step in steps_open(order, request.actor)
        ],
    )


@router.get("", response=OrderList, summary="Görev emirleri")
def list_orders(
    request: Request,
    filters: Query[queries.OrderFilter],
    board: Line24 = "",
    cursor: Annotated[str, line(60)] = "",
    limit: int = 50,
) -> OrderList:
    """Open orders in reach by their last day; `board` is one of bana, verdigim, onayim, birim, geciken, biten."""
    page = queries.board(request.actor, board, filters, after=cursor, limit=max(1, min(limit, 200)))
    return OrderList(items=[OrderOut.of(order) for order in page.rows], next=page.after)


@router.post("", response={201: OrderDetail} | SAYS_NO, summary="Görev emri ver")
def give(request: Request, body: Give) -> Status[OrderDetail]:
    made = services.give(actor=request.actor, **body.dict())
    return Status(201, _detail(request, made.case.number))


@router.post("/bulk", response={201: list[OrderOut]} | SAYS_NO, summary="Birden çok birime görev emri ver")
def give_many(request: Request, body: GiveMany) -> Status[list[OrderOut]]:
    """An order for each unit, all or nothing; they share `batch`."""
    made = services.give_many(actor=request.actor, **body.dict())
    rows = queries.orders(request.actor).filter(pk__in=[one.pk for one in made]).order_by("pk")
    return Status(201, [OrderOut.of(order) for order in rows])


@router.post("/oral", response={201: OrderDetail} | SAYS_NO, summary="Sözlü emri yazıya dök")
def record_oral(request: Request, body: Oral) -> Status[OrderDetail]:
    made = services.record_oral(actor=request.actor, **body.dict())
    return Status(201, _detail(request, made.case.number))


@router.get("/timeline", response={200: list[OrderBarOut]} | SAYS_NO, summary="Emirlerin çizelgesi")
def timeline(request: Request, filters: Query[queries.OrderFilter], tied: bool = False) -> list[OrderBarOut]:
    """Open orders side by side, with what each waits for; `tied`: only those that wait or are waited for."""
    return [
        OrderBarOut(
            order=OrderOut.of(bar.order), waits_for=[one.number for one in bar.waits],
            blocked=bar.blocked, late=bar.late, crossed=bar.crossed,
        )
        for bar in queries.timeline(request.actor, filters, tied).bars
    ]  # fmt: skip


@router.get("/{number}", response={200: OrderDetail} | SAYS_NO, summary="Bir görev emri")
def one_order(request: Request, number: Line24) -> OrderDetail:
    return _detail(request, number)


@router.post("/{number}/start", response={200: OrderDetail} | SAYS_NO, summary="Göreve başla")
def start(request: Request, number: Line24) -> OrderDetail:
    services.start(number, actor=request.actor)
    return _detail(request, number)


@router.post("/{number}/report", response={200: OrderDetail} | SAYS_NO, summary="Yapıldığını bildir")
def report(
    request: Request, number: Line24, body: FormBody[OrderReportIn], file: File[UploadedFile | None] = None
) -> OrderDetail:
    """Multipart: a note, a file, or both."""
    services.report(
        number, actor=request.actor, note=body.note, file=file, file_name=(file.name or "") if file else ""
    )
    return _detail(request, number)


@router.post("/{number}/accept", response={200: OrderDetail} | SAYS_NO, summary="Sonucu kabul et")
def accept(request: Request, number: Line24, body: OrderWordsIn) -> OrderDetail:
    services.accept(number, actor=request.actor, words=body.words)
    return _detail(request, number)


@router.post("/{number}/return", response={200: OrderDetail} | SAYS_NO, summary="İade et")
def hand_back(request: Request, number: Line24, body: OrderWhy) -> OrderDetail:
    services.hand_back(number, actor=request.actor, why=body.why)
    return _detail(request, number)


@router.post("/{number}/withdraw", response={200: OrderDetail} | SAYS_NO, summary="Emri geri al")
def withdraw(request: Request, number: Line24, body: OrderWhy) -> OrderDetail:
    services.withdraw(number, actor=request.actor, why=body.why)
    return _detail(request, number)


@router.post("/{number}/pass-on", response={201: OrderDetail} | SAYS_NO, summary="Alt emir ver")
def pass_on(request: Request, number: Line24, body: PassOn) -> Status[OrderDetail]:
    made = services.pass_on(number, actor=request.actor, **body.dict())
    return Status(201, _detail(request, made.case.number))


@router.post("/{number}/confirm", response={200: OrderDetail} | SAYS_NO, summary="Sözlü emri teyit et")
def confirm(request: Request, number: Line24) -> OrderDetail:
    services.confirm_oral(number, actor=request.actor)
    return _detail(request, number)


@router.post("/{number}/extension", response={200: OrderDetail} | SAYS_NO, summary="Ek süre iste")
def ask_extension(request: Request, number: Line24, body: Ask) -> OrderDetail:
    services.ask_extension(number, actor=request.actor, until=body.until, why=body.why)
    return _detail(request, number)


@router.post("/{number}/extension/answer", response={200: OrderDetail} | SAYS_NO, summary="Süre isteğini cevapla")
def answer_extension(request: Request, number: Line24, body: OrderAnswerIn) -> OrderDetail:
    services.answer_extension(number, actor=request.actor, grant=body.grant, until=body.until, words=body.words)
    return _detail(request, number)


@router.post("/{number}/predecessors", response={200: OrderDetail} | SAYS_NO, summary="Öncül emir ekle")
def wait_for(request: Request, number: Line24, body: OrderWaitIn) -> OrderDetail:
    services.wait_for(number, actor=request.actor, before=body.before)
    return _detail(request, number)


@router.delete("/{number}/predecessors/{before}", response={200: OrderDetail} | SAYS_NO, summary="Öncülü kaldır")
def wait_no_more(request: Request, number: Line24, before: Line24) -> OrderDetail:
    services.wait_no_more(number, actor=request.actor, before=before)
    return _detail(request, number)


@router.post("/{number}/due", response={200: OrderDetail} | SAYS_NO, summary="Son günü değiştir")
def move_due(request: Request, number: Line24, body: Move) -> OrderDetail:
    services.move_deadline(number, actor=request.actor, due_on=body.due_on)
    return _detail(request, number)
