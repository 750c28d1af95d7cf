"""A list as a workbook, the same way in every app: `?bicim=xlsx` on the address of the list, with its filters.

The first sheet is the list itself: a bold head that stays, a filter on every column, one row a line. The second says
whose list it is, when it was taken and by which filters. Text is written as text whatever it begins with.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Any, Literal, NamedTuple, TypeVar

import xlsxwriter
from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import is_aware, localdate, localtime
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from .parts import Chip, Tab

KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ASKED = "bicim"
SAFE = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
R = TypeVar("R")
M = TypeVar("M", bound=Model)
MOST_ROWS = 50_000
ENOUGH = MOST_ROWS + 1
"""The limit for a query whose rows go into a workbook: one more than it holds, so that it can say it was cut."""
CHUNK = 2_000
"""Rows of a list that are held at once while its workbook is written."""
LONGEST_CELL = 32_000
Kind = Literal["", "text", "date", "moment", "number", "money"]
FORMATS: Mapping[str, dict[str, Any]] = {
    "text": {"text_wrap": True},
    "date": {"num_format": "dd.mm.yyyy", "align": "left"},
    "moment": {"num_format": "dd.mm.yyyy hh:mm", "align": "left"},
    "number": {"num_format": "#,##0.##"},
    "count": {"num_format": "#,##0"},
    "money": {"num_format": "#,##0.00 ₺"},
}


class Column(NamedTuple):
    """Head and width of a column. Without a kind every value is written as what it is."""

    label: str
    width: int = 24
    kind: Kind = ""


def asked(request: HttpRequest) -> bool:
    """Whether this request for a list wants its workbook."""
    return request.GET.get(ASKED) == "xlsx"


def every(rows: QuerySet[M] | Sequence[M]) -> Iterator[M]:
    """The rows of a query as they come, `CHUNK` at a time, no more of them than a workbook holds."""
    if isinstance(rows, QuerySet):
        yield from rows[:ENOUGH].iterator(chunk_size=CHUNK)
    else:
        yield from rows[:ENOUGH]


def page_by_page(page: Callable[[str], tuple[Iterable[R], str]]) -> Iterator[R]:
    """The rows of a list that is read by cursor: `page(after)` gives a page of `CHUNK` and the cursor behind it."""
    after, left = "", ENOUGH
    while True:
        rows, after = page(after)
        for row in islice(rows, left):
            left -= 1
            yield row
        if not after or not left:
            return


def in_chunks(rows: Iterable[R]) -> Iterator[list[R]]:
    """Rows by the chunk, where something is looked up for many of them at once."""
    walk = iter(rows)
    while chunk := list(islice(walk, CHUNK)):
        yield chunk


def workbook(
    title: str,
    columns: Sequence[Column | tuple[str, int]],
    rows: Iterable[Sequence[object]],
    name: str,
    *,
    filters: Sequence[tuple[str, object]] = (),
) -> HttpResponse:
    """The answer that carries the workbook; `name` is that of the file, `filters` are told on its second sheet."""
    with written(title, columns, rows, filters=filters) as file:
        answer = HttpResponse(file.read(), content_type=KIND)
    answer["Content-Disposition"] = f'attachment; filename="{name}-{localdate():%Y-%m-%d}.xlsx"'
    return answer


def told(tabs: Iterable[Tab] = (), chips: Iterable[Chip] = ()) -> list[tuple[str, object]]:
    """The filters of a page in the words it shows: the view that is chosen, then every chip."""
    chosen = [("Görünüm", tab.label) for tab in tabs if tab.active]
    return [*chosen, *((chip.label, chip.value) for chip in chips)]


def written(
    title: str,
    columns: Sequence[Column | tuple[str, int]],
    rows: Iterable[Sequence[object]],
    *,
    filters: Sequence[tuple[str, object]] = (),
) -> IO[bytes]:
    """The workbook as an open file: rows pass through one by one, at most `MOST_ROWS` of them."""
    file: IO[bytes] = TemporaryFile()  # noqa: SIM115 - the response closes it
    book = xlsxwriter.Workbook(file, SAFE)
    formats = {kind: book.add_format({"valign": "top", **form}) for kind, form in FORMATS.items()}
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    heads = [Column(*column) for column in columns]

    sheet = book.add_worksheet(_sheet_name(title))
    for place, column in enumerate(heads):
        sheet.set_column(place, place, column.width)
    for place, column in enumerate(heads):
        sheet.write_string(0, place, column.label, head)
    count, left = 0, iter(rows)
    for count, row in enumerate(islice(left, MOST_ROWS), 1):
        for place, (column, value) in enumerate(zip(heads, row, strict=True)):
            _write(sheet, count, place, value, column.kind, formats)
    cut = next(left, None) is not None
    if cut:
        sheet.write_string(count + 1, 0, _cut(), head)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, count, len(heads) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)

    about: list[tuple[str, object]] = [
        ("Kurum", str(settings.MUNICIPALITY)),
        ("Liste", title),
        ("Alındığı an", localtime()),
        *([("Süzgeç", "Yok")] if filters == [] else filters),
        ("Satır sayısı", count),
    ]
    if cut:
        about.append(("Uyarı", _cut()))
    note = book.add_worksheet("Bilgi")
    note.set_column(0, 0, 24)
    note.set_column(1, 1, 80)
    for line, (label, value) in enumerate(about):
        note.write_string(line, 0, label, head)
        _write(note, line, 1, value, "", formats)
    book.close()
    file.seek(0)
    return file


def _cut() -> str:
    most = f"{MOST_ROWS:,}".replace(",", ".")
    return f"Liste {most} satırda kesildi; tamamı için süzgeçle daraltın."


def _sheet_name(title: str) -> str:
    """What a sheet may be called: 31 characters, none of those that mean something in a formula."""
    kept = "".join(" " if sign in "[]:*?/\\" else sign for sign in title).strip("' ")[:31].strip("' ")
    return kept if kept and kept not in {"Bilgi", "History"} else "Liste"


def _write(sheet: Worksheet, line: int, place: int, value: object, kind: Kind, formats: Mapping[str, Format]) -> None:
    if kind == "text" and value is not None and not isinstance(value, bool):
        value = str(value)
    match value:
        case None | "":
            sheet.write_blank(line, place, None, formats["text"])
        case bool():
            sheet.write_string(line, place, "Evet" if value else "Hayır", formats["text"])
        case int() | float() | Decimal():
            form = kind if kind in {"number", "money"} else "count" if isinstance(value, int) else "number"
            sheet.write_number(line, place, value, formats[form])
        case dt.datetime():
            local = localtime(value).replace(tzinfo=None) if is_aware(value) else value
            if kind == "date":
                local = dt.datetime.combine(local.date(), dt.time())
            sheet.write_datetime(line, place, local, formats["date" if kind == "date" else "moment"])
        case dt.date():
            sheet.write_datetime(line, place, dt.datetime.combine(value, dt.time()), formats["date"])
        case _:
            sheet.write_string(line, place, str(value)[:LONGEST_CELL], formats["text"])
