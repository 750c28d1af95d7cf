from procrastinate.contrib.django import app


@app.periodic(cron="*/5 * * * *")
@app.task(name="desk.sweep", queueing_lock="desk.sweep")
def sweep(timestamp: int) -> None:
    """Every five minutes: rules before and after deadlines; and who left a page is forgotten."""
    from .services import forget_present, sweep

    sweep()
    forget_present()


@app.periodic(cron="15 3 * * *")
@app.task(name="desk.close_solved", queueing_lock="desk.close_solved")
def close_solved(timestamp: int) -> None:
    """A quarter past six in Istanbul: what was solved and not objected to closes."""
    from .services import close_solved

    close_solved()


@app.periodic(cron="45 2 * * *")
@app.task(name="desk.recount", queueing_lock="desk.recount")
def recount(timestamp: int = 0) -> None:
    """Every running clock anew: each night, because a holiday may have been declared, and when a promise changes."""
    from .services import recount

    recount()
