"""Lines that are pushed over HTTP: whoever delivers has a key, is told the truth, and waits when it is tight."""

import base64
import binascii
from collections import defaultdict
from collections.abc import Sequence

from django.conf import settings

from konak.foundation.lake import spool

from ..models import Source
from ..parsing.pushed import Line
from . import intake, sources

WAIT = 30
"""Seconds a sender is asked to wait."""


class Busy(Exception):
    """There is no room for more now; nothing was taken in."""


def sender(header: str) -> Source | None:
    """The sender behind an `Authorization` header: the key as Bearer or ApiKey, or as the password of Basic."""
    kind, _, rest = header.partition(" ")
    if kind.lower() == "basic":
        try:
            rest = base64.b64decode(rest, validate=True).decode().partition(":")[2]
        except (binascii.Error, UnicodeDecodeError):
            return None
    elif kind.lower() not in {"bearer", "apikey", "token"}:
        return None
    return sources.by_key(rest.strip())


def receive(source: Source, lines: Sequence[Line]) -> int:
    """Keep lines; when it returns they are on the disk. Raises `Busy` before the first of them was taken.

    A host named in the push is written behind the sender's name: `toplayici/web01`.
    """
    if spool.room() < settings.LAKE_RESERVE_MB * 1024 * 1024:
        raise Busy
    by_host: defaultdict[str, list[bytes]] = defaultdict(list)
    for host, line in lines:
        by_host[host].append(line)
    taken = 0
    try:
        for host, part in by_host.items():
            clean = "".join(letter for letter in host if letter.isprintable())
            taken += intake.take_in(part, source=f"{source.name}/{clean}" if clean else source.name)
    except spool.LakeFull:
        # what was kept already comes again with the rest: twice is better than never
        raise Busy from None
    return taken
