"""Does a worker slow down when a hundred thousand jobs wait behind the next one?"""

import asyncio
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from ground import Bounds, prepare

JOBS = 1_000
WAITING = 100_000


def main() -> None:
    prepare()
    from django.db import connection
    from procrastinate.contrib.django import app

    done = 0

    @app.task(name="bench.nothing")
    async def nothing(number: int) -> None:
        nonlocal done
        done += 1

    def queue(count: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args, status, attempts) "
                "SELECT 'default', 'bench.nothing', 0, jsonb_build_object('number', g), 'todo', 0 "
                "FROM generate_series(1, %s) g",
                [count],
            )
            cursor.execute("ANALYZE procrastinate_jobs")

    async def work() -> float:
        """Jobs done a second, over the next `JOBS`."""
        connector = app.connector.get_worker_connector()
        with app.replace_connector(connector) as working:
            async with working.open_async():
                before, began = done, time.perf_counter()
                worker = asyncio.create_task(working.run_worker_async(wait=True, install_signal_handlers=False))
                while done - before < JOBS:
                    await asyncio.sleep(0.005)
                rate = (done - before) / (time.perf_counter() - began)
                worker.cancel()
                await asyncio.gather(worker, return_exceptions=True)
                return rate

    bounds = Bounds()
    queue(JOBS)
    alone = asyncio.run(work())
    queue(WAITING)
    crowded = asyncio.run(work())
    detail = f"{alone:,.0f} jobs/s alone, {crowded:,.0f} with {WAITING:,} waiting"
    bounds.at_most("worker alone / with a full queue", alone / crowded, 1 / 0.9, detail)
    bounds.leave()


if __name__ == "__main__":
    main()
