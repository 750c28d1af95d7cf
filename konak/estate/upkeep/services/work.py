"""Work orders: opened, worked on, sent to a firm against a receipt, back, finished."""

import datetime as dt
from decimal import Decimal

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.timezone import localdate, now

from konak.estate.assets import public as assets
from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.calendar.services import add_working_days
from konak.foundation.cases import services as cases
from konak.foundation.lifecycle import Refused
from konak.foundation.numbering.services import sequence_number

from .. import access, lifecycle, queries
from ..lifecycle import REPAIR_DONE, REPAIR_OPENED
from ..models import OrderKind, PartUsed, Result, SentOut, WorkOrder
from . import plans
from .common import thing, ticked, working_unit

REPAIR_DAYS = 10
"""Working days in which a fault should be gone when nobody says otherwise: a habit of the house."""


@transaction.atomic
def open_order(
    *,
    actor: Actor,
    tag: str,
    report: str,
    due_on: dt.date | None = None,
    unit_id: int | None = None,
    assignee_id: int | None = None,
    down: bool = False,
) -> WorkOrder:
    """Open a work order for a fault; `down` says that the device does not work at all since now."""
    device = thing(tag)
    if not report.strip():
        raise Refused("Arızayı yazın: ne oluyor, ne zamandan beri?")
    if due_on and due_on < localdate():
        raise Refused("Son gün geçmişte olamaz.")
    unit = working_unit(actor, access.WORK, unit_id)
    order = WorkOrder(
        kind=OrderKind.FAULT, asset_id=device.id, report=report.strip(), down_since=now() if down else None
    )
    cases.open_case(
        order,
        actor=actor,
        permission=access.WORK,
        unit_id=unit,
        subject=f"{device.tag} {device.name}: {report.strip().splitlines()[0]}"[:250],
        due_on=due_on or add_working_days(localdate(), REPAIR_DAYS),
        assignee_id=assignee_id,
    )
    publish(REPAIR_OPENED, number=order.case.number)
    return order


def take(number: str, *, actor: Actor) -> WorkOrder:
    with cases.take(lifecycle.TAKE, WorkOrder, number, actor) as order:
        order.case.assignee_id = order.case.assignee_id or actor.user_id
    return order


def _locked(number: str, actor: Actor) -> WorkOrder:
    """The order, locked, still open, and the actor may work on it."""
    found = queries.order(actor, number)
    order: WorkOrder = WorkOrder.objects.select_for_update(of=("self", "case")).get(pk=found.pk)
    if not actor.reach(access.WORK).covers(order.case):
        raise Refused(f"«{access.WORK.label}» için yetkiniz yok.")
    if order.ended:
        raise Refused("Bitmiş iş emrinde değişiklik yapılamaz.")
    return order


@transaction.atomic
def tick(number: str, *, actor: Actor, place: int, note: str = "") -> WorkOrder:
    """Say that one point of the list was done; who said so stands beside it."""
    order = _locked(number, actor)
    order.points = ticked(order.points, place, actor, note)
    order.save(update_fields=["points"])
    return order


@transaction.atomic
def use_part(
    number: str, *, actor: Actor, warehouse: str, item: str, quantity: Decimal | int, note: str = ""
) -> PartUsed:
    """Take a part from stock for this order; the warehouse writes its receipt, stock is less from this moment."""
    order = _locked(number, actor)
    count = Decimal(quantity)
    if count <= 0:
        raise Refused("Miktar sıfırdan büyük olmalı.")
    held = assets.stock_of(actor, warehouse=warehouse.strip(), code=item.strip())
    before = next((row for row in held if row.quantity > 0), None)
    asset = order.asset
    receipt = assets.issue_stock(
        actor=actor,
        warehouse=warehouse.strip(),
        item=item.strip(),
        quantity=count,
        reason=f"{order.case.number} · {asset.tag} {note}".strip()[:200],
        unit_id=asset.unit_id,
    )
    amount = (before.amount / before.quantity * count).quantize(Decimal("0.01")) if before else Decimal(0)
    part = PartUsed.objects.create(
        order=order,
        item=item.strip()[:40],
        name=before.name[:200] if before else item.strip(),
        warehouse=warehouse.strip()[:40],
        quantity=count,
        amount=amount,
        receipt=receipt,
        by_id=actor.user_id,
    )
    cases.tell(order.case, "part", actor, receipt, seat=actor.seat_for(access.WORK, order.case))
    return part


@transaction.atomic
def send(
    number: str,
    *,
    actor: Actor,
    firm: str,
    expected_on: dt.date,
    contact: str = "",
    with_it: str = "",
    warranty: bool = False,
    handed_on: dt.date | None = None,
) -> SentOut:
    """Hand the device to a firm against a receipt; it is expected back on a day."""
    day = handed_on or localdate()
    if not firm.strip():
        raise Refused("Firmanın adını yazın.")
    if day > localdate():
        raise Refused("Teslim günü ileri bir gün olamaz.")
    if expected_on < day:
        raise Refused("Beklenen dönüş teslimden önce olamaz.")
    order = queries.order(actor, number)
    asset = order.asset
    if warranty and (asset.warranty_until is None or asset.warranty_until < day):
        ended = f"{asset.warranty_until:%d.%m.%Y} günü bitmiş" if asset.warranty_until else "kayıtlı değil"
        raise Refused(f"{asset.tag} için garanti {ended}; garanti kapsamında gönderilemez.")
    with cases.take(lifecycle.SEND, WorkOrder, number, actor) as order:
        sent = SentOut.objects.create(
            order=order,
            receipt=sequence_number("OT", localdate().year),
            firm=firm.strip()[:160],
            contact=contact.strip()[:160],
            with_it=with_it.strip()[:300],
            warranty=warranty,
            handed_on=day,
            handed_by_id=actor.user_id,
            expected_on=expected_on,
        )
        order.down_since = order.down_since or now()
        order.case.assignee_id = order.case.assignee_id or actor.user_id
        _away(order, actor, f"{sent.receipt} · {sent.firm}")
    return sent


def _away(order: WorkOrder, actor: Actor, note: str) -> None:
    """The register says that the device is away; custody goes on."""
    if order.asset.state == "repair":
        return
    try:
        assets.to_repair(order.asset.tag, actor=actor, note=note)
    except ObjectDoesNotExist:
        raise Refused(f"{order.asset.tag} taşınırı sizin kapsamınızda değil; firmaya veremezsiniz.") from None


def _back(order: WorkOrder, actor: Actor, note: str) -> None:
    """Back in the register, unless another order still has it away."""
    others = WorkOrder.objects.filter(asset=order.asset_id, case__state="away").exclude(pk=order.pk)
    found = assets.find_by_tag(order.asset.tag)
    if found is not None and found.state == "repair" and not others.exists():
        assets.from_repair(found.tag, actor=actor, note=note)


@transaction.atomic
def receive(
    number: str,
    *,
    actor: Actor,
    result: str,
    cost: Decimal = Decimal(0),
    note: str = "",
    returned_on: dt.date | None = None,
) -> SentOut:
    """The firm brought the device back: repaired, replaced, or beyond repair."""
    day = returned_on or localdate()
    if result not in Result.values:
        raise Refused("Sonucu seçin: onarıldı, yenisi verildi ya da onarılamadı.")
    if cost < 0:
        raise Refused("Bedel eksi olamaz.")
    if day > localdate():
        raise Refused("Dönüş günü ileri bir gün olamaz.")
    with cases.take(lifecycle.RECEIVE, WorkOrder, number, actor) as order:
        sent = order.sent.select_for_update().get(returned_on=None)
        if day < sent.handed_on:
            raise Refused("Cihaz verildiği günden önce dönemez.")
        if sent.warranty and cost > 0:
            raise Refused("Garanti kapsamındaki onarımın bedeli olmaz; bedel varsa firmayla görüşün.")
        sent.returned_on, sent.taken_by_id = day, actor.user_id
        sent.result, sent.cost, sent.note = result, cost, note.strip()[:500]
        sent.save()
        _back(order, actor, f"{sent.receipt} · {sent.get_result_display()}")
    return sent


@transaction.atomic
def finish(
    number: str,
    *,
    actor: Actor,
    done: str,
    cause: str = "",
    minutes: int = 0,
    labour_cost: Decimal = Decimal(0),
    counter: str = "",
    value: int | None = None,
) -> WorkOrder:
    """The device works again or was maintained; what came back by a plan is counted from today."""
    if not done.strip():
        raise Refused("Ne yapıldığını yazın.")
    if minutes < 0 or minutes > 100_000 or labour_cost < 0:
        raise Refused("Süre ve bedel eksi olamaz.")
    with cases.take(lifecycle.FINISH, WorkOrder, number, actor) as order:
        order.done, order.cause = done.strip(), cause.strip()[:200]
        order.minutes, order.labour_cost = minutes, labour_cost
        order.is_open = False
        if order.down_since:
            order.up_at = now()
        if counter.strip() and value is not None:
            plans.read_counter(order.asset.tag, actor=actor, counter=counter, value=value)
        if order.due is not None:
            plans.done(order.due, localdate())
        publish(REPAIR_DONE, number=number)
    return order


def cancel(number: str, *, actor: Actor, why: str) -> WorkOrder:
    if not why.strip():
        raise Refused("Neden vazgeçildiğini yazın.")
    with cases.take(lifecycle.CANCEL, WorkOrder, number, actor) as order:
        order.is_open = False
        order.done = f"Vazgeçildi: {why.strip()}"[:4_000]
    return order
