"""The slot for a scanner: a gateway puts itself in, and every content passes it before it gets its place.

    scanning.register(Clamd())      # in the gateway's apps.ready

Without one nothing is scanned and nothing is slower. A scanner that is away either stops uploads (`required`) or lets
them in to be scanned later; what a job or an operator brings is let in in both cases.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Protocol

from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused

from .models import Blob, Scan

log = logging.getLogger(__name__)
LATER = "yazdıklarınız duruyor"


class Away(Exception):
    """The scanner cannot answer now."""


class Unscannable(Exception):
    """The scanner answers, but not about this content: too large for it, or broken."""


class Scanner(Protocol):
    """What a gateway offers: the name of what it found, or None for a clean content. Raises `Away`, `Unscannable`."""

    @property
    def required(self) -> bool: ...

    def scan(self, content: IO[bytes]) -> str | None: ...


Alarm = Callable[[Actor, str, str], None]
"""Told of a harmful upload: who brought it, its name, what was found. The refusal follows, so it keeps itself."""
_scanners: list[Scanner] = []
_alarms: list[Alarm] = []


def register(scanner: Scanner, alarm: Alarm | None = None) -> None:
    """Use this scanner from now on; the last one registered counts."""
    _scanners[:] = [scanner]
    _alarms[:] = [alarm] if alarm else []


def remove() -> None:
    """Scan nothing any more."""
    _scanners.clear()
    _alarms.clear()


def active() -> Scanner | None:
    return _scanners[0] if _scanners else None


@dataclass(frozen=True, slots=True)
class Seen:
    """What became of a scan, as the blob keeps it."""

    state: str
    found: str = ""


def look(content: IO[bytes], name: str, actor: Actor) -> Seen:
    """Scan what arrives. Raises `Refused` for what is harmful, and for what cannot be scanned where it must be."""
    scanner = active()
    if scanner is None:
        return Seen(Scan.NONE)
    must = scanner.required and actor.via in {"web", "api"}
    try:
        found = _scan(scanner, content)
    except Away as trouble:
        log.warning("the scanner of files is away: %s", trouble)
        if must:
            raise Refused(
                "Dosya yüklenmedi: virüs tarayıcısına şu anda ulaşılamıyor. Birkaç dakika sonra yeniden deneyin; "
                f"{LATER}. Sürerse sistem yöneticinize bildirin."
            ) from None
        return Seen(Scan.WAITING)
    except Unscannable as trouble:
        if must:
            raise Refused(f"Dosya yüklenmedi: virüs taramasından geçirilemedi ({trouble}); {LATER}.") from None
        return Seen(Scan.NONE, str(trouble)[:120])
    if found is None:
        return Seen(Scan.CLEAN)
    for alarm in _alarms:
        alarm(actor, name, found)
    raise Refused(
        f"Dosya yüklenmedi: zararlı yazılım bulundu ({found}). Dosyayı açmayın; bilgisayarınızı taratın ve "
        f"bilgi güvenliği sorumlusuna haber verin; {LATER}."
    )


def look_again(blob: Blob, content: IO[bytes]) -> Seen:
    """Scan what lies in the store; raises `Away` when the scanner cannot answer."""
    scanner = active()
    if scanner is None:
        raise Away("tarayıcı yok")
    try:
        found = _scan(scanner, content)
    except Unscannable as trouble:
        return Seen(Scan.NONE, str(trouble)[:120])
    return Seen(Scan.INFECTED, found[:120]) if found else Seen(Scan.CLEAN)


def keep(blob: Blob, seen: Seen) -> None:
    """Write on the blob what was seen. A content once found harmful stays so until it is scanned clean again."""
    blob.scan, blob.found = seen.state, seen.found
    blob.scanned_at = now() if seen.state in {Scan.CLEAN, Scan.INFECTED} else blob.scanned_at
    blob.save(update_fields=["scan", "found", "scanned_at"])


def _scan(scanner: Scanner, content: IO[bytes]) -> str | None:
    content.seek(0)
    try:
        return scanner.scan(content)
    finally:
        content.seek(0)
