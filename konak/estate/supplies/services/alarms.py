"""Watching levels: one file when buying has to begin, none again while it is open; closed when the stock is back."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.timezone import localdate

from konak.estate.assets import public as assets
from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.cases.services import open_case, take
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.services import Notice, notify, tell_all

from .. import access, lifecycle, queries
from ..lifecycle import RUNNING_LOW
from ..models import Delivered, Issue, PartLife, Printer, Proposal, ProposalLine, StockAlarm, StockLevel
from . import levels, printers
from .common import LOW, PART_DUE, worker

PART_WARNING_DAYS = 21


def look_round(*, actor: Actor, day: dt.date | None = None) -> int:
    """Every night: count all levels anew, open and close alarms, tell of parts that end. Returns new alarms."""
    today = day or localdate()
    for printer in Printer.objects.filter(left_on=None).select_related("asset"):
        printers.wear_parts(printer)
    rows = list(queries.all_levels())
    levels.refresh_all(rows, today)
    made = _watch(rows, today)
    _tell_of_parts(today)
    return made


def _watch(rows: Iterable[StockLevel], today: dt.date) -> int:
    made = 0
    for level in rows:
        alarm = StockAlarm.objects.filter(level=level, is_open=True).select_related("case").first()
        if level.short and alarm is None and not (level.quiet_until and level.quiet_until >= today):
            made += _open(level, today) is not None
        elif not level.short and alarm is not None and level.outlook.on_hand > level.outlook.point:
            recover(alarm.case.number, actor=worker(level.unit_id))
    return made


def _open(level: StockLevel, today: dt.date) -> StockAlarm | None:
    """One file; of two jobs that see the same shortage, one opens it."""
    seen = level.outlook
    to = level.assignee_id or level.warehouse.registrar_id
    words = f"{level.item.name}: {seen.on_hand.normalize():f} {level.item.measure} kaldı, alıma başlanmalı"
    begin = max(today, seen.order_by or today)
    try:
        with transaction.atomic():
            alarm = StockAlarm(level=level, on_hand=seen.on_hand, point=seen.point, order_by=begin)
            open_case(
                alarm,
                actor=worker(level.unit_id),
                permission=access.KEEP,
                unit_id=level.unit_id,
                subject=f"{words} · {level.warehouse.name}"[:250],
                due_on=begin + dt.timedelta(7),
                assignee_id=to,
            )
            notify(
                [to],
                LOW,
                words,
                body=_why(level),
                url=f"/sarf/stok/{level.pk}/",
                subject_kind=alarm.case.kind,
                subject_number=alarm.case.number,
                dedupe=f"supplies.low:{alarm.case.number}",
            )
            publish(RUNNING_LOW, number=alarm.case.number)
    except IntegrityError:
        return None
    return alarm


def _why(level: StockLevel) -> str:
    seen = level.outlook
    parts = [f"Sipariş noktası {seen.point.normalize():f}, aylık tüketim {seen.monthly.normalize():f}."]
    if seen.run_out_on:
        parts.append(f"Bu hızla {seen.run_out_on:%d.%m.%Y} günü biter; alım ve teslim {level.lead_days} gün sürer.")
    if seen.due_parts:
        parts.append(f"Bu sürede {seen.due_parts} yazıcıda parça ömrü doluyor.")
    return " ".join(parts)


def _tell_of_parts(today: dt.date) -> int:
    """Parts near their end, each told once to who answers for their stock."""
    rows = PartLife.objects.filter(ended_on=None, due_on__lte=today + dt.timedelta(PART_WARNING_DAYS))
    rows = rows.exclude(fit__kind="toner").filter(printer__left_on=None)
    notices = []
    for part in rows.select_related("printer__asset__warehouse", "fit__item"):
        asset = part.printer.asset
        level = queries.level_of(asset.warehouse_id, part.fit.item_id)
        to = (level.assignee_id if level else None) or asset.warehouse.registrar_id
        notices.append(
            Notice(
                (to,),
                PART_DUE,
                f"{asset.tag} {asset.name}: {part.fit.get_kind_display().lower()} ömrünün sonuna geliyor",
                f"{part.fit.item.name}, ömrünün %{part.percent} kadarı kullanıldı.",
                url=f"/sarf/yazicilar/{asset.tag}/",
                dedupe=f"supplies.part:{part.pk}",
            )
        )
    return tell_all(notices)


@transaction.atomic
def recover(number: str, *, actor: Actor) -> StockAlarm:
    """The stock is back: closed by the night round or by hand."""
    with take(lifecycle.RECOVER, StockAlarm, number, actor) as alarm:
        alarm.is_open = False
    return alarm


@transaction.atomic
def dismiss(number: str, *, actor: Actor, why: str, quiet_until: dt.date) -> StockAlarm:
    """No need to buy: nobody is asked again before that day."""
    if not why.strip():
        raise Refused("Neden gerek görülmediğini yazın.")
    today = localdate()
    if not today < quiet_until <= today + dt.timedelta(730):
        raise Refused("Uyarı en erken yarın, en geç iki yıl içinde yeniden açılabilir.")
    with take(lifecycle.DISMISS, StockAlarm, number, actor) as alarm:
        alarm.why, alarm.is_open = why.strip()[:500], False
        alarm.level.quiet_until = quiet_until
        alarm.level.save(update_fields=["quiet_until"])
    return alarm


@transaction.atomic
def order_alarm(number: str, *, actor: Actor, note: str = "") -> StockAlarm:
    """Its level stands on a proposal now."""
    with take(lifecycle.ORDER, StockAlarm, number, actor, note=note) as alarm:
        pass
    return alarm


@transaction.atomic
def reopen_alarm(number: str, *, actor: Actor, note: str = "") -> StockAlarm:
    with take(lifecycle.REOPEN, StockAlarm, number, actor, note=note) as alarm:
        pass
    return alarm


@transaction.atomic
def follow_receipt(number: str, *, actor: Actor) -> None:
    """Something was posted: what came in meets proposals, what was undone counts no longer, levels are counted."""
    lines = assets.posted(number)
    if not lines:
        return
    touched: list[StockLevel] = []
    for line in lines:
        if line.reverses:
            Issue.objects.filter(number=line.reverses, item_id=line.item_id).update(undone=True)
        level = queries.level_of(line.warehouse_id, line.item_id)
        if level is None:
            continue
        touched.append(level)
        if (
            line.quantity > 0
            and not line.reverses
            and line.kind in ("purchase", "donation", "transfer_in", "handed_in")
        ):
            _meet(level, number, line.quantity)
    if touched:
        levels.refresh_all(touched)
        _watch(touched, localdate())


def _meet(level: StockLevel, receipt: str, quantity: Decimal) -> None:
    """The oldest proposal first; what came by one receipt is counted once."""
    left = quantity
    rows = ProposalLine.objects.select_for_update(of=("self",)).filter(level=level, proposal__case__state="approved")
    for line in rows.select_related("proposal__case").order_by("proposal_id", "pk"):
        part = min(left, line.missing)
        if part <= 0:
            continue
        _, fresh = Delivered.objects.get_or_create(line=line, receipt=receipt, defaults={"quantity": part})
        if not fresh:
            return
        left -= part
        line.received += part
        line.save(update_fields=["received"])
        proposal = line.proposal
        if not proposal.lines.filter(received__lt=F("quantity")).exists():
            with take(lifecycle.MEET, Proposal, proposal.case.number, worker(level.unit_id), note=receipt):
                pass
