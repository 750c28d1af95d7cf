"""Problems begin and end by what was measured; people take them on, explain them, and close them with a report."""

import datetime as dt

from django.db import transaction
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.cases.services import open_case, take, tell
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.services import notify

from .. import access, lifecycle
from ..lifecycle import BEGAN, ENDED, REPORTED, ProblemState
from ..models import Check, Host, Level, Problem
from .common import CALM, short, worker
from .escalating import climb, told_of
from .indexing import index_problem

__all__ = ["begin", "end", "fold", "goes_on", "note_ticket", "report", "take_on", "worker"]

SHORT = dt.timedelta(minutes=10)
"""An outage shorter than this closes by itself; a longer one waits for its report."""
AGAIN = dt.timedelta(minutes=30)
"""Trouble that comes back within this time is the same trouble."""


def begin(
    *,
    actor: Actor,
    host: Host,
    check: Check,
    level: int,
    words: str,
    at: dt.datetime,
    flapping: bool = False,
) -> Problem:
    """A problem begins; where the last one of the same check ended just now, that one goes on."""
    last = (
        Problem.objects.filter(owner=check, case__state=ProblemState.RECOVERED, ended_at__gte=at - AGAIN)
        .order_by("-ended_at")
        .first()
    )
    if last is not None:
        return _relapse(last, actor=actor, level=level, words=words)
    down = check.alive
    what = "erişilemiyor" if down else f"{check.name}: {words}"
    made = open_case(
        Problem(
            host=host,
            owner=check,
            level=level,
            down=down,
            words=short(words, 4_000, "Ölçülen")[:400],
            began_at=at,
            flapping=flapping,
        ),
        actor=actor,
        permission=access.ANSWER,
        unit_id=host.unit_id,
        subject=f"{host.name}: {what}"[:250],
        assignee_id=None,
    )
    index_problem(made)
    climb(made, moment=at)
    publish(BEGAN, number=made.case.number)
    return made


def _relapse(last: Problem, *, actor: Actor, level: int, words: str) -> Problem:
    with take(lifecycle.RELAPSE, Problem, last.case.number, actor) as problem:
        problem.ended_at, problem.level, problem.words = None, level, words[:400]
        problem.step = 0
    climb(problem, moment=now())
    publish(BEGAN, number=problem.case.number)
    return problem


def goes_on(problem: Problem, *, level: int, words: str, flapping: bool) -> None:  # actor: none, a measurement
    """It still lasts, perhaps worse or milder than before."""
    if (problem.level, problem.flapping) == (level, flapping):
        return
    worse = level == Level.CRIT and problem.level != Level.CRIT
    problem.level, problem.flapping, problem.words = level, flapping, words.replace("\0", "")[:400]
    problem.save(update_fields=["level", "flapping", "words"])
    if worse:
        tell(problem.case, "worse", worker(problem.case.unit_id), problem.words[:250])


@transaction.atomic
def end(problem: Problem, *, actor: Actor, at: dt.datetime, why: str = "") -> Problem:
    """It was measured to be over. A short one is closed at once, a long outage waits for its report."""
    Problem.objects.filter(pk=problem.pk).update(ended_at=max(at, problem.began_at), flapping=False)
    number = problem.case.number
    with take(lifecycle.RECOVER, Problem, number, actor, note=why) as one:
        one.ended_at = max(at, one.began_at)
    lasted = one.ended_at - one.began_at
    people = told_of(one)
    notify(
        people,
        CALM,
        f"Düzeldi: {one.case.subject}",
        url=f"/izleme/arizalar/{number}/",
        subject_kind=one.case.kind,
        subject_number=number,
        dedupe=f"monitoring.calm:{number}:{int(at.timestamp())}",
    )
    publish(ENDED, number=number)
    if one.level != Level.CRIT or lasted < SHORT:
        with take(lifecycle.SETTLE, Problem, number, actor) as one:
            one.done = "Kendiliğinden düzeldi; süresi rapor gerektirmeyecek kadar kısa ya da yalnız uyarıydı."
        index_problem(one)
    return one


@transaction.atomic
def fold(problem: Problem, *, actor: Actor, at: dt.datetime) -> Problem:
    """What stands before it is away: this is no trouble of its own, and closes without a report."""
    number = problem.case.number
    Problem.objects.filter(pk=problem.pk).update(ended_at=max(at, problem.began_at))
    with take(lifecycle.SETTLE, Problem, number, actor) as one:
        one.ended_at = max(at, one.began_at)
        one.done = "Cihaz erişilemez oldu ya da önündeki bağlantı koptu; arıza orada izleniyor."
    index_problem(one)
    publish(ENDED, number=number)
    return one


def take_on(number: str, *, actor: Actor, words: str = "") -> Problem:
    """Somebody says that he works on it: the alarm climbs no further."""
    with take(lifecycle.TAKE_ON, Problem, number, actor, note=short(words, 250, "Açıklama")) as problem:
        problem.taken_by_id, problem.taken_at = actor.user_id, now()
        problem.case.assignee_id = problem.case.assignee_id or actor.user_id
    index_problem(problem)
    return problem


def report(number: str, *, actor: Actor, cause: str, done: str, prevention: str = "") -> Problem:
    """The report of an outage: why it was, what was done, what keeps it from coming again. It closes the file."""
    texts = [text.replace("\0", "").strip() for text in (cause, done, prevention)]
    if not texts[0] or not texts[1]:
        raise Refused("Kesinti raporunda neden ve yapılan yazılmalıdır.")
    if any(len(text) > 4_000 for text in texts):
        raise Refused("Raporun her bölümü en çok 4.000 karakter olabilir.")
    with take(lifecycle.REPORT, Problem, number, actor) as problem:
        problem.cause, problem.done, problem.prevention = texts
        problem.case.assignee_id = problem.case.assignee_id or actor.user_id
        publish(REPORTED, number=number)
    index_problem(problem)
    return problem


@transaction.atomic
def note_ticket(number: str, *, actor: Actor, ticket: str) -> None:
    """The desk has opened a ticket for it."""
    del actor  # the desk's own job tells it
    Problem.objects.filter(case__number=number).update(ticket=ticket[:24])
