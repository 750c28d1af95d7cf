"""The same lists the other way round, and the faults of one as a workbook."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter

from konak.foundation.people.models import Appointment, Unit
from konak.foundation.people.positions import Clearance
from konak.foundation.people.queries import in_force, on_day

from ...models import NationalBody
from ...models.words import ImportKind
from .checking import Checked
from .fields import FIELDS

Lines = Iterable[Sequence[str]]
SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def _day(day: dt.date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else ""


def _units() -> Lines:
    for unit in Unit.objects.filter(in_force()).select_related("parent").order_by("pk"):
        parent = unit.parent
        yield (
            unit.code or "",
            unit.name,
            unit.short_name,
            unit.get_kind_display(),
            (parent.code or parent.name) if parent else "",
            unit.detsis or "",
            _day(unit.since),
            _day(unit.until),
            unit.founding,
            unit.phone,
            unit.email,
            unit.address,
        )


def _people() -> Lines:
    rows = Appointment.objects.filter(on_day(), acting_for=None, user__is_active=True)
    for seat in rows.select_related("user", "unit").order_by("user_id", "pk"):
        user = seat.user
        yield (
            user.registry_number or "",
            user.username,
            user.first_name,
            user.last_name,
            "",
            user.title,
            user.email,
            user.phone,
            seat.unit.code or seat.unit.name,
            seat.get_position_display(),
            _day(seat.since),
            _day(seat.until),
            seat.get_basis_display(),
            seat.document,
            str(Clearance(seat.clearance).label),
        )


def _bodies() -> Lines:
    for body in NationalBody.objects.order_by("number"):
        yield (
            body.number,
            body.parent_id or "",
            body.name,
            body.get_kind_display(),
            body.province,
            body.district,
            body.kep,
            "Evet" if body.is_active else "Hayır",
        )


SOURCES = {ImportKind.UNITS: _units, ImportKind.PEOPLE: _people, ImportKind.BODIES: _bodies}


def exported(kind: str, form: str = "xlsx") -> bytes:
    """The list of that kind in the shape it can be brought in again; CSV for Excel: UTF-8 with BOM, `;`."""
    head = [field.label for field in FIELDS[kind]]
    if form == "csv":
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=";")
        writer.writerow(head)
        writer.writerows(SOURCES[ImportKind(kind)]())
        return text.getvalue().encode("utf-8-sig")
    return _book([(str(ImportKind(kind).label), head, SOURCES[ImportKind(kind)]())])


def faults_workbook(checked: Checked) -> bytes:
    """Faulty rows with their line and what is wrong, to be mended and brought in again."""
    fields = [field for field in checked.fields if any(field.name in row.cells for row in checked.rows[:1])]
    head = ["Satır", "Hata", *[field.label for field in fields]]
    rows = (
        [str(row.line), " ".join(row.errors), *[row.cells.get(field.name, "") for field in fields]]
        for row in checked.faulty
    )
    return _book([("Hatalar", head, rows)])


def _book(sheets: Sequence[tuple[str, Sequence[str], Lines]]) -> bytes:
    out = io.BytesIO()
    options: dict[str, Any] = {"in_memory": True, **SAFE}
    book = xlsxwriter.Workbook(out, options)
    bold = book.add_format({"bold": True, "bg_color": "#E3F3F5", "border": 1})
    for title, head, rows in sheets:
        sheet = book.add_worksheet(title[:31])
        for column, label in enumerate(head):
            sheet.set_column(column, column, max(14, min(44, len(label) + 6)))
            sheet.write_string(0, column, label, bold)
        for line, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                sheet.write_string(line, column, value)
        sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()
