"""What is given out, for machines: copies with parts blacked out."""

import datetime as dt
from typing import Annotated

from ninja import Field, Router, Schema, Status

from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from .. import queries, services
from ..models import (
    ReleasedCopy,
)
from .documents import (
    Line24,
)
from .shapes import Millimetres, Page

router = Router(tags=["correspondence"])


class BoxIn(Schema):
    """A rectangle in millimetres from the upper left corner of a page."""

    page: Annotated[int, Field(ge=1, le=10_000)]
    left: Millimetres
    top: Millimetres
    width: Annotated[float, Field(gt=0, le=2_000)]
    height: Annotated[float, Field(gt=0, le=2_000)]


class RedactIn(Schema):
    release: Annotated[str, line(24, 1)]
    why: Annotated[str, line(1_000, 1)]
    words: list[Annotated[str, line(200)]] = Field(default=[], max_length=100)
    boxes: list[BoxIn] = Field(default=[], max_length=500)


class ReleasedOut(Schema):
    id: int
    document: str
    release: str
    asker: str
    covered: int
    why: str
    by: str
    at: dt.datetime
    sha256: str

    @classmethod
    def of(cls, row: ReleasedCopy) -> "ReleasedOut":
        return cls(
            id=row.pk, document=row.case.number, release=row.release.case.number, asker=row.release.asker,
            covered=row.covered, why=row.why, by=row.by.full_name, at=row.at, sha256=row.file.blob_id,
        )  # fmt: skip


class ReleasedList(Schema):
    items: list[ReleasedOut]
    next: str


@router.get("/released", response={200: ReleasedList} | SAYS_NO, summary="Verilen karartılmış örnekler")
def released(request: Request, cursor: Line24 = "", limit: Page = 50) -> ReleasedList:
    """Which copy went to whom, by whose hand; the newest first."""
    page = queries.keyset(queries.released(request.actor), cursor, limit)
    return ReleasedList(items=[ReleasedOut.of(row) for row in page.rows], next=page.after)


@router.post("/documents/{number}/redact", response={201: ReleasedOut} | SAYS_NO, summary="Karartılmış örnek hazırla")
def redact(request: Request, number: Line24, body: RedactIn) -> Status[ReleasedOut]:
    """Words and rectangles that are gone in the copy, not only covered; by whoever may give information."""
    boxes = [services.Box(**one.dict()) for one in body.boxes]
    made = services.redact(
        number, actor=request.actor, release=body.release, why=body.why, words=body.words, boxes=boxes
    )
    return Status(201, ReleasedOut.of(made))
