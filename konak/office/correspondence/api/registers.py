"""Codes, numbers, reports and readings, for machines."""

import datetime as dt
from typing import Annotated, Literal

from ninja import Field, Router, Schema, Status

from konak.foundation.lifecycle import Refused
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO

from .. import access, queries, services
from ..models import (
    CodeCheck,
    DailyReport,
)
from .documents import (
    Key,
    Line12,
    Line24,
    Line80,
    Line300,
)
from .shapes import Page

router = Router(tags=["correspondence"])


class CodeCheckOut(Schema):
    id: int
    document: str
    subject: str
    code: str
    state: str
    right_code: str
    filed_by: str
    checked_by: str
    note: str

    @classmethod
    def of(cls, row: CodeCheck) -> "CodeCheckOut":
        return cls(
            id=row.pk, document=row.case.number, subject=row.case.subject, code=row.code.code, state=row.state,
            right_code=row.right_code.code if row.right_code else "",
            filed_by=row.filed_by.full_name if row.filed_by else "",
            checked_by=row.checked_by.full_name if row.checked_by else "", note=row.note,
        )  # fmt: skip


class CodeCheckList(Schema):
    items: list[CodeCheckOut]
    next: str


class JudgeCodeIn(Schema):
    code: Line12 = ""
    note: Line300 = ""


class FilerOut(Schema):
    name: str
    looked: int
    wrong: int
    share: int


class ConfusedOut(Schema):
    given: str
    right: str
    times: int


class CodeFindingsOut(Schema):
    filers: list[FilerOut]
    confused: list[ConfusedOut]


class RegistrySyncIn(Schema):
    operation: Line80
    number: Annotated[str, Field(pattern=r"^\d{8}$")]


class RegistrySyncOut(Schema):
    import_id: int


class TallyOut(Schema):
    label: str
    came: int
    written: int
    closed: int
    days: float | None
    late: int


class RegistryDifferenceOut(Schema):
    number: str
    ours: str
    theirs: str
    why: str


class DailyReportOut(Schema):
    day: dt.date
    entries: int
    sha256: str
    previous: str
    stamped_at: dt.datetime | None
    stamp_fault: str

    @classmethod
    def of(cls, row: DailyReport) -> "DailyReportOut":
        return cls(
            day=row.day, entries=row.entries, sha256=row.sha256, previous=row.previous, stamped_at=row.stamped_at,
            stamp_fault=row.stamp_fault,
        )  # fmt: skip


class ReadingOut(Schema):
    document: str
    user: str
    seat: str
    what: str
    detail: str
    at: dt.datetime


class ReadingList(Schema):
    items: list[ReadingOut]
    next: str


@router.get("/code-checks", response={200: CodeCheckList} | SAYS_NO, summary="Kod denetimi sırası")
def code_checks(
    request: Request,
    state: Literal["waiting", "corrected", "right"] = "waiting",
    cursor: Line24 = "",
    limit: Page = 50,
) -> CodeCheckList:
    page = queries.keyset(queries.code_checks(request.actor).filter(state=state), cursor, limit)
    return CodeCheckList(items=[CodeCheckOut.of(row) for row in page.rows], next=page.after)


@router.get("/code-checks/findings", response={200: CodeFindingsOut} | SAYS_NO, summary="Kim, neyi karıştırıyor")
def code_findings(request: Request, since: dt.date) -> CodeFindingsOut:
    return CodeFindingsOut(
        filers=[
            FilerOut(name=one.name, looked=one.looked, wrong=one.wrong, share=one.share)
            for one in queries.filers(request.actor, since)
        ],
        confused=[
            ConfusedOut(given=one.given, right=one.right, times=one.times)
            for one in queries.confused(request.actor, since)
        ],
    )


@router.post("/code-checks/{code_check_id}/judge", response={200: CodeCheckOut} | SAYS_NO, summary="Kodu denetle")
def judge_code(request: Request, code_check_id: Key, body: JudgeCodeIn) -> CodeCheckOut:
    """Nothing typed: it is right. A code: that one is right."""
    return CodeCheckOut.of(services.judge_code(code_check_id, actor=request.actor, **body.dict()))


@router.get("/registry/differences", response={200: list[RegistryDifferenceOut]} | SAYS_NO, summary="DETSİS farkları")
def registry_differences(request: Request) -> list[RegistryDifferenceOut]:
    """Where the national registry and our organisation differ."""
    if not request.actor.holds(access.FOLLOW):
        raise Refused(f"«{access.FOLLOW.label}» için yetkiniz yok.")
    return [
        RegistryDifferenceOut(number=one.number, ours=one.ours, theirs=one.theirs or "", why=one.why)
        for one in queries.registry_differences()
    ]


@router.get("/statistics", response={200: list[TallyOut]} | SAYS_NO, summary="Evrak istatistiği")
def statistics(
    request: Request, since: dt.date, until: dt.date, by: Literal["birim", "kod", "yol"] = "birim"
) -> list[TallyOut]:
    """Came, written, finished, mean days and late ones: by unit, by code of the plan or by way of arrival."""
    rows = queries.statistics(request.actor, since, until, by)
    return [
        TallyOut(label=one.label, came=one.came, written=one.written, closed=one.closed, days=one.days, late=one.late)
        for one in rows
    ]


@router.get("/daily-reports", response={200: list[DailyReportOut]} | SAYS_NO, summary="Günlük raporlar")
def daily_reports(request: Request, page: Page = 1) -> list[DailyReportOut]:
    """The chained and stamped report of each day; fifty a page, the newest first."""
    rows = queries.reports(request.actor)[(page - 1) * 50 : page * 50]
    return [DailyReportOut.of(row) for row in rows]


@router.get("/readings", response={200: ReadingList} | SAYS_NO, summary="Evrak okumaları")
def readings(request: Request, document: Line24 = "", cursor: Line24 = "", limit: Page = 50) -> ReadingList:
    """Who opened what, the newest first; `document` narrows to one."""
    rows = queries.readings(request.actor)
    page = queries.keyset(rows.filter(case__number=document) if document else rows, cursor, limit)
    return ReadingList(
        items=[
            ReadingOut(
                document=row.case.number, user=row.user.full_name, seat=str(row.seat or ""), what=row.what,
                detail=row.detail, at=row.at,
            )
            for row in page.rows
        ],
        next=page.after,
    )  # fmt: skip


@router.post("/registry/sync", response={201: RegistrySyncOut} | SAYS_NO, summary="DETSİS'ten liste al")
def sync_registry(request: Request, body: RegistrySyncIn) -> Status[RegistrySyncOut]:
    """Ask the service for the units under a number; the list waits for the officer, nothing is changed."""
    return Status(201, RegistrySyncOut(import_id=services.sync_registry(actor=request.actor, **body.dict())))
