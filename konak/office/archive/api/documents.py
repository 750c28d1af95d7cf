"""What lies in the files: found by its words, read, taken out with what was kept of it."""

import datetime as dt
from typing import Annotated

from django.http import HttpResponseBase
from ninja import Field, Query, Router, Schema

from konak.foundation.files.serving import serve
from konak.foundation.lifecycle import Refused
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from .. import queries, services
from ..models import Document, Piece
from .files import Key, Line12

router = Router(tags=["archive"])


class ArchiveDocumentOut(Schema):
    id: int
    folder: str
    title: str
    official: str
    reference: str
    kind: str
    code: str
    year: int
    unit: str
    dated_on: dt.date | None
    secrecy: int
    destroyed: bool

    @classmethod
    def of(cls, row: Document) -> "ArchiveDocumentOut":
        return cls(
            id=row.pk,
            folder=row.folder.case.number,
            title=row.title,
            official=row.official,
            reference=row.reference,
            kind=row.kind,
            code=row.code,
            year=row.year,
            unit=row.unit.name,
            dated_on=row.dated_on,
            secrecy=row.secrecy,
            destroyed=row.destroyed_at is not None,
        )


class ArchiveFacetOut(Schema):
    key: str
    label: str
    count: int


class ArchiveFound(Schema):
    items: list[ArchiveDocumentOut]
    facets: dict[str, list[ArchiveFacetOut]]
    more: bool


class ArchiveSearch(Schema):
    q: Annotated[str, line(200, 1)]
    unit: Key | None = None
    code: Line12 = ""
    year: Annotated[int, Field(ge=1, le=9999)] | None = None
    kind: Line12 = ""
    secrecy: Annotated[int, Field(ge=0, le=4)] | None = None
    page: Annotated[int, Field(ge=1, le=50)] = 1


class ArchivePieceOut(Schema):
    """One content of a document; its digest stays when the bytes are gone."""

    id: int
    name: str
    role: str
    media_type: str
    size: int
    sha256: str
    sound: bool | None
    destroyed: bool

    @classmethod
    def of(cls, row: Piece) -> "ArchivePieceOut":
        return cls(
            id=row.pk,
            name=row.name,
            role=row.role,
            media_type=row.media_type,
            size=row.size,
            sha256=row.sha256,
            sound=row.sound,
            destroyed=row.destroyed_at is not None,
        )


class ArchiveDocumentDetail(ArchiveDocumentOut):
    party: str
    contents: list[ArchivePieceOut]


@router.get("/search", response={200: ArchiveFound, **SAYS_NO}, summary="Belgelerde tam metin arama")
def search(request: Request, asked: Query[ArchiveSearch]) -> ArchiveFound:
    found = queries.search(request.actor, queries.Asked(**asked.dict()))
    return ArchiveFound(
        items=[ArchiveDocumentOut.of(hit.document) for hit in found.hits],
        facets={
            key: [ArchiveFacetOut(key=one.key, label=one.label, count=one.count) for one in facets]
            for key, facets in found.facets.items()
        },
        more=found.more,
    )


@router.get("/documents/{document_id}", response={200: ArchiveDocumentDetail, **SAYS_NO}, summary="Bir belge")
def one_document(request: Request, document_id: Key) -> ArchiveDocumentDetail:
    """Who asked stands in the register of readings."""
    found = queries.one_document(request.actor, document_id)
    services.note_opened(found, actor=request.actor, what="api")
    return ArchiveDocumentDetail(
        **ArchiveDocumentOut.of(found).dict(),
        party=found.party,
        contents=[ArchivePieceOut.of(one) for one in found.pieces.order_by("pk")],
    )


@router.get("/documents/{document_id}/contents/{piece_id}", summary="Bir belgenin içeriği")
def content(request: Request, document_id: Key, piece_id: Key) -> HttpResponseBase:
    """The bytes as they are kept; 409 where they were destroyed."""
    found = queries.one_document(request.actor, document_id)
    row = queries.one_piece(found, piece_id)
    if row.destroyed_at is not None or row.stored is None:
        raise Refused(queries.DESTROYED_WORDS)
    services.note_opened(found, actor=request.actor, what="file")
    return serve(row.stored, attachment=True)
