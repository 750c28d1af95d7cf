"""Requests that come back."""

import datetime as dt
from typing import Annotated

from ninja import Query, Router, Schema, Status

from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from .. import queries, services
from ..models import Recurring
from .shapes import (
    Key,
    Line24,
    Line60,
    Words,
)

router = Router(tags=["visits"])


class RecurringOut(Schema):
    id: int
    subject: str
    text: str
    service: int
    unit: int
    assignee: int | None
    asset_tag: str
    every: str
    starts_on: dt.date
    until: dt.date | None
    next_on: dt.date | None
    state: str
    problem: str
    next_days: list[dt.date]


class RecurringIn(Schema):
    service: Key
    subject: Annotated[str, line(200)]
    every: Line24
    starts_on: dt.date
    text: Words = ""
    asset_tag: Line60 = ""
    until: dt.date | None = None
    assignee: Key | None = None


class RecurringChangeIn(Schema):
    subject: Annotated[str, line(200)]
    every: Line24
    starts_on: dt.date
    text: Words = ""
    asset_tag: Line60 = ""
    until: dt.date | None = None
    assignee: Key | None = None


def _plan(one: Recurring) -> RecurringOut:
    return RecurringOut(
        id=one.pk,
        subject=one.subject,
        text=one.text,
        service=one.service_id,
        unit=one.unit_id,
        assignee=one.assignee_id,
        asset_tag=one.asset_tag,
        every=one.every,
        starts_on=one.starts_on,
        until=one.until,
        next_on=one.next_on,
        state=one.state,
        problem=one.problem,
        next_days=queries.next_days(one),
    )


@router.get("/recurring", response=list[RecurringOut], summary="Tekrarlayan talepler")
def list_plans(request: Request, filters: Query[queries.RecurringFilter]) -> list[RecurringOut]:
    return [_plan(one) for one in queries.plans(request.actor, filters).order_by("next_on", "pk")[:200]]


@router.post("/recurring", response={201: RecurringOut} | SAYS_NO, summary="Tekrarlayan talep ekle")
def add_plan(request: Request, body: RecurringIn) -> Status[RecurringOut]:
    facts = body.dict()
    facts |= {"service_id": facts.pop("service"), "assignee_id": facts.pop("assignee")}
    return Status(201, _plan(services.add_plan(actor=request.actor, **facts)))


@router.get("/recurring/{int:plan_id}", response={200: RecurringOut} | SAYS_NO, summary="Bir tekrarlayan talep")
def one_plan(request: Request, plan_id: Key) -> RecurringOut:
    return _plan(queries.plan(request.actor, plan_id))


@router.put("/recurring/{int:plan_id}", response={200: RecurringOut} | SAYS_NO, summary="Tekrarlayan talebi değiştir")
def edit_plan(request: Request, plan_id: Key, body: RecurringChangeIn) -> RecurringOut:
    facts = body.dict()
    facts["assignee_id"] = facts.pop("assignee")
    return _plan(services.edit_plan(plan_id, actor=request.actor, **facts))


@router.post("/recurring/{int:plan_id}/pause", response={200: RecurringOut} | SAYS_NO, summary="Duraklat")
def pause(request: Request, plan_id: Key) -> RecurringOut:
    return _plan(services.pause(plan_id, actor=request.actor))


@router.post("/recurring/{int:plan_id}/resume", response={200: RecurringOut} | SAYS_NO, summary="Sürdür")
def resume(request: Request, plan_id: Key) -> RecurringOut:
    return _plan(services.resume(plan_id, actor=request.actor))


@router.post("/recurring/{int:plan_id}/end", response={200: RecurringOut} | SAYS_NO, summary="Bitir")
def end_plan(request: Request, plan_id: Key) -> RecurringOut:
    return _plan(services.end_plan(plan_id, actor=request.actor))
