"""Visits and outages as iCalendar (RFC 5545): one as a file to keep, one's own as an address a program reads."""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.utils.timezone import localtime
from icalendar import Alarm, Calendar, Event, vDuration, vText, vUri

from ..models import Outage, Visit


def _site() -> str:
    return str(settings.SITE_URL).rstrip("/")


def _uid(number: str) -> str:
    return f"{number}@{_site().split('//')[-1]}"


def _visit(one: Visit) -> Event:
    case, ticket = one.case, one.ticket
    event = Event()
    event.add("uid", _uid(case.number))
    event.add("dtstamp", case.opened_at.astimezone(dt.UTC))
    event.add("sequence", one.revision)
    event.add("dtstart", localtime(one.starts_at))
    event.add("dtend", localtime(one.ends_at))
    event.add("summary", case.subject)
    if one.place:
        event.add("location", one.place)
    lines = [f"{ticket.case.number} · {ticket.service.name}", f"Gidecek kişi: {one.technician.full_name}"]
    if one.contact:
        lines.append(f"Orada aranacak: {one.contact}")
    lines.append(f"Durum: {one.state_label}")
    event.add("description", "\n".join(lines))
    event.add("url", vUri(f"{_site()}/is/{case.number}/"))
    cancelled = case.state in {"cancelled", "missed"}
    event.add("status", "CANCELLED" if cancelled else "TENTATIVE" if case.state == "proposed" else "CONFIRMED")
    event.add("transp", "OPAQUE")
    event.add("categories", ["Ziyaret"])
    if one.holds:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", case.subject)
        alarm.add("trigger", dt.timedelta(minutes=-30))
        event.add_component(alarm)
    return event


def _outage(one: Outage) -> Event:
    event = Event()
    event.add("uid", _uid(one.case.number))
    event.add("dtstamp", (one.announced_at or one.case.opened_at).astimezone(dt.UTC))
    event.add("sequence", one.revision)
    event.add("dtstart", localtime(one.began_at or one.starts_at))
    event.add("dtend", localtime(one.ended_at or one.ends_at))
    event.add("summary", f"{one.get_nature_display()}: {one.case.subject}")
    event.add("description", f"{one.text}\n\n{one.advice}".strip())
    event.add("url", vUri(f"{_site()}/durum/{one.case.number}/"))
    event.add("status", "CANCELLED" if one.case.state == "cancelled" else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("categories", ["Kesinti"])
    return event


def calendar_of(visits: Iterable[Visit], outages: Iterable[Outage], name: str) -> bytes:
    """The file a calendar reads, with the time zone its times are in."""
    calendar = Calendar()
    calendar.add("prodid", "-//Konak//Ziyaret ve kesintiler//TR")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(name))
    calendar.add("refresh-interval", vDuration(dt.timedelta(hours=1)), parameters={"VALUE": "DURATION"})
    for visit in visits:
        calendar.add_component(_visit(visit))
    for outage in outages:
        calendar.add_component(_outage(outage))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
