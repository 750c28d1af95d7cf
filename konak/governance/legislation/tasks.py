from procrastinate.contrib.django import app

from . import services


@app.periodic(cron="17 * * * *")
@app.task(name="legislation.refresh_proofs", queueing_lock="legislation.refresh_proofs")
def refresh_proofs(timestamp: int) -> None:
    services.refresh_proofs()
