"""Packages in an envelope: encrypted for their reader (.eyps), opened with our key, updated afterwards (.eypg)."""

import datetime as dt
import hashlib
import uuid
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.ciphers import algorithms
from cryptography.hazmat.primitives.serialization import pkcs7
from django.conf import settings
from django.db import transaction
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.cases.services import tell
from konak.foundation.files.models import StoredFile
from konak.foundation.files.services import store_as_is
from konak.foundation.lifecycle import Refused
from konak.foundation.people.positions import Clearance
from konak.foundation.trail import services as trail
from konak.office.esignature import public as esignature

from .. import access, queries
from ..models import Addressee, Incoming, Letter, PackageUpdate, ReaderCertificate
from ..packaging import Container, Face, open_container, update_package, wrap_encrypted
from .keeping import reading_level
from .signing import JOB, SECRECY, bytes_of


@dataclass(frozen=True, slots=True)
class Opened:
    """What an envelope held, or why it could not be opened."""

    content: bytes = b""
    why: str = ""


def encrypted(content: bytes, certificates: list[x509.Certificate]) -> bytes:
    """CMS EnvelopedData with AES-256, for one or several readers."""
    made = pkcs7.PKCS7EnvelopeBuilder().set_data(content)
    made = made.set_content_encryption_algorithm(algorithms.AES256)
    for one in certificates:
        made = made.add_recipient(one)
    return made.encrypt(serialization.Encoding.DER, [pkcs7.PKCS7Options.Binary])


def opened(found: Container) -> Opened:
    """The package inside an encrypted one, with the key of the institution."""
    content = found.content("sifreliicerik") or b""
    if content[:4] == b"PK\x03\x04":
        return Opened(content)
    place = settings.EYPS_KEY
    if not place:
        return Opened(why="Kurumun şifre çözme anahtarı tanımlı değil (KONAK_EYPS_KEY).")
    try:
        raw = Path(place).read_bytes()
        key = serialization.load_pem_private_key(raw, None)
        certificate = x509.load_pem_x509_certificate(raw)
    except (OSError, ValueError, TypeError):
        return Opened(why="Kurumun şifre çözme anahtarı okunamadı.")
    if not isinstance(key, rsa.RSAPrivateKey):
        return Opened(why="Kurumun şifre çözme anahtarı RSA olmalı.")
    try:
        return Opened(pkcs7.pkcs7_decrypt_der(content, certificate, key, []))
    except Exception:
        # the library has no one ancestor for what may be wrong with an envelope
        return Opened(why="Paket bu kurumun anahtarıyla açılamıyor; başka bir sertifikayla şifrelenmiş ya da bozuk.")


@transaction.atomic
def add_certificate(*, actor: Actor, detsis: str, name: str, certificate: bytes) -> ReaderCertificate:
    """The certificate a body reads with, as it shares it through DETSİS."""
    if not actor.holds(access.MANAGE):
        raise Refused(f"«{access.MANAGE.label}» için yetkiniz yok.")
    try:
        if certificate.lstrip().startswith(b"-----"):
            found = x509.load_pem_x509_certificate(certificate)
        else:
            found = x509.load_der_x509_certificate(certificate)
    except ValueError:
        raise Refused("Dosya okunabilir bir sertifika değil (PEM ya da DER).") from None
    if not isinstance(found.public_key(), rsa.RSAPublicKey):
        raise Refused("Şifreleme sertifikasının anahtarı RSA olmalı.")
    if found.not_valid_after_utc < now():
        raise Refused(f"Sertifikanın süresi {found.not_valid_after_utc:%d.%m.%Y} günü dolmuş.")
    der = found.public_bytes(serialization.Encoding.DER)
    row, fresh = ReaderCertificate.objects.get_or_create(
        sha256=hashlib.sha256(der).hexdigest(),
        defaults={
            "detsis": detsis.strip(), "name": " ".join(name.split()), "der": der, "by_id": actor.user_id,
            "since": found.not_valid_before_utc, "until": found.not_valid_after_utc,
        },
    )  # fmt: skip
    if not fresh:
        raise Refused("Bu sertifika zaten kayıtlı.")
    trail.write(actor=actor, kind="correspondence.reader", subject=row.pk, verb="add", note=row.name)
    return row


def reader_of(detsis: str) -> ReaderCertificate | None:
    rows = ReaderCertificate.objects.filter(detsis=detsis, since__lte=now(), until__gt=now())
    return rows.order_by("-until").first() if detsis else None


def encrypted_for(letter: Letter, one: Addressee, content: bytes) -> bytes:
    """The package of a letter for one reader; refused where his certificate is not known."""
    row = reader_of(one.detsis)
    if row is None:
        raise Refused(f"{one.name} için geçerli şifreleme sertifikası yok; gizlilik dereceli paket açık gönderilmez.")
    inside = open_container(content)
    last = inside.content("nihaiozet") or b""
    sealed = encrypted(content, [x509.load_der_x509_certificate(bytes(row.der))])
    reader = Face("body", one.name, one.detsis)
    return wrap_encrypted(
        last, sealed, sender=_sender(letter), receivers=[reader],
        package_id=str(uuid.uuid5(letter.document_id, f"eyps{one.pk}")),
    )  # fmt: skip


def _sender(letter: Letter) -> Face:
    return Face("body", settings.MUNICIPALITY, queries.unit_number(letter.case.unit_id))


def encrypted_package(number: str, *, actor: Actor, addressee_id: int) -> bytes:
    """For the screen: the encrypted package of one reader, to be carried by hand."""
    letter = queries.one_letter(actor, number)
    if not actor.reach(access.DISPATCH).covers(letter.case) or letter.package is None:
        raise Refused("Yazının paketi yok ya da gönderme yetkiniz yok.")
    return encrypted_for(letter, letter.addressees.get(pk=addressee_id), bytes_of(letter.package))


@transaction.atomic
def change_secrecy(
    number: str, *, actor: Actor, secrecy: int, why: str, decision_number: str, changed_at: dt.datetime | None = None
) -> PackageUpdate:
    """Write an update package: the sent package stays as it was, its secrecy is changed by a decision (2.1)."""
    queries.one_letter(actor, number)
    letter = Letter.objects.select_for_update(of=("self", "case")).get(case__number=number)
    if not actor.reach(access.MANAGE).covers(letter.case):
        raise Refused(f"«{access.MANAGE.label}» için yetkiniz yok.")
    if letter.package is None:
        raise Refused("Yazının e-Yazışma paketi yok; güncelleme paketi onun üstüne yazılır.")
    last = letter.updates.order_by("-pk").first()
    if secrecy not in Clearance.values or secrecy == (last.secrecy if last else letter.degree):
        raise Refused("Bugünkünden başka bir gizlilik derecesi seçin.")
    if not why.strip() or not decision_number.strip():
        raise Refused("Gerekçe ve komisyon kararının sayısı yazılmalı.")
    moment = changed_at or now()
    facts = {
        "secrecy": SECRECY[Clearance(secrecy)], "changed_at": moment, "why": why.strip(),
        "decision_number": decision_number.strip(), "sender": _sender(letter), "subject": letter.case.subject,
        "decision_id": str(uuid.uuid5(letter.document_id, decision_number)),
        "package_id": str(uuid.uuid5(letter.document_id, f"eypg{letter.updates.count()}")),
    }  # fmt: skip
    original = bytes_of(letter.package)
    _, digest = update_package(original, **facts)
    seal = esignature.seal(actor=JOB, content=digest, form=esignature.Format.ENVELOPING, level=esignature.Level.LTA)
    content, _ = update_package(original, seal=seal, **facts)
    made = PackageUpdate.objects.create(
        letter=letter, secrecy=secrecy, changed_at=moment, why=why.strip()[:500],
        decision_number=decision_number.strip()[:80], by_id=actor.user_id, file=_stored(content, letter.case.unit_id),
    )  # fmt: skip
    # the page stays marked as it was signed; who may read it changes
    letter.case.secrecy = reading_level(letter, secrecy)
    letter.case.save()
    tell(letter.case, "secrecy", actor, f"{made.get_secrecy_display()}: {made.decision_number}"[:300])
    return made


def _stored(content: bytes, unit_id: int) -> StoredFile:
    name = f"{hashlib.sha256(content).hexdigest()[:12]}.eypg"
    return store_as_is(
        actor=JOB, content=content, name=name, media_type="application/eyazisma", unit_id=unit_id,
        purpose="correspondence",
    )  # fmt: skip


@transaction.atomic
def apply_update(
    made: Incoming, *, content: bytes, secrecy: int, changed_at: dt.datetime, why: str, decision_number: str,
    holds: bool,
    actor: Actor = JOB,
) -> PackageUpdate:  # fmt: skip
    """Keep an update that came; the register follows it only where its digests and its seal hold."""
    row = PackageUpdate.objects.create(
        incoming=made, secrecy=secrecy, changed_at=changed_at, why=why[:500] or "–",
        decision_number=decision_number[:80], file=_stored(content, made.case.unit_id),
    )  # fmt: skip
    if holds:
        made.case.secrecy = max(secrecy, Clearance.OFFICIAL) if made.personal_to else secrecy
        made.case.save()
    words = "uygulandı" if holds else "mührü doğrulanamadığı için uygulanmadı"
    tell(made.case, "secrecy", actor, f"{row.get_secrecy_display()}: {words}"[:300])
    return row
