"""The header by which Kamu SM's time stamp service knows who asks: `identity`, of number, password and imprint.

Written after its public description and NOT tried against the service: an ASN.1 sequence of customer number, salt,
count, initialisation vector and the encrypted message imprint; key by PBKDF2 (HMAC-SHA256), AES-256-CBC, PKCS#7.
"""

import hashlib
import secrets

from asn1crypto import core
from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

ROUNDS = 1000
KEY_BYTES = 32


class Identity(core.Sequence):
    """What travels in the header, in DER and hexadecimal."""

    _fields = [
        ("userid", core.Integer),
        ("salt", core.OctetString),
        ("iteration_count", core.Integer),
        ("iv", core.OctetString),
        ("encrypted_message_imprint", core.OctetString),
    ]


def identity(customer: int, password: str, imprint: bytes) -> str:
    """The value of the header for one question."""
    salt, vector = secrets.token_bytes(8), secrets.token_bytes(16)
    key = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, ROUNDS, KEY_BYTES)
    padder = padding.PKCS7(128).padder()
    cipher = Cipher(algorithms.AES(key), modes.CBC(vector)).encryptor()
    sealed = cipher.update(padder.update(imprint) + padder.finalize()) + cipher.finalize()
    made = Identity(
        {
            "userid": customer,
            "salt": salt,
            "iteration_count": ROUNDS,
            "iv": vector,
            "encrypted_message_imprint": sealed,
        }
    )
    return made.dump().hex()
