"""To which ticket a mail belongs: numbers in its subject, and addresses of ours that carry one, signed."""

import base64
import hashlib
import hmac
import re

_NUMBER = re.compile(r"\b(DT)[-–/ ]?(\d{4})[-–/ ](\d{1,9})\b", re.I)
_PREFIX = re.compile(
    r"^\s*(?:(?:re|ynt|yan|cvp|cevap|fw|fwd|[iİ]lt|[iİ]let[iİ]|tr|aw|wg|sv|vs)\s*(?:\[\d+\])?\s*:\s*)+", re.I
)
_MARK = re.compile(r"\[[#\s]*(?:DT)[-–/ ]?\d{4}[-–/ ]\d{1,9}\s*\]\s*", re.I)
SIGNED = 12
"""Letters of the signature: 60 bits, and each try is a mail."""


def numbers_in(subject: str) -> list[str]:
    """Ticket numbers as they stand in a subject, in the form of the register."""
    return list(
        dict.fromkeys(f"{kind.upper()}-{year}-{int(count):05d}" for kind, year, count in _NUMBER.findall(subject))
    )


def clean_subject(subject: str) -> str:
    """Without "Ynt:", "RE:", "İlt:" and without the number in brackets: what the mail is about."""
    before = None
    text = subject
    while text != before:
        before = text
        text = _PREFIX.sub("", _MARK.sub("", text).strip()).strip()
    return text


def _signature(number: str, secret: bytes) -> str:
    digest = hmac.new(secret, b"mail-reply:" + number.lower().encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode().lower()[:SIGNED]


def reply_address(box: str, number: str, secret: bytes) -> str:
    """`destek+dt-2026-00012.k5f…@belediye.example`: whoever answers to it need not quote the number."""
    name, _, domain = box.rpartition("@")
    return f"{name}+{number.lower()}.{_signature(number, secret)}@{domain}"


def signed_number(address: str, secret: bytes) -> str:
    """The number an address of ours carries; empty where there is none, or where it was not signed by us."""
    found = re.fullmatch(r"[^@]*\+([a-z]{2,6}-\d{4}-\d{1,9})\.([a-z2-7]{12})@[^@]+", address.lower())
    if not found or not hmac.compare_digest(found[2], _signature(found[1], secret)):
        return ""
    return found[1].upper()
