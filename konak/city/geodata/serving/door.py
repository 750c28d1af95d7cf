"""The short way to a tile that everybody may see, before sessions and pages are thought of.

It answers for published, public layers only, by the same columns and rows as the long way; whatever else is asked
goes on to Django, where who asks is known. The catalogue is asked every time: what is withdrawn is gone with the next
tile.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import DatabaseError, connections

from . import store, tiles

PATH = re.compile(r"^/api/geo/tiles/([a-z][a-z0-9_]{1,39})/(\d{1,2})/(\d{1,7})/(\d{1,7})\.mvt$")
TYPE = "application/vnd.mapbox-vector-tile"
OPEN = (
    "SELECT extract(epoch FROM coalesce(l.data_changed_at, l.created_at))::text, l.min_zoom, l.max_zoom, "
    "coalesce(array_agg(f.name ORDER BY f.place, f.id) FILTER (WHERE f.in_tile AND NOT f.sensitive), '{}') "
    "FROM geodata_layer l LEFT JOIN geodata_field f ON f.layer_id = l.id "
    "WHERE l.name = %s AND l.state = 'published' AND l.sensitivity = 'public' AND NOT l.by_rows GROUP BY l.id"
)
Answer = Callable[..., Any]
Application = Callable[[dict[str, Any], Answer], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Open:
    """What a public layer's tiles are made of."""

    version: str
    min_zoom: int
    max_zoom: int
    columns: tuple[str, ...]


def open_layer(name: str) -> Open | None:
    """A layer of which everybody sees every row, or None."""
    django = tiles.database()
    with django.wrap_database_errors, psycopg.Cursor(django.connection) as cursor:
        row = cursor.execute(OPEN, [name], prepare=True).fetchone()
    return Open(row[0], row[1], row[2], tuple(row[3])) if row else None


def tile_of(name: str, layer: Open, place: tiles.Place) -> bytes:
    """From the store, else drawn and kept."""
    if not layer.min_zoom <= place.z <= layer.max_zoom:
        return b""
    key = tiles.tag(layer.version, layer.columns, tiles.Place(0, 0, 0)).strip('"')
    found = store.find(name, key, place)
    if found is None:
        found = tiles.draw(name, layer.columns, place)
        store.keep(name, key, place, found)
    return found


def short_way(application: Application) -> Application:
    """Wrap the WSGI application (PEP 3333)."""

    def answer(environ: dict[str, Any], start: Answer) -> Iterable[bytes]:
        asked = PATH.match(environ.get("PATH_INFO", ""))
        if asked is None or environ.get("REQUEST_METHOD") != "GET" or environ.get("QUERY_STRING"):
            return application(environ, start)
        place = tiles.Place(*map(int, asked.groups()[1:]))
        answered = _answered(asked[1], place, environ.get("HTTP_IF_NONE_MATCH", ""))
        if answered is None:
            return application(environ, start)
        status, headers, body = answered
        start(status, headers)
        return [body]

    return answer


def _answered(name: str, place: tiles.Place, known: str) -> tuple[str, list[tuple[str, str]], bytes] | None:
    """Status, headers and body; None where somebody else has to say."""
    try:
        layer = open_layer(name) if place.exists else None
        if layer is None:
            return None
        tag = tiles.tag(layer.version, layer.columns, place)
        headers = [("ETag", tag), ("Cache-Control", "public, max-age=60"), ("Access-Control-Allow-Origin", "*")]
        if known == tag:
            return "304 Not Modified", headers, b""
        tile = tile_of(name, layer, place)
    except DatabaseError:
        return "503 Service Unavailable", [("Retry-After", "5"), ("Content-Length", "0")], b""
    finally:
        connections[tiles.ALIAS].close_if_unusable_or_obsolete()
    if not tile:
        return "204 No Content", headers, b""
    about = [("Content-Type", TYPE), ("Content-Length", str(len(tile))), ("X-Content-Type-Options", "nosniff")]
    return "200 OK", [*about, *headers], tile
