from procrastinate.contrib.django import app

from . import services


@app.periodic(cron="5 0 * * *")
@app.task(name="organization.take_effect", queueing_lock="organization.take_effect")
def take_effect(timestamp: int) -> None:
    services.take_effect(actor=services.clock())
