"""What leaves when a letter is signed: units of the house have it at once; each addressee has a state of his own."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.cases.services import take, tell
from konak.foundation.lifecycle import Refused
from konak.foundation.notify import CHANNELS, Permanent, Temporary, Unreachable
from konak.foundation.notify import Letter as Mail

from .. import access, lifecycle, queries
from ..models import Addressee, Delivery, Dispatch, DispatchState, Letter, LetterKind, Party, Purpose
from . import composing
from .keeping import locked
from .referring import give_one
from .registering import due_for


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
        attempt(one, actor, Delivery.INTERNAL, DispatchState.DELIVERED)


def note_package(letter: Letter, why: str) -> None:
    """Why there is no package yet, where one is needed."""
    if why:
        rows = letter.addressees.filter(channel__in=(Delivery.PACKAGE, Delivery.KEP), state=DispatchState.WAITING)
        rows.update(state_why=why[:300])


def attempt(
    one: Addressee, actor: Actor, channel: str, state: str, *, tracking: str = "", why: str = "", message_id: str = ""
) -> Dispatch:
    """Write one attempt down, and how far the addressee has come by it."""
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
    attempt(one, actor, channel, state, tracking=tracking, why=why)
    one.channel = channel
    one.save(update_fields=["channel"])
    tell(letter.case, "dispatch", actor, f"{one.name}: {DispatchState(state).label}"[:300])
    return letter


def mail_out(number: str, *, actor: Actor) -> int:
    """Send the letter to those who are reached by e-mail: where it can be verified and read, no copy of a secret.
    Returns how many went; who could not be reached is tried again by sending again."""
    letter = queries.one_letter(actor, number)
    if letter.case.state != "signed" or not actor.reach(access.DISPATCH).covers(letter.case):
        raise Refused("Yalnız imzalanmış yazı, gönderme yetkisi olan kişi tarafından gönderilir.")
    if letter.case.secrecy:
        raise Refused("Gizlilik dereceli yazı e-postayla gönderilmez.")
    channel = CHANNELS.get("mail")
    rows = letter.addressees.filter(channel=Delivery.MAIL, state__in=(DispatchState.WAITING, DispatchState.FAILED))
    rows = rows.exclude(email="")
    if channel is None or not rows.exists():
        raise Refused("E-postayla gönderilecek muhatap yok.")
    text = mail_words(letter)
    gone = 0
    try:
        with channel.session() as send:
            for one in rows:
                subject = f"{letter.official} {letter.case.subject}"
                mail = Mail(to=one.email, subject=subject, text=text, key=f"evrak-{letter.document_id}-{one.pk}")
                try:
                    reference = send(mail)
                except (Permanent, Temporary) as fault:
                    _mailed(one.pk, actor, DispatchState.FAILED, why=str(fault))
                else:
                    gone += 1
                    _mailed(one.pk, actor, DispatchState.SENT, message_id=str(reference or ""))
    except Unreachable as fault:
        raise Refused(f"E-posta gönderilemedi: {fault}") from None
    return gone


def mail_words(letter: Letter) -> str:
    """What goes by mail: where the letter can be verified and read, never the letter itself."""
    return (
        f"{letter.dated_on:%d.%m.%Y} tarihli ve {letter.official} sayılı, «{letter.case.subject}» konulu yazımızı "
        f"aşağıdaki adresten doğrulayıp okuyabilirsiniz:\n\n{composing.verify_url()}?kod={letter.verification_code}"
        f"\n\n{settings.MUNICIPALITY}\n"
    )


@transaction.atomic
def _mailed(key: int, actor: Actor, state: str, *, why: str = "", message_id: str = "") -> None:
    one = Addressee.objects.select_for_update().select_related("letter__case").get(pk=key)
    attempt(one, actor, Delivery.MAIL, state, why=why, message_id=message_id)
    tell(one.letter.case, "dispatch", actor, f"{one.name}: {DispatchState(state).label}"[:300])


def printed(number: str, *, actor: Actor) -> bytes:
    """An authorised print: the dated page with who printed it and when (m. 29)."""
    letter = queries.one_letter(actor, number)
    if letter.dated_on is None or letter.mode != "E":
        raise Refused("Yalnız elektronik imzalanmış yazının çıktısı alınır.")
    who = queries.seat_today(actor.user_id or 0)
    copy = {
        "on": f"{localdate():%d.%m.%Y}",
        "name": who.name if who else "",
        "title": who.title if who else "",
    }
    return composing.final_copy(letter, copy)


def finish_sending(number: str, *, actor: Actor) -> Letter:
    """Nobody waits any more: the letter is sent."""
    with take(lifecycle.SEND, Letter, number, actor) as letter:
        waiting = letter.addressees.filter(state__in=(DispatchState.WAITING, DispatchState.FAILED)).count()
        if waiting and letter.kind != LetterKind.APPROVAL:
            raise Refused(f"{waiting} muhataba henüz gönderilmedi.")
    publish(lifecycle.SENT, number=number)
    return letter
