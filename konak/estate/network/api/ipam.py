"""`/api/ipam/…`: routing tables, aggregates, prefixes, ranges, addresses, VLANs, as NetBox clients know them."""

import datetime as dt
from typing import Annotated, Any

from django.db import transaction
from django.db.models import QuerySet
from ninja import Field, Router, Schema, Status
from pydantic import RootModel

from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO

from .. import queries, services
from ..models import Address, Aggregate, IpRange, Prefix, Vlan, VlanGroup, Vrf
from ..queries.register import _placed, _spot
from .shapes import (
    IpamChoice,
    IpamRef,
    IpamTag,
    Key,
    Line,
    Resource,
    Short,
    Tags,
    choice,
    ref,
    tags_in,
    tags_out,
)

router = Router(tags=["network"])
Keys = Annotated[list[Key] | None, Field(max_length=1_000)]
Vid = Annotated[int, Field(ge=1, le=4094)]


class IpamAsked(Schema):
    """What every list may be narrowed by."""

    id: Keys = None
    q: Line | None = None


def _facts(said: dict[str, Any]) -> dict[str, Any]:
    """What NetBox calls a field → what we call it."""
    named = {
        "prefix": "network",
        "address": "ip",
        "vrf": "vrf_id",
        "vlan": "vlan_id",
        "group": "group_id",
        "start_address": "first",
        "end_address": "last",
        "min_vid": "first",
        "max_vid": "last",
        "mac_address": "mac",
        "rir": "source",
        "date_added": "given_on",
        "unit": "unit_id",
        "asset": "asset_tag",
    }
    found = {named.get(name, name): value for name, value in said.items()}
    if "tags" in found:
        found["tags"] = tags_in(found["tags"] or [])
    for name in ("description", "rd", "dns_name", "mac", "role", "asset_tag"):
        if name in found and found[name] is None:
            found[name] = ""
    return found


def _changed(said: dict[str, Any]) -> dict[str, Any]:
    """A change never moves a record to another routing table or unit."""
    found = _facts(said)
    return {name: value for name, value in found.items() if name not in {"vrf_id", "unit_id"}}


def _of(rows: QuerySet[Any], asked: Any) -> QuerySet[Any]:
    if asked is not None and asked.id:
        rows = rows.filter(pk__in=asked.id)
    return rows


# Routing tables ----------------------------------------------------------------------------------------------


class IpamVrfOut(Schema):
    id: int
    url: str
    display: str
    name: str
    rd: str | None
    description: str
    tags: list[IpamTag]
    prefix_count: int
    unit: str


class IpamVrfIn(Schema):
    name: Annotated[Line, Field(min_length=1)]
    rd: Annotated[Short | None, Field(max_length=21)] = None
    description: Line = ""
    tags: Tags = []
    unit: Key | None = None


class IpamVrfChange(Schema):
    name: Annotated[Line, Field(min_length=1)] = "-"
    rd: Annotated[Short | None, Field(max_length=21)] = None
    description: Line = ""
    tags: Tags = []


class IpamVrfAsked(IpamAsked):
    name: Line | None = None
    rd: Short | None = None


def _vrfs(request: Request, asked: Any) -> QuerySet[Vrf]:
    rows = _of(queries.vrfs(request.actor), asked)
    if asked is not None and asked.name:
        rows = rows.filter(name=asked.name)
    if asked is not None and asked.rd:
        rows = rows.filter(rd=asked.rd)
    return rows.order_by("name", "pk")


def _vrf(row: Vrf) -> dict[str, Any]:
    return {
        **_head("ipam/vrfs", row),
        "name": row.name,
        "rd": row.rd or None,
        "description": row.description,
        "tags": tags_out(row),
        "prefix_count": row.many,  # type: ignore[attr-defined]
        "unit": row.unit.name,
    }


def _head(kind: str, row: Any) -> dict[str, Any]:
    named = ref(kind, row)
    assert named is not None
    return named.dict()


Resource(
    *(router, "vrfs"),
    kind="VRF",
    enter=IpamVrfIn,
    change=IpamVrfChange,
    shown=IpamVrfOut,
    asked=IpamVrfAsked,
    rows=_vrfs,
    show=_vrf,
    add=services.add_vrf,
    edit=services.edit_vrf,
    drop=services.drop_vrf,
    facts=_facts,
)


# Aggregates --------------------------------------------------------------------------------------------------


class IpamAggregateOut(Schema):
    id: int
    url: str
    display: str
    family: IpamChoice
    prefix: str
    rir: str
    date_added: dt.date | None
    description: str
    tags: list[IpamTag]
    unit: str


class IpamAggregateIn(Schema):
    prefix: Short
    rir: Annotated[Short, Field(min_length=1)]
    date_added: dt.date | None = None
    description: Line = ""
    tags: Tags = []
    unit: Key | None = None


class IpamAggregateChange(Schema):
    prefix: Short = ""
    rir: Annotated[Short, Field(min_length=1)] = "-"
    date_added: dt.date | None = None
    description: Line = ""
    tags: Tags = []


class IpamAggregateAsked(IpamAsked):
    prefix: Short | None = None


def _family(text: str) -> dict[str, Any]:
    six = ":" in text
    return {"value": 6 if six else 4, "label": "IPv6" if six else "IPv4"}


def _networked(rows: QuerySet[Any], text: str | None) -> QuerySet[Any]:
    if not text:
        return rows
    network, _ = _spot(text)
    return rows.filter(network=network) if network else rows.none()


def _aggregates(request: Request, asked: Any) -> QuerySet[Aggregate]:
    rows = _of(queries.aggregates(request.actor), asked)
    return _networked(rows, asked.prefix if asked is not None else None).order_by("network", "pk")


def _aggregate(row: Aggregate) -> dict[str, Any]:
    return {
        **_head("ipam/aggregates", row),
        "family": _family(row.network),
        "prefix": row.network,
        "rir": row.source,
        "date_added": row.given_on,
        "description": row.description,
        "tags": tags_out(row),
        "unit": row.unit.name,
    }


Resource(
    *(router, "aggregates"),
    kind="Adres bloğu",
    enter=IpamAggregateIn,
    change=IpamAggregateChange,
    shown=IpamAggregateOut,
    asked=IpamAggregateAsked,
    rows=_aggregates,
    show=_aggregate,
    add=services.add_aggregate,
    edit=services.edit_aggregate,
    drop=services.drop_aggregate,
    facts=_facts,
)


# VLANs -------------------------------------------------------------------------------------------------------


class IpamVlanGroupOut(Schema):
    id: int
    url: str
    display: str
    name: str
    slug: str
    min_vid: int
    max_vid: int
    description: str
    tags: list[IpamTag]
    vlan_count: int
    unit: str


class IpamVlanGroupIn(Schema):
    name: Annotated[Line, Field(min_length=1)]
    slug: Annotated[Line, Field(max_length=100)] = ""
    min_vid: Vid = 1
    max_vid: Vid = 4094
    description: Line = ""
    tags: Tags = []
    unit: Key | None = None


class IpamVlanGroupChange(Schema):
    name: Annotated[Line, Field(min_length=1)] = "-"
    slug: Annotated[Line, Field(max_length=100)] = ""
    min_vid: Vid = 1
    max_vid: Vid = 4094
    description: Line = ""
    tags: Tags = []


class IpamVlanGroupAsked(IpamAsked):
    name: Line | None = None
    slug: Line | None = None


def _groups(request: Request, asked: Any) -> QuerySet[VlanGroup]:
    rows = _of(queries.vlan_groups(request.actor), asked)
    for name in ("name", "slug"):
        if asked is not None and getattr(asked, name):
            rows = rows.filter(**{name: getattr(asked, name)})
    return rows.order_by("name", "pk")


def _group(row: VlanGroup) -> dict[str, Any]:
    return {
        **_head("ipam/vlan-groups", row),
        "name": row.name,
        "slug": row.slug,
        "min_vid": row.first,
        "max_vid": row.last,
        "description": row.description,
        "tags": tags_out(row),
        "vlan_count": row.many,  # type: ignore[attr-defined]
        "unit": row.unit.name,
    }


Resource(
    *(router, "vlan-groups"),
    kind="VLAN grubu",
    enter=IpamVlanGroupIn,
    change=IpamVlanGroupChange,
    shown=IpamVlanGroupOut,
    asked=IpamVlanGroupAsked,
    rows=_groups,
    show=_group,
    add=services.add_vlan_group,
    edit=services.edit_vlan_group,
    drop=services.drop_vlan_group,
    facts=_facts,
)


class IpamVlanOut(Schema):
    id: int
    url: str
    display: str
    group: IpamRef | None
    vid: int
    name: str
    status: IpamChoice
    description: str
    tags: list[IpamTag]
    prefix_count: int
    unit: str


class IpamVlanIn(Schema):
    name: Annotated[Line, Field(min_length=1, max_length=64)]
    vid: Vid | None = None
    group: Key | None = None
    status: Short = "active"
    description: Line = ""
    tags: Tags = []
    unit: Key | None = None


class IpamVlanChange(Schema):
    name: Annotated[Line, Field(min_length=1, max_length=64)] = "-"
    vid: Vid | None = None
    group: Key | None = None
    status: Short = "active"
    description: Line = ""
    tags: Tags = []


class IpamVlanAsked(IpamAsked):
    vid: int | None = Field(None, ge=0, le=65_535)
    group_id: Key | None = None
    name: Line | None = None


def _vlans(request: Request, asked: Any) -> QuerySet[Vlan]:
    filters = queries.VlanFilter(q=asked.q, group=asked.group_id) if asked is not None else None
    rows = _of(queries.vlans(request.actor, filters), asked)
    if asked is not None and asked.vid is not None:
        rows = rows.filter(vid=asked.vid)
    if asked is not None and asked.name:
        rows = rows.filter(name=asked.name)
    return rows.order_by("vid", "pk")


def _vlan(row: Vlan) -> dict[str, Any]:
    return {
        **_head("ipam/vlans", row),
        "group": ref("ipam/vlan-groups", row.group),
        "vid": row.vid,
        "name": row.name,
        "status": choice(row, "status"),
        "description": row.description,
        "tags": tags_out(row),
        "prefix_count": row.many,  # type: ignore[attr-defined]
        "unit": row.unit.name,
    }


Resource(
    *(router, "vlans"),
    kind="VLAN",
    enter=IpamVlanIn,
    change=IpamVlanChange,
    shown=IpamVlanOut,
    asked=IpamVlanAsked,
    rows=_vlans,
    show=_vlan,
    add=services.add_vlan,
    edit=services.edit_vlan,
    drop=services.drop_vlan,
    facts=_facts,
)


# Prefixes ----------------------------------------------------------------------------------------------------


class IpamPrefixOut(Schema):
    id: int
    url: str
    display: str
    family: IpamChoice
    prefix: str
    vrf: IpamRef | None
    vlan: IpamRef | None
    parent: int | None
    status: IpamChoice
    is_pool: bool
    description: str
    tags: list[IpamTag]
    unit: str


class IpamPrefixIn(Schema):
    prefix: Short
    vrf: Key | None = None
    status: Short = "active"
    vlan: Key | None = None
    is_pool: bool = False
    description: Line = ""
    tags: Tags = []
    unit: Key | None = None


class IpamPrefixChange(Schema):
    prefix: Short = ""
    status: Short = "active"
    vlan: Key | None = None
    is_pool: bool = False
    description: Line = ""
    tags: Tags = []


class IpamPrefixAsked(IpamAsked):
    """`contains` and `within` are networks or addresses, as is `q`; `vrf_id` 0 is the table without a name."""

    prefix: Short | None = None
    contains: Short | None = None
    within: Short | None = None
    within_include: Short | None = None
    vrf_id: int | None = Field(None, ge=0, le=2**63 - 1)
    vlan_id: Key | None = None
    status: Short | None = None
    family: int | None = Field(None, ge=0, le=9)


def _prefixes(request: Request, asked: Any) -> QuerySet[Prefix]:
    filters = None
    if asked is not None:
        filters = queries.PrefixFilter(
            vrf=asked.vrf_id,
            status=asked.status,
            vlan=asked.vlan_id,
            q=asked.q,
            contains=asked.contains,
            within=asked.within_include,
        )
    rows = _of(queries.prefixes(request.actor, filters), asked)
    if asked is not None:
        rows = _networked(rows, asked.prefix)
        if asked.within:
            rows = rows.filter(_placed("network__inside", asked.within))
        if asked.family in (4, 6):
            rows = rows.filter(network__within="0.0.0.0/0" if asked.family == 4 else "::/0")
    return rows.order_by("network", "pk")


def _prefix(row: Prefix) -> dict[str, Any]:
    return {
        **_head("ipam/prefixes", row),
        "family": _family(row.network),
        "prefix": row.network,
        "vrf": ref("ipam/vrfs", row.vrf),
        "vlan": ref("ipam/vlans", row.vlan),
        "parent": row.parent_id,
        "status": choice(row, "status"),
        "is_pool": row.is_pool,
        "description": row.description,
        "tags": tags_out(row),
        "unit": row.unit.name,
    }


Resource(
    *(router, "prefixes"),
    kind="Ağ",
    enter=IpamPrefixIn,
    change=IpamPrefixChange,
    shown=IpamPrefixOut,
    asked=IpamPrefixAsked,
    rows=_prefixes,
    show=_prefix,
    add=services.add_prefix,
    edit=lambda key, **said: services.edit_prefix(key, **_changed(said)),
    drop=services.drop_prefix,
    facts=_facts,
)


class IpamFreePrefix(Schema):
    family: int
    prefix: str
    vrf: IpamRef | None


class IpamFreeAddress(Schema):
    family: int
    address: str
    vrf: IpamRef | None


class IpamWantedPrefix(Schema):
    prefix_length: Annotated[int, Field(ge=1, le=128)]
    status: Short = "active"
    vlan: Key | None = None
    is_pool: bool = False
    description: Line = ""
    tags: Tags = []


class IpamWantedPrefixBody(RootModel[Annotated[list[IpamWantedPrefix], Field(max_length=256)] | IpamWantedPrefix]):
    """One or many networks, each by its length."""


@router.get(
    "/prefixes/{int:key}/available-prefixes/",
    response={200: list[IpamFreePrefix], **SAYS_NO},
    summary="Ağ içindeki boş ağlar",
)
def free_networks(request: Request, key: Key) -> Any:
    row = queries.prefix(request.actor, key)
    return [
        {"family": row.net.version, "prefix": one, "vrf": ref("ipam/vrfs", row.vrf)}
        for one in queries.free_networks(row)
    ]


@router.post(
    "/prefixes/{int:key}/available-prefixes/",
    response={201: list[IpamPrefixOut] | IpamPrefixOut, **SAYS_NO},
    summary="Ağ içindeki ilk boş ağları ver; ya hep ya hiç",
)
def take_networks(
    request: Request,
    key: Key,
    body: IpamWantedPrefixBody,
) -> Any:
    said_ = body.root
    many = said_ if isinstance(said_, list) else [said_]
    with transaction.atomic():
        made = []
        for item in many:
            said = item.dict(exclude_unset=True)
            length = said.pop("prefix_length")
            made.append(services.next_prefix(key, actor=request.actor, length=length, **_facts(said)).pk)
    shown = [_prefix(queries.prefix(request.actor, one)) for one in made]
    return Status(201, shown if isinstance(said_, list) else shown[0])


# Addresses ---------------------------------------------------------------------------------------------------


class IpamAddressOut(Schema):
    id: int
    url: str
    display: str
    family: IpamChoice
    address: str
    vrf: IpamRef | None
    prefix: IpamRef | None
    status: IpamChoice
    role: IpamChoice | None
    dns_name: str
    mac_address: str
    asset: str | None
    last_seen: dt.datetime | None
    until: dt.date | None
    description: str
    tags: list[IpamTag]
    unit: str


class IpamAddressFacts(Schema):
    status: Short = "active"
    role: Annotated[Short | None, Field(max_length=8)] = None
    dns_name: Annotated[str | None, Field(max_length=255)] = None
    mac_address: Short | None = None
    asset: Short | None = None
    until: dt.date | None = None
    description: Line = ""
    tags: Tags = []


class IpamAddressFactsBody(RootModel[Annotated[list[IpamAddressFacts], Field(max_length=256)] | IpamAddressFacts]):
    """One or many addresses; which ones is the network's business."""


class IpamAddressIn(IpamAddressFacts):
    address: Short
    vrf: Key | None = None
    unit: Key | None = None


class IpamAddressChange(IpamAddressFacts):
    address: Short = ""


class IpamAddressAsked(IpamAsked):
    """`address` with its length or without, `parent` a network around it."""

    address: Short | None = None
    parent: Short | None = None
    vrf_id: int | None = Field(None, ge=0, le=2**63 - 1)
    status: Short | None = None
    dns_name: Line | None = None
    family: int | None = Field(None, ge=0, le=9)


def _addresses(request: Request, asked: Any) -> QuerySet[Address]:
    filters = None
    if asked is not None:
        filters = queries.AddressFilter(vrf=asked.vrf_id, status=asked.status, q=asked.q)
    rows = _of(queries.addresses(request.actor, filters), asked)
    if asked is not None:
        if asked.address:
            _, host = _spot(asked.address.partition("/")[0])
            rows = rows.filter(ip=host) if host else rows.none()
        if asked.parent:
            rows = rows.filter(_placed("ip__within", asked.parent))
        if asked.dns_name:
            rows = rows.filter(dns_name=asked.dns_name.lower().rstrip("."))
        if asked.family in (4, 6):
            rows = rows.filter(ip__within="0.0.0.0/0" if asked.family == 4 else "::/0")
    return rows.order_by("ip", "pk")


def _address(row: Address) -> dict[str, Any]:
    return {
        **_head("ipam/ip-addresses", row),
        "display": row.written,
        "family": _family(row.ip),
        "address": row.written,
        "vrf": ref("ipam/vrfs", row.vrf),
        "prefix": ref("ipam/prefixes", row.prefix),
        "status": choice(row, "status"),
        "role": choice(row, "role") if row.role else None,
        "dns_name": row.dns_name,
        "mac_address": row.mac,
        "asset": row.asset.tag if row.asset else None,
        "last_seen": row.seen_at,
        "until": row.until,
        "description": row.description,
        "tags": tags_out(row),
        "unit": row.unit.name,
    }


Resource(
    *(router, "ip-addresses"),
    kind="IP adresi",
    enter=IpamAddressIn,
    change=IpamAddressChange,
    shown=IpamAddressOut,
    asked=IpamAddressAsked,
    rows=_addresses,
    show=_address,
    add=services.add_address,
    edit=lambda key, **said: services.edit_address(key, **_changed(said)),
    drop=services.drop_address,
    facts=_facts,
)


@router.get(
    "/prefixes/{int:key}/available-ips/",
    response={200: list[IpamFreeAddress], **SAYS_NO},
    summary="Ağ içindeki boş adresler",
)
def free_addresses(request: Request, key: Key, limit: Annotated[int, Field(ge=0, le=1_000)] = 256) -> Any:
    row = queries.prefix(request.actor, key)
    return [
        {
            "family": row.net.version,
            "address": f"{one}/{row.net.prefixlen}",
            "vrf": ref("ipam/vrfs", row.vrf),
        }
        for one in queries.free_addresses(row, limit or 1_000)
    ]


@router.post(
    "/prefixes/{int:key}/available-ips/",
    response={201: list[IpamAddressOut] | IpamAddressOut, **SAYS_NO},
    summary="Ağ içindeki ilk boş adresleri ver; ya hep ya hiç",
)
def take_addresses(
    request: Request,
    key: Key,
    body: IpamAddressFactsBody,
) -> Any:
    said_ = body.root
    many = said_ if isinstance(said_, list) else [said_]
    with transaction.atomic():
        made = [
            services.next_address(key, actor=request.actor, **_facts(item.dict(exclude_unset=True))).pk
            for item in many
        ]
    shown = [_address(queries.address(request.actor, one)) for one in made]
    return Status(201, shown if isinstance(said_, list) else shown[0])


# Ranges ------------------------------------------------------------------------------------------------------


class IpamRangeOut(Schema):
    id: int
    url: str
    display: str
    family: IpamChoice
    start_address: str
    end_address: str
    size: int
    vrf: IpamRef | None
    status: IpamChoice
    description: str
    tags: list[IpamTag]
    unit: str


class IpamRangeIn(Schema):
    start_address: Short
    end_address: Short
    vrf: Key | None = None
    status: Short = "dhcp"
    description: Line = ""
    tags: Tags = []
    unit: Key | None = None


class IpamRangeChange(Schema):
    start_address: Short = ""
    end_address: Short = ""
    status: Short = "dhcp"
    description: Line = ""
    tags: Tags = []


class IpamRangeAsked(IpamAsked):
    status: Short | None = None


def _ranges(request: Request, asked: Any) -> QuerySet[IpRange]:
    rows = _of(queries.ranges(request.actor), asked)
    if asked is not None and asked.status:
        rows = rows.filter(status=asked.status)
    return rows.order_by("first", "pk")


def _range(row: IpRange) -> dict[str, Any]:
    return {
        **_head("ipam/ip-ranges", row),
        "family": _family(row.first),
        "start_address": row.first,
        "end_address": row.last,
        "size": int(row.size),
        "vrf": ref("ipam/vrfs", row.vrf),
        "status": choice(row, "status"),
        "description": row.description,
        "tags": tags_out(row),
        "unit": row.unit.name,
    }


def _bare(said: dict[str, Any]) -> dict[str, Any]:
    """NetBox writes the ends of a range with a length."""
    found = _facts(said)
    return {name: value.partition("/")[0] if name in {"first", "last"} else value for name, value in found.items()}


Resource(
    *(router, "ip-ranges"),
    kind="Adres aralığı",
    enter=IpamRangeIn,
    change=IpamRangeChange,
    shown=IpamRangeOut,
    asked=IpamRangeAsked,
    rows=_ranges,
    show=_range,
    add=services.add_range,
    edit=services.edit_range,
    drop=services.drop_range,
    facts=_bare,
)
