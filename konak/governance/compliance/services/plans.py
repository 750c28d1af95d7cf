"""Plans: accepting a proposal, setting a rhythm, pausing it, saying that it does not apply, opening ahead of time."""

import datetime as dt

from django.db import transaction
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.calendar.queries import calendar_from
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import User
from konak.foundation.people.queries import below, seats_of
from konak.foundation.trail import services as trail
from konak.governance.legislation import public as legislation

from .. import access, queries
from ..lifecycle import WAITING
from ..models import DutyPeriod, DutyPlan, Interval, PlanSource, PlanState
from ..queries.openings import Wanted
from ..queries.seats import Chart
from ..queries.turns import turn_at
from .clock import clock
from .opening import open_period
from .periods import quietly

PLAN_KIND = "compliance.dutyplan"
FARTHEST = dt.timedelta(days=3_653)


def _managed(duty_id: int, actor: Actor) -> legislation.DutyBrief:
    duty = legislation.brief_for(actor, duty_id)
    if not queries.may_manage(actor, duty.unit_id):
        raise Refused(f"«{access.MANAGE.label}» için yetkiniz yok. Yetkili: görevin biriminin müdürü.")
    if duty.closed_on is not None:
        raise Refused("Kapanmış görevin planı değiştirilemez.")
    return duty


def _locked(duty_id: int) -> DutyPlan | None:
    return DutyPlan.objects.select_for_update(of=("self",)).filter(duty_id=duty_id).first()


def _told(plan: DutyPlan, verb: str, actor: Actor, duty: legislation.DutyBrief, note: str = "") -> None:
    seat = actor.seat_for(access.MANAGE, _At(duty.unit_id))
    trail.write(actor=actor, kind=PLAN_KIND, subject=plan.duty_id, verb=verb, note=note, seat=seat)


class _At:
    owners: tuple[str, ...] = ()
    secrecy = 0

    def __init__(self, unit_id: int) -> None:
        self.unit_id = unit_id


@transaction.atomic
def accept_plan(duty_id: int, *, actor: Actor) -> DutyPlan:
    """Let a proposal run as it is: from the running period on."""
    duty = _managed(duty_id, actor)
    plan = _locked(duty_id)
    if plan is None:
        raise Refused("Bu görev için bir öneri yok; sıklığı siz belirleyin.")
    if plan.state == PlanState.ACTIVE:
        raise Refused("Bu plan zaten yürüyor.")
    plan.state, plan.starts_on, plan.excluded_why = PlanState.ACTIVE, localdate(), ""
    plan.decided_by_id, plan.decided_at = actor.user_id, now()
    plan.save()
    _told(plan, "accept", actor, duty, plan.get_interval_display())
    return plan


@transaction.atomic
def accept_plans(duty_ids: list[int], *, actor: Actor) -> int:
    """Accept several proposals at once; those decided meanwhile are left as they are."""
    waiting = DutyPlan.objects.filter(duty_id__in=duty_ids, state=PlanState.PROPOSED, duty__closed_on=None)
    keys = list(waiting.values_list("duty_id", flat=True))
    for duty_id in keys:
        accept_plan(duty_id, actor=actor)
    return len(keys)


@transaction.atomic
def set_plan(
    duty_id: int,
    *,
    actor: Actor,
    interval: str,
    starts_on: dt.date,
    anchor_month: int = 1,
    anchor_day: int = 1,
    lead_days: int | None = None,
    grace_days: int = 0,
    assignee: User | None = None,
    paused_until: dt.date | None = None,
) -> DutyPlan:
    """Set the rhythm of a duty; the plan runs from `starts_on`. A stated cadence is the law: it may be served more
    often, never less. Periods of the old rhythm that nobody has begun fall."""
    duty = _managed(duty_id, actor)
    if interval not in Interval.values:
        raise Refused("Sıklık; her iş günü, haftalık, aylık, üç ayda bir, altı ayda bir ya da yılda bir olabilir.")
    if not (1 <= anchor_month <= 12 and 1 <= anchor_day <= 28):
        raise Refused("Dönem başı, bir ayın 1 ile 28'i arasında bir gün olmalı.")
    order = Interval.values
    if duty.cadence_stated and duty.cadence in order and order.index(interval) > order.index(duty.cadence):
        stated = Interval(duty.cadence).label
        raise Refused(f"Metin bu görevi «{stated}» ister; daha seyrek bir plan yapılamaz.")
    if starts_on < duty.opened_on:
        raise Refused(f"Plan, görevin başladığı günden ({duty.opened_on:%d.%m.%Y}) önce başlayamaz.")
    if lead_days is not None and not 0 <= lead_days <= 366:
        raise Refused("Dönem, bitiminden en çok 366 gün önce açılabilir.")
    if not 0 <= grace_days <= 366:
        raise Refused("Yükselmeden önceki ek süre en çok 366 iş günü olabilir.")
    if max(starts_on, paused_until or starts_on) > localdate() + FARTHEST:
        raise Refused("Plan en çok on yıl sonrası için yapılabilir.")
    if assignee is not None:
        line = below(duty.unit_id)
        if not any(seat.unit_id in line for seat in seats_of(assignee.pk)):
            raise Refused(f"{assignee.full_name} bu birimde veya bağlı birimlerinde görevli değil.")
    plan = _locked(duty_id) or DutyPlan(duty_id=duty_id)
    rhythm = (plan.interval, plan.anchor_month, plan.anchor_day)
    changed = plan.pk is not None and rhythm != (interval, anchor_month, anchor_day)
    plan.interval, plan.anchor_month, plan.anchor_day = interval, anchor_month, anchor_day
    plan.starts_on, plan.lead_days, plan.grace_days = starts_on, lead_days, grace_days
    plan.assignee, plan.paused_until = assignee, paused_until
    plan.state, plan.excluded_why = PlanState.ACTIVE, ""
    same = duty.cadence_stated and interval == duty.cadence
    plan.source = PlanSource.STATED if same else PlanSource.SET
    plan.decided_by_id, plan.decided_at = actor.user_id, now()
    plan.save()
    _told(plan, "plan", actor, duty, plan.get_interval_display())
    if changed:
        _drop_unbegun(duty_id, "Görevin planı değişti.")
    return plan


@transaction.atomic
def exclude_plan(duty_id: int, *, actor: Actor, reason: str) -> DutyPlan:
    """Say that no period is expected of this duty, and why; open ones that nobody began fall."""
    duty = _managed(duty_id, actor)
    if not reason.strip():
        raise Refused("Bu görevin neden takvime alınmadığını yazın.")
    if duty.cadence_stated:
        raise Refused("Sıklığı metinde yazılı bir görev takvimden çıkarılamaz; gerekirse dönemi muaf tutun.")
    plan = _locked(duty_id)
    if plan is None:
        raise Refused("Bu görevin bir planı yok.")
    plan.state, plan.excluded_why = PlanState.EXCLUDED, reason.strip()[:300]
    plan.decided_by_id, plan.decided_at = actor.user_id, now()
    plan.save()
    _told(plan, "exclude", actor, duty)
    _drop_unbegun(duty_id, "Görev takvimden çıkarıldı.")
    return plan


def _drop_unbegun(duty_id: int, why: str) -> None:
    rows = DutyPeriod.objects.filter(duty_id=duty_id, case__state=WAITING[0])
    for row in rows:
        quietly("lapse", row.case.number, actor=clock(row.case.unit_id), reason=why)


@transaction.atomic
def open_now(duty_id: int, *, actor: Actor) -> DutyPeriod:
    """Open the running period at once, ahead of its lead time."""
    _managed(duty_id, actor)
    plan = _locked(duty_id)
    if plan is None or plan.state != PlanState.ACTIVE:
        raise Refused("Önce planı kabul edin ya da sıklığı belirleyin.")
    day = localdate()
    calendar = calendar_from(day - dt.timedelta(days=60))
    turn = turn_at(plan.interval, day, plan.anchor_month, plan.anchor_day)
    known = DutyPeriod.objects.filter(duty_id=duty_id, begins_on=turn.begins_on, ends_on=turn.ends_on).first()
    if known is not None:
        raise Refused(f"Bu dönem zaten açıldı: {known.case.number}.")
    return open_period(plan, Wanted(plan.pk, turn, missed=False), day, calendar, Chart(day), actor=actor)
