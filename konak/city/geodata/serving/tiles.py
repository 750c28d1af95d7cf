"""Vector tiles (MVT 2.1) straight from the table, in the grid WebMercatorQuad (OGC 17-083r4).

A shape that lies wholly inside the tile needs no clipping: it is moved to the tile's units and snapped, which costs a
fifth of `ST_AsMVTGeom`. The rest is clipped. Rings are stored in the winding MVT wants.
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from psycopg import sql

from konak.foundation.db.quick import quick

from ..queries.reach import Sight

EDGE = 20_037_508.342789244
"""Half the width of the Web Mercator square, metres."""
UNITS = 4096
BUFFER = 64
DEEPEST = 22
EVERY_SHAPE = 14
"""From this zoom on every shape is drawn; above it those smaller than half a pixel are left out."""

_FAST = sql.SQL(
    "WITH box AS (SELECT ST_MakeEnvelope(%(x0)s, %(y0)s, %(x1)s, %(y1)s, 3857) AS tile, "
    "ST_MakeEnvelope(%(bx0)s, %(by0)s, %(bx1)s, %(by1)s, 3857) AS around) "
    "SELECT ST_AsMVT(shapes, {name}, 4096, 'mvt', 'id') FROM (SELECT id{columns}, "
    "CASE WHEN web @ box.tile THEN ST_SnapToGrid(ST_Affine(web, %(sx)s, 0, 0, %(sy)s, %(tx)s, %(ty)s), 1) "
    "ELSE ST_AsMVTGeom(web, box.tile, 4096, 64, true) END AS mvt "
    "FROM {table}, box WHERE web && box.around AND {where}{large}) AS shapes "
    "WHERE mvt IS NOT NULL AND NOT ST_IsEmpty(mvt)"
)
_LARGE = sql.SQL(
    " AND (ST_XMax(web) - ST_XMin(web) > %(least)s OR ST_YMax(web) - ST_YMin(web) > %(least)s "
    "OR ST_Dimension(web) = 0)"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A tile of the grid: zoom, column from the west, row from the north."""

    z: int
    x: int
    y: int

    @property
    def exists(self) -> bool:
        return 0 <= self.z <= DEEPEST and 0 <= self.x < 1 << self.z and 0 <= self.y < 1 << self.z

    def params(self) -> dict[str, float]:
        side = 2 * EDGE / (1 << self.z)
        x0, y1 = -EDGE + self.x * side, EDGE - self.y * side
        margin, scale = side * BUFFER / UNITS, UNITS / side
        return {
            "x0": x0, "x1": x0 + side, "y0": y1 - side, "y1": y1,
            "bx0": x0 - margin, "bx1": x0 + side + margin, "by0": y1 - side - margin, "by1": y1 + margin,
            "sx": scale, "sy": -scale, "tx": -x0 * scale, "ty": y1 * scale, "least": side / 512,
        }  # fmt: skip


@lru_cache(maxsize=1024)
def _statement(name: str, columns: tuple[str, ...], where: str, every: bool) -> str:
    """The text of one layer, one sight and one kind of zoom: asked for again and again, so that it stays prepared."""
    parts = sql.SQL("").join(sql.SQL(", {}").format(sql.Identifier(one)) for one in columns)
    return _FAST.format(
        name=sql.Literal(name), columns=parts, table=sql.Identifier("geodata", name), where=sql.SQL(where),
        large=sql.SQL("") if every else _LARGE,
    ).as_string(None)  # fmt: skip


def draw(name: str, columns: tuple[str, ...], place: Place, where: str = "TRUE", **params: Any) -> bytes:
    """The bytes of a tile; empty where nothing lies. Raises Django's `OperationalError` after five seconds."""
    text = _statement(name, columns, where, place.z >= EVERY_SHAPE)
    asked: dict[str, Any] = {**place.params(), **params}
    if place.z >= EVERY_SHAPE:
        del asked["least"]
    ((tile,),) = quick(text, asked, binary=True)
    return bytes(tile or b"")


def of_sight(sight: Sight, place: Place) -> bytes:
    """The tile as somebody sees the layer; sensitive columns are never in one."""
    where = sight.where.as_string(None)
    return draw(sight.layer.name, columns_of(sight), place, where, **sight.params)


def columns_of(sight: Sight) -> tuple[str, ...]:
    return tuple(one.name for one in sight.fields if one.in_tile and not one.sensitive)


def tag(version: str, columns: tuple[str, ...], place: Place, seen: str = "") -> str:
    """What changes when the tile does (RFC 9110, 8.8.3)."""
    said = f"{version}|{','.join(columns)}|{place.z}/{place.x}/{place.y}|{seen}"
    return f'"{hashlib.blake2b(said.encode(), digest_size=12).hexdigest()}"'
