"""A layer as a file: within reach, in any system, in the formats others read."""

import datetime as dt
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from django.db import transaction
from psycopg import sql

from konak.foundation.access import Actor
from konak.foundation.db.composing import rows as read
from konak.foundation.lifecycle import Refused

from .. import queries
from ..models import Field, Kind, Layer
from ..queries.reach import Sight
from ..reading import grids
from .common import tell

FORMATS: dict[str, tuple[str, str, str]] = {
    "gpkg": ("GeoPackage", "GPKG", "application/geopackage+sqlite3"),
    "geojson": ("GeoJSON", "GeoJSON", "application/geo+json"),
    "shp": ("Shapefile (zip)", "ESRI Shapefile", "application/zip"),
    "csv": ("CSV (WKT ile)", "CSV", "text/csv"),
    "dxf": ("DXF", "DXF", "application/dxf"),
    "gml": ("GML", "GML", "application/gml+xml"),
    "fgb": ("FlatGeobuf", "FlatGeobuf", "application/octet-stream"),
}
MOST = 300_000
"""Rows of one file that is made while somebody waits."""
LIMIT_MS = 120_000


@transaction.atomic
def write(name: str, folder: Path, *, actor: Actor, form: str, srid: int | None = None) -> Path:
    """Write the layer as the actor sees it into `folder`; the story keeps who took it and in which form."""
    layer = queries.layer(actor, name)
    if form not in FORMATS:
        raise Refused("Dosya biçimini listeden seçin.")
    srid = srid or layer.srid
    if form == "geojson":
        srid = 4326
    if not grids.known(srid):
        raise Refused(f"EPSG:{srid} koordinat sistemi bilinmiyor.")
    sight = queries.sight(actor, layer)
    found = _rows(sight, srid)
    if len(found) > MOST:
        raise Refused(f"Katman {MOST} kayıttan büyük; ekranda tek dosya olarak verilemez. Servisinden alın.")
    path = folder / f"{layer.name}.{form}"
    _write(path, layer, sight.fields, found, FORMATS[form][1], srid)
    if form == "shp":
        path = _zipped(folder, layer.name)
    tell(layer, "export", actor, f"{FORMATS[form][0]}, EPSG:{srid}, {len(found)} kayıt")
    return path


def _rows(sight: Sight, srid: int) -> list[Any]:
    columns = [sql.Identifier("id"), *(sql.Identifier(one.name) for one in sight.fields)]
    place: sql.Composable = sql.SQL("geom")
    if srid != sight.layer.srid:
        place = sql.SQL("ST_Transform(geom, {})").format(sql.Literal(srid))
    return read(
        sql.SQL("SELECT ST_AsBinary({}) AS shape, {} FROM {} WHERE {} ORDER BY id LIMIT {}").format(
            place, sql.SQL(", ").join(columns), sight.table, sight.where, sql.Literal(MOST + 1)
        ),
        timeout_ms=LIMIT_MS,
        **sight.params,
    )


def _write(path: Path, layer: Layer, fields: Sequence[Field], found: list[Any], driver: str, srid: int) -> None:
    shapes = np.array([bytes(row[0]) for row in found], dtype=object)
    names, data = ["id"], [np.array([row[1] for row in found], dtype=np.int64)]
    if driver != "DXF":
        for place, one in enumerate(fields):
            names.append(one.name[:10] if driver == "ESRI Shapefile" else one.name)
            data.append(_column(one, [row[place + 2] for row in found]))
    else:
        names, data = ["Layer"], [np.array([layer.name] * len(found), dtype=object)]
    if driver == "CSV":
        wkt = shapely.to_wkt(shapely.from_wkb(shapes), rounding_precision=4 if srid != 4326 else 8)
        names.append("wkt")
        data.append(np.array(wkt, dtype=object))
    more = {"encoding": "UTF-8"} if driver == "ESRI Shapefile" else {}
    if driver == "GML":
        more = {"FORMAT": "GML3.2"}
    pyogrio.raw.write(
        str(path),
        None if driver == "CSV" else shapes,
        data,
        _unique(names),
        driver=driver,
        layer=None if driver == "DXF" else layer.name,
        geometry_type=None if driver == "CSV" else _kind(layer),
        crs=f"EPSG:{srid}",
        promote_to_multi=False,
        **more,
    )


def _kind(layer: Layer) -> str:
    return "Unknown" if layer.geometry_type == "Geometry" else layer.geometry_type


def _unique(names: list[str]) -> list[str]:
    """Names that stay apart when a format cuts them short."""
    found: list[str] = []
    for name in names:
        made, count = name, 2
        while made in found:
            made, count = f"{name[:8]}_{count}", count + 1
        found.append(made)
    return found


def _column(field: Field, given: list[Any]) -> Any:
    match field.kind:
        case Kind.INTEGER if None not in given:
            return np.array(given, dtype=np.int64)
        case Kind.INTEGER | Kind.NUMERIC:
            return np.array([np.nan if one is None else float(one) for one in given], dtype=np.float64)
        case Kind.DATE:
            return np.array(given, dtype="datetime64[D]")
        case Kind.BOOLEAN:
            return np.array([None if one is None else ("evet" if one else "hayır") for one in given], dtype=object)
        case Kind.TIMESTAMP:
            naive = [None if one is None else one.astimezone(dt.UTC).replace(tzinfo=None) for one in given]
            return np.array(naive, dtype="datetime64[ms]")
    return np.array(given, dtype=object)


def _zipped(folder: Path, name: str) -> Path:
    path = folder / f"{name}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as box:
        for part in sorted(folder.glob(f"{name}.*")):
            if part != path:
                box.write(part, part.name)
    return path
