"""Reading the trail."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.timezone import get_current_timezone

from konak.foundation.access import Actor
from konak.foundation.db import reading_cursor
from konak.foundation.people.models import Appointment
from konak.foundation.people.queries import below

from . import access
from .models import Entry, Verification

AT_ONCE = 1_000
"""Lines whose order of keys and of times may differ, because they were written at the same moment."""
CHUNK = 2_000


def story(kind: str, subject: object) -> QuerySet[Entry]:
    """Every line about one subject, oldest first. Whoever may see the subject may see its story."""
    return Entry.objects.filter(kind=kind, subject=str(subject)).select_related("user", "seat__unit").order_by("pk")


def takers(kind: str, subject: object, verb: str) -> set[int]:
    """Who took the step `verb` on this subject (separation of duties)."""
    rows = Entry.objects.filter(kind=kind, subject=str(subject), verb=verb, user__isnull=False)
    return {int(user) for user in rows.values_list("user_id", flat=True)}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines are asked for; what is empty is not asked."""

    kind: str = ""
    subject: str = ""
    verb: str = ""
    via: str = ""
    user_id: int | None = None
    unit_id: int | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    token: int | None = None


def lines(
    actor: Actor,
    *,
    kind: str = "",
    subject: str = "",
    user_id: int | None = None,
    before: int | None = None,
    wanted: Wanted | None = None,
) -> QuerySet[Entry]:
    """The whole trail for those who may read it, newest first; `before` is the key of the last line seen."""
    if not actor.reach(access.VIEW).everywhere:
        return Entry.objects.none()
    wanted = wanted or Wanted(kind=kind, subject=subject, user_id=user_id)
    rows = Entry.objects.select_related("user", "seat__unit", "seal").order_by("-pk")
    exact = {name: getattr(wanted, name) for name in ("kind", "subject", "verb", "via", "user_id", "token")}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if wanted.unit_id:
        seats = Appointment.objects.filter(unit_id__in=below(wanted.unit_id)).values_list("pk", flat=True)
        rows = rows.filter(seat_id__in=list(seats))
    if wanted.since:
        moment = _midnight(wanted.since)
        rows = rows.filter(at__gte=moment, pk__gte=_first_key(moment) - AT_ONCE)
    if wanted.until:
        moment = _midnight(wanted.until + dt.timedelta(days=1))
        rows = rows.filter(at__lt=moment, pk__lt=_first_key(moment) + AT_ONCE)
    return rows.filter(pk__lt=before) if before else rows


def every_line(actor: Actor, wanted: Wanted) -> Iterator[Entry]:
    """All wanted lines, newest first, read chunk by chunk: memory stays the same for millions."""
    if not actor.reach(access.EXPORT).everywhere:
        return
    before = None
    while True:
        chunk = list(lines(actor, wanted=wanted, before=before)[:CHUNK])
        yield from chunk
        if len(chunk) < CHUNK:
            return
        before = chunk[-1].pk


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), get_current_timezone())


def _first_key(moment: dt.datetime) -> int:
    """The key of the first line at or after a moment: a look into the index of times bounds the walk by key."""
    found = Entry.objects.filter(at__gte=moment).order_by("at").values_list("pk", flat=True).first()
    return int(found) if found is not None else 2**62


_LOOSE = """
WITH RECURSIVE hop AS (
    (SELECT {column} FROM trail_entry ORDER BY {column} LIMIT 1)
  UNION ALL
    SELECT (SELECT e.{column} FROM trail_entry e WHERE e.{column} > hop.{column} ORDER BY e.{column} LIMIT 1)
    FROM hop WHERE hop.{column} IS NOT NULL
) SELECT {column} FROM hop WHERE {column} IS NOT NULL
"""


def _distinct(column: str) -> list[str]:
    """The different values of an indexed column: from one to the next by the index, however many lines there are."""
    with reading_cursor() as cursor:
        cursor.execute(_LOOSE.format(column=column))
        return [row[0] for row in cursor]


def kinds() -> Iterable[str]:
    # reach: public, because the kinds are the names of our own tables
    return _distinct("kind")


def verbs() -> Iterable[str]:
    # reach: public, because the verbs are words of our own code
    return _distinct("verb")


def verifications(actor: Actor, limit: int = 30) -> list[Verification]:
    """The last walks along the chain, newest first."""
    if not actor.reach(access.VIEW).everywhere:
        return []
    return list(Verification.objects.select_related("asked_by").order_by("-pk")[:limit])


def verification(actor: Actor, verification_id: int) -> Verification:
    """One walk; for those who may not read the trail it does not exist."""
    if not actor.reach(access.VIEW).everywhere:
        raise Verification.DoesNotExist
    return Verification.objects.select_related("asked_by").get(pk=verification_id)


def standing() -> Mapping[str, Verification]:
    """The last walk that ended, and the last that found the chain whole."""
    # reach: public inside the house, because it says only whether the chain is whole
    ended = Verification.objects.exclude(finished_at=None).order_by("-pk")
    found = {"last": ended.first(), "intact": ended.filter(state=Verification.State.INTACT).first()}
    return {name: walk for name, walk in found.items() if walk is not None}
