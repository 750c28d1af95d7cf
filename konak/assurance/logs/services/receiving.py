"""Lines that are pushed over HTTP: whoever delivers has a key, is told the truth, and waits when it is tight."""

import base64
import binascii
import logging
from collections import defaultdict
from collections.abc import Sequence

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils.timezone import now

from konak.foundation.lake import spool

from ..models import Source
from ..parsing.pushed import Line
from . import intake, sources

log = logging.getLogger("konak.logs")
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
        _refused(source)
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
        _refused(source)
        raise Busy from None
    return taken


def _refused(source: Source) -> None:
    """Count what was sent back, so that the register shows it; where even that fails, the answer stays the same."""
    try:
        with transaction.atomic():
            Source.objects.filter(pk=source.pk).update(refused=F("refused") + 1, refused_at=now())
    except DatabaseError:
        log.warning("a delivery of %s was sent back and could not be counted", source.name)
