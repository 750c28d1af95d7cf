"""What a list would do, row by row."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from ...models.words import ImportKind
from .bodies import BodyList
from .fields import FIELDS, Field, Row, missing, rows_of
from .people import PeopleList
from .reading import Table
from .units import UnitList

READERS: dict[str, type[UnitList] | type[PeopleList] | type[BodyList]] = {
    ImportKind.UNITS: UnitList,
    ImportKind.PEOPLE: PeopleList,
    ImportKind.BODIES: BodyList,
}


@dataclass(slots=True)
class Checked:
    """A list as it was understood. `missing` names required fields without a column: then no row was looked at."""

    table: Table
    fields: tuple[Field, ...]
    missing: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    plan: UnitList | PeopleList | BodyList | None = None

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(row.verdict for row in self.rows)
        return {verdict: found.get(verdict, 0) for verdict in ("new", "changed", "same", "error")}

    @property
    def faulty(self) -> list[Row]:
        return [row for row in self.rows if row.errors]

    @property
    def clean(self) -> bool:
        return not self.missing and not any(row.errors for row in self.rows)


def check(kind: str, table: Table, columns: dict[str, str], since: dt.date | None = None) -> Checked:
    """Understand a table by its matched columns, against the directory as it is now."""
    checked = Checked(table, FIELDS[kind], missing(kind, columns))
    if checked.missing:
        return checked
    checked.rows = rows_of(kind, table.head, table.rows, columns)
    checked.plan = READERS[kind](checked.rows, since)
    return checked
