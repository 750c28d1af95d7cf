"""The messages of registered mail: what we hand in, what a provider hands over, the evidence in it, and its seal."""

import asyncio
import base64
import binascii
import datetime as dt
import email
import email.policy
import hashlib
import logging
import re
import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage, MIMEPart
from email.utils import format_datetime, parseaddr
from enum import StrEnum

from asn1crypto import cms, x509
from django.utils.timezone import localtime
from lxml import etree
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import async_validate_cms_signature, async_validate_detached_cms
from pyhanko.sign.validation.status import SignatureStatus

from konak.gateways.pki import trust as pki

logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # what it finds is in our answer
SECTION, TYPE = "X-REM-Section-Type", "X-REM-Msg-Type"
NAMESPACE = "http://uri.etsi.org/02640/v2#"
EVENT = "http:uri.etsi.org/02640/Event#"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
HASHES = {SHA256: "sha256", "http://www.w3.org/2001/04/xmlenc#sha512": "sha512"}
LARGEST_EVIDENCE, MOST_PARTS = 1024 * 1024, 200
CRLF = email.policy.SMTP
Signer = Callable[[bytes], bytes]
"""Makes a detached CMS signature over bytes: the corporate seal, or a key in a test."""


class Kind(StrEnum):
    """What an evidence says, by its root element and its event."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    RELAYED = "relayed"
    RELAY_FAILED = "relay_failed"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    READ = "read"
    UNREAD = "unread"


LABELS = {
    Kind.ACCEPTED: "Gönderi kabul delili",
    Kind.REFUSED: "Gönderi ret delili",
    Kind.RELAYED: "İletim delili",
    Kind.RELAY_FAILED: "İletilemedi delili",
    Kind.DELIVERED: "Teslim delili",
    Kind.UNDELIVERED: "Teslim edilemedi delili",
    Kind.READ: "Okundu delili",
    Kind.UNREAD: "Okunmadı delili",
}
ROOTS = {
    "SubmissionAcceptanceRejection": (Kind.ACCEPTED, Kind.REFUSED),
    "RelayREMMDAcceptanceRejection": (Kind.RELAYED, Kind.RELAY_FAILED),
    "RelayREMMDFailure": (Kind.RELAY_FAILED, Kind.RELAY_FAILED),
    "DeliveryNonDeliveryToRecipient": (Kind.DELIVERED, Kind.UNDELIVERED),
    "DownloadNonDownloadByRecipient": (Kind.READ, Kind.UNREAD),
    "RetrievalNonRetrievalByRecipient": (Kind.READ, Kind.UNREAD),
    "AcceptanceRejectionByRecipient": (Kind.READ, Kind.UNREAD),
}
AGAINST = ("reject", "fail", "non", "expir", "refus")


class Unreadable(Exception):
    """The message is no registered mail, or a part of it cannot be read; in Turkish."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One event a provider bears witness to."""

    kind: Kind
    identifier: str
    code: str
    at: dt.datetime | None
    issuer: str
    reasons: tuple[str, ...]
    message_id: str
    recipients: tuple[str, ...]
    algorithm: str
    digest: str
    raw: bytes

    @property
    def label(self) -> str:
        return LABELS[self.kind]

    def is_of(self, sent: bytes) -> bool | None:
        """Whether the digest it names is that of the message we handed in; None where it names none."""
        if not self.digest or self.algorithm not in HASHES:
            return None
        try:
            told = base64.b64decode(self.digest, validate=True)
        except (binascii.Error, ValueError):
            return False
        return hashlib.new(HASHES[self.algorithm], sent).digest() == told


@dataclass(frozen=True, slots=True)
class Enclosed:
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """The original message a provider carried: who wrote it, what it says, what lies in it."""

    sender: str
    sender_name: str
    subject: str
    text: str
    message_id: str
    sent_at: dt.datetime | None
    files: tuple[Enclosed, ...] = ()


@dataclass(slots=True)
class Arrived:
    """A message from the provider, taken apart."""

    message_id: str
    sender: str
    subject: str
    signed: bytes = b""
    signature: bytes = b""
    letter: Letter | None = None
    evidences: list[Evidence] = field(default_factory=list)

    def judged(self, trust: pki.Trust, *, fetch: bool = True) -> str:
        """ "ok", why not, or "?" and why it cannot be told: the provider's seal over the whole."""
        if not self.signature:
            return "İletide sağlayıcının imzası yok."
        return seal_holds(self.signed, self.signature, trust, fetch=fetch)


# ---- reading -------------------------------------------------------------------------------------------------------


def read(raw: bytes) -> Arrived:
    """Take a message of a provider apart: the seal, the original, the evidence. Nothing in it is believed yet."""
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    if not isinstance(mail, EmailMessage):
        raise Unreadable("İleti okunamadı.")
    _, sender = parseaddr(str(mail.get("From", "")))
    found = Arrived(_id(mail), sender.lower()[:254], _line(mail.get("Subject")))
    inside: EmailMessage = mail
    if mail.get_content_type() == "multipart/signed":
        found.signed, found.signature = _apart(raw, mail)
        inside = email.message_from_bytes(found.signed, policy=email.policy.default)
    elif mail.get_content_type() in ("application/pkcs7-mime", "application/x-pkcs7-mime"):
        found.signed, found.signature = _opaque(mail)
        inside = email.message_from_bytes(found.signed, policy=email.policy.default)
    parts = list(inside.walk())
    if len(parts) > MOST_PARTS:
        raise Unreadable("İleti çok fazla parçadan oluşuyor.")
    for part in parts:
        kind = part.get_content_type()
        section = str(part.get(SECTION, "")).strip().lower()
        if kind == "message/rfc822" and found.letter is None and section != "rem_message/extension":
            original = part.get_payload(0) if part.is_multipart() else None
            if isinstance(original, EmailMessage):
                found.letter = letter_of(original)
        elif kind in ("application/xml", "text/xml") or section == "rem_message/evidence":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and NAMESPACE.encode()[:-1] in content[:8192]:
                found.evidences.append(evidence(content))
    return found


def _id(mail: EmailMessage) -> str:
    return str(mail.get("Message-ID", "")).strip().strip("<>")[:250]


def _line(value: object) -> str:
    plain = "".join(letter if letter.isprintable() else " " for letter in str(value or ""))
    return " ".join(plain.split())[:300]


def _words(part: MIMEPart) -> str:
    """The text of a part. Bytes that do not fit the character set it names, or none, are UTF-8 or the Turkish of old
    Windows programs."""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    for charset in (part.get_content_charset() or "utf-8", "utf-8", "cp1254"):
        with suppress(LookupError, ValueError):
            return content.decode(charset)
    return content.decode("utf-8", "replace")


def letter_of(mail: EmailMessage) -> Letter:
    """A plain mail: its text and the files that lie in it."""
    name, address = parseaddr(str(mail.get("From", "")))
    inside = mail
    if mail.get_content_type() == "multipart/signed" and mail.is_multipart():
        first = mail.get_payload(0)
        inside = first if isinstance(first, EmailMessage) else mail
    body = inside.get_body(preferencelist=("plain", "html"))
    text = ""
    if body is not None:
        text = _words(body)
        if body.get_content_type() == "text/html":
            text = re.sub(r"<(script|style)\b.*?</\1>", " ", text, flags=re.S | re.I)
            text = re.sub(r"<[^>]{0,2000}>", " ", text)
    files: list[Enclosed] = []
    for part in inside.iter_attachments():
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and content:
            title = _line(part.get_filename()) or f"ek-{len(files) + 1}"
            files.append(Enclosed(title[:200], part.get_content_type(), content))
    date = mail.get("Date")
    moment = getattr(date, "datetime", None)
    return Letter(
        address.lower()[:254], _line(name)[:200], _line(mail.get("Subject")),
        text.replace("\0", "").strip()[:100_000], _id(mail),
        moment if moment is None or moment.tzinfo else None, tuple(files[:50]),
    )  # fmt: skip


def _apart(raw: bytes, mail: EmailMessage) -> tuple[bytes, bytes]:
    """The very bytes that were signed, and the signature over them (RFC 8551)."""
    boundary = mail.get_boundary()
    if not boundary:
        raise Unreadable("İmzalı iletinin sınırı yok.")
    whole = re.sub(rb"\r?\n", b"\r\n", raw)
    mark = b"--" + boundary.encode("ascii", "replace")
    pieces = whole.split(b"\r\n" + mark)
    if len(pieces) < 4:
        raise Unreadable("İmzalı ileti eksik.")
    signed = pieces[1].removeprefix(b"\r\n")
    inner = email.message_from_bytes(pieces[2].lstrip(b"\r\n"), policy=email.policy.default)
    signature = inner.get_payload(decode=True)
    return signed, signature if isinstance(signature, bytes) else b""


def _opaque(mail: EmailMessage) -> tuple[bytes, bytes]:
    signature = mail.get_payload(decode=True)
    try:
        info = cms.ContentInfo.load(signature)
        if info["content_type"].native != "signed_data":
            raise Unreadable("Şifreli ileti açılamadı.")
        return bytes(info["content"]["encap_content_info"]["content"].native or b""), bytes(signature)
    except (ValueError, TypeError, KeyError):
        raise Unreadable("İletinin imzası okunamıyor.") from None


def evidence(content: bytes) -> Evidence:
    """An evidence of TS 102 640-2, without a document type, entities or network."""
    if len(content) > LARGEST_EVIDENCE or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise Unreadable("Delil okunamadı: kabul edilmeyen XML.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Unreadable("Delil okunamadı: XML bozuk.") from None
    name = etree.QName(root).localname
    if name not in ROOTS or etree.QName(root).namespace != NAMESPACE:
        raise Unreadable(f"«{name[:60]}» türünde delil tanınmıyor.")
    code = _text(root, "EventCode")
    against = any(word in code.rpartition("#")[2].lower() for word in AGAINST)
    told = _first(root, "SenderMessageDetails")
    method = _first(told, "DigestMethod")
    return Evidence(
        kind=ROOTS[name][against],
        identifier=_text(root, "EvidenceIdentifier")[:120] or hashlib.sha256(content).hexdigest(),
        code=code[:120],
        at=_moment(_text(root, "EventTime")),
        issuer=_text(_first(root, "EvidenceIssuerDetails"), "Name")[:200],
        reasons=tuple(_plain(one)[:300] for one in _all(root, "EventReason"))[:5],
        message_id=_text(told, "UAMessageIdentifier").strip("<>")[:250],
        recipients=tuple(
            _plain(one).removeprefix("mailto:").lower()[:254]
            for one in _all(_first(root, "RecipientsDetails"), "AttributedElectronicAddress")
        )[:50],
        algorithm=(method.get("Algorithm") or "") if method is not None else "",
        digest=_text(told, "DigestValue")[:200],
        raw=content,
    )


def _all(node: "etree._Element | None", name: str) -> "list[etree._Element]":
    if node is None:
        return []
    return [one for one in node.iter() if isinstance(one.tag, str) and etree.QName(one).localname == name]


def _first(node: "etree._Element | None", name: str) -> "etree._Element | None":
    return next(iter(_all(node, name)), None)


def _plain(node: "etree._Element") -> str:
    return " ".join("".join(str(text) for text in node.itertext()).split())


def _text(node: "etree._Element | None", name: str) -> str:
    found = _first(node, name)
    return _plain(found) if found is not None else ""


def _moment(words: str) -> dt.datetime | None:
    try:
        found = dt.datetime.fromisoformat(words.replace("Z", "+00:00"))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def seal_holds(signed: bytes, signature: bytes, trust: pki.Trust, *, fetch: bool = True) -> str:
    """Whether a detached signature covers these bytes and its maker leads to a root of the house."""
    try:
        info = cms.ContentInfo.load(signature)
        data = info["content"]
        if info["content_type"].native != "signed_data" or len(data["signer_infos"]) != 1:
            return "Sağlayıcının imzası okunamıyor."
        if data["encap_content_info"]["content"].native is None:
            status: SignatureStatus = asyncio.run(
                async_validate_detached_cms(signed, data, trust.context(require=False))
            )
        else:
            status = asyncio.run(async_validate_cms_signature(data, validation_context=trust.context(require=False)))
        if not status.intact or not status.valid:
            return "İleti imzalandıktan sonra değişmiş."
        asyncio.run(pki.check(status.signing_cert, trust, chain=_chain(data), fetch=fetch))
    except pki.Revoked:
        return "Sağlayıcının sertifikası iptal edilmiş."
    except (pki.Unknown, pki.NoAnswer) as doubt:
        return f"?{doubt}"
    except SignatureValidationError as fault:
        return f"İmza doğrulanamadı: {fault}"[:300]
    except (ValueError, TypeError, KeyError):
        return "Sağlayıcının imzası okunamıyor."
    return "ok"


def _chain(data: cms.SignedData) -> list[x509.Certificate]:
    return [one.chosen for one in data["certificates"] if one.name == "certificate"]


# ---- writing -------------------------------------------------------------------------------------------------------


def compose(
    *, sender: str, to: str, subject: str, text: str, files: Sequence[Enclosed], domain: str, key: str = ""
) -> EmailMessage:
    """What is handed in: text and files. `key` names the message, so that a repetition is the same message."""
    mail = EmailMessage(policy=CRLF)
    mail["From"], mail["To"] = _address(sender), _address(to)
    mail["Subject"] = _line(subject)
    mail["Date"] = format_datetime(localtime())
    mail["Message-ID"] = f"<{key or secrets.token_hex(16)}@{domain}>"
    mail.set_content(text, cte="quoted-printable")
    for one in files:
        major, _, minor = one.media_type.partition("/")
        mail.add_attachment(one.content, maintype=major, subtype=minor or "octet-stream", filename=one.name)
    return mail


def _address(text: str) -> Address:
    name, _, domain = text.strip().rpartition("@")
    if not name or not domain or not text.isascii() or any(one in ' ,;<>"\r\n' for one in text.strip()):
        raise Unreadable(f"«{text[:80]}» bir KEP adresi değil.")
    return Address(username=name, domain=domain)


def sealed(mail: EmailMessage, signer: Signer) -> bytes:
    """The message as multipart/signed (RFC 8551); the outer head is that of the message."""
    body = mail.as_bytes(policy=CRLF)
    head, _, rest = body.partition(b"\r\n\r\n")
    own = [
        one for one in re.split(rb"\r\n(?![ \t])", head) if one.lower().startswith((b"content-", b"x-rem-section"))
    ]
    signed = b"\r\n".join(own) + b"\r\n\r\n" + rest.removesuffix(b"\r\n")
    signature = signer(signed)
    boundary = f"konak-{secrets.token_hex(16)}".encode()
    outer = [
        one
        for one in re.split(rb"\r\n(?![ \t])", head)
        if not one.lower().startswith((b"content-", b"mime-version", b"x-rem-section"))
    ]
    outer += [
        b"MIME-Version: 1.0",
        b'Content-Type: multipart/signed; protocol="application/pkcs7-signature";\r\n micalg=sha-256; boundary="'
        + boundary
        + b'"',
    ]
    encoded = base64.encodebytes(signature).replace(b"\n", b"\r\n")
    return b"\r\n".join(
        [
            *outer,
            b"",
            b"This is an S/MIME signed message",
            b"--" + boundary,
            signed,
            b"--" + boundary,
            b'Content-Type: application/pkcs7-signature; name="smime.p7s"',
            b"Content-Transfer-Encoding: base64",
            b'Content-Disposition: attachment; filename="smime.p7s"',
            b"",
            encoded + b"--" + boundary + b"--",
            b"",
        ]
    )
