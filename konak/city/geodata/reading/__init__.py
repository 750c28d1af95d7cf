"""Files of geography become rows: pure functions from bytes to features and faults, without a database."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from . import grids
from .columns import Sight, kinds_of
from .judging import ANY, Fault, judge, kind_of, mend, misplaced
from .source import Batch, Options, Source, Unreadable
from .table import Table
from .vector import Vector, driver_of

__all__ = [
    "ANY",
    "Batch",
    "Fault",
    "Inspection",
    "Options",
    "Unreadable",
    "inspect",
    "mend",
    "open_source",
    "rows_of",
]

KEPT = 1_000
"""Faults that are listed; all are counted."""
SHORT = frozenset({"KML", "GML", "DXF"})
"""Kinds that list every column of their standard: those that are empty throughout are no fields."""
POINTS = 5_000
"""Places looked at to tell the coordinate system and the order of axes."""


@dataclass(slots=True)
class Inspection:
    """What a file holds. `invalid_rows` lists at most `KEPT` faults, `invalid` counts them all."""

    driver: str
    encoding: str
    crs: str | None
    """`EPSG:…`; None where the file names none that is in the registry."""
    crs_candidates: list[str]
    axis_order: str
    rows: int = 0
    invalid: int = 0
    mendable: int = 0
    invalid_rows: list[dict[str, Any]] = field(default_factory=list)
    reasons: dict[str, int] = field(default_factory=dict)
    geometry: str = ""
    fields: list[dict[str, Any]] = field(default_factory=list)
    bbox: list[float] | None = None
    """West, south, east, north in degrees; None where the system is not known."""
    layers: list[str] = field(default_factory=list)
    layer: str = ""
    coordinates: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def open_source(path: Path, options: Options = Options()) -> Source:  # noqa: B008 # frozen
    """Open a file by what it holds, whatever it is called. Raises `Unreadable`."""
    if not path.is_file():
        raise Unreadable(f"Dosya yok: {path.name}")
    driver = driver_of(path)
    return Table(path, options) if driver == "CSV" else Vector(path, driver, options)


MOSTLY = 0.8
"""Share of rows that must lie in Türkiye before a single one outside is called a fault."""


def rows_of(source: Source, *, turned: bool = False, epsg: int | None = None) -> Iterator[tuple[Batch, list[Fault]]]:
    """Batches with all their faults, one a row; where the file was written north first, its axes are `turned`.

    With `epsg` rows that lie outside Türkiye are faults too: unless most of a batch does, for then it is meant so.
    """
    for batch in source.batches():
        if turned:
            batch.shapes = _turned(batch.shapes)
        faults = {one.line: one for one in judge(batch.shapes, batch.lines)}
        if epsg is not None:
            away = misplaced(batch.shapes, batch.lines, epsg)
            if len(away) <= (1 - MOSTLY) * len(batch.lines):
                faults = {one.line: one for one in away} | faults
        faults |= {one.line: one for one in batch.faults}
        yield batch, [faults[line] for line in sorted(faults)]


def _first_places(source: Source) -> Any:
    """Corners of the first features, to tell the coordinate system by."""
    found: list[Any] = []
    for batch in source.batches():
        corners = shapely.bounds(batch.shapes)
        found.append(corners[np.isfinite(corners).all(axis=1)])
        if sum(map(len, found)) >= POINTS:
            break
    return np.concatenate(found)[:POINTS] if found else np.empty((0, 4))


def inspect(
    path: Path,
    options: Options = Options(),  # noqa: B008 # frozen
    *,
    epsg: int | None = None,
    home: tuple[int, ...] = (),
    progress: Callable[[int], None] = lambda rows: None,
) -> Inspection:
    """Read a whole file and tell what is in it and what is wrong with it.

    `epsg` overrides what the file says; `home` are systems preferred where it says nothing. `progress` hears the
    number of rows read so far. Raises `Unreadable`.
    """
    source = open_source(path, options)
    stated = epsg or grids.epsg_of(source.definition)
    found = Inspection(
        driver=source.driver,
        encoding=source.encoding,
        crs=f"EPSG:{stated}" if stated else None,
        crs_candidates=[],
        axis_order="xy",
        layers=list(source.layers),
        layer=source.layer,
        coordinates=source.coordinates,
    )
    corners = _first_places(source)
    _tell_system(found, stated, corners, home, set(source.coordinates) == {"x", "y", "decimal"})
    code = stated or next((int(one.removeprefix("EPSG:")) for one in found.crs_candidates), None)
    sight, kinds, reasons = Sight(source.columns), set[str](), Counter[str]()
    bounds = np.array([np.inf, np.inf, -np.inf, -np.inf])
    faults: list[Fault] = []
    for batch, wrong in rows_of(source, turned=found.axis_order == "yx", epsg=code):
        found.rows += len(batch.lines)
        kinds.add(kind_of(batch.shapes))
        sight.see(batch.values)
        _count(found, wrong, reasons, faults)
        bounds = _wider(bounds, batch.shapes)
        progress(found.rows)
    kinds.discard("")
    found.geometry = kinds.pop() if len(kinds) == 1 else (ANY if kinds else "")
    found.fields = [
        {"name": name, "kind": kind, "longest": longest, "empty": empty}
        for name, kind, longest, empty in kinds_of(sight)
        if name not in source.coordinates.values() and not (source.driver in SHORT and empty == found.rows)
    ]
    found.reasons = dict(reasons.most_common())
    found.invalid_rows = [{"line": one.line, "reason": one.reason} for one in faults]
    if code and np.isfinite(bounds).all():
        found.bbox = _degrees(bounds, code)
    found.notes = source.notes + found.notes
    return found


def _count(found: Inspection, wrong: list[Fault], reasons: Counter[str], kept: list[Fault]) -> None:
    found.invalid += len({one.line for one in wrong})
    found.mendable += sum(one.mendable for one in wrong)
    reasons.update(one.reason.partition(" (")[0].partition(":")[0] for one in wrong)
    kept += wrong[: KEPT - len(kept)]


def _tell_system(found: Inspection, stated: int | None, corners: Any, home: tuple[int, ...], decided: bool) -> None:
    """Fill the coordinate system and the order of axes; a text table has been put in order already."""
    east, north = corners[:, 0], corners[:, 1]
    if stated:
        found.axis_order = "xy" if decided or not len(corners) else grids.axis_order(stated, east, north)
        outside = 1 - max(grids.share_in_country(stated, *pair) for pair in ((east, north), (north, east)))
        if len(corners) and outside > 0.5:
            found.notes.append(
                f"Yerlerin çoğu {grids.title_of(stated)} ile Türkiye'nin dışına düşüyor; sistemi denetleyin."
            )
    else:
        guessed = grids.guess(east, north, home)
        found.crs_candidates = [f"EPSG:{code}" for code in guessed.epsg]
        found.axis_order = guessed.axis_order or "xy"
        found.notes.append(
            "Dosya koordinat sistemini bildirmiyor; sayılara uyanlardan birini seçin."
            if guessed.epsg
            else "Dosya koordinat sistemini bildirmiyor ve sayılar Türkiye'de kullanılan hiçbir sisteme uymuyor."
        )
    if found.axis_order == "yx":
        found.notes.append("Koordinatlar kuzey-doğu sırasıyla yazılmış; alınırken çevrilir.")


def _turned(shapes: Any) -> Any:
    return shapely.transform(shapes, lambda places: places[:, ::-1])


def _wider(bounds: Any, shapes: Any) -> Any:
    with np.errstate(invalid="ignore"):
        west, south, east, north = shapely.total_bounds(shapes)
    if not np.isfinite([west, south, east, north]).all():
        return bounds
    return np.array([min(bounds[0], west), min(bounds[1], south), max(bounds[2], east), max(bounds[3], north)])


def _degrees(bounds: Any, epsg: int) -> list[float] | None:
    found = grids.to_degrees(epsg).transform_bounds(*bounds)
    return [round(one, 7) for one in found] if np.isfinite(found).all() else None
