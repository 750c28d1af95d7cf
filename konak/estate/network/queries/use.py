"""Who was behind an address: what leases and neighbour tables told."""

import datetime as dt
from typing import Annotated

from django.db.models import Q, QuerySet
from ninja import Field, FilterSchema

from konak.foundation.access import Actor

from .. import access
from ..models import AddressUse
from .register import _spot, mac_of

Words = Annotated[str | None, Field(max_length=200)]


class UseFilter(FilterSchema):
    """`q` is an address, a network, a hardware address or the name a device gave itself."""

    q: Words = None
    at: dt.datetime | None = None

    def filter_q(self, value: str | None) -> Q:
        if not value:
            return Q()
        network, host = _spot(value.strip())
        if network or host:
            return Q(ip__within=network or host)
        if mac := mac_of(value):
            return Q(mac=mac)
        return Q(host__istartswith=value.strip()) | Q(login__iexact=value.strip())

    def filter_at(self, value: dt.datetime | None) -> Q:
        return Q(since__lte=value, until__gte=value) if value else Q()


def uses(actor: Actor, filters: UseFilter | None = None) -> QuerySet[AddressUse]:
    """Only for who may ask: it says what people did when."""
    reach = actor.reach(access.TRACE)
    rows = AddressUse.objects.all() if reach.everywhere else AddressUse.objects.filter(unit_id__in=reach.units)
    if filters is not None:
        rows = filters.filter(rows)
    return rows.select_related("asset", "user", "vrf", "upload")


def who(actor: Actor, ip: str, at: dt.datetime) -> list[AddressUse]:
    """Who was behind the address at that moment; several where the sources differ."""
    rows = uses(actor).filter(ip=ip, since__lte=at, until__gte=at)
    return list(rows.order_by("-since", "pk")[:50])
