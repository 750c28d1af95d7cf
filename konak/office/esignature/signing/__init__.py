"""Making signatures: bytes in, bytes out. What is to be signed, the value a card returns, what makes it last.

    prepared = pades.prepare(pdf, certificate=…)      # digest of the signed attributes leaves for the card
    signed = pades.complete(prepared, value, …)       # B-B, with a stamp B-T
    lasting = pades.strengthen(signed, …)             # evidence and archive stamp: B-LT, B-LTA

`cades` has the same three doors for any content.
"""

from dataclasses import dataclass

from asn1crypto import x509


@dataclass(frozen=True, slots=True)
class Prepared:
    """A signature that lacks only its value."""

    content: bytes
    """The PDF with room for the signature; for CAdES what is signed or the signatures made so far."""
    attributes: bytes
    """The signed attributes in DER: their digest is what a card signs."""
    start: int = 0
    end: int = 0
    document_digest: bytes = b""

    @property
    def digest(self) -> bytes:
        """SHA-256 of the signed attributes."""
        import hashlib

        return hashlib.sha256(self.attributes).digest()


class Broken(Exception):
    """The content cannot be signed, or the value does not belong to it; in words for the reader."""


def matches(certificate: x509.Certificate, digest: bytes, value: bytes) -> bool:
    """Whether a value is this certificate's signature over the digest."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
    from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
    from cryptography.x509 import load_der_x509_certificate

    key = load_der_x509_certificate(certificate.dump()).public_key()
    algorithm = Prehashed(hashes.SHA256())
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(value, digest, padding.PKCS1v15(), algorithm)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(value, digest, ec.ECDSA(algorithm))
        else:
            return False
    except (InvalidSignature, ValueError):
        return False
    return True
