"""Custody: one's own, somebody's, a place's, what waits."""

from django.db.models import Q, QuerySet

from konak.foundation.access import Actor

from .. import access
from ..models import Asset, Custody, CustodyState
from ..models.custody import RUNNING


def of_person(user_id: int) -> QuerySet[Custody]:
    """What a person answers for now: his own, and the common places on his name."""
    # reach: public inside the house, because a person's own list and his hand-over ask for it
    rows = Custody.objects.filter(Q(holder_id=user_id) | Q(place__assignee_id=user_id), state__in=RUNNING)
    return rows.select_related("asset__item", "asset__model", "asset__warehouse", "place", "given_by", "holder")


def mine(actor: Actor) -> list[Custody]:
    """Waiting ones first."""
    if actor.user_id is None:
        return []
    rows = of_person(actor.user_id).order_by("-offered_at", "pk")
    return sorted(rows, key=lambda row: row.state != CustodyState.OFFERED)


def waiting_count(actor: Actor) -> int:
    if actor.user_id is None:
        return 0
    return of_person(actor.user_id).filter(state=CustodyState.OFFERED).count()


def past(actor: Actor, limit: int = 50) -> list[Custody]:
    rows = Custody.objects.filter(holder_id=actor.user_id).exclude(state__in=RUNNING)
    return list(rows.select_related("asset__item").order_by("-ended_at")[:limit])


def of_asset(asset: Asset) -> list[Custody]:
    # reach: the thing was found through one
    return list(asset.custodies.select_related("holder", "place", "given_by", "unit").order_by("-pk")[:50])


def custodies(actor: Actor) -> QuerySet[Custody]:
    """Those of things in reach."""
    from .things import warehouses

    reach = actor.reach(access.VIEW)
    own = list(warehouses(actor, open_only=False).values_list("pk", flat=True))
    rows = Custody.objects.filter(
        reach.q("asset__", owners=Asset.owners) | Q(asset__warehouse__in=own) | Q(holder_id=actor.user_id or 0)
    )
    return rows.select_related("asset__item", "asset__model", "holder", "place", "unit", "given_by")


def slip(actor: Actor, number: str) -> list[Custody]:
    """What was given under one number."""
    return list(custodies(actor).filter(slip=number).order_by("pk"))


def tag_of(custody_id: int) -> str:
    # reach: public inside the house, because the service that follows asks
    return Custody.objects.select_related("asset").get(pk=custody_id).asset.tag


def by_slip(slip: str, asset_id: int) -> Custody | None:
    # reach: public inside the house, because the caller was given the slip
    return Custody.objects.filter(slip=slip, asset_id=asset_id).order_by("-pk").first()
