"""What is made of a message: an incoming document, an evidence of a letter of ours, or nothing and why."""

import email
import email.policy
import logging
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from konak.foundation.access import Actor, Seat
from konak.foundation.cases.services import tell
from konak.foundation.files.models import StoredFile
from konak.foundation.files.services import store, store_as_is
from konak.foundation.lifecycle import Refused
from konak.gateways.kep import rem, xades
from konak.gateways.mail.proof import signed as dkim_signed
from konak.gateways.pki import trust

from .. import access
from ..models import (
    Arrival,
    ArrivalState,
    BoxKind,
    Delivery,
    Dispatch,
    DispatchState,
    EvidenceKind,
    Incoming,
    IncomingAnnex,
    Origin,
    Posting,
    Proof,
    Route,
)
from . import converting, packages, sending
from .registering import PAPER, register
from .screening import screened
from .signing import JOB, bytes_of

log = logging.getLogger(__name__)
GRANTED = {access.REGISTER.code: 4, access.VIEW.code: 4}


def clerk(unit_id: int) -> Actor:
    """The house itself at the counter: it may register what comes, and nothing else."""
    return Actor(None, (Seat("administrator", unit_id, frozenset(), grants=GRANTED),), "job")


def kep_trust() -> trust.Trust:
    """Whom we believe as a provider of registered mail."""
    folder = settings.KEP_TRUST or settings.SIGN_TRUST
    return trust.load(Path(folder))


def place(arrival_id: int) -> None:
    """Make of a message what it is; one that fails stays and says why, the others have their turn."""
    try:
        with transaction.atomic():
            row = Arrival.objects.select_for_update().select_related("box", "raw__blob").get(pk=arrival_id)
            if row.state != ArrivalState.RECEIVED:
                return
            raw = bytes_of(row.raw)
            if row.box.kind == BoxKind.KEP:
                _registered_mail(row, raw)
            else:
                _plain_mail(row, raw)
            row.save()
    except (Refused, rem.Unreadable) as fault:
        Arrival.objects.filter(pk=arrival_id).update(state=ArrivalState.FAILED, why=str(fault)[:300])
    except Exception as fault:
        log.exception("arrival %s could not be placed", arrival_id)
        Arrival.objects.filter(pk=arrival_id).update(
            state=ArrivalState.FAILED, why=f"İşlenirken hata oluştu ({type(fault).__name__})."
        )


def retry(arrival_id: int, *, actor: Actor) -> Arrival:
    """Try a message that failed once more."""
    with transaction.atomic():
        row = Arrival.objects.select_for_update(of=("self",)).select_related("box").get(pk=arrival_id)
        reach = actor.reach(access.REGISTER)
        if not (reach.everywhere or row.box.unit_id in reach.units):
            raise Refused(f"«{access.REGISTER.label}» için yetkiniz yok.")
        if row.state != ArrivalState.FAILED:
            raise Refused("Yalnız işlenemeyen ileti yeniden denenir.")
        row.state, row.why = ArrivalState.RECEIVED, ""
        row.save()
    place(arrival_id)
    row.refresh_from_db()
    return row


# ---- registered mail -----------------------------------------------------------------------------------------------


def _registered_mail(row: Arrival, raw: bytes) -> None:
    found = rem.read(raw)
    row.message_id, row.sender, row.subject = found.message_id, found.sender, found.subject
    row.judged = found.judged(kep_trust(), fetch=settings.KEP_ONLINE)[:300]
    if found.letter is not None:
        if not (row.judged == "ok" or row.judged.startswith("?")):
            raise Refused(f"KEP iletisi kabul edilmedi: {row.judged}")
        made = _letter(row, found.letter)
        row.state, row.incoming = ArrivalState.REGISTERED, made
        for one in found.evidences:
            _proof(row, one, incoming=made)
        return
    if not found.evidences:
        row.state, row.why = ArrivalState.IGNORED, "Ne özgün ileti ne delil içeriyor."
        return
    taken = sum(_of_ours(row, one) for one in found.evidences)
    row.state = ArrivalState.EVIDENCE if taken else ArrivalState.IGNORED
    row.why = "" if taken else "Delilin ait olduğu gönderim bulunamadı."


def _proof(
    row: Arrival, one: rem.Evidence, *, incoming: Incoming | None = None, dispatch: Dispatch | None = None,
    judged: str = "",
) -> Proof | None:  # fmt: skip
    """Keep an evidence once, with what was found of its seal."""
    if Proof.objects.filter(identifier=one.identifier).exists():
        return None
    own = xades.judged(one.raw, kep_trust(), fetch=settings.KEP_ONLINE)
    judged = judged or row.judged
    if own and own != "ok" and not own.startswith("?"):
        judged = own
    stored = store_as_is(
        actor=JOB, content=one.raw, name=f"delil-{one.kind}.xml", media_type="application/xml",
        unit_id=row.box.unit_id, purpose="correspondence.proof",
    )  # fmt: skip
    return Proof.objects.create(
        dispatch=dispatch, incoming=incoming, arrival=row, kind=EvidenceKind(one.kind), identifier=one.identifier,
        code=one.code, issuer=one.issuer, reason="; ".join(one.reasons)[:300], judged=judged[:300],
        xades=own[:300], event_at=one.at, file=stored,
    )  # fmt: skip


OUTCOME = {
    EvidenceKind.ACCEPTED: DispatchState.SENT,
    EvidenceKind.RELAYED: DispatchState.SENT,
    EvidenceKind.REFUSED: DispatchState.FAILED,
    EvidenceKind.RELAY_FAILED: DispatchState.FAILED,
    EvidenceKind.UNDELIVERED: DispatchState.FAILED,
    EvidenceKind.DELIVERED: DispatchState.DELIVERED,
    EvidenceKind.READ: DispatchState.DELIVERED,
}


def _of_ours(row: Arrival, one: rem.Evidence) -> bool:
    """An evidence of a letter we handed in: kept, and believed only when its seal and its digest hold."""
    dispatch = (
        Dispatch.objects.select_for_update(of=("self", "addressee"))
        .select_related("addressee__letter__case", "evidence__blob")
        .filter(channel=Delivery.KEP, message_id=one.message_id)
        .exclude(message_id="")
        .order_by("-pk")
        .first()
    )
    if dispatch is None:
        return False
    judged = row.judged
    if judged == "ok" and dispatch.evidence is not None and one.is_of(bytes_of(dispatch.evidence)) is False:
        judged = "Delildeki özet, gönderdiğimiz iletinin özeti değil."
    kept = _proof(row, one, dispatch=dispatch, judged=judged)
    if kept is None:
        return True
    to = dispatch.addressee
    tell(to.letter.case, "proof", JOB, f"{to.name}: {kept.get_kind_display()}, {kept.verdict[0]}"[:300])
    state = OUTCOME.get(EvidenceKind(kept.kind))
    if kept.judged == "ok" and state and to.state != DispatchState.DELIVERED:
        dispatch.state, dispatch.why = state, kept.reason[:300]
        dispatch.save(update_fields=["state", "why"])
        to.state, to.state_why = state, kept.reason[:300]
        to.save(update_fields=["state", "state_why"])
        if state == DispatchState.DELIVERED:
            sending.delivered(to, localdate(kept.event_at) if kept.event_at else localdate())
        elif state == DispatchState.FAILED:
            Posting.objects.filter(addressee=to).update(next_at=None)
            sending.tell_author(to, kept.reason or kept.get_kind_display())
    return True


def _letter(row: Arrival, letter: rem.Letter) -> Incoming:
    """Register what a provider carried: its package, or the mail itself with its files."""
    actor = clerk(row.box.unit_id)
    for one in letter.files:
        if one.name.lower().endswith((".eyp", ".eyps", ".eypg")):
            return packages.take_in(
                actor=actor, content=one.content, file_name=one.name, origin=Origin.KEP, sender_kep=letter.sender,
                unit_id=row.box.unit_id,
            )  # fmt: skip
    return _mail(row, letter, Origin.KEP)


def _mail(row: Arrival, letter: rem.Letter, origin: str) -> Incoming:
    actor = clerk(row.box.unit_id)
    first = next((one for one in letter.files if _ends(one.name) in PAPER), None)
    made = register(
        actor=actor, origin=origin, sender=letter.sender_name or letter.sender or "Bilinmeyen gönderen",
        sender_kind=Route.BODY if letter.sender.endswith(("bel.tr", "gov.tr", "kep.tr")) else Route.PERSON,
        sender_kep=letter.sender[:120], subject=letter.subject or "Konusuz ileti",
        document_date=min(localdate(letter.sent_at), localdate()) if letter.sent_at else None,
        note=letter.text[:4_000], unit_id=row.box.unit_id, anyway=True,
    )  # fmt: skip
    left: list[str] = []
    place = 0
    for one in letter.files:
        stored = _kept(one, row, left)
        if stored is None:
            continue
        if one is first:
            made.file = stored
            continue
        place += 1
        IncomingAnnex.objects.create(incoming=made, place=place, name=one.name[:250], file=stored)
    made.annex_count = place
    made.faults = [*made.faults, *({"rule": "ek-saklanmadi", "part": words[:300]} for words in left)]
    made.text = letter.text
    made.save(update_fields=["file", "annex_count", "faults", "text"])
    converting.plan(made)
    return made


def _kept(one: rem.Enclosed, row: Arrival, left: list[str]) -> StoredFile | None:
    try:
        screened(one.content, one.name)
        return store(actor=JOB, content=one.content, name=one.name, unit_id=row.box.unit_id, purpose="correspondence")
    except Refused as refusal:
        # it stays in the message as it came
        left.append(f"{one.name}: {refusal}")
        return None


def _ends(name: str) -> str:
    return name.rpartition(".")[2].lower()


# ---- plain mail ----------------------------------------------------------------------------------------------------


def _plain_mail(row: Arrival, raw: bytes) -> None:
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    letter = rem.letter_of(mail)
    row.message_id, row.sender, row.subject = letter.message_id, letter.sender, letter.subject
    if str(mail.get("Auto-Submitted", "no")).lower() != "no" or mail.get_content_type() == "multipart/report":
        row.state, row.why = ArrivalState.IGNORED, "Kendiliğinden gönderilmiş ileti."
        _bounced(mail)
        return
    proof = dkim_signed(raw, letter.sender) if settings.KEP_ONLINE else None
    row.judged = "" if proof is None else ("ok" if proof.holds else f"?{proof.how}")[:300]
    packed = next((one for one in letter.files if one.name.lower().endswith((".eyp", ".eyps", ".eypg"))), None)
    if packed is not None:
        made = packages.take_in(
            actor=clerk(row.box.unit_id), content=packed.content, file_name=packed.name, origin=Origin.MAIL,
            sender_kep=letter.sender, unit_id=row.box.unit_id,
        )  # fmt: skip
    else:
        made = _mail(row, letter, Origin.MAIL)
    row.state, row.incoming = ArrivalState.REGISTERED, made


def _bounced(mail: EmailMessage) -> None:
    """A mail of ours that came back: its addressee was not reached."""
    if mail.get_content_type() != "multipart/report":
        return
    names = {str(part.get("Message-ID", "")).strip().strip("<>") for part in mail.walk()} - {""}
    for one in Posting.objects.filter(message_id__in=names).select_related("addressee__letter__case"):
        sending.bounced(one, "E-posta geri döndü; adres ulaşılamıyor.")
