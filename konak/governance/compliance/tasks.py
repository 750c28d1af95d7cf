from procrastinate.contrib.django import app

from . import services


@app.periodic(cron="35 3,21 * * *")
@app.task(name="compliance.round", queueing_lock="compliance.round")
def night_round(timestamp: int) -> None:
    """00.35 and 06.35 in Türkiye: open, prove, climb. The second run finds what the first could not."""
    services.run_round()
