"""Calendar feeds: by their secret, and what each may show."""

import datetime as dt
import hashlib

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of

from ..lifecycle import WAITING, PeriodState
from ..models import DutyPeriod, Feed
from .periods import seen

BACK = dt.timedelta(days=92)
"""Settled periods stay in the feed for a quarter."""
MOST = 2_000


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def feeds_of(user_id: int) -> QuerySet[Feed]:
    """The feeds of one person, running ones first."""
    # reach: one's own
    return Feed.objects.filter(user_id=user_id).select_related("seat__unit").order_by("revoked_at", "-made_at")


def feed_by_secret(secret: str) -> Feed | None:
    """The running feed behind a secret; None for an unknown or revoked one, and for a closed account."""
    # reach: the secret is the permission
    rows = Feed.objects.filter(secret_hash=hash_of(secret), revoked_at=None, user__is_active=True)
    return rows.select_related("seat__unit", "user").first()


def actor_behind(feed: Feed) -> Actor:
    """The owner of a feed in the one seat it stands for; without a seat once that has ended."""
    # reach: the feed was found by its secret
    owner = actor_of(feed.user_id, via="api")
    return Actor(owner.user_id, tuple(s for s in owner.seats if s.appointment_id == feed.seat_id), via="api")


def feed_periods(feed: Feed) -> list[DutyPeriod]:
    """What a feed shows: open periods, and those of the last quarter, of its seat's units or of its owner alone."""
    actor = actor_behind(feed)
    if not actor.seats:
        return []
    wanted = Q(case__state__in=WAITING) | Q(case__due_on__gte=localdate() - BACK)
    rows = DutyPeriod.objects.filter(seen(actor), wanted).exclude(case__state=PeriodState.LAPSED)
    units = {unit for seat in actor.seats for unit in seat.branch}
    owned = Q(case__assignee_id=actor.user_id)
    rows = rows.filter(owned | Q(case__unit_id__in=units) if feed.whole_unit else owned)
    rows = rows.select_related("duty__clause", "case__unit").defer("duty__clause__raw")
    return list(rows.order_by("case__due_on", "pk")[:MOST])
