"""Documents for machines: the same reach, the same services, the same words of refusal as on the screens."""

import datetime as dt
from typing import Annotated, Literal

from ninja import Field, Query, Router, Schema, Status

from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from .. import queries, services
from ..models import Incoming, Letter, Referral, Shown

router = Router(tags=["correspondence"])

Line12 = Annotated[str, line(12)]
Line24 = Annotated[str, line(24)]
Line80 = Annotated[str, line(80)]
Line300 = Annotated[str, line(300)]
Named = Annotated[str, line(250, 1)]
Words = Annotated[str, line(2_000)]
Body = Annotated[str, line(200_000)]
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
Level = Annotated[int, Field(ge=0, le=4)]


class IncomingOut(Schema):
    number: str
    subject: str
    state: str
    sender: str
    sender_detsis: str
    document_date: dt.date | None
    document_number: str
    asked: str
    urgency: str
    origin: str
    code: str
    unit: str
    secrecy: int
    due_on: dt.date | None
    registered_at: dt.datetime
    closed_at: dt.datetime | None

    @classmethod
    def of(cls, row: Incoming) -> "IncomingOut":
        case = row.case
        return cls(
            number=case.number, subject=case.subject, state=case.state, sender=row.sender,
            sender_detsis=row.sender_detsis, document_date=row.document_date, document_number=row.document_number,
            asked=row.asked, urgency=row.urgency, origin=row.origin,
            code=row.file_code.code if row.file_code else "", unit=case.unit.name, secrecy=case.secrecy,
            due_on=case.due_on, registered_at=case.opened_at, closed_at=case.closed_at,
        )  # fmt: skip


class ReferralOut(Schema):
    number: str
    document: str
    purpose: str
    state: str
    unit: str
    person: str
    instruction: str
    result: str
    due_on: dt.date | None

    @classmethod
    def of(cls, row: Referral) -> "ReferralOut":
        case = row.case
        return cls(
            number=case.number, document=row.document.case.number, purpose=row.purpose, state=case.state,
            unit=case.unit.name, person=case.assignee.full_name if case.assignee else "",
            instruction=row.instruction, result=row.result, due_on=case.due_on,
        )  # fmt: skip


class IncomingDetail(IncomingOut):
    note: str
    closed_why: str
    answer: str
    annexes: list[str]
    faults: list[dict[str, str]]
    referrals: list[ReferralOut]


class IncomingList(Schema):
    items: list[IncomingOut]
    next: str


class IncomingIn(Schema):
    sender: Named
    subject: Named
    sender_kind: Literal["body", "person", "company"] = "body"
    sender_detsis: Annotated[str, line(8)] = ""
    sender_kep: Annotated[str, line(120)] = ""
    origin: Literal["kep", "mail", "post", "hand", "fax", "application", "system"] = "system"
    document_date: dt.date | None = None
    document_number: Line80 = ""
    asked: Line12 = "action"
    urgency: Literal["NRM", "ACL", "GNL"] = "NRM"
    due_on: dt.date | None = None
    secrecy: Level = 0
    code: Line12 = ""
    note: Words = ""
    unit_id: Key | None = None
    anyway: bool = False


class ReferIn(Schema):
    units: list[Key] = Field(default=[], max_length=100)
    people: list[Key] = Field(default=[], max_length=100)
    for_knowledge: list[Key] = Field(default=[], max_length=100)
    instruction: Words = ""
    due_on: dt.date | None = None


class DocumentWhyIn(Schema):
    why: Annotated[str, line(2_000, 1)]


class DocumentCloseIn(DocumentWhyIn):
    code: Line12 = ""


class ReferralResultIn(Schema):
    result: Words = ""


class AddresseeOut(Schema):
    name: str
    party: str
    purpose: str
    detsis: str
    channel: str
    state: str


class RouteStepOut(Schema):
    kind: str
    name: str
    title: str
    place: int
    state: str
    at: dt.datetime | None


class LetterOut(Schema):
    number: str
    official: str
    date: dt.date | None
    subject: str
    kind: str
    state: str
    code: str
    unit: str
    author: str

    @classmethod
    def of(cls, row: Letter) -> "LetterOut":
        case = row.case
        return cls(
            number=case.number, official=row.official, date=row.dated_on, subject=case.subject, kind=row.kind,
            state=case.state, code=row.file_code.code, unit=case.unit.name,
            author=case.opened_by.full_name if case.opened_by else "",
        )  # fmt: skip


class LetterDetail(LetterOut):
    body: str
    closing: str
    urgency: str
    answer_by: dt.date | None
    verification_code: str
    addressees: list[AddresseeOut]
    annexes: list[str]
    cited: list[str]
    route: list[RouteStepOut]


class LetterList(Schema):
    items: list[LetterOut]
    next: str


class AddresseeIn(Schema):
    party: Literal["unit", "body", "company", "person"]
    name: Line300 = ""
    unit_id: Key | None = None
    detsis: Annotated[str, line(8)] = ""
    purpose: Literal["GRG", "BLG"] = "GRG"
    second_line: Annotated[str, line(200)] = ""
    kep: Annotated[str, line(120)] = ""
    email: Annotated[str, line(254)] = ""
    address: Line300 = ""


class LetterIn(Schema):
    subject: Named
    code: Annotated[str, line(12, 1)]
    body: Body = ""
    kind: Literal["outgoing", "internal", "approval"] = "outgoing"
    unit_id: Key | None = None
    urgency: Literal["NRM", "ACL", "GNL"] = "NRM"
    answer_by: dt.date | None = None
    secrecy: Level = 0
    replies_to: Line24 = ""
    about: Line24 = ""
    addressees: list[AddresseeIn] = Field(default=[], max_length=500)


class LetterWordsIn(Schema):
    subject: Named
    code: Annotated[str, line(12, 1)]
    body: Body
    closing: Line80 | None = None


class ApproveIn(Schema):
    note: Words = ""


class FileCodeOut(Schema):
    code: str
    name: str
    plan: str
    keep: str
    disposal: str
    usable: bool


def incoming_out(request: Request, number: str) -> IncomingDetail:
    found = queries.one_incoming(request.actor, number)
    services.note_reading(found.case, actor=request.actor, what=Shown.API)
    return IncomingDetail(
        **IncomingOut.of(found).dict(),
        note=found.note,
        closed_why=found.closed_why,
        answer=found.answer.official if found.answer else "",
        annexes=[one.name for one in found.annexes.all()],
        faults=found.faults,
        referrals=[ReferralOut.of(one) for one in queries.referrals_of(found)],
    )


def letter_out(request: Request, number: str) -> LetterDetail:
    found = queries.one_letter(request.actor, number)
    services.note_reading(found.case, actor=request.actor, what=Shown.API)
    return LetterDetail(
        **LetterOut.of(found).dict(),
        body=found.body,
        closing=found.closing,
        urgency=found.urgency,
        answer_by=found.answer_by,
        verification_code=found.verification_code,
        addressees=[
            AddresseeOut(
                name=one.name, party=one.party, purpose=one.purpose, detsis=one.detsis, channel=one.channel,
                state=one.state,
            )
            for one in found.addressees.all()
        ],
        annexes=[one.written for one in found.annexes.all()],
        cited=[one.words for one in found.cited.all()],
        route=[
            RouteStepOut(
                kind=one.kind, name=one.name, title=one.title, place=one.place, state=one.state, at=one.at
            )
            for one in found.route.filter(round=found.round)
        ],
    )  # fmt: skip


@router.get("/codes", response={200: list[FileCodeOut]} | SAYS_NO, summary="Dosya planı kodları")
def codes(request: Request, q: Line80 = "", limit: int = 50) -> list[FileCodeOut]:
    """By code or by words of the title."""
    rows = queries.codes(q).order_by("code", "plan")[: max(1, min(limit, 500))]
    return [
        FileCodeOut(code=r.code, name=r.name, plan=r.plan, keep=r.keep, disposal=r.disposal, usable=r.usable)
        for r in rows
    ]


@router.get("/incoming", response={200: IncomingList} | SAYS_NO, summary="Gelen evrak")
def incoming(
    request: Request,
    filters: Query[queries.IncomingFilter],
    board: Line12 = "tumu",
    cursor: Line24 = "",
    limit: int = 50,
) -> IncomingList:
    """The newest first; `board` is one of havale, acik, geciken, paket, tumu."""
    page = queries.board(request.actor, board, filters, after=cursor, limit=max(1, min(limit, 200)))
    return IncomingList(items=[IncomingOut.of(row) for row in page.rows], next=page.after)


@router.post("/incoming", response={201: IncomingDetail} | SAYS_NO, summary="Gelen evrak kaydet")
def register(request: Request, body: IncomingIn) -> Status[IncomingDetail]:
    made = services.register(actor=request.actor, **body.dict())
    return Status(201, incoming_out(request, made.case.number))


@router.get("/incoming/{number}", response={200: IncomingDetail} | SAYS_NO, summary="Bir gelen evrak")
def one_incoming(request: Request, number: Line24) -> IncomingDetail:
    return incoming_out(request, number)


@router.post("/incoming/{number}/refer", response={200: IncomingDetail} | SAYS_NO, summary="Havale et")
def refer(request: Request, number: Line24, body: ReferIn) -> IncomingDetail:
    services.refer(number, actor=request.actor, **body.dict())
    return incoming_out(request, number)


@router.post("/incoming/{number}/close", response={200: IncomingDetail} | SAYS_NO, summary="Dosyasına kaldır")
def close(request: Request, number: Line24, body: DocumentCloseIn) -> IncomingDetail:
    services.close(number, actor=request.actor, why=body.why, code=body.code)
    return incoming_out(request, number)


@router.post("/incoming/{number}/send-back", response={200: IncomingDetail} | SAYS_NO, summary="İade et")
def send_back(request: Request, number: Line24, body: DocumentWhyIn) -> IncomingDetail:
    services.send_back(number, actor=request.actor, why=body.why)
    return incoming_out(request, number)


@router.post("/incoming/{number}/reject", response={200: IncomingDetail} | SAYS_NO, summary="Paketi reddet")
def reject(request: Request, number: Line24, body: DocumentWhyIn) -> IncomingDetail:
    services.reject(number, actor=request.actor, why=body.why)
    return incoming_out(request, number)


@router.get("/referrals", response={200: list[ReferralOut]} | SAYS_NO, summary="Havaleler")
def referrals(request: Request, board: Line12 = "bana", limit: int = 50) -> list[ReferralOut]:
    """`board` is one of bana, birim, geciken, verdigim, tumu."""
    rows = queries.my_referrals(request.actor, board)[: max(1, min(limit, 200))]
    return [ReferralOut.of(row) for row in rows]


@router.post("/referrals/{number}/start", response={200: ReferralOut} | SAYS_NO, summary="İşleme al")
def start(request: Request, number: Line24) -> ReferralOut:
    services.start(number, actor=request.actor)
    return ReferralOut.of(queries.one_referral(request.actor, number))


@router.post("/referrals/{number}/finish", response={200: ReferralOut} | SAYS_NO, summary="Yapıldı")
def finish(request: Request, number: Line24, body: ReferralResultIn) -> ReferralOut:
    services.finish(number, actor=request.actor, result=body.result)
    return ReferralOut.of(queries.one_referral(request.actor, number))


@router.post("/referrals/{number}/give-back", response={200: ReferralOut} | SAYS_NO, summary="Geri gönder")
def give_back(request: Request, number: Line24, body: DocumentWhyIn) -> ReferralOut:
    services.give_back(number, actor=request.actor, why=body.why)
    return ReferralOut.of(queries.one_referral(request.actor, number))


@router.get("/letters", response={200: LetterList} | SAYS_NO, summary="Yazılar")
def letters(
    request: Request,
    filters: Query[queries.LetterFilter],
    board: Line12 = "tumu",
    cursor: Line24 = "",
    limit: int = 50,
) -> LetterList:
    """The newest first; `board` is one of imzada, taslak, yolda, gonderilecek, tumu."""
    page = queries.letter_board(request.actor, board, filters, after=cursor, limit=max(1, min(limit, 200)))
    return LetterList(items=[LetterOut.of(row) for row in page.rows], next=page.after)


@router.post("/letters", response={201: LetterDetail} | SAYS_NO, summary="Yazı hazırla")
def draft(request: Request, body: LetterIn) -> Status[LetterDetail]:
    made = services.draft(actor=request.actor, **body.dict())
    return Status(201, letter_out(request, made.case.number))


@router.get("/letters/{number}", response={200: LetterDetail} | SAYS_NO, summary="Bir yazı")
def one_letter(request: Request, number: Line24) -> LetterDetail:
    return letter_out(request, number)


@router.put("/letters/{number}", response={200: LetterDetail} | SAYS_NO, summary="Metni değiştir")
def revise(request: Request, number: Line24, body: LetterWordsIn) -> LetterDetail:
    services.revise(number, actor=request.actor, **body.dict())
    return letter_out(request, number)


@router.post("/letters/{number}/addressees", response={200: LetterDetail} | SAYS_NO, summary="Muhatap ekle")
def add_addressee(request: Request, number: Line24, body: AddresseeIn) -> LetterDetail:
    services.add_addressee(number, actor=request.actor, **body.dict())
    return letter_out(request, number)


@router.post("/letters/{number}/submit", response={200: LetterDetail} | SAYS_NO, summary="İmzaya sun")
def submit(request: Request, number: Line24) -> LetterDetail:
    services.submit(number, actor=request.actor)
    return letter_out(request, number)


@router.post("/letters/{number}/approve", response={200: LetterDetail} | SAYS_NO, summary="Paraf / onay ver")
def approve(request: Request, number: Line24, body: ApproveIn) -> LetterDetail:
    services.approve(number, actor=request.actor, note=body.note)
    return letter_out(request, number)


@router.post("/letters/{number}/turn-back", response={200: LetterDetail} | SAYS_NO, summary="Düzeltmeye iade et")
def turn_back(request: Request, number: Line24, body: DocumentWhyIn) -> LetterDetail:
    services.turn_back(number, actor=request.actor, why=body.why)
    return letter_out(request, number)


@router.post("/letters/{number}/recall", response={200: LetterDetail} | SAYS_NO, summary="Geri çek")
def recall(request: Request, number: Line24) -> LetterDetail:
    services.recall(number, actor=request.actor)
    return letter_out(request, number)


@router.post("/letters/{number}/cancel", response={200: LetterDetail} | SAYS_NO, summary="İptal et")
def cancel(request: Request, number: Line24, body: DocumentWhyIn) -> LetterDetail:
    services.cancel(number, actor=request.actor, why=body.why)
    return letter_out(request, number)
