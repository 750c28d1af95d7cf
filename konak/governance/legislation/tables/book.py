"""Workbooks with real tables, dates and widths; text is written as text whatever it begins with."""

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from django.utils.timezone import localtime

SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A name, columns as (title, width), and rows of plain values."""

    name: str
    columns: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[Any]]
    note: str = ""


def written(sheets: Sequence[Sheet], about: Sequence[tuple[str, Any]]) -> bytes:
    """The workbook: what it is about first, then a table on each sheet with a frozen head."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, SAFE)
    forms = {
        "head": book.add_format({"bold": True, "valign": "top", "text_wrap": True}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "day": book.add_format({"num_format": "dd.mm.yyyy", "valign": "top", "align": "left"}),
        "moment": book.add_format({"num_format": "dd.mm.yyyy hh.mm", "valign": "top", "align": "left"}),
        "number": book.add_format({"num_format": "#,##0.0", "valign": "top"}),
        "count": book.add_format({"num_format": "#,##0", "valign": "top"}),
    }
    first = book.add_worksheet("Bilgi")
    first.set_column(0, 0, 26)
    first.set_column(1, 1, 90)
    for place, (label, value) in enumerate(about):
        first.write_string(place, 0, label, forms["head"])
        _write(first, place, 1, value, forms)
    for place, one in enumerate(sheets, 1):
        sheet = book.add_worksheet(one.name[:31])
        for column, (_, width) in enumerate(one.columns):
            sheet.set_column(column, column, width)
        last = max(1, len(one.rows))
        sheet.add_table(
            0,
            0,
            last,
            len(one.columns) - 1,
            {
                "name": f"Tablo{place}",
                "style": "Table Style Light 9",
                "columns": [{"header": title, "header_format": forms["head"]} for title, _ in one.columns],
            },
        )
        for line, row in enumerate(one.rows, 1):
            for column, value in enumerate(row):
                _write(sheet, line, column, value, forms)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    book.close()
    return out.getvalue()


def _write(sheet: Any, line: int, column: int, value: Any, forms: dict[str, Any]) -> None:
    match value:
        case None:
            sheet.write_blank(line, column, None, forms["text"])
        case bool():
            sheet.write_string(line, column, "Evet" if value else "Hayır", forms["text"])
        case int():
            sheet.write_number(line, column, value, forms["count"])
        case float():
            sheet.write_number(line, column, value, forms["number"])
        case dt.datetime():
            sheet.write_datetime(line, column, localtime(value).replace(tzinfo=None), forms["moment"])
        case dt.date():
            sheet.write_datetime(line, column, dt.datetime.combine(value, dt.time()), forms["day"])
        case _:
            sheet.write_string(line, column, str(value)[:32_000], forms["text"])
