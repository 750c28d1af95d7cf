"""Kamu zararı: who answers, what is paid."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Literal

from ninja import Router, Schema, Status

from konak.foundation.cases.services import steps_open
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from .. import queries, services
from ..models import ValueLoss
from .words import Key, Line500, Money

router = Router()


class LossPaymentOut(Schema):
    amount: Decimal
    paid_on: dt.date
    reference: str


class LossPersonOut(Schema):
    id: int
    user_id: int
    name: str
    amount: Decimal
    paid: Decimal
    why: str
    payments: list[LossPaymentOut]


class LossOut(Schema):
    number: str
    stocktake: str
    receipt: str
    amount: Decimal
    collected: Decimal
    state: str
    state_label: str
    notified_on: dt.date | None
    due_on: dt.date | None

    @classmethod
    def of(cls, row: ValueLoss) -> "LossOut":
        return cls(**_loss(row))


class LossDetail(LossOut):
    decision: str
    reference: str
    people: list[LossPersonOut]
    steps: list[str]


class LossList(Schema):
    items: list[LossOut]
    next: str


class LossPersonIn(Schema):
    user_id: Key
    amount: Money
    why: Line500 = ""


class LossPaymentIn(Schema):
    amount: Money
    reference: Annotated[str, line(80)]
    paid_on: dt.date | None = None


class LossStepIn(Schema):
    """`decision` with `notify` and `clear`; `reference` with `go_legal`, and with `notify` if there is one."""

    decision: Annotated[str, line(1_000)] = ""
    reference: Annotated[str, line(80)] = ""


def _loss(row: ValueLoss) -> dict[str, Any]:
    return {
        "number": row.case.number,
        "stocktake": row.stocktake.case.number if row.stocktake else "",
        "receipt": row.receipt,
        "amount": row.amount,
        "collected": row.paid,
        "state": row.case.state,
        "state_label": row.state_label,
        "notified_on": row.notified_on,
        "due_on": row.case.due_on,
    }


def _loss_detail(request: Request, number: str) -> LossDetail:
    row = queries.loss(request.actor, number)
    people = [
        LossPersonOut(
            id=one["row"].pk,
            user_id=one["row"].user_id,
            name=one["row"].user.full_name,
            amount=one["row"].amount,
            paid=one["paid"],
            why=one["row"].why,
            payments=[
                LossPaymentOut(amount=paid.amount, paid_on=paid.paid_on, reference=paid.reference)
                for paid in one["payments"]
            ],
        )
        for one in queries.loss_sheet(row, request.actor)["people"]
    ]
    steps = [step.name for step in steps_open(row, request.actor)]
    return LossDetail(**_loss(row), decision=row.decision, reference=row.reference, people=people, steps=steps)


@router.get("/losses", response={200: LossList, **SAYS_NO})
def list_losses(
    request: Request,
    state: Literal["", "waiting", "open", "notified", "legal", "collected", "cleared"] = "",
    after: Annotated[str, line(20)] = "",
) -> LossList:
    """Kamu zararı files, newest first."""
    rows, more = queries.page_of(queries.losses(request.actor, state), after)
    return LossList(items=[LossOut.of(row) for row in rows], next=more)


@router.get("/losses/{number}", response={200: LossDetail, **SAYS_NO})
def one_loss(request: Request, number: str) -> LossDetail:
    return _loss_detail(request, number)


@router.post("/losses/{number}/people", response={200: LossDetail, **SAYS_NO})
def name_person(request: Request, number: str, body: LossPersonIn) -> LossDetail:
    """Who answers for how much; sent again, the share is changed."""
    services.name_person(number, actor=request.actor, **body.dict())
    return _loss_detail(request, number)


@router.delete("/losses/{number}/people/{person_id}", response={200: LossDetail, **SAYS_NO})
def drop_person(request: Request, number: str, person_id: Key) -> LossDetail:
    services.drop_person(number, person_id, actor=request.actor)
    return _loss_detail(request, number)


@router.post("/losses/{number}/people/{person_id}/payments", response={201: LossDetail, **SAYS_NO})
def pay(request: Request, number: str, person_id: Key, body: LossPaymentIn) -> Status[LossDetail]:
    """A payment with the number of its receipt; the last one closes the file."""
    services.pay(number, person_id, actor=request.actor, **body.dict())
    return Status(201, _loss_detail(request, number))


@router.post("/losses/{number}/steps/{step}", response={200: LossDetail, **SAYS_NO})
def loss_step(
    request: Request, number: str, step: Literal["notify", "go_legal", "collect", "clear"], body: LossStepIn
) -> LossDetail:
    if step == "notify":
        services.notify_people(number, actor=request.actor, decision=body.decision, reference=body.reference)
    elif step == "go_legal":
        services.go_legal(number, actor=request.actor, reference=body.reference)
    elif step == "clear":
        services.clear(number, actor=request.actor, decision=body.decision)
    else:
        services.collect(number, actor=request.actor)
    return _loss_detail(request, number)
