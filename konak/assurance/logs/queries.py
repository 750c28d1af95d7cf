"""The book of searches."""

import datetime as dt

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.lake import queries as lake
from konak.foundation.lake.models import Check, Segment

from . import access
from .models import Search

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
