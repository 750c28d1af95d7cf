from procrastinate.contrib.django import app

from konak.foundation.access import Actor

from . import services

JOB = Actor(None, via="job")


@app.task(name="konak.estate.monitoring.tasks.sweep")
def sweep(sweep_id: int) -> None:
    services.do_sweep(sweep_id, actor=JOB)


@app.periodic(cron="*/5 * * * *")
@app.task(name="monitoring.minutes", queueing_lock="monitoring.minutes")
def minutes(timestamp: int) -> None:
    """Should the poller have stopped, alarms climb all the same, and its keepers are told."""
    services.sweep(actor=JOB)
    services.notice_silence(actor=JOB)


@app.periodic(cron="50 1 * * *")
@app.task(name="monitoring.night", queueing_lock="monitoring.night")
def night(timestamp: int) -> None:
    """04.50 in Türkiye."""
    services.night(actor=JOB)
