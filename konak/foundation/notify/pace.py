"""How fast a notification leaves the house, and how that is fitted to somebody's hours. Pure: no tables."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import TextChoices

ZONE = ZoneInfo("Europe/Istanbul")
ONE_DAY = dt.timedelta(days=1)
IsWorking = Callable[[dt.date], bool]


class Pace(TextChoices):
    NOW = "now", "Hemen"
    DAILY = "daily", "Günlük özet"
    WEEKLY = "weekly", "Haftalık özet"
    OFF = "off", "Gönderme"


@dataclass(frozen=True, slots=True)
class Hours:
    """When somebody wants to be left in peace, and when he reads his digest."""

    quiet_from: dt.time | None = dt.time(20)
    """None for both: no quiet hours at all."""
    quiet_until: dt.time | None = dt.time(8)
    quiet_days_off: bool = True
    urgent_passes: bool = False
    digest_hour: int = 9
    digest_weekday: int = 0

    def at_night(self, moment: dt.time) -> bool:
        """Whether a time of day lies in the quiet hours; they may run over midnight."""
        if self.quiet_from is None or self.quiet_until is None or self.quiet_from == self.quiet_until:
            return False
        if self.quiet_from < self.quiet_until:
            return self.quiet_from <= moment < self.quiet_until
        return moment >= self.quiet_from or moment < self.quiet_until

    def quiet(self, at: dt.datetime, is_working: IsWorking) -> bool:
        """Whether nothing may go out at that moment."""
        local = at.astimezone(ZONE)
        if self.quiet_days_off and not is_working(local.date()):
            return True
        return self.at_night(local.time())

    def wakes(self, at: dt.datetime, is_working: IsWorking) -> dt.datetime:
        """The first moment from `at` on that is not quiet."""
        local = at.astimezone(ZONE)
        if not self.quiet(local, is_working):
            return at
        night = self.quiet_from is not None and self.quiet_until is not None and self.quiet_from != self.quiet_until
        wake = self.quiet_until if night and self.quiet_until else dt.time(0)
        day = local.date()
        while True:
            morning = dt.datetime.combine(day, wake, ZONE)
            if morning > local and not self.quiet(morning, is_working):
                return morning
            day += ONE_DAY

    def next_digest(self, at: dt.datetime, pace: Pace, is_working: IsWorking) -> dt.datetime:
        """The next digest after `at`: on a working day; the weekly one on its weekday or the working day after it."""
        local = at.astimezone(ZONE)
        hour = dt.time(self.digest_hour)
        day = local.date() - ONE_DAY * (7 if pace == Pace.WEEKLY else 0)
        while True:
            if pace != Pace.WEEKLY or day.weekday() == self.digest_weekday:
                fits = day
                while not is_working(fits):
                    fits += ONE_DAY
                moment = dt.datetime.combine(fits, hour, ZONE)
                if moment > local:
                    return moment
            day += ONE_DAY

    def due(self, at: dt.datetime, pace: Pace, urgent: bool, is_working: IsWorking) -> dt.datetime:
        """When something that happened at `at` goes out."""
        if pace != Pace.NOW:
            return self.next_digest(at, pace, is_working)
        return at if urgent and self.urgent_passes else self.wakes(at, is_working)
