"""What the nightly round looks at: plans and the periods they ask for on a day."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from konak.foundation.calendar.queries import Calendar

from ..lifecycle import WAITING
from ..models import DutyPeriod, DutyPlan, Interval, PlanState, Sweep
from . import turns
from .turns import Turn


@dataclass(frozen=True, slots=True)
class Wanted:
    """A period that should be open on a day; `missed` when its last day is already over."""

    plan_id: int
    turn: Turn
    missed: bool


def running_plans() -> QuerySet[DutyPlan]:
    """Plans that open periods: accepted ones of duties that are open."""
    # reach: public, because the nightly round works for everybody
    return DutyPlan.objects.filter(state=PlanState.ACTIVE, duty__closed_on=None).select_related("duty").order_by("pk")


def wanted(plan: DutyPlan, day: dt.date, calendar: Calendar) -> list[Wanted]:
    """The turns of one plan that should have a period on `day`: the running one, and the one before it. Older gaps
    are history; nobody is flooded with them."""
    begun = plan.duty.opened_on
    if plan.interval == Interval.DAILY:
        before = calendar.add(day, -1)
        turns_now = [Turn(before, before)] + ([Turn(day, day)] if calendar.is_working(day) else [])
        first = Turn(plan.starts_on, plan.starts_on)
    else:
        month, first_day = plan.anchor_month, plan.anchor_day
        running = turns.turn_at(plan.interval, day, month, first_day)
        turns_now = [turns.turn_before(plan.interval, running, month, first_day), running]
        first = turns.turn_at(plan.interval, plan.starts_on, month, first_day)
    found = []
    for turn in turns_now:
        opens = turns.opens_on(plan.interval, turn, plan.lead_days)
        if plan.paused_until is not None:
            if turn.ends_on <= plan.paused_until:
                continue
            opens = max(opens, plan.paused_until + turns.ONE_DAY)
        if turn.begins_on >= first.begins_on and turn.ends_on >= begun and opens <= day:
            found.append(Wanted(plan.pk, turn, missed=turn.ends_on < day))
    return found


def still_missing(plans: list[DutyPlan], day: dt.date, calendar: Calendar) -> list[Wanted]:
    """What `plans` ask for on `day` and what is not there yet. A missed turn that an earlier rhythm of the same duty
    covered, even in part, is not asked for again."""
    # reach: public, because the nightly round works for everybody
    asked = {plan.pk: wanted(plan, day, calendar) for plan in plans}
    since = min((one.turn.begins_on for turns_of in asked.values() for one in turns_of), default=day)
    known: dict[int, list[Turn]] = {}
    rows = DutyPeriod.objects.filter(duty_id__in=[plan.duty_id for plan in plans], ends_on__gte=since)
    for duty_id, begins, ends in rows.values_list("duty_id", "begins_on", "ends_on"):
        known.setdefault(duty_id, []).append(Turn(begins, ends))
    missing = []
    for plan in plans:
        there = known.get(plan.duty_id, [])
        for one in asked[plan.pk]:
            overlaps = any(a.begins_on <= one.turn.ends_on and one.turn.begins_on <= a.ends_on for a in there)
            if one.turn not in there and not (one.missed and overlaps):
                missing.append(one)
    return missing


def waiting_periods() -> QuerySet[DutyPeriod]:
    """Every period somebody still has to do."""
    # reach: public, because the nightly round works for everybody
    rows = DutyPeriod.objects.filter(case__state__in=WAITING, case__resting=False)
    return rows.select_related("duty", "case").order_by("pk")


def last_sweep() -> Sweep | None:
    """The newest nightly round."""
    # reach: public inside the house, because it names nobody and nothing
    return Sweep.objects.order_by("-day").first()
