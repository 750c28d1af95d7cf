from procrastinate.contrib.django import app

from . import services


@app.periodic(cron="*/5 * * * *")
@app.task(name="antivirus.waiting", queueing_lock="antivirus.waiting", pass_context=False)
def waiting(timestamp: int) -> None:
    """Scan what was let in while the scanner was away."""
    services.scan_waiting()


@app.periodic(cron="10 2 * * *")
@app.task(name="antivirus.again", queueing_lock="antivirus.again", pass_context=False)
def again(timestamp: int) -> None:
    """Scan again what was clean a month ago."""
    services.scan_again()
