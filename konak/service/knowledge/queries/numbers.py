"""What is counted about the knowledge base."""

import datetime as dt
from typing import Any

from django.db.models import Max, Q, QuerySet, Sum

from ..models import Article, Reading, State, TicketLink, Version, Vote

Units = frozenset[int] | None


def _of(rows: QuerySet[Any], units: Units, field: str) -> QuerySet[Any]:
    return rows if units is None else rows.filter(**{f"{field}__in": units})


def _published(units: Units, until: dt.date) -> QuerySet[Version]:
    rows = Version.objects.filter(published_at__date__lte=until)
    return _of(rows, units, "article__unit_id")


def published(units: Units, until: dt.date) -> int:
    # reach: counts for proofs and reports, asked for units
    return _published(units, until).count()


def published_last(units: Units, until: dt.date) -> dt.datetime | None:
    # reach: counts for proofs and reports, asked for units
    found: dt.datetime | None = _published(units, until).aggregate(last=Max("published_at"))["last"]
    return found


def written_from_tickets(units: Units, until: dt.date) -> QuerySet[TicketLink]:
    # reach: counts for proofs and reports, asked for units
    rows = TicketLink.objects.filter(at__date__lte=until, article__current__isnull=False)
    return _of(rows, units, "article__unit_id")


def reviewed_last(units: Units, until: dt.date) -> dt.datetime | None:
    """The newest link of an article to a ticket."""
    # reach: counts for proofs and reports, asked for units
    found: dt.datetime | None = written_from_tickets(units, until).aggregate(last=Max("at"))["last"]
    return found


def _readings(units: Units, since: dt.date, until: dt.date) -> dict[str, int]:
    rows = _of(Reading.objects.filter(on__range=(since, until)), units, "article__unit_id")
    found = rows.aggregate(count=Sum("count"), spared=Sum("spared"))
    return {key: value or 0 for key, value in found.items()}


def reads(units: Units, since: dt.date, until: dt.date) -> float:
    # reach: counts for proofs and reports, asked for units
    return float(_readings(units, since, until)["count"])


def deflected(units: Units, since: dt.date, until: dt.date) -> float:
    # reach: counts for proofs and reports, asked for units
    return float(_readings(units, since, until)["spared"])


def helpful_share(units: Units, since: dt.date, until: dt.date) -> float | None:
    # reach: counts for proofs and reports, asked for units
    rows = _of(Vote.objects.filter(at__date__range=(since, until)), units, "article__unit_id")
    every = rows.count()
    return round(100 * rows.filter(helpful=True).count() / every, 1) if every else None


def fresh_share(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Of what is published, the part whose review is not overdue on the last day."""
    # reach: counts for proofs and reports, asked for units
    rows = _of(Article.objects.filter(state=State.PUBLISHED), units, "unit_id")
    every = rows.count()
    fresh = rows.filter(Q(review_on=None) | Q(review_on__gte=until)).count()
    return round(100 * fresh / every, 1) if every else None
