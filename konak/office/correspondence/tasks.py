from procrastinate.contrib.django import app


@app.periodic(cron="20 21 * * *")
@app.task(name="correspondence.daily", queueing_lock="correspondence.daily")
def daily(timestamp: int) -> None:
    """Twenty past midnight in Istanbul (jobs are timed in UTC): the sealed report of the day that ended."""
    from .services import reporting
    from .services.signing import JOB

    reporting.catch_up(actor=JOB)
