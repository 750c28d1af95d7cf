"""Heads of the chain outside the database: what an intruder with the database alone cannot take back.

Each sealing leaves a line in the state folder, `number digest time signature`, signed with the installation's key.
Whoever removes the newest sealed lines, or writes the whole chain anew, contradicts a head that stands here.
"""

import fcntl
import hashlib
import hmac
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.timezone import now

NAME = "trail-heads"
KEPT = 4096
"""Lines that stay: of the older ones every second is dropped, so that the file tells far back and stays small."""


@dataclass(frozen=True, slots=True)
class Head:
    """The chain as it ended at one moment."""

    number: int
    digest: str
    at: str


def place() -> Path:
    return Path(settings.STATE) / NAME


def note(number: int, digest: bytes) -> None:
    """Add the present end of the chain. Sealers of several processes wait for each other; a full disk is loud."""
    head = Head(number, digest.hex(), now().isoformat(timespec="seconds"))
    descriptor = os.open(place(), os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a+", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        lines = file.read().splitlines()
        lines.append(_line(head))
        if len(lines) > KEPT:
            lines = [*lines[: KEPT // 2 : 2], *lines[KEPT // 2 :]]
            file.seek(0)
            file.truncate()
            file.write("\n".join(lines) + "\n")
        else:
            file.write(lines[-1] + "\n")
        file.flush()
        os.fsync(file.fileno())


def kept() -> Iterator[Head]:
    """Every head whose signature holds; a line somebody wrote by hand says nothing."""
    try:
        lines = place().read_text("ascii", "replace").splitlines()
    except FileNotFoundError:
        return
    for line in lines:
        parts = line.split()
        if len(parts) != 4 or not parts[0].isdecimal():
            continue
        head = Head(int(parts[0]), parts[1], parts[2])
        if any(hmac.compare_digest(_sign(head, key), parts[3]) for key in _keys()):
            yield head


def _keys() -> list[str]:
    return [str(settings.SECRET_KEY), *map(str, settings.SECRET_KEY_FALLBACKS)]


def _sign(head: Head, key: str) -> str:
    words = f"{head.number} {head.digest} {head.at}".encode()
    return hmac.new(b"konak.trail.head:" + key.encode(), words, hashlib.sha256).hexdigest()


def _line(head: Head) -> str:
    return f"{head.number} {head.digest} {head.at} {_sign(head, _keys()[0])}"
