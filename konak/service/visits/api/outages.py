"""Outages: prepared, announced, measured, told about."""

import datetime as dt
from typing import Annotated, Any

from ninja import Query, Router, Schema, Status

from konak.foundation.db.paging import page_after
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from .. import queries, services
from ..models import Outage
from .shapes import (
    Cursor,
    Keys,
    Line24,
    Line250,
    Page,
    VisitStepOut,
    VisitWhyIn,
    Words,
    aware,
    steps_of,
)

router = Router(tags=["visits"])


class OutageOut(Schema):
    number: str
    subject: str
    nature: str
    effect: str
    audience: str
    state: str
    state_label: str
    unit: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    began_at: dt.datetime | None
    ended_at: dt.datetime | None
    minutes_down: int | None
    text: str
    advice: str
    told: int


class OutageUpdateOut(Schema):
    text: str
    at: dt.datetime


class OutageDetail(OutageOut):
    systems: list[str]
    services: list[int]
    units: list[int]
    places: list[str]
    tags: list[str]
    updates: list[OutageUpdateOut]
    steps: list[VisitStepOut]


class OutageList(Schema):
    items: list[OutageOut]
    next: str


class OutageIn(Schema):
    subject: Annotated[str, line(200)]
    text: Words
    starts_at: dt.datetime
    ends_at: dt.datetime
    nature: Line24 = "planned"
    effect: Line24 = "down"
    audience: Line24 = "units"
    advice: Annotated[str, line(2_000)] = ""
    world: bool = False
    systems: Keys = []
    services: Keys = []
    places: Keys = []
    units: Keys = []
    tags: Annotated[str, line(1_000)] = ""


class OutageBeginIn(Schema):
    began_at: dt.datetime | None = None


class OutageWindowIn(Schema):
    starts_at: dt.datetime
    ends_at: dt.datetime
    why: Line250


class OutageExtendIn(Schema):
    ends_at: dt.datetime
    why: Line250


class OutageSayIn(Schema):
    text: Annotated[str, line(2_000)]


class OutageEndIn(Schema):
    done: Words
    ended_at: dt.datetime | None = None
    answer_tickets: bool = False


class OutageTicketIn(Schema):
    ticket: Line24


def _short(one: Outage) -> dict[str, Any]:
    return {
        "number": one.case.number,
        "subject": one.case.subject,
        "nature": one.nature,
        "effect": one.effect,
        "audience": one.audience,
        "state": one.case.state,
        "state_label": one.state_label,
        "unit": one.case.unit_id,
        "starts_at": one.starts_at,
        "ends_at": one.ends_at,
        "began_at": one.began_at,
        "ended_at": one.ended_at,
        "minutes_down": one.minutes_down,
        "text": one.text,
        "advice": one.advice,
        "told": one.told,
    }


def _outage(request: Request, number: str) -> OutageDetail:
    one = queries.outage(request.actor, number)
    return OutageDetail(
        **_short(one),
        systems=[row.code for row in one.systems.all()],
        services=[row.pk for row in one.services.all()],
        units=[row.pk for row in one.units.all()],
        places=[row.code for row in one.places.all()],
        tags=[row.tag for row in one.assets.all()],
        updates=[OutageUpdateOut(text=row.text, at=row.at) for row in queries.updates_of(one)],
        steps=steps_of(one, request),
    )


@router.get("/outages", response=OutageList, summary="Kesintiler")
def list_outages(
    request: Request, filters: Query[queries.OutageFilter], cursor: Cursor = "", limit: Page = 50
) -> OutageList:
    rows, after = page_after(queries.outages(request.actor, filters), ("-starts_at", "-pk"), cursor, limit)
    return OutageList(items=[OutageOut(**_short(one)) for one in rows], next=after)


@router.get("/outages/live", response=list[OutageOut], summary="Beni ilgilendiren, duyurulan ve süren kesintiler")
def live(request: Request) -> list[OutageOut]:
    return [OutageOut(**_short(one)) for one in queries.board_of(request.actor, live=True)]


@router.post("/outages", response={201: OutageDetail} | SAYS_NO, summary="Kesinti hazırla")
def draft(request: Request, body: OutageIn) -> Status[OutageDetail]:
    facts = body.dict() | {"starts_at": aware(body.starts_at), "ends_at": aware(body.ends_at)}
    _known(body)
    made = services.draft(actor=request.actor, **facts)
    return Status(201, _outage(request, made.case.number))


def _known(body: OutageIn) -> None:
    queries.all_known(body.systems, body.services, body.places, body.units)


@router.get("/outages/{number}", response={200: OutageDetail} | SAYS_NO, summary="Bir kesinti")
def one_outage(request: Request, number: Line24) -> OutageDetail:
    return _outage(request, number)


@router.put("/outages/{number}", response={200: OutageDetail} | SAYS_NO, summary="Taslak kesintiyi değiştir")
def edit(request: Request, number: Line24, body: OutageIn) -> OutageDetail:
    _known(body)
    facts = body.dict() | {"starts_at": aware(body.starts_at), "ends_at": aware(body.ends_at)}
    services.edit(number, actor=request.actor, **facts)
    return _outage(request, number)


@router.post("/outages/{number}/announce", response={200: OutageDetail} | SAYS_NO, summary="Duyur")
def announce(request: Request, number: Line24) -> OutageDetail:
    services.announce(number, actor=request.actor)
    return _outage(request, number)


@router.post("/outages/{number}/begin", response={200: OutageDetail} | SAYS_NO, summary="Kesinti başladı")
def begin(request: Request, number: Line24, body: OutageBeginIn) -> OutageDetail:
    services.begin(number, actor=request.actor, began_at=aware(body.began_at) if body.began_at else None)
    return _outage(request, number)


@router.post("/outages/{number}/shift", response={200: OutageDetail} | SAYS_NO, summary="Zamanını değiştir")
def shift(request: Request, number: Line24, body: OutageWindowIn) -> OutageDetail:
    services.shift(
        number, actor=request.actor, starts_at=aware(body.starts_at), ends_at=aware(body.ends_at), why=body.why
    )
    return _outage(request, number)


@router.post("/outages/{number}/extend", response={200: OutageDetail} | SAYS_NO, summary="Bitişini ertele")
def extend(request: Request, number: Line24, body: OutageExtendIn) -> OutageDetail:
    services.extend(number, actor=request.actor, ends_at=aware(body.ends_at), why=body.why)
    return _outage(request, number)


@router.post("/outages/{number}/say", response={200: OutageDetail} | SAYS_NO, summary="Yeni bilgi ver")
def say(request: Request, number: Line24, body: OutageSayIn) -> OutageDetail:
    services.say(number, actor=request.actor, text=body.text)
    return _outage(request, number)


@router.post("/outages/{number}/tickets", response={200: OutageDetail} | SAYS_NO, summary="Talep bağla")
def link_ticket(request: Request, number: Line24, body: OutageTicketIn) -> OutageDetail:
    services.link_ticket(number, actor=request.actor, ticket=body.ticket)
    return _outage(request, number)


@router.post("/outages/{number}/end", response={200: OutageDetail} | SAYS_NO, summary="Kesinti bitti")
def end(request: Request, number: Line24, body: OutageEndIn) -> OutageDetail:
    services.end(
        number,
        actor=request.actor,
        done=body.done,
        ended_at=aware(body.ended_at) if body.ended_at else None,
        answer_tickets=body.answer_tickets,
    )
    return _outage(request, number)


@router.post("/outages/{number}/call-off", response={200: OutageDetail} | SAYS_NO, summary="İptal et")
def call_off(request: Request, number: Line24, body: VisitWhyIn) -> OutageDetail:
    services.call_off(number, actor=request.actor, why=body.why)
    return _outage(request, number)
