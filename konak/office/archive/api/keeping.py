"""How long what is kept, who has it, and what is taken over in bulk."""

import datetime as dt
from typing import Annotated, Any, Literal

from ninja import Field, File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from konak.foundation.people.queries import anybody
from konak.foundation.web.http import Request
from konak.foundation.web.pages import found
from konak.foundation.web.schemas import SAYS_NO, line

from .. import queries, services
from ..models import Intake, Loan, Rule
from .files import ArchiveFolderOut, Cursor, Key

router = Router(tags=["archive"])

Years = Annotated[int, Field(ge=0, le=101)]
FAULTS = 500
"""Rows that could not be taken, of those that are told."""


class ArchiveRuleOut(Schema):
    """Years in the unit and in the institution's archive; without the second for ever."""

    code: str
    name: str
    unit_years: int
    archive_years: int | None
    final: str
    note: str

    @classmethod
    def of(cls, row: Rule) -> "ArchiveRuleOut":
        return cls(
            code=row.code,
            name=row.name,
            unit_years=row.unit_years,
            archive_years=row.archive_years,
            final=row.final,
            note=row.note,
        )


class ArchivePlanOut(Schema):
    version: int
    state: str
    basis: str
    since: dt.date | None
    rules: list[ArchiveRuleOut]


class ArchiveRuleIn(Schema):
    code: Annotated[str, line(12, 1)]
    name: Annotated[str, line(250, 1)]
    unit_years: Years
    archive_years: Years | None = None
    final: Annotated[str, line(8, 1)]
    note: Annotated[str, line(300)] = ""


class ArchiveForceIn(Schema):
    """The consent of the State Archives by which the plan comes into force."""

    basis: Annotated[str, line(200, 1)]


class ArchiveLoanOut(Schema):
    id: int
    folder: str
    borrower_id: int
    borrower: str
    purpose: str
    due_on: dt.date
    returned: bool
    late: bool

    @classmethod
    def of(cls, row: Loan) -> "ArchiveLoanOut":
        return cls(
            id=row.pk,
            folder=row.folder.case.number,
            borrower_id=row.borrower_id,
            borrower=row.borrower.full_name,
            purpose=row.purpose,
            due_on=row.due_on,
            returned=row.returned_at is not None,
            late=row.is_late,
        )


class ArchiveLoanList(Schema):
    items: list[ArchiveLoanOut]
    next: str


class ArchiveLendIn(Schema):
    borrower_id: Key
    purpose: Annotated[str, line(300, 1)]
    due_on: dt.date | None = None


class ArchiveBackIn(Schema):
    remark: Annotated[str, line(300)] = ""


class ArchiveImportOut(Schema):
    id: int
    name: str
    unit: str
    state: str
    rows: int
    reached: int
    taken: int
    failed: int
    why: str

    @classmethod
    def of(cls, row: Intake) -> "ArchiveImportOut":
        return cls(
            id=row.pk,
            name=row.name,
            unit=row.unit.name,
            state=row.state,
            rows=row.rows,
            reached=row.reached,
            taken=row.taken,
            failed=row.failed,
            why=row.why,
        )


class ArchiveImportList(Schema):
    items: list[ArchiveImportOut]
    next: str


class ArchiveFaultOut(Schema):
    row: int
    reason: str
    text: str


class ArchiveImportDetail(ArchiveImportOut):
    faults: list[ArchiveFaultOut]


class ArchiveImportIn(Schema):
    unit_id: Key
    name: Annotated[str, line(120)] = ""


@router.get("/plan", response={200: list[ArchivePlanOut], **SAYS_NO}, summary="Saklama planları, yeni sürüm önce")
def plans(request: Request) -> list[ArchivePlanOut]:
    return [
        ArchivePlanOut(
            version=one.version,
            state=one.state,
            basis=one.basis,
            since=one.since,
            rules=[ArchiveRuleOut.of(rule) for rule in one.rules.all()],
        )
        for one in queries.plans(request.actor)
    ]


@router.post("/plan/draft", response={201: dict[str, int], **SAYS_NO}, summary="Dosya planından taslak çıkar")
def draft(request: Request) -> Any:
    """A new version whose years and ends come from the standard file plan; an older draft goes."""
    made = services.draft_plan(actor=request.actor, rows=services.of_file_plan(), note="Standart dosya planından")
    return Status(201, {"version": made.version})


@router.post("/plan/rules", response={200: ArchiveRuleOut, **SAYS_NO}, summary="Taslağa kural yaz")
def set_rule(request: Request, body: ArchiveRuleIn) -> ArchiveRuleOut:
    return ArchiveRuleOut.of(services.set_rule(actor=request.actor, **body.dict()))


@router.post("/plan/force", response={200: dict[str, int], **SAYS_NO}, summary="Taslağı yürürlüğe koy")
def force(request: Request, body: ArchiveForceIn) -> dict[str, int]:
    return {"version": services.put_in_force(actor=request.actor, basis=body.basis).version}


@router.get("/loans", response={200: ArchiveLoanList, **SAYS_NO}, summary="Ödünç dosyalar")
def loans(
    request: Request, view: Literal["out", "all"] = "out", cursor: Cursor = "", limit: int = 50
) -> ArchiveLoanList:
    rows = queries.loans(request.actor)
    if view == "out":
        rows = rows.filter(returned_at=None)
    page = queries.keyset(rows, cursor, max(1, min(limit, 200)))
    return ArchiveLoanList(items=[ArchiveLoanOut.of(row) for row in page.rows], next=page.after)


@router.post("/folders/{number}/lend", response={201: ArchiveFolderOut, **SAYS_NO}, summary="Ödünç ver")
def lend(request: Request, number: str, body: ArchiveLendIn) -> Any:
    borrower = found(anybody().get, pk=body.borrower_id)
    services.lend(number, actor=request.actor, borrower=borrower, purpose=body.purpose, due_on=body.due_on)
    return Status(201, ArchiveFolderOut.of(queries.one_folder(request.actor, number)))


@router.post("/folders/{number}/take-back", response={200: ArchiveFolderOut, **SAYS_NO}, summary="Geri al")
def take_back(request: Request, number: str, body: ArchiveBackIn) -> ArchiveFolderOut:
    services.take_back(number, actor=request.actor, remark=body.remark)
    return ArchiveFolderOut.of(queries.one_folder(request.actor, number))


@router.get("/imports", response={200: ArchiveImportList, **SAYS_NO}, summary="Toplu aktarmalar")
def imports(request: Request, cursor: Cursor = "", limit: int = 50) -> ArchiveImportList:
    page = queries.keyset(queries.intakes(request.actor), cursor, max(1, min(limit, 200)))
    return ArchiveImportList(items=[ArchiveImportOut.of(row) for row in page.rows], next=page.after)


@router.post("/imports", response={201: ArchiveImportOut, **SAYS_NO}, summary="Toplu aktarma başlat")
def hand_in(
    request: Request, body: Form[ArchiveImportIn], table: File[UploadedFile], bundle: File[UploadedFile | None] = None
) -> Any:
    """A CSV, and where it names files a ZIP of them; taken in a worker, row by row."""
    made = services.hand_in(actor=request.actor, unit_id=body.unit_id, name=body.name, table=table, bundle=bundle)
    return Status(201, ArchiveImportOut.of(made))


@router.get("/imports/{import_id}", response={200: ArchiveImportDetail, **SAYS_NO}, summary="Bir aktarma")
def one_import(request: Request, import_id: Key) -> ArchiveImportDetail:
    row = queries.intakes(request.actor).get(pk=import_id)
    faults = [ArchiveFaultOut(row=one.row, reason=one.reason, text=one.text) for one in row.faults.all()[:FAULTS]]
    return ArchiveImportDetail(**ArchiveImportOut.of(row).dict(), faults=faults)


@router.post(
    "/imports/{import_id}/again", response={200: ArchiveImportOut, **SAYS_NO}, summary="Alınamayanları yeniden dene"
)
def again(request: Request, import_id: Key) -> ArchiveImportOut:
    return ArchiveImportOut.of(services.try_again(import_id, actor=request.actor))
