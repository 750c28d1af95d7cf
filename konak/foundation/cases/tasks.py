from collections.abc import Sequence

from procrastinate.contrib.django import app


@app.task(name="cases.told")
def told(case_id: int, entry_id: int | None = None, addressed: Sequence[int] = ()) -> None:
    """Renew the search row of a changed case and tell those it concerns; queued inside the transaction."""
    from .indexing import refresh
    from .telling import spread

    refresh(case_id)
    if entry_id is not None:
        spread(case_id, entry_id, addressed)


@app.periodic(cron="30 4 * * *")
@app.task(name="cases.remind", queueing_lock="cases.remind")
def remind(timestamp: int) -> None:
    """Half past seven in Istanbul (jobs are timed in UTC): what is near, late and too late."""
    from .reminding import remind

    remind()
