"""Coordinate systems in use in Türkiye: what a file means by its numbers, and which way round it wrote them.

Sources: EPSG registry; Büyük Ölçekli Harita ve Harita Bilgileri Üretim Yönetmeliği (RG 26.06.2018/30460): national
projects in TUREF TM of three degrees, epoch 2005.0, where Y runs east and X runs north.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pyproj
from pyproj.exceptions import CRSError

Numbers = npt.NDArray[np.float64]

LONGITUDES, LATITUDES = (25.0, 45.5), (35.0, 43.0)
"""Degrees within which everything a municipality keeps lies, sea included."""

TUREF = (5253, 5254, 5255, 5256, 5257, 5258, 5259)
ED50 = (2319, 2320, 2321, 2322, 2323, 2324, 2325)
UTM = (32635, 32636, 32637, 32638)
WITH_ZONE = {zone: 5260 + zone for zone in range(9, 16)}
"""The zone in the millions of the easting → EPSG code of TUREF / 3-degree Gauss-Kruger."""
COMMON = (4326, 5252, *TUREF, *ED50, *UTM, 3857)
"""What a person is offered to choose from, most likely first."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What numbers without a coordinate system may be."""

    epsg: tuple[int, ...]
    """Possible systems, most likely first; empty where the numbers fit none."""
    axis_order: str
    """`xy` where east comes first, `yx` where north does, empty where nothing tells."""


def epsg_of(definition: str) -> int | None:
    """The EPSG code of a WKT, PROJ or `EPSG:…` definition; None where it has none that surely fits."""
    if not definition:
        return None
    try:
        return pyproj.CRS.from_user_input(definition).to_epsg(min_confidence=60)
    except CRSError:
        return None


@lru_cache(maxsize=256)
def title_of(epsg: int) -> str:
    """Name of a system in the registry, e.g. "TUREF / TM30"; the bare code where there is none."""
    try:
        return str(pyproj.CRS.from_epsg(epsg).name)
    except CRSError:
        return f"EPSG:{epsg}"


@lru_cache(maxsize=256)
def known(epsg: int) -> bool:
    try:
        pyproj.CRS.from_epsg(epsg)
    except CRSError:
        return False
    return True


@lru_cache(maxsize=256)
def geographic(epsg: int) -> bool:
    """Whether coordinates are degrees."""
    return bool(pyproj.CRS.from_epsg(epsg).is_geographic)


@lru_cache(maxsize=64)
def to_degrees(epsg: int) -> pyproj.Transformer:
    """From a system, east first, to longitude and latitude."""
    return pyproj.Transformer.from_crs(epsg, 4326, always_xy=True)


def in_country(longitudes: Numbers, latitudes: Numbers) -> npt.NDArray[np.bool_]:
    west, east = LONGITUDES
    south, north = LATITUDES
    return (longitudes >= west) & (longitudes <= east) & (latitudes >= south) & (latitudes <= north)


def share_in_country(epsg: int, first: Numbers, second: Numbers) -> float:
    """Share (0–1) of points that lie in Türkiye when `first` runs east in this system."""
    if not len(first):
        return 0.0
    longitudes, latitudes = to_degrees(epsg).transform(first, second)
    return float(np.mean(in_country(np.asarray(longitudes), np.asarray(latitudes))))


def axis_order(epsg: int, first: Numbers, second: Numbers) -> str:
    """Which of two columns of numbers runs east in a known system: the way that lies in Türkiye, else as written."""
    straight, turned = share_in_country(epsg, first, second), share_in_country(epsg, second, first)
    return "yx" if turned > straight else "xy"


def guess(first: Numbers, second: Numbers, home: Iterable[int] = ()) -> Guess:
    """What two columns of numbers may be; `home` names systems the municipality works in, which come first."""
    for order, easts, norths in (("xy", first, second), ("yx", second, first)):
        if codes := _fits(easts, norths):
            preferred = [code for code in home if code in codes]
            return Guess(tuple(preferred + [code for code in codes if code not in preferred]), order)
    return Guess((), "")


def _fits(easts: Numbers, norths: Numbers) -> tuple[int, ...]:
    if not len(easts):
        return ()
    east, north = float(np.median(easts)), float(np.median(norths))
    if LONGITUDES[0] <= east <= LONGITUDES[1] and LATITUDES[0] <= north <= LATITUDES[1]:
        return (4326, 5252)
    if 3_870_000 <= north <= 4_730_000:
        if 160_000 <= east <= 840_000:
            return TUREF + ED50 + UTM
        zone = int(east // 1_000_000)
        if zone in WITH_ZONE and 160_000 <= east - zone * 1_000_000 <= 840_000:
            return (WITH_ZONE[zone],)
    if 2_780_000 <= east <= 5_070_000 and 4_160_000 <= north <= 5_320_000:
        return (3857,)
    return ()
