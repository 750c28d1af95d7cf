"""Secrets of devices and databases: sealed in the table, opened only for whoever asks the device."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from ..models import Check, Credential


def _box() -> MultiFernet:
    """The lock on stored secrets: the newest key closes, the earlier ones still open."""
    keys = [str(settings.SECRET_KEY), *map(str, settings.SECRET_KEY_FALLBACKS)]
    return MultiFernet(
        Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"konak.monitoring:" + key.encode()).digest())) for key in keys
    )


def seal(text: str) -> str:
    return _box().encrypt(text.encode()).decode() if text else ""


def unseal(text: str) -> str:
    """The secret, or nothing where the key of the installation is another one by now."""
    try:
        return _box().decrypt(text.encode()).decode() if text else ""
    except InvalidToken:
        return ""


def of_agent(row: Credential | None) -> dict[str, str]:
    """What the gateway is told of an agent."""
    # reach: none, because a secret is only handed to the device it belongs to
    if row is None:
        return {"community": "public"}
    if row.version == "2c":
        return {"community": unseal(row.secret)}
    return {
        "user": row.user,
        "auth": row.auth,
        "auth_key": unseal(row.secret) if row.auth else "",
        "priv": row.priv,
        "priv_key": unseal(row.priv_secret) if row.priv else "",
    }


def of_check(row: Check) -> dict[str, str]:
    # reach: none, because a secret is only handed to the service it belongs to
    return {"password": unseal(row.secret)} if row.secret else {}
