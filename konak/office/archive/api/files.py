"""Files, transfers and lists of what is due."""

import datetime as dt
from typing import Annotated, Any, Literal

from ninja import Field, Query, Router, Schema, Status

from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from .. import queries, services
from ..models import Disposal, Folder, Transfer

router = Router(tags=["archive"])

Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
Line12 = Annotated[str, line(12)]
Line40 = Annotated[str, line(40)]
Line250 = Annotated[str, line(250)]
Why300 = Annotated[str, line(300, 1)]
Numbers = Annotated[list[Annotated[str, line(24, 1)]], Field(min_length=1, max_length=500)]
Cursor = Annotated[str, line(200)]


class ArchiveFolderOut(Schema):
    number: str
    subject: str
    code: str
    year: int
    unit: str
    state: str
    medium: str
    documents: int
    closed_on: dt.date | None
    unit_until: dt.date | None
    keep_until: dt.date | None
    final: str
    held: bool

    @classmethod
    def of(cls, row: Folder) -> "ArchiveFolderOut":
        case = row.case
        return cls(
            number=case.number,
            subject=case.subject,
            code=row.code,
            year=row.year,
            unit=case.unit.name,
            state=case.state,
            medium=row.medium,
            documents=row.documents,
            closed_on=row.closed_on,
            unit_until=row.unit_until,
            keep_until=row.keep_until,
            final=row.final,
            held=row.held,
        )


class ArchiveFolderList(Schema):
    items: list[ArchiveFolderOut]
    next: str


class ArchiveFolderIn(Schema):
    unit_id: Key
    code: Annotated[str, line(12, 1)]
    subject: Line250 = ""
    year: Annotated[int, Field(ge=1, le=9999)] | None = None
    matter: Line40 = ""
    medium: Literal["electronic", "paper", "mixed"] = "electronic"


class ArchiveCloseIn(Schema):
    on: dt.date | None = None


class ArchiveCloseManyIn(Schema):
    """Files of a year, closed at once: all of them or none."""

    numbers: Numbers
    on: dt.date | None = None


class ArchiveHoldIn(Schema):
    basis: Annotated[str, line(120, 1)]
    why: Why300


class ArchiveHoldOut(Schema):
    id: int
    basis: str
    lifted: bool


class ArchiveWhyIn(Schema):
    why: Why300


class ArchivePutIn(Schema):
    reference: Annotated[str, line(40, 1)]


class ArchiveTransferIn(Schema):
    unit_id: Key
    to: Literal["unit", "institution"]
    numbers: Numbers


class ArchiveReceiveIn(Schema):
    refused: Annotated[list[Annotated[str, line(24, 1)]], Field(max_length=500)] = []
    why: Annotated[str, line(300)] = ""
    box: Annotated[str, line(30)] = ""
    place: Annotated[str, line(120)] = ""
    answer: Annotated[str, line(500)] = ""


class ArchiveTransferOut(Schema):
    number: str
    state: str
    to: str
    unit: str
    lines: dict[str, str]

    @classmethod
    def of(cls, row: Transfer) -> "ArchiveTransferOut":
        lines = row.lines.select_related("folder__case").order_by("pk")
        return cls(
            number=row.case.number,
            state=row.case.state,
            to=row.to,
            unit=row.case.unit.name,
            lines={one.folder.case.number: one.verdict for one in lines},
        )


class ArchiveProposeIn(Schema):
    year: Annotated[int, Field(ge=1, le=9999)] | None = None
    code: Line12 = ""


class ArchiveDecideIn(Schema):
    folders: Numbers
    decision: Literal["destroy", "longer", "state", "keep"]
    why: Annotated[str, line(300)] = ""
    longer_until: dt.date | None = None


class ArchiveOpinionIn(Schema):
    opinion_number: Annotated[str, line(80, 1)]
    opinion_on: dt.date
    fits: bool
    words: Annotated[str, line(500)] = ""


class ArchiveBeginIn(Schema):
    method: Annotated[str, line(200, 1)]


class ArchiveDisposalOut(Schema):
    number: str
    year: int
    state: str
    opinion_number: str
    opinion_fits: bool | None
    lines: dict[str, str]

    @classmethod
    def of(cls, row: Disposal) -> "ArchiveDisposalOut":
        lines = row.lines.select_related("folder__case").order_by("pk")
        return cls(
            number=row.case.number,
            year=row.year,
            state=row.case.state,
            opinion_number=row.opinion_number,
            opinion_fits=row.opinion_fits,
            lines={one.folder.case.number: one.decision for one in lines},
        )


@router.get("/folders", response={200: ArchiveFolderList, **SAYS_NO}, summary="Dosyalar, en yenisi önce")
def list_folders(
    request: Request, filters: Query[queries.FolderFilter], after: Cursor = "", board: Line12 = "tumu"
) -> ArchiveFolderList:
    page = queries.keyset(queries.of_board(request.actor, board, filters), after)
    return ArchiveFolderList(items=[ArchiveFolderOut.of(row) for row in page.rows], next=page.after)


@router.post("/folders", response={201: ArchiveFolderOut, **SAYS_NO}, summary="Dosya aç")
def open_folder(request: Request, body: ArchiveFolderIn) -> Any:
    made = services.open_folder(actor=request.actor, **body.dict())
    return Status(201, ArchiveFolderOut.of(queries.one_folder(request.actor, made.case.number)))


@router.post("/folders/close", response={200: list[ArchiveFolderOut], **SAYS_NO}, summary="Dosyaları birlikte kapat")
def close_many(request: Request, body: ArchiveCloseManyIn) -> list[ArchiveFolderOut]:
    made = services.close_many(actor=request.actor, numbers=body.numbers, on=body.on)
    return [ArchiveFolderOut.of(one) for one in made]


@router.get("/folders/{number}", response={200: ArchiveFolderOut, **SAYS_NO}, summary="Bir dosya")
def one_folder(request: Request, number: str) -> ArchiveFolderOut:
    return ArchiveFolderOut.of(queries.one_folder(request.actor, number))


@router.post("/folders/{number}/put", response={200: ArchiveFolderOut, **SAYS_NO}, summary="Yazı ya da evrak koy")
def put(request: Request, number: str, body: ArchivePutIn) -> ArchiveFolderOut:
    services.file_paper(body.reference, actor=request.actor, folder=number)
    return one_folder(request, number)


@router.post("/folders/{number}/close", response={200: ArchiveFolderOut, **SAYS_NO}, summary="Dosyayı kapat")
def close(request: Request, number: str, body: ArchiveCloseIn) -> ArchiveFolderOut:
    services.close_folder(number, actor=request.actor, on=body.on)
    return one_folder(request, number)


@router.post("/folders/{number}/reopen", response={200: ArchiveFolderOut, **SAYS_NO}, summary="Yeniden aç")
def reopen(request: Request, number: str, body: ArchiveWhyIn) -> ArchiveFolderOut:
    services.reopen(number, actor=request.actor, why=body.why)
    return one_folder(request, number)


@router.post("/folders/{number}/holds", response={201: ArchiveHoldOut, **SAYS_NO}, summary="Hukuki saklamaya al")
def hold(request: Request, number: str, body: ArchiveHoldIn) -> Any:
    made = services.hold(number, actor=request.actor, basis=body.basis, why=body.why)
    return Status(201, ArchiveHoldOut(id=made.pk, basis=made.basis, lifted=False))


@router.post(
    "/folders/{number}/holds/{hold_id}/lift", response={200: ArchiveHoldOut, **SAYS_NO}, summary="Saklamayı kaldır"
)
def lift(request: Request, number: str, hold_id: Key, body: ArchiveWhyIn) -> ArchiveHoldOut:
    made = services.lift(number, hold_id, actor=request.actor, why=body.why)
    return ArchiveHoldOut(id=made.pk, basis=made.basis, lifted=True)


@router.post("/transfers", response={201: ArchiveTransferOut, **SAYS_NO}, summary="Devir listesi hazırla")
def list_transfer(request: Request, body: ArchiveTransferIn) -> Any:
    made = services.list_transfer(actor=request.actor, unit_id=body.unit_id, to=body.to, numbers=body.numbers)
    return Status(201, ArchiveTransferOut.of(queries.one_transfer(request.actor, made.case.number)))


@router.get("/transfers/{number}", response={200: ArchiveTransferOut, **SAYS_NO}, summary="Bir devir listesi")
def one_transfer(request: Request, number: str) -> ArchiveTransferOut:
    return ArchiveTransferOut.of(queries.one_transfer(request.actor, number))


@router.post("/transfers/{number}/send", response={200: ArchiveTransferOut, **SAYS_NO}, summary="Listeyi gönder")
def send(request: Request, number: str) -> ArchiveTransferOut:
    services.send(number, actor=request.actor)
    return one_transfer(request, number)


@router.post("/transfers/{number}/receive", response={200: ArchiveTransferOut, **SAYS_NO}, summary="Teslim al")
def receive(request: Request, number: str, body: ArchiveReceiveIn) -> ArchiveTransferOut:
    services.receive(number, actor=request.actor, **body.dict())
    return one_transfer(request, number)


@router.post("/transfers/{number}/refuse", response={200: ArchiveTransferOut, **SAYS_NO}, summary="Geri çevir")
def refuse(request: Request, number: str, body: ArchiveWhyIn) -> ArchiveTransferOut:
    services.refuse(number, actor=request.actor, why=body.why)
    return one_transfer(request, number)


@router.post("/disposals", response={201: ArchiveDisposalOut, **SAYS_NO}, summary="Ayıklama ve imha listesi çıkar")
def propose(request: Request, body: ArchiveProposeIn) -> Any:
    made = services.propose(actor=request.actor, year=body.year, code=body.code)
    return Status(201, ArchiveDisposalOut.of(made))


@router.get("/disposals/{number}", response={200: ArchiveDisposalOut, **SAYS_NO}, summary="Bir liste")
def one_disposal(request: Request, number: str) -> ArchiveDisposalOut:
    return ArchiveDisposalOut.of(queries.one_disposal(request.actor, number))


@router.post("/disposals/{number}/decide", response={200: ArchiveDisposalOut, **SAYS_NO}, summary="Karar yaz")
def decide(request: Request, number: str, body: ArchiveDecideIn) -> ArchiveDisposalOut:
    services.decide(number, actor=request.actor, **body.dict())
    return one_disposal(request, number)


@router.post("/disposals/{number}/opinion", response={200: ArchiveDisposalOut, **SAYS_NO}, summary="Görüşü kaydet")
def opinion(request: Request, number: str, body: ArchiveOpinionIn) -> ArchiveDisposalOut:
    services.record_opinion(number, actor=request.actor, **body.dict())
    return one_disposal(request, number)


@router.post("/disposals/{number}/begin", response={200: ArchiveDisposalOut, **SAYS_NO}, summary="İmhayı başlat")
def begin(request: Request, number: str, body: ArchiveBeginIn) -> ArchiveDisposalOut:
    services.begin(number, actor=request.actor, method=body.method)
    return one_disposal(request, number)


@router.post(
    "/disposals/{number}/{step}", response={200: ArchiveDisposalOut, **SAYS_NO}, summary="Listeyi bir adım ilerlet"
)
def take_step(
    request: Request,
    number: str,
    step: Literal["convene", "agree", "ask_opinion", "to_approval", "approve"],
) -> ArchiveDisposalOut:
    doing: dict[str, Any] = {
        "convene": services.convene,
        "agree": services.agree,
        "ask_opinion": services.ask_opinion,
        "to_approval": services.to_approval,
        "approve": services.approve,
    }
    doing[step](number, actor=request.actor)
    return one_disposal(request, number)
