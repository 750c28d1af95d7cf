"""More time: asked for by the doer, answered by the giver, or moved by the giver himself."""

import datetime as dt

from django.db import transaction
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.cases.services import tell
from konak.foundation.lifecycle import Refused

from .. import access, lifecycle
from ..lifecycle import State
from ..models import Answer, Extension, Order
from .locking import check_due, locked


@transaction.atomic
def ask_extension(number: str, *, actor: Actor, until: dt.date, why: str) -> Extension:
    """The doer asks for a later last day, with the reason."""
    order = locked(number, actor)
    if not actor.reach(access.DO).covers(order.case):
        raise Refused(f"«{access.DO.label}» için yetkiniz yok.")
    _running(order)
    if objection := lifecycle.does(order, actor):
        raise Refused(objection)
    if not why.strip():
        raise Refused("Neden ek süre gerektiğini yazın.")
    check_due(until, order.parent)
    assert order.case.due_on is not None
    assert actor.user_id is not None
    if until <= order.case.due_on:
        raise Refused(f"İstenen gün, şimdiki son günden ({order.case.due_on:%d.%m.%Y}) sonra olmalı.")
    if order.extensions.filter(answer=Answer.ASKED).exists():
        raise Refused("Cevap bekleyen bir süre isteği zaten var.")
    asked = Extension.objects.create(
        order=order,
        until=until,
        before=order.case.due_on,
        why=why.strip(),
        asked_by_id=actor.user_id,
        asked_at=now(),
    )
    tell(order.case, "ask_time", actor, f"{until:%d.%m.%Y}", seat=actor.seat_for(access.DO, order.case))
    return asked


@transaction.atomic
def answer_extension(
    number: str, *, actor: Actor, grant: bool, until: dt.date | None = None, words: str = ""
) -> Extension:
    """The giver grants the day asked for or another one, or refuses with the reason."""
    order = _to_decide(number, actor)
    asked = order.extensions.filter(answer=Answer.ASKED).first()
    if asked is None:
        raise Refused("Cevap bekleyen süre isteği yok.")
    if not grant and not words.strip():
        raise Refused("Ek süre verilmemesinin nedenini yazın.")
    asked.answer = Answer.GRANTED if grant else Answer.REFUSED
    asked.words, asked.decided_by_id, asked.decided_at = words.strip(), actor.user_id, now()
    if grant:
        day = until or asked.until
        check_due(day, order.parent)
        asked.granted_until = order.case.due_on = day
        order.case.save()
    asked.save()
    verb, note = ("grant_time", f"{asked.granted_until:%d.%m.%Y}") if grant else ("refuse_time", "")
    tell(order.case, verb, actor, note, seat=actor.seat_for(access.DECIDE, order.case))
    return asked


@transaction.atomic
def move_deadline(number: str, *, actor: Actor, due_on: dt.date) -> Order:
    """The giver sets another last day, earlier or later. Parts may not end after it."""
    order = _to_decide(number, actor)
    check_due(due_on, order.parent)
    late = order.parts.filter(case__closed_at=None, case__due_on__gt=due_on).count()
    if late:
        raise Refused(f"Açık alt emirlerden {late} tanesinin son günü bundan sonra; önce onların süresi değişmeli.")
    if due_on == order.case.due_on:
        raise Refused("Son gün zaten bu gün.")
    before = order.case.due_on
    order.case.due_on = due_on
    order.case.save()
    note = f"{before:%d.%m.%Y} → {due_on:%d.%m.%Y}"
    tell(order.case, "move_due", actor, note, seat=actor.seat_for(access.DECIDE, order.case))
    return order


def _running(order: Order) -> None:
    if order.ended or order.case.state == State.REPORTED:
        raise Refused("Bildirilmiş ya da kapanmış emrin süresi değiştirilemez.")


def _to_decide(number: str, actor: Actor) -> Order:
    order = locked(number, actor)
    if not actor.reach(access.DECIDE).covers(order.case):
        raise Refused(f"«{access.DECIDE.label}» için yetkiniz yok.")
    _running(order)
    if objection := lifecycle.gave(order, actor):
        raise Refused(objection)
    return order
