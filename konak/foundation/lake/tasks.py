from procrastinate.contrib.django import app


@app.periodic(cron="7 * * * *")
@app.task(name="lake.seal", queueing_lock="lake.seal", pass_context=False)
def seal(timestamp: int) -> None:
    """Seal what arrived since the last run, and ask for a stamp."""
    from . import services

    services.seal()
    services.stamp()


@app.periodic(cron="22,37,52 * * * *")
@app.task(name="lake.stamp", queueing_lock="lake.stamp", pass_context=False)
def stamp(timestamp: int) -> None:
    """Ask again where no authority answered; asks nobody when nothing waits."""
    from . import services

    services.stamp()


@app.periodic(cron="50 2 * * *")
@app.task(name="lake.expire", queueing_lock="lake.expire", pass_context=False)
def expire(timestamp: int) -> None:
    """Delete what is older than its term, in the chain and then on the disk."""
    from . import services

    services.expire()


@app.periodic(cron="30 4 * * 0")
@app.task(name="lake.verify", queueing_lock="lake.verify", pass_context=False)
def verify(timestamp: int) -> None:
    """Prove the whole lake once a week."""
    from . import verification

    verification.run()
