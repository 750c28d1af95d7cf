"""Who is told of an alarm: step by step, as long as nobody has taken it on."""

import datetime as dt
from collections.abc import Iterable

from django.utils.timezone import localdate, now

from konak.foundation.notify.services import notify
from konak.foundation.people.queries import holders, line_on

from ..lifecycle import ProblemState
from ..models import Escalation, EscalationTo, Host, HostState, Level, Problem, Turn
from .common import ALARM


def _line(unit_id: int) -> list[int]:
    """The unit and those over it, nearest first."""
    return [one.unit_id for one in line_on(unit_id, localdate())] or [unit_id]


def steps_for(unit_id: int) -> list[Escalation]:
    """The steps of the unit, else those of the nearest unit over it that has some."""
    for unit in _line(unit_id):
        rows = list(Escalation.objects.filter(unit_id=unit).order_by("after", "pk"))
        if rows:
            return rows
    return []


def people_of(step: Escalation, problem: Problem, moment: dt.datetime) -> list[int]:
    if step.to == EscalationTo.ON_DUTY:
        turns = Turn.objects.filter(rota=step.rota, since__lte=moment, until__gt=moment)
        return list(turns.values_list("user_id", flat=True))
    if step.to == EscalationTo.OWNER:
        return [problem.host.assignee_id] if problem.host.assignee_id else []
    for unit in _line(problem.host.unit_id):
        found = [row.user_id for row in holders(unit, step.to)]
        if found:
            return found
    return []


def climb(problem: Problem, *, moment: dt.datetime) -> int:  # actor: none, nobody presses
    """Tell whoever is due by now and was not told; returns how many were. What was taken on climbs no further."""
    steps = steps_for(problem.host.unit_id)
    lasted = (moment - problem.began_at).total_seconds() / 60
    due = [
        step
        for step in steps[problem.step :]
        if step.after <= lasted and (problem.level == Level.CRIT or step.warnings)
    ]
    count = 0
    if due:
        number = problem.case.number
        for place, step in enumerate(steps[problem.step :], problem.step + 1):
            if step.after > lasted:
                break
            if step in due:
                count += notify(
                    people_of(step, problem, moment),
                    ALARM,
                    problem.case.subject,
                    body=problem.words,
                    url=f"/izleme/arizalar/{number}/",
                    subject_kind=problem.case.kind,
                    subject_number=number,
                    dedupe=f"monitoring.alarm:{number}:{place}:{int(problem.began_at.timestamp())}",
                )
            problem.step = place
        Problem.objects.filter(pk=problem.pk).update(step=problem.step)
    return count


def told_of(problem: Problem) -> list[int]:
    """Those who were told so far, and whoever took it on."""
    found: set[int] = {problem.taken_by_id} if problem.taken_by_id else set()
    for step in steps_for(problem.host.unit_id)[: problem.step]:
        found |= set(people_of(step, problem, problem.began_at))
    return sorted(found)


def sweep(moment: dt.datetime | None = None) -> int:  # actor: none, the minute does it
    """Every minute: alarms nobody took climb, and what lies behind a dead host is counted."""
    at = moment or now()
    count = 0
    rows = Problem.objects.filter(ended_at=None, case__state=ProblemState.OPEN).select_related("host", "case")
    for problem in rows[:500]:
        count += climb(problem, moment=at)
    for problem in Problem.objects.filter(ended_at=None, down=True)[:200]:
        many = len(_behind([problem.host_id]))
        if many != problem.behind:
            Problem.objects.filter(pk=problem.pk).update(behind=many)
    return count


def _behind(roots: Iterable[int]) -> set[int]:
    """Hosts that cannot be reached because they stand behind these."""
    found: set[int] = set()
    edge = set(roots)
    for _ in range(30):
        rows = Host.objects.filter(parents__in=edge, state=HostState.UNREACHABLE).exclude(pk__in=found)
        edge = set(rows.values_list("pk", flat=True))
        if not edge:
            break
        found |= edge
    return found
