"""The book of searches."""

import datetime as dt
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.lake import queries as lake
from konak.foundation.lake.models import Check, Segment

from . import access
from .models import Search, Source, SourceDay

LEGAL = ("dhcp", "firewall", "radius", "proxy", "hosting")
"""Sets the law on internet use asks for."""


def searches(actor: Actor, kind: str = "") -> QuerySet[Search]:
    """Who looked for what, newest first, for those who watch over it."""
    if not actor.reach(access.VIEW).everywhere:
        return Search.objects.none()
    rows = Search.objects.select_related("user", "seat__unit")
    return (rows.filter(kind=kind) if kind else rows).order_by("-pk")


def search(actor: Actor, pk: int) -> Search:
    return searches(actor).get(pk=pk)


def sources(actor: Actor) -> QuerySet[Source]:
    """Registered senders in reach, by name."""
    rows = Source.objects.filter(actor.reach(access.SEE_SOURCES).q(owners=("assignee",)))
    return rows.select_related("unit", "assignee", "system").order_by("name", "pk")


def days_of(source: Source, since: dt.date) -> list[SourceDay]:
    """What came of a sender and of the hosts behind it, a row a day and sender, the oldest first."""
    # reach: the source was found through one
    rows = SourceDay.objects.filter(Q(name=source.name) | Q(name__startswith=f"{source.name}/"), day__gte=since)
    return list(rows.order_by("day", "name"))


def strangers(actor: Actor, since: dt.date) -> list[dict[str, Any]]:
    """Senders nobody entered, with what came of them since a day: for those who see every source."""
    if not actor.reach(access.SEE_SOURCES).everywhere:
        return []
    rows = SourceDay.objects.filter(day__gte=since).values("name").annotate(lines=Sum("lines"), last=Max("last_at"))
    known = set(Source.objects.values_list("name", flat=True))
    return [dict(row) for row in rows.order_by("-last", "name")[:500] if row["name"].split("/")[0] not in known]


def source_day(until: dt.date) -> QuerySet[Source]:
    # reach: the caller counts for the whole house
    return Source.objects.filter(active=True, last_at__date__lte=until)


def searched(until: dt.date) -> QuerySet[Search]:
    # reach: the caller counts for the whole house
    return Search.objects.filter(at__date__lte=until)


def packed(until: dt.date) -> QuerySet[Search]:
    # reach: the caller counts for the whole house
    return Search.objects.filter(packed_at__date__lte=until)


def troubles() -> int:
    """What needs somebody: findings of the last proof, and manifests without a stamp for a day."""
    # reach: public inside the house, because a count tells nothing of anybody
    check = lake.last_check()
    late = lake.unstamped().filter(made_at__lt=now() - dt.timedelta(hours=24)).exclude(tried_at=None).count()
    return (len(check.findings) if check else 0) + late


def sealed(until: dt.date) -> QuerySet[Segment]:
    # reach: the caller counts for the whole house
    return Segment.objects.filter(code__in=LEGAL, day__lte=until)


def checks(until: dt.date) -> QuerySet[Check]:
    # reach: the caller counts for the whole house
    return Check.objects.filter(ended_at__date__lte=until, findings=[])


def stamped_share(since: dt.date, until: dt.date) -> float | None:
    """Of the sealed segments of these days the share that a stamp covers, per cent."""
    # reach: the caller counts for the whole house
    rows = Segment.objects.filter(code__in=LEGAL, day__gte=since, day__lte=until)
    found = rows.aggregate(every=Count("pk"), stamped=Count("pk", filter=~Q(manifest__stamp=None)))
    return round(100 * found["stamped"] / found["every"], 1) if found["every"] else None


def lines(since: dt.date, until: dt.date) -> int:
    # reach: the caller counts for the whole house
    return Segment.objects.filter(day__gte=since, day__lte=until).aggregate(n=Sum("lines"))["n"] or 0
