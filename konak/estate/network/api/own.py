"""Requests for an address, and who was behind one."""

import datetime as dt
from typing import Annotated, Any

from ninja import Field, Query, Router, Schema, Status
from ninja.files import UploadedFile

from konak.foundation.cases.services import steps_open
from konak.foundation.db.paging import page_after
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from .. import queries, services
from ..models import AddressRequest, AddressUse, Upload
from ..services.looking import look_up
from .shapes import Key, Short

router = Router(tags=["network"])
Words = Annotated[str, line(2_000)]
Cursor = Annotated[str, line(400)]
Page = Annotated[int, Field(ge=1, le=200)]


class AddressRequestOut(Schema):
    number: str
    subject: str
    state: str
    state_label: str
    why: str
    prefix: str | None
    address: str | None
    dns_name: str
    mac: str
    asset: str | None
    until: dt.date | None
    answer: str
    steps: list[str]


class AddressRequestList(Schema):
    items: list[AddressRequestOut]
    next: str


class AddressRequestIn(Schema):
    why: Annotated[Words, Field(min_length=1)]
    prefix_id: Key | None = None
    dns_name: Annotated[str, line(255)] = ""
    mac: Short = ""
    asset_tag: Short = ""
    until: dt.date | None = None


class AddressApproveIn(Schema):
    prefix_id: Key | None = None
    until: dt.date | None = None
    answer: Annotated[str, line(500)] = ""


class AddressWhyIn(Schema):
    why: Annotated[str, line(500)] = ""


class AddressAssignIn(Schema):
    mac: Short = ""
    asset_tag: Short = ""


class AddressUseOut(Schema):
    ip: str
    mac: str
    since: dt.datetime
    until: dt.datetime
    heard_at: dt.datetime
    source: str
    host: str
    switch: str
    port: str
    access_point: str
    login: str
    asset: str | None
    user: str | None


class AddressWhoOut(Schema):
    """Who was behind an address at a moment; `prefix` answers where nobody recorded the address."""

    ip: str
    at: dt.datetime
    prefix: str | None
    uses: list[AddressUseOut]


class LeaseUploadOut(Schema):
    id: int
    kind: str
    lines: int
    fresh: int
    joined: int
    known: int
    broken: int
    faults: list[str]


def _request(request: Request, row: AddressRequest) -> AddressRequestOut:
    return AddressRequestOut(
        number=row.case.number,
        subject=row.case.subject,
        state=row.case.state,
        state_label=row.state_label,
        why=row.why,
        prefix=row.prefix.network if row.prefix else None,
        address=row.given_ip or None,
        dns_name=row.dns_name,
        mac=row.mac,
        asset=row.asset.tag if row.asset else None,
        until=row.until,
        answer=row.answer,
        steps=[step.name for step in steps_open(row, request.actor)],
    )


def _use(row: AddressUse) -> AddressUseOut:
    return AddressUseOut(
        ip=row.ip,
        mac=row.mac,
        since=row.since,
        until=row.until,
        heard_at=row.heard_at,
        source=row.source,
        host=row.host,
        switch=row.switch,
        port=row.port,
        access_point=row.access_point,
        login=row.login,
        asset=row.asset.tag if row.asset else None,
        user=row.user.full_name if row.user else None,
    )


@router.get("/requests", response=AddressRequestList, summary="IP adresi istekleri")
def requests(
    request: Request, filters: Query[queries.AddressRequestFilter], after: Cursor = "", limit: Page = 50
) -> AddressRequestList:
    page, more = page_after(queries.requests(request.actor, filters), ("-case_id",), after, limit)
    return AddressRequestList(items=[_request(request, row) for row in page], next=more)


@router.post("/requests", response={201: AddressRequestOut, **SAYS_NO}, summary="IP adresi iste")
def ask(request: Request, body: AddressRequestIn) -> Any:
    made = services.ask(actor=request.actor, **body.dict())
    return Status(201, _request(request, queries.request(request.actor, made.case.number)))


@router.get("/requests/{number}", response={200: AddressRequestOut, **SAYS_NO}, summary="Tek istek")
def one_request(request: Request, number: Short) -> AddressRequestOut:
    return _request(request, queries.request(request.actor, number))


def _step(request: Request, number: str) -> AddressRequestOut:
    return _request(request, queries.request(request.actor, number))


@router.post("/requests/{number}/approve", response={200: AddressRequestOut, **SAYS_NO}, summary="Uygun gör")
def approve(request: Request, number: Short, body: AddressApproveIn) -> AddressRequestOut:
    services.approve(number, actor=request.actor, **body.dict())
    return _step(request, number)


@router.post("/requests/{number}/refuse", response={200: AddressRequestOut, **SAYS_NO}, summary="Uygun görme")
def refuse(request: Request, number: Short, body: AddressWhyIn) -> AddressRequestOut:
    services.refuse(number, actor=request.actor, **body.dict())
    return _step(request, number)


@router.post("/requests/{number}/assign", response={200: AddressRequestOut, **SAYS_NO}, summary="Cihaza verildi")
def assign(request: Request, number: Short, body: AddressAssignIn) -> AddressRequestOut:
    services.assign(number, actor=request.actor, **body.dict())
    return _step(request, number)


@router.post("/requests/{number}/release", response={200: AddressRequestOut, **SAYS_NO}, summary="Adresi geri al")
def release(request: Request, number: Short, body: AddressWhyIn) -> AddressRequestOut:
    services.release(number, actor=request.actor, **body.dict())
    return _step(request, number)


@router.post("/requests/{number}/withdraw", response={200: AddressRequestOut, **SAYS_NO}, summary="Vazgeç")
def withdraw(request: Request, number: Short) -> AddressRequestOut:
    services.withdraw(number, actor=request.actor)
    return _step(request, number)


@router.get("/who", response={200: AddressWhoOut, **SAYS_NO}, summary="O anda bu adresi kim kullanıyordu?")
def who(request: Request, ip: Annotated[str, line(60, 1)], at: dt.datetime) -> Any:
    found = look_up(actor=request.actor, ip=ip, at=at)
    return {
        "ip": found.ip,
        "at": found.at,
        "prefix": found.prefix,
        "uses": [_use(row) for row in found.uses],
    }


@router.post("/leases", response={201: LeaseUploadOut, **SAYS_NO}, summary="Kira dosyası ya da komşu tablosu ver")
def leases(request: Request, file: UploadedFile, kind: Short = "auto") -> Any:
    made: Upload = services.take_in(actor=request.actor, content=file.read(), name=file.name or "kira", kind=kind)
    return Status(
        201,
        LeaseUploadOut(
            id=made.pk,
            kind=made.kind,
            lines=made.lines,
            fresh=made.fresh,
            joined=made.joined,
            known=made.known,
            broken=made.broken,
            faults=made.faults,
        ),
    )
