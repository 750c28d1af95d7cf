"""Rounds of updates."""

import datetime as dt
from typing import Any

from ninja import Router, Schema, Status

from konak.foundation.db.paging import page_after
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO

from .. import queries, services
from .words import Cursor, Key, Line24, Line80, Page, SoftwareWhy, Words

router = Router(tags=["software"])


class UpdateRoundOut(Schema):
    number: str
    product: int
    target: str
    state: str
    used_in: int | None
    due_on: dt.date | None
    computers: int
    done: int
    apart: int
    waiting: int


class UpdateRoundIn(Schema):
    product_id: Key
    target: Line80
    due_on: dt.date
    used_in_id: Key | None = None
    about: Words = ""


def _round(one: Any) -> UpdateRoundOut:
    every, settled, apart = one.every, one.settled, one.apart
    return UpdateRoundOut(
        number=one.case.number,
        product=one.product_id,
        target=one.target,
        state=one.case.state,
        used_in=one.used_in_id,
        due_on=one.case.due_on,
        computers=every,
        done=settled - apart,
        apart=apart,
        waiting=every - settled,
    )


class UpdateRoundList(Schema):
    items: list[UpdateRoundOut]
    next: str


@router.get("/rounds", response=UpdateRoundList, summary="Güncelleme turları")
def list_rounds(request: Request, cursor: Cursor = "", limit: Page = 50) -> UpdateRoundList:
    rows, after = page_after(queries.rounds(request.actor), ("-case_id",), cursor, limit)
    return UpdateRoundList(items=[_round(one) for one in rows], next=after)


@router.post("/rounds", response={201: UpdateRoundOut} | SAYS_NO, summary="Güncelleme turu planla")
def plan_round(request: Request, body: UpdateRoundIn) -> Status[UpdateRoundOut]:
    made = services.plan_round(actor=request.actor, **body.dict())
    return Status(201, _round(queries.round_(request.actor, made.case.number)))


@router.get("/rounds/{number}", response={200: UpdateRoundOut} | SAYS_NO, summary="Bir güncelleme turu")
def one_round(request: Request, number: Line24) -> UpdateRoundOut:
    return _round(queries.round_(request.actor, number))


@router.post("/rounds/{number}/begin", response={200: UpdateRoundOut} | SAYS_NO, summary="Turu başlat")
def begin(request: Request, number: Line24) -> UpdateRoundOut:
    services.begin(number, actor=request.actor)
    return _round(queries.round_(request.actor, number))


@router.post("/rounds/{number}/finish", response={200: UpdateRoundOut} | SAYS_NO, summary="Turu bitir")
def finish(request: Request, number: Line24) -> UpdateRoundOut:
    services.finish(number, actor=request.actor)
    return _round(queries.round_(request.actor, number))


@router.post("/rounds/{number}/cancel", response={200: UpdateRoundOut} | SAYS_NO, summary="Turdan vazgeç")
def cancel(request: Request, number: Line24, body: SoftwareWhy) -> UpdateRoundOut:
    services.cancel_round(number, actor=request.actor, why=body.why)
    return _round(queries.round_(request.actor, number))
