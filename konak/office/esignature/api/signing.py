"""The door for machines, and for the page that talks to the card: the same services and words as the screens."""

import base64
import datetime as dt
import uuid
from typing import Annotated, Any

from ninja import Field, File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile

from konak.foundation.lifecycle import Refused
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from .. import queries, services
from ..models import Attempt, Level, Signatory
from ..models import Request as Signature
from ..services import engine

router = Router(tags=["esignature"])

Base64 = Annotated[str, line(20_000)]
Words = Annotated[str, line(1_000)]
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
LARGEST = 50 * 1024 * 1024


class SignatureTurnOut(Schema):
    id: int
    name: str
    role: str
    order: int
    acts: str
    state: str
    state_label: str
    signed_at: dt.datetime | None

    @classmethod
    def of(cls, row: Signatory) -> "SignatureTurnOut":
        return cls(
            id=row.pk,
            name=row.user.full_name,
            role=row.role,
            order=row.order,
            acts=row.acts,
            state=row.state,
            state_label=row.get_state_display(),
            signed_at=row.signed_at,
        )


class SignatureOut(Schema):
    key: uuid.UUID
    subject: str
    purpose: str
    reference: str
    form: str
    level: str
    state: str
    state_label: str
    asked_at: dt.datetime
    due_on: dt.date | None
    closed_at: dt.datetime | None
    why: str


def _request(row: Signature) -> dict[str, Any]:
    names = ("key", "subject", "purpose", "reference", "form", "level", "state", "state_label")
    return {name: getattr(row, name) for name in (*names, "asked_at", "due_on", "closed_at", "why")}


class SignatureDetail(SignatureOut):
    sha256: str
    signed_sha256: str
    turns: list[SignatureTurnOut]


class SignatureList(Schema):
    items: list[SignatureOut]
    next: str


class TrayOut(Schema):
    """A turn that waits for me."""

    id: int
    key: uuid.UUID
    subject: str
    role: str
    ready_at: dt.datetime | None
    due_on: dt.date | None


class AttemptIn(Schema):
    """Which turn, and with which certificate (DER in base64, as the card holds it)."""

    turn: Key
    certificate: Base64
    chain: Annotated[list[Base64], Field(max_length=10)] = []


class AttemptOut(Schema):
    """Sign `digest` (SHA-256, hexadecimal) and send the value back within ten minutes."""

    key: uuid.UUID
    turn: int
    title: str
    digest: str
    algorithm: str = "sha256"

    @classmethod
    def of(cls, row: Attempt) -> "AttemptOut":
        title = row.signatory.request.subject
        return cls(key=row.key, turn=row.signatory_id, title=title, digest=row.digest)


class SignatureAskIn(Schema):
    """Who initials and who signs, in this order; without signers whoever asks signs himself."""

    initials: Annotated[list[Key], Field(max_length=20)] = []
    signers: Annotated[list[Key], Field(max_length=20)] = []
    together: bool = False
    level: Level = Level.LTA
    title: Annotated[str, line(120)] = ""
    due_on: dt.date | None = None


class ValueIn(Schema):
    value: Base64


class SignatureWhy(Schema):
    why: Words


class SignaturePhoneOut(Schema):
    """What the telephone shows as well, and where to ask whether its holder has signed."""

    key: uuid.UUID
    mark: str
    seconds: int


class SignaturePhoneAnswer(Schema):
    signed: bool


class TrialIn(Schema):
    """A test signature over `challenge`; an application waiting for it may be named."""

    certificate: Base64
    challenge: Base64
    value: Base64
    computer: Annotated[str, line(200)] = ""
    number: Annotated[str, line(24)] = ""


class TrialOut(Schema):
    good: bool
    words: str


class JudgedOut(Schema):
    """Integrity and trust are two answers; `clean` needs both."""

    kind: str
    integrity: str
    trust: str
    clean: bool
    signers: list[str]
    times: list[dict[str, Any]]
    reasons: list[str]
    signatures: list[dict[str, Any]]


def _raw(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise Refused("Base64 okunamadı.") from None


@router.get("/tray", response=list[TrayOut], summary="İmzamı bekleyenler")
def tray(request: Request) -> list[TrayOut]:
    return [
        TrayOut(
            id=row.pk,
            key=row.request.key,
            subject=row.request.subject,
            role=row.role,
            ready_at=row.ready_at,
            due_on=row.request.due_on,
        )
        for row in queries.tray(request.actor)[:200]
    ]


@router.get("/requests", response={200: SignatureList, 422: SAYS_NO[422]}, summary="İmza dosyaları")
def requests(
    request: Request, filters: Query[queries.SignatureFilter], after: Annotated[str, line(20)] = ""
) -> SignatureList:
    page, following = queries.page_after(queries.requests_of(request.actor, filters), after)
    return SignatureList(items=[SignatureOut(**_request(row)) for row in page], next=following)


@router.post("/requests", response={201: list[SignatureOut], **SAYS_NO}, summary="Dosyaları imzaya gönder")
def ask_for_files(
    request: Request, files: File[list[UploadedFile]], body: Form[SignatureAskIn]
) -> Status[list[SignatureOut]]:
    brought = [(one, one.name or "") for one in files]
    made = services.ask_for_files(actor=request.actor, files=brought, **body.dict())
    return Status(201, [SignatureOut(**_request(row)) for row in made])


@router.get("/requests/{uuid:key}", response={200: SignatureDetail, **SAYS_NO}, summary="Bir imza dosyası")
def one(request: Request, key: uuid.UUID) -> SignatureDetail:
    row = queries.request(request.actor, key)
    turns = sorted(row.signatories.all(), key=lambda one: (one.order, one.pk))
    return SignatureDetail(
        **_request(row),
        sha256=row.content.blob_id,
        signed_sha256=row.result.blob_id if row.result else "",
        turns=[SignatureTurnOut.of(each) for each in turns],
    )


@router.post("/requests/{uuid:key}/withdraw", response={200: SignatureOut, **SAYS_NO}, summary="İmzadan geri çek")
def withdraw(request: Request, key: uuid.UUID, body: SignatureWhy) -> SignatureOut:
    return SignatureOut(**_request(services.withdraw(key, actor=request.actor, why=body.why)))


@router.post("/turns/{int:turn}/return", response={200: SignatureOut, **SAYS_NO}, summary="İade et")
def hand_back(request: Request, turn: Key, body: SignatureWhy) -> SignatureOut:
    return SignatureOut(**_request(services.give_back(turn, actor=request.actor, why=body.why)))


@router.post("/attempts", response={201: AttemptOut, **SAYS_NO}, summary="İmzalanacak özeti hazırla")
def prepare(request: Request, body: AttemptIn) -> Status[AttemptOut]:
    made = services.prepare(
        body.turn,
        actor=request.actor,
        certificate=_raw(body.certificate),
        chain=[_raw(one) for one in body.chain],
    )
    return Status(201, AttemptOut.of(made))


@router.post("/attempts/{uuid:key}/complete", response={200: SignatureTurnOut, **SAYS_NO}, summary="İmzayı tamamla")
def complete(request: Request, key: uuid.UUID, body: ValueIn) -> SignatureTurnOut:
    return SignatureTurnOut.of(services.complete(key, actor=request.actor, value=_raw(body.value)))


@router.post("/turns/{int:turn}/phone", response={201: SignaturePhoneOut, **SAYS_NO}, summary="Telefona gönder")
def to_phone(request: Request, turn: Key) -> Status[SignaturePhoneOut]:
    """The holder's own line, by mobile signature."""
    key, mark = services.mobile_sign(turn, actor=request.actor)
    return Status(201, SignaturePhoneOut(key=uuid.UUID(key), mark=mark, seconds=services.PHONE_SECONDS))


@router.post("/attempts/{uuid:key}/ask", response={200: SignaturePhoneAnswer, **SAYS_NO}, summary="Telefona sor")
def ask_phone(request: Request, key: uuid.UUID) -> SignaturePhoneAnswer:
    """Whether the holder has signed on the telephone by now; `false`: not yet."""
    return SignaturePhoneAnswer(signed=services.mobile_answer(key, actor=request.actor))


@router.post("/trials", response={200: TrialOut, **SAYS_NO}, summary="Deneme imzası")
def trial(request: Request, body: TrialIn) -> TrialOut:
    certificate, challenge, value = _raw(body.certificate), _raw(body.challenge), _raw(body.value)
    if body.number:
        services.activate(
            body.number,
            actor=request.actor,
            certificate=certificate,
            challenge=challenge,
            value=value,
            computer=body.computer,
        )
        return TrialOut(good=True, words="Deneme imzası doğrulandı; sertifika kullanıma açıldı.")
    made = services.try_out(
        actor=request.actor, certificate=certificate, challenge=challenge, value=value, computer=body.computer
    )
    return TrialOut(good=made.good, words=made.words)


@router.post("/verify", response={200: JudgedOut, **SAYS_NO}, summary="İmzalı dosyayı doğrula")
def verify(request: Request, file: File[UploadedFile], content: File[UploadedFile | None] = None) -> JudgedOut:
    if (file.size or 0) > LARGEST or (content and (content.size or 0) > LARGEST):
        raise Refused("Dosya 50 MB sınırını aşıyor.")
    judged = engine.judged(file.read(), content.read() if content else None)
    return JudgedOut(clean=judged.clean, **judged.as_json())
