"""How the gear looks: cells of its lists, the drawing of a rack."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from konak.foundation.ui import words

from ..models import Cable, Device, DeviceType, PortSort, Rack, Site
from ..queries.gear import Elevation
from .base import DEVICE_KIND, Cell, Head, Listing

SITE_KIND = {"planned": "wait", "active": "done", "retired": "closed"}
CABLE_KIND = {"connected": "done", "planned": "wait", "decommissioning": "late"}
UNIT = 20
"""Height of one U in the drawing."""
WIDE = 220
GUTTER = 26
GAP = 24


def measured(value: Any) -> str:
    """A height in U: 1 or 1,5."""
    return f"{value:f}".rstrip("0").rstrip(".").replace(".", ",") if value % 1 else str(int(value))


def device_cells(row: Device) -> list[Cell]:
    place = f"{row.rack.name}, {measured(row.position)}. U" if row.rack and row.position is not None else ""
    return [
        Cell(row.name, reverse("network:device", args=[row.pk]), row.description),
        Cell(row.get_status_display(), kind=DEVICE_KIND[row.status]),
        Cell(row.get_role_display()),
        Cell(row.type.model, reverse("network:type", args=[row.type_id]), row.type.maker.name),
        Cell(row.site.name, small=place or (row.rack.name if row.rack else "")),
        Cell(
            row.main.written if row.main else "–",
            reverse("network:address", args=[row.main_id]) if row.main_id else "",
            mono=True,
        ),
        Cell(
            row.asset.tag if row.asset else "–",
            reverse("assets:asset", args=[row.asset.tag]) if row.asset else "",
            row.serial,
        ),
    ]


def rack_cells(row: Rack) -> list[Cell]:
    return [
        Cell(row.name, reverse("network:rack", args=[row.pk]), row.description),
        Cell(row.site.name, small=row.room),
        Cell(row.height, num=True),
        Cell(row.many, num=True),  # type: ignore[attr-defined]
        Cell(row.unit.name),
    ]


def site_cells(row: Site) -> list[Cell]:
    return [
        Cell(row.name, reverse("network:edit_site", args=[row.pk]), row.address or row.description),
        Cell(row.get_status_display(), kind=SITE_KIND[row.status]),
        Cell(row.racked, num=True),  # type: ignore[attr-defined]
        Cell(
            row.many,  # type: ignore[attr-defined]
            f"{reverse('network:devices')}?site={row.pk}",
            num=True,
        ),
        Cell(row.unit.name),
    ]


def type_cells(row: DeviceType) -> list[Cell]:
    return [
        Cell(row.model, reverse("network:type", args=[row.pk]), row.part_number),
        Cell(row.maker.name),
        Cell(measured(row.height), small="iki yüz" if row.full_depth else "tek yüz", num=True),
        Cell(len(row.parts), num=True),
        Cell(
            row.many,  # type: ignore[attr-defined]
            f"{reverse('network:devices')}?type={row.pk}",
            num=True,
        ),
        Cell(row.unit.name),
    ]


def cable_cells(row: Cable) -> list[Cell]:
    ends = {port.end: port for port in row.ends}
    a, b = ends.get("A"), ends.get("B")
    return [
        Cell(str(row), reverse("network:way", args=[a.pk]) if a else "", row.description),
        Cell(row.get_status_display(), kind=CABLE_KIND[row.status]),
        Cell(row.get_kind_display()),
        Cell(a.device.name if a else "–", small=a.name if a else ""),
        Cell(b.device.name if b else "–", small=b.name if b else ""),
        Cell(f"{words.number(row.metres)} m" if row.metres is not None else "–", num=True),
    ]


def _cable_line(row: Cable) -> list[object]:
    ends = {port.end: port for port in row.ends}
    told = [f"{one.device.name} {one.name}" if one else "" for one in (ends.get("A"), ends.get("B"))]
    return [str(row), row.get_status_display(), row.get_kind_display(), *told, row.metres]


DEVICES = Listing(
    (
        *(Head("Cihaz", width=28), Head("Durum"), Head("Görev"), Head("Model", width=28), Head("Yeri", width=30)),
        *(Head("Yönetim adresi"), Head("Sicil, seri no")),
    ),
    device_cells,
)
RACKS = Listing(
    (Head("Kabin", width=24), Head("Yeri", width=36), Head("U", num=True), Head("Cihaz", num=True), Head("Birim")),
    rack_cells,
)
SITES = Listing(
    (
        *(Head("Yerleşke", width=36), Head("Durum"), Head("Kabin", num=True), Head("Cihaz", num=True)),
        Head("Birim", width=30),
    ),
    site_cells,
)
TYPES = Listing(
    (
        *(Head("Model", width=30), Head("Üretici", width=24), Head("U", num=True), Head("Kapı", num=True)),
        *(Head("Cihaz", num=True), Head("Birim")),
    ),
    type_cells,
)
CABLES = Listing(
    (
        *(Head("Kablo", width=24), Head("Durum"), Head("Tür"), Head("A ucu", width=30), Head("B ucu", width=30)),
        Head("Uzunluk", num=True),
    ),
    cable_cells,
    _cable_line,
)


def counted(one: DeviceType) -> list[tuple[str, str, str, int]]:
    """The ports of a model by kind: what they are, their form, the first and the last name, how many."""
    named = dict(PortSort.choices)
    many = Counter((part["sort"], part.get("kind", "")) for part in one.parts)
    found = []
    for (sort, kind), count in many.items():
        names = [part["name"] for part in one.parts if (part["sort"], part.get("kind", "")) == (sort, kind)]
        span = names[0] if count == 1 else f"{names[0]} … {names[-1]}"
        found.append((str(named.get(sort, sort)), kind, span, count))
    return found


@dataclass(frozen=True, slots=True)
class Box:
    """A device in the drawing; `said` is its name as far as there is room, `title` all of it."""

    x: int
    y: int
    wide: int
    high: int
    kind: str
    url: str
    said: str
    title: str
    middle: int


@dataclass(frozen=True, slots=True)
class Mark:
    x: int
    y: int
    said: str


@dataclass(frozen=True, slots=True)
class Free:
    """A free unit of one face; one click begins a device there."""

    x: int
    y: int
    unit: int
    face: str


@dataclass(frozen=True, slots=True)
class Drawing:
    wide: int
    high: int
    frames: list[tuple[int, str]]
    boxes: list[Box]
    marks: list[Mark]
    frees: list[Free]
    inner: int


def draw(elevation: Elevation, here: Device | None = None) -> Drawing:
    """Both faces of a rack side by side, the highest unit on top; of `here` no more than its own face."""
    boxes: list[Box] = []
    marks: list[Mark] = []
    frees: list[Free] = []
    faces = [("front", "Ön", elevation.front), ("rear", "Arka", elevation.rear)]
    if here is not None:
        faces = [one for one in faces if one[0] == (here.face or "front")]
    frames = [(GUTTER + place * (GUTTER + WIDE + GAP), face[1]) for place, face in enumerate(faces)]
    head = 22
    for (left, _), (face, _, slots) in zip(frames, faces, strict=True):
        held = {half for slot in slots for half in range(slot.top, slot.top + slot.half)}
        for step in range(elevation.height):
            y = head + step * UNIT
            marks.append(Mark(left - 5, y + 14, str(elevation.height - step)))
            if step * 2 not in held and step * 2 + 1 not in held:
                frees.append(Free(left, y, elevation.height - step, face))
        for slot in slots:
            one = slot.device
            high = slot.half * UNIT // 2
            y = head + slot.top * UNIT // 2
            kind = "here" if here is not None and one.pk == here.pk else "other" if slot.other else one.role
            title = f"{one.name} · {one.type} · {one.get_status_display()}"
            said = one.name if len(one.name) <= 26 else f"{one.name[:25]}…"
            url = reverse("network:device", args=[one.pk])
            boxes.append(Box(left + 1, y + 1, WIDE - 2, high - 2, kind, url, said, title, y + high // 2 + 4))
    wide = frames[-1][0] + WIDE + 2
    return Drawing(wide, head + elevation.height * UNIT + 2, frames, boxes, marks, frees, elevation.height * UNIT)
