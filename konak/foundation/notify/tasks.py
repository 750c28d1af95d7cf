from procrastinate.contrib.django import app

from . import services


@app.periodic(cron="* * * * *")
@app.task(name="notify.send_due", queueing_lock="notify.send_due")
def send_due(timestamp: int) -> None:
    """Every minute: pack what is due and send it. A second run at once is harmless."""
    services.send_due()


@app.periodic(cron="*/5 * * * *")
@app.task(name="notify.ask_arrivals", queueing_lock="notify.ask_arrivals")
def ask_arrivals(timestamp: int) -> None:
    services.ask_arrivals()


@app.periodic(cron="41 0 * * *")
@app.task(name="notify.forget", queueing_lock="notify.forget")
def forget(timestamp: int) -> None:
    services.forget()
