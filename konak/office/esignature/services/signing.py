"""A signature in two steps: what the card shall sign leaves the server, its value comes back and is checked.

Networks are asked outside the transaction; what is written is written in one: a killed process leaves either a
signature or none. An attempt is bound to the content it was made from, so of two who sign at once one prepares again.
"""

import datetime as dt
import hashlib
import uuid
from collections.abc import Sequence
from pathlib import Path

from asn1crypto import x509
from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.db.turkish import fold
from konak.foundation.files.models import StoredFile
from konak.foundation.files.services import store_as_is
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.services import notify
from konak.foundation.people.models import User
from konak.foundation.trail import services as trail
from konak.gateways.pki import cards
from konak.gateways.pki import certificates as reading

from .. import access
from ..lifecycle import RETURNED, SIGNED, STEP_SIGNED, TOLD
from ..models import (
    Attempt,
    Certificate,
    CertificateKind,
    CertificateStatus,
    Format,
    Level,
    Request,
    RequestState,
    Role,
    Signatory,
    Turn,
)
from ..signing import Broken, Prepared, matches
from . import engine
from .asking import KIND, close, locked, open_next

MINUTES = 10
RENEW_AGAIN = dt.timedelta(days=30)
RENEW_BEFORE = dt.timedelta(days=180)
"""An archive stamp is renewed so long before the authority's certificate ends."""


def belongs(certificate: x509.Certificate, user: User) -> None:
    """Whether the card is this person's: it is registered to him, or it says his name and nobody else has it."""
    told = reading.facts(certificate)
    row = Certificate.objects.filter(sha256=told.sha256).first()
    if row is not None:
        if row.assignee_id != user.pk or row.kind == CertificateKind.SEAL:
            raise Refused("Bu kart başkasının adına kayıtlı.")
        if row.status != CertificateStatus.ACTIVE:
            raise Refused(f"Bu sertifika kurum kaydında «{row.get_status_display()}»; imza atılamaz.")
        return
    if fold(told.name) != fold(user.full_name):
        raise Refused(
            f"Sertifikadaki ad ({told.name}) sizin adınız değil. "
            "Kendi kartınızı takın ya da sertifika hizmetine başvurun."
        )


def _ready(signatory_id: int, actor: Actor) -> Signatory:
    signatory = (
        Signatory.objects.select_related("request__content__blob", "request__result", "user")
        .filter(pk=signatory_id, user_id=actor.user_id)  # type: ignore[misc] # None finds nobody
        .first()
    )
    if signatory is None or actor.user_id is None:
        raise Signatory.DoesNotExist
    if objection := _objection(signatory):
        raise Refused(objection)
    return signatory


def _objection(signatory: Signatory) -> str:
    if signatory.request.state != RequestState.OPEN:
        return f"Bu imza dosyası artık imzada değil ({signatory.request.state_label})."
    if signatory.state != Turn.READY:
        return f"Sıra sizde değil ({signatory.get_state_display()})."
    return ""


def base_of(request: Request) -> StoredFile:
    """What the next signature comes upon."""
    return request.result or request.content


def prepare(
    signatory_id: int,
    *,
    actor: Actor,
    certificate: bytes,
    chain: Sequence[bytes] = (),
    method: str = "card",
) -> Attempt:
    """What the card shall sign: the digest of the attributes. Checks the certificate first."""
    signatory = _ready(signatory_id, actor)
    if not actor.holds(access.SIGN):
        raise Refused(f"«{access.SIGN.label}» için yetkiniz yok.")
    try:
        mine, others = reading.read(certificate), [reading.read(one) for one in chain]
    except reading.Unreadable as trouble:
        raise Refused(str(trouble)) from None
    belongs(mine, signatory.user)
    engine.look(mine, others)
    return _prepared(signatory, mine, others, method)


def _prepared(
    signatory: Signatory, certificate: x509.Certificate, chain: Sequence[x509.Certificate], method: str
) -> Attempt:
    request = signatory.request
    base = base_of(request)
    content = engine.bytes_of(request.content)
    made = engine.prepared(
        request.form,
        engine.bytes_of(base) if request.result_id else content,
        content,
        certificate,
        chain,
        signatory.acts or signatory.get_role_display(),
    )
    places = f"{made.start}:{made.end}:{made.document_digest.hex()}".encode()
    return Attempt.objects.create(
        signatory=signatory,
        base_sha256=base.blob_id,
        certificate=certificate.dump(),
        chain=b"".join(one.dump() for one in chain),
        prepared=places + b"\n" + (made.content if request.form == Format.PADES else b""),
        attributes=made.attributes,
        digest=made.digest.hex(),
        method=method,
        expires_at=now() + dt.timedelta(minutes=MINUTES),
    )


def complete(key: uuid.UUID | str, *, actor: Actor, value: bytes) -> Signatory:
    """The value the card returned: checked, put into its place, stamped, and written with its consequences."""
    attempt = (
        Attempt.objects.select_related(
            "signatory__request__content__blob", "signatory__request__result", "signatory__user"
        )
        .filter(key=key, signatory__user_id=actor.user_id)  # type: ignore[misc] # None finds nobody
        .first()
    )
    if attempt is None:
        raise Attempt.DoesNotExist
    if attempt.expires_at < now():
        raise Refused(f"İmza {MINUTES} dakikadan uzun sürdü; yeniden deneyin.")
    return _complete(attempt, actor, value)


def _complete(attempt: Attempt, actor: Actor, value: bytes) -> Signatory:
    signatory, request = attempt.signatory, attempt.signatory.request
    if objection := _objection(signatory):
        raise Refused(objection)
    certificate = reading.read(bytes(attempt.certificate))
    chain = engine.certificates_of(bytes(attempt.chain))
    digest = bytes.fromhex(attempt.digest)
    if not matches(certificate, digest, value):
        raise Refused("Karttan gelen imza değeri doğrulanamadı; imza atılmadı.")
    base = base_of(request)
    if base.blob_id != attempt.base_sha256:
        raise Refused("Bu arada başka biri imzaladı; belgenin yeni hâlini imzalamak için yeniden deneyin.")
    places, _, body = bytes(attempt.prepared).partition(b"\n")
    start, end, document = places.decode().split(":")
    content = engine.bytes_of(request.content)
    beside = engine.bytes_of(request.result) if request.result else None
    made = Prepared(
        body if request.form == Format.PADES else content,
        bytes(attempt.attributes),
        int(start),
        int(end),
        bytes.fromhex(document),
    )
    try:
        signed = engine.completed(request.form, made, value, certificate, chain, beside)
    except Broken as trouble:
        raise Refused(str(trouble)) from None
    last = not request.signatories.exclude(pk=signatory.pk).exclude(state=Turn.SIGNED).exists()
    waits = ""
    try:
        signed = engine.lasting(request.form, signed, content, certificate, chain, request.level, last)
    except engine.Later as trouble:
        waits = str(trouble) or "yanıt yok"
    return _written(attempt, actor, signed, certificate, waits)


@transaction.atomic
def _written(attempt: Attempt, actor: Actor, signed: bytes, certificate: x509.Certificate, waits: str) -> Signatory:
    request = locked(attempt.signatory.request.key)
    signatory = Signatory.objects.select_for_update().get(pk=attempt.signatory_id)
    signatory.request = request
    if objection := _objection(signatory):
        raise Refused(objection)
    if base_of(request).blob_id != attempt.base_sha256:
        raise Refused("Bu arada başka biri imzaladı; belgenin yeni hâlini imzalamak için yeniden deneyin.")
    stored = _stored(request, actor, signed)
    told = reading.facts(certificate)
    signatory.state = Turn.STAMPING if waits else Turn.SIGNED
    signatory.signed_at = now()
    signatory.stamped_at = None if waits or request.level == Level.B else now()
    signatory.method, signatory.signer_name = attempt.method, told.name[:150]
    signatory.certificate_sha256, signatory.result = told.sha256, stored
    signatory.note = f"Bekleyen: {waits}"[:1000] if waits else ""
    signatory.save()
    request.result = stored
    request.save(update_fields=["result"])
    trail.write(
        actor=actor,
        kind=KIND,
        subject=request.key,
        verb="initial" if signatory.role == Role.INITIAL else "sign",
        note={"card": "kartla", "mobile": "mobil imzayla"}.get(attempt.method, ""),
        seat=actor.seat_for(access.SIGN),
    )
    Attempt.objects.filter(signatory__request=request).delete()
    if not waits:
        _went_on(request, signatory)
    return signatory


def _stored(request: Request, actor: Actor, signed: bytes) -> StoredFile:
    if request.form == Format.PADES:
        name, kind = request.content.name, "application/pdf"
    else:
        name, kind = f"{request.content.name}.p7s", "application/pkcs7-signature"
    return store_as_is(
        actor=actor, content=signed, name=name[:140], media_type=kind, unit_id=request.unit_id, purpose="esignature"
    )


def _went_on(request: Request, signatory: Signatory) -> None:
    """One turn is over: the next begins, or the request is done. The caller holds the lock."""
    publish(
        STEP_SIGNED,
        key=str(request.key),
        purpose=request.purpose,
        reference=request.reference,
        user_id=signatory.user_id,
        role=signatory.role,
    )
    if open_next(request):
        return
    assert request.result is not None
    request.state, request.closed_at = RequestState.SIGNED, now()
    if request.level == Level.LTA:
        request.renew_on = _renew_on(request)
    request.save(update_fields=["state", "closed_at", "renew_on"])
    publish(
        SIGNED,
        key=str(request.key),
        purpose=request.purpose,
        reference=request.reference,
        sha256=request.result.blob_id,
    )


def _renew_on(request: Request) -> dt.date | None:
    assert request.result is not None
    until = engine.stamp_ends(request.form, engine.bytes_of(request.result))
    # an authority whose own key has aged gives no better stamp tomorrow: it is asked again after a while
    return max(localdate(until - RENEW_BEFORE), localdate() + RENEW_AGAIN) if until else None


@transaction.atomic
def give_back(signatory_id: int, *, actor: Actor, why: str) -> Request:
    """The signer does not sign and says why; the request ends there."""
    found = Signatory.objects.filter(pk=signatory_id, user_id=actor.user_id).select_related("request").first()  # type: ignore[misc] # None finds nobody
    if found is None or actor.user_id is None:
        raise Signatory.DoesNotExist
    request = locked(found.request.key)
    signatory = Signatory.objects.select_for_update().get(pk=signatory_id)
    signatory.request = request
    if objection := _objection(signatory):
        raise Refused(objection)
    if not why.strip():
        raise Refused("İade nedenini yazın; hazırlayan neyi düzelteceğini bilsin.")
    signatory.state, signatory.note = Turn.RETURNED, why.strip()[:1000]
    signatory.save(update_fields=["state", "note"])
    close(request, RequestState.RETURNED, why)
    trail.write(actor=actor, kind=KIND, subject=request.key, verb="return", seat=actor.seat_for(access.SIGN))
    publish(
        RETURNED,
        key=str(request.key),
        purpose=request.purpose,
        reference=request.reference,
        user_id=actor.user_id,
        why=request.why,
    )
    if request.assignee_id:
        notify(
            [request.assignee_id],
            TOLD,
            f"İade edildi: {request.subject}"[:200],
            actor=actor,
            body=request.why,
            url=f"/imza/{request.key}/",
            secrecy=request.secrecy,
        )
    return request


def stamp_waiting(*, actor: Actor, limit: int = 50) -> int:
    """Ask again for what signatures still wait for; nobody's turn comes before. Returns how many were served."""
    done = 0
    for pk in (
        Signatory.objects.filter(state=Turn.STAMPING).order_by("signed_at").values_list("pk", flat=True)[:limit]
    ):
        row = Signatory.objects.select_related("request__content__blob", "request__result__blob").get(pk=pk)
        request = row.request
        if request.state != RequestState.OPEN or request.result is None:
            continue
        before = request.result.blob_id
        held, content = engine.bytes_of(request.result), engine.bytes_of(request.content)
        last = not request.signatories.exclude(pk=pk).exclude(state=Turn.SIGNED).exists()
        certificate, chain = engine.signer_in(request.form, held, row.certificate_sha256)
        try:
            signed = engine.lasting(request.form, held, content, certificate, chain, request.level, last)
        except engine.Later as trouble:
            Signatory.objects.filter(pk=pk).update(note=f"Bekleyen: {trouble}"[:1000])
            continue
        done += _stamped(pk, request.key, before, signed, actor)
    return done


@transaction.atomic
def _stamped(pk: int, key: uuid.UUID, before: str, signed: bytes, actor: Actor) -> bool:
    request = locked(key)
    row = Signatory.objects.select_for_update().get(pk=pk)
    if row.state != Turn.STAMPING or request.result is None or request.result.blob_id != before:
        return False
    row.result = request.result = _stored(request, actor, signed)
    row.state, row.stamped_at, row.note = Turn.SIGNED, now(), ""
    row.save()
    request.save(update_fields=["result"])
    trail.write(actor=actor, kind=KIND, subject=request.key, verb="stamp")
    _went_on(request, row)
    return True


def renew_archives(*, actor: Actor, limit: int = 200) -> int:
    """Stamp again what would outlive the stamp that proves it. Returns how many were renewed."""
    done = 0
    rows = Request.objects.filter(renew_on__lte=localdate(), state=RequestState.SIGNED).order_by("renew_on")
    for request in rows.select_related("content__blob", "result__blob")[:limit]:
        assert request.result is not None
        before = request.result.blob_id
        try:
            signed = engine.renewed(request.form, engine.bytes_of(request.result), engine.bytes_of(request.content))
        except engine.Later:
            continue
        done += _renewed(request.key, before, signed, actor)
    return done


@transaction.atomic
def _renewed(key: uuid.UUID, before: str, signed: bytes, actor: Actor) -> bool:
    request = locked(key)
    if request.result is None or request.result.blob_id != before:
        return False
    request.result = _stored(request, actor, signed)
    request.renew_on = _renew_on(request)
    request.save(update_fields=["result", "renew_on"])
    trail.write(actor=actor, kind=KIND, subject=request.key, verb="renew")
    return True


def sweep_attempts(*, actor: Actor) -> int:
    """Forget what was prepared and never signed."""
    del actor
    return Attempt.objects.filter(expires_at__lt=now() - dt.timedelta(hours=1)).delete()[0]


def seal_card() -> cards.Card:
    """The seal's certificate on the server's token."""
    if not settings.SEAL_MODULE:
        raise Refused("E-mühür tanımlı değil (KONAK_SEAL_MODULE).")
    try:
        found = [one for one in cards.cards(settings.SEAL_MODULE) if settings.SEAL_TOKEN in {"", one.label}]
    except cards.CardTrouble as trouble:
        raise Refused(f"E-mühür aygıtı açılamadı: {trouble}") from None
    if not found:
        raise Refused("E-mühür aygıtında sertifika bulunamadı.")
    return found[0]


def seal(
    *, actor: Actor, content: bytes, form: str = Format.DETACHED, level: str = Level.LTA, wait: bool = False
) -> bytes:
    """The corporate seal over bytes, made on the server with the token of the institution.

    `wait` says that a missing stamp is a refusal of this call and not a weaker seal: there is no half-made seal.
    """
    del wait
    if actor.user_id is not None and not actor.holds(access.SEAL):
        raise Refused(f"«{access.SEAL.label}» için yetkiniz yok.")
    card = seal_card()
    certificate = reading.read(card.certificate)
    chain = [reading.read(one) for one in card.chain]
    engine.look_seal(certificate, chain)
    made = engine.prepared(form, content, content, certificate, chain, "Mühür")
    try:
        pin = Path(settings.SEAL_PIN_FILE).read_text(encoding="utf-8").splitlines()[0].strip()
        with cards.unlocked(settings.SEAL_MODULE, card, pin) as hand:
            value = hand.sign(made.digest)
    except (OSError, IndexError):
        raise Refused("E-mühür PIN dosyası okunamadı (KONAK_SEAL_PIN_FILE).") from None
    except cards.CardTrouble as trouble:
        raise Refused(f"E-mühür basılamadı: {trouble}") from None
    if not matches(certificate, made.digest, value):
        raise Refused("E-mühür değeri doğrulanamadı.")
    signed = engine.completed(form, made, value, certificate, chain, None)
    try:
        signed = engine.lasting(form, signed, content, certificate, chain, level, True)
    except engine.Later as trouble:
        raise Refused(f"E-mühür basılmadı: zaman damgası ya da iptal bilgisi alınamadı ({trouble}).") from None
    trail.write(
        actor=actor,
        kind=KIND,
        subject=hashlib.sha256(content).hexdigest()[:40],
        verb="seal",
        seat=actor.seat_for(access.SEAL),
    )
    return signed
