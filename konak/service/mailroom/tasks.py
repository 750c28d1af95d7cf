from procrastinate.contrib.django import app

from . import services


@app.periodic(cron="* * * * *")
@app.task(name="mailroom.fetch", queueing_lock="mailroom.fetch", pass_context=False)
def fetch(timestamp: int) -> None:
    """Look into every mailbox whose time has come."""
    services.fetch_all()


@app.periodic(cron="40 3 * * *")
@app.task(name="mailroom.erase", queueing_lock="mailroom.erase", pass_context=False)
def erase(timestamp: int) -> None:
    """Erase mails as they came whose kept time is over."""
    services.erase_old()


@app.periodic(cron="* * * * *")
@app.task(name="mailroom.send", queueing_lock="mailroom.send", pass_context=False)
def send(timestamp: int) -> None:
    """Send the letters that wait."""
    services.send_replies()
