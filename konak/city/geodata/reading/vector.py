"""Files of geography that GDAL reads: shapefile, GeoPackage, GeoJSON, KML, GML, DXF, FlatGeobuf.

GDAL opens whatever it recognises, other files and addresses named inside included. So the kind is told here by
content first, and only the seven kinds above get through; XML that declares entities and GeoJSON whose coordinate
system is an address do not.
"""

import codecs
import re
import struct
import tempfile
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError

from . import words
from .judging import Fault
from .source import ROWS, Batch, Options, Unreadable

# a file in the store has no extension: that GDAL would like one is no news
warnings.filterwarnings("ignore", message=".*non conformant file extension", category=RuntimeWarning)
pyogrio.set_gdal_config_options(
    {
        "GML_DOWNLOAD_WFS_SCHEMA": "NO",
        "GML_SKIP_RESOLVE_ELEMS": "ALL",
        "GML_ATTRIBUTES_TO_OGR_FIELDS": "NO",
        "GDAL_HTTP_MAX_RETRY": "0",
        "GDAL_HTTP_TIMEOUT": "1",
        "OGR_GEOJSON_MAX_OBJ_SIZE": "200",
        "OGR_CT_FORCE_TRADITIONAL_GIS_ORDER": "YES",
    }
)

XML = {b"kml": "KML", b"FeatureCollection": "GML", b"SimpleFeatureCollection": "GML", b"CityModel": "GML"}
LARGEST, MOST = 20 * 1024**3, 1000
"""Bytes and files a zipped shapefile may hold."""
_ENTITY = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_FAR_CRS = re.compile(rb'"crs"\s*:\s*\{[^{}]*"type"\s*:\s*"(?!name")', re.IGNORECASE)
_ROOT = re.compile(rb"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)[\s>]")
_CHUNK, _OVERLAP = 4 * 1024 * 1024, 512
DEEPEST = 64
"""Brackets inside brackets of GeoJSON: a multipolygon in a collection has eight."""


def driver_of(path: Path) -> str:
    """The kind of a file by its first bytes. Raises `Unreadable` for anything that is not read."""
    with path.open("rb") as file:
        head = file.read(4096)
    if not head:
        raise Unreadable("Dosya boş.")
    if head[:4] == b"PK\x03\x04":
        return _inside_zip(path)
    if head.startswith(b"\x00\x00\x27\x0a"):
        return "ESRI Shapefile"
    if head.startswith(b"SQLite format 3\0"):
        return "GPKG"
    if head.startswith(b"fgb\x03"):
        return "FlatGeobuf"
    plain = head.removeprefix(codecs.BOM_UTF8).lstrip()
    if plain.startswith(b"{"):
        return "GeoJSON"
    if plain.startswith(b"<"):
        for root in _ROOT.finditer(plain):
            if driver := XML.get(root[1]):
                return driver
            raise Unreadable(f"Bu XML bir KML ya da GML değil: kökü «{root[1].decode('ascii', 'replace')[:40]}».")
        raise Unreadable("Bu XML bir KML ya da GML değil.")
    if re.match(rb"\s*(999\s.*\s)*0\s+SECTION", plain) or plain.startswith(b"AutoCAD Binary DXF"):
        return "DXF"
    return "CSV"


def _inside_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as packed:
            entries = packed.infolist()
    except zipfile.BadZipFile:
        raise Unreadable("Zip dosyası bozuk.") from None
    if len(entries) > MOST or sum(entry.file_size for entry in entries) > LARGEST:
        raise Unreadable("Zip dosyasının içi çok büyük.")
    if any(entry.filename.startswith("/") or ".." in entry.filename.split("/") for entry in entries):
        raise Unreadable("Zip dosyasında klasörünün dışına çıkan bir ad var.")
    shapes = [entry.filename for entry in entries if entry.filename.lower().endswith(".shp")]
    if not shapes:
        raise Unreadable("Zip dosyasında .shp yok: sıkıştırılmış olarak yalnız shapefile okunur.")
    for shape in shapes:
        names = {entry.filename.lower() for entry in entries}
        for part in (".shx", ".dbf"):
            if shape[:-4].lower() + part not in names:
                raise Unreadable(f"«{shape}» için {part} dosyası eksik.")
    return "ESRI Shapefile"


class Vector:
    """An opened file of geography; `layers` are those with geometry."""

    coordinates: dict[str, str]

    def __init__(self, path: Path, driver: str, options: Options) -> None:
        self.driver, self.notes, self.coordinates = driver, [], {}
        self.encoding = "utf-8"
        self._held: tempfile.TemporaryDirectory[str] | None = None
        if driver in {"KML", "GML", "GeoJSON", "DXF"}:
            _harmless(path, driver)
            path = self._readable(path, options)
        self.path = path
        try:
            found = [(str(name), kind) for name, kind in pyogrio.list_layers(path) if kind is not None]
        except DataSourceError as fault:
            raise Unreadable(f"{driver} dosyası okunamadı: {fault}") from None
        if not found:
            raise Unreadable("Dosyada geometrisi olan katman yok.")
        self.layers = tuple(name for name, _ in found)
        self.layer = options.layer or self.layers[0]
        if self.layer not in self.layers:
            raise Unreadable(f"Dosyada «{self.layer}» katmanı yok; olanlar: {', '.join(self.layers)}.")
        if len(self.layers) > 1 and not options.layer:
            self.notes.append(f"Dosyada {len(self.layers)} katman var; ilki okundu: «{self.layer}».")
        facts = self._facts()
        self.definition = facts["crs"] or ""
        self.columns = tuple(str(name) for name in facts["fields"])
        if driver == "ESRI Shapefile":
            self.encoding = options.encoding or self._shape_encoding()

    def _facts(self) -> dict[str, Any]:
        try:
            return dict(pyogrio.read_info(self.path, layer=self.layer, force_feature_count=False))
        except (DataSourceError, DataLayerError) as fault:
            raise Unreadable(f"{self.driver} dosyası okunamadı: {fault}") from None

    def _readable(self, path: Path, options: Options) -> Path:
        """The file itself, or a copy of it in UTF-8 where its letters are older."""
        with path.open("rb") as file:
            head = file.read(1024)
        declared = re.match(rb"\s*<\?xml[^>]*encoding=[\"']([\w-]+)[\"']", head.removeprefix(codecs.BOM_UTF8))
        self.encoding = options.encoding or (_page(declared[1].decode()) if declared else "")
        if self.driver == "DXF":
            self.encoding = self.encoding or "utf-8"
            return path  # says its code page itself
        if not self.encoding:
            self.encoding = _encoding_of_file(path)
        if self.encoding in {"utf-8", "utf8", "us-ascii"}:
            self.encoding = "utf-8"
            return path
        self._held = tempfile.TemporaryDirectory(prefix="konak-geo-")
        copy = Path(self._held.name) / path.name
        with path.open("r", encoding=self.encoding, errors="replace") as old, copy.open("w", encoding="utf-8") as new:
            first = old.read(1024)
            new.write(re.sub(r"(<\?xml[^>]*encoding=[\"'])[\w-]+", r"\1UTF-8", first, count=1))
            while part := old.read(_CHUNK):
                new.write(part)
        self.notes.append(f"Harfler {self.encoding} kodlamasında; çevrilerek okundu.")
        return copy

    def _shape_encoding(self) -> str:
        said, records = _dbf(self.path, self.layer)
        found = words.encoding_of(records)
        if said and said != found and any(words.decode(one, said) is None for one in records):
            self.notes.append(f"Dosya kodlamasını {said} diye bildiriyor, harfler {found} ile okunuyor.")
            return found
        return said or found

    def batches(self) -> Iterator[Batch]:
        begins = 1
        raw = self.driver == "ESRI Shapefile" and self.encoding != "utf-8"
        # Latin-1 gives every byte back: each text is then decoded here, so that a row in other letters is named
        encoding = "ISO-8859-1" if self.driver == "ESRI Shapefile" else None
        try:
            with pyogrio.open_arrow(
                self.path, layer=self.layer, encoding=encoding, batch_size=ROWS, use_pyarrow=True
            ) as (
                meta,
                reader,
            ):
                place = meta["geometry_name"] or "wkb_geometry"
                for part in reader:
                    yield self._batch(part, place, begins, raw or self.driver == "ESRI Shapefile")
                    begins += part.num_rows
        except (DataSourceError, DataLayerError) as fault:
            raise Unreadable(f"{self.driver} dosyası {begins}. kayıttan sonra okunamadı: {fault}") from None

    def _batch(self, part: Any, place: str, begins: int, recoded: bool) -> Batch:
        lines = np.arange(begins, begins + part.num_rows, dtype=np.int64)
        faults: list[Fault] = []
        bytes_of = part.column(place).to_numpy(zero_copy_only=False)
        shapes = shapely.from_wkb(bytes_of, on_invalid="ignore")
        for at in np.flatnonzero(shapely.is_missing(shapes)):
            if bytes_of[at] is not None:
                faults.append(Fault(int(lines[at]), "geometri okunamadı"))
        values = {name: part.column(name).to_pylist() for name in self.columns}
        if recoded:
            for column in values.values():
                self._recode(column, lines, faults)
        return Batch(lines, shapes, values, faults)

    def _recode(self, column: list[Any], lines: Any, faults: list[Fault]) -> None:
        for at, value in enumerate(column):
            if isinstance(value, str) and not value.isascii():
                text = words.decode(value.encode("latin-1", "replace"), self.encoding)
                if text is None:
                    faults.append(
                        Fault(int(lines[at]), f"harfleri öbür kayıtlarla aynı kodlamada ({self.encoding}) değil")
                    )
                column[at] = text


def _harmless(path: Path, driver: str) -> None:
    """Refuse what reaches out of the file or is built to exhaust the reader."""
    depth, tail, quoted, escaped = 0, b"", False, False
    with path.open("rb") as file:
        while part := file.read(_CHUNK):
            seen = tail + part
            if driver in {"KML", "GML"} and _ENTITY.search(seen):
                raise Unreadable("XML içinde DOCTYPE ya da ENTITY var; güvenlik gereği okunmaz.")
            if driver == "GeoJSON":
                if _FAR_CRS.search(seen):
                    raise Unreadable(
                        "GeoJSON koordinat sistemini bir adresten istiyor; yalnız adla bildirileni okunur."
                    )
                depth, quoted, escaped = _deepest(part, depth, quoted, escaped)
            tail = part[-_OVERLAP:]


def _deepest(part: bytes, depth: int, quoted: bool, escaped: bool) -> tuple[int, bool, bool]:
    """Follow the brackets of JSON; raises `Unreadable` past `DEEPEST`."""
    for found in re.finditer(rb'["\\\[\]{}]', part):
        sign = found[0]
        if escaped and found.start() == 0:
            escaped = False
            continue
        if quoted:
            if sign == b"\\":
                continue
            if sign == b'"' and not _is_escaped(part, found.start()):
                quoted = False
        elif sign == b'"':
            quoted = True
        elif sign in b"[{":
            depth += 1
            if depth > DEEPEST:
                raise Unreadable(f"GeoJSON {DEEPEST} kattan derin; bozuk ya da kötü niyetli.")
        elif sign in b"]}":
            depth -= 1
    return depth, quoted, _is_escaped(part, len(part))


def _is_escaped(part: bytes, at: int) -> bool:
    slashes = at - len(part[:at].rstrip(b"\\"))
    return slashes % 2 == 1


def _encoding_of_file(path: Path) -> str:
    """The encoding of a text file: UTF-8 where every byte of it is, else the code page of its foreign lines."""
    reader = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while part := file.read(_CHUNK):
                reader.decode(part)
            reader.decode(b"", final=True)
        except UnicodeDecodeError:
            file.seek(0)
            return words.encoding_of(line for _, line in zip(range(20_000), file, strict=False))
    return "utf-8"


def _dbf(path: Path, layer: str) -> tuple[str, list[bytes]]:
    """What a shapefile says about its letters (empty where nothing), and the bytes of its first records."""
    pages = {0x03: "cp1252", 0x57: "", 0x6B: "cp857", 0x88: "cp857", 0xCA: "cp1254"}
    table, said = b"", ""
    if path.suffix.lower() == ".zip" or zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            for entry in packed.infolist():
                stem, _, ending = entry.filename.rpartition(".")
                if stem.rpartition("/")[2] == layer and ending.lower() == "dbf":
                    with packed.open(entry) as file:
                        table = file.read(_CHUNK)
                if stem.rpartition("/")[2] == layer and ending.lower() == "cpg":
                    said = packed.read(entry)[:40].decode("ascii", "replace").strip()
    else:
        beside = {one.suffix.lower(): one for one in path.parent.glob(f"{path.stem}.*")}
        if ".dbf" in beside:
            with beside[".dbf"].open("rb") as file:
                table = file.read(_CHUNK)
        if ".cpg" in beside:
            said = beside[".cpg"].read_bytes()[:40].decode("ascii", "replace").strip()
    if len(table) < 32:
        return _page(said), []
    header, width = struct.unpack("<HH", table[8:12])
    records = [table[at : at + width] for at in range(header, len(table), width)] if width else []
    return _page(said) or pages.get(table[29], ""), records


def _page(said: str) -> str:
    """The name Python knows a code page by: "1254", "ANSI 1254", "windows-1254" are cp1254."""
    name = said.lower().replace("ansi", "").replace("windows-", "cp").strip(" _-")
    if name.isdigit():
        name = f"cp{name}"
    try:
        return {"utf8": "utf-8"}.get(name, name) if name and codecs.lookup(name) else ""
    except LookupError:
        return ""
