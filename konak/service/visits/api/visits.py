"""Visits; their numbers stand last, so that they hide no other address."""

import datetime as dt
from typing import Annotated, Any

from ninja import Query, Router, Schema, Status

from konak.foundation.db.paging import page_after
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from .. import queries, services
from ..models import Visit
from .shapes import (
    Cursor,
    Key,
    Line24,
    Line160,
    Line250,
    Minutes,
    Page,
    VisitStepOut,
    VisitWhyIn,
    Words,
    aware,
    steps_of,
)

router = Router(tags=["visits"])


class VisitOut(Schema):
    number: str
    ticket: str
    subject: str
    kind: str
    state: str
    state_label: str
    unit: int
    technician: int
    host: int | None
    starts_at: dt.datetime
    ends_at: dt.datetime
    place: str
    proposed_at: dt.datetime | None
    began_at: dt.datetime | None
    ended_at: dt.datetime | None
    outcome: str
    report: str


class VisitDetail(VisitOut):
    contact: str
    note: str
    steps: list[VisitStepOut]


class VisitList(Schema):
    items: list[VisitOut]
    next: str


def _facts(one: Visit) -> dict[str, Any]:
    return {
        "number": one.case.number,
        "ticket": one.ticket.case.number,
        "subject": one.case.subject,
        "kind": one.kind,
        "state": one.case.state,
        "state_label": one.state_label,
        "unit": one.case.unit_id,
        "technician": one.technician_id,
        "host": one.host_id,
        "starts_at": one.starts_at,
        "ends_at": one.ends_at,
        "place": one.place,
        "proposed_at": one.proposed_at,
        "began_at": one.began_at,
        "ended_at": one.ended_at,
        "outcome": one.outcome,
        "report": one.report,
    }


def _visit(request: Request, number: str) -> VisitDetail:
    one = queries.visit(request.actor, number)
    return VisitDetail(**_facts(one), contact=one.contact, note=one.note, steps=steps_of(one, request))


class VisitIn(Schema):
    ticket: Line24
    technician: Key
    starts_at: dt.datetime
    minutes: Minutes
    kind: Line24 = "onsite"
    place: Line160 = ""
    contact: Line160 = ""
    note: Annotated[str, line(2_000)] = ""
    off_hours_why: Line250 = ""


class VisitMoveIn(Schema):
    starts_at: dt.datetime
    minutes: Minutes
    technician: Key | None = None
    off_hours_why: Line250 = ""


class VisitProposeIn(Schema):
    starts_at: dt.datetime
    why: Line250


class VisitAgreeIn(Schema):
    off_hours_why: Line250 = ""


class VisitFinishIn(Schema):
    outcome: Line24
    report: Words
    minutes: Minutes | None = None


@router.get("", response=VisitList, summary="Ziyaretler")
def list_visits(
    request: Request, filters: Query[queries.VisitFilter], cursor: Cursor = "", limit: Page = 50
) -> VisitList:
    rows, after = page_after(queries.visits(request.actor, filters), ("-starts_at", "-pk"), cursor, limit)
    return VisitList(items=[VisitOut(**_facts(one)) for one in rows], next=after)


@router.post("", response={201: VisitDetail} | SAYS_NO, summary="Ziyaret planla")
def plan(request: Request, body: VisitIn) -> Status[VisitDetail]:
    facts = body.dict() | {"technician_id": body.technician, "starts_at": aware(body.starts_at)}
    facts.pop("technician")
    made = services.plan(facts.pop("ticket"), actor=request.actor, **facts)
    return Status(201, _visit(request, made.case.number))


@router.get("/{number}", response={200: VisitDetail} | SAYS_NO, summary="Bir ziyaret")
def one_visit(request: Request, number: Line24) -> VisitDetail:
    return _visit(request, number)


@router.post("/{number}/start", response={200: VisitDetail} | SAYS_NO, summary="Ziyarete başla")
def start(request: Request, number: Line24) -> VisitDetail:
    services.start(number, actor=request.actor)
    return _visit(request, number)


@router.post("/{number}/finish", response={200: VisitDetail} | SAYS_NO, summary="Sonucu yaz")
def finish(request: Request, number: Line24, body: VisitFinishIn) -> VisitDetail:
    services.finish(number, actor=request.actor, **body.dict())
    return _visit(request, number)


@router.post("/{number}/propose", response={200: VisitDetail} | SAYS_NO, summary="Başka zaman öner")
def propose(request: Request, number: Line24, body: VisitProposeIn) -> VisitDetail:
    services.propose(number, actor=request.actor, starts_at=aware(body.starts_at), why=body.why)
    return _visit(request, number)


@router.post("/{number}/agree", response={200: VisitDetail} | SAYS_NO, summary="Öneriyi kabul et")
def agree(request: Request, number: Line24, body: VisitAgreeIn) -> VisitDetail:
    services.agree(number, actor=request.actor, off_hours_why=body.off_hours_why)
    return _visit(request, number)


@router.post("/{number}/keep", response={200: VisitDetail} | SAYS_NO, summary="İlk zamanda kal")
def keep(request: Request, number: Line24, body: VisitWhyIn) -> VisitDetail:
    services.keep_time(number, actor=request.actor, why=body.why)
    return _visit(request, number)


@router.post("/{number}/move", response={200: VisitDetail} | SAYS_NO, summary="Zamanını değiştir")
def move(request: Request, number: Line24, body: VisitMoveIn) -> VisitDetail:
    services.move(
        number,
        actor=request.actor,
        starts_at=aware(body.starts_at),
        minutes=body.minutes,
        technician_id=body.technician,
        off_hours_why=body.off_hours_why,
    )
    return _visit(request, number)


@router.post("/{number}/miss", response={200: VisitDetail} | SAYS_NO, summary="Yapılamadı")
def miss(request: Request, number: Line24, body: VisitWhyIn) -> VisitDetail:
    services.miss(number, actor=request.actor, why=body.why)
    return _visit(request, number)


@router.post("/{number}/cancel", response={200: VisitDetail} | SAYS_NO, summary="İptal et")
def cancel(request: Request, number: Line24, body: VisitWhyIn) -> VisitDetail:
    services.cancel(number, actor=request.actor, why=body.why)
    return _visit(request, number)
