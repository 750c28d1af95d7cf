from procrastinate.contrib.django import app

from . import services


@app.periodic(cron="*/5 * * * *")
@app.task(name="trail.seal", queueing_lock="trail.seal", pass_context=False)
def seal(timestamp: int) -> None:
    """Chain what was committed since the last run."""
    while services.seal_committed() == services.BATCH:
        pass
