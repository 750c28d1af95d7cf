from procrastinate.contrib.django import app

from . import services, verification


@app.periodic(cron="*/5 * * * *")
@app.task(name="trail.seal", queueing_lock="trail.seal", pass_context=False)
def seal(timestamp: int) -> None:
    """Chain what was committed since the last run."""
    while services.seal_committed() == services.BATCH:
        pass


@app.periodic(cron="40 3 * * *")
@app.task(name="trail.nightly", queueing_lock="trail.nightly", pass_context=False)
def nightly(timestamp: int) -> None:
    """Chain stragglers and verify the whole chain every night; administrators hear of it when it is broken."""
    while services.seal_committed(everything=True) == services.BATCH:
        pass
    verification.nightly()


@app.task(name="trail.verify")
def verify(verification_id: int) -> None:
    """Walk the chain that somebody asked for on the screen."""
    verification.run(verification_id)
