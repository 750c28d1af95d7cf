"""What is wrong with a geometry, in words, and what would mend it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from . import grids

POINT, LINE, POLYGON, ANY = "point", "line", "polygon", "any"
KINDS = {0: POINT, 4: POINT, 1: LINE, 2: LINE, 5: LINE, 3: POLYGON, 6: POLYGON}
"""Type number of GEOS → kind; a collection has none of its own."""

_WORDS = (
    ("Ring Self-intersection", "halka kendine değiyor"),
    ("Self-intersection", "sınır kendini kesiyor"),
    ("Too few points", "nokta sayısı yetersiz"),
    ("Hole lies outside shell", "delik dış sınırın dışında"),
    ("Holes are nested", "delikler iç içe"),
    ("Nested shells", "parçalar iç içe"),
    ("Interior is disconnected", "iç alan ikiye bölünmüş"),
    ("Duplicate Rings", "aynı halka iki kez var"),
    ("Ring is not closed", "halka kapanmıyor"),
    ("Invalid Coordinate", "koordinat sayı değil"),
)
NO_GEOMETRY, EMPTY = "geometri yok", "geometri boş"
ENDLESS = "koordinat sayı değil ya da sonsuz"


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row is not taken as it is. `mendable` says that a repair keeps its place and kind."""

    line: int
    """Line of the text file; for other files the ordinal of the row, from 1."""
    reason: str
    mendable: bool = False


def words_of(reason: str) -> str:
    """A reason of GEOS ("Self-intersection[1 2]") in Turkish, with the place it names."""
    for english, turkish in _WORDS:
        if reason.startswith(english):
            place = reason.partition("[")[2].rstrip("]").strip()
            return f"{turkish} ({place})" if place else turkish
    return f"geometri geçersiz: {reason}"


def kind_of(shapes: npt.NDArray[np.object_]) -> str:
    """The kind all geometries share, `any` where they are mixed, empty where there is none."""
    types = shapely.get_type_id(shapes)
    kinds = {KINDS.get(int(one), ANY) for one in np.unique(types[types >= 0])}
    return kinds.pop() if len(kinds) == 1 else (ANY if kinds else "")


def judge(shapes: npt.NDArray[np.object_], lines: npt.NDArray[np.int64]) -> list[Fault]:
    """The faults of a batch of geometries, in its order. A missing or empty one cannot be mended."""
    missing = shapely.is_missing(shapes)
    empty = shapely.is_empty(shapes) & ~missing
    bounds = shapely.bounds(shapes)
    endless = ~np.isfinite(bounds).all(axis=1) & ~missing & ~empty
    valid = shapely.is_valid(shapes) | missing | empty | endless
    faults = [Fault(int(lines[at]), NO_GEOMETRY) for at in np.flatnonzero(missing)]
    faults += [Fault(int(lines[at]), EMPTY) for at in np.flatnonzero(empty)]
    faults += [Fault(int(lines[at]), ENDLESS) for at in np.flatnonzero(endless)]
    broken = np.flatnonzero(~valid)
    reasons = shapely.is_valid_reason(shapes[broken])
    mended = mend(shapes[broken])
    for at, reason, whole in zip(broken, reasons, mended, strict=True):
        faults.append(Fault(int(lines[at]), words_of(str(reason)), mendable=whole is not None))
    return sorted(faults, key=lambda one: one.line)


OUTSIDE, TURNED = "Türkiye'nin dışında", "eksenleri öbür satırlara göre ters"


def misplaced(shapes: npt.NDArray[np.object_], lines: npt.NDArray[np.int64], epsg: int) -> list[Fault]:
    """Rows that lie outside Türkiye in this system, and whether turning their axes would bring them home."""
    corners = shapely.bounds(shapes)
    known = np.flatnonzero(np.isfinite(corners).all(axis=1))
    east, north = corners[known, 0], corners[known, 1]
    to_degrees = grids.to_degrees(epsg)
    away = ~grids.in_country(*(np.asarray(one) for one in to_degrees.transform(east, north)))
    faults = []
    for at in np.flatnonzero(away):
        turned = to_degrees.transform(north[at : at + 1], east[at : at + 1])
        home = bool(grids.in_country(*(np.asarray(one) for one in turned))[0])
        place = f" ({east[at]:.10g} {north[at]:.10g})"
        faults.append(Fault(int(lines[known[at]]), TURNED if home else OUTSIDE + place))
    return faults


def mend(shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Valid geometries of the same kind; None where a repair would leave nothing of that kind.

    Only the parts of the same dimension are kept: a bow-tie becomes two triangles, a spike without area falls off.
    """
    whole = shapely.make_valid(shapes, method="structure", keep_collapsed=False)
    found = np.empty(len(shapes), dtype=object)
    for at, (before, after) in enumerate(zip(shapes, whole, strict=True)):
        kind = KINDS.get(int(shapely.get_type_id(before)))
        if after is None or shapely.is_empty(after):
            continue
        if KINDS.get(int(shapely.get_type_id(after))) == kind:
            found[at] = after
            continue
        parts = [part for part in shapely.get_parts(after) if KINDS.get(int(shapely.get_type_id(part))) == kind]
        if parts and kind == POLYGON:
            found[at] = shapely.union_all(parts)
        elif parts and kind == LINE:
            found[at] = shapely.multilinestrings(parts)
    return found
