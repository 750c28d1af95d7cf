"""Sites, racks with what stands in them, makers and models."""

from decimal import Decimal
from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Field, Schema

from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO

from ... import queries, services
from ...models import DeviceType, Maker, Rack, Site
from ..ipam.common import IpamAsked, IpamKept, IpamNew, IpamSaid, kept
from ..shapes import IpamChoice, IpamRef, Key, Line, Resource, Short, choice, ref
from .common import facts_of, only, router

Name = Annotated[Line, Field(min_length=1, max_length=100)]
Slug = Annotated[Line, Field(max_length=100)]
Height = Annotated[Decimal, Field(ge=0, le=60, max_digits=3, decimal_places=1)]


class DcimSiteOut(IpamKept):
    name: str
    slug: str
    status: IpamChoice
    physical_address: str
    device_count: int
    rack_count: int


class DcimSiteIn(IpamNew):
    name: Name
    slug: Slug = ""
    status: Short = "active"
    physical_address: Line = ""


class DcimSiteChange(IpamSaid):
    name: Name = "-"
    slug: Slug = ""
    status: Short = "active"
    physical_address: Line = ""


class DcimSlugAsked(IpamAsked):
    name: Line | None = None
    slug: Line | None = None


def _sites(request: Request, asked: Any) -> QuerySet[Site]:
    return only(queries.sites(request.actor), asked, "name", "slug").order_by("name", "pk")


def _site(row: Site) -> dict[str, Any]:
    return {
        **kept("dcim/sites", row),
        "name": row.name,
        "slug": row.slug,
        "status": choice(row, "status"),
        "physical_address": row.address,
        "device_count": row.many,  # type: ignore[attr-defined]
        "rack_count": row.racked,  # type: ignore[attr-defined]
    }


Resource(
    *(router, "sites"),
    kind="Yerleşke",
    enter=DcimSiteIn,
    change=DcimSiteChange,
    shown=DcimSiteOut,
    asked=DcimSlugAsked,
    rows=_sites,
    show=_site,
    add=services.add_site,
    edit=services.edit_site,
    drop=services.drop_site,
    facts=facts_of,
)


class DcimRackOut(IpamKept):
    name: str
    site: IpamRef
    location: str
    u_height: int
    device_count: int


class DcimRackIn(IpamNew):
    name: Annotated[Line, Field(min_length=1, max_length=60)]
    site: Key
    location: Slug = ""
    u_height: Annotated[int, Field(ge=1, le=60)] = 42


class DcimRackChange(IpamSaid):
    name: Annotated[Line, Field(min_length=1, max_length=60)] = "-"
    site: Key | None = None
    location: Slug = ""
    u_height: Annotated[int, Field(ge=1, le=60)] = 42


class DcimRackAsked(IpamAsked):
    name: Line | None = None
    site_id: Key | None = None


def _racks(request: Request, asked: Any) -> QuerySet[Rack]:
    return only(queries.racks(request.actor), asked, "name", "site_id").order_by("site__name", "name", "pk")


def _rack(row: Rack) -> dict[str, Any]:
    return {
        **kept("dcim/racks", row),
        "name": row.name,
        "site": ref("dcim/sites", row.site),
        "location": row.room,
        "u_height": row.height,
        "device_count": row.many,  # type: ignore[attr-defined]
    }


Resource(
    *(router, "racks"),
    kind="Kabin",
    enter=DcimRackIn,
    change=DcimRackChange,
    shown=DcimRackOut,
    asked=DcimRackAsked,
    rows=_racks,
    show=_rack,
    add=services.add_rack,
    edit=services.edit_rack,
    drop=services.drop_rack,
    facts=facts_of,
)


class DcimRackUnit(Schema):
    id: float
    name: str
    face: IpamChoice
    device: IpamRef | None
    occupied: bool
    display: str


class DcimElevationPage(Schema):
    count: int
    next: str | None
    previous: str | None
    results: list[DcimRackUnit]


@router.get(
    "/racks/{int:key}/elevation/",
    response={200: DcimElevationPage, **SAYS_NO},
    summary="Kabinin bir yüzü: her yarım birimde ne duruyor",
)
def elevation(request: Request, key: Key, face: Annotated[str, Field(pattern="^(front|rear)$")] = "front") -> Any:
    drawn = queries.elevation(request.actor, queries.rack(request.actor, key))
    slots = drawn.front if face == "front" else drawn.rear
    held = {half: slot.device for slot in slots for half in range(slot.top, slot.top + slot.half)}
    units = []
    for half in range(drawn.height * 2):
        place = drawn.height + 0.5 - half / 2
        device = held.get(half)
        units.append(
            {
                "id": place,
                "name": f"U{place:g}",
                "display": f"U{place:g}",
                "face": {"value": face, "label": "Ön" if face == "front" else "Arka"},
                "device": ref("dcim/devices", device),
                "occupied": device is not None,
            }
        )
    return {"count": len(units), "next": None, "previous": None, "results": units}


class DcimMakerOut(IpamKept):
    name: str
    slug: str
    devicetype_count: int


class DcimMakerIn(IpamNew):
    name: Name
    slug: Slug = ""


class DcimMakerChange(IpamSaid):
    name: Name = "-"
    slug: Slug = ""


def _makers(request: Request, asked: Any) -> QuerySet[Maker]:
    return only(queries.makers(request.actor), asked, "name", "slug").order_by("name", "pk")


def _maker(row: Maker) -> dict[str, Any]:
    many = row.many  # type: ignore[attr-defined]
    return {**kept("dcim/manufacturers", row), "name": row.name, "slug": row.slug, "devicetype_count": many}


Resource(
    *(router, "manufacturers"),
    kind="Üretici",
    enter=DcimMakerIn,
    change=DcimMakerChange,
    shown=DcimMakerOut,
    asked=DcimSlugAsked,
    rows=_makers,
    show=_maker,
    add=services.add_maker,
    edit=services.edit_maker,
    drop=services.drop_maker,
    facts=facts_of,
)


class DcimTypeOut(IpamKept):
    manufacturer: IpamRef
    model: str
    slug: str
    part_number: str
    u_height: float
    is_full_depth: bool
    device_count: int
    interface_template_count: int


class DcimTypeIn(IpamNew):
    manufacturer: Key
    model: Name
    slug: Slug = ""
    part_number: Short = ""
    u_height: Height = Decimal(1)
    is_full_depth: bool = True


class DcimTypeChange(IpamSaid):
    manufacturer: Key | None = None
    model: Name = "-"
    slug: Slug = ""
    part_number: Short = ""
    u_height: Height = Decimal(1)
    is_full_depth: bool = True


class DcimTypeAsked(IpamAsked):
    model: Line | None = None
    slug: Line | None = None
    manufacturer_id: Key | None = None


def _types(request: Request, asked: Any) -> QuerySet[DeviceType]:
    rows = only(queries.device_types(request.actor), asked, "model", "slug")
    if asked is not None and asked.manufacturer_id:
        rows = rows.filter(maker_id=asked.manufacturer_id)
    return rows.order_by("maker__name", "model", "pk")


def _type(row: DeviceType) -> dict[str, Any]:
    return {
        **kept("dcim/device-types", row),
        "manufacturer": ref("dcim/manufacturers", row.maker),
        "display": row.model,
        "model": row.model,
        "slug": row.slug,
        "part_number": row.part_number,
        "u_height": float(row.height),
        "is_full_depth": row.full_depth,
        "device_count": row.many,  # type: ignore[attr-defined]
        "interface_template_count": sum(part["sort"] == "interface" for part in row.parts),
    }


Resource(
    *(router, "device-types"),
    kind="Cihaz modeli",
    enter=DcimTypeIn,
    change=DcimTypeChange,
    shown=DcimTypeOut,
    asked=DcimTypeAsked,
    rows=_types,
    show=_type,
    add=services.add_type,
    edit=services.edit_type,
    drop=services.drop_type,
    facts=facts_of,
)
