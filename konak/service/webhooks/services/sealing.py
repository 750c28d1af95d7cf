"""The secret of a subscription: shown once, kept closed under the key of the installation."""

import base64
import hashlib
import os

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


def fresh() -> str:
    """A new secret in the form of Standard Webhooks."""
    return "whsec_" + base64.b64encode(os.urandom(32)).decode()


def _box() -> Fernet:
    digest = hashlib.sha256(b"webhooks:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))


def closed(secret: str) -> bytes:
    return _box().encrypt(secret.encode())


def opened(sealed: bytes | memoryview) -> str:
    """The secret; "" where the key of the installation was changed meanwhile."""
    try:
        return _box().decrypt(bytes(sealed)).decode()
    except InvalidToken:
        return ""
