from procrastinate.contrib.django import app

from . import services


@app.periodic(cron="20 4 * * *")
@app.task(name="software.warn", queueing_lock="software.warn")
def warn(timestamp: int) -> None:
    """07.20 in Türkiye: licences that end in 90, 30 or 7 days."""
    services.warn_expiring()
