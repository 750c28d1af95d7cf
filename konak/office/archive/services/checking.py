"""That the bytes are still what they were: a slice a night, all around and again."""

from django.db import transaction
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.files.services import condition_of
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.services import notify
from konak.foundation.people.queries import holders

from .. import access, lifecycle, queries
from ..models import CheckRun, Damage, Piece

SLICE = 20_000
SLICE_BYTES = 20 * 1024**3
"""One night reads no more than this."""
STEP = 200


def check_slice(*, actor: Actor, most: int = SLICE, most_bytes: int = SLICE_BYTES) -> CheckRun:
    """Read the next contents again, behind those of the last run; begins anew at the end."""
    if actor.via not in ("job", "cli") and not queries.archivist(actor).holds(access.CHECK):
        raise Refused(f"«{access.CHECK.label}» için yetkiniz yok.")
    last = queries.last_run()
    began, after = now(), 0 if last is None or last.round_ended else last.upto
    upto, checked, read, faults, ended = after, 0, 0, 0, False
    while checked < most and read < most_bytes:
        rows = Piece.objects.filter(pk__gt=upto, destroyed_at=None).order_by("pk")
        batch = list(rows.select_related("document__folder__case")[: min(STEP, most - checked)])
        if not batch:
            ended = True
            break
        for piece in batch:
            reason, size = condition_of(piece.sha256, piece.size)
            checked, read, upto = checked + 1, read + size, piece.pk
            faults += _note(piece, reason)
    return CheckRun.objects.create(
        started_at=began,
        ended_at=now(),
        after=after,
        upto=upto,
        checked=checked,
        bytes=read,
        faults=faults,
        round_ended=ended,
    )


@transaction.atomic
def _note(piece: Piece, reason: str) -> int:
    moment = now()
    kept = Piece.objects.filter(pk=piece.pk, destroyed_at=None)
    if not kept.update(checked_at=moment, sound=not reason):
        return 0  # destroyed while it was read
    if not reason:
        Damage.objects.filter(piece=piece, mended_at=None).update(mended_at=moment)
        return 0
    _, fresh = Damage.objects.get_or_create(
        piece=piece, mended_at=None, defaults={"reason": reason[:200], "found_at": moment}
    )
    if fresh:
        folder = piece.document.folder.case
        publish(lifecycle.DAMAGED, folder=folder.number, sha256=piece.sha256, reason=reason)
        office = queries.office_id()
        people = list(holders(office).values_list("user_id", flat=True)[:50]) if office else []
        notify(
            people,
            lifecycle.BROKEN,
            f"Arşivde bozuk içerik: {piece.name}",
            body=f"{folder.number} · {piece.sha256} · {reason}",
            url="/arsiv/denetim/",
            dedupe=f"damage:{piece.pk}:{localdate(moment)}",
        )
    return 1
