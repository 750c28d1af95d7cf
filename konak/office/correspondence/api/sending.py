"""What goes, for machines: addressees, attempts, evidence, a later change of secrecy."""

import datetime as dt
from typing import Annotated, Literal

from django.http.response import HttpResponseBase
from ninja import Router, Schema

from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from .. import queries, services
from ..models import (
    Addressee,
    Letter,
    Shown,
)
from .documents import (
    Key,
    LetterDetail,
    Level,
    Line12,
    Line24,
    Line80,
    Line300,
    letter_out,
)
from .shapes import PackageUpdateOut, Page, ProofOut, proof_file

router = Router(tags=["correspondence"])


class DispatchAttemptOut(Schema):
    channel: str
    state: str
    why: str
    tracking: str
    at: dt.datetime


class SendingOut(Schema):
    """An addressee outside the house: by what road, how far, when he is tried next."""

    id: int
    letter: str
    official: str
    name: str
    channel: str
    state: str
    why: str
    tries: int
    next_at: dt.datetime | None
    given_up_at: dt.datetime | None
    reject_until: dt.date | None
    accepted_on: dt.date | None
    uets_number: str
    served_on: dt.date | None

    @classmethod
    def of(cls, row: Addressee, letter: Letter) -> "SendingOut":
        posting = getattr(row, "posting", None)
        return cls(
            id=row.pk, letter=letter.case.number, official=letter.official, name=row.name, channel=row.channel,
            state=row.state, why=row.state_why, tries=posting.tries if posting else 0,
            next_at=posting.next_at if posting else None, given_up_at=posting.given_up_at if posting else None,
            reject_until=posting.reject_until if posting else None,
            accepted_on=posting.accepted_on if posting else None,
            uets_number=posting.uets_number if posting else "", served_on=posting.served_on if posting else None,
        )  # fmt: skip


class SendingDetail(SendingOut):
    attempts: list[DispatchAttemptOut]
    proofs: list[ProofOut]


class SendingList(Schema):
    items: list[SendingOut]
    next: str


class DispatchIn(Schema):
    state: Literal["sent", "delivered", "failed", "rejected"]
    channel: Literal["", "package", "kep", "mail", "paper", "uets"] = ""
    tracking: Line80 = ""
    why: Line300 = ""


class UetsIn(Schema):
    uets_number: Annotated[str, line(40, 1)]
    arrived_on: dt.date | None = None


class SecrecyIn(Schema):
    secrecy: Level
    why: Annotated[str, line(500, 1)]
    decision_number: Annotated[str, line(80, 1)]


@router.get("/sendings", response={200: SendingList} | SAYS_NO, summary="Gönderimler")
def sendings(request: Request, board: Line12 = "bekleyen", cursor: Line24 = "", limit: Page = 50) -> SendingList:
    """The newest first; `board` is one of bekleyen, ulasmayan, yolda, ulasan."""
    name = board if board in queries.SENDING else "bekleyen"
    page = queries.keyset(queries.sendings(request.actor, name), cursor, limit)
    return SendingList(items=[SendingOut.of(row, row.letter) for row in page.rows], next=page.after)


@router.get("/letters/{number}/sendings", response={200: list[SendingDetail]} | SAYS_NO, summary="Yazının gönderimi")
def sendings_of(request: Request, number: Line24) -> list[SendingDetail]:
    """Every addressee outside the house: state, attempts, what proves it."""
    letter = queries.one_letter(request.actor, number)
    services.note_reading(letter.case, actor=request.actor, what=Shown.API)
    return [
        SendingDetail(
            **SendingOut.of(it.row, letter).dict(),
            attempts=[
                DispatchAttemptOut(
                    channel=one.channel, state=one.state, why=one.why, tracking=one.tracking, at=one.at
                )
                for one in it.row.attempts.all()
            ],
            proofs=[ProofOut.of(one) for one in it.proofs],
        )
        for it in queries.reached(letter)
    ]


@router.post(
    "/letters/{number}/sendings/{addressee_id}/now",
    response={200: list[SendingDetail]} | SAYS_NO,
    summary="Şimdi gönder",
)
def send_now(request: Request, number: Line24, addressee_id: Key) -> list[SendingDetail]:
    """Queue an addressee at once, with the attempts counted anew; the worker sends."""
    services.send_now(number, actor=request.actor, addressee_id=addressee_id)
    return sendings_of(request, number)


@router.post(
    "/letters/{number}/sendings/{addressee_id}/record",
    response={200: list[SendingDetail]} | SAYS_NO,
    summary="Gönderimi yaz",
)
def record(request: Request, number: Line24, addressee_id: Key, body: DispatchIn) -> list[SendingDetail]:
    """How a letter went by a road that answers to people: post, hand, KEP by hand."""
    services.record_dispatch(number, actor=request.actor, addressee_id=addressee_id, **body.dict())
    return sendings_of(request, number)


@router.post(
    "/letters/{number}/sendings/{addressee_id}/uets",
    response={200: list[SendingDetail]} | SAYS_NO,
    summary="e-Tebligatı yaz",
)
def uets(request: Request, number: Line24, addressee_id: Key, body: UetsIn) -> list[SendingDetail]:
    """What the screen of UETS says; there is no connection to UETS itself."""
    services.record_uets(number, actor=request.actor, addressee_id=addressee_id, **body.dict())
    return sendings_of(request, number)


@router.post("/letters/{number}/send", response={200: LetterDetail} | SAYS_NO, summary="Gönderimi tamamla")
def send(request: Request, number: Line24) -> LetterDetail:
    services.finish_sending(number, actor=request.actor)
    return letter_out(request, number)


@router.post("/letters/{number}/secrecy", response={200: PackageUpdateOut} | SAYS_NO, summary="Gizliliği değiştir")
def secrecy(request: Request, number: Line24, body: SecrecyIn) -> PackageUpdateOut:
    """Writes an update package (.eypg); the sent package stays."""
    return PackageUpdateOut.of(services.change_secrecy(number, actor=request.actor, **body.dict()))


@router.get("/letters/{number}/proofs/{int:proof_id}", summary="Delilin kendisi")
def proof_of_letter(request: Request, number: Line24, proof_id: Key) -> HttpResponseBase:
    """The evidence as it came (XML or e-mail), byte for byte, for whoever checks it without us."""
    letter = queries.one_letter(request.actor, number)
    services.note_reading(letter.case, actor=request.actor, what=Shown.API)
    return proof_file(queries.proofs_of_letter(letter), proof_id)
