"""Lines of the trail that leave the house: who took which, told in the trail itself."""

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import islice
from tempfile import TemporaryFile
from typing import IO

import xlsxwriter
from django.db import transaction

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused
from konak.foundation.trail import access
from konak.foundation.trail import services as trail

Row = tuple[str, ...]
MOST_IN_A_SHEET = 100_000


@transaction.atomic
def tell_export(*, actor: Actor, words: str) -> None:
    """Refuse, or write down that the filtered lines were taken out."""
    seat = actor.seat_for(access.EXPORT)
    if seat is None or not actor.reach(access.EXPORT).everywhere:
        raise Refused(f"«{access.EXPORT.label}» için yetkiniz yok.")
    trail.write(actor=actor, kind="trail.entry", subject="*", verb="exported", note=words, seat=seat)


def as_csv(header: Row, rows: Iterable[Row]) -> Iterator[bytes]:
    """Lines for a spreadsheet of a Turkish desk: semicolons, a mark of the encoding, and nothing that calculates."""
    yield b"\xef\xbb\xbf" + _csv_line(header)
    for row in rows:
        yield _csv_line(tuple(harmless(cell) for cell in row))


def _csv_line(row: Row) -> bytes:
    line = io.StringIO()
    csv.writer(line, delimiter=";", lineterminator="\r\n").writerow(row)
    return line.getvalue().encode()


def harmless(cell: str) -> str:
    """What a spreadsheet would take for a formula begins with an apostrophe."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


def as_sheet(title: str, header: Row, rows: Iterable[Row], widths: tuple[int, ...]) -> IO[bytes]:
    """A workbook of text cells, written row by row; beyond the measure a last row says that there is more."""
    file: IO[bytes] = TemporaryFile()  # noqa: SIM115 - the response closes it
    book = xlsxwriter.Workbook(
        file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet, bold = book.add_worksheet(title), book.add_format({"bold": True})
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    for column, cell in enumerate(header):
        sheet.write_string(0, column, cell, bold)
    at, rows = 0, iter(rows)
    for at, row in enumerate(islice(rows, MOST_IN_A_SHEET), start=1):
        for column, cell in enumerate(row):
            sheet.write_string(at, column, cell)
    if next(rows, None) is not None:
        words = f"Daha fazla satır var; sayfa {MOST_IN_A_SHEET} satırda kesildi. Tümü için CSV alın."
        sheet.write_string(at + 1, 0, words, bold)
    if at:
        sheet.autofilter(0, 0, at, len(header) - 1)
    book.close()
    file.seek(0)
    return file
