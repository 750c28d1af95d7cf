"""The rows of a layer, as the asker sees them: one, a page, as they were, as of a day."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from psycopg import sql

from konak.foundation.db.composing import rows as read
from konak.foundation.db.turkish import fold
from konak.foundation.people.models import User

from ..models import Field, Kind, Layer
from .reach import Sight

PAGE = 50
LIMIT_MS = 8_000
FACTS = ("id", "version", "changed_at", "changed_by", "unit_id")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a layer: its values by column, its geometry as GeoJSON in degrees where it was asked for."""

    id: int
    version: int
    changed_at: dt.datetime
    changed_by: int | None
    unit_id: int | None
    values: dict[str, Any]
    geometry: dict[str, Any] | None = None
    until: dt.datetime | None = None
    """When this version was replaced; None for the row as it is."""
    ended_by: int | None = None
    gone: bool = False
    """The version ended because the row was deleted."""


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Row]
    after: int | None


def _columns(fields: Iterable[Field], geometry: bool) -> sql.Composed:
    parts: list[sql.Composable] = [sql.Identifier(one) for one in FACTS]
    parts += [sql.Identifier(one.name) for one in fields]
    if geometry:
        parts.append(sql.SQL("ST_AsGeoJSON(ST_Transform(geom, 4326), 7) AS geojson"))
    return sql.SQL(", ").join(parts)


def _row(found: Any, fields: Iterable[Field], geometry: bool, past: bool = False) -> Row:
    at = len(FACTS)
    names = [one.name for one in fields]
    values = dict(zip(names, found[at : at + len(names)], strict=True))
    shape = json.loads(found.geojson) if geometry and found.geojson else None
    ended = (found.until, found.ended_by, found.gone) if past else (None, None, False)
    key, version, changed_at, changed_by, unit_id = found[:at]
    return Row(key, version, changed_at, changed_by, unit_id, values, shape, *ended)


def one(sight: Sight, row_id: int) -> Row | None:
    """One row; None where there is none or it is out of reach."""
    found = read(
        sql.SQL("SELECT {} FROM {} WHERE id = %(id)s AND {}").format(
            _columns(sight.fields, True), sight.table, sight.where
        ),
        id=row_id,
        **sight.params,
    )
    return _row(found[0], sight.fields, True) if found else None


def found(
    sight: Sight,
    *,
    words: str = "",
    equal: Mapping[str, Any] | None = None,
    bbox: tuple[float, float, float, float] | None = None,
    after: int = 0,
    limit: int = PAGE,
    geometry: bool = False,
) -> Page:
    """Rows by their key: those whose searchable columns hold every word, whose columns equal, that touch the box."""
    where: list[sql.Composable] = [sql.SQL("id > %(after)s"), sight.where]
    params: dict[str, Any] = {"after": after, "limit": limit + 1, **sight.params}
    texts = [one for one in sight.fields if one.searchable and one.kind in {Kind.TEXT, Kind.CHOICE}]
    for place, word in enumerate(fold(words).split()[:6]):
        if not texts:
            where.append(sql.SQL("id::text = %(w0)s"))
            params["w0"] = word
            break
        params[f"w{place}"] = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        each = [
            sql.SQL("tr_fold({}) LIKE {}").format(sql.Identifier(one.name), sql.Placeholder(f"w{place}"))
            for one in texts
        ]
        where.append(sql.SQL("({})").format(sql.SQL(" OR ").join(each)))
    names = {one.name for one in sight.fields}
    for place, (name, value) in enumerate((equal or {}).items()):
        if name in names:
            params[f"e{place}"] = value
            where.append(sql.SQL("{} = {}").format(sql.Identifier(name), sql.Placeholder(f"e{place}")))
    if bbox is not None:
        where.append(sql.SQL("web && ST_Transform(ST_MakeEnvelope(%(x0)s, %(y0)s, %(x1)s, %(y1)s, 4326), 3857)"))
        params |= dict(zip(("x0", "y0", "x1", "y1"), bbox, strict=True))
    rows = read(
        sql.SQL("SELECT {} FROM {} WHERE {} ORDER BY id LIMIT %(limit)s").format(
            _columns(sight.fields, geometry), sight.table, sql.SQL(" AND ").join(where)
        ),
        timeout_ms=LIMIT_MS,
        **params,
    )
    told = [_row(row, sight.fields, geometry) for row in rows[:limit]]
    return Page(told, told[-1].id if len(rows) > limit else None)


def walk(sight: Sight, size: int = 2_000, **asked: Any) -> Iterator[Row]:
    """Every row, page by page."""
    after: int | None = 0
    while after is not None:
        page = found(sight, after=after, limit=size, **asked)
        yield from page.rows
        after = page.after


def past(sight: Sight, row_id: int) -> list[Row]:
    """What a row was before, newest first; also of a row that is gone. Nothing where the row is out of reach."""
    table = sql.Identifier("geodata_past", sight.layer.name)
    found = read(
        sql.SQL(
            "SELECT {}, until, ended_by, gone FROM {} WHERE id = %(id)s AND {} ORDER BY version DESC, past_id DESC"
        ).format(_columns(sight.fields, True), table, sight.where),
        id=row_id,
        **sight.params,
    )
    return [_row(row, sight.fields, True, past=True) for row in found]


def as_of(sight: Sight, moment: dt.datetime, *, limit: int = 5_000) -> list[Row]:
    """The rows as they stood at a moment, at most `limit` of them, with their geometry."""
    columns = _columns(sight.fields, True)
    found = read(
        sql.SQL(
            "SELECT {c} FROM {live} WHERE changed_at <= %(moment)s AND {w} UNION ALL "
            "SELECT {c} FROM {past} WHERE changed_at <= %(moment)s AND until > %(moment)s AND {w} "
            "ORDER BY id LIMIT %(limit)s"
        ).format(c=columns, live=sight.table, past=sql.Identifier("geodata_past", sight.layer.name), w=sight.where),
        timeout_ms=LIMIT_MS,
        moment=moment,
        limit=limit,
        **sight.params,
    )
    return [_row(row, sight.fields, True) for row in found]


def newest_changes(sight: Sight, limit: int = 20) -> list[Row]:
    """The rows that were changed last."""
    found = read(
        sql.SQL("SELECT {} FROM {} WHERE {} ORDER BY changed_at DESC, id DESC LIMIT %(limit)s").format(
            _columns(sight.fields, False), sight.table, sight.where
        ),
        timeout_ms=LIMIT_MS,
        limit=limit,
        **sight.params,
    )
    return [_row(row, sight.fields, False) for row in found]


def extent(layer: Layer) -> list[float] | None:
    """West, south, east, north in degrees, from what the planner knows or from the rows themselves."""
    table = sql.Identifier("geodata", layer.name)
    found = read(
        sql.SQL(
            "SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e) FROM (SELECT ST_Transform("
            "ST_SetSRID(ST_Extent(web)::geometry, 3857), 4326) AS e FROM {}) AS all_rows"
        ).format(table),
        timeout_ms=LIMIT_MS,
    )[0]
    return None if found[0] is None else [float(one) for one in found]


def bounds_of_city() -> tuple[float, float, float, float] | None:
    """Where the neighbourhoods lie, if they are a layer: a map without anything to show opens there."""
    # reach: where a city lies is known to everybody
    layer = Layer.objects.filter(template="mahalle", state="published").first()
    found = extent(layer) if layer else None
    return (found[0], found[1], found[2], found[3]) if found else None


def people(ids: Iterable[int | None]) -> dict[int, str]:
    """Names of who changed rows."""
    # reach: names of members are known inside the house
    wanted = {one for one in ids if one}
    return {one.pk: one.full_name for one in User.objects.filter(pk__in=wanted)} if wanted else {}


def shown(field: Field, value: Any) -> str:
    """A value as a reader of the screen sees it."""
    match value:
        case None:
            return ""
        case bool():
            return "Evet" if value else "Hayır"
        case dt.datetime():
            from django.utils.timezone import localtime

            return f"{localtime(value):%d.%m.%Y %H:%M}"
        case dt.date():
            return f"{value:%d.%m.%Y}"
        case float():
            text = f"{value:,.3f}".rstrip("0").rstrip(".")
            text = text.replace(",", " ").replace(".", ",").replace(" ", ".")
            return f"{text} {field.measure}".strip()
        case int():
            return f"{value} {field.measure}".strip()
    return field.choices.get(value, str(value)) if field.kind == Kind.CHOICE else str(value)
