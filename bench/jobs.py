"""Does a worker slow down when a hundred thousand jobs wait?

The worker runs as `konak worker` runs it, with jobs that do nothing, so that only its own statements are measured.
Nobody polls: the job that comes last says that it was. What counts is processor time, of the worker and of the
server's processes for it, so that other work on the machine does not. An empty and a full queue take turns on the
same tables. Full means three things: jobs behind those that are timed, jobs of the same lock behind them, and jobs
before them in the order that are not due until tomorrow.
"""

import asyncio
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from ground import Bounds, prepare
from ground.clock import everything_spent, load

JOBS, WARM = 400, 50
WAITING = 100_000
TURNS = 3
QUEUE = """
INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, args, scheduled_at)
SELECT 'default', 'bench.nothing', 0, %(lock)s, '{}', now() + %(later)s * interval '1 day'
FROM generate_series(1, %(count)s)
"""
KINDS = {
    "behind": {"lock": None, "later": None},
    "behind, under one lock": {"lock": "bench", "later": None},
    "before, due tomorrow": {"lock": None, "later": 1},
}


def main() -> None:
    prepare()
    from django.db import connection
    from procrastinate.contrib.django import app

    connection.ensure_connection()
    server = connection.connection.info.backend_pid
    done, begun, ended = 0, 0.0, 0.0
    last: asyncio.Event

    @app.task(name="bench.nothing")
    async def nothing() -> None:
        nonlocal done, begun, ended
        done += 1
        if done == WARM:
            begun = everything_spent(server)
        if done == WARM + JOBS:
            ended = everything_spent(server)
            last.set()

    def queue(count: int, lock: str | None = None, later: int | None = None) -> None:
        with connection.cursor() as cursor:
            cursor.execute(QUEUE, {"count": count, "lock": lock, "later": later})

    def empty() -> None:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers")

    def settle() -> None:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE procrastinate_jobs")

    async def work() -> float:
        """Jobs done in a second of work, over the next `JOBS` after a few to warm up."""
        nonlocal done, last
        done, last = 0, asyncio.Event()
        with app.replace_connector(app.connector.get_worker_connector()) as working:
            async with working.open_async():
                running = asyncio.create_task(
                    working.run_worker_async(wait=True, delete_jobs="successful", install_signal_handlers=False)
                )
                await last.wait()
                running.cancel()
                await asyncio.gather(running, return_exceptions=True)
        return JOBS / (ended - begun)

    bounds = Bounds()
    for kind, facts in KINDS.items():
        alone, crowded = [], []
        for _ in range(TURNS):
            empty()
            queue(JOBS + WARM + 10, facts["lock"])
            settle()
            alone.append(asyncio.run(work()))
            empty()
            if facts["later"]:
                queue(WAITING, **facts)
            queue(JOBS + WARM + 10, facts["lock"])
            if not facts["later"]:
                queue(WAITING, **facts)
            settle()
            crowded.append(asyncio.run(work()))
        ratio = max(alone) / max(crowded)
        detail = f"{max(alone):,.0f} jobs/s alone, {max(crowded):,.0f} with {WAITING:,} waiting, {load()}"
        bounds.at_most(f"worker alone / with jobs {kind}", ratio, 1 / 0.9, detail)
    bounds.leave()


if __name__ == "__main__":
    main()
