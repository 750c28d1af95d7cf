from konak.foundation.announce import on
from konak.service.desk import public as desk

from . import services


@on(desk.SOLVED)
def installation_solved(number: str) -> None:
    """The desk has installed it: the request that asked for it ends."""
    services.settle_by_ticket(number)
