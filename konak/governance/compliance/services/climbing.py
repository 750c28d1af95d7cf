"""What moves open periods along: units, holidays, delays."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.calendar.queries import Calendar, calendar_from
from konak.foundation.cases import watching
from konak.foundation.cases.services import tell
from konak.foundation.notify import Pace, Topic
from konak.foundation.notify.services import notify
from konak.foundation.people.positions import Position
from konak.governance.legislation import public as legislation

from .. import lifecycle, queries
from ..lifecycle import LADDER, WAITING, PeriodState
from ..models import DutyPeriod, DutyPlan, Escalation
from ..queries.seats import Chair, Chart
from ..queries.turns import Turn, due_on
from .clock import clock
from .periods import quietly

CLIMBED = Topic(
    "compliance.climbed",
    "Bana yükselen gecikmeler",
    "Biriminizde son günü geçen bir görev dönemi, sırası gelince makamınıza yükselir.",
    mail=Pace.NOW,
)


@dataclass(frozen=True, slots=True)
class Redated:
    """A deadline that moved because the calendar changed."""

    number: str
    subject: str
    before: dt.date | None
    after: dt.date


def recompute_due_dates() -> list[Redated]:
    """Count the last day of every open period anew; says what moved. Safe to run at any time."""
    rows = list(queries.waiting_periods())
    calendar = calendar_from(min((row.ends_on for row in rows), default=dt.date(2000, 1, 1)))
    moved = []
    for row in rows:
        if row.case.due_on != _due(row, calendar):
            found = _redate(row.pk, calendar, actor=clock(row.case.unit_id))
            moved += [found] if found else []
    return moved


def _due(period: DutyPeriod, calendar: Calendar) -> dt.date:
    due = due_on(Turn(period.begins_on, period.ends_on), calendar)
    return max(due, calendar.next_working(period.not_due_before)) if period.not_due_before else due


@transaction.atomic
def _redate(pk: int, calendar: Calendar, *, actor: Actor) -> Redated | None:
    period = _locked(pk)
    if period is None or (due := _due(period, calendar)) == period.case.due_on:
        return None
    before, period.case.due_on = period.case.due_on, due
    period.case.save()
    tell(period.case, "redate", actor, f"{before:%d.%m.%Y} → {due:%d.%m.%Y}" if before else f"{due:%d.%m.%Y}")
    return Redated(period.case.number, period.case.subject, before, due)


def _locked(pk: int) -> DutyPeriod | None:
    """The period, locked, while somebody still has to do it."""
    rows = DutyPeriod.objects.select_for_update(of=("self", "case")).filter(pk=pk, case__state__in=WAITING)
    found: DutyPeriod | None = rows.first()
    return found


def follow_duties(day: dt.date) -> tuple[int, int]:
    """Let periods of closed duties fall, and send the others after their duty to its unit; how many of each."""
    fallen = moved = 0
    chart = Chart(day)
    for row in queries.waiting_periods():
        if row.duty.closed_on is not None:
            why = f"Görev {row.duty.closed_on:%d.%m.%Y} günü kapandı."
            fallen += quietly("lapse", row.case.number, actor=clock(row.case.unit_id), reason=why)
        elif row.duty.unit_id != row.case.unit_id:
            moved += _move(row.pk, chart, actor=clock(row.duty.unit_id))
    return fallen, moved


@transaction.atomic
def _move(pk: int, chart: Chart, *, actor: Actor) -> bool:
    period = _locked(pk)
    if period is None:
        return False
    duty = legislation.briefs_of([period.duty_id])[period.duty_id]
    if duty.closed_on is not None or duty.unit_id == period.case.unit_id:
        return False
    plan = DutyPlan.objects.filter(duty_id=period.duty_id).first()
    named = (plan.assignee_id if plan else None) or duty.assignee_id
    period.case.unit_id = duty.unit_id
    period.case.assignee_id = chart.answers(duty.unit_id, duty.role, named)
    period.case.save()
    tell(period.case, "move", actor, duty.unit_name)
    return True


def settle_proven(duty_id: int | None = None) -> int:
    """Close the open periods (of one duty, or all) that something proves by itself, and open again those whose proof
    was taken back."""
    waiting = queries.waiting_periods()
    rows = list(waiting.filter(duty_id=duty_id) if duty_id else waiting)
    spans = [(row.duty_id, row.begins_on, row.ends_on) for row in rows]
    shown = set(legislation.counted_in(spans)) | set(legislation.papers_in(spans))
    closed = 0
    for row in rows:
        if (row.duty_id, row.begins_on) in shown:
            closed += quietly("prove", row.case.number, actor=clock(row.case.unit_id))
    papers = DutyPeriod.objects.filter(evidence__withdrawn_at__isnull=False, duty__closed_on=None)
    papers = papers.filter(duty_id=duty_id) if duty_id else papers
    for row in papers.filter(case__state__in=[PeriodState.DONE, PeriodState.PROVEN]):
        quietly("reopen", row.case.number, actor=clock(row.case.unit_id), reason="Dönemin kanıtı geri alındı.")
    return closed


def climb(day: dt.date) -> int:
    """Tell the superiors of late periods, one rung after the other; each seat hears of a period once."""
    rows = [row for row in queries.waiting_periods() if row.case.due_on and row.case.due_on < day]
    if not rows:
        return 0
    calendar = calendar_from(min(row.case.due_on for row in rows if row.case.due_on))
    chart = Chart(day)
    grace = dict(
        DutyPlan.objects.filter(duty_id__in=[row.duty_id for row in rows]).values_list("duty_id", "grace_days")
    )
    told: set[tuple[int, str]] = set(
        Escalation.objects.filter(period__in=[row.pk for row in rows]).values_list("period_id", "position")
    )
    count = 0
    for row in rows:
        assert row.case.due_on is not None
        late = calendar.between(row.case.due_on, day)
        for position, after in LADDER:
            if late < after + grace.get(row.duty_id, 0) or (row.pk, position) in told:
                continue
            chair = chart.nearest(row.case.unit_id, position)
            if chair is not None:
                count += _raise(row.pk, chair, day, late, actor=clock(row.case.unit_id))
    return count


@transaction.atomic
def _raise(pk: int, chair: Chair, day: dt.date, late: int, *, actor: Actor) -> bool:
    period = _locked(pk)
    if period is None:
        return False
    _, fresh = Escalation.objects.get_or_create(
        period=period,
        position=chair.position,
        defaults={"unit_id": chair.unit_id, "raised_on": day, "days_late": late},
    )
    if fresh:
        case = period.case
        tell(case, "climb", actor, f"{Position(chair.position).label} · {late} iş günü gecikti")
        publish(lifecycle.OVERDUE, number=case.number, position=chair.position)
        notify(
            chair.user_ids,
            CLIMBED,
            f"Geciken görev size yükseldi: {case.subject}",
            actor=actor,
            body=f"{case.unit.name} · son gün {case.due_on:%d.%m.%Y}, {late} iş günü gecikti.",
            url=f"/uyum/donemler/{case.number}/",
            subject_kind=watching.SUBJECT,
            subject_number=case.number,
            secrecy=case.secrecy,
            dedupe=f"{case.number}.{chair.position}",
        )
    return fresh
