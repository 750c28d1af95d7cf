"""Addresses, and the first free ones within a prefix."""

import datetime as dt
from typing import Annotated, Any

from django.db import transaction
from django.db.models import QuerySet
from ninja import Field, Schema, Status
from pydantic import RootModel

from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO

from ... import queries, services
from ...models import Address
from ...queries.register import _placed, _spot
from ..shapes import IpamChoice, IpamRef, Key, Line, Resource, Short, choice, ref
from .common import IpamAsked, IpamKept, IpamSaid, changed_of, facts_of, family, kept, only, router


class IpamAddressOut(IpamKept):
    family: IpamChoice
    address: str
    vrf: IpamRef | None
    prefix: IpamRef | None
    status: IpamChoice
    role: IpamChoice | None
    dns_name: str
    mac_address: str
    asset: str | None
    assigned_object_type: str | None
    assigned_object_id: int | None
    assigned_object: IpamRef | None
    last_seen: dt.datetime | None
    until: dt.date | None


class IpamAddressFacts(IpamSaid):
    status: Short = "active"
    role: Annotated[Short | None, Field(max_length=8)] = None
    dns_name: Annotated[str | None, Field(max_length=255)] = None
    mac_address: Short | None = None
    asset: Short | None = None
    assigned_object_type: Annotated[str | None, Field(pattern=r"^dcim\.interface$")] = None
    assigned_object_id: Key | None = None
    until: dt.date | None = None


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
    rows = only(queries.addresses(request.actor, filters), asked)
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
        **kept("ipam/ip-addresses", row),
        "display": row.written,
        "family": family(row.ip),
        "address": row.written,
        "vrf": ref("ipam/vrfs", row.vrf),
        "prefix": ref("ipam/prefixes", row.prefix),
        "status": choice(row, "status"),
        "role": choice(row, "role") if row.role else None,
        "dns_name": row.dns_name,
        "mac_address": row.mac,
        "asset": row.asset.tag if row.asset else None,
        "assigned_object_type": "dcim.interface" if row.port_id else None,
        "assigned_object_id": row.port_id,
        "assigned_object": ref("dcim/interfaces", row.port),
        "last_seen": row.seen_at,
        "until": row.until,
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
    edit=lambda key, **said: services.edit_address(key, **changed_of(said)),
    drop=services.drop_address,
    facts=facts_of,
)


class IpamFreeAddress(Schema):
    family: int
    address: str
    vrf: IpamRef | None


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
            services.next_address(key, actor=request.actor, **facts_of(item.dict(exclude_unset=True))).pk
            for item in many
        ]
    shown = [_address(queries.address(request.actor, one)) for one in made]
    return Status(201, shown if isinstance(said_, list) else shown[0])
