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

from asn1crypto import cms, tsp
from lxml import etree

from konak.gateways.pki.fake import House, Issued

from . import rem, xades

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


def detached(who: Issued, chain: list[Issued], content: bytes, *, enclosed: bool = False) -> bytes:
    """A CMS signature over bytes that stay outside, or lie in it (CAdES-BES)."""
    named = [tsp.ESSCertIDv2({"cert_hash": hashlib.sha256(who.der).digest()})]
    attributes = cms.CMSAttributes(
        [
            cms.CMSAttribute(
                {"type": "signing_certificate_v2", "values": [tsp.SigningCertificateV2({"certs": named})]}
            ),
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
            "encap_content_info": {"content_type": "data", "content": content}
            if enclosed
            else {"content_type": "data"},
            "certificates": [who.asn1, *[one.asn1 for one in chain]],
            "signer_infos": [signer],
        }
    )
    made: bytes = cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump()
    return made


def with_signature(content: bytes, who: Issued, chain: list[Issued], *, whole: bool = True) -> bytes:
    """An evidence with an enveloped XAdES signature over the whole of it, as TS 102 640-2 wants; or, for a test, over
    nothing but its own properties."""
    root, d, x = etree.fromstring(content), xades.DSIG, xades.XADES

    def digest(node: str, value: str) -> str:
        return f'<d:DigestMethod Algorithm="{rem.SHA256}"/><d:DigestValue{node}>{value}</d:DigestValue>'

    def hashed(raw: bytes) -> str:
        return base64.b64encode(hashlib.sha256(raw).digest()).decode()

    exclusive = '<d:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>'
    certificates = "".join(
        f"<d:X509Certificate>{base64.b64encode(one.der).decode()}</d:X509Certificate>" for one in (who, *chain)
    )
    moment = dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    frame = (
        f'<d:Signature xmlns:d="{d}" Id="imza"><d:SignedInfo>'
        '<d:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>'
        '<d:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>'
        f'<d:Reference URI=""><d:Transforms><d:Transform Algorithm="{xades.ENVELOPED}"/>{exclusive}</d:Transforms>'
        f'{digest("", "")}</d:Reference><d:Reference Type="{xades.SIGNED_PROPERTIES}" URI="#ozellikler">'
        f"<d:Transforms>{exclusive}</d:Transforms>{digest('', '')}</d:Reference></d:SignedInfo>"
        f"<d:SignatureValue/><d:KeyInfo><d:X509Data>{certificates}</d:X509Data></d:KeyInfo>"
        f'<d:Object><x:QualifyingProperties xmlns:x="{x}" Target="#imza"><x:SignedProperties Id="ozellikler">'
        f"<x:SignedSignatureProperties><x:SigningTime>{moment}</x:SigningTime><x:SigningCertificate><x:Cert>"
        f"<x:CertDigest>{digest('', hashed(who.der))}</x:CertDigest></x:Cert></x:SigningCertificate>"
        "</x:SignedSignatureProperties></x:SignedProperties></x:QualifyingProperties></d:Object></d:Signature>"
    )
    signature = etree.fromstring(frame)
    root.append(signature)
    info = signature[0]
    first, own = info.findall(f"{{{d}}}Reference")
    if not whole:
        info.remove(first)
    properties = signature.find(f".//{{{x}}}SignedProperties")
    assert properties is not None
    for row, node, without in ((first, root, signature), (own, properties, None)):
        value = row.find(f"{{{d}}}DigestValue")
        assert value is not None
        value.text = hashed(xades.canonical(node, row.findall(f".//{{{d}}}Transform")[-1], without))
    signature[1].text = base64.b64encode(who.sign(hashlib.sha256(xades.canonical(info, info[0])).digest())).decode()
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


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

    def enclosing(self, content: bytes) -> bytes:
        """A signature that carries what it signs, as packages want it."""
        return detached(self.card, [self.house.issuer], content, enclosed=True)

    def signed_xml(self, content: bytes) -> bytes:
        return with_signature(content, self.card, [self.house.issuer])

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
        xml = self.signed_xml(self.evidence_xml(kind, **facts, at=at, reason=reason))
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
        xml = self.signed_xml(xml)
        out.add_attachment(xml, maintype="application", subtype="xml", filename="delil.xml")
        return rem.sealed(out, self.sign)

    def _frame(self, kind: str, to: str, subject: str, at: dt.datetime | None) -> EmailMessage:
        out = EmailMessage(policy=rem.CRLF)
        out["From"], out["To"], out["Subject"] = f"kep@{self.domain}", to, subject
        out["Date"] = format_datetime(at or dt.datetime.now(dt.UTC))
        out["Message-ID"] = f"<{secrets.token_hex(16)}@{self.domain}>"
        out[rem.TYPE] = kind
        return out
