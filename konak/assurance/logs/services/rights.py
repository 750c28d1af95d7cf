"""Opening a set to a position, or closing it: everywhere or in one unit, with a reason."""

from django.db import transaction

from konak.foundation.access import Actor
from konak.foundation.lake import SETS
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Unit
from konak.foundation.people.positions import Position
from konak.foundation.trail.services import write

from .. import access
from ..access import SEARCHED
from ..models import SetRight


def _keeper(actor: Actor) -> int:
    if actor.user_id is None or not actor.reach(access.RIGHTS).everywhere:
        raise Refused(f"«{access.RIGHTS.label}» için yetkiniz yok.")
    return actor.user_id


@transaction.atomic
def allow(
    *, actor: Actor, code: str, position: str, why: str, unit_id: int | None = None, allowed: bool = True
) -> SetRight:
    """Write down whether a set is open to a position; the same cell again is changed."""
    user_id = _keeper(actor)
    why = why.strip()
    if code not in SEARCHED or position not in Position.values:
        raise Refused("Böyle bir kayıt kümesi ya da unvan yok.")
    if len(why) < 10:
        raise Refused("Gerekçeyi en az on harfle yazın.")
    unit = Unit.objects.filter(pk=unit_id, until=None).first() if unit_id else None
    if unit_id and unit is None:
        raise Refused("Birim bulunamadı.")
    row = SetRight.objects.select_for_update().filter(code=code, position=position, unit=unit).first()
    row = row or SetRight(code=code, position=position, unit=unit)
    row.allowed, row.why, row.changed_by_id = allowed, why[:300], user_id
    row.save()
    words = f"{SETS[code].label}: {row.get_position_display()}{f', {unit}' if unit else ''}"
    write(actor=actor, kind="logs.setright", subject=code, verb="allow" if allowed else "deny", note=words)
    return row


@transaction.atomic
def forget(pk: int, *, actor: Actor) -> SetRight:
    """Take back what was written; the default holds again."""
    _keeper(actor)
    row = SetRight.objects.select_for_update(of=("self",)).select_related("unit").get(pk=pk)
    words = f"{SETS[row.code].label if row.code in SETS else row.code}: {row.get_position_display()}"
    row.delete()
    write(actor=actor, kind="logs.setright", subject=row.code, verb="forget", note=words)
    return row
