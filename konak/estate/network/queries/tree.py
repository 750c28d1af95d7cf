"""The tree of networks, one level at a time: a hundred thousand of them cost as many statements as ten."""

from django.db.models import Q, QuerySet

from konak.foundation.access import Actor

from .. import access
from ..models import Prefix
from .register import prefixes, visible_parent


def roots(actor: Actor, vrf_id: int | None) -> QuerySet[Prefix]:
    """The outermost networks of a routing table that the actor sees."""
    rows = prefixes(actor).filter(Q(vrf_id=vrf_id))
    if actor.reach(access.VIEW).everywhere:
        return rows.filter(parent=None)
    return rows.exclude(visible_parent(actor))


def below(actor: Actor, one: Prefix) -> QuerySet[Prefix]:
    """The networks directly inside one."""
    return prefixes(actor).filter(parent_id=one.pk)
