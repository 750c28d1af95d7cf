"""Prefixes, and the first free ones within one."""

from typing import Annotated, Any

from django.db import transaction
from django.db.models import QuerySet
from ninja import Field, Schema, Status
from pydantic import RootModel

from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO

from ... import queries, services
from ...models import Prefix
from ...queries.register import _placed
from ..shapes import IpamChoice, IpamRef, Key, Line, Resource, Short, Tags, choice, ref
from .common import (
    IpamAsked,
    IpamKept,
    IpamNew,
    IpamSaid,
    changed_of,
    facts_of,
    family,
    kept,
    networked,
    only,
    router,
)


class IpamPrefixOut(IpamKept):
    family: IpamChoice
    prefix: str
    vrf: IpamRef | None
    vlan: IpamRef | None
    parent: int | None
    status: IpamChoice
    is_pool: bool


class IpamPrefixIn(IpamNew):
    prefix: Short
    vrf: Key | None = None
    status: Short = "active"
    vlan: Key | None = None
    is_pool: bool = False


class IpamPrefixChange(IpamSaid):
    prefix: Short = ""
    status: Short = "active"
    vlan: Key | None = None
    is_pool: bool = False


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
    rows = only(queries.prefixes(request.actor, filters), asked)
    if asked is not None:
        rows = networked(rows, asked.prefix)
        if asked.within:
            rows = rows.filter(_placed("network__inside", asked.within))
        if asked.family in (4, 6):
            rows = rows.filter(network__within="0.0.0.0/0" if asked.family == 4 else "::/0")
    return rows.order_by("network", "pk")


def _prefix(row: Prefix) -> dict[str, Any]:
    return {
        **kept("ipam/prefixes", row),
        "family": family(row.network),
        "prefix": row.network,
        "vrf": ref("ipam/vrfs", row.vrf),
        "vlan": ref("ipam/vlans", row.vlan),
        "parent": row.parent_id,
        "status": choice(row, "status"),
        "is_pool": row.is_pool,
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
    edit=lambda key, **said: services.edit_prefix(key, **changed_of(said)),
    drop=services.drop_prefix,
    facts=facts_of,
)


class IpamFreePrefix(Schema):
    family: int
    prefix: str
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
            made.append(services.next_prefix(key, actor=request.actor, length=length, **facts_of(said)).pk)
    shown = [_prefix(queries.prefix(request.actor, one)) for one in made]
    return Status(201, shown if isinstance(said_, list) else shown[0])
