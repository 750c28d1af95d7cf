from procrastinate.contrib.django import app

from . import services


@app.periodic(cron="23 3 * * *")
@app.task(name="files.sweep_orphans", queueing_lock="files.sweep_orphans")
def sweep_orphans(timestamp: int) -> None:
    """Remove contents that a rolled-back transaction left without a row."""
    services.sweep_orphans()
