"""Subscriptions in reach, and what is due."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.announce import ANNOUNCEMENTS, Announcement

from . import access
from .models import Delivery, State, Subscription

PAGE = 50


def subscriptions(actor: Actor) -> QuerySet[Subscription]:
    """One's own; whoever answers for all of them sees all."""
    rows = Subscription.objects.select_related("owner", "seat__unit").order_by("name", "pk")
    reach = actor.reach(access.USE)
    return rows if reach.everywhere else rows.filter(owner_id=actor.user_id) if reach.own else rows.none()


def subscription(actor: Actor, subscription_id: int) -> Subscription:
    """One in reach; unknown and out of reach are the same."""
    return subscriptions(actor).get(pk=subscription_id)


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Delivery]
    after: str


def deliveries(actor: Actor, subscription_id: int, *, state: str = "", after: str = "", limit: int = PAGE) -> Page:
    """The log of one subscription, the newest first."""
    rows = subscription(actor, subscription_id).deliveries.order_by("-pk")
    if state in State.values:
        rows = rows.filter(state=state)
    if after.isdecimal() and len(after) < 19:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows[: limit + 1])
    return Page(found[:limit], str(found[limit - 1].pk) if len(found) > limit else "")


def delivery(actor: Actor, delivery_id: int) -> Delivery:
    seen = subscriptions(actor)
    return Delivery.objects.select_related("subscription").get(pk=delivery_id, subscription__in=seen.values("pk"))


def listening(announcement: str) -> list[Subscription]:
    # reach: public inside the house, because each owner's own is asked before anything leaves
    rows = Subscription.objects.filter(active=True, announcements__contains=[announcement])
    return list(rows.select_related("seat").order_by("pk"))


def anybody_listens(announcement: str) -> bool:
    # reach: public inside the house, because it only spares a job
    return Subscription.objects.filter(active=True, announcements__contains=[announcement]).exists()


def states_of(actor: Actor, subscription_id: int) -> dict[str, int]:
    """How many deliveries of one subscription stand where."""
    rows = subscription(actor, subscription_id).deliveries.order_by()
    return dict(rows.values_list("state").annotate(count=Count("pk")))


def due(limit: int = 100) -> list[int]:
    # reach: public inside the house, because the job sends what waits
    rows = Delivery.objects.filter(state=State.WAITING, due_at__lte=now(), subscription__active=True)
    return list(rows.order_by("due_at", "pk").values_list("pk", flat=True)[:limit])


def choices() -> list[Announcement]:
    """Every announcement of the house, by its app."""
    # reach: public inside the house, because the handbook lists them as well
    return [ANNOUNCEMENTS[name] for name in sorted(ANNOUNCEMENTS)]


def old(days: int = 90) -> QuerySet[Delivery]:
    # reach: public inside the house, because the job clears what is long done
    before = now() - dt.timedelta(days=days)
    return Delivery.objects.filter(finished_at__lt=before).exclude(state=State.WAITING)
