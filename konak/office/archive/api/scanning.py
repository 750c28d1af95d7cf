"""Projects of scanning: the program of a scanner hands in its PDFs here."""

import datetime as dt
from typing import Annotated, Any, BinaryIO, Literal, cast

from ninja import Field, File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from .. import queries, services
from ..models import Project
from .files import ArchiveWhyIn, Key, Line250

router = Router(tags=["archive"])

Place = Annotated[int, Field(ge=1, le=2**31 - 1)]


class ArchiveProjectIn(Schema):
    """`sample_percent` of the scans of a batch are looked at; more than `tolerated` percent of them bad send it
    back."""

    unit_id: Key
    subject: Annotated[str, line(250, 1)]
    target: Annotated[int, Field(ge=1, le=10_000_000)]
    scope: Annotated[str, line(4_000)] = ""
    due_on: dt.date | None = None
    sample_percent: Annotated[int, Field(ge=1, le=100)] = 10
    tolerated: Annotated[int, Field(ge=0, le=100)] = 2


class ArchiveBatchIn(Schema):
    folder: Annotated[str, line(24, 1)]
    label: Annotated[str, line(200)] = ""


class ArchiveScanIn(Schema):
    """What one PDF is called; in a ZIP each is called by its name."""

    title: Line250 = ""


class ArchiveVerdictIn(Schema):
    verdict: Literal["good", "bad"]
    remark: Annotated[str, line(200)] = ""


class ArchiveBatchOut(Schema):
    number: int
    label: str
    folder: str
    state: str
    scans: int
    why: str


class ArchiveProjectOut(Schema):
    number: str
    subject: str
    unit: str
    state: str
    target: int
    filed: int
    batches: list[ArchiveBatchOut]

    @classmethod
    def of(cls, row: Project, batches: Any) -> "ArchiveProjectOut":
        return cls(
            number=row.case.number,
            subject=row.case.subject,
            unit=row.case.unit.name,
            state=row.case.state,
            target=row.target,
            filed=row.done,  # type: ignore[attr-defined]  # counted by `queries.projects`
            batches=[
                ArchiveBatchOut(
                    number=one.number,
                    label=one.label,
                    folder=one.folder.case.number,
                    state=one.state,
                    scans=one.count,
                    why=one.why,
                )
                for one in batches
            ],
        )


@router.post("/projects", response={201: ArchiveProjectOut, **SAYS_NO}, summary="Sayısallaştırma projesi başlat")
def open_project(request: Request, body: ArchiveProjectIn) -> Any:
    made = services.open_project(actor=request.actor, **body.dict())
    return Status(201, one_project(request, made.case.number))


@router.post("/projects/{number}/batches", response={201: ArchiveProjectOut, **SAYS_NO}, summary="Parti aç")
def open_batch(request: Request, number: str, body: ArchiveBatchIn) -> Any:
    services.open_batch(number, actor=request.actor, folder=body.folder, label=body.label)
    return Status(201, one_project(request, number))


@router.post(
    "/projects/{number}/batches/{place}/scans", response={201: ArchiveProjectOut, **SAYS_NO}, summary="Tarama ekle"
)
def add_scans(
    request: Request, number: str, place: Place, body: Form[ArchiveScanIn], file: File[UploadedFile]
) -> Any:
    """A PDF, or a ZIP of PDFs: all or none."""
    services.add_scans(
        number, place, actor=request.actor, file=cast("BinaryIO", file), name=file.name or "", title=body.title
    )
    return Status(201, one_project(request, number))


@router.post(
    "/projects/{number}/batches/{place}/send",
    response={200: ArchiveProjectOut, **SAYS_NO},
    summary="Partiyi kalite denetimine ver",
)
def send_batch(request: Request, number: str, place: Place) -> ArchiveProjectOut:
    services.send_batch(number, place, actor=request.actor)
    return one_project(request, number)


@router.post(
    "/projects/{number}/batches/{place}/scans/{scan}/judge",
    response={200: ArchiveProjectOut, **SAYS_NO},
    summary="Örnekteki taramanın kalitesi",
)
def judge(request: Request, number: str, place: Place, scan: Place, body: ArchiveVerdictIn) -> ArchiveProjectOut:
    services.judge(number, place, scan, actor=request.actor, verdict=body.verdict, remark=body.remark)
    return one_project(request, number)


@router.get("/projects/{number}", response={200: ArchiveProjectOut, **SAYS_NO}, summary="Sayısallaştırma projesi")
def one_project(request: Request, number: str) -> ArchiveProjectOut:
    row = queries.one_project(request.actor, number)
    return ArchiveProjectOut.of(row, queries.batches(request.actor, number))


@router.post(
    "/projects/{number}/batches/{place}/approve",
    response={200: ArchiveProjectOut, **SAYS_NO},
    summary="Taranan partiyi birim adına onayla",
)
def approve_batch(request: Request, number: str, place: Place) -> ArchiveProjectOut:
    services.approve_batch(number, place, actor=request.actor)
    return one_project(request, number)


@router.post(
    "/projects/{number}/batches/{place}/return",
    response={200: ArchiveProjectOut, **SAYS_NO},
    summary="Taranan partiyi geri çevir",
)
def return_batch(request: Request, number: str, place: Place, body: ArchiveWhyIn) -> ArchiveProjectOut:
    services.return_batch(number, place, actor=request.actor, why=body.why)
    return one_project(request, number)
