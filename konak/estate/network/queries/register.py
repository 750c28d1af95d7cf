"""Lists and single records."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, F, Func, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Coalesce
from django.db.models.lookups import Contains
from django.utils.timezone import localdate, now
from ninja import Field, FilterLookup, FilterSchema

from konak.foundation.access import Actor, Permission
from konak.foundation.db.turkish import fold
from konak.foundation.people.models import Unit, User
from konak.foundation.people.queries import units

from .. import access
from ..models import (
    Address,
    AddressRequest,
    Aggregate,
    IpRange,
    Prefix,
    Vlan,
    VlanGroup,
    Vrf,
    host_of,
    network_of,
)

PREFIX_KIND, ADDRESS_KIND, VLAN_KIND = "network.prefix", "network.address", "network.vlan"
VRF_KIND, AGGREGATE_KIND, GROUP_KIND, RANGE_KIND = (
    *("network.vrf", "network.aggregate"),
    *("network.vlangroup", "network.iprange"),
)
QUIET_DAYS = 90
"""An address nobody saw for so long is asked about."""
Words = Annotated[str | None, Field(max_length=200)]
Key = Annotated[int | None, Field(ge=0, le=2**63 - 1)]


def mac_of(text: str) -> str:
    """A hardware address in one writing, "00:1a:2b:3c:4d:5e"; empty where it is none."""
    digits = "".join(one for one in text.lower() if one in "0123456789abcdef")
    if len(digits) != 12 or len(text.strip()) > 23:
        return ""
    return ":".join(digits[place : place + 2] for place in range(0, 12, 2))


def _spot(text: str) -> tuple[str, str]:
    """The text as a network and as a host, each empty where it is none."""
    network = host = ""
    try:
        if "/" in text:
            network = network_of(text)
        else:
            host = host_of(text)
    except ValidationError:
        pass
    return network, host


def _spoken(value: str, *names: str) -> Q:
    """Every word stands in one of these texts, by Turkish letters."""
    found = Q()
    for word in fold(value).split()[:8]:
        one = Q(pk__in=[])
        for name in names:
            folded = Func(F(name), function="tr_fold", output_field=TextField())
            one |= Q(Contains(folded, word))
        found &= one
    return found


class PrefixFilter(FilterSchema):
    """`vrf` 0 is the table without a name; `contains` and `within` are an address or a network."""

    vrf: Key = None
    status: Words = None
    vlan: Key = None
    q: Words = None
    contains: Words = None
    within: Words = None

    def filter_vrf(self, value: int | None) -> Q:
        return Q() if value is None else Q(vrf_id=value or None)

    def filter_status(self, value: str | None) -> Q:
        return Q(status=value) if value else Q()

    def filter_vlan(self, value: int | None) -> Q:
        return Q(vlan_id=value) if value else Q()

    def filter_q(self, value: str | None) -> Q:
        if not value:
            return Q()
        network, host = _spot(value.strip())
        if network:
            return Q(network__within=network) | Q(network__over=network)
        if host:
            return Q(network__around=host)
        return _spoken(value, "description", "vlan__name")

    def filter_contains(self, value: str | None) -> Q:
        return _placed("network__around", value)

    def filter_within(self, value: str | None) -> Q:
        return _placed("network__within", value)


def _placed(lookup: str, value: str | None) -> Q:
    if not value:
        return Q()
    network, host = _spot(value.strip())
    return Q(**{lookup: network or host}) if network or host else Q(pk__in=[])


class AddressFilter(FilterSchema):
    """`state`: "quiet" (nobody saw it for 90 days), "ending" (within 30 days), "unowned" (no movable, no person)."""

    vrf: Key = None
    status: Words = None
    state: Words = None
    prefix: Key = None
    q: Words = None

    def filter_vrf(self, value: int | None) -> Q:
        return Q() if value is None else Q(vrf_id=value or None)

    def filter_status(self, value: str | None) -> Q:
        return Q(status=value) if value else Q()

    def filter_prefix(self, value: int | None) -> Q:
        return Q(prefix_id=value) if value else Q()

    def filter_state(self, value: str | None) -> Q:
        if value == "quiet":
            return Q(status="active") & (Q(seen_at=None) | Q(seen_at__lt=now() - dt.timedelta(days=QUIET_DAYS)))
        if value == "ending":
            return Q(until__lte=localdate() + dt.timedelta(days=30))
        if value == "unowned":
            return Q(asset=None, user=None, status="active")
        return Q()

    def filter_q(self, value: str | None) -> Q:
        if not value:
            return Q()
        network, host = _spot(value.strip())
        if network or host:
            return Q(ip__within=network or host)
        if mac := mac_of(value):
            return Q(mac=mac)
        return Q(dns_name__contains=value.strip().lower()) | _spoken(value, "description")


class VlanFilter(FilterSchema):
    group: Key = None
    q: Words = None

    def filter_group(self, value: int | None) -> Q:
        return Q(group_id=value) if value else Q()

    def filter_q(self, value: str | None) -> Q:
        if not value:
            return Q()
        text = value.strip()
        return Q(vid=int(text)) if text.isdecimal() and len(text) < 5 else _spoken(text, "name", "description")


class RangeFilter(FilterSchema):
    status: Annotated[str | None, FilterLookup("status"), Field(max_length=12)] = None


class AddressRequestFilter(FilterSchema):
    state: Words = None

    def filter_state(self, value: str | None) -> Q:
        if value == "open":
            return Q(case__closed_at=None)
        return Q(case__state=value) if value else Q()


def prefixes(actor: Actor, filters: PrefixFilter | None = None) -> QuerySet[Prefix]:
    rows = Prefix.objects.filter(actor.reach(access.VIEW).q(owners=Prefix.owners))
    if filters is not None:
        rows = filters.filter(rows)
    return rows.select_related("unit", "vrf", "vlan", "assignee")


def prefix(actor: Actor, prefix_id: int) -> Prefix:
    """One prefix; out of reach and unknown are the same `Prefix.DoesNotExist`."""
    return prefixes(actor).get(pk=prefix_id)


def addresses(actor: Actor, filters: AddressFilter | None = None) -> QuerySet[Address]:
    rows = Address.objects.filter(actor.reach(access.VIEW).q(owners=Address.owners))
    if filters is not None:
        rows = filters.filter(rows)
    return rows.select_related("unit", "vrf", "prefix", "asset", "user", "assignee", "port__device")


def address(actor: Actor, address_id: int) -> Address:
    return addresses(actor).get(pk=address_id)


def ranges(actor: Actor, filters: RangeFilter | None = None) -> QuerySet[IpRange]:
    rows = IpRange.objects.filter(actor.reach(access.VIEW).q(owners=IpRange.owners))
    if filters is not None:
        rows = filters.filter(rows)
    return rows.select_related("unit", "vrf", "prefix")


def ip_range(actor: Actor, range_id: int) -> IpRange:
    return ranges(actor).get(pk=range_id)


def vlans(actor: Actor, filters: VlanFilter | None = None) -> QuerySet[Vlan]:
    rows = Vlan.objects.filter(actor.reach(access.VIEW).q(owners=Vlan.owners))
    if filters is not None:
        rows = filters.filter(rows)
    return rows.select_related("unit", "group").annotate(many=Count("prefixes"))


def vlan(actor: Actor, vlan_id: int) -> Vlan:
    return vlans(actor).get(pk=vlan_id)


def vlan_groups(actor: Actor) -> QuerySet[VlanGroup]:
    rows = VlanGroup.objects.filter(actor.reach(access.VIEW).q(owners=VlanGroup.owners))
    return rows.select_related("unit").annotate(many=Count("vlans"))


def vlan_group(actor: Actor, group_id: int) -> VlanGroup:
    return vlan_groups(actor).get(pk=group_id)


def vrfs(actor: Actor) -> QuerySet[Vrf]:
    rows = Vrf.objects.filter(actor.reach(access.VIEW).q(owners=Vrf.owners))
    return rows.select_related("unit").annotate(many=Count("prefixes"))


def vrf(actor: Actor, vrf_id: int) -> Vrf:
    return vrfs(actor).get(pk=vrf_id)


def aggregates(actor: Actor) -> QuerySet[Aggregate]:
    return Aggregate.objects.filter(actor.reach(access.VIEW).q(owners=Aggregate.owners)).select_related("unit")


def aggregate(actor: Actor, aggregate_id: int) -> Aggregate:
    return aggregates(actor).get(pk=aggregate_id)


def requests(actor: Actor, filters: AddressRequestFilter | None = None) -> QuerySet[AddressRequest]:
    reach = actor.reach(access.VIEW).q("case__") | Q(case__opened_by_id=actor.user_id or 0)
    rows: QuerySet[AddressRequest] = AddressRequest.objects.filter(reach)
    if filters is not None:
        rows = filters.filter(rows)
    return rows.select_related("case__unit", "case__assignee", "case__opened_by", "prefix", "address", "asset")


def request(actor: Actor, number: str) -> AddressRequest:
    return requests(actor).get(case__number=number)


@dataclass(frozen=True, slots=True)
class Spot:
    """What is known of one address: its record, or no more than the networks around it, the smallest first."""

    ip: str
    found: list[Address]
    around: list[Prefix]
    pools: list[IpRange]


def spot(actor: Actor, text: str, vrf_id: int | None = None) -> Spot | None:
    """An address whether or not it is recorded: one that is not answers with its network. None where it is none."""
    _, host = _spot(text.strip())
    if not host:
        return None
    known = addresses(actor).filter(ip=host)
    around = networks_around(actor, host)
    pools = ranges(actor).filter(first__lte=host, last__gte=host)
    if vrf_id is not None:
        table = Q(vrf_id=vrf_id or None)
        known, pools = known.filter(table), pools.filter(table)
        around = around.filter(table)
    return Spot(host, list(known.order_by("pk")[:20]), list(around[:40]), list(pools[:20]))


def networks_around(actor: Actor, host: str) -> QuerySet[Prefix]:
    """The networks an address lies in, the smallest first."""
    rows = prefixes(actor).select_related(None).select_related("vlan")
    return rows.filter(network__around=host).order_by("-network", "pk")


@dataclass(frozen=True, slots=True)
class Duplicate:
    """What stands twice where once is meant."""

    what: str
    value: str
    rows: list[Address]


def duplicates(actor: Actor, limit: int = 200) -> list[Duplicate]:
    """The same address in several routing tables, the same name or hardware address on several addresses."""
    rows = addresses(actor)
    found: list[Duplicate] = []
    for what, name in (("Adres", "ip"), ("DNS adı", "dns_name"), ("MAC adresi", "mac")):
        held = rows.order_by().exclude(**({} if name == "ip" else {name: ""}), role__in=["vip", "vrrp", "anycast"])
        twice = [
            row[name]
            for row in held.values(name).annotate(many=Count("pk")).filter(many__gt=1).order_by(name)[:limit]
            if row[name]
        ]
        if not twice:
            continue
        by: dict[str, list[Address]] = {}
        for one in rows.filter(**{f"{name}__in": twice}).order_by("ip", "pk"):
            by.setdefault(getattr(one, name), []).append(one)
        found += [Duplicate(what, value, ones) for value, ones in by.items()]
    return found[:limit]


def asset_by_tag(actor: Actor, tag: str) -> Any | None:
    """A movable by its register number; whoever keeps the network may name any."""
    # reach: public inside the house, because a label is read by whoever stands before the device
    return apps.get_model("assets", "Asset")._default_manager.filter(tag=tag.strip().upper()).first()


def of_asset(asset: Any, actor: Actor) -> dict[str, object] | None:
    """Addresses of a movable, for its page."""
    rows = list(addresses(actor).filter(asset_id=asset.pk).order_by("ip")[:20])
    return {"addresses": rows} if rows else None


def of_person(person: User, actor: Actor) -> dict[str, object] | None:
    """Addresses a person uses, on his page."""
    mine = Q(user=person) | Q(asset__holder=person)
    rows = list(addresses(actor).filter(mine).order_by("ip")[:20])
    return {"addresses": rows} if rows else None


def units_to_keep(actor: Actor, permission: Permission = access.KEEP) -> QuerySet[Unit]:
    reach = actor.reach(permission)
    return units() if reach.everywhere else units().filter(pk__in=reach.units)


def unit_of(actor: Actor, permission: Permission = access.KEEP) -> int | None:
    """The unit of the seat from which the actor would keep something new."""
    seat = actor.seat_for(permission)
    return seat.unit_id if seat else None


def hidden_units(actor: Actor) -> list[int]:
    """Units that keep networks the actor does not see: looked up by unit, so that it costs no walk over networks."""
    reach = actor.reach(access.VIEW)
    if reach.everywhere:
        return []
    # reach: only the keys of units are looked at, to leave out what lies under a network that is not seen
    kept = Unit.objects.filter(Exists(Prefix.objects.filter(unit_id=OuterRef("pk"))))
    return list(kept.exclude(pk__in=reach.units).values_list("pk", flat=True))


def in_table(vrf_id: int | None) -> Q:
    """Rows of one routing table, written so that the exclusion constraint's index answers."""
    return Q(_table=vrf_id or 0)


def tabled(rows: QuerySet[Any]) -> QuerySet[Any]:
    found: QuerySet[Any] = rows.annotate(_table=Coalesce("vrf_id", 0))
    return found
