from procrastinate.contrib.django import app

from .services import accounts, delegating, handing


@app.periodic(cron="5 0 * * *")
@app.task(name="staffing.new_day", queueing_lock="staffing.new_day")
def new_day(timestamp: int) -> None:
    """Open and close accounts, end delegations whose last day is over, open hand-overs of seats that ended."""
    accounts.open_and_close()
    delegating.end_finished()
    handing.open_for_ended()
