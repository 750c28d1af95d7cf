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


@app.periodic(cron="* * * * *")
@app.task(name="logs.look", queueing_lock="logs.look", pass_context=False)
def look(timestamp: int) -> None:
    """Hold what arrived against the alarms, and end sittings that were left."""
    from .services.alarming import look as look_at
    from .services.following import end_the_left

    look_at()
    end_the_left()


@app.periodic(cron="20 * * * *")
@app.task(name="logs.reviews", queueing_lock="logs.reviews", pass_context=False)
def reviews(timestamp: int) -> None:
    """Make the reviews whose period ended; hourly, so that the first hour of the local day makes them."""
    from .services.reviewing import open_due
    from .services.watching import tell_of_troubles

    open_due()
    tell_of_troubles()
