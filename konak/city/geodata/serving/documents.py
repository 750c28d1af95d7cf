"""What describes the services: landing page, conformance, collections, queryables, tile sets, styles, OpenAPI.

OGC API Features 1–3 (17-069r4, 18-058r1, 19-079r2), Tiles 1 (20-057), TileJSON 3.0, MapLibre style 8.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from ..models import Field, Geometry, Kind, Layer
from . import features

ROOT = "/api/geo"
CONFORMS = (
    *(f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{one}" for one in ("core", "geojson", "oas30")),
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
    *(
        f"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/{one}"
        for one in ("queryables", "filter", "features-filter")
    ),
    *(
        f"http://www.opengis.net/spec/cql2/1.0/conf/{one}"
        for one in (
            "cql2-text",
            "cql2-json",
            "basic-cql2",
            "basic-spatial-functions",
            "advanced-comparison-operators",
        )
    ),
    *(
        f"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/{one}"
        for one in ("core", "tileset", "tilesets-list", "mvt")
    ),
)
JSON_TYPES: Mapping[str, dict[str, str]] = {
    Kind.TEXT: {"type": "string"},
    Kind.CHOICE: {"type": "string"},
    Kind.INTEGER: {"type": "integer"},
    Kind.NUMERIC: {"type": "number"},
    Kind.BOOLEAN: {"type": "boolean"},
    Kind.DATE: {"type": "string", "format": "date"},
    Kind.TIMESTAMP: {"type": "string", "format": "date-time"},
}
SHAPES = {
    Geometry.POINT: "geometry-point",
    Geometry.MULTIPOINT: "geometry-multipoint",
    Geometry.LINE: "geometry-multilinestring",
    Geometry.POLYGON: "geometry-multipolygon",
    Geometry.ANY: "geometry-any",
}
GRID = "WebMercatorQuad"
GRID_URI = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"
MVT, GEOJSON = "application/vnd.mapbox-vector-tile", "application/geo+json"


def link(href: str, rel: str, title: str = "", kind: str = "application/json") -> dict[str, str]:
    return {"href": href, "rel": rel, "type": kind, **({"title": title} if title else {})}


def landing(home: str) -> dict[str, Any]:
    return {
        "title": f"{settings.MUNICIPALITY} coğrafi veri servisi",
        "description": "Belediyenin coğrafi katmanları: kayıt, karo ve stil.",
        "links": [
            link(f"{home}/", "self"),
            link(f"{home}/api", "service-desc", "OpenAPI", "application/vnd.oai.openapi+json;version=3.0"),
            link("/yardim/harita-servisleri/", "service-doc", "Kılavuz", "text/html"),
            link(f"{home}/conformance", "conformance"),
            link(f"{home}/collections", "data", "Katmanlar"),
            link(f"{home}/tileMatrixSets", "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes"),
        ],
    }


def collection(home: str, layer: Layer, extent: list[float] | None) -> dict[str, Any]:
    at = f"{home}/collections/{layer.name}"
    told: dict[str, Any] = {
        "id": layer.name,
        "title": layer.title,
        "description": layer.abstract or layer.description,
        "itemType": "feature",
        "crs": features.systems(layer.srid),
        "storageCrs": f"{features.EPSG}{layer.srid}",
        "links": [
            link(at, "self"),
            link(f"{at}/items", "items", layer.title, GEOJSON),
            link(
                f"{at}/queryables",
                "http://www.opengis.net/def/rel/ogc/1.0/queryables",
                kind="application/schema+json",
            ),
            link(f"{at}/tiles", "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"),
            link(f"{home}/tilejson/{layer.name}", "describedby", "TileJSON"),
            link(f"{home}/styles/{layer.name}", "http://www.opengis.net/def/rel/ogc/1.0/stylesheet", "MapLibre"),
        ],
    }
    if extent:
        told["extent"] = {"spatial": {"bbox": [extent], "crs": features.CRS84}}
    if layer.keywords:
        told["keywords"] = list(layer.keywords)
    if layer.licence:
        told["license"] = layer.licence
    return told


def queryables(home: str, layer: Layer, fields: tuple[Field, ...]) -> dict[str, Any]:
    properties: dict[str, Any] = {"geom": {"title": "Geometri", "format": SHAPES[Geometry(layer.geometry_type)]}}
    for one in fields:
        properties[one.name] = {"title": one.title, **JSON_TYPES[one.kind]}
        if one.choices:
            properties[one.name]["enum"] = list(one.choices)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{home}/collections/{layer.name}/queryables",
        "type": "object",
        "title": layer.title,
        "properties": properties,
        "additionalProperties": False,
    }


def tilejson(home: str, layer: Layer, fields: tuple[Field, ...], extent: list[float] | None) -> dict[str, Any]:
    told = {one.name: one.title for one in fields if one.in_tile and not one.sensitive}
    return {
        "tilejson": "3.0.0",
        "name": layer.title,
        "description": layer.description,
        "scheme": "xyz",
        "tiles": [f"{home}/tiles/{layer.name}/{{z}}/{{x}}/{{y}}.mvt"],
        "minzoom": layer.min_zoom,
        "maxzoom": min(layer.max_zoom, 22),
        "attribution": layer.source or settings.MUNICIPALITY,
        **({"bounds": extent} if extent else {}),
        "vector_layers": [
            {"id": layer.name, "fields": told, "minzoom": layer.min_zoom, "maxzoom": min(layer.max_zoom, 22)}
        ],
    }


def style(home: str, layer: Layer) -> dict[str, Any]:
    """A style by which the layer can be looked at alone: its own, else a plain one for its kind of geometry."""
    own = layer.style.get("layers") if isinstance(layer.style, dict) else None
    near = {"source": layer.name, "source-layer": layer.name}
    plain: dict[str, list[dict[str, Any]]] = {
        Geometry.POLYGON: [
            {"type": "fill", "paint": {"fill-color": "#0b7285", "fill-opacity": 0.25}},
            {"type": "line", "paint": {"line-color": "#0b7285", "line-width": 1}},
        ],
        Geometry.LINE: [{"type": "line", "paint": {"line-color": "#0b7285", "line-width": 1.5}}],
    }
    point = {"type": "circle", "paint": {"circle-color": "#0b7285", "circle-radius": 4}}
    drawn = own or plain.get(layer.geometry_type) or [point]
    return {
        "version": 8,
        "name": layer.title,
        "sources": {layer.name: {"type": "vector", "url": f"{home}/tilejson/{layer.name}"}},
        "layers": [
            {"id": "zemin", "type": "background", "paint": {"background-color": "#f6f7f8"}},
            *({**one, **near, "id": f"{layer.name}-{place}"} for place, one in enumerate(drawn)),
        ],
    }


def tileset(home: str, layer: Layer) -> dict[str, Any]:
    return {
        "title": layer.title,
        "dataType": "vector",
        "crs": f"{features.EPSG}3857",
        "tileMatrixSetURI": GRID_URI,
        "links": [
            link(f"{home}/collections/{layer.name}/tiles/{GRID}", "self"),
            link(f"{home}/tileMatrixSets/{GRID}", "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme"),
            link(
                f"{home}/collections/{layer.name}/tiles/{GRID}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}",
                "item",
                kind=MVT,
            )
            | {"templated": True},
        ],
    }


def grid() -> dict[str, Any]:
    """WebMercatorQuad as 17-083r4 writes it."""
    side = 40_075_016.68557849
    return {
        "id": GRID,
        "title": "Google Maps Compatible for the World",
        "uri": GRID_URI,
        "crs": f"{features.EPSG}3857",
        "orderedAxes": ["X", "Y"],
        "wellKnownScaleSet": "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
        "tileMatrices": [
            {
                "id": str(z),
                "scaleDenominator": side / (256 << z) / 0.00028,
                "cellSize": side / (256 << z),
                "pointOfOrigin": [-side / 2, side / 2],
                "tileWidth": 256,
                "tileHeight": 256,
                "matrixWidth": 1 << z,
                "matrixHeight": 1 << z,
            }
            for z in range(23)
        ],
    }


def _get(summary: str, answer: str, *params: str) -> dict[str, Any]:
    found = [{"$ref": f"#/components/parameters/{one}"} for one in params]
    errors = {code: {"$ref": "#/components/responses/problem"} for code in ("400", "404")}
    return {
        "get": {
            "summary": summary,
            "operationId": summary.replace(" ", "_"),
            "parameters": found,
            "responses": {"200": {"description": "Tamam", "content": {answer: {"schema": {}}}}, **errors},
        }
    }


def openapi(home: str) -> dict[str, Any]:
    def told(name: str, where: str, schema: Mapping[str, Any], **more: Any) -> dict[str, Any]:
        return {"name": name, "in": where, "required": where == "path", "schema": dict(schema), **more}

    text, whole = {"type": "string"}, {"type": "integer", "minimum": 0}
    return {
        "openapi": "3.0.3",
        "info": {"title": landing(home)["title"], "version": "1.0.0"},
        "servers": [{"url": home}],
        "paths": {
            "/": _get("landing", "application/json"),
            "/conformance": _get("conformance", "application/json"),
            "/collections": _get("collections", "application/json"),
            "/collections/{collectionId}": _get("collection", "application/json", "collectionId"),
            "/collections/{collectionId}/queryables": _get("queryables", "application/schema+json", "collectionId"),
            "/collections/{collectionId}/items": _get(
                "items",
                GEOJSON,
                "collectionId",
                "limit",
                "after",
                "bbox",
                "bbox-crs",
                "crs",
                "datetime",
                "filter",
                "filter-lang",
                "filter-crs",
            ),
            "/collections/{collectionId}/items/{featureId}": _get(
                "item", GEOJSON, "collectionId", "featureId", "crs"
            ),
            "/collections/{collectionId}/tiles": _get("tilesets", "application/json", "collectionId"),
            f"/collections/{{collectionId}}/tiles/{GRID}": _get("tileset", "application/json", "collectionId"),
            f"/collections/{{collectionId}}/tiles/{GRID}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}": _get(
                "tile", MVT, "collectionId", "tileMatrix", "tileRow", "tileCol"
            ),
        },
        "components": {
            "parameters": {
                "collectionId": told("collectionId", "path", text),
                "featureId": told("featureId", "path", whole),
                "limit": told(
                    "limit",
                    "query",
                    {"type": "integer", "minimum": 1, "maximum": features.MOST, "default": features.LIMIT},
                ),
                "after": told("after", "query", whole, description="Key after which the page begins."),
                "bbox": told(
                    "bbox",
                    "query",
                    {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}},
                    style="form",
                    explode=False,
                ),
                "bbox-crs": told("bbox-crs", "query", text | {"format": "uri"}),
                "crs": told("crs", "query", text | {"format": "uri"}),
                "datetime": told("datetime", "query", text),
                "filter": told("filter", "query", text),
                "filter-lang": told(
                    "filter-lang", "query", text | {"enum": ["cql2-text", "cql2-json"], "default": "cql2-text"}
                ),
                "filter-crs": told("filter-crs", "query", text | {"format": "uri"}),
                "tileMatrix": told("tileMatrix", "path", whole),
                "tileRow": told("tileRow", "path", whole),
                "tileCol": told("tileCol", "path", whole),
            },
            "responses": {
                "problem": {"description": "Neden olmadığı", "content": {"application/problem+json": {"schema": {}}}}
            },
        },
    }
