"""What signers do on the signature page moves the letter on."""

from konak.foundation.access.queries import actor_of
from konak.foundation.announce import on
from konak.office.esignature.public import OPENED, RETURNED, SIGNED, STEP_SIGNED, facts_of

from . import lifecycle, services

PURPOSE = "correspondence.sign"


@on(lifecycle.SIGNED)
def letter_signed(number: str) -> None:
    services.queue(number)


@on(STEP_SIGNED)
def somebody_signed(key: str, purpose: str, reference: str, user_id: int, role: str) -> None:
    if purpose == PURPOSE:
        services.one_signed(reference, actor=actor_of(user_id, via="job"), key=key)


@on(SIGNED)
def all_signed(key: str, purpose: str, reference: str, sha256: str) -> None:
    facts = facts_of(key) if purpose == PURPOSE else None
    if facts is not None:
        times = {turn.signed_at: turn.user_id for turn in facts.turns if turn.signed_at}
        services.signed_electronically(reference, actor=actor_of(times[max(times)], via="job"), key=key)


@on(RETURNED)
def sent_back(key: str, purpose: str, reference: str, user_id: int, why: str) -> None:
    if purpose == PURPOSE:
        services.returned_by_signer(reference, actor=actor_of(user_id, via="job"), key=key, why=why)


@on(OPENED)
def opened_to_be_signed(key: str, purpose: str, reference: str, user_id: int, name: str) -> None:
    if purpose == PURPOSE:
        services.read_before_signing(reference, actor=actor_of(user_id, via="job"), name=name)
