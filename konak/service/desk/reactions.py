from konak.estate.monitoring import public as monitoring
from konak.foundation.access import Actor
from konak.foundation.announce import on
from konak.office.esignature import public as esignature

from . import services


@on(esignature.FAULT)
def signing_fault(fault_id: int, user_id: int, what: str) -> None:
    """What was reported about a card, a reader or a mobile line becomes a ticket of whoever reported it."""
    del user_id, what
    services.hear_fault(fault_id, actor=Actor(None, via="job"))


@on(monitoring.BEGAN)
def outage_began(number: str) -> None:
    """What the watch found down becomes a ticket."""
    services.hear_outage(number, actor=Actor(None, via="job"))


@on(monitoring.ENDED)
def outage_ended(number: str) -> None:
    services.hear_recovery(number, actor=Actor(None, via="job"))


@on(monitoring.REPORTED)
def outage_reported(number: str) -> None:
    """The report of the outage solves its ticket."""
    services.hear_report(number, actor=Actor(None, via="job"))
