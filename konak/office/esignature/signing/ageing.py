"""Algorithms age: until when a stamp made with one may be left as it is."""

import datetime as dt
from dataclasses import dataclass

from asn1crypto import x509


@dataclass(frozen=True, slots=True)
class Limit:
    """An algorithm, the last day on which it is relied upon, and what follows it."""

    name: str
    until: dt.date | None
    words: str


SHORT_RSA = Limit("RSA, 3072 bitten kısa", dt.date(2029, 12, 31), "2030'dan sonra en az 3072 bit önerilir.")
LIMITS = (
    Limit("SHA-1", dt.date(2015, 12, 31), "Kabul edilmez; imzada da damgada da geçersizdir."),
    SHORT_RSA,
    Limit("RSA, 3072 bit ve uzunu", None, "Bilinen bir son gün yok."),
    Limit("ECDSA P-256, P-384", None, "Bilinen bir son gün yok."),
    Limit("SHA-256, SHA-384, SHA-512", None, "Bilinen bir son gün yok."),
)


def aged_on(certificate: x509.Certificate) -> dt.date | None:
    """The last day on which a stamp of this certificate's key is relied upon; None where none is known."""
    key = certificate.public_key
    return SHORT_RSA.until if key.algorithm == "rsa" and key.bit_size < 3072 else None
