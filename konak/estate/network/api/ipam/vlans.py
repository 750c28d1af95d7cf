"""VLAN groups and VLANs."""

from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Field

from konak.foundation.web.http import Request

from ... import queries, services
from ...models import Vlan, VlanGroup
from ..shapes import IpamChoice, IpamRef, Key, Line, Resource, Short, choice, ref
from .common import IpamAsked, IpamKept, IpamNew, IpamSaid, Vid, facts_of, kept, only, router


class IpamVlanGroupOut(IpamKept):
    name: str
    slug: str
    min_vid: int
    max_vid: int
    vlan_count: int


class IpamVlanGroupIn(IpamNew):
    name: Annotated[Line, Field(min_length=1)]
    slug: Annotated[Line, Field(max_length=100)] = ""
    min_vid: Vid = 1
    max_vid: Vid = 4094


class IpamVlanGroupChange(IpamSaid):
    name: Annotated[Line, Field(min_length=1)] = "-"
    slug: Annotated[Line, Field(max_length=100)] = ""
    min_vid: Vid = 1
    max_vid: Vid = 4094


class IpamVlanGroupAsked(IpamAsked):
    name: Line | None = None
    slug: Line | None = None


def _groups(request: Request, asked: Any) -> QuerySet[VlanGroup]:
    rows = only(queries.vlan_groups(request.actor), asked)
    for name in ("name", "slug"):
        if asked is not None and getattr(asked, name):
            rows = rows.filter(**{name: getattr(asked, name)})
    return rows.order_by("name", "pk")


def _group(row: VlanGroup) -> dict[str, Any]:
    return {
        **kept("ipam/vlan-groups", row),
        "name": row.name,
        "slug": row.slug,
        "min_vid": row.first,
        "max_vid": row.last,
        "vlan_count": row.many,  # type: ignore[attr-defined]
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
    facts=facts_of,
)


class IpamVlanOut(IpamKept):
    group: IpamRef | None
    vid: int
    name: str
    status: IpamChoice
    prefix_count: int


class IpamVlanIn(IpamNew):
    name: Annotated[Line, Field(min_length=1, max_length=64)]
    vid: Vid | None = None
    group: Key | None = None
    status: Short = "active"


class IpamVlanChange(IpamSaid):
    name: Annotated[Line, Field(min_length=1, max_length=64)] = "-"
    vid: Vid | None = None
    group: Key | None = None
    status: Short = "active"


class IpamVlanAsked(IpamAsked):
    vid: int | None = Field(None, ge=0, le=65_535)
    group_id: Key | None = None
    name: Line | None = None


def _vlans(request: Request, asked: Any) -> QuerySet[Vlan]:
    filters = queries.VlanFilter(q=asked.q, group=asked.group_id) if asked is not None else None
    rows = only(queries.vlans(request.actor, filters), asked)
    if asked is not None and asked.vid is not None:
        rows = rows.filter(vid=asked.vid)
    if asked is not None and asked.name:
        rows = rows.filter(name=asked.name)
    return rows.order_by("vid", "pk")


def _vlan(row: Vlan) -> dict[str, Any]:
    return {
        **kept("ipam/vlans", row),
        "group": ref("ipam/vlan-groups", row.group),
        "vid": row.vid,
        "name": row.name,
        "status": choice(row, "status"),
        "prefix_count": row.many,  # type: ignore[attr-defined]
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
    facts=facts_of,
)
