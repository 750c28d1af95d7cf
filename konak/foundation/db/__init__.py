"""The database: named SQL files, Turkish letters, the state folder and the private cluster."""

from collections import namedtuple
from functools import cache
from pathlib import Path
from typing import Any

TIMEOUT_MS = 15_000
"""How long one statement of `fetch` may run unless told otherwise, in milliseconds."""


def fetch(name: str, statement: str | None = None, /, *, timeout_ms: int = TIMEOUT_MS, **params: Any) -> list[Any]:
    """Run the named statement of an app and return its rows as named tuples.

    `fetch("search/find", words="imar", limit=20)` runs `sql/find.sql` of the app with the label `search`;
    `fetch("search", "find", …)` is the same. Parameters are bound by name, `%(words)s`; a percent sign of the statement
    itself is written `%%`. The statement is cancelled by the server after `timeout_ms` (Django's `OperationalError`).
    """
    from django.apps import apps
    from django.db import connection, transaction

    label, _, rest = name.partition("/")
    folder = Path(apps.get_app_config(label).path) / "sql"
    text = _text(folder / f"{statement or rest}.sql")
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('statement_timeout'), set_config('statement_timeout', %s, true)",
            [str(timeout_ms)],
        )
        before = cursor.fetchone()[0]
        cursor.execute(text, params)
        if cursor.description is None:
            rows = []
        else:
            row = _shape(tuple(column[0] for column in cursor.description))
            rows = [row(*values) for values in cursor.fetchall()]
        # the caller's transaction may go on: it keeps the limit it had
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [before])
    return rows


@cache
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def _shape(columns: tuple[str, ...]) -> Any:
    return namedtuple("Row", columns, rename=True)  # type: ignore[misc]  # noqa: PYI024
