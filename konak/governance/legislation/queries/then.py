"""A day in the past as somebody asks for it, the last moment of it, and the tree of units as it stood then."""

import datetime as dt
import re

from django.db.models import Q
from django.utils.timezone import localdate, make_aware, now

from konak.foundation.people.models import Placement, Unit
from konak.foundation.people.queries import below, below_on

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


def branch_on(unit_id: int, day: dt.date | None) -> set[int]:
    """The unit and every unit that stood below it at the end of a day (None and today: as they stand now).

    A closed unit counts where it stood last: duties nobody took over are still its own.
    """
    # reach: public, because the organisation chart is
    if day is None or day >= localdate():
        return below(unit_id)
    found = below_on(unit_id, day)
    closed = dict(Unit.objects.filter(until__lt=day).values_list("pk", "parent_id"))
    if unit_id in closed:
        found.add(unit_id)
    while more := {key for key, parent in closed.items() if parent in found} - found:
        found |= more
    return found


def stretches(unit_id: int, since: dt.date, until: dt.date) -> list[tuple[dt.date, dt.date, set[int]]]:
    """A span cut at the days on which the branch of a unit changed: first day, last day, the units of the branch."""
    # reach: public, because the organisation chart is
    changed = Q(since__gt=since, since__lte=until) | Q(until__gte=since, until__lt=until)
    cuts = {since}
    for begun, ended in Placement.objects.filter(changed).values_list("since", "until"):
        if begun is not None and since < begun <= until:
            cuts.add(begun)
        if ended is not None and since <= ended < until:
            cuts.add(ended + dt.timedelta(days=1))
    found: list[tuple[dt.date, dt.date, set[int]]] = []
    days = sorted(cuts)
    for first, after in zip(days, [*days[1:], until + dt.timedelta(days=1)], strict=True):
        last, units = after - dt.timedelta(days=1), branch_on(unit_id, first)
        if found and found[-1][2] == units:
            found[-1] = (found[-1][0], last, units)
        else:
            found.append((first, last, units))
    return found
