"""The sessions of a person as he sees them: device, address, since when, last seen."""

import datetime as dt
import re
import time
from collections import OrderedDict
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied
from django.utils.timezone import now

from .http import Request

EVERY = 60.0
"""Seconds between two notes of the same session by one web process."""
REMEMBERED = 20_000
_last: "OrderedDict[str, float]" = OrderedDict()


def seen(request: Request) -> None:
    """Note that the session lives. The first sight by a process writes nothing: signing in has just written."""
    key = request.session.session_key
    if not key:
        return
    moment, before = time.monotonic(), _last.get(key)
    if before is not None and moment - before < EVERY:
        return
    _last[key] = moment
    _last.move_to_end(key)
    while len(_last) > REMEMBERED:
        _last.popitem(last=False)
    if before is not None:
        note(request, key)


def note(request: Request, key: str) -> None:
    """Write address and time; a session that was opened past the form of the door becomes visible here."""
    try:
        address = get_adapter().get_client_ip(request)
    except PermissionDenied:
        address = "0.0.0.0"  # noqa: S104 - an unknown address of a visitor, nothing is bound
    if not UserSession.objects.filter(session_key=key).update(ip=address, last_seen_at=now()):
        UserSession.objects.create_from_request(request)


@dataclass(frozen=True, slots=True)
class Visit:
    """One session in words."""

    id: int
    device: str
    icon: str
    address: str
    since: dt.datetime
    last_seen: dt.datetime
    current: bool


def visits(user_id: int, current_key: str | None = None) -> list[Visit]:
    """The living sessions of a person, this one first, then the last seen; dead ones are swept away on the way."""
    from konak.foundation.people.models import User

    living = UserSession.objects.purge_and_list(User(pk=user_id))
    found = [
        Visit(
            one.pk,
            device_of(one.user_agent),
            "device-mobile" if re.search(r"Mobile|Android|iPhone", one.user_agent) else "device-desktop",
            one.ip,
            one.created_at,
            one.last_seen_at,
            one.session_key == current_key,
        )
        for one in living
    ]
    return sorted(found, key=lambda visit: (not visit.current, -visit.last_seen.timestamp()))


BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung İnternet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Pardus", "Pardus"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_of(user_agent: str) -> str:
    """ "Firefox 128, Linux"; what is not recognised is shown as it named itself."""
    browser = ""
    for mark, name in BROWSERS:
        if found := re.search(rf"{mark}/(\d+)", user_agent):
            version = re.search(r"Version/(\d+)", user_agent) if mark == "Safari" else found
            browser = f"{name} {(version or found)[1]}"
            break
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return ", ".join(part for part in (browser, system) if part) or user_agent[:60] or "Bilinmeyen aygıt"
