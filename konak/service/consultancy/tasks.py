from procrastinate.contrib.django import app

from . import services


@app.periodic(cron="40 4 * * *")
@app.task(name="consultancy.remind", queueing_lock="consultancy.remind")
def remind(timestamp: int) -> None:
    """07.40 in Türkiye: effects to look at, consents that run out, calls that end."""
    services.remind()
