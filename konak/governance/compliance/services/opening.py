"""Opening the periods of plans: once each, whoever runs it, however often, and never half."""

import datetime as dt

from django.db import transaction

from konak.foundation.access import Actor
from konak.foundation.calendar.queries import Calendar, calendar_from
from konak.foundation.cases.services import open_case, tell
from konak.governance.legislation import public as legislation

from .. import access, queries
from ..models import DutyPeriod, DutyPlan, PlanSource, PlanState
from ..queries.openings import Wanted
from ..queries.seats import Chart
from ..queries.turns import due_on, named
from .clock import clock

MISSED_GRACE = 2
"""Working days that a unit gets for a period which the round opened too late."""
SUBJECT = 250


def propose_plans(day: dt.date) -> int:
    """A plan for every open duty with a cadence that has none yet: stated cadences run at once, others are proposals.

    A proposal nobody has looked at follows the cadence that the unit sets on the duty.
    """
    plans = {plan.duty_id: plan for plan in DutyPlan.objects.all()}
    made = 0
    for duty in legislation.duties_in_rhythm():
        plan = plans.get(duty.pk)
        if plan is None:
            _, fresh = DutyPlan.objects.get_or_create(
                duty_id=duty.pk,
                defaults={
                    "interval": duty.cadence,
                    "starts_on": max(day, duty.opened_on),
                    "state": PlanState.ACTIVE if duty.cadence_stated else PlanState.PROPOSED,
                    "source": PlanSource.STATED if duty.cadence_stated else PlanSource.PROPOSED,
                },
            )
            made += fresh
        elif plan.state == PlanState.PROPOSED and plan.interval != duty.cadence:
            plan.interval = duty.cadence
            plan.save()
    return made


def open_wanted(day: dt.date, *, only: int | None = None) -> int:
    """Open what the plans ask for on `day`; returns how many. Each period is a transaction of its own: killed in the
    middle, the next run finds the rest, and none twice."""
    calendar = calendar_from(day - dt.timedelta(days=60))
    rows = queries.running_plans()
    plans = list(rows.filter(pk=only) if only else rows)
    chart = Chart(day)
    return sum(_open(one, day, calendar, chart) is not None for one in queries.still_missing(plans, day, calendar))


@transaction.atomic
def _open(one: Wanted, day: dt.date, calendar: Calendar, chart: Chart) -> DutyPeriod | None:
    """Open one period; None when another worker was quicker or the plan has changed meanwhile."""
    rows = DutyPlan.objects.select_for_update(of=("self",)).select_related("duty")
    plan = rows.filter(pk=one.plan_id, state=PlanState.ACTIVE, duty__closed_on=None).first()
    if plan is None or _exists(plan.duty_id, one):
        return None
    return open_period(plan, one, day, calendar, chart, actor=clock(plan.duty.unit_id))


def _exists(duty_id: int, one: Wanted) -> bool:
    turn = one.turn
    return DutyPeriod.objects.filter(duty_id=duty_id, begins_on=turn.begins_on, ends_on=turn.ends_on).exists()


def open_period(
    plan: DutyPlan, one: Wanted, day: dt.date, calendar: Calendar, chart: Chart, *, actor: Actor
) -> DutyPeriod:
    """Put one period into the inbox of whoever answers for it."""
    turn, duty = one.turn, legislation.briefs_of([plan.duty_id])[plan.duty_id]
    floor = calendar.add(day, MISSED_GRACE) if one.missed else None
    due = due_on(turn, calendar)
    period = DutyPeriod(
        duty_id=plan.duty_id,
        interval=plan.interval,
        stated=plan.source == PlanSource.STATED,
        begins_on=turn.begins_on,
        ends_on=turn.ends_on,
        opened_late=one.missed,
        not_due_before=floor,
    )
    open_case(
        period,
        actor=actor,
        permission=access.DO,
        unit_id=duty.unit_id,
        subject=subject_of(duty, named(plan.interval, turn)),
        due_on=max(due, floor) if floor else due,
        assignee_id=chart.answers(duty.unit_id, duty.role, plan.assignee_id or duty.assignee_id),
    )
    if one.missed:
        tell(period.case, "opened_late", actor)
    return period


def subject_of(duty: legislation.DutyBrief, when: str) -> str:
    """ "Md. 9.ç · 2026 yılı · Yedeklerden geri dönüş denemesi yapmak", cut at a word."""
    head = f"Md. {duty.path} · {when} · "
    words = duty.text.strip().rstrip(",;.")
    room = SUBJECT - len(head)
    if len(words) > room:
        words = words[: room - 1].rsplit(" ", 1)[0] + "…"
    return head + words
