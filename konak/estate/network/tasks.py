from procrastinate.contrib.django import app

from konak.foundation.access import Actor

from . import services
from .services.nightly import further_round


@app.periodic(cron="35 2 * * *")
@app.task(name="network.round", queueing_lock="network.round")
def night_round(timestamp: int) -> None:
    """05.35 in Türkiye: addresses and rules whose time is over come back, contracts of lines that end are told."""
    services.end_expired(actor=Actor(None, via="job"))
    services.tell_of_ends()
    services.end_rules(actor=Actor(None, via="job"))
    further_round(actor=Actor(None, via="job"))
