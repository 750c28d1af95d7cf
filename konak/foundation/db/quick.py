"""Small questions that come by the hundred a second: prepared by the server, on connections of their own (`ALIAS`).

Those connections only read, never fork a plan and give up after five seconds. Inside a transaction the question goes
by the caller's connection, which sees what it wrote.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
from django.db import connections

ALIAS = "map"


def quick(text: str, params: Mapping[str, Any] | Sequence[Any] = (), *, binary: bool = False) -> list[Any]:
    """The rows of a statement that is asked again and again with other values. Raises what Django raises."""
    main = connections["default"]
    django = main if main.in_atomic_block else connections[ALIAS]
    django.ensure_connection()
    # Django's own cursor binds in the client, which can neither prepare nor answer in binary
    with django.wrap_database_errors, psycopg.Cursor(django.connection) as cursor:
        return cursor.execute(text, params, prepare=True, binary=binary).fetchall()


def put_back() -> None:
    """Give the connections back; for whoever asks outside of Django's requests, which do so at their end."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
