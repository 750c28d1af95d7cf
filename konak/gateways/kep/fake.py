"""A provider of registered mail in small, for tests and for the sample: it takes mail in, carries it and bears
witness, with keys of a trial authority. Every name in it says that it is a trial."""

import base64
import datetime as dt
import email
import email.policy
import hashlib
import secrets
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import format_datetime
from xml.sax.saxutils import escape

from asn1crypto import cms

from konak.gateways.pki.fake import House, Issued

from . import rem

EVENTS = {
    rem.Kind.ACCEPTED: ("SubmissionAcceptanceRejection", "Acceptance"),
    rem.Kind.REFUSED: ("SubmissionAcceptanceRejection", "Rejection"),
    rem.Kind.RELAYED: ("RelayREMMDAcceptanceRejection", "RelayAcceptance"),
    rem.Kind.RELAY_FAILED: ("RelayREMMDFailure", "RelayFailure"),
    rem.Kind.DELIVERED: ("DeliveryNonDeliveryToRecipient", "Delivery"),
    rem.Kind.UNDELIVERED: ("DeliveryNonDeliveryToRecipient", "DeliveryExpiration"),
    rem.Kind.READ: ("RetrievalNonRetrievalByRecipient", "Retrieval"),
    rem.Kind.UNREAD: ("RetrievalNonRetrievalByRecipient", "RetrievalExpiration"),
}


def detached(who: Issued, chain: list[Issued], content: bytes) -> bytes:
    """A CMS signature over bytes that stay outside."""
    attributes = cms.CMSAttributes(
        [
            cms.CMSAttribute({"type": "content_type", "values": ["data"]}),
            cms.CMSAttribute({"type": "message_digest", "values": [hashlib.sha256(content).digest()]}),
            cms.CMSAttribute({"type": "signing_time", "values": [cms.Time({"utc_time": dt.datetime.now(dt.UTC)})]}),
        ]
    )
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": {"issuer_and_serial_number": {"issuer": who.asn1.issuer, "serial_number": who.asn1.serial_number}},
            "digest_algorithm": {"algorithm": "sha256"},
            "signed_attrs": attributes,
            "signature_algorithm": {"algorithm": "rsassa_pkcs1v15"},
            "signature": who.sign(hashlib.sha256(attributes.dump()).digest()),
        }
    )
    signed = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [{"algorithm": "sha256"}],
            "encap_content_info": {"content_type": "data"},
            "certificates": [who.asn1, *[one.asn1 for one in chain]],
            "signer_infos": [signer],
        }
    )
    made: bytes = cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump()
    return made


@dataclass
class Provider:
    """Who carries: `taken` holds what was handed in, as it came."""

    house: House
    name: str = "Örnek KEP Hizmet Sağlayıcısı (deneme)"
    domain: str = "hs00.kep.example"
    taken: list[bytes] = field(default_factory=list)
    _card: Issued | None = None

    @property
    def card(self) -> Issued:
        self._card = self._card or self.house.issue(self.name, organization=self.name, qualified=False)
        return self._card

    def sign(self, content: bytes) -> bytes:
        return detached(self.card, [self.house.issuer], content)

    def evidence_xml(
        self, kind: rem.Kind, *, message_id: str, sender: str, to: str, subject: str, digest: str,
        at: dt.datetime | None = None, reason: str = "",
    ) -> bytes:  # fmt: skip
        root, event = EVENTS[kind]
        moment = (at or dt.datetime.now(dt.UTC)).astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        why = f"<r:EventReasons><r:EventReason><r:Code>1</r:Code><r:Details>{escape(reason)}</r:Details>"
        why += "</r:EventReason></r:EventReasons>"

        def party(address: str) -> str:
            return f'<r:AttributedElectronicAddress scheme="mailto">{escape(address)}</r:AttributedElectronicAddress>'

        return (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<r:{root} xmlns:r="{rem.NAMESPACE}" version="2.1">'
            f"<r:EvidenceIdentifier>{secrets.token_hex(16)}</r:EvidenceIdentifier>"
            f"<r:EventCode>{rem.EVENT}{event}</r:EventCode>{why if reason else ''}"
            f"<r:EvidenceIssuerDetails><r:NamesPostalAddresses><r:NamePostalAddress><r:EntityName>"
            f"<r:Name>{escape(self.name)}</r:Name></r:EntityName></r:NamePostalAddress></r:NamesPostalAddresses>"
            f"</r:EvidenceIssuerDetails><r:EventTime>{moment}</r:EventTime>"
            f"<r:SenderDetails>{party(sender)}</r:SenderDetails><r:RecipientsDetails><r:EntityDetails>{party(to)}"
            f'</r:EntityDetails></r:RecipientsDetails><r:SenderMessageDetails isNotification="false">'
            f"<r:MessageSubject>{escape(subject)}</r:MessageSubject>"
            f"<r:UAMessageIdentifier>&lt;{escape(message_id)}&gt;</r:UAMessageIdentifier>"
            f"<r:MessageIdentifierByREMMD>{secrets.token_hex(12)}@{self.domain}</r:MessageIdentifierByREMMD>"
            f'<d:DigestMethod xmlns:d="http://www.w3.org/2000/09/xmldsig#" Algorithm="{rem.SHA256}"/>'
            f'<d:DigestValue xmlns:d="http://www.w3.org/2000/09/xmldsig#">{digest}</d:DigestValue>'
            f"</r:SenderMessageDetails></r:{root}>"
        ).encode()

    def witness(self, raw: bytes, kind: rem.Kind, *, reason: str = "", at: dt.datetime | None = None) -> bytes:
        """The message that brings an evidence of what was handed in."""
        mail = email.message_from_bytes(raw, policy=email.policy.default)
        facts = {
            "message_id": str(mail["Message-ID"]).strip("<> "),
            "sender": mail["From"].addresses[0].addr_spec,
            "to": mail["To"].addresses[0].addr_spec,
            "subject": str(mail["Subject"]),
            "digest": base64.b64encode(hashlib.sha256(raw).digest()).decode(),
        }
        xml = self.evidence_xml(kind, **facts, at=at, reason=reason)
        out = self._frame("Evidence", facts["sender"], f"{rem.LABELS[kind]}: {facts['subject']}", at)
        out.set_content(f"{rem.LABELS[kind]}. Delil ektedir.", cte="quoted-printable")
        out.add_attachment(xml, maintype="application", subtype="xml", filename="delil.xml")
        next(iter(out.iter_attachments()))[rem.SECTION] = "rem_message/evidence"
        return rem.sealed(out, self.sign)

    def carry(self, raw: bytes, *, at: dt.datetime | None = None) -> bytes:
        """The message a recipient gets: the original as it was handed in, and the evidence of its acceptance."""
        mail = email.message_from_bytes(raw, policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        to, sender = mail["To"].addresses[0].addr_spec, mail["From"].addresses[0].addr_spec
        out = self._frame("Dispatch", to, str(mail["Subject"]), at)
        out.set_content("Size kayıtlı elektronik posta geldi. Özgün ileti ektedir.", cte="quoted-printable")
        out.add_attachment(mail, filename="ileti.eml")
        next(iter(out.iter_attachments()))[rem.SECTION] = "rem_message/original"
        xml = self.evidence_xml(
            rem.Kind.ACCEPTED, message_id=str(mail["Message-ID"]).strip("<> "), sender=sender, to=to,
            subject=str(mail["Subject"]), digest=base64.b64encode(hashlib.sha256(raw).digest()).decode(), at=at,
        )  # fmt: skip
        out.add_attachment(xml, maintype="application", subtype="xml", filename="delil.xml")
        return rem.sealed(out, self.sign)

    def _frame(self, kind: str, to: str, subject: str, at: dt.datetime | None) -> EmailMessage:
        out = EmailMessage(policy=rem.CRLF)
        out["From"], out["To"], out["Subject"] = f"kep@{self.domain}", to, subject
        out["Date"] = format_datetime(at or dt.datetime.now(dt.UTC))
        out["Message-ID"] = f"<{secrets.token_hex(16)}@{self.domain}>"
        out[rem.TYPE] = kind
        return out
