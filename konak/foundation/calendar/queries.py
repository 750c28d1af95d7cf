"""Which days are worked: the public holidays of the law, and what the administration changed about them."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import holidays

from .models import DayKind, Holiday

ONE_DAY = dt.timedelta(days=1)
LONGEST = 10_000
"""Most days a period may have: enough for any law, and short of a typing slip that would count for minutes."""

_ESTIMATED = " (tahmini)"
_HALF = " (saat 13.00'ten)"


@dataclass(frozen=True, slots=True)
class Day:
    """A day that differs from an ordinary week."""

    date: dt.date
    name: str
    kind: DayKind
    estimated: bool = False
    """A religious holiday computed for a year whose calendar is not published yet."""
    basis: str = ""
    """Circular or decision, where the administration declared the day."""


@lru_cache(maxsize=256)
def days_of_law(year: int) -> Mapping[dt.date, Day]:
    """The public holidays of one year, half days included.

    Law 2429 on National Day and General Holidays, art. 1 and 2: Republic Day begins on 28 October at 13.00, religious
    holidays on their eve at 13.00. The dates of the religious holidays are those the Presidency of Religious Affairs
    announced, as collected by the `holidays` package; years beyond its table are estimated and flagged.
    """
    full = holidays.TR(years=year, language="tr")
    half = holidays.TR(years=year, language="tr", categories=(holidays.HALF_DAY,))
    found: dict[dt.date, Day] = {}
    for date, name in half.items():
        plain = name.replace(_ESTIMATED, "").replace(_HALF, "")
        eve = "" if plain == "Cumhuriyet Bayramı" else " arifesi"
        found[date] = Day(date, f"{plain}{eve} (13.00'ten sonra)", DayKind.HALF, _ESTIMATED in name)
    for date, name in full.items():
        # Two holidays on one day read "Kurban Bayramı, Atatürk'ü Anma…".
        plain = ", ".join(part.replace(_ESTIMATED, "") for part in name.split("; "))
        found[date] = Day(date, plain.replace("i\u0307", "i"), DayKind.FULL, _ESTIMATED in name)
    return found


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working days, with what was declared for this installation. Pure: count as often as you like."""

    declared: Mapping[dt.date, Day] = field(default_factory=dict)

    def day(self, date: dt.date) -> Day | None:
        """What is special about a day; None on an ordinary one."""
        return self.declared.get(date) or days_of_law(date.year).get(date)

    def is_working(self, date: dt.date, *, half_day_counts: bool = True) -> bool:
        """Saturday and Sunday are not worked (law 657 art. 99); a declared working day is, whatever the weekday."""
        day = self.day(date)
        if day is None or day.kind == DayKind.HALF:
            return date.weekday() < 5 and (day is None or half_day_counts)
        return day.kind == DayKind.WORKING

    def next_working(self, date: dt.date, *, half_day_counts: bool = True) -> dt.date:
        """The day itself when it is worked, otherwise the first worked day after it."""
        while not self.is_working(date, half_day_counts=half_day_counts):
            date += ONE_DAY
        return date

    def add(self, start: dt.date, days: int) -> dt.date:
        """The working day that comes `days` working days after `start` (before it when negative); 0 is `start`."""
        if abs(days) > LONGEST:
            raise ValueError(f"a period of {days} days is too long")
        step, date = ONE_DAY if days > 0 else -ONE_DAY, start
        remaining = abs(days)
        while remaining:
            date += step
            remaining -= self.is_working(date)
        return date

    def between(self, start: dt.date, end: dt.date) -> int:
        """How many working days after `start` until `end`, `end` included; negative when `end` lies before."""
        if end < start:
            return -self.between(end, start)
        if (end - start).days > 3 * LONGEST:
            raise ValueError("the two days lie too far apart")
        return sum(self.is_working(start + dt.timedelta(days=n)) for n in range(1, (end - start).days + 1))

    def special_days(self, first: dt.date, last: dt.date) -> Iterator[Day]:
        """The special days from `first` to `last`, in order."""
        for year in range(first.year, last.year + 1):
            days = {**days_of_law(year), **{date: day for date, day in self.declared.items() if date.year == year}}
            yield from (days[date] for date in sorted(days) if first <= date <= last)


def calendar_from(first: dt.date) -> Calendar:
    """The calendar for counting from `first` on: one query, a handful of rows a year. Keep it to count many dates."""
    rows = Holiday.objects.filter(day__gte=first)
    return Calendar({row.day: Day(row.day, row.name, DayKind(row.kind), basis=row.basis) for row in rows})


def special_days(year: int) -> list[Day]:
    """Every special day of a year for the calendar page: the law's, with the administration's in their place."""
    first = dt.date(year, 1, 1)
    return list(calendar_from(first).special_days(first, dt.date(year, 12, 31)))
