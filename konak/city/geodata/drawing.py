"""A sketch of geometries as SVG: a first look at where rows lie, without a library and without a network."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import cos, radians
from typing import Any

WIDTH, HEIGHT, MARGIN = 720.0, 420.0, 16.0
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Shape:
    """One geometry: a path, or a dot where it is a point."""

    path: str = ""
    dots: tuple[tuple[float, float], ...] = ()
    area: bool = False
    title: str = ""
    url: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Sketch:
    shapes: list[Shape]
    width: int = int(WIDTH)
    height: int = int(HEIGHT)


def positions(geometry: dict[str, Any]) -> Iterator[tuple[float, float]]:
    """Every corner of a GeoJSON geometry."""

    def walk(value: Any) -> Iterator[tuple[float, float]]:
        if value and isinstance(value[0], int | float):
            yield float(value[0]), float(value[1])
        else:
            for one in value:
                yield from walk(one)

    yield from walk(geometry.get("coordinates") or [])


def box_of(geometries: Iterable[dict[str, Any]]) -> Box | None:
    """West, south, east, north of them all."""
    found = [place for one in geometries for place in positions(one)]
    if not found:
        return None
    easts, norths = [one[0] for one in found], [one[1] for one in found]
    return min(easts), min(norths), max(easts), max(norths)


def sketch(items: list[tuple[dict[str, Any], str, str, bool]], box: Box | None = None) -> Sketch | None:
    """Draw (geometry, title, address, chosen) in degrees; None where there is nothing to draw."""
    box = box or box_of(geometry for geometry, *_ in items)
    if box is None:
        return None
    west, south, east, north = box
    squeeze = cos(radians((south + north) / 2))
    wide, high = max((east - west) * squeeze, 1e-5), max(north - south, 1e-5)
    scale = min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / high)
    left = (WIDTH - wide * scale) / 2
    top = (HEIGHT - high * scale) / 2

    def put(place: Any) -> tuple[float, float]:
        return (
            round(left + (place[0] - west) * squeeze * scale, 1),
            round(top + (north - place[1]) * scale, 1),
        )

    shapes = [_shape(geometry, put, title, url, chosen) for geometry, title, url, chosen in items]
    return Sketch(sorted(shapes, key=lambda one: one.chosen))


def _shape(geometry: dict[str, Any], put: Any, title: str, url: str, chosen: bool) -> Shape:
    kind, parts = geometry.get("type"), geometry.get("coordinates") or []
    match kind:
        case "Point":
            return Shape("", (put(parts),), False, title, url, chosen)
        case "MultiPoint":
            return Shape("", tuple(put(one) for one in parts), False, title, url, chosen)
        case "LineString":
            return Shape(_path([parts], put, False), (), False, title, url, chosen)
        case "MultiLineString":
            return Shape(_path(parts, put, False), (), False, title, url, chosen)
        case "Polygon":
            return Shape(_path(parts, put, True), (), True, title, url, chosen)
    rings = [ring for part in parts for ring in part]
    return Shape(_path(rings, put, True), (), True, title, url, chosen)


def _path(lines: Iterable[Any], put: Any, closed: bool) -> str:
    found = []
    for line in lines:
        points = [put(one) for one in line]
        found.append("M" + "L".join(f"{x} {y}" for x, y in points) + ("Z" if closed else ""))
    return "".join(found)
