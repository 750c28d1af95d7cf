"""Text tables (CSV) whose geometry stands in two columns of numbers or one of WKT."""

import csv
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from . import grids, words
from .judging import Fault
from .source import ROWS, Batch, Options, Unreadable, floats

SAMPLE = 2_000
LONGEST = 4 * 1024 * 1024
"""Characters of one field: a city boundary as WKT has some hundred thousand."""
WKT = ("wkt", "geometri", "geometry", "geom", "the_geom", "shape", "geo")
EAST = (
    "boylam",
    "longitude",
    "lon",
    "long",
    "lng",
    "saga",
    "saga_deger",
    "easting",
    "dogu",
    "koordinat_x",
    "x_koordinat",
)
NORTH = ("enlem", "latitude", "lat", "yukari", "yukari_deger", "northing", "kuzey", "koordinat_y", "y_koordinat")
NO_COORDINATE = "koordinat yok"
_PLAUSIBLE = (grids.LONGITUDES, grids.LATITUDES, (160_000.0, 840_000.0), (2_780_000.0, 16_000_000.0))


class Table:
    """A CSV file. Which columns hold the coordinates, and how their numbers are written, is told in `coordinates`."""

    driver = "CSV"
    definition = ""
    layers: tuple[str, ...] = ()
    layer = ""

    def __init__(self, path: Path, options: Options) -> None:
        self.path = path
        self.notes: list[str] = []
        with path.open("rb") as lines:
            sample = [line for _, line in zip(range(SAMPLE), lines, strict=False)]
        if not sample:
            raise Unreadable("Dosya boş.")
        if b"\0" in sample[0]:
            raise Unreadable("Dosya düz metin değil.")
        bom = sample[0].startswith(b"\xef\xbb\xbf")
        self.encoding = options.encoding or ("utf-8" if bom else words.encoding_of(sample))
        self._skip = 3 if bom else 0
        head = sample[0][self._skip :].decode(self.encoding, "replace")
        self._separator = max(";\t,|", key=head.count)
        if not head.count(self._separator):
            raise Unreadable("Sütun ayırıcı bulunamadı: sütunları noktalı virgül, virgül ya da sekme ile ayırın.")
        self.columns = self._header()
        rows = list(itertools.islice(self._rows(), SAMPLE))
        self.coordinates = self._locate(options, [values for _, values, _ in rows])
        if options.wkt and options.wkt not in self.columns:
            raise Unreadable(f"«{options.wkt}» diye bir sütun yok.")

    def _header(self) -> tuple[str, ...]:
        _, values, _ = next(self._rows(header=True), (1, [], False))
        names = [name.strip() for name in values]
        if len(set(names)) != len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise Unreadable(f"«{twice}» sütunu iki kez geçiyor.")
        return tuple(name or f"sütun {place}" for place, name in enumerate(names, 1))

    def _rows(self, header: bool = False) -> Iterator[tuple[int, list[str], bool]]:
        """Line where a row begins, its values, and whether letters had to be given up."""
        csv.field_size_limit(LONGEST)
        damaged = False

        def lines() -> Iterator[str]:
            nonlocal damaged
            with self.path.open("rb") as raw:
                raw.seek(self._skip)
                for line in raw:
                    text = words.decode(line, self.encoding)
                    if text is None:
                        damaged = True
                        text = line.decode(self.encoding, "replace")
                    yield text.replace("\0", "")

        reader = csv.reader(lines(), delimiter=self._separator)
        begins = 1
        while True:
            damaged = False
            try:
                values = next(reader)
            except StopIteration:
                return
            except csv.Error as fault:
                raise Unreadable(f"{begins}. satır okunamadı: {fault}.") from None
            at, begins = begins, reader.line_num + 1
            if at == 1 and not header:
                continue
            if any(value.strip() for value in values):
                yield at, values, damaged

    def _locate(self, options: Options, rows: list[list[str]]) -> dict[str, str]:
        plain = {words.column_name(name): name for name in reversed(self.columns)}
        if options.wkt or (not options.x and (found := next((plain[one] for one in WKT if one in plain), ""))):
            return {"wkt": options.wkt or found}
        x = options.x or next((plain[one] for one in EAST if one in plain), "")
        y = options.y or next((plain[one] for one in NORTH if one in plain), "")
        if not x and not y and {"x", "y"} <= plain.keys():
            x, y = plain["x"], plain["y"]
        if not x or not y or x not in self.columns or y not in self.columns:
            raise Unreadable(
                "Koordinat sütunları bulunamadı: «enlem» ve «boylam», «sağa» ve «yukarı», «x» ve «y» ya da «wkt» "
                "adlı sütunlar beklenir. Başka adlıysa hangileri olduğunu belirtin."
            )
        places = self.columns.index(x), self.columns.index(y)
        pairs = [[row[at] for at in places] for row in rows if len(row) > max(places)]
        sign = options.decimal or words.decimals(itertools.chain(*pairs), _PLAUSIBLE)
        numbers = [floats([words.number(text, sign) for text in side]) for side in zip(*pairs, strict=True)]
        easts, norths = numbers or (floats([]), floats([]))
        both = np.isfinite(easts) & np.isfinite(norths)
        guessed = grids.guess(easts[both], norths[both])
        if guessed.axis_order == "yx" and not options.x:
            # the surveyor's Y runs east: the numbers decide, and it is said
            self.notes.append(f"«{y}» sütunu doğuya (sağa), «{x}» sütunu kuzeye (yukarı) değer olarak alındı.")
            x, y = y, x
        return {"x": x, "y": y, "decimal": sign}

    def batches(self) -> Iterator[Batch]:
        rows = self._rows()
        while chunk := list(itertools.islice(rows, ROWS)):
            yield self._batch(chunk)

    def _batch(self, chunk: list[tuple[int, list[str], bool]]) -> Batch:
        width, faults = len(self.columns), []
        values: dict[str, list[Any]] = {name: [] for name in self.columns}
        for line, row, damaged in chunk:
            if damaged:
                faults.append(Fault(line, f"harfleri öbür satırlarla aynı kodlamada ({self.encoding}) değil"))
            elif len(row) != width:
                faults.append(Fault(line, f"{len(row)} sütun var, {width} olmalı"))
            for place, name in enumerate(self.columns):
                text = row[place].strip() if place < len(row) else ""
                values[name].append(text or None)
        lines = np.array([line for line, _, _ in chunk], dtype=np.int64)
        bad = {fault.line for fault in faults}
        shapes = (
            self._from_wkt(lines, values, faults, bad)
            if "wkt" in self.coordinates
            else self._points(lines, values, faults, bad)
        )
        return Batch(lines, shapes, values, faults)

    def _from_wkt(self, lines: Any, values: dict[str, list[Any]], faults: list[Fault], bad: set[int]) -> Any:
        texts = values.pop(self.coordinates["wkt"])
        shapes = shapely.from_wkt(
            [text.partition(";")[2] if text and text.startswith("SRID=") else text for text in texts],
            on_invalid="ignore",
        )
        for line, text, shape in zip(lines, texts, shapes, strict=True):
            if text and shape is None and int(line) not in bad:
                faults.append(Fault(int(line), f"WKT okunamadı: {text[:40]}"))
        return shapes

    def _points(self, lines: Any, values: dict[str, list[Any]], faults: list[Fault], bad: set[int]) -> Any:
        x, y, sign = (self.coordinates[key] for key in ("x", "y", "decimal"))
        pairs: list[list[float | None]] = [[], []]
        for line, *texts in zip(lines, values.pop(x), values.pop(y), strict=True):
            for side, (name, text) in zip(pairs, zip((x, y), texts, strict=True), strict=True):
                value = words.number(text, sign) if text else None
                side.append(value)
                if value is None and int(line) not in bad:
                    bad.add(int(line))
                    shown = "virgül" if sign == "," else "nokta"
                    reason = (
                        f"«{name}» sayı değil ya da ondalık ayracı {shown} değil: {text[:30]}"
                        if text
                        else NO_COORDINATE
                    )
                    faults.append(Fault(int(line), reason))
        easts, norths = floats(pairs[0]), floats(pairs[1])
        shapes = np.full(len(lines), None, dtype=object)
        both = np.isfinite(easts) & np.isfinite(norths)
        shapes[both] = shapely.points(easts[both], norths[both])
        return shapes
