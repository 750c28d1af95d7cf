"""Counting deadlines, and changing the days on which the municipality works.

How a period runs: the day of the event is not counted; holidays inside a period of calendar days are; when the last
day is a holiday, the period ends on the first working day after it (law 2577 art. 8, law 6100 art. 92-93, law 6098
art. 93). A period "in working days" counts only days that are worked (e.g. 15 working days, law 4982 art. 11).

A half day (the afternoon before a religious holiday, 28 October) is worked until 13.00. It counts, and a period may
end on it: for a duty of the municipality that is the careful reading. Where the period runs against a citizen, who
would lose the afternoon, ask for `half_day_ends=False`: the end then moves on.
"""

import calendar as months_of_year
import datetime as dt

from django.db import transaction

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused

from . import access
from .models import DayKind, Holiday
from .queries import LONGEST, calendar_from


def is_working_day(day: dt.date) -> bool:
    """Whether the municipality works on that day; a half day is worked."""
    return calendar_from(day).is_working(day)


def add_working_days(start: dt.date, days: int) -> dt.date:
    """The working day that comes `days` working days after `start`; negative counts backwards."""
    reach = dt.timedelta(days=0 if days >= 0 else -days * 3 + 30)
    return calendar_from(start - reach).add(start, days)


def working_days_between(start: dt.date, end: dt.date) -> int:
    """Working days after `start` until `end` (included): the inverse of `add_working_days`."""
    return calendar_from(min(start, end)).between(start, end)


def deadline(
    start: dt.date,
    *,
    working_days: int | None = None,
    days: int | None = None,
    months: int | None = None,
    half_day_ends: bool = True,
) -> dt.date:
    """The last day of a period that begins with an event on `start`; exactly one length is given.

    `days` are calendar days; `months` end on the day of the same number, or on the last day of a shorter month (law
    6100 art. 92/2). An end on a holiday moves to the next working day.
    """
    given = [length for length in (working_days, days, months) if length is not None]
    if len(given) != 1:
        raise ValueError("give exactly one of working_days, days, months")
    if not 0 <= given[0] <= LONGEST:
        raise ValueError(f"a period of {given[0]} is not a period")
    calendar = calendar_from(start)
    if working_days is not None:
        end = calendar.add(start, working_days)
    elif days is not None:
        end = start + dt.timedelta(days=days)
    else:
        end = _months_after(start, given[0])
    return calendar.next_working(end, half_day_counts=half_day_ends)


@transaction.atomic
def declare_day(*, actor: Actor, day: dt.date, name: str, kind: str, basis: str = "") -> Holiday:
    """Declare administrative leave, a moved holiday or an extra working day; declaring again replaces."""
    _may_manage(actor)
    if not name.strip():
        raise Refused("Günün adı boş bırakılamaz.")
    if kind not in DayKind.values:
        raise Refused("Günün türü tam gün tatil, yarım gün tatil ya da çalışma günü olabilir.")
    if kind == DayKind.WORKING and not basis.strip():
        raise Refused("Bir tatil gününü çalışma gününe çevirmek için dayanağını (karar ya da genelge) yazın.")
    fields = {"name": name.strip(), "kind": kind, "basis": basis.strip()}
    row, _ = Holiday.objects.update_or_create(day=day, defaults=fields)
    return row


@transaction.atomic
def withdraw_day(*, actor: Actor, day: dt.date) -> None:
    """Take a declaration back: the calendar of the law applies again."""
    _may_manage(actor)
    removed, _ = Holiday.objects.filter(day=day).delete()
    if not removed:
        raise Refused(f"{day:%d.%m.%Y} günü için girilmiş bir kayıt yok.")


def _may_manage(actor: Actor) -> None:
    if not actor.reach(access.MANAGE).everywhere:
        raise Refused(f"«{access.MANAGE.label}» için yetkiniz yok.")


def _months_after(start: dt.date, months: int) -> dt.date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    month += 1
    return dt.date(year, month, min(start.day, months_of_year.monthrange(year, month)[1]))
