"""Rows of a layer as GeoJSON (RFC 7946), put together by the database: a page of them by key, or one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from psycopg import sql

from konak.foundation.db.quick import quick

from ..queries.reach import Sight

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
LATITUDE_FIRST = frozenset({4326, 4230, 5252, *range(5253, 5260), *range(5269, 5276), *range(2319, 2326)})
"""Whose registry axes are north first: coordinates are turned for those who ask by the registry's address."""
OFFERED = (4326, 3857, *range(5253, 5260))
LIMIT, MOST = 10, 10_000


@dataclass(frozen=True, slots=True)
class Axes:
    """A coordinate system as it is asked for: its code, and whether north comes first."""

    srid: int = 4326
    turned: bool = False
    address: str = CRS84


def axes(address: str, storage: int) -> Axes | None:
    """By its address, or None where the layer does not offer it."""
    if address in {"", CRS84}:
        return Axes()
    code = address.removeprefix(EPSG).removeprefix("urn:ogc:def:crs:EPSG::")
    if not code.isascii() or not code.isdigit() or len(code) > 9 or int(code) not in {*OFFERED, storage}:
        return None
    return Axes(int(code), int(code) in LATITUDE_FIRST, f"{EPSG}{code}")


def systems(storage: int) -> list[str]:
    return [CRS84, *(f"{EPSG}{code}" for code in dict.fromkeys((*OFFERED, storage)))]


@lru_cache(maxsize=1024)
def _feature(columns: tuple[str, ...], storage: int, srid: int, turned: bool) -> str:
    shape = sql.SQL("geom") if storage == srid else sql.SQL("ST_Transform(geom, {})").format(sql.Literal(srid))
    if turned:
        shape = sql.SQL("ST_FlipCoordinates({})").format(shape)
    digits = sql.Literal(7 if srid in {4326, 4230, 5252} else 3)
    facts = sql.SQL(", ").join(sql.Identifier(one) for one in columns)
    properties = (
        sql.SQL("row_to_json((SELECT facts FROM (SELECT {}) AS facts))").format(facts)
        if columns
        else sql.SQL("'{{}}'::json")
    )
    return (
        sql.SQL(
            """'{{"type":"Feature","id":' || id || ',"geometry":' || ST_AsGeoJSON({shape}, {digits}) """
            """|| ',"properties":' || {properties}::text || '}}'"""
        )
        .format(shape=shape, digits=digits, properties=properties)
        .as_string(None)
    )


FEW = 5_000
"""So many rows in a box are sorted by their key; where there are more, walking the keys soon finds a page."""


def _few(sight: Sight, where: sql.Composable, asked: Mapping[str, Any]) -> list[int] | None:
    """The keys a box holds, in order, found by the index of places; None where there are many. Asked for in order at
    once, the planner walks the keys of the whole province for a box of one street."""
    text = sql.SQL("SELECT id FROM {} WHERE {} LIMIT %(few)s").format(sight.table, where).as_string(None)
    found = [row[0] for row in quick(text, {**asked, "few": FEW + 1})]
    return sorted(found) if len(found) <= FEW else None


@dataclass(frozen=True, slots=True)
class Features:
    """A page: the features as they go out, joined by commas; how many; the key after which the next page begins."""

    text: str
    count: int
    after: int | None


def page(
    sight: Sight,
    *,
    limit: int = LIMIT,
    after: int = 0,
    box: Sequence[float] | None = None,
    box_srid: int = 4326,
    where: sql.Composable | None = None,
    params: Mapping[str, Any] | None = None,
    out: Axes | None = None,
) -> Features:
    """Features by their key. `box` is west, south, east, north in `box_srid`. Raises `OperationalError` when the
    question takes more than five seconds."""
    out = out or Axes()
    conditions: list[sql.Composable] = [sight.where]
    asked: dict[str, Any] = {"limit": limit + 1, **sight.params, **(params or {})}
    if after:
        conditions.append(sql.SQL("id > %(after)s"))
        asked["after"] = after
    if box is not None:
        conditions.append(
            sql.SQL("web && ST_Transform(ST_MakeEnvelope(%(w)s, %(s)s, %(e)s, %(n)s, {}), 3857)").format(
                sql.Literal(box_srid)
            )
        )
        asked |= dict(zip("wsen", map(float, box), strict=True))
    if where is not None:
        conditions.append(where)
    narrow: sql.Composable = sql.SQL(" AND ").join(conditions)
    if box is not None and (keys := _few(sight, narrow, asked)) is not None:
        narrow, asked = sql.SQL("id = ANY(%(keys)s::bigint[])"), {"keys": keys[: limit + 1], "limit": limit + 1}
    columns = tuple(one.name for one in sight.fields)
    text = sql.SQL(
        "SELECT id, {feature} FROM "
        "(SELECT * FROM {table} WHERE {where} ORDER BY id LIMIT %(limit)s) AS found ORDER BY id"
    ).format(
        feature=sql.SQL(_feature(columns, sight.layer.srid, out.srid, out.turned)), table=sight.table,
        where=narrow,
    )  # fmt: skip
    rows = quick(text.as_string(None), asked)
    shown = rows[:limit]
    more = len(rows) > limit
    return Features(",".join(row[1] for row in shown), len(shown), shown[-1][0] if more and shown else None)


def one(sight: Sight, key: int, out: Axes | None = None) -> str | None:
    """One feature as it goes out; None where there is none or it is out of reach."""
    out = out or Axes()
    columns = tuple(each.name for each in sight.fields)
    text = sql.SQL("SELECT id, {} FROM {} WHERE id = %(key)s AND {}").format(
        sql.SQL(_feature(columns, sight.layer.srid, out.srid, out.turned)), sight.table, sight.where
    )
    rows = quick(text.as_string(None), {"key": key, **sight.params})
    return rows[0][1] if rows else None
