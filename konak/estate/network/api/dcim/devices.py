"""Devices."""

from decimal import Decimal
from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Field

from konak.foundation.web.http import Request

from ... import queries, services
from ...models import Device
from ..ipam.common import IpamAsked, IpamKept, IpamNew, IpamSaid, kept
from ..shapes import IpamChoice, IpamRef, Key, Line, Resource, Short, choice, ref
from .common import facts_of, only, router

Name = Annotated[Line, Field(min_length=1, max_length=64)]
Place = Annotated[Decimal | None, Field(ge=1, le=60, max_digits=3, decimal_places=1)]


class DcimDeviceOut(IpamKept):
    name: str
    device_type: IpamRef
    role: IpamChoice
    status: IpamChoice
    site: IpamRef
    rack: IpamRef | None
    position: float | None
    face: IpamChoice | None
    serial: str
    asset: str | None
    primary_ip: IpamRef | None
    primary_ip4: IpamRef | None
    primary_ip6: IpamRef | None


class DcimDeviceIn(IpamNew):
    """`role` is one of ours ("core-switch"), `asset` the movable's register number, `primary_ip4` an address."""

    name: Name
    device_type: Key
    site: Key
    role: Short = "other"
    status: Short = "active"
    rack: Key | None = None
    position: Place = None
    face: Short | None = None
    serial: Short = ""
    asset: Short | None = None
    primary_ip4: Short | None = None


class DcimDeviceChange(IpamSaid):
    name: Name = "-"
    site: Key | None = None
    role: Short = "other"
    status: Short = "active"
    rack: Key | None = None
    position: Place = None
    face: Short | None = None
    serial: Short = ""
    asset: Short | None = None
    primary_ip4: Short | None = None


class DcimDeviceAsked(IpamAsked):
    name: Line | None = None
    site_id: Key | None = None
    rack_id: Key | None = None
    device_type_id: Key | None = None
    role: Short | None = None
    status: Short | None = None
    serial: Line | None = None


def _devices(request: Request, asked: Any) -> QuerySet[Device]:
    filters = queries.DeviceFilter(q=asked.q) if asked is not None else None
    rows = queries.devices(request.actor, filters)
    rows = only(rows, asked, "name", "site_id", "rack_id", "role", "status", "serial")
    if asked is not None and asked.device_type_id:
        rows = rows.filter(type_id=asked.device_type_id)
    return rows.order_by("name", "pk")


def _device(row: Device) -> dict[str, Any]:
    main = ref("ipam/ip-addresses", row.main)
    six = row.main is not None and ":" in row.main.ip
    if main is not None and row.main is not None:
        main.display = row.main.written
    model = ref("dcim/device-types", row.type)
    return {
        **kept("dcim/devices", row),
        "name": row.name,
        "device_type": model,
        "role": choice(row, "role"),
        "status": choice(row, "status"),
        "site": ref("dcim/sites", row.site),
        "rack": ref("dcim/racks", row.rack),
        "position": float(row.position) if row.position is not None else None,
        "face": choice(row, "face") if row.face else None,
        "serial": row.serial,
        "asset": row.asset.tag if row.asset else None,
        "primary_ip": main,
        "primary_ip4": None if six else main,
        "primary_ip6": main if six else None,
    }


Resource(
    *(router, "devices"),
    kind="Ağ cihazı",
    enter=DcimDeviceIn,
    change=DcimDeviceChange,
    shown=DcimDeviceOut,
    asked=DcimDeviceAsked,
    rows=_devices,
    show=_device,
    add=services.add_device,
    edit=services.edit_device,
    drop=services.drop_device,
    facts=facts_of,
)
