"""The spans of a rhythm: which period a day lies in, which came before, when it opens, when it is due. No database.

All of it counts in days of the town's calendar, never in hours: summer time and a clock that was set cannot shift it.
"""

import calendar as months_of_year
import datetime as dt
from dataclasses import dataclass

from konak.foundation.calendar.queries import Calendar

from ..models import Interval

ONE_DAY = dt.timedelta(days=1)
MONTHS: dict[str, int] = {
    Interval.MONTHLY: 1,
    Interval.QUARTERLY: 3,
    Interval.HALF_YEARLY: 6,
    Interval.YEARLY: 12,
}
LEAD: dict[str, int] = {
    Interval.DAILY: 0,
    Interval.WEEKLY: 4,
    Interval.MONTHLY: 10,
    Interval.QUARTERLY: 15,
    Interval.HALF_YEARLY: 20,
    Interval.YEARLY: 30,
}
"""Days before the end of a period that its case opens, where the plan names none."""


@dataclass(frozen=True, slots=True, order=True)
class Turn:
    """One span of a rhythm, both days included."""

    begins_on: dt.date
    ends_on: dt.date

    def __contains__(self, day: dt.date) -> bool:
        return self.begins_on <= day <= self.ends_on


def turn_at(interval: str, day: dt.date, month: int = 1, first: int = 1) -> Turn:
    """The turn of a rhythm that `day` lies in. Years begin on `first`.`month`; shorter turns are cut from there."""
    if interval == Interval.DAILY:
        return Turn(day, day)
    if interval == Interval.WEEKLY:
        monday = day - dt.timedelta(days=day.weekday())
        return Turn(monday, monday + dt.timedelta(days=6))
    step = MONTHS[interval]
    index = day.year * 12 + day.month - 1 - (day.day < first)  # months begin on the day `first`
    offset = (index - (month - 1)) % step
    begins = _month(index - offset, first)
    return Turn(begins, _month(index - offset + step, first) - ONE_DAY)


def _month(index: int, day: int) -> dt.date:
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, day)


def turn_before(interval: str, turn: Turn, month: int = 1, first: int = 1) -> Turn:
    """The turn right before another one."""
    return turn_at(interval, turn.begins_on - ONE_DAY, month, first)


def turn_after(interval: str, turn: Turn, month: int = 1, first: int = 1) -> Turn:
    """The turn right after another one."""
    return turn_at(interval, turn.ends_on + ONE_DAY, month, first)


def opens_on(interval: str, turn: Turn, lead_days: int | None) -> dt.date:
    """The day on which a turn's case opens: so many days before its end, never before its beginning."""
    lead = LEAD[interval] if lead_days is None else lead_days
    return max(turn.begins_on, turn.ends_on - dt.timedelta(days=lead))


def due_on(turn: Turn, calendar: Calendar) -> dt.date:
    """The last day of the turn, or the first working day after it; a half day is worked."""
    return calendar.next_working(turn.ends_on)


def named(interval: str, turn: Turn) -> str:
    """A turn as a person says it: "Ekim 2026", "2026 yılı", "2026 3. çeyrek", else its days."""
    begin, end = turn.begins_on, turn.ends_on
    whole = begin.day == 1 and (end + ONE_DAY).day == 1
    if interval == Interval.YEARLY and whole and begin.month == 1:
        return f"{begin.year} yılı"
    if interval == Interval.HALF_YEARLY and whole and begin.month in {1, 7}:
        return f"{begin.year} {'ilk' if begin.month == 1 else 'ikinci'} yarı yılı"
    if interval == Interval.QUARTERLY and whole and begin.month in {1, 4, 7, 10}:
        return f"{begin.year} {(begin.month + 2) // 3}. çeyreği"
    if interval == Interval.MONTHLY and whole:
        return f"{MONTH_NAMES[begin.month - 1]} {begin.year}"
    if begin == end:
        return f"{begin:%d.%m.%Y}"
    return f"{begin:%d.%m.%Y} – {end:%d.%m.%Y}"


MONTH_NAMES = (
    "Ocak",
    "Şubat",
    "Mart",
    "Nisan",
    "Mayıs",
    "Haziran",
    "Temmuz",
    "Ağustos",
    "Eylül",
    "Ekim",
    "Kasım",
    "Aralık",
)
WEEKDAYS = (
    ("Pazartesi", "Pzt"),
    ("Salı", "Sal"),
    ("Çarşamba", "Çar"),
    ("Perşembe", "Per"),
    ("Cuma", "Cum"),
    ("Cumartesi", "Cmt"),
    ("Pazar", "Paz"),
)


def month_of(year: int, month: int) -> Turn:
    """A calendar month."""
    return Turn(dt.date(year, month, 1), dt.date(year, month, months_of_year.monthrange(year, month)[1]))
