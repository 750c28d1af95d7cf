"""A list as a workbook: what it is, when it was taken, by which filter, then its rows. Nothing is ever a formula."""

import datetime as dt
import io
from collections.abc import Iterable, Sequence

import xlsxwriter
from django.conf import settings
from django.http import HttpResponse
from django.utils.timezone import localdate, localtime

KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(
    title: str, head: Sequence[tuple[str, int]], rows: Iterable[Sequence[object]], name: str
) -> HttpResponse:
    """`head` holds label and width of each column."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(
        held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "dd.mm.yyyy", "valign": "top"})
        sheet = book.add_worksheet("Liste")
        about = (("Kurum", settings.MUNICIPALITY), ("Liste", title), ("Alındığı an", f"{localtime():%d.%m.%Y %H.%M}"))
        for line, (label, value) in enumerate(about):
            sheet.write_string(line, 0, label)
            sheet.write_string(line, 1, str(value))
        top = len(about) + 1
        for column, (label, width) in enumerate(head):
            sheet.set_column(column, column, width)
            sheet.write_string(top, column, label, bold)
        line = top
        for line, row in enumerate(rows, top + 1):
            for column, cell in enumerate(row):
                match cell:
                    case bool() | str():
                        text = ("Evet" if cell else "Hayır") if isinstance(cell, bool) else cell
                        sheet.write_string(line, column, text[:32_000], plain)
                    case int() | float():
                        sheet.write_number(line, column, cell, plain)
                    case dt.datetime():
                        sheet.write_datetime(line, column, localtime(cell).replace(tzinfo=None), day)
                    case dt.date():
                        sheet.write_datetime(line, column, dt.datetime.combine(cell, dt.time()), day)
                    case None:
                        sheet.write_blank(line, column, None, plain)
                    case _:
                        sheet.write_string(line, column, str(cell), plain)
        sheet.freeze_panes(top + 1, 0)
        sheet.autofilter(top, 0, max(line, top), len(head) - 1)
    response = HttpResponse(held.getvalue(), content_type=KIND)
    response["Content-Disposition"] = f'attachment; filename="{name}-{localdate():%Y-%m-%d}.xlsx"'
    return response
