from procrastinate.contrib.django import app

from . import services


@app.periodic(cron="*/15 * * * *")
@app.task(name="visits.recurring", queueing_lock="visits.recurring")
def recurring(timestamp: int) -> None:
    """Every quarter of an hour: what came due, and what could not open before."""
    services.open_due()


@app.periodic(cron="20 * * * *")
@app.task(name="visits.remind", queueing_lock="visits.remind")
def remind(timestamp: int) -> None:
    """Once an hour: visits without a result, outages past their end."""
    services.remind()
