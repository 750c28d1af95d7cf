"""What leaves when a letter is signed: units of the house have it at once; each addressee has a state of his own."""

import datetime as dt

from django.db import transaction
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.cases.services import take, tell
from konak.foundation.lifecycle import Refused

from .. import lifecycle
from ..models import Addressee, Delivery, Dispatch, DispatchState, Letter, LetterKind, Party, Purpose
from .drafting import locked
from .referring import give_one
from .registering import due_for

REJECT_LIMIT = 2  # 2646 m. 30: a package is rejected until the end of the second working day


def hand_over(letter: Letter, actor: Actor) -> None:
    """Give the letter to the units of the house it is addressed to."""
    for one in letter.addressees.filter(party=Party.UNIT).exclude(unit=None):
        assert one.unit_id is not None
        purpose = Purpose.ACTION if one.purpose == "GRG" else Purpose.KNOWLEDGE
        due: dt.date | None = letter.answer_by or due_for(letter.asked, localdate())
        give_one(
            letter, actor=actor, unit_id=one.unit_id, purpose=purpose,
            due_on=due if purpose == Purpose.ACTION else None,
        )  # fmt: skip
        _attempt(one, actor, Delivery.INTERNAL, DispatchState.DELIVERED)


def note_package(letter: Letter, why: str) -> None:
    """Why there is no package yet, where one is needed."""
    if why:
        rows = letter.addressees.filter(channel__in=(Delivery.PACKAGE, Delivery.KEP), state=DispatchState.WAITING)
        rows.update(state_why=why[:300])


def _attempt(
    one: Addressee, actor: Actor, channel: str, state: str, *, tracking: str = "", why: str = "", message_id: str = ""
) -> Dispatch:
    one.state, one.state_why = state, why[:300]
    one.save(update_fields=["state", "state_why"])
    return Dispatch.objects.create(
        addressee=one, channel=channel, state=state, by_id=actor.user_id, tracking=tracking.strip()[:80],
        why=why.strip()[:300], message_id=message_id[:250],
    )  # fmt: skip


@transaction.atomic
def record_dispatch(
    number: str, *, actor: Actor, addressee_id: int, state: str, channel: str = "", tracking: str = "", why: str = ""
) -> Letter:
    """Write down how a letter went to an addressee by a road that answers to people: post, hand, KEP by hand."""
    letter = locked(number, actor)
    if letter.case.state not in ("signed", "sent"):
        raise Refused("Yazı imzalanmadan gönderilmez.")
    one = letter.addressees.select_for_update().get(pk=addressee_id)
    channel = channel or one.channel
    if channel not in Delivery.values or state not in DispatchState.values or channel == Delivery.INTERNAL:
        raise Refused("Gönderim yolunu ve durumunu seçin.")
    if letter.case.secrecy >= 2 and channel != Delivery.PAPER:
        raise Refused("ÖZEL ve üstü gizlilikteki yazı elektronik yolla gönderilmez (2646 m. 25).")
    if channel in (Delivery.PACKAGE, Delivery.KEP) and letter.package_id is None:
        raise Refused(f"Yazının e-Yazışma paketi yok. {one.state_why}".strip())
    if state in (DispatchState.FAILED, DispatchState.REJECTED) and not why.strip():
        raise Refused("Neden ulaşmadığını ya da reddedildiğini yazın.")
    _attempt(one, actor, channel, state, tracking=tracking, why=why)
    one.channel = channel
    one.save(update_fields=["channel"])
    tell(letter.case, "dispatch", actor, f"{one.name}: {DispatchState(state).label}"[:300])
    return letter


def finish_sending(number: str, *, actor: Actor) -> Letter:
    """Nobody waits any more: the letter is sent."""
    with take(lifecycle.SEND, Letter, number, actor) as letter:
        waiting = letter.addressees.filter(state__in=(DispatchState.WAITING, DispatchState.FAILED)).count()
        if waiting and letter.kind != LetterKind.APPROVAL:
            raise Refused(f"{waiting} muhataba henüz gönderilmedi.")
    publish(lifecycle.SENT, number=number)
    return letter
