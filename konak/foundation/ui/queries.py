"""Which saved views of a list somebody finds in its menu."""

from django.db.models import Q

from konak.foundation.access import Actor

from . import access
from .models import SavedView

MOST_SHOWN = 100


def views_of(actor: Actor, page: str) -> list[SavedView]:
    """One's own, then those shared with the units one sits in and with the units over them, or with one's position
    there."""
    # reach: own rows and what was shared with the actor's line of units; a view holds filters, never rows
    if actor.user_id is None:
        return []
    mine = Q(owner_id=actor.user_id)
    for seat in actor.seats:
        mine |= Q(unit_id__in={seat.unit_id, *seat.line}, position__in=["", seat.position])
    rows = SavedView.objects.filter(mine, page=page)
    found = list(rows.select_related("owner", "unit").order_by("name", "pk")[:MOST_SHOWN])
    return sorted(found, key=lambda view: view.owner_id != actor.user_id)


def shareable(actor: Actor) -> frozenset[int]:
    """The units one may share a view with: those of one's own seats that carry the permission."""
    return frozenset(seat.unit_id for seat in actor.seats if seat.scope_of(access.SHARE) is not None)
