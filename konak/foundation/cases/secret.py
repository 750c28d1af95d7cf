"""Which secret files the work of one request met: what was shown of them is written down (`front.seen`).

Covers are met while they are read from the database, so no page asks a question more for the files that are not
secret. Outside a request nobody listens.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_met: ContextVar[dict[str, int] | None] = ContextVar("secret_files_met", default=None)


@contextmanager
def noticing() -> Iterator[dict[str, int]]:
    """Inside, secret files that are read gather: number → key."""
    met: dict[str, int] = {}
    token = _met.set(met)
    try:
        yield met
    finally:
        _met.reset(token)


def met(number: str, key: int) -> None:
    found = _met.get()
    if found is not None:
        found[number] = key
