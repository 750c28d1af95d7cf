"""Plans, the devices in them, counters, and the work orders that open in time."""

import datetime as dt
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.timezone import localdate

from konak.foundation.access import Actor, Seat
from konak.foundation.cases.services import open_case
from konak.foundation.lifecycle import Refused

from .. import access, queries
from ..models import OrderKind, Plan, PlanAsset, Reading, WorkOrder
from .common import fill, may, points_of, tell, thing

LONGEST_LEAD = 180
FIELDS = frozenset({"name", "points", "every_months", "counter", "counter_every", "lead_days", "assignee"})


def _checked(one: Plan) -> None:
    if not one.name:
        raise Refused("Plana bir ad verin.")
    if not points_of(one.points):
        raise Refused("Bakımda yapılacakları yazın; her satıra bir iş.")
    if not one.every_months and not one.counter_every:
        raise Refused("Kaç ayda bir ya da sayacın kaç biriminde bir yapılacağını yazın.")
    if one.lead_days > LONGEST_LEAD:
        raise Refused(f"İş emri en çok {LONGEST_LEAD} gün önce açılabilir.")
    if one.counter_every and not one.counter:
        raise Refused("Sayacın adını yazın (örneğin sayfa).")
    try:
        with transaction.atomic():
            one.save()
    except IntegrityError:
        raise Refused(f"«{one.name}» adlı bir plan zaten var.") from None


@transaction.atomic
def add_plan(*, actor: Actor, unit_id: int, **facts: Any) -> Plan:
    one = Plan(unit_id=unit_id)
    may(actor, access.KEEP, one)
    fill(one, facts, FIELDS)
    _checked(one)
    tell(queries.PLAN_KIND, one.pk, "add", actor, one)
    return one


@transaction.atomic
def edit_plan(plan_id: int, *, actor: Actor, **facts: Any) -> Plan:
    one = Plan.objects.select_for_update().get(pk=queries.plan(actor, plan_id).pk)
    may(actor, access.KEEP, one)
    facts.pop("unit_id", None)
    fill(one, facts, FIELDS)
    _checked(one)
    for row in one.assets.filter(left_on=None):
        _redate(row, one)
    tell(queries.PLAN_KIND, one.pk, "edit", actor, one)
    return one


@transaction.atomic
def end_plan(plan_id: int, *, actor: Actor) -> Plan:
    """No more work orders open from it; what was done stays."""
    one = Plan.objects.select_for_update().get(pk=queries.plan(actor, plan_id).pk)
    may(actor, access.KEEP, one)
    if one.ended_on:
        raise Refused("Plan zaten bitmiş.")
    one.ended_on = localdate()
    one.save()
    one.assets.filter(left_on=None).update(left_on=localdate())
    tell(queries.PLAN_KIND, one.pk, "end", actor, one)
    return one


@transaction.atomic
def add_to_plan(plan_id: int, *, actor: Actor, tags: str, last_on: dt.date | None = None) -> Plan:
    """Put devices into a plan, by their numbers; without a last date the first maintenance is due at once."""
    one = Plan.objects.select_for_update().get(pk=queries.plan(actor, plan_id).pk)
    may(actor, access.KEEP, one)
    if one.ended_on:
        raise Refused("Bitmiş plana cihaz eklenemez.")
    if last_on and last_on > localdate():
        raise Refused("Son bakım günü ileri bir gün olamaz.")
    wanted = list(dict.fromkeys(tags.replace(",", " ").split()))
    if not wanted:
        raise Refused("En az bir sicil numarası yazın.")
    if len(wanted) > 500:
        raise Refused("Bir kerede en çok 500 cihaz eklenebilir.")
    for tag in wanted:
        device = thing(tag)
        row, fresh = PlanAsset.objects.get_or_create(plan=one, asset_id=device.id)
        if not fresh and row.left_on is None:
            raise Refused(f"{device.tag} zaten bu planda.")
        row.left_on, row.last_on = None, last_on or row.last_on
        row.last_counter = _latest(row, one) if one.counter_every else row.last_counter
        _redate(row, one)
    tell(queries.PLAN_KIND, one.pk, "assets", actor, one, f"{len(wanted)} cihaz")
    return one


@transaction.atomic
def leave_plan(plan_id: int, *, actor: Actor, row_id: int) -> Plan:
    one: Plan = queries.plan(actor, plan_id)
    may(actor, access.KEEP, one)
    row = one.assets.select_for_update().get(pk=row_id, left_on=None)
    row.left_on = localdate()
    row.save()
    tell(queries.PLAN_KIND, one.pk, "leave", actor, one)
    return one


def _latest(row: PlanAsset, plan: Plan) -> int:
    found = (
        Reading.objects.filter(asset_id=row.asset_id, counter=plan.counter)
        .order_by("-read_on")
        .values_list("value", flat=True)
        .first()
    )
    return found or 0


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later; the last of the month where that day does not exist."""
    place = day.month - 1 + months
    year, month = day.year + place // 12, place % 12 + 1
    last = ((dt.date(year + month // 12, month % 12 + 1, 1)) - dt.timedelta(days=1)).day
    return dt.date(year, month, min(day.day, last))


def _redate(row: PlanAsset, plan: Plan) -> None:
    row.next_on = None
    if plan.every_months:
        row.next_on = months_after(row.last_on, plan.every_months) if row.last_on else localdate()
    row.next_counter = (row.last_counter or 0) + plan.counter_every if plan.counter_every else None
    row.save()


def done(row: PlanAsset, day: dt.date) -> None:
    """A maintenance was done: the next one is counted from that day and that counter."""
    row.last_on = day
    if row.plan.counter_every:
        row.last_counter = _latest(row, row.plan)
    _redate(row, row.plan)


@transaction.atomic
def read_counter(tag: str, *, actor: Actor, counter: str, value: int, read_on: dt.date | None = None) -> Reading:
    """Write down a counter. It never runs backwards: a lower value than before, or than later, is refused."""
    if actor.via != "job" and not actor.holds(access.WORK):
        raise Refused(f"«{access.WORK.label}» için yetkiniz yok.")
    device, day, name = thing(tag), read_on or localdate(), counter.strip().lower()[:40]
    if day > localdate():
        raise Refused("Sayaç ileri bir güne yazılamaz.")
    if not name or value < 0 or value > 10**15:
        raise Refused("Sayacın adını ve değerini yazın.")
    rows = Reading.objects.select_for_update().filter(asset_id=device.id, counter=name)
    before = rows.filter(read_on__lt=day).order_by("-read_on").first()
    after = rows.filter(read_on__gt=day).order_by("read_on").first()
    if before and before.value > value:
        raise Refused(f"{before.read_on:%d.%m.%Y} günü sayaç {before.value} idi; geriye gidemez.")
    if after and after.value < value:
        raise Refused(f"{after.read_on:%d.%m.%Y} günü sayaç {after.value}; daha önceki gün bundan büyük olamaz.")
    reading, _ = Reading.objects.update_or_create(
        asset_id=device.id, counter=name, read_on=day, defaults={"value": value, "read_by_id": actor.user_id}
    )
    return reading


@transaction.atomic
def load_readings(rows: Iterable[tuple[int, dt.date, int]], *, counter: str, actor: Actor) -> int:
    """Counters of devices that had none, many at once."""
    ordered = sorted(rows)
    for (one, _, before), (other, day, after) in pairwise(ordered):
        if one == other and after < before:
            raise Refused(f"{day:%d.%m.%Y} günü sayaç {before} değerinden {after} değerine geriye gidemez.")
    made = [
        Reading(asset_id=asset, counter=counter, value=value, read_on=day, read_by_id=actor.user_id)
        for asset, day, value in ordered
    ]
    Reading.objects.bulk_create(made, batch_size=2_000)
    return len(made)


def _worker(unit_id: int) -> Actor:
    return Actor(None, (Seat("administrator", unit_id, frozenset({unit_id})),), via="job")


def open_due(day: dt.date | None = None) -> list[WorkOrder]:
    """Open a work order for every maintenance that is due within the lead of its plan; twice is the same as once."""
    today = day or localdate()
    soon = Q(next_on__isnull=False, next_on__lte=today + dt.timedelta(days=LONGEST_LEAD))
    rows = PlanAsset.objects.filter(left_on=None, plan__ended_on=None, asset__retired_on=None)
    counted = Q(next_counter__isnull=False)
    rows = rows.filter(soon | counted).select_related("plan", "asset").order_by("pk")
    made = []
    for row in rows:
        by_day = row.next_on is not None and row.next_on <= today + dt.timedelta(days=row.plan.lead_days)
        by_count = row.next_counter is not None and _latest(row, row.plan) >= row.next_counter
        if (by_day or by_count) and (one := _open(row, today, by_count)):
            made.append(one)
    return made


def _open(row: PlanAsset, today: dt.date, by_count: bool) -> WorkOrder | None:
    plan = row.plan
    order = WorkOrder(
        kind=OrderKind.PREVENTIVE, asset_id=row.asset_id, due=row, points=points_of(plan.points), report=plan.name
    )
    due_on = row.next_on if row.next_on and not by_count else today + dt.timedelta(days=max(plan.lead_days, 7))
    try:
        with transaction.atomic():
            return open_case(
                order,
                actor=_worker(plan.unit_id),
                permission=access.WORK,
                unit_id=plan.unit_id,
                subject=f"{plan.name}: {row.asset.tag} {row.asset.name}"[:250],
                due_on=max(due_on, today),
                assignee_id=plan.assignee_id,
            )
    except IntegrityError:
        return None  # one is open already
