"""Rows of layers as the house's map takes them."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse

from konak.foundation.access import Actor
from konak.foundation.ui.maps import MapLayer

from .. import queries
from ..models import Field, Layer
from ..queries import rows
from ..queries.reach import Sight

TOLD = 6
"""Columns that are told on a click."""
GROUND = {
    "mahalle": ("line-strong", 10, True),
    "park": ("done", 12, True),
    "yol": ("ink-2", 12, True),
    "yapi": ("closed", 15, True),
}
"""Prepared layers that lie under every map of the house: colour, least zoom, whether shown at once."""


def drawn(
    layer: Layer,
    fields: Sequence[Field],
    found: Iterable[rows.Row],
    *,
    label: str = "",
    kind: str = "accent",
    name: str = "",
    dashed: bool = False,
) -> MapLayer:
    """Rows with their geometry, their first columns and a link each."""
    shown = [one for one in fields if one.name != layer.label_field][:TOLD]
    base = reverse("geodata:rows", args=[layer.name])
    features = [
        {
            "type": "Feature",
            "id": row.id,
            "geometry": row.geometry,
            "properties": {
                **{one.name: rows.shown(one, row.values.get(one.name)) for one in shown},
                "name": str(row.values.get(layer.label_field) or f"no {row.id}"),
                "url": f"{base}{row.id}/",
            },
        }
        for row in found
        if row.geometry
    ]
    return MapLayer(
        name or layer.name,
        label or layer.title,
        data={"type": "FeatureCollection", "features": features},
        kind=kind,
        told=[(one.name, one.title) for one in shown],
        dashed=dashed,
        label_near=17,
    )


def tiled(layer: Layer, fields: Sequence[Field]) -> MapLayer:
    """A layer of which no page can hold every row: by its vector tiles."""
    shown = [one for one in fields if one.in_tile and not one.sensitive and one.name != layer.label_field][:TOLD]
    return MapLayer(
        layer.name,
        layer.title,
        tiles=f"/api/geo/tiles/{layer.name}/{{z}}/{{x}}/{{y}}.mvt",
        tiles_from=layer.min_zoom,
        tiles_to=min(layer.max_zoom, 16),
        told=[(one.name, one.title) for one in shown],
        label_field=layer.label_field or "",
        label_near=17,
        page=reverse("geodata:rows", args=[layer.name]) + "{id}/",
    )


def ground(actor: Actor) -> list[MapLayer]:
    """The city under every map: its public layers, lowest first."""
    found = {one.template: one for one in queries.layers(actor).filter(template__in=GROUND, sensitivity="public")}
    return [
        MapLayer(
            f"zemin-{layer.name}", layer.title, source_layer=layer.name, kind=kind, near=near, shown=shown,
            tiles=f"/api/geo/tiles/{layer.name}/{{z}}/{{x}}/{{y}}.mvt", tiles_from=max(layer.min_zoom, near - 1),
            tiles_to=16, label_field=layer.label_field if key != "yapi" else "", label_near=14, quiet=True,
        )
        for key, (kind, near, shown) in GROUND.items()
        if (layer := found.get(key))
    ]  # fmt: skip


def places(name: str, label: str, found: Iterable[tuple[dict[str, Any], str, str]], kind: str) -> MapLayer:
    """Geometries with words and an address each: findings, proposals."""
    features = [
        {"type": "Feature", "geometry": geometry, "properties": {"name": words, "url": url}}
        for geometry, words, url in found
    ]
    return MapLayer(name, label, data={"type": "FeatureCollection", "features": features}, kind=kind, label_near=24)


def around(sight: Sight, row: rows.Row, limit: int = 300) -> list[rows.Row]:
    """The rows near one row, without it."""
    box = bounds([row])
    if box is None:
        return []
    west, south, east, north = box
    pad = max(east - west, north - south, 0.001) * 0.8
    wide = (west - pad, south - pad, east + pad, north + pad)
    return [one for one in rows.found(sight, bbox=wide, limit=limit, geometry=True).rows if one.id != row.id]


def bounds(found: Iterable[rows.Row]) -> tuple[float, float, float, float] | None:
    """West, south, east, north of rows."""
    corners = [place for row in found if row.geometry for place in _corners(row.geometry.get("coordinates") or [])]
    if not corners:
        return None
    easts, norths = [one[0] for one in corners], [one[1] for one in corners]
    return min(easts), min(norths), max(easts), max(norths)


def _corners(value: Any) -> Iterable[tuple[float, float]]:
    if value and isinstance(value[0], int | float):
        yield float(value[0]), float(value[1])
    else:
        for one in value:
            yield from _corners(one)
