"""How documents come and go, for machines: packages, files, evidence, addressees, requests, codes, given copies."""

import datetime as dt
from typing import Annotated, Literal

from ninja import Field, File, Router, Schema, Status
from ninja import Form as FormBody
from ninja.files import UploadedFile

from konak.foundation.cases import queries as cases
from konak.foundation.lifecycle import Refused
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from .. import access, queries, services
from ..models import (
    Addressee,
    Arrival,
    CodeCheck,
    Conversion,
    DailyReport,
    Incoming,
    Letter,
    PackageUpdate,
    Postbox,
    Proof,
    ReleasedCopy,
    Shown,
)
from .documents import (
    DocumentWhyIn,
    IncomingDetail,
    IncomingIn,
    Key,
    LetterDetail,
    Level,
    Line12,
    Line24,
    Line80,
    Line300,
    ReferIn,
    ReferralOut,
    Words,
    incoming_out,
    letter_out,
)

router = Router(tags=["correspondence"])
Page = Annotated[int, Field(ge=1, le=200)]
Millimetres = Annotated[float, Field(ge=0, le=2_000)]


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


class ProofOut(Schema):
    """Delil. `judged` is "ok", why not, or begins with "?" where it cannot be told; `xades` speaks of the signature
    inside the evidence."""

    id: int
    kind: str
    label: str
    identifier: str
    issuer: str
    reason: str
    judged: str
    xades: str
    event_at: dt.datetime | None
    sha256: str

    @classmethod
    def of(cls, row: Proof) -> "ProofOut":
        return cls(
            id=row.pk, kind=row.kind, label=row.get_kind_display(), identifier=row.identifier, issuer=row.issuer,
            reason=row.reason, judged=row.judged, xades=row.xades, event_at=row.event_at, sha256=row.file.blob_id,
        )  # fmt: skip


class PackageUpdateOut(Schema):
    secrecy: int
    changed_at: dt.datetime
    why: str
    decision_number: str

    @classmethod
    def of(cls, row: PackageUpdate) -> "PackageUpdateOut":
        return cls(secrecy=row.secrecy, changed_at=row.changed_at, why=row.why, decision_number=row.decision_number)


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


class LinkedOut(Schema):
    number: str
    subject: str
    why: str


class AnsweredLetterIn(Schema):
    letter: Annotated[str, line(60, 1)]


class CorrectIn(Schema):
    subject: Annotated[str, line(250)] = ""
    code: Line12 = ""
    note: Words = ""


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


class RequestOut(Schema):
    """An opinion or a document that was asked for: 15 and 5 working days (2646 m. 33)."""

    number: str
    subject: str
    other: str
    due_on: dt.date | None
    answer: str
    closed: bool


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


class CodeCheckOut(Schema):
    id: int
    document: str
    subject: str
    code: str
    state: str
    right_code: str
    filed_by: str
    checked_by: str
    note: str

    @classmethod
    def of(cls, row: CodeCheck) -> "CodeCheckOut":
        return cls(
            id=row.pk, document=row.case.number, subject=row.case.subject, code=row.code.code, state=row.state,
            right_code=row.right_code.code if row.right_code else "",
            filed_by=row.filed_by.full_name if row.filed_by else "",
            checked_by=row.checked_by.full_name if row.checked_by else "", note=row.note,
        )  # fmt: skip


class CodeCheckList(Schema):
    items: list[CodeCheckOut]
    next: str


class JudgeCodeIn(Schema):
    code: Line12 = ""
    note: Line300 = ""


class FilerOut(Schema):
    name: str
    looked: int
    wrong: int
    share: int


class ConfusedOut(Schema):
    given: str
    right: str
    times: int


class CodeFindingsOut(Schema):
    filers: list[FilerOut]
    confused: list[ConfusedOut]


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


class TallyOut(Schema):
    label: str
    came: int
    written: int
    closed: int
    days: float | None
    late: int


class RegistryDifferenceOut(Schema):
    number: str
    ours: str
    theirs: str
    why: str


class DailyReportOut(Schema):
    day: dt.date
    entries: int
    sha256: str
    previous: str
    stamped_at: dt.datetime | None
    stamp_fault: str

    @classmethod
    def of(cls, row: DailyReport) -> "DailyReportOut":
        return cls(
            day=row.day, entries=row.entries, sha256=row.sha256, previous=row.previous, stamped_at=row.stamped_at,
            stamp_fault=row.stamp_fault,
        )  # fmt: skip


class ReadingOut(Schema):
    document: str
    user: str
    seat: str
    what: str
    detail: str
    at: dt.datetime


class ReadingList(Schema):
    items: list[ReadingOut]
    next: str


def _seen(request: Request, number: str) -> Incoming:
    found = queries.one_incoming(request.actor, number)
    services.note_reading(found.case, actor=request.actor, what=Shown.API)
    return found


# ---- what comes ----------------------------------------------------------------------------------------------------


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
    found = _seen(request, number)
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
    return [ConversionOut.of(one) for one in queries.conversions_of(_seen(request, number))]


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


# ---- what goes -----------------------------------------------------------------------------------------------------


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


# ---- what is given out ---------------------------------------------------------------------------------------------


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


# ---- codes, boxes, numbers -----------------------------------------------------------------------------------------


@router.get("/code-checks", response={200: CodeCheckList} | SAYS_NO, summary="Kod denetimi sırası")
def code_checks(
    request: Request,
    state: Literal["waiting", "corrected", "right"] = "waiting",
    cursor: Line24 = "",
    limit: Page = 50,
) -> CodeCheckList:
    page = queries.keyset(queries.code_checks(request.actor).filter(state=state), cursor, limit)
    return CodeCheckList(items=[CodeCheckOut.of(row) for row in page.rows], next=page.after)


@router.get("/code-checks/findings", response={200: CodeFindingsOut} | SAYS_NO, summary="Kim, neyi karıştırıyor")
def code_findings(request: Request, since: dt.date) -> CodeFindingsOut:
    return CodeFindingsOut(
        filers=[
            FilerOut(name=one.name, looked=one.looked, wrong=one.wrong, share=one.share)
            for one in queries.filers(request.actor, since)
        ],
        confused=[
            ConfusedOut(given=one.given, right=one.right, times=one.times)
            for one in queries.confused(request.actor, since)
        ],
    )


@router.post("/code-checks/{code_check_id}/judge", response={200: CodeCheckOut} | SAYS_NO, summary="Kodu denetle")
def judge_code(request: Request, code_check_id: Key, body: JudgeCodeIn) -> CodeCheckOut:
    """Nothing typed: it is right. A code: that one is right."""
    return CodeCheckOut.of(services.judge_code(code_check_id, actor=request.actor, **body.dict()))


@router.get("/postboxes", response={200: list[PostboxOut]} | SAYS_NO, summary="Evrak kutuları")
def postboxes(request: Request) -> list[PostboxOut]:
    return [PostboxOut.of(row) for row in queries.postboxes(request.actor)[:200]]


@router.get("/arrivals", response={200: ArrivalList} | SAYS_NO, summary="Kutulara gelen iletiler")
def arrivals(request: Request, state: Line12 = "", cursor: Line24 = "", limit: Page = 50) -> ArrivalList:
    """`state` is one of registered, evidence, failed, ignored, or nothing for all."""
    rows = queries.arrivals(request.actor)
    page = queries.keyset(rows.filter(state=state) if state else rows, cursor, limit)
    return ArrivalList(items=[ArrivalOut.of(row) for row in page.rows], next=page.after)


@router.get("/registry/differences", response={200: list[RegistryDifferenceOut]} | SAYS_NO, summary="DETSİS farkları")
def registry_differences(request: Request) -> list[RegistryDifferenceOut]:
    """Where the national registry and our organisation differ."""
    if not request.actor.holds(access.FOLLOW):
        raise Refused(f"«{access.FOLLOW.label}» için yetkiniz yok.")
    return [
        RegistryDifferenceOut(number=one.number, ours=one.ours, theirs=one.theirs or "", why=one.why)
        for one in queries.registry_differences()
    ]


@router.get("/statistics", response={200: list[TallyOut]} | SAYS_NO, summary="Evrak istatistiği")
def statistics(
    request: Request, since: dt.date, until: dt.date, by: Literal["birim", "kod", "yol"] = "birim"
) -> list[TallyOut]:
    """Came, written, finished, mean days and late ones: by unit, by code of the plan or by way of arrival."""
    rows = queries.statistics(request.actor, since, until, by)
    return [
        TallyOut(label=one.label, came=one.came, written=one.written, closed=one.closed, days=one.days, late=one.late)
        for one in rows
    ]


@router.get("/daily-reports", response={200: list[DailyReportOut]} | SAYS_NO, summary="Günlük raporlar")
def daily_reports(request: Request, page: Page = 1) -> list[DailyReportOut]:
    """The chained and stamped report of each day; fifty a page, the newest first."""
    rows = queries.reports(request.actor)[(page - 1) * 50 : page * 50]
    return [DailyReportOut.of(row) for row in rows]


@router.get("/readings", response={200: ReadingList} | SAYS_NO, summary="Evrak okumaları")
def readings(request: Request, document: Line24 = "", cursor: Line24 = "", limit: Page = 50) -> ReadingList:
    """Who opened what, the newest first; `document` narrows to one."""
    rows = queries.readings(request.actor)
    page = queries.keyset(rows.filter(case__number=document) if document else rows, cursor, limit)
    return ReadingList(
        items=[
            ReadingOut(
                document=row.case.number, user=row.user.full_name, seat=str(row.seat or ""), what=row.what,
                detail=row.detail, at=row.at,
            )
            for row in page.rows
        ],
        next=page.after,
    )  # fmt: skip
