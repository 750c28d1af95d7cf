"""The yearly compliance report of a text: by article and branch, best and worst, and what changed since last year."""

import datetime as dt
from dataclasses import dataclass

from django.utils.timezone import localdate

from konak.foundation.access import Actor

from ..models import Proof, Regulation
from .card import Line, Part, duties_within, lines_of, mean, parts_of
from .past import past_of
from .texts import regulation
from .then import moment_of

SHOWN = 10
"""Duties in each of the lists of best and worst."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A duty whose score changed since the year before."""

    line: Line
    before: float

    @property
    def change(self) -> float:
        return self.line.score - self.before


@dataclass(frozen=True, slots=True)
class Compliance:
    """A year of a text."""

    regulation: Regulation
    year: int
    since: dt.date
    until: dt.date
    lines: list[Line]
    articles: list[Part]
    branches: list[Part]
    before: float | None
    opened: list[Line]
    closed: list[Line]
    moved: list[Moved]
    handed: list[Line]
    """Duties that another unit answers for than a year before."""

    @property
    def score(self) -> float:
        return mean(self.lines)

    @property
    def best(self) -> list[Line]:
        return sorted(self.lines, key=lambda line: (-line.score, line.duty.clause.order))[:SHOWN]

    @property
    def worst(self) -> list[Line]:
        return sorted(self.lines, key=lambda line: (line.score, line.duty.clause.order))[:SHOWN]

    @property
    def fresh(self) -> int:
        return sum(line.state == Proof.FRESH for line in self.lines)

    @property
    def lacking(self) -> int:
        return sum(line.state in {Proof.STALE, Proof.MISSING} for line in self.lines)


def years_of(regulation: Regulation) -> list[int]:
    """Years in which a text was in force, newest first."""
    # reach: the regulation was found through one
    if regulation.in_force_on is None:
        return []
    last = min(regulation.repealed_on or localdate(), localdate())
    return list(range(last.year, regulation.in_force_on.year - 1, -1))


def compliance(actor: Actor, number: str, year: int) -> Compliance:
    """One year of one text, up to today while it runs; out of reach it is `Regulation.DoesNotExist`."""
    text = regulation(actor, number)
    since, until = dt.date(year, 1, 1), min(dt.date(year, 12, 31), localdate())
    lines = lines_of(duties_within(actor, since, until, number), since, until)
    year_before = duties_within(actor, dt.date(year - 1, 1, 1), dt.date(year - 1, 12, 31), number)
    old = lines_of(year_before, dt.date(year - 1, 1, 1), dt.date(year - 1, 12, 31))
    scores = {line.duty.pk: line.score for line in old}
    moved = [Moved(line, scores[line.duty.pk]) for line in lines if line.duty.pk in scores]
    past = past_of([line.duty for line in lines], until, ask=False)
    then = moment_of(since - dt.timedelta(days=1))
    return Compliance(
        regulation=text,
        year=year,
        since=since,
        until=until,
        lines=lines,
        articles=sorted(parts_of(lines, _article), key=lambda part: int(part.key)),
        branches=parts_of(lines, lambda line: (line.duty.unit.name, str(line.duty.unit_id))),
        before=mean(old) if old else None,
        opened=[line for line in lines if line.duty.opened_on >= since],
        closed=[line for line in lines if line.duty.closed_on is not None],
        moved=sorted(
            (one for one in moved if abs(one.change) >= 1), key=lambda one: (one.change, one.line.duty.clause.order)
        ),
        handed=[
            line
            for line in lines
            if line.duty.opened_on < since and past.version(line.duty.pk, then).unit_id != line.duty.unit_id
        ],
    )


def _article(line: Line) -> tuple[str, str]:
    article = line.duty.clause.article
    return f"Md. {article.path} {article.heading}".strip(), str(article.order)
