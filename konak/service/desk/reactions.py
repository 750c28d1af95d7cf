from konak.foundation.access import Actor
from konak.foundation.announce import on
from konak.office.esignature import public as esignature

from . import services


@on(esignature.FAULT)
def signing_fault(fault_id: int, user_id: int, what: str) -> None:
    """What was reported about a card, a reader or a mobile line becomes a ticket of whoever reported it."""
    del user_id, what
    services.hear_fault(fault_id, actor=Actor(None, via="job"))
