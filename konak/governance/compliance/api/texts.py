from ninja import Router

from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO

from .. import queries, services
from ..models import TextReview
from .schemas import MissingOut, Opinion, ReferenceOut, ReviewOut

router = Router()


@router.get("/reviews", response=list[ReviewOut], summary="Gözden geçirmeler")
def list_reviews(request: Request, limit: int = 100, offset: int = 0) -> list[ReviewOut]:
    """Open ones first."""
    begin, size = max(0, min(offset, 1_000_000)), max(1, min(limit, 500))
    rows: list[TextReview] = list(queries.reviews(request.actor)[begin : begin + size])
    return [ReviewOut.of(row) for row in rows]


@router.get("/reviews/{number}", response={200: ReviewOut} | SAYS_NO, summary="Bir gözden geçirme")
def one_review(request: Request, number: str) -> ReviewOut:
    return ReviewOut.of(queries.review(request.actor, number))


@router.post("/reviews/{number}/keep", response={200: ReviewOut} | SAYS_NO, summary="Uygun")
def keep(request: Request, number: str, body: Opinion) -> ReviewOut:
    services.keep_text(number, actor=request.actor, opinion=body.opinion)
    return ReviewOut.of(queries.review(request.actor, number))


@router.post("/reviews/{number}/change", response={200: ReviewOut} | SAYS_NO, summary="Değişmeli")
def change(request: Request, number: str, body: Opinion) -> ReviewOut:
    services.change_text(number, actor=request.actor, opinion=body.opinion)
    return ReviewOut.of(queries.review(request.actor, number))


@router.post("/reviews/{number}/drop", response={200: ReviewOut} | SAYS_NO, summary="Düşür")
def drop(request: Request, number: str, body: Opinion) -> ReviewOut:
    services.drop_review(number, actor=request.actor, opinion=body.opinion)
    return ReviewOut.of(queries.review(request.actor, number))


@router.get("/missing-directives", response=list[MissingOut], summary="Eksik yönergeler")
def missing(request: Request) -> list[MissingOut]:
    return [MissingOut.of(row) for row in queries.missing_directives(request.actor)]


@router.get("/open-references", response=list[ReferenceOut], summary="Yüklenmemiş atıflar")
def references(request: Request, closed: bool = False) -> list[ReferenceOut]:
    return [
        ReferenceOut(
            regulation=row.regulation.case.number,
            path=row.path,
            words=row.words,
            noticed_on=row.noticed_on,
            closed_on=row.closed_on,
            closed_by=row.closed_by.case.number if row.closed_by else "",
        )
        for row in queries.open_references(request.actor, closed=closed)
    ]
