"""Meetings as iCalendar (RFC 5545): one as a file to accept, one's own as an address a calendar program reads."""

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localtime, now
from icalendar import Calendar, Event, vText

from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.lifecycle import Refused

from .. import queries
from ..lifecycle import MeetingState
from ..models import CalendarKey, Meeting

BACK = dt.timedelta(days=120)
"""How far back a feed goes: past meetings stay in the calendar for a while."""


def event_of(meeting: Meeting) -> Event:
    """One meeting; its revision tells calendar programs that it was moved or cancelled."""
    event = Event()
    event.add("uid", f"{meeting.case.number}@{settings.SITE_URL.split('//')[-1]}")
    event.add("dtstamp", meeting.invited_at or meeting.case.opened_at)
    event.add("sequence", meeting.revision)
    event.add("dtstart", localtime(meeting.starts_at))
    event.add("dtend", localtime(meeting.ends_at))
    event.add("summary", meeting.case.subject)
    if meeting.place:
        event.add("location", meeting.place)
    points = "\n".join(f"{place}. {item.title}" for place, item in enumerate(meeting.items.all(), 1))
    event.add("description", f"{meeting.committee.name}\n{points}".strip())
    event.add("url", f"{settings.SITE_URL}/kurullar/toplanti/{meeting.case.number}/")
    cancelled = meeting.case.state in {MeetingState.CANCELLED, MeetingState.LAPSED}
    tentative = meeting.case.state == MeetingState.PLANNED
    event.add("status", "CANCELLED" if cancelled else "TENTATIVE" if tentative else "CONFIRMED")
    return event


def calendar_of(meetings: Iterable[Meeting], name: str) -> bytes:
    """A calendar of meetings with the time zone they are held in."""
    calendar = Calendar()
    calendar.add("prodid", "-//Konak//Kurullar//TR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar["x-wr-calname"] = vText(name)
    for meeting in meetings:
        calendar.add_component(event_of(meeting))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


@transaction.atomic
def new_calendar_key(*, actor: Actor) -> str:
    """A fresh secret for the actor's own feed; the address given out before stops working at once."""
    if actor.user_id is None:
        raise Refused("Takvim adresi için oturum açın.")
    secret = secrets.token_urlsafe(32)
    CalendarKey.objects.update_or_create(
        user_id=actor.user_id, defaults={"digest": _digest(secret), "made_at": now()}
    )
    return secret


@transaction.atomic
def drop_calendar_key(*, actor: Actor) -> bool:
    """Close the address; says whether there was one."""
    return CalendarKey.objects.filter(user_id=actor.user_id or 0).delete()[0] > 0


def owner_of_key(secret: str) -> Actor | None:
    """Whose address it is, if it still works and its owner still has an account."""
    key = CalendarKey.objects.filter(digest=_digest(secret), user__is_active=True).first()
    return actor_of(key.user_id, "api") if key else None


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def feed_of(actor: Actor) -> bytes:
    """The meetings one is called to, as far back as a calendar needs them."""
    rows = queries.my_meetings(actor, since=now() - BACK).prefetch_related("items")[:500]
    return calendar_of(rows, "Kurul toplantılarım")
