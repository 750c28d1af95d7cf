"""A day in the past as somebody asks for it, and the last moment of it."""

import datetime as dt
import re

from django.utils.timezone import localdate, make_aware, now

_TURKISH = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def day_of(text: str) -> dt.date | None:
    """The day written as 21.10.2026 or 2026-10-21; None for anything else."""
    text = (text or "").strip()
    try:
        if found := _TURKISH.fullmatch(text):
            day, month, year = map(int, found.groups())
            return dt.date(year, month, day)
        if found := _ISO.fullmatch(text):
            return dt.date(*map(int, found.groups()))
    except ValueError:
        return None
    return None


def past_day(text: str) -> dt.date | None:
    """The past day asked for; today and later are the present, and what is no day is not asked."""
    day = day_of(text)
    return day if day is not None and dt.date(1900, 1, 1) <= day < localdate() else None


def end_of(day: dt.date) -> dt.datetime:
    """The last moment of a day."""
    return make_aware(dt.datetime.combine(day, dt.time(23, 59, 59, 999_999)))


def moment_of(day: dt.date) -> dt.datetime:
    """The moment at which a day is looked at: its end, or now while it lasts."""
    return min(now(), end_of(day))
