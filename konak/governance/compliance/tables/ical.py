"""Deadlines as an iCalendar file (RFC 5545): one all-day event for each period, with a reminder while it is open."""

import datetime as dt
from collections.abc import Iterable

from django.utils.timezone import now
from icalendar import Alarm, Calendar, Event, vDuration, vText, vUri

from ..lifecycle import GOOD, WAITING
from ..models import DutyPeriod
from ..queries.turns import Turn, named

HOST = "konak"
"""Right-hand side of the identifiers; the number on the left is unique in the house."""
REMIND = (dt.timedelta(hours=-15), dt.timedelta(hours=9))
"""From the midnight a deadline begins: the day before at 09.00, and that day at 09.00."""


def calendar_file(periods: Iterable[DutyPeriod], *, name: str, site: str, moment: dt.datetime | None = None) -> bytes:
    """The file a calendar reads. `site` is where Konak stands, for the links."""
    moment = (moment or now()).astimezone(dt.UTC)
    calendar = Calendar()
    calendar.add("prodid", "-//Konak//Uyum takvimi//TR")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(name))
    calendar.add("x-wr-timezone", vText("Europe/Istanbul"))
    calendar.add("refresh-interval", vDuration(dt.timedelta(hours=6)), parameters={"VALUE": "DURATION"})
    for period in periods:
        if period.case.due_on is not None:
            calendar.add_component(_event(period, site.rstrip("/"), moment))
    return bytes(calendar.to_ical())


def _event(period: DutyPeriod, site: str, moment: dt.datetime) -> Event:
    case, clause = period.case, period.duty.clause
    assert case.due_on is not None
    waiting = case.state in WAITING
    name = named(period.interval, Turn(period.begins_on, period.ends_on))
    event = Event()
    event.add("uid", f"{case.number}@{HOST}")
    event.add("dtstamp", moment)
    event.add("dtstart", case.due_on)
    event.add("dtend", case.due_on + dt.timedelta(days=1))
    mark = "✓ " if case.state in GOOD else "" if waiting else "– "
    event.add("summary", f"{mark}{case.subject}"[:200])
    lines = [
        clause.shown,
        f"Dönem: {name} ({period.begins_on:%d.%m.%Y} – {period.ends_on:%d.%m.%Y})",
        f"Birim: {case.unit.name}",
        f"Durum: {period.state_label}",
    ]
    event.add("description", "\n".join(lines))
    event.add("url", vUri(f"{site}/uyum/donemler/{case.number}/"))
    event.add("categories", ["Uyum", period.get_interval_display()])
    event.add("status", "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("created", case.opened_at.astimezone(dt.UTC))
    event.add("last-modified", (period.settled_at or case.opened_at).astimezone(dt.UTC))
    event.add("sequence", 0 if waiting else 1)
    if waiting:
        for before in REMIND:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", case.subject[:200])
            alarm.add("trigger", before)
            event.add_component(alarm)
    return event
