"""Reading from a streaming replica, so that heavy reports do not slow the house down (`KONAK_REPLICA_URL`).

Nothing reads from it by itself: whoever may see what was true a few seconds ago says so.

    with reading_from_replica():
        rows = list(heavy(actor))          # evaluated inside; a lazy queryset taken outside reads from the primary

Without a replica, inside a transaction (which must see its own writes), and while the replica is down or too far
behind, the block reads from the primary and nobody notices.
"""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from .state import Misconfigured

ALIAS = "replica"
PAUSE = 10.0
"""Seconds a verdict about the replica holds; one that is down is not asked at every report."""

_reading: ContextVar[bool] = ContextVar("reading_from_replica", default=False)


@dataclass(frozen=True, slots=True)
class Standing:
    """How the replica stands: reachable, really a standby, and how many seconds behind."""

    problem: str = ""
    lag: float = 0.0

    def fits(self) -> bool:
        return not self.problem and self.lag <= most_lag()


def most_lag() -> int:
    """How many seconds a report may lie behind (`KONAK_REPLICA_LAG`)."""
    given = os.environ.get("KONAK_REPLICA_LAG", "").strip() or "30"
    if not given.isdecimal():
        raise Misconfigured("KONAK_REPLICA_LAG bir tam sayı olmalıdır.")
    return int(given)


def configured() -> bool:
    from django.db import connections

    return ALIAS in connections.databases


def standing() -> Standing:
    """Ask the replica itself. Idle and fully replayed is no lag, however long ago the last transaction was."""
    from django.db import Error, connections

    try:
        with connections[ALIAS].cursor() as cursor:
            cursor.execute(
                "SELECT pg_is_in_recovery(), CASE WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() "
                "AND EXISTS (SELECT FROM pg_stat_wal_receiver WHERE pid IS NOT NULL) THEN 0 "
                "ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) END"
            )
            standby, lag = cursor.fetchone()
    except Error as error:
        connections[ALIAS].close()
        return Standing(problem=next(iter(str(error).strip().splitlines()), "yanıt yok"))
    if not standby:
        return Standing(problem="sunucu bir eş (standby) değil, kendi başına yazılabilen bir veritabanı")
    # a standby that has replayed nothing since its start cannot say how old it is
    return Standing(lag=float("inf") if lag is None else max(0.0, float(lag)))


class _Watch:
    """The last verdict, shared by the threads of a process."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.asked = 0.0
        self.fits = False

    def good(self) -> bool:
        with self.lock:
            if time.monotonic() - self.asked > (1.0 if self.fits else PAUSE) or not self.asked:
                self.fits = standing().fits()
                self.asked = time.monotonic()
            return self.fits

    def forget(self) -> None:
        self.asked = 0.0


watch = _Watch()


@contextmanager
def reading_from_replica() -> Iterator[bool]:
    """Read from the replica inside this block where that is possible; also a decorator. Tells whether it is so."""
    from django.db import connections

    if not configured() or connections["default"].in_atomic_block or not watch.good():
        yield False
        return
    token = _reading.set(True)
    try:
        yield True
    finally:
        _reading.reset(token)


def reading_alias() -> str:
    """Which database a reading statement goes to now: a transaction begun inside the block sees its own writes."""
    from django.db import connections

    return ALIAS if _reading.get() and not connections["default"].in_atomic_block else "default"


class Router:
    """Django's questions: reads follow the block, writes and migrations know the primary only."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return reading_alias()

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return "default"

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == "default"
