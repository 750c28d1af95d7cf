"""The next number of a series, with or without gaps.

A register the law wants without holes (correspondence, movement receipts, cash receipts) draws with `next_number`:
the row lock makes the series gapless, and everybody who draws from it waits for the one before. Everything else draws
with `sequence_number`: unique and ascending, a rolled-back transaction leaves a hole, and nobody ever waits.
"""

import re
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils.timezone import localdate
from psycopg import sql

from konak.foundation.db import fetch

ISTANBUL = ZoneInfo("Europe/Istanbul")
DIGITS = 5
"""Digits a number is padded to; a longer number simply grows."""

_KEY = re.compile(r"[A-Z][A-Z0-9]{0,11}")
_CREATION = 0x6B6F6E61


def next_number(key: str, year: int | None = None) -> str:
    """Draw the next number of a gapless series, "KE-2026-00012".

    `key` is 1–12 capital letters or digits; `year` is the current year in Türkiye unless given. The number belongs to
    the caller's transaction: rolled back, the next caller gets the same one. Raises `RuntimeError` outside a
    transaction, because there the lock would be gone before the number is used.
    """
    year = _checked(key, year)
    if not connection.in_atomic_block:
        raise RuntimeError("next_number() needs a transaction: without one the series would not be gapless")
    (row,) = fetch("numbering/next_in_series", key=key, year=year)
    return written(key, year, row.last)


def next_block(key: str, year: int, count: int) -> range:
    """Draw `count` numbers of a gapless series at once, as bare integers; they belong to the caller's transaction."""
    year = _checked(key, year)
    if count < 1:
        raise ValueError("a block holds at least one number")
    if not connection.in_atomic_block:
        raise RuntimeError("next_block() needs a transaction: without one the series would not be gapless")
    (row,) = fetch("numbering/next_block", key=key, year=year, count=count)
    return range(row.last - count + 1, row.last + 1)


def raise_to(key: str, year: int, value: int) -> None:
    """Numbers up to `value` were given elsewhere (an opening, an import): the gapless series goes on behind them."""
    year = _checked(key, year)
    fetch("numbering/raise_to", key=key, year=year, value=value)


def sequence_number(key: str, year: int | None = None) -> str:
    """Draw a unique, ascending number ("TH-2026-00012") that makes nobody wait; a roll-back leaves a hole.

    One PostgreSQL sequence for each key and year. The first caller of a year creates it over a connection of its own,
    so that the others need not wait for the end of that caller's transaction.
    """
    year = _checked(key, year)
    sequence = f"numbering_{key.lower()}_{year}"
    (row,) = fetch("numbering/next_in_sequence", sequence=sequence)
    if row.value is None:
        (row,) = fetch("numbering/first_in_sequence", oid=_create(sequence))
    return written(key, year, row.value)


def reserve(key: str, year: int, count: int) -> list[str]:
    """Draw `count` numbers of a sequence at once, ascending, for imports. Never for a gapless series."""
    year = _checked(key, year)
    oid = _create(f"numbering_{key.lower()}_{year}")
    return [written(key, year, row.value) for row in fetch("numbering/reserve", oid=oid, count=count)]


def current_year() -> int:
    """The year in Türkiye now, whatever time zone is active."""
    return localdate(timezone=ISTANBUL).year


def written(key: str, year: int, value: int) -> str:
    """How a number is written: `KE-2026-00012`."""
    return f"{key}-{year}-{value:0{DIGITS}}"


def _checked(key: str, year: int | None) -> int:
    if not _KEY.fullmatch(key):
        raise ValueError(f"a series key is 1-12 capital ASCII letters or digits, not {key!r}")
    year = current_year() if year is None else year
    if not 1900 <= year <= 2999:
        raise ValueError(f"{year} is not a year of a register")
    return year


def _create(sequence: str) -> int:
    """Create the sequence, committed at once; returns its oid."""
    own = connection.copy()
    try:
        own.set_autocommit(False)
        with own.cursor() as cursor:
            # CREATE SEQUENCE IF NOT EXISTS still collides when two sessions try at the same moment. The lock belongs
            # to the transaction: closed, a connection goes back to its pool and would keep a lock of its session.
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CREATION])
            cursor.execute(sql.SQL("CREATE SEQUENCE IF NOT EXISTS {}").format(sql.Identifier(sequence)))
            cursor.execute("SELECT to_regclass(%s)::oid", [sequence])
            (oid,) = cursor.fetchone()
        own.commit()
        return int(oid)
    finally:
        own.close()
