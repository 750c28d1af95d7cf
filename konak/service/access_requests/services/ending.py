"""A right ends: early, on its day, or at once; taking it out of the system is a task of its own that is proved."""

import datetime as dt

from django.db import transaction
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.services import notify

from .. import access
from ..lifecycle import ENDED
from ..models import AccessRequest, Entitlement, EntitlementState, Movement, Origin, RequestKind, ReviewItem
from ..queries import chairs, requests
from . import asking
from .telling import ENTITLEMENT, EXPIRING, clock, plain, tell

WARN = (30, 7, 1)
"""Days before the last day on which the holder is told."""


@transaction.atomic
def end(entitlement_id: int, *, actor: Actor, why: str) -> Entitlement:
    """End a right before its day: the holder, his superior, the owner, the executing unit or security may."""
    held = Entitlement.objects.select_related("right", "unit").get(pk=entitlement_id)
    if not plain(why):
        raise Refused("Neden sona erdiğini yazın.")
    if not may_end(actor, held):
        raise Refused("Yetkiyi sahibi, amiri, yetkinin sahibi ya da bilgi güvenliği sorumlusu sona erdirir.")
    return cut(entitlement_id, actor=actor, why=plain(why))


def may_end(actor: Actor, held: Entitlement) -> bool:
    if actor.user_id in {held.assignee_id, held.right.assignee_id} and actor.user_id is not None:
        return True
    if chairs.leads(actor, held.unit_id) or chairs.leads(actor, held.right.unit_id):
        return True
    executes = actor.reach(access.EXECUTE).covers(chairs.Place(held.right.executing_unit_id))
    return executes or chairs.is_security(actor)


@transaction.atomic
def cut(entitlement_id: int, *, actor: Actor, why: str, movement: Movement | None = None) -> Entitlement:
    """End it now, whoever decided so; what has ended stays as it is. Safe to run again."""
    held = (
        Entitlement.objects.select_for_update(of=("self",)).select_related("right", "assignee").get(pk=entitlement_id)
    )
    if held.state != EntitlementState.ACTIVE:
        return held
    held.state, held.ended_at, held.ended_by_id = EntitlementState.ENDED, now(), actor.user_id
    held.end_why = why[:300]
    held.save()
    tell(ENTITLEMENT, held.pk, "end", actor, access.ASK, "")
    publish(ENDED, entitlement_id=held.pk)
    removal(held, actor=actor, why=why, movement=movement)
    return held


@transaction.atomic
def shorten(entitlement_id: int, *, actor: Actor, until: dt.date, why: str) -> Entitlement:
    """An earlier last day, decided in a review; more time is asked for and approved."""
    held = Entitlement.objects.select_for_update(of=("self",)).select_related("right").get(pk=entitlement_id)
    if held.state != EntitlementState.ACTIVE:
        raise Refused("Bu yetki sona ermiş.")
    if until < localdate():
        raise Refused("Yeni son gün geçmişte olamaz; hemen bitecekse «Kaldırılsın» deyin.")
    if held.until is not None and until >= held.until:
        raise Refused(
            f"Gözden geçirmede süre yalnız kısaltılır (şimdiki son gün {held.until:%d.%m.%Y}); uzatma ayrıca istenir."
        )
    before = f"{held.until:%d.%m.%Y}" if held.until else "süresiz"
    held.until, held.warned, held.last_reviewed_on = until, [], localdate()
    held.save()
    tell(ENTITLEMENT, held.pk, "shorten", actor, access.ASK, f"{before} → {until:%d.%m.%Y}")
    _say(held, "Yetkinizin son günü değişti", f"{until:%d.%m.%Y}", f"shortened.{held.pk}.{until}")
    return held


def after_review(row: AccessRequest, *, actor: Actor, why: str) -> None:
    """A review said that a right must change, and the change came to nothing: the old right does not simply stay."""
    if row.kind != RequestKind.CHANGE or not row.entitlement_id:
        return
    if ReviewItem.objects.filter(entitlement_id=row.entitlement_id, opened_number=row.case.number).exists():
        worker = clock(row.right.executing_unit_id)
        words = f"Gözden geçirmede değişmesi gerekti, değişiklik olmadı ({row.case.number}): {why}"
        cut(row.entitlement_id, actor=worker if actor.user_id is None else actor, why=words)


def removal(held: Entitlement, *, actor: Actor, why: str, movement: Movement | None = None) -> AccessRequest:
    """The task of taking an ended right out of the system, once."""
    assert held.assignee_id is not None
    waiting = requests.open_for(held.right_id, held.assignee_id, held.detail, RequestKind.END)
    if waiting is not None:
        return waiting
    row = AccessRequest(
        kind=RequestKind.END,
        person_id=held.assignee_id,
        right=held.right,
        entitlement=held,
        reason=why[:2_000],
        detail=held.detail,
        since=localdate(),
        movement=movement,
    )
    # the round carries it out: whoever ended the right need not hold anything in the executing unit
    return asking.order(row, actor=clock(held.right.executing_unit_id))


def end_due(*, actor: Actor | None = None, day: dt.date | None = None) -> int:
    """End what was valid until yesterday. Safe to run again: what has ended is not looked at."""
    today = day or localdate()
    keys = list(
        Entitlement.objects.filter(state=EntitlementState.ACTIVE, until__lt=today).values_list(
            "pk", "right__executing_unit_id"
        )
    )
    count = 0
    for key, unit_id in keys:
        held = cut(key, actor=actor or clock(unit_id), why="Süresi doldu")
        count += 1
        _say(held, "Yetkinizin süresi doldu", f"{held.until:%d.%m.%Y}", f"ended.{held.pk}")
    return count


def warn(*, actor: Actor | None = None, day: dt.date | None = None) -> int:
    """Tell holders 30, 7 and 1 days before the end, each once; the nearest mark only."""
    del actor
    today, count = day or localdate(), 0
    last = today + dt.timedelta(days=WARN[0])
    rows = Entitlement.objects.filter(state=EntitlementState.ACTIVE, until__range=(today, last))
    rows = rows.exclude(origin=Origin.EMERGENCY).select_related("right", "assignee")
    for held in rows:
        assert held.until is not None
        left = (held.until - today).days
        mark = min(one for one in WARN if left <= one)
        if mark in held.warned or (held.until - held.since).days < mark:
            continue
        count += _warned(held.pk, mark, left)
    return count


@transaction.atomic
def _warned(entitlement_id: int, mark: int, left: int) -> bool:
    held = (
        Entitlement.objects.select_for_update(of=("self",)).select_related("right", "assignee").get(pk=entitlement_id)
    )
    if mark in held.warned or held.state != EntitlementState.ACTIVE:
        return False
    held.warned = sorted({*held.warned, mark})
    held.save(update_fields=["warned"])
    words = "bugün" if left == 0 else f"{left} gün sonra"
    _say(held, f"Yetkiniz {words} bitiyor", f"{held.until:%d.%m.%Y}", f"expiring.{held.pk}.{held.until}.{mark}")
    return True


def _say(held: Entitlement, title: str, day: str, dedupe: str) -> None:
    assert held.assignee_id is not None
    notify(
        [held.assignee_id],
        EXPIRING,
        f"{title}: {held.right.name}",
        body=f"{held.right.area} · son gün {day}. Gerekiyorsa uzatma isteyin.",
        url="/yetkiler/",
        dedupe=dedupe,
    )
