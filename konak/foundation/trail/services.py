"""Writing a line, and sealing the committed ones. Proving that none was touched stands in `verification`."""

import datetime as dt
import hashlib
import json
import uuid
from typing import Any

import pghistory.runtime
from django.db import connection, transaction
from django.db.models import Max
from django.utils.timezone import now

from konak.foundation.access import Actor, Seat
from konak.foundation.db.copying import copy_rows

from . import heads
from .models import Entry, Seal

BATCH = 20_000
WINDOW = 20_000
"""Keys before the newest sealed line among which a straggler is looked for every time; older ones once a night."""
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


COLUMNS = ("id", "at", "user_id", "seat_id", "position", "via", "kind", "subject", "verb", "note", "context", "token")
"""The columns of a line that are sealed, in the order in which `canonical_row` takes them."""


def canonical(entry: Entry) -> bytes:
    """The line as bytes, the same for ever: JSON with sorted keys, times in UTC to the microsecond."""
    return canonical_row(*(getattr(entry, name) for name in COLUMNS))


def canonical_row(
    id: int,
    at: dt.datetime,
    user: int | None,
    seat: int | None,
    position: str,
    via: str,
    kind: str,
    subject: str,
    verb: str,
    note: str,
    context: uuid.UUID | None,
    token: int | None,
) -> bytes:
    """The same from bare columns. A line without a key is written as lines were before keys existed."""
    line: dict[str, Any] = {
        "id": id,
        "at": at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "user": user,
        "seat": seat,
        "position": position,
        "via": via,
        "kind": kind,
        "subject": subject,
        "verb": verb,
        "note": note,
        "context": str(context or ""),
    }
    if token is not None:
        line["token"] = token
    return json.dumps(line, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


@transaction.atomic
def seal_committed(*, everything: bool = False) -> int:
    """Chain committed lines that are not yet chained, at most `BATCH`; returns how many.

    The chain's order is that of sealing. Looks no further back than `WINDOW` keys, so that it costs the same however
    long the trail is; `everything` also finds a line whose transaction ended later than that.
    """
    lock(SEALER_LOCK)
    last = Seal.objects.order_by("-number").first()
    number, digest = (last.number, bytes(last.digest)) if last else (0, GENESIS)
    newest = Seal.objects.aggregate(entry=Max("entry_id"))["entry"] or 0
    since = 0 if everything else newest - WINDOW
    stragglers = Entry.objects.filter(pk__gt=since, pk__lt=newest, seal=None)
    rows = list(stragglers.order_by("pk").values_list(*COLUMNS)[:BATCH])
    rows += Entry.objects.filter(pk__gt=newest).order_by("pk").values_list(*COLUMNS)[: BATCH - len(rows)]
    seals = []
    moment = now()
    for row in rows:
        number += 1
        digest = hashlib.sha256(digest + canonical_row(*row)).digest()
        seals.append({"number": number, "entry": row[0], "digest": digest, "sealed_at": moment})
    copy_rows(Seal, seals)
    if seals:
        # Told outside the database only when it is true inside it.
        transaction.on_commit(lambda: heads.note(number, digest))
    return len(seals)


def lock(key: int) -> None:
    """Hold a number over all processes until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
