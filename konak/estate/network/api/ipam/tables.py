"""Routing tables and aggregates."""

import datetime as dt
from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Field

from konak.foundation.web.http import Request

from ... import queries, services
from ...models import Aggregate, Vrf
from ..shapes import IpamChoice, Line, Resource, Short
from .common import IpamAsked, IpamKept, IpamNew, IpamSaid, facts_of, family, kept, networked, only, router


class IpamVrfOut(IpamKept):
    name: str
    rd: str | None
    prefix_count: int


class IpamVrfIn(IpamNew):
    name: Annotated[Line, Field(min_length=1)]
    rd: Annotated[Short | None, Field(max_length=21)] = None


class IpamVrfChange(IpamSaid):
    name: Annotated[Line, Field(min_length=1)] = "-"
    rd: Annotated[Short | None, Field(max_length=21)] = None


class IpamVrfAsked(IpamAsked):
    name: Line | None = None
    rd: Short | None = None


def _vrfs(request: Request, asked: Any) -> QuerySet[Vrf]:
    rows = only(queries.vrfs(request.actor), asked)
    if asked is not None and asked.name:
        rows = rows.filter(name=asked.name)
    if asked is not None and asked.rd:
        rows = rows.filter(rd=asked.rd)
    return rows.order_by("name", "pk")


def _vrf(row: Vrf) -> dict[str, Any]:
    return {
        **kept("ipam/vrfs", row),
        "name": row.name,
        "rd": row.rd or None,
        "prefix_count": row.many,  # type: ignore[attr-defined]
    }


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
    facts=facts_of,
)


class IpamAggregateOut(IpamKept):
    family: IpamChoice
    prefix: str
    rir: str
    date_added: dt.date | None


class IpamAggregateIn(IpamNew):
    prefix: Short
    rir: Annotated[Short, Field(min_length=1)]
    date_added: dt.date | None = None


class IpamAggregateChange(IpamSaid):
    prefix: Short = ""
    rir: Annotated[Short, Field(min_length=1)] = "-"
    date_added: dt.date | None = None


class IpamAggregateAsked(IpamAsked):
    prefix: Short | None = None


def _aggregates(request: Request, asked: Any) -> QuerySet[Aggregate]:
    rows = only(queries.aggregates(request.actor), asked)
    return networked(rows, asked.prefix if asked is not None else None).order_by("network", "pk")


def _aggregate(row: Aggregate) -> dict[str, Any]:
    return {
        **kept("ipam/aggregates", row),
        "family": family(row.network),
        "prefix": row.network,
        "rir": row.source,
        "date_added": row.given_on,
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
    facts=facts_of,
)
