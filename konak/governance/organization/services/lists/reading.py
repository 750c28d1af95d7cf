"""A table out of a file: CSV in whatever encoding and separator, or a sheet of a workbook."""

import csv
import datetime as dt
import io
import zipfile
from dataclasses import dataclass, field
from typing import IO, Any

import openpyxl

from konak.foundation.lifecycle import Refused

MOST_ROWS = 100_000
ENCODINGS = ("utf-8-sig", "cp1254")
FORMULA = "\0formül"
"""Stands for a formula whose result the file does not hold."""


@dataclass(slots=True)
class Table:
    """Head and rows as text, each row with its line in the file."""

    head: list[str]
    rows: list[tuple[int, list[str]]]
    sheet: str = ""
    sheets: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read(content: IO[bytes], name: str, sheet: str = "") -> Table:
    """The table of a file; `Refused` says why there is none."""
    data = content.read()
    table = _workbook(data, sheet) if name[-5:].casefold() == ".xlsx" else _text(data)
    table.rows = [(line, row) for line, row in table.rows if any(map(str.strip, row))]
    if not table.rows:
        raise Refused("Listede başlık satırından sonra hiç satır yok.")
    if len(table.rows) > MOST_ROWS:
        raise Refused(f"Liste {len(table.rows)} satır; bir kerede en çok {MOST_ROWS} satır alınır.")
    return table


def _text(data: bytes) -> Table:
    text, used = _decoded(data)
    sample = text[:20_000]
    first = sample.splitlines()[0] if sample.splitlines() else ""
    delimiter = max(";\t,|", key=first.count)
    if not first.count(delimiter):
        delimiter = ";"
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
    except csv.Error as error:
        raise Refused(f"Dosya CSV olarak okunamadı: {error}.") from error
    if not rows:
        raise Refused("Dosya boş.")
    (_, head), *rest = rows
    table = Table(head, rest)
    table.notes.append(f"Karakter kodlaması {used}, ayırıcı «{'sekme' if delimiter == chr(9) else delimiter}».")
    return table


def _decoded(data: bytes) -> tuple[str, str]:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace"), "UTF-16"
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding), {"utf-8-sig": "UTF-8", "cp1254": "Windows-1254 (Türkçe)"}[encoding]
        except UnicodeDecodeError:
            continue
    return data.decode("iso8859-9"), "ISO-8859-9 (Türkçe)"


def _workbook(data: bytes, sheet: str) -> Table:
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise Refused(
            "Dosya Excel (.xlsx) olarak açılamadı. Excel'de «Farklı kaydet» ile yeniden kaydedin."
        ) from error
    visible = [one.title for one in book.worksheets if one.sheet_state == "visible"]
    hidden = [one.title for one in book.worksheets if one.sheet_state != "visible"]
    if not visible:
        raise Refused("Çalışma kitabında görünür sayfa yok.")
    wanted = sheet if sheet in visible else visible[0]
    rows = [
        (line, [_cell(cell) for cell in row]) for line, row in enumerate(book[wanted].iter_rows(values_only=True), 1)
    ]
    while rows and not any(rows[0][1]):
        rows.pop(0)
    if not rows:
        raise Refused(f"«{wanted}» sayfası boş.")
    (_, head), *rest = rows
    table = Table(head, rest, wanted, visible)
    if hidden:
        table.notes.append(f"Gizli sayfalar okunmadı: {', '.join(hidden)}.")
    if _holds_formulas(data):
        _mark_formulas(data, wanted, table)
    book.close()
    return table


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _holds_formulas(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/"):
                with archive.open(name) as sheet:
                    tail = b""
                    while block := sheet.read(1 << 20):
                        if b"<f>" in tail + block or b"<f " in tail + block:
                            return True
                        tail = block[-4:]
    return False


def _mark_formulas(data: bytes, sheet: str, table: Table) -> None:
    """A formula counts by the result the file holds; one without a result is marked, to be refused by row."""
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False)
    known = dict(table.rows)
    used = 0
    for line, row in enumerate(book[sheet].iter_rows(values_only=True), 1):
        for place, value in enumerate(row):
            if isinstance(value, str) and value.startswith("=") and line in known:
                used += 1
                if place < len(known[line]) and not known[line][place]:
                    known[line][place] = FORMULA
    if used:
        table.notes.append(f"{used} hücrede formül var; dosyada kayıtlı sonuçları okundu.")
    book.close()
