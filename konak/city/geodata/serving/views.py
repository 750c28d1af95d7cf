"""The doors of the services. Everything is read through what the asker sees; out of reach is unknown."""

import datetime as dt
import json
import math
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.db import DataError, InternalError, OperationalError, ProgrammingError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.timezone import localtime, now
from django.views.decorators.http import require_safe
from psycopg import sql

from konak.foundation.web.bearer import problem
from konak.foundation.web.http import Request

from ..models import Field, Kind, Layer
from ..queries import reach, rows
from . import cql2, documents, features, tiles

ITEM_WORDS = frozenset(
    {"f", "limit", "after", "bbox", "bbox-crs", "crs", "datetime", "filter", "filter-lang", "filter-crs"}
)
FARTHEST = 85.06
"""North and south of it Web Mercator has no place."""


class Unfit(Exception):
    """Why a question cannot be answered, in words."""


View = Callable[..., HttpResponse]


def _door(view: View) -> View:
    """Refusals in words; open to pages of other places, because what everybody may see may be read everywhere."""

    @require_safe
    @wraps(view)
    def answered(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            answer = view(request, *args, **kwargs)
        except (Unfit, cql2.BadFilter) as fault:
            answer = problem(400, str(fault))
        except Layer.DoesNotExist:
            answer = problem(404, "Böyle bir katman yok.")
        except OperationalError:
            answer = problem(503, "Bu soru çok uzun sürdü; alanı ya da süzgeci daraltın.", **{"Retry-After": "5"})
        answer.headers.setdefault("Access-Control-Allow-Origin", "*")
        return answer

    return answered


def _told(answer: dict[str, Any], kind: str = "application/json") -> HttpResponse:
    return JsonResponse(answer, content_type=kind, json_dumps_params={"ensure_ascii": False})


def _home(request: HttpRequest) -> str:
    return request.build_absolute_uri(documents.ROOT)


def _only(request: HttpRequest, allowed: Iterable[str] = ("f",)) -> None:
    unknown = sorted(set(request.GET) - set(allowed))
    if unknown:
        raise Unfit(f"Tanınmayan parametre: {', '.join(one[:40] for one in unknown)}.")
    if request.GET.get("f", "json") not in {"json", "geojson", "mvt"}:
        raise Unfit("f yalnız json olur.")


def _sight(request: Request, name: str) -> reach.Sight:
    return reach.sight(request.actor, reach.layer(request.actor, name))


@_door
def landing(request: Request) -> HttpResponse:
    _only(request)
    return _told(documents.landing(_home(request)))


@_door
def conformance(request: Request) -> HttpResponse:
    _only(request)
    return _told({"conformsTo": list(documents.CONFORMS)})


@_door
def described(request: Request) -> HttpResponse:
    _only(request)
    return _told(documents.openapi(_home(request)), "application/vnd.oai.openapi+json;version=3.0")


@_door
def collections(request: Request) -> HttpResponse:
    _only(request)
    home = _home(request)
    found = reach.layers(request.actor).order_by("title")
    told = [documents.collection(home, one, None) for one in found]
    return _told({"links": [documents.link(f"{home}/collections", "self")], "collections": told})


@_door
def collection(request: Request, name: str) -> HttpResponse:
    _only(request)
    layer = reach.layer(request.actor, name)
    return _told(documents.collection(_home(request), layer, rows.extent(layer)))


@_door
def queryables(request: Request, name: str) -> HttpResponse:
    _only(request)
    sight = _sight(request, name)
    return _told(documents.queryables(_home(request), sight.layer, sight.fields), "application/schema+json")


@_door
def items(request: Request, name: str) -> HttpResponse:
    sight = _sight(request, name)
    named = {one.name: one for one in sight.fields}
    _only(request, ITEM_WORDS | set(named))
    asked = request.GET
    out = features.axes(asked.get("crs", ""), sight.layer.srid)
    if out is None:
        raise Unfit("Bu katman istenen koordinat sistemini (crs) vermiyor.")
    where, params = _conditions(request, sight, named)
    box, box_srid = _box(asked.get("bbox", ""), asked.get("bbox-crs", ""), sight.layer)
    limit = _number(asked.get("limit", str(features.LIMIT)), "limit", 1, features.MOST)
    after = _number(asked.get("after", "0"), "after", 0, 2**62)
    try:
        page = features.page(
            sight, limit=limit, after=after, box=box, box_srid=box_srid, where=where, params=params, out=out
        )
    except (DataError, InternalError, ProgrammingError):
        if box is None and where is None:
            raise
        # types that do not fit, numbers out of range, places without projection: only the database can judge them
        raise Unfit("Alan (bbox) ya da süzgeç bu katmana uymuyor: türleri ve değerleri denetleyin.") from None
    links = [documents.link(request.build_absolute_uri(), "self", kind=documents.GEOJSON)]
    if page.after is not None:
        query = asked.copy()
        query["after"] = str(page.after)
        at = f"{_home(request)}/collections/{name}/items?{urlencode(list(query.items()))}"
        links.append(documents.link(at, "next", kind=documents.GEOJSON))
    text = (
        f'{{"type":"FeatureCollection","timeStamp":"{now():%Y-%m-%dT%H:%M:%SZ}","numberReturned":{page.count},'
        f'"links":{json.dumps(links, ensure_ascii=False)},"features":[{page.text}]}}'
    )
    answer = HttpResponse(text, content_type=documents.GEOJSON)
    answer["Content-Crs"] = f"<{out.address}>"
    return answer


@_door
def item(request: Request, name: str, key: int) -> HttpResponse:
    _only(request, ("f", "crs"))
    sight = _sight(request, name)
    out = features.axes(request.GET.get("crs", ""), sight.layer.srid)
    if out is None:
        raise Unfit("Bu katman istenen koordinat sistemini (crs) vermiyor.")
    found = features.one(sight, key, out) if key < 2**63 else None
    if found is None:
        return problem(404, "Böyle bir kayıt yok.")
    home = f"{_home(request)}/collections/{name}"
    links = [
        documents.link(f"{home}/items/{key}", "self", kind=documents.GEOJSON),
        documents.link(home, "collection"),
    ]
    answer = HttpResponse(f'{found[:-1]},"links":{json.dumps(links)}}}', content_type=documents.GEOJSON)
    answer["Content-Crs"] = f"<{out.address}>"
    return answer


def _number(text: str, name: str, least: int, most: int) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 19 or int(text) < least:
        raise Unfit(f"{name} en az {least} olan bir tam sayıdır.")
    return min(int(text), most)


def _box(text: str, system: str, layer: Layer) -> tuple[list[float] | None, int]:
    if not text:
        return None, 4326
    axes = features.axes(system, layer.srid)
    try:
        corners = [float(one) for one in text.split(",")]
    except ValueError:
        corners = []
    if axes is None or len(corners) not in {4, 6} or not all(map(math.isfinite, corners)):
        raise Unfit("bbox dört (ya da altı) sayıdır: batı, güney, doğu, kuzey.")
    west, south, east, north = corners if len(corners) == 4 else (corners[0], corners[1], corners[3], corners[4])
    if axes.turned:
        west, south, east, north = south, west, north, east
    if south > north:
        raise Unfit("bbox'ın güneyi kuzeyinden büyük olmaz.")
    if axes.srid == 4326:
        if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= 90 and -90 <= north <= 90):
            raise Unfit("bbox dünyanın dışında.")
        south, north = max(south, -FARTHEST), min(north, FARTHEST)
        if west > east:  # across the date line, where no municipality of ours lies
            west, east = -180.0, 180.0
    return [west, south, east, north], axes.srid


def _conditions(
    request: HttpRequest, sight: reach.Sight, named: dict[str, Field]
) -> tuple[sql.Composable | None, dict[str, Any]]:
    """What `filter`, `datetime` and names of columns ask for, as one condition."""
    asked = request.GET
    parts: list[sql.Composable] = []
    params: dict[str, Any] = {}
    if text := asked.get("filter", ""):
        language = asked.get("filter-lang", "cql2-text")
        if language not in {"cql2-text", "cql2-json"}:
            raise Unfit("filter-lang cql2-text ya da cql2-json olur.")
        system = features.axes(asked.get("filter-crs", ""), sight.layer.srid)
        if system is None or system.turned:
            raise Unfit("filter-crs bu katmanda kullanılamıyor.")
        try:
            told = cql2.Condition(cql2.read(text, language), named, sight.layer.srid, system.srid)
        except RecursionError:
            raise Unfit("Süzgeç çok derin.") from None
        parts.append(told.where)
        params |= told.params
    for place, (name, field) in enumerate(named.items()):
        if name in asked and name not in ITEM_WORDS:
            params[f"eq{place}"] = _value(field, asked[name])
            parts.append(sql.SQL("{} = {}").format(sql.Identifier(name), sql.Placeholder(f"eq{place}")))
    if text := asked.get("datetime", ""):
        since, until = _span(text)
        if since:
            params["since"] = since
            parts.append(sql.SQL("changed_at >= %(since)s"))
        if until:
            params["until"] = until
            parts.append(sql.SQL("changed_at <= %(until)s"))
    return (sql.SQL(" AND ").join(parts) if parts else None), params


def _value(field: Field, text: str) -> Any:
    try:
        match field.kind:
            case Kind.INTEGER:
                return int(text)
            case Kind.NUMERIC:
                return float(text)
            case Kind.BOOLEAN:
                return {"true": True, "false": False}[text.lower()]
            case Kind.DATE:
                return dt.date.fromisoformat(text)
            case Kind.TIMESTAMP:
                return dt.datetime.fromisoformat(text)
    except (ValueError, KeyError, OverflowError):
        raise Unfit(f"«{text[:40]}» {field.name} alanının türünde değil.") from None
    return text


def _span(text: str) -> tuple[dt.datetime | None, dt.datetime | None]:
    """`datetime` of Part 1, 7.15.4: an instant, or an interval open at one end."""
    ends = text.split("/")
    if len(ends) > 2 or (len(ends) == 2 and all(one in {"", ".."} for one in ends)):
        raise Unfit("datetime bir an ya da a/b biçiminde bir aralıktır.")
    try:
        read = [None if one in {"", ".."} else dt.datetime.fromisoformat(one) for one in ends]
        told = [localtime(one) if one and one.tzinfo else one and one.replace(tzinfo=dt.UTC) for one in read]
    except (ValueError, OverflowError):
        raise Unfit("datetime RFC 3339 biçiminde yazılır.") from None
    return told[0], told[-1]


@_door
def tilesets(request: Request, name: str) -> HttpResponse:
    _only(request)
    layer = reach.layer(request.actor, name)
    return _told({"tilesets": [documents.tileset(_home(request), layer)]})


@_door
def tileset(request: Request, name: str) -> HttpResponse:
    _only(request)
    return _told(documents.tileset(_home(request), reach.layer(request.actor, name)))


@_door
def tile(request: Request, name: str, z: int, x: int, y: int) -> HttpResponse:
    """A tile for those whom the short way does not know."""
    _only(request)
    place = tiles.Place(z, x, y)
    sight = _sight(request, name)
    if not place.exists:
        return problem(404, "Böyle bir karo yok.")
    drawn = tiles.of_sight(sight, place) if sight.layer.min_zoom <= z <= sight.layer.max_zoom else b""
    answer = HttpResponse(drawn, content_type=documents.MVT, status=200 if drawn else 204)
    answer["Cache-Control"] = "private, max-age=60"
    return answer


@_door
def tilejson(request: Request, name: str) -> HttpResponse:
    _only(request)
    sight = _sight(request, name)
    extent = rows.extent(sight.layer)
    return _told(documents.tilejson(_home(request), sight.layer, sight.fields, extent))


@_door
def style(request: Request, name: str) -> HttpResponse:
    _only(request)
    layer = reach.layer(request.actor, name)
    return _told(documents.style(_home(request), layer), "application/vnd.mapbox.style+json")


@_door
def grids(request: Request) -> HttpResponse:
    _only(request)
    at = f"{_home(request)}/tileMatrixSets/{documents.GRID}"
    return _told({"tileMatrixSets": [{"id": documents.GRID, "links": [documents.link(at, "self")]}]})


@_door
def grid(request: Request) -> HttpResponse:
    _only(request)
    return _told(documents.grid())
