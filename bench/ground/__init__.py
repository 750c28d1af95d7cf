"""The ground of the database benchmarks: a migrated database on a temporary cluster, and one way to write results."""

import atexit
import os
import statistics
import tempfile
import time
from collections.abc import Callable


def prepare() -> None:
    """Start a temporary cluster with the migrated database, point the settings at it; all is gone at the end."""
    from konak.foundation.db import template
    from konak.foundation.db.temporary import TemporaryCluster

    cluster = TemporaryCluster()
    atexit.register(cluster.remove)
    sockets = str(cluster.sockets).replace("/", "%2F")
    os.environ |= {
        "DATABASE_URL": f"postgres://konak@{sockets}/{template.TEMPLATE}",
        "KONAK_STATE": tempfile.mkdtemp(prefix="state-", dir=cluster.home),
        "KONAK_DB_POOL": "0",
        "KONAK_LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "konak.settings",
    }
    template.prepare(cluster, {})
    import django

    django.setup()


def seconds(work: Callable[[], object], turns: int = 5) -> float:
    """The median time of a piece of work."""
    taken = []
    for _ in range(turns):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


class Bounds:
    """Ratios measured in one run against the bound each must keep; times alone say little about another machine."""

    def __init__(self) -> None:
        self.broken = 0

    def at_most(self, what: str, ratio: float, bound: float, detail: str = "") -> None:
        held = ratio <= bound
        self.broken += not held
        print(
            f"{'ok  ' if held else 'FAIL'} {what}: {ratio:.2f} (at most {bound:g}){'  ' + detail if detail else ''}"
        )

    def leave(self) -> None:
        raise SystemExit(1 if self.broken else 0)
