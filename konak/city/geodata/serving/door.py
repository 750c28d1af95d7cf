"""The short way to what everybody may see, before sessions and pages are thought of.

It answers for published, public layers only, by the same columns and rows as the long way: a tile, and a page of
features for whoever brings neither session nor key. Whatever else is asked goes on to Django, where who asks is
known. The catalogue is asked every time: what is withdrawn is gone with the next tile.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, cast

from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIRequest
from django.db import DatabaseError

from konak.foundation.access import NOBODY
from konak.foundation.db.quick import put_back, quick
from konak.foundation.web.http import Request

from . import documents, store, tiles, views

PATH = re.compile(r"^/api/geo/tiles/([a-z][a-z0-9_]{1,39})/(\d{1,2})/(\d{1,7})/(\d{1,7})\.mvt$")
ITEMS = re.compile(r"^/api/geo/collections/([a-z][a-z0-9_]{1,39})/items$")
_OPEN = (
    "SELECT l.name, extract(epoch FROM coalesce(l.data_changed_at, l.created_at))::text, l.min_zoom, l.max_zoom, "
    "coalesce(array_agg(f.name ORDER BY f.place, f.id) FILTER (WHERE f.in_tile AND NOT f.sensitive), '{{}}') "
    "FROM geodata_layer l LEFT JOIN geodata_field f ON f.layer_id = l.id "
    "WHERE l.state = 'published' AND l.sensitivity = 'public' AND NOT l.by_rows{} GROUP BY l.id"
)
ONE, EVERY = _OPEN.format(" AND l.name = %s"), _OPEN.format("")
Answer = Callable[..., Any]
Application = Callable[[dict[str, Any], Answer], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Open:
    """What a public layer's tiles are made of."""

    version: str
    min_zoom: int
    max_zoom: int
    columns: tuple[str, ...]

    @property
    def folder(self) -> str:
        """What its tiles are kept under: it changes with the rows and with the columns that are served."""
        return tiles.tag(self.version, self.columns, tiles.Place(0, 0, 0)).strip('"')


def open_layer(name: str) -> Open | None:
    """A layer of which everybody sees every row, or None."""
    found = quick(ONE, [name])
    return _open(*found[0])[1] if found else None


def _open(name: str, version: str, nearest: int, farthest: int, columns: list[str]) -> tuple[str, Open]:
    return name, Open(version, nearest, farthest, tuple(columns))


def versions() -> dict[str, str]:
    """The folder in which the tiles of every open layer are kept now."""
    return {name: layer.folder for name, layer in (_open(*row) for row in quick(EVERY))}


def tile_of(name: str, layer: Open, place: tiles.Place) -> bytes:
    """From the store, else drawn and kept. Nothing is kept of an empty place: there are trillions of them, and each
    would cost a file."""
    if not layer.min_zoom <= place.z <= layer.max_zoom:
        return b""
    found = store.find(name, layer.folder, place)
    if found is None:
        found = tiles.draw(name, layer.columns, place)
        if found:
            store.keep(name, layer.folder, place, found)
    return found


def short_way(application: Application) -> Application:
    """Wrap the WSGI application (PEP 3333)."""

    def answer(environ: dict[str, Any], start: Answer) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if not path.startswith("/api/geo/") or environ.get("REQUEST_METHOD") != "GET":
            return application(environ, start)
        if (asked := ITEMS.match(path)) and not environ.get("HTTP_COOKIE") and not environ.get("HTTP_AUTHORIZATION"):
            return _page(asked[1], environ, start) or application(environ, start)
        asked = PATH.match(path)
        if asked is None or environ.get("QUERY_STRING"):
            return application(environ, start)
        place = tiles.Place(*map(int, asked.groups()[1:]))
        answered = _answered(asked[1], place, environ.get("HTTP_IF_NONE_MATCH", ""))
        if answered is None:
            return application(environ, start)
        status, headers, body = answered
        start(status, headers)
        return [body]

    return answer


def _page(name: str, environ: dict[str, Any], start: Answer) -> Iterable[bytes] | None:
    """The page of features that the view gives to nobody in particular; None where the host is none of ours."""
    request = cast(Request, WSGIRequest(environ))
    request.actor = NOBODY
    try:
        request.get_host()
        answer = views.items(request, name)
    except DisallowedHost:
        return None
    finally:
        put_back()
    answer["Content-Length"] = str(len(answer.content))
    answer["X-Content-Type-Options"] = "nosniff"
    start(f"{answer.status_code} {answer.reason_phrase}", list(answer.items()))
    return [answer.content]


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
        put_back()
    if not tile:
        return "204 No Content", headers, b""
    about = [
        ("Content-Type", documents.MVT),
        ("Content-Length", str(len(tile))),
        ("X-Content-Type-Options", "nosniff"),
    ]
    return "200 OK", [*about, *headers], tile
