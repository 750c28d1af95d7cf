"""Kamu zararı: opened when a count closes with something missing, shared out, told to who owes, collected."""

import datetime as dt
from decimal import Decimal

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from konak.estate.assets import public as assets
from konak.foundation.access import Actor
from konak.foundation.cases.services import open_case, take
from konak.foundation.cases.services import tell as tell_case
from konak.foundation.lifecycle import Refused
from konak.foundation.notify import Pace, Topic
from konak.foundation.notify.services import notify
from konak.foundation.people.models import User

from .. import access, lifecycle
from ..lifecycle import LossState
from ..models import LossPayment, LossPerson, Stocktake, ValueLoss

OWED = Topic("stocktake.owed", "Kamu zararı bildirimi", "Sorumlu tutulduğunuz taşınır noksanı.", mail=Pace.NOW)


@transaction.atomic
def open_loss(stocktake: Stocktake, *, actor: Actor) -> ValueLoss | None:
    """The file of what a count found missing; None where nothing was, the same one when it is there already."""
    known = ValueLoss.objects.filter(stocktake=stocktake).first()
    if known is not None or not stocktake.shortage_receipt:
        return known
    amount = -sum((row.amount for row in assets.posted(stocktake.shortage_receipt)), Decimal(0))
    if amount <= 0:
        return None
    return open_case(
        ValueLoss(stocktake=stocktake, receipt=stocktake.shortage_receipt, amount=amount),
        actor=actor,
        permission=access.COUNT,
        unit_id=stocktake.warehouse.unit_id,
        subject=f"Kamu zararı incelemesi · {stocktake.case.number} sayımının noksanı"[:250],
        due_on=localdate() + dt.timedelta(settings.LOSS_DECIDE_DAYS),
        assignee_id=stocktake.warehouse.spending_unit.assignee_id,
    )


def _locked(number: str, actor: Actor, *states: str) -> ValueLoss:
    row: ValueLoss = ValueLoss.objects.select_for_update(of=("self", "case")).get(case__number=number)
    if not actor.reach(access.VIEW).covers(row.case):
        raise ValueLoss.DoesNotExist
    if not actor.reach(access.PLAN).covers(row.case):
        raise Refused(f"«{access.PLAN.label}» için yetkiniz yok.")
    if row.case.state not in states:
        raise Refused(f"Dosya bu aşamada değiştirilemez: {row.state_label.lower()}.")
    return row


@transaction.atomic
def name_person(number: str, *, actor: Actor, user_id: int, amount: Decimal, why: str = "") -> LossPerson:
    """Somebody answers for a part; named again, his part is changed."""
    row = _locked(number, actor, LossState.OPEN)
    if amount <= 0 or amount > row.amount:
        raise Refused(f"Pay sıfırdan büyük, en çok {row.amount:.2f} ₺ olur.")
    if not User.objects.filter(pk=user_id).exists():
        raise Refused("Böyle bir kişi yok.")
    made, _ = LossPerson.objects.update_or_create(
        loss=row, user_id=user_id, defaults={"amount": amount, "why": why.strip()[:500]}
    )
    tell_case(row.case, "person", actor, seat=actor.seat_for(access.PLAN, row.case))
    return made


@transaction.atomic
def drop_person(number: str, person_id: int, *, actor: Actor) -> ValueLoss:
    row = _locked(number, actor, LossState.OPEN)
    row.people.filter(pk=person_id).delete()
    return row


@transaction.atomic
def notify_people(number: str, *, actor: Actor, decision: str, reference: str = "") -> ValueLoss:
    """Who owes is told: how much, and until when."""
    if not decision.strip():
        raise Refused("Kararı yazın: zarar nasıl oluştu, kim neden sorumlu?")
    with take(lifecycle.NOTIFY, ValueLoss, number, actor) as row:
        row.decision, row.reference = decision.strip()[:1_000], reference.strip()[:80]
        row.notified_on = localdate()
        row.case.due_on = localdate() + dt.timedelta(settings.LOSS_PAY_DAYS)
        for one in row.people.all():
            notify(
                [one.user_id],
                OWED,
                f"{row.case.number}: {one.amount:.2f} ₺ kamu zararı payınız bildirildi",
                actor=actor,
                body=f"Son ödeme günü {row.case.due_on:%d.%m.%Y}. İtirazınızı aynı sürede yazıyla yapabilirsiniz.",
                dedupe=f"stocktake.owed:{one.pk}",
            )
    return row


@transaction.atomic
def pay(
    number: str, person_id: int, *, actor: Actor, amount: Decimal, reference: str, paid_on: dt.date | None = None
) -> LossPayment:
    """A payment with the number of its receipt; the file closes by itself with the last one."""
    row = _locked(number, actor, LossState.NOTIFIED, LossState.LEGAL)
    person = row.people.get(pk=person_id)
    day = paid_on or localdate()
    left = person.amount - sum((one.amount for one in person.payments.all()), Decimal(0))
    if not reference.strip():
        raise Refused("Tahsilatın alındı numarasını yazın.")
    if day > localdate() or (row.notified_on and day < row.notified_on):
        raise Refused("Ödeme günü bildirim ile bugün arasında olmalı.")
    if amount <= 0 or amount > left:
        raise Refused(f"Bu kişiden en çok {left:.2f} ₺ tahsil edilebilir.")
    try:
        with transaction.atomic():
            made = LossPayment.objects.create(
                person=person, amount=amount, paid_on=day, reference=reference.strip()[:80], by_id=actor.user_id
            )
    except IntegrityError:
        raise Refused(f"{reference.strip()} numaralı alındı bu kişi için zaten yazılmış.") from None
    tell_case(row.case, "pay", actor, made.reference, seat=actor.seat_for(access.PLAN, row.case))
    if row.paid == row.amount:
        collect(number, actor=actor)
    return made


def collect(number: str, *, actor: Actor) -> ValueLoss:
    with take(lifecycle.COLLECT, ValueLoss, number, actor) as row:
        pass
    return row


def go_legal(number: str, *, actor: Actor, reference: str) -> ValueLoss:
    if not reference.strip():
        raise Refused("Hukuk birimine gönderilen yazının sayısını yazın.")
    with take(lifecycle.GO_LEGAL, ValueLoss, number, actor, note=reference.strip()) as row:
        row.reference = reference.strip()[:80]
    return row


def clear(number: str, *, actor: Actor, decision: str) -> ValueLoss:
    if not decision.strip():
        raise Refused("Neden kamu zararı sayılmadığını yazın.")
    with take(lifecycle.CLEAR, ValueLoss, number, actor) as row:
        if row.paid > 0:
            raise Refused("Bir kısmı tahsil edilmiş dosya bu kararla kapanmaz.")
        row.decision = decision.strip()[:1_000]
    return row
