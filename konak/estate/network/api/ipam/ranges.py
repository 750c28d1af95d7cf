"""Ranges of addresses."""

from typing import Any

from django.db.models import QuerySet

from konak.foundation.web.http import Request

from ... import queries, services
from ...models import IpRange
from ..shapes import IpamChoice, IpamRef, Key, Resource, Short, choice, ref
from .common import IpamAsked, IpamKept, IpamNew, IpamSaid, facts_of, family, kept, only, router


class IpamRangeOut(IpamKept):
    family: IpamChoice
    start_address: str
    end_address: str
    size: int
    vrf: IpamRef | None
    status: IpamChoice


class IpamRangeIn(IpamNew):
    start_address: Short
    end_address: Short
    vrf: Key | None = None
    status: Short = "dhcp"


class IpamRangeChange(IpamSaid):
    start_address: Short = ""
    end_address: Short = ""
    status: Short = "dhcp"


class IpamRangeAsked(IpamAsked):
    status: Short | None = None


def _ranges(request: Request, asked: Any) -> QuerySet[IpRange]:
    rows = only(queries.ranges(request.actor), asked)
    if asked is not None and asked.status:
        rows = rows.filter(status=asked.status)
    return rows.order_by("first", "pk")


def _range(row: IpRange) -> dict[str, Any]:
    return {
        **kept("ipam/ip-ranges", row),
        "family": family(row.first),
        "start_address": row.first,
        "end_address": row.last,
        "size": int(row.size),
        "vrf": ref("ipam/vrfs", row.vrf),
        "status": choice(row, "status"),
    }


def _bare(said: dict[str, Any]) -> dict[str, Any]:
    """NetBox writes the ends of a range with a length."""
    found = facts_of(said)
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
