"""What becomes of a document inside the house, for machines: referrals, requests with a term, links."""

import datetime as dt

from ninja import Router, Schema

from konak.foundation.cases import queries as cases
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO

from .. import queries, services
from ..models import (
    Incoming,
)
from .documents import (
    DocumentWhyIn,
    Line12,
    Line24,
    ReferIn,
    ReferralOut,
)
from .shapes import Page

router = Router(tags=["correspondence"])


class LinkedOut(Schema):
    number: str
    subject: str
    why: str


class RequestOut(Schema):
    """An opinion or a document that was asked for: 15 and 5 working days (2646 m. 33)."""

    number: str
    subject: str
    other: str
    due_on: dt.date | None
    answer: str
    closed: bool


@router.get("/documents/{number}/links", response={200: list[LinkedOut]} | SAYS_NO, summary="Bağlı dosyalar")
def links(request: Request, number: Line24) -> list[LinkedOut]:
    """Files of the house that belong together with a document, as far as the asker may see them."""
    case = services.document(number, actor=request.actor).case
    return [
        LinkedOut(number=other.number, subject=other.subject, why=one.why)
        for one, other in cases.links(request.actor, case)
    ]


@router.post("/referrals/{number}/pass-on", response={200: ReferralOut} | SAYS_NO, summary="Havaleyi aktar")
def pass_on(request: Request, number: Line24, body: ReferIn) -> ReferralOut:
    services.pass_on(number, actor=request.actor, **body.dict())
    return ReferralOut.of(queries.one_referral(request.actor, number))


@router.post("/referrals/{number}/withdraw", response={200: ReferralOut} | SAYS_NO, summary="Havaleyi geri al")
def withdraw(request: Request, number: Line24, body: DocumentWhyIn) -> ReferralOut:
    services.withdraw(number, actor=request.actor, why=body.why)
    return ReferralOut.of(queries.one_referral(request.actor, number))


@router.get("/requests", response={200: list[RequestOut]} | SAYS_NO, summary="Görüş ve belge istekleri")
def requests(request: Request, board: Line12 = "gorus", page: Page = 1) -> list[RequestOut]:
    """`board` is one of gorus, belge (asked of us), sordugumuz, istedigimiz (asked by us); fifty a page."""
    name = board if board in queries.REQUESTS else "gorus"
    rows = queries.requests(request.actor, name)[(page - 1) * 50 : page * 50]
    return [
        RequestOut(
            number=row.case.number,
            subject=row.case.subject,
            other=row.sender if isinstance(row, Incoming) else "",
            due_on=row.case.due_on if isinstance(row, Incoming) else row.answer_by,
            answer=(row.answer.official if row.answer else "")
            if isinstance(row, Incoming)
            else (row.answered_by.case.number if row.answered_by else ""),
            closed=row.case.closed_at is not None if isinstance(row, Incoming) else row.answered_by is not None,
        )
        for row in rows
    ]
