"""What has to be bought: gathered from levels that run low, decided by the head, met by what arrives."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.cases.services import open_case, take
from konak.foundation.cases.services import tell as tell_case
from konak.foundation.lifecycle import Refused

from .. import access, lifecycle, queries
from ..lifecycle import NEED_APPROVED, AlarmState, ProposalState
from ..models import Proposal, ProposalLine, StockAlarm, StockLevel
from . import levels
from .alarms import order_alarm, reopen_alarm
from .common import may, measured, worker

MOST_LINES = 300


@transaction.atomic
def propose(
    *, actor: Actor, level_ids: Iterable[int] = (), quantities: Mapping[int, Decimal] | None = None, why: str = ""
) -> Proposal:
    """Gather levels into a list; without any named, all that have to be bought and stand on no other list."""
    named = list(dict.fromkeys(level_ids))
    rows = queries.levels(actor).filter(ended_on=None)
    rows = rows.filter(pk__in=named) if named else queries.to_buy(actor)
    found = list(rows.order_by("warehouse_id", "item__name"))
    if not found:
        raise Refused("Alınması gereken ve başka öneride bulunmayan bir malzeme yok.")
    levels.refresh_all(found)
    unit_id = found[0].unit_id
    subject = f"{found[0].item.name}" + (f" ve {len(found) - 1} kalem daha" if len(found) > 1 else "")
    made = Proposal(why=why.strip()[:1_000])
    open_case(
        made,
        actor=actor,
        permission=access.KEEP,
        unit_id=unit_id,
        subject=f"Alım önerisi · {subject}"[:250],
        assignee_id=actor.user_id,
    )
    for level in found[:MOST_LINES]:
        asked = (quantities or {}).get(level.pk)
        _add(made, level, asked, actor)
    return made


def _add(proposal: Proposal, level: StockLevel, quantity: Decimal | None, actor: Actor) -> ProposalLine:
    may(actor, access.KEEP, level)
    seen = level.outlook
    count = measured(quantity if quantity is not None else max(seen.propose, Decimal(1)))
    try:
        with transaction.atomic():
            line = ProposalLine.objects.create(
                proposal=proposal,
                level=level,
                quantity=count,
                price=level.price or queries.last_price(level),
                stock_then=seen.on_hand,
                monthly_then=seen.monthly,
            )
    except IntegrityError:
        raise Refused(f"{level.item.name} bu öneride zaten var.") from None
    alarm = StockAlarm.objects.filter(level=level, is_open=True, case__state=AlarmState.OPEN).first()
    if alarm is not None:
        order_alarm(alarm.case.number, actor=worker(level.unit_id), note=proposal.case.number)
    levels.refresh(level)
    return line


def _draft(number: str, actor: Actor) -> Proposal:
    queries.proposal(actor, number)
    row: Proposal = Proposal.objects.select_for_update(of=("self", "case")).get(case__number=number)
    may(actor, access.KEEP, row.case)
    if row.case.state != ProposalState.DRAFT:
        raise Refused("Yalnız hazırlanmakta olan önerinin satırları değişir.")
    return row


@transaction.atomic
def add_line(number: str, *, actor: Actor, level_id: int, quantity: Decimal | None = None) -> ProposalLine:
    row = _draft(number, actor)
    level = queries.levels(actor).filter(ended_on=None, pk=level_id).first()
    if level is None:
        raise Refused("Düzeyi yazılmış bir malzeme seçin.")
    levels.refresh(level)
    return _add(row, level, quantity, actor)


@transaction.atomic
def change_line(
    number: str, line_id: int, *, actor: Actor, quantity: Decimal, price: Decimal | None = None
) -> ProposalLine:
    row = _draft(number, actor)
    line = row.lines.select_related("level").get(pk=line_id)
    line.quantity = measured(quantity)
    if price is not None:
        if price < 0:
            raise Refused("Bedel eksi olamaz.")
        line.price = price
    line.save()
    tell_case(row.case, "edit", actor, seat=actor.seat_for(access.KEEP, row.case))
    return line


@transaction.atomic
def drop_line(number: str, line_id: int, *, actor: Actor) -> Proposal:
    row = _draft(number, actor)
    line = row.lines.select_related("level").get(pk=line_id)
    level = line.level
    line.delete()
    _release([level], number)
    return row


def _release(rows: Iterable[StockLevel], note: str) -> None:
    """Their alarms want a look again."""
    for level in rows:
        alarm = StockAlarm.objects.filter(level=level, is_open=True, case__state=AlarmState.ORDERED).first()
        if alarm is not None:
            reopen_alarm(alarm.case.number, actor=worker(level.unit_id), note=note)
        levels.refresh(level)


def submit(number: str, *, actor: Actor) -> Proposal:
    with take(lifecycle.SUBMIT, Proposal, number, actor) as row:
        row.case.assignee_id = None
    return row


@transaction.atomic
def approve(number: str, *, actor: Actor, answer: str = "") -> Proposal:
    """The head agrees: procurement hears of it, and the levels count what is coming."""
    with take(lifecycle.APPROVE, Proposal, number, actor) as row:
        row.answer, row.approved_on = answer.strip()[:500], localdate()
    levels.refresh_all([line.level for line in row.lines.select_related("level__warehouse", "level__item")])
    publish(NEED_APPROVED, number=number)
    return row


def send_back(number: str, *, actor: Actor, why: str) -> Proposal:
    if not why.strip():
        raise Refused("Neyin düzeltileceğini yazın.")
    with take(lifecycle.SEND_BACK, Proposal, number, actor, note=why.strip()[:500]) as row:
        row.answer = why.strip()[:500]
    return row


@transaction.atomic
def meet(number: str, *, actor: Actor) -> Proposal:
    """What was bought stands in the warehouse, or will not come any more."""
    with take(lifecycle.MEET, Proposal, number, actor) as row:
        pass
    levels.refresh_all([line.level for line in row.lines.select_related("level__warehouse", "level__item")])
    return row


@transaction.atomic
def drop(number: str, *, actor: Actor, why: str) -> Proposal:
    if not why.strip():
        raise Refused("Neden vazgeçildiğini yazın.")
    with take(lifecycle.DROP, Proposal, number, actor) as row:
        row.answer = why.strip()[:500]
    _release([line.level for line in row.lines.select_related("level__warehouse", "level__item")], number)
    return row
