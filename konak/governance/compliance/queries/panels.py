"""What compliance shows on the pages of others: a duty's plan and periods, a unit's year."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localdate

from konak.foundation.access import Actor

from ..lifecycle import WAITING
from ..models import DutyPeriod, DutyPlan
from .periods import Shown, kind_of, of_duty, standing_of
from .plans import may_manage, plan_of
from .turns import Turn, named, opens_on, turn_at


@dataclass(frozen=True, slots=True)
class DutyPanel:
    """The rhythm of a duty: its plan, the open period, the last ones, the next opening."""

    plan: DutyPlan | None
    waiting: DutyPeriod | None
    waiting_kind: str
    waiting_name: str
    last: list[tuple[DutyPeriod, str, str]]
    next_name: str
    next_opens: dt.date | None
    manages: bool


def panel_of_duty(actor: Actor, duty: Any) -> DutyPanel | None:
    """None for a closed duty that never had a period, and for one without rhythm where the reader cannot make one."""
    plan, rows = plan_of(duty.pk), of_duty(actor, duty.pk, 6)
    manages = duty.closed_on is None and may_manage(actor, duty.unit_id)
    if plan is None and not rows and not manages:
        return None
    today = localdate()
    waiting = next((row for row in rows if row.case.state in WAITING), None)
    name, opens = "", None
    if plan is not None and plan.state == "active" and duty.closed_on is None:
        turn = turn_at(plan.interval, max(today, plan.starts_on), plan.anchor_month, plan.anchor_day)
        if waiting is None and (not rows or rows[0].begins_on != turn.begins_on):
            name, opens = named(plan.interval, turn), opens_on(plan.interval, turn, plan.lead_days)
    return DutyPanel(
        plan=plan,
        waiting=waiting,
        waiting_kind=kind_of(waiting, today) if waiting else "",
        waiting_name=named(waiting.interval, _span(waiting)) if waiting else "",
        last=[(row, kind_of(row, today), named(row.interval, _span(row))) for row in rows if row is not waiting],
        next_name=name,
        next_opens=opens,
        manages=manages,
    )


def _span(row: DutyPeriod) -> Turn:
    return Turn(row.begins_on, row.ends_on)


def panel_of_unit(actor: Actor, unit_id: int) -> Shown | None:
    """How the periods of a unit stood in the last year; None where there are none in reach."""
    return standing_of(actor, unit_id=unit_id, since=localdate() - dt.timedelta(days=365))
