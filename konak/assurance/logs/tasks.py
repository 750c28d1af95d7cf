from procrastinate.contrib.django import app


@app.periodic(cron="13 * * * *")
@app.task(name="logs.archive_trail", queueing_lock="logs.archive_trail", pass_context=False)
def archive_trail(timestamp: int) -> None:
    """Carry sealed lines of the trail into the lake, so that they are stamped and kept outside the database."""
    from .services.archiving import archive_trail as carry

    carry()


@app.periodic(cron="*/5 * * * *")
@app.task(name="logs.tally", queueing_lock="logs.tally", pass_context=False)
def tally(timestamp: int) -> None:
    """Count what came of each sender, and tell of those that fell silent."""
    from .services import sources

    sources.tally()
    sources.miss_the_silent()
