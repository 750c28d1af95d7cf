from procrastinate.contrib.django import app

from . import services


@app.periodic(cron="5 3 * * *")
@app.task(name="upkeep.round", queueing_lock="upkeep.round")
def night_round(timestamp: int) -> None:
    """06.05 in Türkiye: maintenance that is due, contracts that end, loans that should be back."""
    services.open_due()
    services.open_renewals()
    services.remind_loans()
