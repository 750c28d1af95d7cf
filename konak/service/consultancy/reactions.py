from konak.foundation.access import Actor
from konak.foundation.announce import on
from konak.office.esignature import public as esignature
from konak.service.desk import public as desk

from . import services

JOB = Actor(None, via="job")


@on(desk.SOLVED)
def installation_solved(number: str) -> None:
    """The desk has installed it: the request that asked for it ends."""
    services.settle_by_ticket(number)


@on(esignature.SIGNED)
def answer_signed(key: str, purpose: str, reference: str, sha256: str) -> None:
    """Author and approver have signed: the answer is given out."""
    if purpose == services.PURPOSE:
        services.give_signed(reference, actor=JOB, key=key)


@on(esignature.RETURNED)
def answer_returned(key: str, purpose: str, reference: str, user_id: int, why: str) -> None:
    if purpose == services.PURPOSE:
        services.not_signed(reference, actor=JOB, key=key, why=why)


@on(esignature.WITHDRAWN)
def answer_withdrawn(key: str, purpose: str, reference: str, why: str) -> None:
    if purpose == services.PURPOSE:
        services.not_signed(reference, actor=JOB, key=key, why=why)
