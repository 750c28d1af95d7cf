"""The database: named SQL files, Turkish letters, the state folder and the private cluster."""

from collections import namedtuple
from functools import cache
from pathlib import Path
from typing import Any


def fetch(name: str, statement: str | None = None, /, *, timeout_ms: int | None = None, **params: Any) -> list[Any]:
    """Run the named statement of an app and return its rows as named tuples.

    `fetch("search/find", words="imar", limit=20)` runs `sql/find.sql` of the app with the label `search`;
    `fetch("search", "find", …)` is the same. Parameters are bound by name, `%(words)s`; a percent sign of the
    statement itself is written `%%`. With `timeout_ms` the server cancels the statement after that many milliseconds
    (Django's `OperationalError`); without it the limit of the session holds (half a minute in a web process).
    """
    from django.apps import apps
    from django.db import connections, transaction

    from .replica import reading_alias

    label, _, rest = name.partition("/")
    text = _text(Path(apps.get_app_config(label).path) / "sql" / f"{statement or rest}.sql")
    alias = reading_alias()
    with connections[alias].cursor() as cursor:
        if timeout_ms is None:
            return _rows(cursor, text, params)
        with transaction.atomic(using=alias, savepoint=False):
            cursor.execute("SHOW statement_timeout")
            before = cursor.fetchone()[0]
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(timeout_ms)])
            rows = _rows(cursor, text, params)
            # the transaction of the caller may go on: it gets back the limit it had
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [before])
            return rows


def reading_cursor() -> Any:
    """A cursor for statements that only read: on the replica inside `reading_from_replica()`, as `fetch` does."""
    from django.db import connections

    from .replica import reading_alias

    return connections[reading_alias()].cursor()


def _rows(cursor: Any, text: str, params: dict[str, Any]) -> list[Any]:
    cursor.execute(text, params)
    if cursor.description is None:
        return []
    row = _shape(tuple(column[0] for column in cursor.description))
    return [row(*values) for values in cursor.fetchall()]


@cache
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def _shape(columns: tuple[str, ...]) -> Any:
    return namedtuple("Row", columns, rename=True)
