"""What the doors of the address space share."""

from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Field, Router, Schema

from ...queries.register import _spot
from ..shapes import IpamTag, Key, Line, Tags, ref, tags_in, tags_out

router = Router(tags=["network"])
Keys = Annotated[list[Key] | None, Field(max_length=1_000)]
Vid = Annotated[int, Field(ge=1, le=4094)]


class IpamKept(Schema):
    """What every record says of itself, whatever it is."""

    id: int
    url: str
    display: str
    description: str
    tags: list[IpamTag]
    unit: str


class IpamSaid(Schema):
    """What may be said of every record."""

    description: Line = ""
    tags: Tags = []


class IpamNew(IpamSaid):
    """A new record may name the unit that keeps it."""

    unit: Key | None = None


class IpamAsked(Schema):
    """What every list may be narrowed by."""

    id: Keys = None
    q: Line | None = None


def facts_of(said: dict[str, Any]) -> dict[str, Any]:
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
        "assigned_object_id": "port_id",
    }
    found = {named.get(name, name): value for name, value in said.items() if name != "assigned_object_type"}
    if "tags" in found:
        found["tags"] = tags_in(found["tags"] or [])
    for name in ("description", "rd", "dns_name", "mac", "role", "asset_tag"):
        if name in found and found[name] is None:
            found[name] = ""
    return found


def changed_of(said: dict[str, Any]) -> dict[str, Any]:
    """A change never moves a record to another routing table or unit."""
    found = facts_of(said)
    return {name: value for name, value in found.items() if name not in {"vrf_id", "unit_id"}}


def only(rows: QuerySet[Any], asked: Any) -> QuerySet[Any]:
    if asked is not None and asked.id:
        rows = rows.filter(pk__in=asked.id)
    return rows


def kept(kind: str, row: Any) -> dict[str, Any]:
    """What every record says of itself."""
    named = ref(kind, row)
    assert named is not None
    return {**named.dict(), "description": row.description, "tags": tags_out(row), "unit": row.unit.name}


def family(text: str) -> dict[str, Any]:
    six = ":" in text
    return {"value": 6 if six else 4, "label": "IPv6" if six else "IPv4"}


def networked(rows: QuerySet[Any], text: str | None) -> QuerySet[Any]:
    if not text:
        return rows
    network, _ = _spot(text)
    return rows.filter(network=network) if network else rows.none()
