"""Both registers for machines: the same reach, the same services and the same words as the screens."""

import datetime as dt
from typing import Annotated, Any

from ninja import Field, Router, Schema, Status

from konak.foundation.cases.services import steps_open
from konak.foundation.db.paging import page_after
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from . import queries, services
from .models import Asker, LogRequest, Release, Way

router = Router(tags=["disclosures"])
Line12 = Annotated[str, line(12)]
Line24 = Annotated[str, line(24)]
Reference = Annotated[str, line(80)]
Number = Annotated[str, line(80, 1)]
Name = Annotated[str, line(200, 1)]
Why = Annotated[str, line(2_000, 1)]
Long = Annotated[str, line(4_000, 1)]
Page = Annotated[int, Field(ge=1, le=200)]
Cursor = Annotated[str, line(400)]


class DisclosureStepOut(Schema):
    """A step the asker may take now: POST to `…/{name}`."""

    name: str
    label: str


class ReleaseOut(Schema):
    number: str
    state: str
    state_label: str
    asker: str
    kind: str
    asked_on: dt.date
    reference: str
    what: str
    why: str
    way: str
    told: str
    given_on: dt.date | None
    given_by: str
    given_as: str


class ReleaseDetail(ReleaseOut):
    steps: list[DisclosureStepOut]


class ReleaseList(Schema):
    items: list[ReleaseOut]
    next: str


class ReleaseIn(Schema):
    kind: Asker
    asker: Name
    asked_on: dt.date
    what: Long
    why: Why
    reference: Reference = ""


class ReleaseGiveIn(Schema):
    way: Way
    told: Long
    given_on: dt.date


class ReleaseRefuseIn(Schema):
    told: Long


class LogRequestOut(Schema):
    number: str
    state: str
    state_label: str
    authority: str
    file_number: str
    letter_date: dt.date
    letter_number: str
    purpose: str
    scope: str
    since: dt.date | None
    until: dt.date | None
    due_on: dt.date | None
    answer_date: dt.date | None
    answer_number: str
    result: str


class LogRequestDetail(LogRequestOut):
    steps: list[DisclosureStepOut]


class LogRequestList(Schema):
    items: list[LogRequestOut]
    next: str


class LogRequestIn(Schema):
    authority: Name
    file_number: Annotated[str, line(60, 1)]
    letter_date: dt.date
    letter_number: Number
    due_on: dt.date
    purpose: Why
    scope: Long
    since: dt.date | None = None
    until: dt.date | None = None


class LogAnswerIn(Schema):
    answer_date: dt.date
    answer_number: Number
    result: Long


class LogDeclineIn(Schema):
    result: Long


def _release(row: Release) -> dict[str, Any]:
    plain = ("asker", "kind", "asked_on", "reference", "what", "why", "way", "told", "given_on", "state_label")
    return {name: getattr(row, name) for name in plain} | {
        "number": row.case.number,
        "state": row.case.state,
        "given_by": row.given_by.full_name if row.given_by else "",
        "given_as": str(row.given_as) if row.given_as else "",
    }


def _log_request(row: LogRequest) -> dict[str, Any]:
    plain = [
        *("authority", "file_number", "letter_date", "letter_number", "purpose", "scope", "since", "until"),
        *("answer_date", "answer_number", "result", "state_label"),
    ]
    return {name: getattr(row, name) for name in plain} | {
        "number": row.case.number,
        "state": row.case.state,
        "due_on": row.case.due_on,
    }


def _steps(request: Request, row: Release | LogRequest) -> list[DisclosureStepOut]:
    return [DisclosureStepOut(name=step.name, label=step.label) for step in steps_open(row, request.actor)]


def _one_release(request: Request, number: str) -> ReleaseDetail:
    row = queries.release(request.actor, number)
    return ReleaseDetail(**_release(row), steps=_steps(request, row))


def _one_log_request(request: Request, number: str) -> LogRequestDetail:
    row = queries.log_request(request.actor, number)
    return LogRequestDetail(**_log_request(row), steps=_steps(request, row))


@router.get("/releases", response=ReleaseList, summary="Bilgi verme kayıtları")
def releases(request: Request, state: Line12 = "", cursor: Cursor = "", limit: Page = 50) -> ReleaseList:
    """The newest first."""
    rows, after = page_after(queries.releases(request.actor, state), ("-case_id",), cursor, limit)
    return ReleaseList(items=[ReleaseOut(**_release(row)) for row in rows], next=after)


@router.post("/releases", response={201: ReleaseDetail} | SAYS_NO, summary="Bilgi isteğini kaydet")
def ask_release(request: Request, body: ReleaseIn) -> Status[ReleaseDetail]:
    made = services.ask_release(actor=request.actor, **body.dict())
    return Status(201, _one_release(request, made.case.number))


@router.get("/releases/{number}", response={200: ReleaseDetail} | SAYS_NO, summary="Bir bilgi verme kaydı")
def one_release(request: Request, number: Line24) -> ReleaseDetail:
    return _one_release(request, number)


@router.post("/releases/{number}/give", response={200: ReleaseDetail} | SAYS_NO, summary="Bilgiyi ver")
def give(request: Request, number: Line24, body: ReleaseGiveIn) -> ReleaseDetail:
    services.give(number, actor=request.actor, **body.dict())
    return _one_release(request, number)


@router.post("/releases/{number}/refuse", response={200: ReleaseDetail} | SAYS_NO, summary="Bilgiyi verme")
def refuse(request: Request, number: Line24, body: ReleaseRefuseIn) -> ReleaseDetail:
    services.refuse(number, actor=request.actor, told=body.told)
    return _one_release(request, number)


@router.get("/log-requests", response=LogRequestList, summary="İz kaydı istekleri")
def log_requests(request: Request, state: Line12 = "", cursor: Cursor = "", limit: Page = 50) -> LogRequestList:
    """Open ones by their last day first."""
    rows, after = page_after(queries.log_requests(request.actor, state), queries.LOG_ORDER, cursor, limit)
    return LogRequestList(items=[LogRequestOut(**_log_request(row)) for row in rows], next=after)


@router.post("/log-requests", response={201: LogRequestDetail} | SAYS_NO, summary="İz kaydı isteğini kaydet")
def receive_log_request(request: Request, body: LogRequestIn) -> Status[LogRequestDetail]:
    made = services.receive_log_request(actor=request.actor, **body.dict())
    return Status(201, _one_log_request(request, made.case.number))


@router.get("/log-requests/{number}", response={200: LogRequestDetail} | SAYS_NO, summary="Bir iz kaydı isteği")
def one_log_request(request: Request, number: Line24) -> LogRequestDetail:
    return _one_log_request(request, number)


@router.post("/log-requests/{number}/work", response={200: LogRequestDetail} | SAYS_NO, summary="Hazırlamaya başla")
def work_on_logs(request: Request, number: Line24) -> LogRequestDetail:
    services.work_on_logs(number, actor=request.actor)
    return _one_log_request(request, number)


@router.post("/log-requests/{number}/answer", response={200: LogRequestDetail} | SAYS_NO, summary="Cevabı kaydet")
def answer_logs(request: Request, number: Line24, body: LogAnswerIn) -> LogRequestDetail:
    services.answer_logs(number, actor=request.actor, **body.dict())
    return _one_log_request(request, number)


@router.post("/log-requests/{number}/decline", response={200: LogRequestDetail} | SAYS_NO, summary="Yerine getirme")
def decline_logs(request: Request, number: Line24, body: LogDeclineIn) -> LogRequestDetail:
    services.decline_logs(number, actor=request.actor, result=body.result)
    return _one_log_request(request, number)
