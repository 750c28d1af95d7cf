"""What comes, for machines: packages, files and their work in the background, boxes and their messages."""

import datetime as dt
from typing import Annotated

from django.http.response import HttpResponseBase
from ninja import File, Router, Schema, Status
from ninja import Form as FormBody
from ninja.files import UploadedFile

from konak.foundation.lifecycle import Refused
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from .. import access, queries, services
from ..models import (
    Arrival,
    Conversion,
    Postbox,
)
from .documents import (
    IncomingDetail,
    IncomingIn,
    Key,
    Line12,
    Line24,
    Words,
    incoming_out,
)
from .shapes import PackageUpdateOut, Page, ProofOut, proof_file, seen

router = Router(tags=["correspondence"])


class PackageFaultOut(Schema):
    rule: str
    part: str


class PackageReportOut(Schema):
    """What can be said of a package without taking it in."""

    digests: str
    signatures: str
    violations: list[PackageFaultOut]
    subject: str
    official: str
    sender: str
    version: str


class PackageStateOut(Schema):
    """How far a package that came has been decided on (2646 m. 30), with its evidence."""

    package: str
    reject_until: dt.date | None
    accepted_on: dt.date | None
    told_sender_at: dt.datetime | None
    faults: list[dict[str, str]]
    proofs: list[ProofOut]
    updates: list[PackageUpdateOut]


class ConversionOut(Schema):
    id: int
    kind: str
    state: str
    percent: int
    doing: str
    why: str
    taken_out: str
    archived: str
    pages: int
    source: str
    source_sha256: str
    result_sha256: str

    @classmethod
    def of(cls, row: Conversion) -> "ConversionOut":
        return cls(
            id=row.pk, kind=row.kind, state=row.state, percent=row.percent, doing=row.doing, why=row.why,
            taken_out=row.taken_out, archived=row.archived, pages=row.pages, source=row.source.name,
            source_sha256=row.source.blob_id, result_sha256=row.result.blob_id if row.result else "",
        )  # fmt: skip


class AnsweredLetterIn(Schema):
    letter: Annotated[str, line(60, 1)]


class CorrectIn(Schema):
    subject: Annotated[str, line(250)] = ""
    code: Line12 = ""
    note: Words = ""


class PostboxOut(Schema):
    id: int
    kind: str
    name: str
    address: str
    unit: str
    active: bool
    read_at: dt.datetime | None
    fault: str

    @classmethod
    def of(cls, row: Postbox) -> "PostboxOut":
        return cls(
            id=row.pk, kind=row.kind, name=row.name, address=row.address, unit=row.unit.name, active=row.active,
            read_at=row.read_at, fault=row.fault,
        )  # fmt: skip


class ArrivalOut(Schema):
    id: int
    box: str
    sender: str
    subject: str
    state: str
    judged: str
    why: str
    document: str
    at: dt.datetime

    @classmethod
    def of(cls, row: Arrival) -> "ArrivalOut":
        return cls(
            id=row.pk, box=row.box.name, sender=row.sender, subject=row.subject, state=row.state, judged=row.judged,
            why=row.why, document=row.incoming.case.number if row.incoming else "", at=row.at,
        )  # fmt: skip


class ArrivalList(Schema):
    items: list[ArrivalOut]
    next: str


@router.post("/packages", response={201: IncomingDetail} | SAYS_NO, summary="e-Yazışma paketi al")
def take_in(request: Request, file: File[UploadedFile]) -> Status[IncomingDetail]:
    """Multipart. A package with faults is registered too: rejecting it is a decision of people."""
    made = services.take_in(actor=request.actor, content=file.read(), file_name=file.name or "paket.eyp")
    return Status(201, incoming_out(request, made.case.number))


@router.post("/packages/check", response={200: PackageReportOut} | SAYS_NO, summary="Paketi denetle")
def check_package(request: Request, file: File[UploadedFile]) -> PackageReportOut:
    """Multipart. Nothing is registered or kept."""
    if not request.actor.holds(access.REGISTER):
        raise Refused(f"«{access.REGISTER.label}» için yetkiniz yok.")
    report = services.judged(file.read())
    return PackageReportOut(
        digests=report.digests,
        signatures=report.signatures,
        violations=[PackageFaultOut(**one) for one in report.faults()],
        subject=report.meta.subject,
        official=report.meta.number,
        sender=report.meta.sender.name,
        version=report.meta.version,
    )


@router.post("/documents", response={201: IncomingDetail} | SAYS_NO, summary="Dosyasıyla gelen evrak kaydet")
def register_file(request: Request, body: FormBody[IncomingIn], file: File[UploadedFile]) -> Status[IncomingDetail]:
    """Multipart: the words of `POST /incoming` and the letter itself (PDF, DOCX, ODT or a scan)."""
    made = services.register(actor=request.actor, file=file, file_name=file.name or "", **body.dict())
    return Status(201, incoming_out(request, made.case.number))


@router.post("/incoming/{number}/accept", response={200: PackageStateOut} | SAYS_NO, summary="Paketi kabul et")
def accept(request: Request, number: Line24) -> PackageStateOut:
    services.accept(number, actor=request.actor)
    return package_state(request, number)


@router.get("/incoming/{number}/package", response={200: PackageStateOut} | SAYS_NO, summary="Paket ve deliller")
def package_state(request: Request, number: Line24) -> PackageStateOut:
    found = seen(request, number)
    return PackageStateOut(
        package=found.package.blob_id if found.package else "",
        reject_until=found.reject_until,
        accepted_on=found.accepted_on,
        told_sender_at=found.told_sender_at,
        faults=found.faults,
        proofs=[ProofOut.of(one) for one in queries.proofs_of_incoming(found)],
        updates=[PackageUpdateOut.of(one) for one in queries.updates_of(found)],
    )


@router.get(
    "/incoming/{number}/conversions", response={200: list[ConversionOut]} | SAYS_NO, summary="Dosya işlerinin durumu"
)
def conversions(request: Request, number: Line24) -> list[ConversionOut]:
    """PDF/A and recognised text, in the background; the file as it came is never changed."""
    return [ConversionOut.of(one) for one in queries.conversions_of(seen(request, number))]


@router.post(
    "/incoming/{number}/conversions/{conversion_id}/again",
    response={200: list[ConversionOut]} | SAYS_NO,
    summary="Dosya işini yeniden dene",
)
def again(request: Request, number: Line24, conversion_id: Key) -> list[ConversionOut]:
    services.again(number, actor=request.actor, conversion_id=conversion_id)
    return conversions(request, number)


@router.post("/incoming/{number}/answers", response={200: IncomingDetail} | SAYS_NO, summary="Yazımızın cevabı")
def answers(request: Request, number: Line24, body: AnsweredLetterIn) -> IncomingDetail:
    services.mark_answer(number, actor=request.actor, letter=body.letter)
    return incoming_out(request, number)


@router.post("/incoming/{number}/correct", response={200: IncomingDetail} | SAYS_NO, summary="Kaydı düzelt")
def correct(request: Request, number: Line24, body: CorrectIn) -> IncomingDetail:
    services.correct(number, actor=request.actor, **body.dict())
    return incoming_out(request, number)


@router.get("/postboxes", response={200: list[PostboxOut]} | SAYS_NO, summary="Evrak kutuları")
def postboxes(request: Request) -> list[PostboxOut]:
    return [PostboxOut.of(row) for row in queries.postboxes(request.actor)[:200]]


@router.get("/arrivals", response={200: ArrivalList} | SAYS_NO, summary="Kutulara gelen iletiler")
def arrivals(request: Request, state: Line12 = "", cursor: Line24 = "", limit: Page = 50) -> ArrivalList:
    """`state` is one of registered, evidence, failed, ignored, or nothing for all."""
    rows = queries.arrivals(request.actor)
    page = queries.keyset(rows.filter(state=state) if state else rows, cursor, limit)
    return ArrivalList(items=[ArrivalOut.of(row) for row in page.rows], next=page.after)


@router.get("/incoming/{number}/proofs/{int:proof_id}", summary="Delilin kendisi")
def proof_of_incoming(request: Request, number: Line24, proof_id: Key) -> HttpResponseBase:
    """The evidence as it came (XML or e-mail), byte for byte, for whoever checks it without us."""
    return proof_file(queries.proofs_of_incoming(seen(request, number)), proof_id)


@router.post("/arrivals/{int:arrival_id}/retry", response={200: ArrivalOut} | SAYS_NO, summary="İletiyi yeniden dene")
def retry_arrival(request: Request, arrival_id: Key) -> ArrivalOut:
    queries.arrivals(request.actor).get(pk=arrival_id)
    return ArrivalOut.of(services.retry(arrival_id, actor=request.actor))
