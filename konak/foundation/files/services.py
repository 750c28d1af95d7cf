"""Taking files in, and keeping the store sound."""

import errno
import io
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection, transaction

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused

from . import blobs, kinds, names, scanning
from .blobs import TooLarge
from .models import Blob, Scan, StoredFile
from .queries import open_blob, why_gone
from .serving import serve

__all__ = [
    "Damage",
    "condition_of",
    "erase_bytes",
    "open_blob",
    "serve",
    "store",
    "store_as_is",
    "sweep_orphans",
    "verify",
]

MEGABYTE = 1024 * 1024
ORPHAN_AGE = 24 * 3600
"""Seconds a content without a row is left alone: the transaction that brought it may still be open."""

_STAYS = "yazdıklarınız duruyor."


@dataclass(frozen=True, slots=True)
class Damage:
    """A content that is not what it was: missing, or its bytes changed."""

    sha256: str
    reason: str
    names: tuple[str, ...]


@transaction.atomic
def store(
    *,
    actor: Actor,
    content: bytes | IO[bytes],
    name: str,
    allow: Iterable[str] | None = None,
    limit_bytes: int | None = None,
    unit_id: int | None = None,
    purpose: str = "",
) -> StoredFile:
    """Keep a file: check it, put its content in its place, and write who brought it.

    `allow` holds extensions without a dot (default: `kinds.DEFAULT`), `limit_bytes` the largest size (default: the
    setting FILES_LIMIT_MB). Raises `Refused` with a sentence for the reader. Rolled back, no row is left; the content
    may stay on the disk until `sweep_orphans`.
    """
    allowed = kinds.DEFAULT if allow is None else frozenset(allow)
    limit = settings.FILES_LIMIT_MB * MEGABYTE if limit_bytes is None else limit_bytes
    name = names.clean(name)
    extension = names.extension(name)
    kind = kinds.BY_EXTENSION.get(extension)
    if kind is None or extension not in allowed:
        raise Refused(_not_accepted(extension, allowed))
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    announced = len(content) if isinstance(content, bytes) else getattr(content, "size", None)
    if announced is not None and announced > limit:
        raise Refused(_too_large(limit, announced))
    with suppress(OSError, ValueError, AttributeError):
        stream.seek(0)
    try:
        with blobs.receive(stream, limit) as arrived:
            _check(arrived, kind, extension)
            seen = scanning.look(arrived.file, name, actor)
            _lock(arrived.sha256)
            blobs.settle(arrived)
            blob, _ = Blob.objects.get_or_create(
                sha256=arrived.sha256, defaults={"size": arrived.size, "media_type": kind.media_type}
            )
            if seen.state != Scan.NONE or seen.found:
                scanning.keep(blob, seen)
    except TooLarge:
        raise Refused(_too_large(limit)) from None
    except OSError as fault:
        if fault.errno not in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise
        raise Refused(f"Dosya yüklenmedi: sunucuda yer kalmadı. Sistem yöneticisine bildirin; {_STAYS}") from fault
    stored, _ = StoredFile.objects.get_or_create(
        blob=blob,
        name=name,
        uploaded_by_id=actor.user_id,
        unit_id=unit_id or (actor.seats[0].unit_id if actor.seats else None),  # type: ignore[misc] # None is IS NULL
        purpose=purpose,
        defaults={"media_type": kind.media_type},
    )
    return stored


@transaction.atomic
def store_as_is(
    *, actor: Actor, content: bytes, name: str, media_type: str, unit_id: int | None = None, purpose: str = ""
) -> StoredFile:
    """Keep a content that came from outside and is evidence as it is: a mail. Nothing in it is believed.

    `serve` only ever hands it out as a download. A scanner may condemn it later like any other content.
    """
    with blobs.receive(io.BytesIO(content), len(content)) as arrived:
        _lock(arrived.sha256)
        blobs.settle(arrived)
        blob, _ = Blob.objects.get_or_create(
            sha256=arrived.sha256, defaults={"size": arrived.size, "media_type": media_type}
        )
    stored, _ = StoredFile.objects.get_or_create(
        blob=blob,
        name=names.clean(name),
        uploaded_by_id=actor.user_id,
        unit_id=unit_id,  # type: ignore[misc] # None is IS NULL
        purpose=purpose,
        defaults={"media_type": media_type},
    )
    return stored


@transaction.atomic
def forget(*, actor: Actor, stored: StoredFile) -> None:
    """Let a file go whose kept time is over; its content goes with the next sweep when no other name knows it.

    The caller writes the story line: only he knows what the file was, and has cleared his own reference to it.
    """
    del actor
    blob = Blob.objects.select_for_update().get(pk=stored.blob_id)
    stored.delete()
    if not StoredFile.objects.filter(blob=blob).exists():
        blob.delete()


@transaction.atomic
def erase_bytes(sha256: str, *, actor: Actor) -> bool:
    """Remove a content from the disk for ever; its row and digest stay. Returns whether bytes were there.

    The caller has written down why it goes, answers `queries.GONE` for it, and knows that nobody else holds it.
    """
    del actor
    _lock(sha256)
    place = blobs.place_of(sha256)
    there = place.is_file()
    place.unlink(missing_ok=True)
    return there


def condition_of(sha256: str, size: int) -> tuple[str, int]:
    """What is wrong with a content on the disk ("" where nothing is), and how many bytes were read to know it."""
    place = blobs.place_of(sha256)
    if not place.is_file():
        return "diskte yok", 0
    found = place.stat().st_size
    if found != size:
        return f"boyutu {found} bayt, {size} olmalı", 0
    return ("" if blobs.digest_of(place) == sha256 else "içeriği değişmiş"), found


def verify() -> Iterator[Damage]:
    """Hash every content again and name what is missing or changed, with the names it is known by."""
    for blob in Blob.objects.order_by("pk").iterator(chunk_size=500):
        place = blobs.place_of(blob.sha256)
        if not place.is_file():
            if why_gone(blob.sha256):
                continue
            reason = "diskte yok"
        elif place.stat().st_size != blob.size:
            reason = f"boyutu {place.stat().st_size} bayt, {blob.size} olmalı"
        elif blobs.digest_of(place) != blob.sha256:
            reason = "içeriği değişmiş"
        else:
            continue
        known = StoredFile.objects.filter(blob=blob).order_by("pk").values_list("name", flat=True)
        yield Damage(blob.sha256, reason, tuple(known))


def sweep_orphans(*, older_than: float = ORPHAN_AGE) -> int:
    """Remove contents no row knows and broken-off uploads, `older_than` seconds old; returns how many."""
    before, removed = time.time() - older_than, 0
    for place in blobs.every_place():
        if place.stat().st_mtime < before:
            removed += _remove_if_orphan(place, before)
    for path in blobs.leftovers(before):
        path.unlink(missing_ok=True)
        removed += 1
    return removed


@transaction.atomic
def _remove_if_orphan(place: Path, before: float) -> bool:
    _lock(place.name)
    if Blob.objects.filter(pk=place.name).exists() or place.stat().st_mtime >= before:
        return False
    place.unlink()
    return True


def _lock(sha256: str) -> None:
    """One at a time for each content until the transaction ends: a sweep never removes what is being stored."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(sha256[:15], 16)])


def _check(arrived: blobs.Arrived, kind: kinds.Kind, extension: str) -> None:
    if not arrived.size:
        raise Refused(f"Dosya yüklenmedi: içi boş (0 bayt). Dosyayı denetleyip yeniden deneyin; {_STAYS}")
    try:
        found = kinds.examine(arrived.file, arrived.size, extension)
    except kinds.Unsafe as fault:
        raise Refused(
            f"Dosya yüklenmedi: {fault}. Güvenlik gereği kabul edilmez; içeriği PDF olarak kaydedip yeniden deneyin; "
            f"{_STAYS}"
        ) from None
    if not kinds.agrees(kind, found):
        raise Refused(
            f"Dosya yüklenmedi: adı «.{extension}» ile bitiyor, ama içeriği {kind.label} değil "
            f"({kinds.label_of(found)}). Doğru türde kaydedip yeniden deneyin; {_STAYS}"
        )


def _not_accepted(extension: str, allowed: frozenset[str]) -> str:
    accepted = ", ".join(sorted(allowed))
    if not extension:
        return (
            "Dosya yüklenmedi: adında uzantı yok, türü bilinmiyor. "
            f"Kabul edilen türler: {accepted}. Uzantısıyla adlandırıp yeniden deneyin; {_STAYS}"
        )
    return (
        f"Dosya yüklenmedi: «.{extension}» türündeki dosyalar kabul edilmiyor. "
        f"Kabul edilen türler: {accepted}. Başka bir türde kaydedip yeniden deneyin; {_STAYS}"
    )


def _too_large(limit: int, size: int | None = None) -> str:
    found = f" ({written_size(size)})" if size else ""
    return f"Dosya yüklenmedi: {written_size(limit)} sınırını aşıyor{found}. Küçültüp yeniden deneyin; {_STAYS}"


def written_size(size: int) -> str:
    """Bytes for people: "25 MB", "12,5 MB", "640 KB", "12 bayt"."""
    for unit, bytes_in in (("GB", 1024 * MEGABYTE), ("MB", MEGABYTE), ("KB", 1024)):
        if size >= bytes_in:
            return f"{size / bytes_in:.1f}".removesuffix(".0").replace(".", ",") + f" {unit}"
    return f"{size} bayt"
