"""Calendar addresses: made, read, revoked. The secret is told once and kept nowhere."""

import datetime as dt
import secrets

from django.db import transaction
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Appointment

from ..models import Feed
from ..queries.feeds import hash_of

MOST = 10
"""Running addresses a person may have."""


@transaction.atomic
def make_feed(*, actor: Actor, seat: Appointment, name: str, whole_unit: bool = True) -> tuple[Feed, str]:
    """A new address for one of the actor's seats, and its secret: shown now, never again."""
    if actor.user_id is None or seat.pk not in {held.appointment_id for held in actor.seats}:
        raise Refused("Yalnız bugün oturduğunuz bir makam için takvim aboneliği açabilirsiniz.")
    if Feed.objects.filter(user_id=actor.user_id, revoked_at=None).count() >= MOST:
        raise Refused(f"En çok {MOST} aboneliğiniz olabilir; kullanmadığınız birini iptal edin.")
    secret = secrets.token_urlsafe(32)
    feed = Feed.objects.create(
        user_id=actor.user_id,
        seat=seat,
        name=name.strip() or "Takvim",
        secret_hash=hash_of(secret),
        whole_unit=whole_unit,
    )
    return feed, secret


@transaction.atomic
def revoke_feed(feed_id: int, *, actor: Actor) -> Feed:
    """Whoever still has the address reads nothing any more."""
    feed = Feed.objects.select_for_update().get(pk=feed_id, user_id=actor.user_id or 0)
    if feed.revoked_at is None:
        feed.revoked_at = now()
        feed.save()
    return feed


def feed_read(feed: Feed) -> None:
    """Remember that a feed is used, at most once an hour."""
    if feed.last_read_at is None or now() - feed.last_read_at > dt.timedelta(hours=1):
        Feed.objects.filter(pk=feed.pk).update(last_read_at=now())
