"""How long sets are kept, and what stays after its term because an authority asked for it."""

import datetime as dt

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.lake import SETS
from konak.foundation.lake import services as sealing
from konak.foundation.lake.models import Retention
from konak.foundation.lifecycle import Refused
from konak.foundation.trail.services import write
from konak.governance.disclosures import public as disclosures

from .. import access, queries
from ..models import Hold


@transaction.atomic
def keep_for(code: str, *, actor: Actor, days: int) -> Retention:
    """Another term for a set, never under the lawful minimum; told to the trail."""
    before = queries.terms().get(code)
    row = sealing.keep_for(code, days, actor=actor)
    write(actor=actor, kind="logs.retention", subject=code, verb="keep", note=f"{before} → {days} gün")
    return row


def _keeper(actor: Actor) -> int:
    if actor.user_id is None or not actor.reach(access.HOLD).everywhere:
        raise Refused(f"«{access.HOLD.label}» için yetkiniz yok.")
    return actor.user_id


@transaction.atomic
def hold(*, actor: Actor, since: dt.date, until: dt.date, why: str, code: str = "", request: str = "") -> Hold:
    """Nothing of these days is deleted until the hold is lifted."""
    user_id = _keeper(actor)
    why, request = why.strip(), request.strip().upper()
    if until < since:
        raise Refused("Son gün ilk günden önce olamaz.")
    if code and code not in SETS:
        raise Refused("Böyle bir kayıt kümesi yok.")
    if len(why) < 10:
        raise Refused("Gerekçeyi en az on harfle yazın.")
    if request:
        try:
            disclosures.open_log_request(actor, request)
        except ObjectDoesNotExist:
            raise Refused(f"{request} sayılı iz kaydı isteği yok ya da kapsamınızda değil.") from None
    row = Hold.objects.create(code=code, since=since, until=until, why=why[:300], request=request, made_by_id=user_id)
    note = f"{SETS[code].label if code else 'bütün kümeler'}, {row} {request}".strip()
    write(actor=actor, kind="logs.hold", subject=row.pk, verb="hold", note=note)
    return row


@transaction.atomic
def lift(pk: int, *, actor: Actor, note: str) -> Hold:
    """What was held may be deleted again when its term is over."""
    user_id = _keeper(actor)
    row = queries.holds(actor).select_for_update(of=("self",)).get(pk=pk)
    if row.lifted_at is not None:
        raise Refused("Bu bekletme kaldırılmış.")
    note = note.strip()
    if len(note) < 10:
        raise Refused("Neden kaldırıldığını en az on harfle yazın.")
    row.lifted_at, row.lifted_by_id, row.lift_note = now(), user_id, note[:300]
    row.save()
    write(actor=actor, kind="logs.hold", subject=row.pk, verb="lift", note=str(row))
    return row
