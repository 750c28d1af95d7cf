"""Reading a certificate: whose it is, who issued it, and whether it calls itself qualified."""

import datetime as dt
from dataclasses import dataclass

from asn1crypto import pem, x509

QC_STATEMENTS = "1.3.6.1.5.5.7.1.3"
QC_COMPLIANCE = "0.4.0.1862.1.1"
TURKISH_QUALIFIED = "2.16.792.1.61.0.1.5070."
"""The arc of the statements and policies of law 5070."""


class Unreadable(ValueError):
    """These bytes are no certificate."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a certificate says of itself, with the identity number masked."""

    name: str
    identity_masked: str
    organization: str
    issuer: str
    serial: str
    sha256: str
    since: dt.datetime
    until: dt.datetime
    qualified: bool
    signs: bool
    email: str

    @property
    def person(self) -> bool:
        """Whether it belongs to a person and not to a body."""
        return bool(self.identity_masked)


def read(content: bytes) -> x509.Certificate:
    """One certificate, DER or PEM."""
    try:
        if pem.detect(content):
            _, _, content = pem.unarmor(content)
        found = x509.Certificate.load(content, strict=True)
        str(found.subject.native)
        found.not_valid_before, found.not_valid_after  # noqa: B018 - read now, so that a broken one fails here
    except Exception as trouble:
        raise Unreadable("Sertifika okunamadı.") from trouble
    return found


def read_all(content: bytes) -> list[x509.Certificate]:
    """Every certificate of a PEM file, or the one of a DER file."""
    if not pem.detect(content):
        return [read(content)]
    try:
        return [
            x509.Certificate.load(der)
            for kind, _, der in pem.unarmor(content, multiple=True)
            if kind == "CERTIFICATE"
        ]
    except ValueError as trouble:
        raise Unreadable("Sertifika okunamadı.") from trouble


def masked(identity: str) -> str:
    """A national number as it may be shown to anybody: "12*******34"."""
    digits = "".join(letter for letter in identity if letter.isdigit())
    return f"{digits[:2]}{'*' * (len(digits) - 4)}{digits[-2:]}" if len(digits) >= 8 else ""


def facts(certificate: x509.Certificate) -> Facts:
    """What it says."""
    subject, issuer = certificate.subject.native, certificate.issuer.native
    usage = certificate.key_usage_value
    allowed = usage.native if usage is not None else {"digital_signature"}
    return Facts(
        name=_one(subject.get("common_name")) or certificate.subject.human_friendly,
        identity_masked=masked(_one(subject.get("serial_number"))),
        organization=_one(subject.get("organization_name")),
        issuer=_one(issuer.get("common_name")) or certificate.issuer.human_friendly,
        serial=f"{certificate.serial_number:x}",
        sha256=certificate.sha256.hex(),
        since=certificate.not_valid_before,
        until=certificate.not_valid_after,
        qualified=is_qualified(certificate),
        signs=bool({"non_repudiation", "digital_signature"} & set(allowed)) and not certificate.ca,
        email=_one(subject.get("email_address")),
    )


def is_qualified(certificate: x509.Certificate) -> bool:
    """Whether the statement of a qualified certificate stands in it: by ETSI, or by law 5070."""
    for extension in certificate["tbs_certificate"]["extensions"]:
        if extension["extn_id"].dotted == QC_STATEMENTS:
            found = extension["extn_value"].parsed.native if extension["extn_value"].native else []
            for statement in found or []:
                told = str(statement.get("statement_id", ""))
                if told in {QC_COMPLIANCE, "qc_compliance"} or told.startswith(TURKISH_QUALIFIED):
                    return True
    policies = certificate.certificate_policies_value
    return bool(policies) and any(
        str(policy["policy_identifier"].dotted).startswith(TURKISH_QUALIFIED) for policy in policies
    )


def _one(value: object) -> str:
    return str(value[0] if isinstance(value, list) and value else value or "")
