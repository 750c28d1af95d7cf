"""Finding rows in sealed segments and in what waits for its seal."""

import datetime as dt
import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from . import SETS, lake_set, segments, spool
from .models import Check, Manifest, Retention, Segment

LIMIT = 10_000


@dataclass(frozen=True, slots=True)
class Row:
    """A line that was found: its typed columns, and where it stands (`segment` is empty while it waits)."""

    values: Mapping[str, Any]
    segment: str
    n: int


Where = Mapping[str, Any]
"""Column → value, or a list of values of which one must hold; `column__gte`, `column__lt` compare."""
_SIGNS = {"gte": ">=", "lt": "<", "lte": "<=", "gt": ">", "has": "has"}


def segments_between(code: str, since: dt.datetime | None, until: dt.datetime | None) -> QuerySet[Segment]:
    # reach: the caller is a service that has asked for the right to search
    rows = Segment.objects.filter(code=code, deletion=None)
    if since:
        rows = rows.filter(Q(last=None) | Q(last__gte=since))
    if until:
        rows = rows.filter(Q(first=None) | Q(first__lt=until))
    return rows.order_by("day", "name")


def _condition(where: Where, columns: set[str]) -> tuple[str, list[Any]] | None:
    """The words of SQL and its values; None where a column does not exist, so that nothing can match.

    Names of columns are compared with those of the table and never taken from the asker.
    """
    words, values = [], []
    for key, value in where.items():
        name, _, sign = key.partition("__")
        if name not in columns or (sign and sign not in _SIGNS):
            return None
        column = '"' + name.replace('"', '""') + '"'
        if sign == "has":
            words.append(f"contains(lower(CAST({column} AS VARCHAR)), ?)")
            values.append(str(value).lower())
        elif sign:
            words.append(f"{column} {_SIGNS[sign]} ?")
            values.append(value)
        elif isinstance(value, list | tuple | set | frozenset):
            words.append(f"{column} IN ({', '.join('?' * len(value))})" if value else "FALSE")
            values += list(value)
        else:
            words.append(f"{column} = ?")
            values.append(value)
    return " AND ".join(words) or "TRUE", values


def search(
    code: str,
    *,
    since: dt.datetime | None = None,
    until: dt.datetime | None = None,
    where: Where | None = None,
    any_of: Sequence[Where] = (),
    limit: int = LIMIT,
    newest: bool = False,
    alone: Sequence[str] | None = None,
) -> list[Row]:
    """Rows of a set by the time of the event, oldest first, sealed or waiting. `any_of`: one of them must hold too.

    Lines without a time of their own count with the time of their arrival. `alone` limits to these segments.
    """
    lake_set(code)
    where, order = where or {}, "DESC" if newest else "ASC"
    found: list[Row] = []
    rows = segments_between(code, since, until)
    if alone is not None:
        rows = rows.filter(name__in=alone)
    files = {str(segments.place(row.facts, "table")): row.name for row in rows}
    here = [path for path in files if Path(path).exists()]
    with duckdb.connect(":memory:", config={"threads": 2}) as con:
        con.execute("SET TimeZone = 'UTC'")
        if here:
            relation = con.read_parquet(here, filename=True, union_by_name=True)
            found += _rows(con, relation, files, since, until, where, any_of, limit, order)
        if alone is None:
            for path in spool.waiting(code):
                table = _waiting(code, path)
                if table is not None:
                    found += _rows(con, con.from_arrow(table), {}, since, until, where, any_of, limit, order)
    ordered = sorted(found, key=lambda row: row.values["moment"], reverse=newest)
    return ordered[:limit]


def _waiting(code: str, path: Path) -> pa.Table | None:
    lines: list[bytes] = []
    received: list[int] = []
    sources: list[str] = []
    try:
        for frame in spool.frames(path):
            lines += frame.lines
            received += [frame.received] * len(frame.lines)
            sources += [frame.source] * len(frame.lines)
    except FileNotFoundError:  # sealed meanwhile
        return None
    if not lines:
        return None
    table = segments.typed(lake_set(code), lines, received, sources)
    return table.append_column("line", pa.array(lines, pa.binary()))


def _rows(
    con: duckdb.DuckDBPyConnection,
    relation: duckdb.DuckDBPyRelation,
    files: Mapping[str, str],
    since: dt.datetime | None,
    until: dt.datetime | None,
    where: Where,
    any_of: Sequence[Where],
    limit: int,
    order: str,
) -> Iterator[Row]:
    columns = set(relation.columns)
    parts = [_condition(where, columns)]
    if any_of:
        ways = [way for one in any_of if (way := _condition(one, columns)) is not None]
        parts.append(
            (" OR ".join(f"({words})" for words, _ in ways), [v for _, more in ways for v in more]) if ways else None
        )
    if any(part is None for part in parts):
        return
    words = [f"({part[0]})" for part in parts if part]
    values = [value for part in parts if part for value in part[1]]
    if since:
        words.append("coalesce(ts, received) >= ?")
        values.append(since.astimezone(dt.UTC))
    if until:
        words.append("coalesce(ts, received) < ?")
        values.append(until.astimezone(dt.UTC))
    relation.create_view("part", replace=True)
    told = con.execute(
        f"SELECT *, coalesce(ts, received) AS moment FROM part WHERE {' AND '.join(words)} "  # noqa: S608 - own columns
        f"ORDER BY moment {order} LIMIT {int(limit)}",
        values,
    )
    names = [column[0] for column in told.description or ()]
    for values_ in told.fetchall():
        one = dict(zip(names, values_, strict=True))
        name = files.get(str(one.pop("filename", "")), "")
        yield Row({key: value for key, value in one.items() if value is not None}, name, int(one["n"]))


def lines(rows: Sequence[Row]) -> list[bytes]:
    """The raw lines of rows that were found, in their order."""
    wanted: dict[str, set[int]] = {}
    for row in rows:
        if row.segment:
            wanted.setdefault(row.segment, set()).add(row.n)
    facts = dict(Segment.objects.filter(name__in=wanted).values_list("name", "facts"))
    held = {name: segments.lines_of(facts[name], sorted(numbers)) for name, numbers in wanted.items()}
    return [bytes(row.values["line"]) if not row.segment else held[row.segment][row.n] for row in rows]


# How the lake stands -----------------------------------------------------------------------------------------------


def terms() -> dict[str, int]:
    """Days each set is kept here."""
    changed = dict(Retention.objects.values_list("code", "days"))
    return {code: max(changed.get(code, one.days), one.minimum) for code, one in SETS.items()}


@dataclass(frozen=True, slots=True)
class Spooled:
    """A file of the spool: open while it takes lines in, closed while its seal is made."""

    code: str
    state: str
    size: int
    since: dt.datetime


def spooled() -> list[Spooled]:
    # reach: public inside the house, because sizes tell nothing of anybody
    found = []
    for code in SETS:
        for path in spool.waiting(code):
            if path.exists() and (facts := path.stat()).st_size:
                state = "Açık" if path == spool.current(code) else "Kapandı"
                found.append(Spooled(code, state, facts.st_size, dt.datetime.fromtimestamp(facts.st_mtime, dt.UTC)))
    return found


def standing() -> list[dict[str, Any]]:
    """Each set with what it holds."""
    # reach: public inside the house, because counts tell nothing of anybody
    rows = Segment.objects.filter(deletion=None).values("code").order_by("code")
    sums = rows.annotate(
        segments=Count("pk"),
        lines=Sum("lines"),
        late=Sum("late"),
        unread=Sum("unread"),
        bytes=Sum("bytes"),
        stored=Sum("stored"),
        since=Min("day"),
        until=Max("day"),
    )
    held = {row["code"]: row for row in sums}
    empty = {"segments": 0, "lines": 0, "late": 0, "unread": 0, "bytes": 0, "stored": 0, "since": None, "until": None}
    days = terms()
    return [{"set": one, "days": days[code], **held.get(code, empty)} for code, one in SETS.items()]


def unstamped() -> QuerySet[Manifest]:
    # reach: public inside the house, because a manifest holds no line
    return Manifest.objects.filter(stamp=None).order_by("number")


def last_check() -> Check | None:
    return Check.objects.exclude(ended_at=None).order_by("-pk").first()


def newest(rows: Sequence[Sequence[Row]], limit: int) -> list[Row]:
    """Rows of several sets in one order, the newest first."""
    merged = heapq.merge(*rows, key=lambda row: row.values["moment"], reverse=True)
    return [row for row, _ in zip(merged, range(limit), strict=False)]
