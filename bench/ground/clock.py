"""Time spent in the database, apart from what Python makes of the rows.

What counts is the processor time of the server's process (`/proc/<pid>/schedstat`): planning, running and sending,
whatever else the machine does meanwhile. The tables of a measurement lie in memory, so that it waits for nothing.
Where that cannot be read, the clock on the wall is taken.
"""

import contextlib
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Spent:
    """What a piece of work cost the database at its best, and in how many statements."""

    seconds: float
    statements: int

    def __str__(self) -> str:
        return f"{self.seconds * 1000:.2f} ms, {self.statements} statements"


class _Counter:
    """Counts statements."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute, sql, params, many, context):
        self.count += 1
        return execute(sql, params, many, context)


def server_seconds() -> float:
    """Processor time the connection's server process has used so far."""
    from django.db import connection

    try:
        facts = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
        return int(facts.read_text().split()[0]) / 1e9
    except OSError:
        return time.perf_counter()


def everything_spent(backend: int) -> float:
    """Processor time of this program and of all sessions of the server that `backend` belongs to, so far."""
    parent = int(Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()[1])
    total = time.process_time()
    for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
        with contextlib.suppress(OSError):
            if b": autovacuum" in Path(f"/proc/{pid}/cmdline").read_bytes():
                continue
            total += int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    return total


def side_by_side(turns: int, *works: Callable[[], object]) -> list[Spent]:
    """The best of `turns` for each work, taken in turn, so that what else the machine does falls on all of them."""
    from django.db import connection

    best = [Spent(float("inf"), 0)] * len(works)
    for _ in range(turns + 1):
        for place, work in enumerate(works):
            counter, before = _Counter(), server_seconds()
            with connection.execute_wrapper(counter):
                work()
            spent = server_seconds() - before
            if spent < best[place].seconds:
                best[place] = Spent(spent, counter.count)
    return best


def statement(text: str, *values: object) -> Callable[[], object]:
    """A statement written by hand, as a work."""
    from django.db import connection

    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(text, values)
            cursor.fetchall()

    return run


def load() -> str:
    """How busy the machine is, to stand beside a figure."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
