from ninja import Router

from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO

from ..queries import campaigns as queries
from ..queries import catalogue
from ..services import reviewing
from .schemas import (
    AccessDecidedOut,
    AccessDecideIn,
    AccessNumber,
    AccessReviewItemOut,
    AccessReviewList,
    AccessReviewOut,
)

router = Router()


@router.get("/reviews", response=AccessReviewList, summary="Gözden geçirmeler")
def list_reviews(request: Request, cursor: str = "", limit: int = 50) -> AccessReviewList:
    rows, after = queries.page_of(queries.campaigns(request.actor), cursor, max(1, min(limit, 200)))
    return AccessReviewList(items=[AccessReviewOut.of(row) for row in rows], next=after)


@router.post("/review-decisions", response={200: AccessDecidedOut} | SAYS_NO, summary="Karar ver")
def decide(request: Request, body: AccessDecideIn) -> AccessDecidedOut:
    right = catalogue.right(body.right) if body.right else None
    count = reviewing.decide(
        body.items, actor=request.actor, decision=body.decision, why=body.why, right=right, until=body.until
    )
    return AccessDecidedOut(count=count)


@router.get("/reviews/{number}", response={200: AccessReviewOut} | SAYS_NO, summary="Bir gözden geçirme")
def one_review(request: Request, number: AccessNumber) -> AccessReviewOut:
    return AccessReviewOut.of(queries.campaign(request.actor, number))


@router.get("/reviews/{number}/items", response={200: list[AccessReviewItemOut]} | SAYS_NO, summary="Yetkileri")
def list_items(request: Request, number: AccessNumber, view: str = "mine") -> list[AccessReviewItemOut]:
    row = queries.campaign(request.actor, number)
    return [AccessReviewItemOut.of(item) for item in queries.items(request.actor, row, view)[:1_000]]


@router.post("/reviews/{number}/start", response={200: AccessReviewOut} | SAYS_NO, summary="Başlat")
def start(request: Request, number: AccessNumber) -> AccessReviewOut:
    reviewing.start(number, actor=request.actor)
    return AccessReviewOut.of(queries.campaign(request.actor, number))


@router.post("/reviews/{number}/close", response={200: AccessReviewOut} | SAYS_NO, summary="Kapat ve mühürle")
def close(request: Request, number: AccessNumber) -> AccessReviewOut:
    reviewing.close(number, actor=request.actor)
    return AccessReviewOut.of(queries.campaign(request.actor, number))
