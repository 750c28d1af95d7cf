"""Years of tickets of a whole metropolis, by COPY: for the sample and for measurements.

The files are told as the services would have told them: every state has the lines, messages and pauses that lead to
it, and the deadlines are counted by the same clocks. Only the hour is made up.
"""

import datetime as dt
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.timezone import localdate
from django.utils.timezone import now as present

from konak.foundation.calendar.queries import calendar_from
from konak.foundation.cases.bulk import File, Line, copy_cases
from konak.foundation.db.copying import copy_rows
from konak.foundation.people.models import Appointment

from .clocks import ZONE
from .lifecycle import State
from .models import (
    Agent,
    Channel,
    Grade,
    Kind,
    Message,
    Outcome,
    Pause,
    PauseWhy,
    Priority,
    Rating,
    Service,
    Ticket,
    WorkTime,
)
from .queries import Clocks
from .words import ANSWERS, ASKED, NOTES, OPENINGS, PARTIES, PLACES, REPLIES, SUBJECTS, THANKS, Told, fitting

HISTORY = 730
"""Days the tickets reach back."""
MINUTE = dt.timedelta(minutes=1)
RECENT = 0.12
"""Share of tickets opened in the last working days besides the even flow, so that every state can be looked at."""


@dataclass(frozen=True, slots=True)
class Sitter:
    """Somebody in his seat."""

    user: int
    unit: int
    seat: int
    position: str


@dataclass(slots=True)
class Extra:
    """What hangs on one ticket besides its cover and story."""

    messages: list[dict[str, Any]] = field(default_factory=list)
    pauses: list[dict[str, Any]] = field(default_factory=list)
    ratings: list[dict[str, Any]] = field(default_factory=list)
    work: list[dict[str, Any]] = field(default_factory=list)


def fill(*, count: int, seed: int, report: Callable[[str], object], history: int = HISTORY) -> int:
    """Copy `count` tickets with their talk; returns how many messages."""
    chance = random.Random(seed)  # noqa: S311 - repeatable sample data, nothing secret
    desk = _Desk(chance, history)
    extras: dict[int, Extra] = {}
    done = messages = 0

    def files() -> Iterator[File]:
        for moment in desk.moments(count):
            one, extra = desk.ticket(moment)
            extras[id(one)] = extra
            yield one

    def then(batch: list[File]) -> None:
        nonlocal done, messages
        hung = [(one.key, extras.pop(id(one))) for one in batch]
        messages += copy_rows(Message, ({"ticket": key, **row} for key, extra in hung for row in extra.messages))
        copy_rows(Pause, ({"ticket": key, **row} for key, extra in hung for row in extra.pauses))
        copy_rows(Rating, ({"ticket": key, **row} for key, extra in hung for row in extra.ratings))
        copy_rows(WorkTime, ({"ticket": key, **row} for key, extra in hung for row in extra.work))
        done += len(batch)
        report(f"{done:,} destek talebi".replace(",", "."))

    copy_cases(Ticket, files(), then)
    return messages


class _Desk:
    """Who asks, who answers, what is asked; and the clocks."""

    def __init__(self, chance: random.Random, history: int) -> None:
        self.chance = chance
        self.now = present()
        self.today = localdate(self.now)
        begin = self.today - dt.timedelta(days=history)
        calendar = calendar_from(begin - dt.timedelta(days=5))
        self.clocks = Clocks(calendar)
        every = [begin + dt.timedelta(days=n) for n in range(history + 1)]
        self.working = [day for day in every if calendar.is_working(day)]
        self.askers = [
            Sitter(*row)
            for row in Appointment.objects.filter(until=None, acting_for=None, user__is_active=True)
            .exclude(position__in=["administrator", "auditor"])
            .order_by("pk")
            .values_list("user_id", "unit_id", "pk", "position")
        ]
        seats = {one.user: one for one in self.askers}
        self.teams: dict[int, list[Sitter]] = {}
        for unit, user in Agent.objects.order_by("pk").values_list("unit_id", "user_id"):
            if user in seats:
                self.teams.setdefault(unit, []).append(seats[user])
        rows = Service.objects.filter(active=True).select_related("level__hours", "own_level__hours")
        self.services = [one for one in rows.order_by("pk") if one.unit_id in self.teams and one.code in SUBJECTS]
        self.weights = [SUBJECTS[one.code].weight for one in self.services]
        if not self.services:
            raise LookupError("there is no service with a team to ask")

    def moments(self, count: int) -> list[dt.datetime]:
        """When the tickets were opened, oldest first: working hours mostly, more on Mondays and of late."""
        found = []
        for _ in range(count):
            place = min(len(self.working) - 1, int(len(self.working) * self.chance.random() ** 0.85))
            if self.chance.random() < RECENT:
                place = max(0, len(self.working) - 1 - int(12 * self.chance.random() ** 1.6))
            day = self.working[place]
            if day.weekday() > 2 and self.chance.random() < 0.2:
                day = self.working[max(0, place - day.weekday())]
            hour = self.chance.choices((8, 9, 10, 11, 13, 14, 15, 16, 19), (6, 10, 9, 7, 8, 8, 7, 4, 1))[0]
            time = dt.time(hour, self.chance.randrange(60), self.chance.randrange(60))
            moment = dt.datetime.combine(day, time, ZONE)
            found.append(min(moment, self.now - MINUTE * self.chance.randrange(6, 300)))
        return sorted(found)

    def ticket(self, opened_at: dt.datetime) -> tuple[File, Extra]:
        chance = self.chance
        service = chance.choices(self.services, self.weights)[0]
        told = SUBJECTS[service.code]
        asker = chance.choice(self.askers)
        team = self.teams[service.unit_id]
        agent = chance.choice([one for one in team if one.user != asker.user] or team)
        kind = chance.choices(told.kinds, told.kind_weights)[0]
        if kind not in service.kinds:
            kind = service.kinds[0]
        subject, text = fitting(told, kind, chance)
        impact = chance.choices(Grade.values, (1, 4, 12))[0]
        urgency = chance.choices(Grade.values, (2, 7, 4))[0]
        priority = _priority(impact, urgency)
        channel = chance.choices((Channel.PORTAL, Channel.PHONE, Channel.MAIL, Channel.LETTER), (70, 20, 8, 1))[0]
        by_hand = channel in {Channel.PHONE, Channel.LETTER}
        writer = agent if by_hand else asker
        contents: dict[str, Any] = {
            "service": service.pk,
            "kind": kind,
            "channel": channel,
            "text": text,
            "requester": asker.user,
            "entered_by": writer.user,
            "place": chance.choice(PLACES) if chance.random() < 0.5 else "",
            "letter_number": f"E-{chance.randrange(10**7, 10**8)}-{chance.randrange(100, 999)}"
            if channel == Channel.LETTER
            else "",
            "letter_date": localdate(opened_at) if channel == Channel.LETTER else None,
            "impact": impact,
            "urgency": urgency,
            "priority": priority,
            "level": service.level_id,
            "own_level": service.own_level_id,
            "opened_at": opened_at,
        }
        story = [Line(opened_at, "open", writer.user, writer.seat, writer.position)]
        extra = Extra()
        life = _Life(self, service, told, asker, agent, story, extra, opened_at, priority)
        contents |= life.run(kind)
        ended = life.state in {State.CLOSED, State.WITHDRAWN}
        contents["clock_on"] = not ended and life.state not in {State.SOLVED, State.WAITING}
        due = contents["solve_due"]
        return File(
            cover={
                "subject": subject,
                "state": life.state,
                "unit": service.unit_id,
                "assignee": life.assignee,
                "opened_by": asker.user,
                "opened_from_unit": asker.unit,
                "opened_at": opened_at,
                "due_on": localdate(due) if due and contents["clock_on"] else None,
                "closed_at": life.closed_at,
                "resting": ended or life.state == State.SOLVED,
            },
            contents=contents,
            story=story,
        ), extra


def _priority(impact: int, urgency: int) -> int:
    return {2: 1, 3: 2, 4: 3, 5: 3, 6: 4}[impact + urgency]


class _Life:
    """What happened to one ticket, up to now."""

    def __init__(
        self,
        desk: _Desk,
        service: Service,
        told: Told,
        asker: Sitter,
        agent: Sitter,
        story: list[Line],
        extra: Extra,
        opened_at: dt.datetime,
        priority: int,
    ) -> None:
        self.desk, self.service, self.told, self.asker, self.agent = desk, service, told, asker, agent
        self.story, self.extra, self.opened_at, self.priority = story, extra, opened_at, priority
        self.chance = desk.chance
        self.state: str = State.NEW
        self.assignee: int | None = agent.user if self.chance.random() < 0.8 else None
        self.closed_at: dt.datetime | None = None
        self.answered_at: dt.datetime | None = None
        self.solved_at: dt.datetime | None = None
        self.minutes = 0
        self.score: int | None = None
        self.reopened = 0
        self.solution = ""
        self.third_party = ""
        self.at = opened_at
        self.old = (desk.now - opened_at).days > 18

    def later(self, minutes: float) -> dt.datetime:
        """So many minutes of work later."""
        spent = max(1, int(minutes * (0.3 + 1.4 * self.chance.random())))
        level = self.service.level
        if level is None:
            return self.at + spent * MINUTE
        return self.desk.clocks.of(level).deadline(self.at, spent) + self.chance.randrange(60) * dt.timedelta(
            seconds=1
        )

    def go(self, minutes: float) -> bool:
        """Let time pass; False when that would be the future."""
        at = self.later(minutes)
        if at >= self.desk.now:
            return False
        self.at = at
        return True

    def line(self, who: Sitter | None, verb: str, note: str = "") -> None:
        if who is None:
            self.story.append(Line(self.at, verb, None, None, "administrator", note, via="job"))
        else:
            self.story.append(Line(self.at, verb, who.user, who.seat, who.position, note))

    def say(self, who: Sitter, text: str, *, desk: bool, internal: bool = False) -> None:
        self.extra.messages.append(
            {
                "author": who.user,
                "internal": internal,
                "by_desk": desk,
                "channel": Channel.PORTAL,
                "text": text,
                "at": self.at,
            }
        )
        if desk and not internal and self.answered_at is None:
            self.answered_at = self.at

    def run(self, kind: str) -> dict[str, Any]:
        self._live(kind)
        return {
            "answered_at": self.answered_at,
            "solved_at": self.solved_at,
            "minutes_spent": self.minutes,
            "score": self.score,
            "reopened": self.reopened,
            "solution": self.solution,
            "outcome": self.outcome() if self.solution else "",
            "third_party": self.third_party,
            "unclosed": self.state == State.SOLVED,
            **self.dues(),
        }

    def outcome(self) -> str:
        return self.chance.choices(
            (Outcome.DONE, Outcome.WORKAROUND, Outcome.NO_FAULT, Outcome.NOT_DONE), (88, 5, 4, 3)
        )[0]

    def dues(self) -> dict[str, dt.datetime | None]:
        found: dict[str, dt.datetime | None] = {"answer_due": None, "solve_due": None, "own_due": None}
        stops = [
            (row["since"], row["until"] or self.desk.now)
            for row in self.extra.pauses
            if row["why"] != PauseWhy.THIRD_PARTY
        ]
        level = self.service.level
        target = self.desk.clocks.target(level, self.priority) if level else None
        if level is not None and target is not None:
            clock = self.desk.clocks.of(level)
            if target.answer_minutes:
                found["answer_due"] = clock.deadline(self.opened_at, target.answer_minutes, stops)
            if target.solve_minutes:
                found["solve_due"] = clock.deadline(self.opened_at, target.solve_minutes, stops)
        return found

    def _live(self, kind: str) -> None:
        chance = self.chance
        pace = {Priority.CRITICAL: 0.3, Priority.HIGH: 0.6, Priority.NORMAL: 1.0, Priority.LOW: 1.6}[
            Priority(self.priority)
        ]
        if chance.random() < 0.03 and self.go(90):
            self.line(self.asker, "withdraw")
            self.state, self.closed_at = State.WITHDRAWN, self.at
            return
        if not self.go(35 * pace) or (not self.old and chance.random() < 0.12):
            return
        self.line(self.agent, "take")
        self.state, self.assignee = State.WORKING, self.agent.user
        if chance.random() < 0.75:
            self.say(self.agent, chance.choice(OPENINGS), desk=True)
            self.line(self.agent, "answer")
        if not self._ask(pace) or not self._refer(pace):
            return
        if chance.random() < 0.3 and self.go(60 * pace):
            self.say(self.agent, chance.choice(NOTES), desk=True, internal=True)
            self.line(self.agent, "note")
        slow = 5.0 if chance.random() < 0.09 else 1.0
        if (not self.old and chance.random() < 0.22) or not self.go(self.told.minutes * pace * slow):
            return
        self._solve(kind)
        self._after(pace)

    def _ask(self, pace: float) -> bool:
        """Some need to be asked; False when the story ends while waiting."""
        if self.chance.random() > 0.18:
            return True
        if not self.go(20 * pace):
            return False
        since = self.at
        self.say(self.agent, self.chance.choice(ASKED), desk=True)
        self.line(self.agent, "ask")
        if (not self.old and self.chance.random() < 0.35) or not self.go(300):
            self.extra.pauses.append({"why": PauseWhy.WAITING, "since": since, "until": None, "words": ""})
            self.state = State.WAITING
            return False
        self.extra.pauses.append({"why": PauseWhy.WAITING, "since": since, "until": self.at, "words": ""})
        self.say(self.asker, self.chance.choice(REPLIES), desk=False)
        self.line(self.asker, "reply")
        return True

    def _refer(self, pace: float) -> bool:
        if self.chance.random() > 0.05:
            return True
        if not self.go(40 * pace):
            return False
        since, party = self.at, self.chance.choice(PARTIES)
        self.line(self.agent, "refer")
        if (not self.old and self.chance.random() < 0.5) or not self.go(900):
            self.extra.pauses.append({"why": PauseWhy.THIRD_PARTY, "since": since, "until": None, "words": party})
            self.state, self.third_party = State.THIRD_PARTY, party
            return False
        self.extra.pauses.append({"why": PauseWhy.THIRD_PARTY, "since": since, "until": self.at, "words": party})
        self.line(self.agent, "resume")
        return True

    def _solve(self, kind: str) -> None:
        self.solution = self.chance.choice(self.told.solutions or ANSWERS)
        self.say(self.agent, self.solution, desk=True)
        self.line(self.agent, "solve")
        self.state, self.solved_at = State.SOLVED, self.at
        if self.service.time_required or self.chance.random() < 0.4 or kind == Kind.CONSULTANCY:
            spent = self.chance.choice((5, 10, 10, 15, 20, 30, 45, 60, 90))
            self.minutes += spent
            self.extra.work.append(
                {"user": self.agent.user, "minutes": spent, "on": localdate(self.at), "note": "", "at": self.at}
            )

    def _after(self, pace: float) -> None:
        chance = self.chance
        if chance.random() < 0.05 and self.go(120):
            since = self.solved_at
            self.score = chance.choice((1, 2))
            self._rate("Sorun yeniden başladı.")
            self.line(self.asker, "reopen")
            self.extra.pauses.append({"why": PauseWhy.SOLVED, "since": since, "until": self.at, "words": ""})
            self.state, self.solved_at, self.reopened = State.REOPENED, None, 1
            if not self.go(self.told.minutes * pace):
                return
            self._solve(Kind.INCIDENT)
        if not self.old and chance.random() < 0.3:
            return
        if chance.random() < 0.55:
            if not self.go(240):
                return
            self.score = chance.choices((5, 4, 3), (60, 30, 10))[0]
            self._rate(chance.choice(THANKS) if chance.random() < 0.25 else "")
            self.line(self.asker, "confirm")
        else:
            if not self.go(3 * 480):
                return
            self.line(None, "close")
        self.state, self.closed_at = State.CLOSED, self.at

    def _rate(self, words: str) -> None:
        self.extra.ratings.append({"user": self.asker.user, "score": self.score, "words": words, "at": self.at})
        self.line(self.asker, "rate", f"{self.score}/5")
