from procrastinate.contrib.django import app

from konak.foundation.access import Actor

from . import services

JOB = Actor(None, via="job")


@app.periodic(cron="* * * * *")
@app.task(name="esignature.stamp", queueing_lock="esignature.stamp", pass_context=False)
def stamp(timestamp: int) -> None:
    """Ask again for the stamps that are missing, and for what lies on telephones."""
    services.stamp_waiting(actor=JOB)
    services.ask_operators(actor=JOB)


@app.periodic(cron="20 2 * * *")
@app.task(name="esignature.nightly", queueing_lock="esignature.nightly", pass_context=False)
def nightly(timestamp: int) -> None:
    """Renew archive stamps, warn of certificates that end, forget broken-off attempts."""
    services.renew_archives(actor=JOB)
    services.warn_of_ends(actor=JOB)
    services.sweep_attempts(actor=JOB)
