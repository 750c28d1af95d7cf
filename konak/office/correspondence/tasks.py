from procrastinate import RetryStrategy
from procrastinate.contrib.django import app


@app.periodic(cron="20 21 * * *")
@app.task(name="correspondence.daily", queueing_lock="correspondence.daily")
def daily(timestamp: int) -> None:
    """Twenty past midnight in Istanbul (jobs are timed in UTC): the sealed report of the day that ended."""
    from .services import reporting
    from .services.signing import JOB

    reporting.catch_up(actor=JOB)


@app.task(name="correspondence.convert", pass_context=False)
def convert(conversion_id: int) -> None:
    from . import services

    services.convert(conversion_id)


@app.periodic(cron="*/20 * * * *")
@app.task(name="correspondence.unstick", queueing_lock="correspondence.unstick")
def unstick(timestamp: int) -> None:
    """Work on files whose worker died."""
    from .services import converting

    converting.stuck()


@app.periodic(cron="* * * * *")
@app.task(name="correspondence.fetch", queueing_lock="correspondence.fetch")
def fetch(timestamp: int) -> None:
    """Empty every box whose time has come."""
    from . import services

    services.fetch_all()


@app.periodic(cron="* * * * *")
@app.task(name="correspondence.send", queueing_lock="correspondence.send")
def send(timestamp: int) -> None:
    """Try every addressee whose time has come."""
    from . import services

    services.send_due()


@app.task(name="correspondence.tell_rejection", retry=RetryStrategy(max_attempts=8, exponential_wait=5))
def tell_rejection(number: str) -> None:
    """Tell the sender of a rejected package; again and later while nobody answers."""
    from . import services

    services.tell_rejection(number)


@app.periodic(cron="0 5 * * *")
@app.task(name="correspondence.watch", queueing_lock="correspondence.watch")
def watch(timestamp: int) -> None:
    """Eight in the morning in Istanbul: what time does by itself, and what people must hear of."""
    from . import services

    services.watch()


@app.periodic(cron="30 4 * * 1")
@app.task(name="correspondence.draw", queueing_lock="correspondence.draw")
def draw(timestamp: int) -> None:
    """On Mondays: codes of the plan somebody looks at."""
    from . import services
    from .services.signing import JOB

    services.draw(actor=JOB)
