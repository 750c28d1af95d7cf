"""What a person or a program gives for a column, made into what the column holds; a fault in words for each."""

import datetime as dt
import json
import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import shapely
from django.utils.timezone import is_naive, make_aware

from konak.foundation.lifecycle import Refused

from ..models import Field, Geometry, Kind, Layer
from ..reading import columns as parse
from ..reading.judging import words_of

LONGEST = 20_000
"""Characters of a text."""
MOST_POINTS = 200_000
"""Corners of one geometry that is drawn or sent."""
DEEPEST = 12
_KINDS = {
    Kind.INTEGER: parse.INTEGER,
    Kind.NUMERIC: parse.NUMBER,
    Kind.BOOLEAN: parse.FLAG,
    Kind.DATE: parse.DAY,
    Kind.TIMESTAMP: parse.MOMENT,
}
BIG = 2**63


def of(field: Field, given: Any, *, comma: bool = False) -> Any:
    """The value of one column; `ValueError` with the reason. None and "" are nothing."""
    if given is None or (isinstance(given, str) and not given.strip()):
        return None
    found = _typed(field, given, comma)
    if found is None:
        raise ValueError(f"{Kind(field.kind).label.lower()} değil: {str(given)[:40]}")
    return found


def _typed(field: Field, given: Any, comma: bool) -> Any:
    match field.kind:
        case Kind.TEXT | Kind.CHOICE:
            return _text(field, given)
        case Kind.BOOLEAN if isinstance(given, bool):
            return given
        case Kind.DATE if isinstance(given, dt.datetime):
            return given.date() if is_naive(given) else None
        case Kind.TIMESTAMP if isinstance(given, dt.date) and not isinstance(given, dt.datetime):
            return make_aware(dt.datetime.combine(given, dt.time()))
    try:
        found = parse.value(given, _KINDS[Kind(field.kind)], comma=comma)
    except (ValueError, OverflowError, TypeError):
        return None
    if isinstance(found, dt.datetime) and is_naive(found):
        found = make_aware(found)
    if field.kind == Kind.INTEGER and (isinstance(found, bool) or not isinstance(found, int)):
        found = int(found) if isinstance(found, float) and found.is_integer() else None
    if isinstance(found, int | float) and not isinstance(found, bool):
        if not math.isfinite(found) or abs(found) >= BIG:
            return None
        _within(field, found)
    return found


def _text(field: Field, given: Any) -> str:
    if isinstance(given, bool):
        given = "Evet" if given else "Hayır"
    text = str(given).replace("\0", "").strip()
    if len(text) > LONGEST:
        raise ValueError(f"{LONGEST} karakterden uzun")
    if field.kind == Kind.CHOICE:
        if text in field.choices:
            return text
        named = [code for code, label in field.choices.items() if label == text]
        if not named:
            raise ValueError(f"listede yok: {text[:40]}")
        return named[0]
    pattern = field.domain.get("pattern") if isinstance(field.domain, dict) else None
    if pattern and not re.fullmatch(pattern, text):
        raise ValueError(f"biçimi uymuyor: {text[:40]}")
    return text


def _within(field: Field, found: float) -> None:
    domain = field.domain if isinstance(field.domain, dict) else {}
    least, most = domain.get("min"), domain.get("max")
    if least is not None and found < least:
        raise ValueError(f"{least} sınırından küçük: {found:g}")
    if most is not None and found > most:
        raise ValueError(f"{most} sınırından büyük: {found:g}")


def of_row(fields: Iterable[Field], given: Mapping[str, Any], *, partly: bool = False) -> dict[str, Any]:
    """The values of a row; `Refused` names every column that is wrong. `partly` leaves alone what is not given."""
    known = {one.name: one for one in fields}
    if unknown := sorted(set(given) - set(known)):
        raise Refused(f"Katmanda böyle bir alan yok: {', '.join(unknown[:5])}.")
    found: dict[str, Any] = {}
    wrong: list[str] = []
    for name, field in known.items():
        if name not in given and partly:
            continue
        try:
            found[name] = of(field, given.get(name))
        except ValueError as fault:
            wrong.append(f"{field.title}: {fault}")
            continue
        if found[name] is None and field.required:
            wrong.append(f"{field.title}: zorunlu, boş bırakılamaz")
    if wrong:
        raise Refused("Kaydedilmedi. " + "; ".join(wrong[:10]) + ".")
    return found


_FITS = {
    Geometry.POINT: {0},
    Geometry.MULTIPOINT: {0, 4},
    Geometry.LINE: {1, 5},
    Geometry.POLYGON: {3, 6},
    Geometry.ANY: {0, 1, 3, 4, 5, 6},
}
_MULTI = {0: shapely.multipoints, 1: shapely.multilinestrings, 3: shapely.multipolygons}


def shape_of(layer: Layer, geometry: Mapping[str, Any] | str) -> bytes:
    """WKB of a geometry given as GeoJSON, of the kind the layer keeps; `Refused` where it cannot be."""
    if not geometry:
        raise Refused("Kaydın haritadaki yeri yok; çizin ya da koordinatını yazın.")
    try:
        parts = json.loads(geometry) if isinstance(geometry, str) else geometry
        if _deep(parts) > DEEPEST:
            raise ValueError
        shape = shapely.from_geojson(json.dumps(parts))
    except (ValueError, TypeError, RecursionError, shapely.GEOSException):
        raise Refused("Geometri okunamadı; GeoJSON geometrisi bekleniyor.") from None
    return checked(layer, shape)


def _deep(value: Any, depth: int = 0) -> int:
    if depth > DEEPEST or not isinstance(value, list | dict):
        return depth
    inner = value.values() if isinstance(value, dict) else value[:1] if value else []
    return max((_deep(one, depth + 1) for one in inner), default=depth)


def checked(layer: Layer, shape: Any) -> bytes:
    """The same for a geometry that is one already."""
    if shape is None or shapely.is_empty(shape):
        raise Refused("Geometri boş.")
    kind = int(shapely.get_type_id(shape))
    if kind not in _FITS[Geometry(layer.geometry_type)]:
        raise Refused(f"Bu katmana «{Geometry(layer.geometry_type).label.lower()}» çizilir.")
    if not np.isfinite(shapely.bounds(shape)).all():
        raise Refused("Geometrinin koordinatı sayı değil ya da sonsuz.")
    if shapely.get_num_coordinates(shape) > MOST_POINTS:
        raise Refused(f"Geometri {MOST_POINTS} noktadan çok; bölerek kaydedin.")
    if not shapely.is_valid(shape):
        raise Refused(f"Geometri geçersiz: {words_of(shapely.is_valid_reason(shape))}.")
    shape = shapely.force_2d(shape)
    if layer.multi and kind in _MULTI:
        shape = _MULTI[kind]([shape])
    found: bytes = shapely.to_wkb(shape)
    return found
