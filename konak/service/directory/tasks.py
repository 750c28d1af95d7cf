from procrastinate.contrib.django import app

from . import services


@app.task(name="directory.sync")
def sync(run_id: int) -> None:
    """Carry on a run that was begun; a run that is over is left alone."""
    services.carry_on(run_id)


@app.periodic(cron="*/10 * * * *")
@app.task(name="directory.due", queueing_lock="directory.due")
def due(timestamp: int) -> None:
    """Start what is due, go on with what broke off."""
    services.run_due()
