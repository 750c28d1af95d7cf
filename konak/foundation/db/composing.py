"""Statements put together from identifiers that only the running installation knows: names of tables and columns.

What never changes stands in `sql/*.sql` and runs by `fetch`. Here a statement is a `psycopg.sql.Composable`, so that
a name can only enter it as an identifier and a value only as a parameter.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection, transaction
from psycopg.sql import Composable

from . import _shape, reading_cursor


def _text(statement: Composable, cursor: Any) -> str:
    """As text, because what watches statements (the row history) reads it."""
    return statement.as_string(cursor.connection)


def run(statement: Composable, /, **params: Any) -> int:
    """Run a statement that writes; returns how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(_text(statement, cursor), params or None)
        return int(cursor.rowcount)


def written(statement: Composable, /, **params: Any) -> list[Any]:
    """Run a statement that writes and tells (`RETURNING`); its rows as named tuples."""
    with connection.cursor() as cursor:
        return _told(cursor, statement, params)


def rows(statement: Composable, /, *, timeout_ms: int | None = None, **params: Any) -> list[Any]:
    """Run a statement that only reads; its rows as named tuples. See `fetch` for `timeout_ms`."""
    if timeout_ms is None:
        with reading_cursor() as cursor:
            return _told(cursor, statement, params)
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout') AS before", None)
        before = cursor.fetchone()[0]
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(timeout_ms)])
        found = _told(cursor, statement, params)
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [before])
        return found


def stream(statement: Composable, /, *, size: int = 2_000, **params: Any) -> Iterator[tuple[Any, ...]]:
    """The rows one by one from a cursor of the server, for what is too large to hold. Needs a transaction."""
    with connection.cursor() as cursor:
        text = _text(statement, cursor)
        with cursor.connection.cursor(name="konak_stream") as far:
            far.itersize = size
            far.execute(text, params or None)
            yield from far


def copied(statement: Composable, records: Iterable[Sequence[Any]]) -> int:
    """COPY … FROM STDIN; returns how many rows went in."""
    count = 0
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as copy:
        for record in records:
            copy.write_row(record)
            count += 1
    return count


def _told(cursor: Any, statement: Composable, params: dict[str, Any]) -> list[Any]:
    cursor.execute(_text(statement, cursor), params or None)
    row = _shape(tuple(column[0] for column in cursor.description))
    return [row(*values) for values in cursor.fetchall()]
