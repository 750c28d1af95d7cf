"""The door for machines: the catalogue, queues, one ticket, and every step; the same words as the screens."""

import datetime as dt
from typing import Annotated, Any

from ninja import Field, File, Query, Router, Schema, Status
from ninja import Form as FormBody
from ninja.files import UploadedFile
from pydantic import StringConstraints

from konak.foundation.cases.services import steps_open
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from . import queries, services
from .models import Channel, Service, Ticket

router = Router(tags=["desk"])


Line24 = Annotated[str, line(24)]
Line60 = Annotated[str, line(60)]
Line120 = Annotated[str, line(120)]
Line250 = Annotated[str, line(250)]
Words = Annotated[str, line(2_000)]
Long = Annotated[str, line(20_000)]
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
Grade3 = Annotated[int, Field(ge=1, le=3)]
Priority4 = Annotated[int, Field(ge=1, le=4)]


class DeskNamed(Schema):
    id: int
    name: str


class DeskStepOut(Schema):
    """A step the asker may take now: POST to `…/{name}`."""

    name: str
    label: str
    danger: str = ""


class DeskQuestionOut(Schema):
    key: str
    type: str
    label: str
    help: str = ""
    required: bool = False
    options: list[str] = []


class DeskServiceOut(Schema):
    code: str
    name: str
    description: str
    group: str
    unit: str
    kinds: list[str]
    approver: str
    time_required: bool


class DeskServiceDetail(DeskServiceOut):
    """With its form: the questions as they are shown, and the JSON Schema the answers are checked by."""

    procedure: str
    version: int | None
    questions: list[DeskQuestionOut]
    form_schema: dict[str, Any]


class TicketOut(Schema):
    number: str
    subject: str
    state: str
    state_label: str
    kind: str
    channel: str
    service: str
    priority: int
    unit: DeskNamed
    assignee: DeskNamed | None
    requester: DeskNamed | None
    opened_at: dt.datetime
    answer_due: dt.datetime | None
    answered_at: dt.datetime | None
    solve_due: dt.datetime | None
    solved_at: dt.datetime | None
    clock_on: bool
    closed_at: dt.datetime | None
    asset_tag: str
    reopened: int
    score: int | None


def _ticket(one: Ticket) -> dict[str, Any]:
    case = one.case
    return {
        "number": case.number,
        "subject": case.subject,
        "state": case.state,
        "state_label": one.state_label,
        "kind": one.kind,
        "channel": one.channel,
        "service": one.service.code,
        "priority": one.priority,
        "unit": DeskNamed(id=case.unit_id, name=case.unit.name),
        "assignee": DeskNamed(id=case.assignee.pk, name=case.assignee.full_name) if case.assignee else None,
        "requester": DeskNamed(id=one.requester.pk, name=one.requester.full_name) if one.requester else None,
        "opened_at": one.opened_at,
        "answer_due": one.answer_due,
        "answered_at": one.answered_at,
        "solve_due": one.solve_due,
        "solved_at": one.solved_at,
        "clock_on": one.clock_on,
        "closed_at": case.closed_at,
        "asset_tag": one.asset_tag,
        "reopened": one.reopened,
        "score": one.score,
    }


class TicketList(Schema):
    items: list[TicketOut]
    next: str


class DeskMessageOut(Schema):
    id: int
    at: dt.datetime
    author: str
    by_desk: bool
    internal: bool
    channel: str
    text: str
    files: list[str]


class TicketDetail(TicketOut):
    text: str
    answers: dict[str, Any]
    impact: int
    urgency: int
    solution: str
    outcome: str
    third_party: str
    minutes_spent: int
    parent: str | None
    merged_into: str | None
    messages: list[DeskMessageOut]
    steps: list[DeskStepOut]


def _detail(request: Request, number: str) -> TicketDetail:
    one = queries.ticket(request.actor, number)
    sheet = queries.sheet(one, request.actor)
    return TicketDetail(
        **_ticket(one),
        text=one.text,
        answers=one.answers,
        impact=one.impact,
        urgency=one.urgency,
        solution=one.solution,
        outcome=one.outcome,
        third_party=one.third_party if sheet.desk else "",
        minutes_spent=one.minutes_spent if sheet.desk else 0,
        parent=one.parent.case.number if one.parent else None,
        merged_into=one.merged_into.case.number if one.merged_into else None,
        messages=[
            DeskMessageOut(
                id=said.pk,
                at=said.at,
                author=said.name,
                by_desk=said.by_desk,
                internal=said.internal,
                channel=said.channel,
                text=said.text,
                files=[f"/destek/talep/{number}/ek/{file.pk}/" for file in said.files],
            )
            for said in sheet.said
        ],
        steps=[
            DeskStepOut(name=step.name, label=step.label, danger=step.danger)
            for step in steps_open(one, request.actor)
        ],
    )


def _service(one: Service) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": one.name,
        "description": one.description,
        "group": one.group.name,
        "unit": one.unit.name,
        "kinds": one.kinds,
        "approver": one.approver,
        "time_required": one.time_required,
    }


@router.get("/services", response=list[DeskServiceOut], summary="Hizmet kataloğu")
def list_services(request: Request, q: Line60 = "") -> list[DeskServiceOut]:
    """What the asker may ask for; `q` are words of name, description or keywords."""
    return [DeskServiceOut(**_service(one)) for shelf in queries.shelves(request.actor, q) for one in shelf.services]


@router.get("/services/{code}", response={200: DeskServiceDetail} | SAYS_NO, summary="Bir hizmet ve formu")
def one_service(request: Request, code: Line60) -> DeskServiceDetail:
    one = queries.offered(request.actor).get(code=code)
    form = queries.form_of(one)
    return DeskServiceDetail(
        **_service(one),
        procedure=one.procedure,
        version=form.version if form else None,
        questions=[DeskQuestionOut(**{k: v for k, v in each.items() if k != "show_if"}) for each in form.questions]
        if form
        else [],
        form_schema=form.schema if form else {},
    )


class TicketOpen(Schema):
    """A request. `answers` by the keys of the form; with `on_behalf_of` the desk opens it for somebody."""

    service_code: Line60
    subject: Line250
    text: Long = ""
    kind: Line24 = ""
    answers: dict[str, Any] = {}
    on_behalf_of: Key | None = None
    impact: Grade3 | None = None
    urgency: Grade3 | None = None
    asset_tag: Line60 = ""
    place: Line120 = ""
    contact_phone: Annotated[str, line(32)] = ""
    parent: Line24 = ""


class TicketAnnounce(Schema):
    """Something that happened by itself. While its ticket is open the same `source` adds a line to it."""

    source: Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=r"^[^\x00]*$")]
    service_code: Line60
    subject: Line250
    text: Long = ""
    priority: Priority4 | None = None
    asset_tag: Line60 = ""


class DeskText(Schema):
    text: Long


class DeskWords(Schema):
    words: Words = ""


class DeskWrite(Schema):
    text: Long = ""
    internal: bool = False


class DeskRefer(Schema):
    party: Annotated[str, line(200)]
    words: Words = ""


class DeskSolve(Schema):
    text: Long
    outcome: Line24 = "done"
    minutes: Annotated[int, Field(ge=1, le=6_000)] | None = None


class DeskAssign(Schema):
    assignee_id: Key | None = None
    unit_id: Key | None = None
    words: Words = ""


class DeskClassify(Schema):
    service_code: Line60 = ""
    kind: Line24 = ""
    impact: Grade3 | None = None
    urgency: Grade3 | None = None
    priority: Priority4 | None = None
    asset_tag: Line60 | None = None


class DeskRate(Schema):
    score: Annotated[int, Field(ge=1, le=5)]
    words: Words = ""


class DeskTime(Schema):
    minutes: Annotated[int, Field(ge=1, le=6_000)]
    on: dt.date | None = None
    note: Line250 = ""


class DeskMerge(Schema):
    into: Line24


class DeskSeek(Schema):
    approver_id: Key


@router.get("/tickets", response=TicketList, summary="Destek talepleri")
def list_tickets(
    request: Request,
    filters: Query[queries.TicketFilter],
    queue: Line24 = "",
    cursor: Line60 = "",
    limit: int = 50,
) -> TicketList:
    """A queue of the desk: bana, ekip, atanmamis, yanitsiz, geciken, bugun, bekleyen, ucuncu, cozulen, kapanan;
    without one every open ticket the asker serves. `queue=benim` are one's own requests, newest first."""
    many = max(1, min(limit, 200))
    if queue == "benim":
        page = queries.asked_by(request.actor, after=cursor, limit=many)
    else:
        page = queries.queue(request.actor, queue or "ekip", filters, after=cursor, limit=many)
    return TicketList(items=[TicketOut(**_ticket(one)) for one in page.rows], next=page.after)


@router.post("/tickets", response={201: TicketDetail} | SAYS_NO, summary="Destek talebi aç")
def open_ticket(request: Request, body: TicketOpen) -> Status[TicketDetail]:
    made = services.open_ticket(
        actor=request.actor, channel=Channel.API, checked=body.on_behalf_of is None, **body.dict()
    )
    return Status(201, _detail(request, made.case.number))


@router.post("/announcements", response={201: TicketOut} | SAYS_NO, summary="Kendiliğinden olan bir olayı bildir")
def announce(request: Request, body: TicketAnnounce) -> Status[TicketOut]:
    made = services.announce(actor=request.actor, **body.dict())
    return Status(201, TicketOut(**_ticket(Ticket.objects.select_related("service", "requester").get(pk=made.pk))))


@router.get("/tickets/{number}", response={200: TicketDetail} | SAYS_NO, summary="Bir destek talebi")
def one_ticket(request: Request, number: Line24) -> TicketDetail:
    return _detail(request, number)


@router.post("/tickets/{number}/messages", response={201: TicketDetail} | SAYS_NO, summary="Yanıt ya da iç not yaz")
def write(
    request: Request, number: Line24, body: FormBody[DeskWrite], file: File[UploadedFile | None] = None
) -> Status[TicketDetail]:
    """Multipart: words, a file, or both."""
    files = [(file, file.name or "")] if file else []
    services.answer(
        number, actor=request.actor, text=body.text, internal=body.internal, channel=Channel.API, files=files
    )
    return Status(201, _detail(request, number))


@router.post("/tickets/{number}/take", response={200: TicketDetail} | SAYS_NO, summary="Üstlen")
def take(request: Request, number: Line24) -> TicketDetail:
    services.take_up(number, actor=request.actor)
    return _detail(request, number)


@router.post("/tickets/{number}/assign", response={200: TicketDetail} | SAYS_NO, summary="Birine ya da bir ekibe ver")
def assign(request: Request, number: Line24, body: DeskAssign) -> TicketDetail:
    services.assign(number, actor=request.actor, **body.dict())
    return _detail(request, number)


@router.post("/tickets/{number}/ask", response={200: TicketDetail} | SAYS_NO, summary="Talep sahibinden bilgi iste")
def ask(request: Request, number: Line24, body: DeskText) -> TicketDetail:
    services.ask(number, actor=request.actor, text=body.text)
    return _detail(request, number)


@router.post("/tickets/{number}/refer", response={200: TicketDetail} | SAYS_NO, summary="Üçüncü tarafa ilet")
def refer(request: Request, number: Line24, body: DeskRefer) -> TicketDetail:
    services.refer(number, actor=request.actor, **body.dict())
    return _detail(request, number)


@router.post("/tickets/{number}/resume", response={200: TicketDetail} | SAYS_NO, summary="İşleme döndür")
def resume(request: Request, number: Line24, body: DeskWords) -> TicketDetail:
    services.resume(number, actor=request.actor, words=body.words)
    return _detail(request, number)


@router.post("/tickets/{number}/reply", response={200: TicketDetail} | SAYS_NO, summary="İstenen bilgiyi yaz")
def reply(request: Request, number: Line24, body: DeskText) -> TicketDetail:
    services.answer(number, actor=request.actor, text=body.text, channel=Channel.API)
    return _detail(request, number)


@router.post("/tickets/{number}/seek_approval", response={200: TicketDetail} | SAYS_NO, summary="Onaya gönder")
def seek(request: Request, number: Line24, body: DeskSeek) -> TicketDetail:
    services.seek(number, actor=request.actor, approver_id=body.approver_id)
    return _detail(request, number)


@router.post("/tickets/{number}/approve", response={200: DeskStepOut} | SAYS_NO, summary="Onayla")
def approve(request: Request, number: Line24, body: DeskWords) -> DeskStepOut:
    """Whoever approved sees the ticket no more, unless it is his own desk's: the answer says what was done."""
    services.approve(number, actor=request.actor, words=body.words)
    return DeskStepOut(name="approve", label="Onayla")


@router.post("/tickets/{number}/decline", response={200: DeskStepOut} | SAYS_NO, summary="Onaylama")
def decline(request: Request, number: Line24, body: DeskWords) -> DeskStepOut:
    services.decline(number, actor=request.actor, words=body.words)
    return DeskStepOut(name="decline", label="Onaylama")


@router.post("/tickets/{number}/solve", response={200: TicketDetail} | SAYS_NO, summary="Çöz")
def solve(request: Request, number: Line24, body: DeskSolve) -> TicketDetail:
    services.solve(number, actor=request.actor, **body.dict())
    return _detail(request, number)


@router.post("/tickets/{number}/confirm", response={200: TicketDetail} | SAYS_NO, summary="Çözümü onayla")
def confirm(request: Request, number: Line24) -> TicketDetail:
    services.confirm(number, actor=request.actor)
    return _detail(request, number)


@router.post("/tickets/{number}/reopen", response={200: TicketDetail} | SAYS_NO, summary="Sorun sürüyor")
def reopen(request: Request, number: Line24, body: DeskText) -> TicketDetail:
    services.reopen(number, actor=request.actor, text=body.text)
    return _detail(request, number)


@router.post("/tickets/{number}/close", response={200: TicketDetail} | SAYS_NO, summary="Kapat")
def close(request: Request, number: Line24) -> TicketDetail:
    services.close(number, actor=request.actor)
    return _detail(request, number)


@router.post("/tickets/{number}/withdraw", response={200: TicketDetail} | SAYS_NO, summary="Geri çek")
def withdraw(request: Request, number: Line24, body: DeskWords) -> TicketDetail:
    services.withdraw(number, actor=request.actor, words=body.words)
    return _detail(request, number)


@router.post("/tickets/{number}/merge", response={200: TicketDetail} | SAYS_NO, summary="Birleştir")
def merge(request: Request, number: Line24, body: DeskMerge) -> TicketDetail:
    services.merge(number, actor=request.actor, into=body.into)
    return _detail(request, number)


@router.post("/tickets/{number}/rate", response={200: TicketDetail} | SAYS_NO, summary="Memnuniyeti bildir")
def rate(request: Request, number: Line24, body: DeskRate) -> TicketDetail:
    services.rate(number, actor=request.actor, **body.dict())
    return _detail(request, number)


@router.post("/tickets/{number}/classify", response={200: TicketDetail} | SAYS_NO, summary="Sınıfını değiştir")
def classify(request: Request, number: Line24, body: DeskClassify) -> TicketDetail:
    services.classify(number, actor=request.actor, **body.dict())
    return _detail(request, number)


@router.post("/tickets/{number}/time", response={200: TicketDetail} | SAYS_NO, summary="Harcanan süreyi yaz")
def time(request: Request, number: Line24, body: DeskTime) -> TicketDetail:
    services.log_time(number, actor=request.actor, **body.dict())
    return _detail(request, number)
