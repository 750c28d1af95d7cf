"""What must not be read by others: sealed in the table, or kept in the state folder; never shown, never logged."""

import base64
import contextlib
import hashlib
import os
from pathlib import Path
from typing import NamedTuple

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings

from konak.gateways.ldap import KINDS, Server, attributes_of

from ..models import Connection, Issuer

KEY_BITS = 3072


def _box() -> MultiFernet:
    """The lock on stored secrets: the newest key closes, the earlier ones still open."""
    keys = [str(settings.SECRET_KEY), *map(str, settings.SECRET_KEY_FALLBACKS)]
    return MultiFernet(
        Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"konak.directory:" + key.encode()).digest())) for key in keys
    )


def seal(text: str) -> str:
    return _box().encrypt(text.encode()).decode() if text else ""


def unseal(text: str) -> str:
    """The secret, or nothing where the key of the installation is another one by now."""
    try:
        return _box().decrypt(text.encode()).decode() if text else ""
    except InvalidToken:
        return ""


def _given(name: str, in_file: str) -> str:
    """A secret of the environment, or of the file that another variable names."""
    if value := os.environ.get(name, ""):
        return value
    if file := os.environ.get(in_file, ""):
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError:
            return ""
    return ""


def ldap_secret(row: Connection) -> str:
    # reach: none, because a secret is only handed to the connection it belongs to
    return _given("KONAK_LDAP_PASSWORD", "KONAK_LDAP_PASSWORD_FILE") or unseal(row.secret)


def oidc_secret(row: Issuer) -> str:
    # reach: none, because a secret is only handed to the provider it belongs to
    return _given("KONAK_OIDC_SECRET", "KONAK_OIDC_SECRET_FILE") or unseal(row.secret)


def server_of(row: Connection) -> Server:
    """How the gateway reaches a directory."""
    # reach: none, because whoever asks was permitted to
    kind = KINDS[row.kind]
    return Server(
        url=row.url,
        base=row.base,
        attributes=attributes_of(row.kind, row.attributes),
        people_filter=row.people_filter or kind.people,
        groups_filter=row.groups_filter or kind.groups,
        people_base=row.people_base,
        groups_base=row.groups_base,
        bind_dn=row.bind_dn,
        password=ldap_secret(row),
        start_tls=row.start_tls,
        ca=row.ca,
        timeout=row.timeout,
        page_size=row.page_size,
    )


# Keys with which Konak signs what it says about people ------------------------------------------------------------


class Key(NamedTuple):
    """A key that signs: the newest one does, the earlier ones are still believed."""

    name: str
    pem: str
    made: float


def key_folder() -> Path:
    """Where the keys lie: the state folder, readable for nobody else."""
    folder = Path(settings.STATE) / "oidc"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def private_keys() -> list[Key]:
    """The keys, oldest first; the first one is made when it is asked for."""
    # reach: none, because only the provider of identities asks
    found = sorted(key_folder().glob("*.pem"))
    if not found:
        found = [make_key()]
    return [Key(one.stem, one.read_text(encoding="ascii"), one.stat().st_mtime) for one in found]


def make_key() -> Path:
    """Write a new key; of two processes that do so at once, both find the same first one afterwards."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    folder = key_folder()
    taken = [int(one.stem) for one in folder.glob("*.pem") if one.stem.isdigit()]
    place = folder / f"{max(taken, default=0) + 1:06}.pem"
    descriptor = os.open(place.with_suffix(".new"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(place.with_suffix(".new"), place)
    place.with_suffix(".new").unlink(missing_ok=True)
    return place
