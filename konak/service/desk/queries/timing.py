"""The clocks of the desk over the calendar of the house, and the targets they run to."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.timezone import localdate

from konak.foundation.calendar.models import DayKind
from konak.foundation.calendar.queries import Calendar, calendar_from

from ..clocks import Clock, Shift, Span, Work
from ..models import Level, Pause, PauseWhy, Target

STOPS_PROMISE = frozenset({PauseWhy.WAITING, PauseWhy.APPROVAL, PauseWhy.SOLVED})
"""What stops the promise to whoever asked; a third party's delay is ours towards him."""


@dataclass(slots=True)
class Clocks:
    """Clocks by shift, over one reading of the calendar; keep it to count many tickets."""

    calendar: Calendar
    _clocks: dict[Shift, Clock] = field(default_factory=dict)
    _targets: dict[int, dict[int, Target]] = field(default_factory=dict)

    def work(self, day: dt.date) -> Work:
        special = self.calendar.day(day)
        if special is not None and special.kind == DayKind.HALF and day.weekday() < 5:
            return Work.HALF
        return Work.FULL if self.calendar.is_working(day, half_day_counts=False) else Work.OFF

    def of(self, level: Level) -> Clock:
        """The clock of a level; its hours were read with it."""
        shift = level.hours.shift
        if shift not in self._clocks:
            self._clocks[shift] = Clock(shift, self.work)
        return self._clocks[shift]

    def target(self, level: Level, priority: int) -> Target | None:
        """What the level promises for a priority."""
        if level.pk not in self._targets:
            self._targets[level.pk] = {one.priority: one for one in level.targets.all()}
        return self._targets[level.pk].get(priority)


def clocks_from(moment: dt.datetime) -> Clocks:
    """Clocks for counting from `moment` on; one query."""
    # reach: public, because the calendar is
    return Clocks(calendar_from(localdate(moment) - dt.timedelta(days=2)))


def pauses_of(pauses: Iterable[Pause], until: dt.datetime, *, own: bool = False) -> list[Span]:
    """Which of the pauses stop the promise (or, with `own`, the desk's own clock), a running one ending `until`."""
    # reach: the ticket was found through one
    return [(one.since, max(one.since, one.until or until)) for one in pauses if own or one.why in STOPS_PROMISE]
