"""Working time, counted in minutes between two moments. Pure arithmetic: no tables, no questions to the database.

A clock runs only while the desk works by its hours, and never while it is paused. Days are asked of the calendar one
after another and remembered, so that a deadline costs as many steps as it has days and no query at all.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Istanbul")
ONE_DAY = dt.timedelta(days=1)
NOON = dt.time(13)
"""Half days are worked until 13.00 (law 2429)."""
LONGEST = 3_660
"""Days a clock may walk: a target that is never reached within ten years is a mistake, not a deadline."""

Span = tuple[dt.datetime, dt.datetime]


class Work(Enum):
    """How a day is worked."""

    FULL = "full"
    HALF = "half"
    OFF = "off"


DayOf = Callable[[dt.date], Work]


@dataclass(frozen=True, slots=True)
class Shift:
    """When the desk works. `always` is round the clock on every day; a break is no working time."""

    always: bool = False
    begins: dt.time = dt.time(8, 30)
    ends: dt.time = dt.time(17, 30)
    break_from: dt.time | None = dt.time(12, 30)
    break_until: dt.time | None = dt.time(13, 30)


@dataclass(slots=True)
class Clock:
    """Counts the working minutes of one shift over one calendar."""

    shift: Shift
    day_of: DayOf
    _spans: dict[dt.date, tuple[Span, ...]] = field(default_factory=dict)

    def spans_of(self, day: dt.date) -> tuple[Span, ...]:
        """The working spans of one day, in order."""
        if day not in self._spans:
            self._spans[day] = tuple(self._cut(day))
        return self._spans[day]

    def _cut(self, day: dt.date) -> Iterator[Span]:
        def at(time: dt.time) -> dt.datetime:
            return dt.datetime.combine(day, time, ZONE)

        shift = self.shift
        if shift.always:
            yield at(dt.time()), dt.datetime.combine(day + ONE_DAY, dt.time(), ZONE)
            return
        work = self.day_of(day)
        if work is Work.OFF:
            return
        ends = min(shift.ends, NOON) if work is Work.HALF else shift.ends
        if shift.break_from and shift.break_until and shift.break_from < ends and shift.begins < shift.break_from:
            yield at(shift.begins), at(shift.break_from)
            if shift.break_until < ends:
                yield at(shift.break_until), at(ends)
        elif shift.begins < ends:
            yield at(shift.begins), at(ends)

    def running(self, begin: dt.datetime, end: dt.datetime | None, pauses: Sequence[Span] = ()) -> Iterator[Span]:
        """The spans from `begin` on in which the clock runs, the pauses cut out; endless unless `end` is given."""
        day = begin.astimezone(ZONE).date()
        last = end.astimezone(ZONE).date() if end is not None else day + ONE_DAY * LONGEST
        stops = sorted(pauses)
        while day <= last:
            for opens, closes in self.spans_of(day):
                yield from _without(max(opens, begin), closes if end is None else min(closes, end), stops)
            day += ONE_DAY

    def elapsed(self, begin: dt.datetime, end: dt.datetime, pauses: Sequence[Span] = ()) -> int:
        """How many minutes the clock has run from `begin` to `end`; begun minutes do not count."""
        ran = sum((until - since for since, until in self.running(begin, end, pauses)), dt.timedelta())
        return int(ran.total_seconds() // 60)

    def deadline(self, begin: dt.datetime, minutes: int, pauses: Sequence[Span] = ()) -> dt.datetime:
        """The moment at which the clock has run so many minutes. Raises `ValueError` when it never gets there."""
        left = dt.timedelta(minutes=minutes)
        for since, until in self.running(begin, None, pauses):
            if until - since >= left:
                return since + left
            left -= until - since
        raise ValueError("the clock never runs that long")


def _without(begin: dt.datetime, end: dt.datetime, stops: Sequence[Span]) -> Iterator[Span]:
    for since, until in stops:
        if begin >= end:
            return
        if until <= begin or since >= end:
            continue
        if since > begin:
            yield begin, since
        begin = max(begin, until)
    if begin < end:
        yield begin, end


def words(minutes: int) -> str:
    """ "4 saat", "1 saat 30 dakika", "45 dakika"; the working day is not assumed to have a length."""
    hours, rest = divmod(abs(minutes), 60)
    parts = ([f"{hours} saat"] if hours else []) + ([f"{rest} dakika"] if rest or not hours else [])
    return " ".join(parts)
