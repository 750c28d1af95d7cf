"""Interfaces, the two sides of panels, cables, and the way of a signal from end to end."""

from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Field, Schema

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO

from ... import queries, services
from ...models import Cable, Port
from ..ipam.common import IpamAsked, IpamKept, IpamNew, IpamSaid, kept
from ..shapes import IpamChoice, IpamRef, Key, Line, Resource, Short, choice, ref
from .common import facts_of, only, router

Name = Annotated[Line, Field(min_length=1, max_length=64)]
Kind = Annotated[Line, Field(max_length=50)]
Many = Annotated[int, Field(ge=1, le=1024)]
PATHS = {"interface": "interfaces", "front": "front-ports", "rear": "rear-ports"}


class DcimPortOut(Schema):
    """What every port says of itself."""

    id: int
    url: str
    display: str
    device: IpamRef
    name: str
    type: IpamChoice
    description: str
    cable: IpamRef | None
    cable_end: str


class DcimInterfaceOut(DcimPortOut):
    enabled: bool
    mgmt_only: bool
    mac_address: str | None
    untagged_vlan: IpamRef | None
    count_ipaddresses: int


class DcimRearOut(DcimPortOut):
    positions: int


class DcimFrontOut(DcimPortOut):
    rear_port: IpamRef | None
    rear_port_position: int


class DcimPortChange(Schema):
    name: Name = "-"
    type: Kind = ""
    description: Line = ""


class DcimPortIn(DcimPortChange):
    device: Key
    name: Name


class DcimInterfaceChange(DcimPortChange):
    enabled: bool = True
    mgmt_only: bool = False
    mac_address: Short | None = None
    untagged_vlan: Key | None = None


class DcimInterfaceIn(DcimInterfaceChange):
    device: Key
    name: Name


class DcimRearIn(DcimPortIn):
    positions: Many = 1


class DcimRearChange(DcimPortChange):
    positions: Many = 1


class DcimFrontIn(DcimPortIn):
    rear_port: Key
    rear_port_position: Many = 1


class DcimFrontChange(DcimPortChange):
    rear_port: Key | None = None
    rear_port_position: Many = 1


class DcimPortAsked(IpamAsked):
    device_id: Key | None = None
    name: Line | None = None
    cabled: bool | None = None


def _place(row: Port) -> str:
    return f"dcim/{PATHS.get(row.sort, 'interfaces')}"


def _port_ref(row: Port | None) -> IpamRef | None:
    return ref(_place(row), row) if row is not None else None


def _port(row: Port) -> dict[str, Any]:
    named = _port_ref(row)
    assert named is not None
    return {
        **named.dict(),
        "device": ref("dcim/devices", row.device),
        "name": row.name,
        "type": {"value": row.kind or "other", "label": row.kind or "Diğer"},
        "description": row.description,
        "cable": ref("dcim/cables", row.cable),
        "cable_end": row.end,
    }


def _interface(row: Port) -> dict[str, Any]:
    return {
        **_port(row),
        "enabled": row.enabled,
        "mgmt_only": row.manages,
        "mac_address": row.mac or None,
        "untagged_vlan": ref("ipam/vlans", row.vlan),
        "count_ipaddresses": len(row.addresses.all()),
    }


def _rear(row: Port) -> dict[str, Any]:
    return {**_port(row), "positions": row.strands}


def _front(row: Port) -> dict[str, Any]:
    return {**_port(row), "rear_port": _port_ref(row.behind), "rear_port_position": row.strand}


def _rows(sort: str) -> Callable[[Request, Any], QuerySet[Port]]:
    def rows(request: Request, asked: Any) -> QuerySet[Port]:
        found = only(queries.ports(request.actor, sort), asked, "device_id", "name")
        if asked is not None and asked.cabled is not None:
            found = found.filter(cable__isnull=not asked.cabled)
        if sort == "interface":
            found = found.prefetch_related("addresses")
        return found.order_by("device__name", "order", "pk")

    return rows


def _add(sort: str) -> Callable[..., Port]:
    def add(*, actor: Actor, device: int, name: str, **facts: Any) -> Port:
        if "[" in name:
            raise Refused("Kapılar burada tek tek yazılır; adında köşeli ayraç olmaz.")
        return services.add_ports(device, actor=actor, names=name, sort=sort, **facts)[0]

    return add


def _edit(sort: str) -> Callable[..., Port]:
    def edit(key: int, *, actor: Actor, **facts: Any) -> Port:
        return services.edit_port(queries.ports(actor, sort).get(pk=key).pk, actor=actor, **facts)

    return edit


def _drop(sort: str) -> Callable[..., None]:
    def drop(key: int, *, actor: Actor) -> None:
        services.drop_port(queries.ports(actor, sort).get(pk=key).pk, actor=actor)

    return drop


Resource(
    *(router, "interfaces"),
    kind="Ağ arayüzü",
    enter=DcimInterfaceIn,
    change=DcimInterfaceChange,
    shown=DcimInterfaceOut,
    asked=DcimPortAsked,
    rows=_rows("interface"),
    show=_interface,
    add=_add("interface"),
    edit=_edit("interface"),
    drop=_drop("interface"),
    facts=facts_of,
)
Resource(
    *(router, "rear-ports"),
    kind="Panel arkası",
    enter=DcimRearIn,
    change=DcimRearChange,
    shown=DcimRearOut,
    asked=DcimPortAsked,
    rows=_rows("rear"),
    show=_rear,
    add=_add("rear"),
    edit=_edit("rear"),
    drop=_drop("rear"),
    facts=facts_of,
)
Resource(
    *(router, "front-ports"),
    kind="Panel önü",
    enter=DcimFrontIn,
    change=DcimFrontChange,
    shown=DcimFrontOut,
    asked=DcimPortAsked,
    rows=_rows("front"),
    show=_front,
    add=_add("front"),
    edit=_edit("front"),
    drop=_drop("front"),
    facts=facts_of,
)


def _way(request: Request, key: int) -> Any:
    found = queries.way(queries.port(request.actor, key))
    return [[[_port_ref(hop.near)], ref("dcim/cables", hop.cable), [_port_ref(hop.far)]] for hop in found.hops]


WayOut = list[list[list[IpamRef] | IpamRef]]
"""A cable a row: the ports at its near end, the cable, the ports at its far end."""


@router.get("/interfaces/{int:key}/trace/", response={200: WayOut, **SAYS_NO}, summary="Arayüzden uca kadar yol")
def trace_interface(request: Request, key: Key) -> Any:
    return _way(request, key)


@router.get("/front-ports/{int:key}/trace/", response={200: WayOut, **SAYS_NO}, summary="Panel önünden yol")
def trace_front(request: Request, key: Key) -> Any:
    return _way(request, key)


@router.get("/rear-ports/{int:key}/trace/", response={200: WayOut, **SAYS_NO}, summary="Panel arkasından yol")
def trace_rear(request: Request, key: Key) -> Any:
    return _way(request, key)


class DcimEndOut(Schema):
    object_type: str
    object_id: int
    object: IpamRef


class DcimEndIn(Schema):
    object_type: Annotated[str, Field(pattern=r"^dcim\.(interface|frontport|rearport)$")] = "dcim.interface"
    object_id: Key


Ends = Annotated[list[DcimEndIn], Field(min_length=1, max_length=1)]


class DcimCableOut(IpamKept):
    type: str
    status: IpamChoice
    label: str
    color: str
    length: float | None
    length_unit: IpamChoice | None
    a_terminations: list[DcimEndOut]
    b_terminations: list[DcimEndOut]


class DcimCableFacts(IpamSaid):
    """The length is in metres."""

    type: Short | None = ""
    status: Short = "connected"
    label: Annotated[Line, Field(max_length=100)] = ""
    color: Short = ""
    length: Annotated[Decimal | None, Field(gt=0, lt=1_000_000, max_digits=8, decimal_places=2)] = None


class DcimCableIn(DcimCableFacts, IpamNew):
    a_terminations: Ends
    b_terminations: Ends


class DcimCableAsked(IpamAsked):
    label: Line | None = None
    device_id: Key | None = None


def _cables(request: Request, asked: Any) -> QuerySet[Cable]:
    rows = only(queries.cables(request.actor), asked, "label")
    if asked is not None and asked.device_id:
        rows = rows.filter(ports__device_id=asked.device_id).distinct()
    return rows.order_by("pk")


TYPES = {"interface": "dcim.interface", "front": "dcim.frontport", "rear": "dcim.rearport"}


def _cable(row: Cable) -> dict[str, Any]:
    ends: dict[str, list[dict[str, Any]]] = {"A": [], "B": []}
    for port in row.ends:
        said = {"object_type": TYPES.get(port.sort, f"dcim.{port.sort}"), "object_id": port.pk}
        ends[port.end].append({**said, "object": _port_ref(port)})
    metres = {"value": "m", "label": "metre"}
    return {
        **kept("dcim/cables", row),
        "type": row.kind,
        "status": choice(row, "status"),
        "label": row.label,
        "color": row.color,
        "length": float(row.metres) if row.metres is not None else None,
        "length_unit": metres if row.metres is not None else None,
        "a_terminations": ends["A"],
        "b_terminations": ends["B"],
    }


def _plugged(said: dict[str, Any]) -> dict[str, Any]:
    found = facts_of(said)
    for name, key in (("a_terminations", "a_id"), ("b_terminations", "b_id")):
        if name in found:
            found[key] = found.pop(name)[0]["object_id"]
    return found


Resource(
    *(router, "cables"),
    kind="Kablo",
    enter=DcimCableIn,
    change=DcimCableFacts,
    shown=DcimCableOut,
    asked=DcimCableAsked,
    rows=_cables,
    show=_cable,
    add=services.connect,
    edit=services.edit_cable,
    drop=services.drop_cable,
    facts=_plugged,
)
