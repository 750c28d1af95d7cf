from procrastinate.contrib.django import app

from . import services


@app.periodic(cron="40 4 * * *")
@app.task(name="knowledge.remind", queueing_lock="knowledge.remind", pass_context=False)
def remind(timestamp: int) -> None:
    """Tell whose articles grow old."""
    services.remind()
