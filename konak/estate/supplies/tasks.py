from procrastinate.contrib.django import app

from konak.foundation.access import Actor

from . import services


@app.periodic(cron="25 3 * * *")
@app.task(name="supplies.round", queueing_lock="supplies.round")
def night_round(timestamp: int) -> None:
    """06.25 in Türkiye: every level counted anew, alarms opened and closed, parts near their end told."""
    services.look_round(actor=Actor(None, via="job"))
