from procrastinate.contrib.django import app

from . import services


@app.periodic(cron="17 * * * *")
@app.task(name="legislation.refresh_proofs", queueing_lock="legislation.refresh_proofs")
def refresh_proofs(timestamp: int) -> None:
    services.refresh_proofs()


@app.periodic(cron="20 0 * * *")
@app.task(name="legislation.keep_the_night", queueing_lock="legislation.keep_the_night")
def keep_the_night(timestamp: int) -> None:
    services.keep_the_night()


@app.task(name="legislation.build_pack", retry=2)
def build_pack(pack_id: int) -> None:
    services.build_pack(pack_id)
