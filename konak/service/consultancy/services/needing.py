"""The needs of a year: handed in by units, merged, priced, approved, compared with what was bought."""

import datetime as dt
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.cases import services as cases
from konak.foundation.db.turkish import fold
from konak.foundation.lifecycle import Refused

from .. import access, lifecycle, queries
from ..lifecycle import NEEDS_APPROVED, NeedState
from ..models import Field, NeedItem, NeedLine, NeedPurchase, NeedRound, Urgency
from .common import CALL, DECISION, tell, text
from .offices import office_of

MOST_LINES = 200
"""Lines of one unit in one year."""


@transaction.atomic
def open_round(*, actor: Actor, year: int, opens_on: dt.date, closes_on: dt.date, call: str = "") -> NeedRound:
    """Call the units to hand in what they need for a year; one plan a year."""
    today = localdate()
    if not today.year <= year <= today.year + 3:
        raise Refused("Plan bu yıl ya da önümüzdeki üç yıl için yapılır.")
    if closes_on < opens_on:
        raise Refused("Bildirim sonu başlangıcından önce olamaz.")
    if closes_on < today:
        raise Refused("Bildirim süresi geçmişte bitmiş olamaz.")
    office = office_of(Field.NEEDS)
    reach = actor.reach(access.WORK)
    if not (reach.everywhere or office.unit_id in reach.units):
        raise Refused("Planı, ihtiyaç planından sorumlu birim açar.")
    made = NeedRound(year=year, opens_on=opens_on, closes_on=closes_on, call=text(call, 4_000))
    try:
        with transaction.atomic():
            made = cases.open_case(
                made,
                actor=actor,
                permission=access.WORK,
                unit_id=office.unit_id,
                subject=f"{year} yılı ihtiyaç planı",
                due_on=closes_on,
                assignee_id=actor.user_id,
            )
    except IntegrityError:
        raise Refused(f"{year} yılı için bir plan zaten var.") from None
    tell(
        made,
        queries.unit_leaders(),
        CALL,
        f"{year} yılı ihtiyaçlarınızı bildirin",
        actor,
        f"Son gün {closes_on:%d.%m.%Y}.",
    )
    return made


def _locked(number: str, actor: Actor) -> NeedRound:
    """Whoever may hand in sees the call, whatever his reach."""
    found = queries.round_to_hand_in(number)
    one: NeedRound = NeedRound.objects.select_for_update(of=("self", "case")).get(pk=found.pk)
    if not actor.holds(access.ASK):
        raise Refused(f"«{access.ASK.label}» için yetkiniz yok.")
    return one


def _open_window(one: NeedRound) -> None:
    if one.case.state != NeedState.COLLECTING:
        raise Refused("Bildirim süresi kapandı.")
    today = localdate()
    if today < one.opens_on:
        raise Refused(f"Bildirim {one.opens_on:%d.%m.%Y} günü başlıyor.")
    if today > one.closes_on:
        raise Refused(f"Bildirim {one.closes_on:%d.%m.%Y} günü bitti.")


@transaction.atomic
def hand_in(
    number: str,
    *,
    actor: Actor,
    name: str,
    quantity: int,
    why: str,
    code: str = "",
    urgency: str = Urgency.SHOULD,
    unit_id: int | None = None,
) -> NeedLine:
    """One need of one's own unit, within the window."""
    one = _locked(number, actor)
    _open_window(one)
    if actor.user_id is None:
        raise Refused("İhtiyacı oturum açmış bir kişi bildirir.")
    own = {seat.unit_id for seat in actor.seats} | {unit for seat in actor.seats for unit in seat.branch}
    seat = actor.seat_for(access.ASK)
    unit = unit_id or (seat.unit_id if seat else None)
    if unit is None or unit not in own:
        raise Refused("Yalnız kendi biriminizin ihtiyacını bildirebilirsiniz.")
    if urgency not in Urgency.values:
        raise Refused("Önceliği seçin.")
    if not 1 <= quantity <= 100_000:
        raise Refused("Adet 1 ile 100.000 arasında olmalı.")
    if one.lines.filter(unit_id=unit).count() >= MOST_LINES:
        raise Refused(f"Bir birim en çok {MOST_LINES} ihtiyaç bildirir.")
    return NeedLine.objects.create(
        round=one,
        unit_id=unit,
        name=text(name, 200, "İhtiyacın adını yazın."),
        code=text(code, 40),
        quantity=quantity,
        urgency=urgency,
        why=text(why, 1_000, "Neden gerektiğini yazın."),
        by_id=actor.user_id,
    )


@transaction.atomic
def drop_line(number: str, *, actor: Actor, line_id: int) -> NeedRound:
    one = _locked(number, actor)
    _open_window(one)
    line = one.lines.get(pk=line_id)
    own = {unit for seat in actor.seats for unit in {seat.unit_id, *seat.branch}}
    if line.unit_id not in own:
        raise Refused("Yalnız kendi biriminizin bildirdiği ihtiyaç geri alınabilir.")
    line.delete()
    return one


@transaction.atomic
def merge(number: str, *, actor: Actor) -> NeedRound:
    """End the collecting: what units called alike becomes one item."""
    with cases.take(lifecycle.MERGE, NeedRound, number, actor) as one:
        _gather(one)
    return one


def _gather(one: NeedRound) -> None:
    known = {(item.code or fold(item.name)): item for item in one.items.all()}
    for line in one.lines.filter(item=None).order_by("pk"):
        key = line.code or fold(line.name)
        if key not in known:
            known[key] = NeedItem.objects.create(round=one, name=line.name, code=line.code)
        line.item = known[key]
        line.save(update_fields=["item"])
    for item in one.items.all():
        asked = sum(item.lines.values_list("quantity", flat=True))
        if not asked:
            item.delete()
        elif item.approved is None:
            item.approved = asked
            item.save(update_fields=["approved"])


@transaction.atomic
def reopen_round(number: str, *, actor: Actor, closes_on: dt.date) -> NeedRound:
    if closes_on < localdate():
        raise Refused("Yeni bildirim sonu geçmişte olamaz.")
    with cases.take(lifecycle.REOPEN_ROUND, NeedRound, number, actor) as one:
        one.closes_on = closes_on
        one.case.due_on = closes_on
    return one


def _work(number: str, actor: Actor, *states: str) -> NeedRound:
    found = queries.need_round(actor, number)
    one: NeedRound = NeedRound.objects.select_for_update(of=("self", "case")).get(pk=found.pk)
    if objection := lifecycle.by_office(one, actor):
        raise Refused(objection)
    if one.case.state not in states:
        raise Refused("Plan bu aşamada değiştirilemez.")
    return one


@transaction.atomic
def price(
    number: str,
    *,
    actor: Actor,
    item_id: int,
    name: str,
    unit_price: Decimal,
    approved: int,
    note: str = "",
    into: int | None = None,
) -> NeedItem:
    """Price an item and say how many; or join it with another one."""
    one = _work(number, actor, NeedState.MERGING)
    item: NeedItem = one.items.get(pk=item_id)
    if into and into != item_id:
        target: NeedItem = one.items.get(pk=into)
        item.lines.update(item=target)
        target.approved = (target.approved or 0) + (item.approved or 0)
        target.save()
        item.delete()
        return target
    if unit_price < 0 or not 0 <= approved <= 1_000_000:
        raise Refused("Fiyat ve adet eksi olamaz.")
    item.name, item.unit_price, item.approved = text(name, 200, "Kalemin adını yazın."), unit_price, approved
    item.note = text(note, 300)
    item.save()
    return item


@transaction.atomic
def submit_plan(number: str, *, actor: Actor) -> NeedRound:
    with cases.take(lifecycle.SUBMIT_PLAN, NeedRound, number, actor) as one:
        tell(one, queries.deciders(one.case.unit_id), DECISION, f"Onayınızı bekliyor: {one.case.subject}", actor)
    return one


@transaction.atomic
def return_plan(number: str, *, actor: Actor, why: str) -> NeedRound:
    words = text(why, 250, "Neyin düzeltileceğini yazın.")
    with cases.take(lifecycle.RETURN_PLAN, NeedRound, number, actor, note=words) as one:
        pass
    return one


@transaction.atomic
def approve_plan(number: str, *, actor: Actor) -> NeedRound:
    with cases.take(lifecycle.APPROVE_PLAN, NeedRound, number, actor) as one:
        one.approved_by_id, one.approved_at = actor.user_id, now()
        one.case.due_on = dt.date(one.year, 12, 31)
        publish(NEEDS_APPROVED, number=number)
    return one


@transaction.atomic
def record_purchase(
    number: str, *, actor: Actor, item_id: int, on: dt.date, quantity: int, amount: Decimal, document: str
) -> NeedPurchase:
    """Something of the plan was bought."""
    one = _work(number, actor, NeedState.APPROVED)
    if on > localdate():
        raise Refused("Alım ileri bir güne yazılamaz.")
    if quantity < 1 or quantity > 1_000_000 or amount < 0:
        raise Refused("Adet en az 1, tutar eksi olmayan bir sayı olmalı.")
    if actor.user_id is None:
        raise Refused("Alımı oturum açmış bir kişi yazar.")
    return NeedPurchase.objects.create(
        item=one.items.get(pk=item_id),
        on=on,
        quantity=quantity,
        amount=amount,
        document=text(document, 120, "Alımın belgesini (dosya ya da fatura no) yazın."),
        by_id=actor.user_id,
    )


@transaction.atomic
def close_plan(number: str, *, actor: Actor, result: str) -> NeedRound:
    """The year is over: what was planned stands beside what was bought."""
    words = text(result, 4_000, "Planla alım arasındaki farkı birkaç cümleyle değerlendirin.")
    with cases.take(lifecycle.CLOSE_PLAN, NeedRound, number, actor) as one:
        one.result = words
    return one


@transaction.atomic
def drop_plan(number: str, *, actor: Actor, why: str) -> NeedRound:
    words = text(why, 250, "Neden vazgeçildiğini yazın.")
    with cases.take(lifecycle.DROP_PLAN, NeedRound, number, actor, note=words) as one:
        one.is_live = False
        one.result = words
    return one
