"""Drawing numbers against the least a database can do, SELECT 1 in a transaction; and ten writers against one."""

import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from ground import Bounds, prepare, seconds

TURNS = 1000
THREADS = 10
HELD = 0.02
"""Seconds a transaction stays open after drawing: what an ordinary request does besides."""


def main() -> None:
    prepare()
    from django.db import connection, transaction

    from konak.foundation.numbering.services import next_number, sequence_number

    def nothing() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1")

    def gapless() -> None:
        with transaction.atomic():
            next_number("BG", 2026)

    def loose() -> None:
        with transaction.atomic():
            sequence_number("BS", 2026)

    def many(work) -> None:
        for _ in range(TURNS):
            work()

    for work in (nothing, gapless, loose):
        work()
    bounds = Bounds()
    least = seconds(lambda: many(nothing), 3)
    for what, work in (("gapless", gapless), ("sequence", loose)):
        taken = seconds(lambda w=work: many(w), 3)
        bounds.at_most(f"{what} / SELECT 1", taken / least, 6, f"{TURNS / taken:,.0f} numbers/s")

    def together(draw) -> float:
        ready = threading.Barrier(THREADS + 1)

        def one(_: int) -> None:
            connection.ensure_connection()
            ready.wait()
            for _ in range(5):
                with transaction.atomic():
                    draw()
                    time.sleep(HELD)
            connection.close()

        with ThreadPoolExecutor(THREADS) as pool:
            done = pool.map(one, range(THREADS))
            ready.wait()
            began = time.perf_counter()
            list(done)
        return time.perf_counter() - began

    alone = 5 * HELD
    bounds.at_most(
        "ten writers with a sequence / one writer", together(lambda: sequence_number("BS", 2026)) / alone, 2.5
    )
    queue = together(lambda: next_number("BG", 2026)) / alone
    bounds.at_most("ten writers of a gapless series / one writer", queue, 14, "they queue: that is its price")
    bounds.leave()


if __name__ == "__main__":
    main()
