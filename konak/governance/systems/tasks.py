from procrastinate.contrib.django import app

from . import services
from .services.reviewing import WORKER


@app.periodic(cron="20 5 * * *")
@app.task(name="systems.new_day", queueing_lock="systems.new_day")
def new_day(timestamp: int) -> None:
    """Open reviews that come due, tell owners of boxes."""
    services.open_due()
    services.tell_due(actor=WORKER)
