"""Writing a line, sealing the committed ones, and proving that none was touched."""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from typing import Any

import pghistory.runtime
from django.db import connection, transaction
from django.utils.timezone import localtime

from konak.foundation.access import Actor, Seat

from .models import Entry, Seal

BATCH = 5_000
SEALER_LOCK = 0x4B4F4E414B  # one sealer at a time, over all processes
GENESIS = bytes(32)


def write(*, actor: Actor, kind: str, subject: object, verb: str, note: str = "", seat: Seat | None = None) -> Entry:
    """Add one line in the caller's transaction. `note` holds no personal data: the line can never be erased."""
    context = getattr(pghistory.runtime._tracker, "value", None)
    return Entry.objects.create(
        user_id=actor.user_id,
        seat_id=seat.appointment_id if seat else None,
        position=seat.position if seat else "",
        via=actor.via,
        kind=kind,
        subject=str(subject),
        verb=verb,
        note=note[:500],
        context=context.id if context else None,
        token=getattr(actor, "token_id", None),
    )


def canonical(entry: Entry) -> bytes:
    """The line as bytes, the same for ever: JSON with sorted keys, times in UTC to the microsecond."""
    line: dict[str, Any] = {
        "id": entry.pk,
        "at": entry.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "user": entry.user_id,
        "seat": entry.seat_id,
        "position": entry.position,
        "via": entry.via,
        "kind": entry.kind,
        "subject": entry.subject,
        "verb": entry.verb,
        "note": entry.note,
        "context": str(entry.context or ""),
    }
    if entry.token is not None:
        line["token"] = entry.token
    return json.dumps(line, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


@transaction.atomic
def seal_committed() -> int:
    """Chain every committed line that is not yet chained; returns how many. The chain's order is that of sealing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALER_LOCK])
    last = Seal.objects.order_by("-number").first()
    number, digest = (last.number, bytes(last.digest)) if last else (0, GENESIS)
    seals = []
    for entry in Entry.objects.filter(seal=None).order_by("pk")[:BATCH]:
        number += 1
        digest = hashlib.sha256(digest + canonical(entry)).digest()
        seals.append(Seal(number=number, entry=entry, digest=digest))
    Seal.objects.bulk_create(seals)
    return len(seals)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Outcome of a check: lines checked, and the first broken one with the reason in Turkish."""

    checked: int
    unsealed: int
    head: str
    broken_number: int | None = None
    broken_entry: int | None = None
    reason: str = ""

    @property
    def intact(self) -> bool:
        return self.broken_number is None


def verify() -> Verdict:
    """Walk the chain from its first link and name the first broken line."""
    expected, digest = 1, GENESIS
    unsealed = Entry.objects.filter(seal=None).count()
    with transaction.atomic():
        for seal in Seal.objects.select_related("entry").order_by("number").iterator(chunk_size=2_000):
            if seal.number != expected:
                return Verdict(expected - 1, unsealed, digest.hex(), expected, None, "Zincirin bu halkası silinmiş.")
            digest_now = hashlib.sha256(digest + canonical(seal.entry)).digest()
            if digest_now != bytes(seal.digest):
                when = localtime(seal.entry.at)
                reason = f"Satırın içeriği mühürlendiğinden farklı ({when:%d.%m.%Y %H.%M})."
                return Verdict(expected - 1, unsealed, digest.hex(), seal.number, seal.entry_id, reason)
            digest, expected = digest_now, expected + 1
    return Verdict(expected - 1, unsealed, digest.hex())
