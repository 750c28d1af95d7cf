"""The tree of networks, one level at a time: a hundred thousand of them cost as many statements as ten."""

from django.db.models import Q, QuerySet

from konak.foundation.access import Actor

from ..models import Prefix
from .register import hidden_units, prefixes


def roots(actor: Actor, vrf_id: int | None) -> QuerySet[Prefix]:
    """The outermost networks of a routing table that the actor sees."""
    rows = prefixes(actor).filter(Q(vrf_id=vrf_id))
    hidden = hidden_units(actor)
    return rows.filter(Q(parent=None) | Q(parent__unit_id__in=hidden)) if hidden else rows.filter(parent=None)


def below(actor: Actor, one: Prefix) -> QuerySet[Prefix]:
    """The networks directly inside one."""
    return prefixes(actor).filter(parent_id=one.pk)
