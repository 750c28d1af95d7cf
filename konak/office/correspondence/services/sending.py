"""Letters that leave by themselves: one attempt after another, with growing pauses, until the other side has it."""

import datetime as dt
import logging
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor, Seat
from konak.foundation.calendar.services import add_working_days
from konak.foundation.cases.services import tell
from konak.foundation.files.services import store_as_is
from konak.foundation.lifecycle import Refused
from konak.foundation.notify import CHANNELS, Permanent, Temporary, Unreachable
from konak.foundation.notify import Letter as Mail
from konak.foundation.notify.services import notify
from konak.gateways.kep import client, rem
from konak.office.esignature import public as esignature

from .. import access, lifecycle, queries
from ..models import Addressee, Delivery, Dispatch, DispatchState, Incoming, Letter, Party, Posting
from . import boxes, envelopes, handing, signing
from .signing import JOB, bytes_of

log = logging.getLogger(__name__)
PAUSES = (1, 5, 15, 60, 240, 720, 1440)
"""Minutes after each attempt that failed for now; after the last one it is given up and people are told."""
REJECT_DAYS = 2  # 2646 m. 30
ELECTRONIC = (Delivery.PACKAGE, Delivery.KEP, Delivery.MAIL, Delivery.UETS)
NOT_ELECTRONIC = "ÖZEL ve üstü gizlilikteki yazı elektronik yolla gönderilmez (2646 m. 25)."
WAITING = (DispatchState.WAITING, DispatchState.FAILED)
BATCH = 50


class Later(Exception):
    """Not now: the same again after a pause. In Turkish."""


class Never(Exception):
    """Not as it is; a person has to look. In Turkish."""


@dataclass(frozen=True, slots=True)
class Gone:
    """One message that left."""

    channel: str
    message_id: str
    sent: bytes = b""


def dispatcher(unit_id: int) -> Actor:
    """The house itself at the counter of what leaves: it may finish the sending, and nothing else."""
    grants = {access.DISPATCH.code: 4, access.VIEW.code: 4}
    return Actor(None, (Seat("administrator", unit_id, frozenset(), clearance=4, grants=grants),), "job")


@transaction.atomic
def queue(number: str, *, actor: Actor = JOB) -> int:
    """Line a signed letter up for those who are reached electronically; returns how many. Safe to run again."""
    del actor
    letter = Letter.objects.select_related("case").get(case__number=number)
    if letter.case.state != "signed":
        return 0
    rows = letter.addressees.filter(channel__in=ELECTRONIC, state=DispatchState.WAITING).exclude(party=Party.UNIT)
    if letter.case.secrecy >= 2:
        rows.update(state_why=NOT_ELECTRONIC)
        return 0
    count = 0
    for one in rows.exclude(channel=Delivery.UETS):
        if one.channel == Delivery.PACKAGE and not one.kep:
            continue
        _, fresh = Posting.objects.get_or_create(
            addressee=one, defaults={"next_at": now(), "message_id": _name(one, letter)}
        )
        count += fresh
    return count


def _name(one: Addressee, letter: Letter) -> str:
    return f"evrak-{letter.document_id}-{one.pk}"


@transaction.atomic
def send_now(number: str, *, actor: Actor, addressee_id: int) -> Addressee:
    """Try an addressee at once, with the attempts counted anew."""
    letter = queries.one_letter(actor, number)
    if letter.case.state != "signed" or not actor.reach(access.DISPATCH).covers(letter.case):
        raise Refused("Yalnız imzalanmış yazı, gönderme yetkisi olan kişi tarafından gönderilir.")
    if letter.case.secrecy >= 2:
        raise Refused(NOT_ELECTRONIC)
    one = letter.addressees.select_for_update().get(pk=addressee_id)
    if one.channel not in (Delivery.PACKAGE, Delivery.KEP, Delivery.MAIL) or one.state not in WAITING:
        raise Refused("Bu muhataba kendiliğinden gönderim yapılmaz; gönderimi elle yazın.")
    row, _ = Posting.objects.get_or_create(addressee=one, defaults={"message_id": _name(one, letter)})
    row.tries, row.next_at, row.given_up_at = 0, now(), None
    row.save()
    one.state, one.state_why = DispatchState.WAITING, ""
    one.save(update_fields=["state", "state_why"])
    tell(letter.case, "queue", actor, one.name[:300])
    return one


def send_due(most: int = BATCH) -> int:
    """Try everybody whose time has come; returns how many left."""
    gone = 0
    for key in list(
        Posting.objects.filter(next_at__lte=now()).order_by("next_at").values_list("pk", flat=True)[:most]
    ):
        gone += send_one(key)
    return gone


def send_one(posting_id: int) -> bool:
    """One attempt. It is claimed and committed first, so that a dead worker does not send it a hundred times; the
    message keeps its name, so that a repetition is one message to the other side."""
    with transaction.atomic():
        row = Posting.objects.select_for_update(skip_locked=True).filter(pk=posting_id, next_at__lte=now()).first()
        if row is None:
            return False
        row.tries += 1
        row.next_at = now() + dt.timedelta(minutes=PAUSES[min(row.tries, len(PAUSES)) - 1])
        row.save(update_fields=["tries", "next_at"])
    one = Addressee.objects.select_related("letter__case", "letter__package__blob").get(pk=row.addressee_id)
    if one.state not in WAITING:
        Posting.objects.filter(pk=row.pk).update(next_at=None)
        return False
    try:
        gone = _leave(one, row)
    except Later as pause:
        _paused(row, one, str(pause))
        return False
    except Never as fault:
        _given_up(row, one, str(fault))
        return False
    with transaction.atomic():
        _left(row, one, gone)
    return True


def _leave(one: Addressee, row: Posting) -> Gone:
    letter = one.letter
    if letter.case.state not in ("signed", "sent"):
        raise Never("Yazı imzalı değil.")
    if letter.case.secrecy >= 2:
        raise Never(NOT_ELECTRONIC)
    try:
        if one.channel == Delivery.MAIL:
            return _by_mail(letter, one, row)
        return _by_kep(letter, one, row)
    except Permanent as fault:
        raise Never(str(fault)) from None
    except (Temporary, Unreachable) as fault:
        raise Later(str(fault)) from None
    except rem.Unreadable as fault:
        raise Never(str(fault)) from None


def _by_mail(letter: Letter, one: Addressee, row: Posting) -> Gone:
    channel = CHANNELS.get("mail")
    if letter.case.secrecy:
        raise Never("Gizlilik dereceli yazı e-postayla gönderilmez.")
    if not one.email:
        raise Never("Muhatabın e-posta adresi yok.")
    if channel is None or channel.off_because():
        raise Later(channel.off_because() if channel else "E-posta kapalı.")
    mail = Mail(
        to=one.email, subject=f"{letter.official} {letter.case.subject}", text=handing.mail_words(letter),
        key=row.message_id,
    )  # fmt: skip
    with channel.session() as send:
        send(mail)
    return Gone(Delivery.MAIL, row.message_id)


def _by_kep(letter: Letter, one: Addressee, row: Posting) -> Gone:
    if not one.kep:
        raise Never("Muhatabın KEP adresi yok.")
    box = boxes.kep_box()
    if box is None:
        raise Later("KEP gönderimi için evrak kutusu tanımlanmamış.")
    if letter.package_id is None:
        if why := signing.package_of(letter.case.number, actor=JOB):
            raise Later(why)
        letter.refresh_from_db()
    assert letter.package is not None
    enclosed = _enclosed(letter, one)
    domain = box.address.rpartition("@")[2]
    mail = rem.compose(
        sender=box.address, to=one.kep, subject=f"{letter.official} {letter.case.subject}",
        text=f"{letter.official} sayılı yazının e-Yazışma paketi ektedir.\n\n{settings.MUNICIPALITY}\n",
        files=[enclosed], domain=domain, key=row.message_id,
    )  # fmt: skip
    try:
        raw = rem.sealed(mail, _seal)
    except Refused as refusal:
        raise Later(str(refusal)) from None
    client.submit(boxes.server_of(box), raw, sender=box.address, to=one.kep)
    return Gone(Delivery.KEP, f"{row.message_id}@{domain}", raw)


def _seal(content: bytes) -> bytes:
    return esignature.seal(actor=JOB, content=content, form=esignature.Format.DETACHED, level=esignature.Level.B)


def _enclosed(letter: Letter, one: Addressee) -> rem.Enclosed:
    """The package; encrypted for its reader where the letter is secret and his certificate is known."""
    assert letter.package is not None
    content = bytes_of(letter.package)
    name = f"{str(letter.document_id).upper()}.eyp"
    if letter.case.secrecy:
        try:
            return rem.Enclosed(f"{name}s", "application/eyazisma", envelopes.encrypted_for(letter, one, content))
        except Refused as refusal:
            raise Never(str(refusal)) from None
    return rem.Enclosed(name, "application/eyazisma", content)


def _left(row: Posting, one: Addressee, gone: Gone) -> Dispatch:
    one = Addressee.objects.select_for_update().select_related("letter__case").get(pk=one.pk)
    made = handing.attempt(one, JOB, gone.channel, DispatchState.SENT, message_id=gone.message_id)
    if gone.sent:
        made.evidence = store_as_is(
            actor=JOB, content=gone.sent, name="gonderi.eml", media_type="message/rfc822",
            unit_id=one.letter.case.unit_id, purpose="correspondence.sent",
        )  # fmt: skip
        made.save(update_fields=["evidence"])
    Posting.objects.filter(pk=row.pk).update(next_at=None, given_up_at=None)
    tell(one.letter.case, "dispatch", JOB, f"{one.name}: {DispatchState.SENT.label}"[:300])
    _complete(one.letter)
    return made


def _complete(letter: Letter) -> None:
    """Where nobody waits any more, the sending is finished by itself."""
    waiting = letter.addressees.filter(state__in=WAITING).exists()
    if not waiting and letter.case.state == "signed":
        handing.finish_sending(letter.case.number, actor=dispatcher(letter.case.unit_id))


def _paused(row: Posting, one: Addressee, why: str) -> None:
    if row.tries >= len(PAUSES):
        _given_up(row, one, f"{row.tries} denemede gönderilemedi. {why}")
        return
    Addressee.objects.filter(pk=one.pk, state__in=WAITING).update(state_why=why[:300])


@transaction.atomic
def _given_up(row: Posting, one: Addressee, why: str) -> None:
    one = Addressee.objects.select_for_update().select_related("letter__case").get(pk=one.pk)
    channel = one.channel if one.channel == Delivery.MAIL else Delivery.KEP
    handing.attempt(one, JOB, channel, DispatchState.FAILED, why=why)
    Posting.objects.filter(pk=row.pk).update(next_at=None, given_up_at=now())
    tell(one.letter.case, "dispatch", JOB, f"{one.name}: {DispatchState.FAILED.label}"[:300])
    tell_author(one, why)


def tell_author(one: Addressee, why: str) -> None:
    """Whoever wrote the letter hears that it did not arrive."""
    case = one.letter.case
    if case.opened_by_id:
        notify(
            [case.opened_by_id], lifecycle.UNDELIVERED, f"{one.name}: yazı ulaşmadı", body=why[:500],
            url=f"/evrak/yazi/{case.number}/", secrecy=case.secrecy, dedupe=f"undelivered-{one.pk}-{localdate()}",
        )  # fmt: skip


def delivered(one: Addressee, day: dt.date) -> None:
    """From the day it arrived the receiver has two working days to reject the package."""
    Posting.objects.update_or_create(
        addressee=one, defaults={"next_at": None, "reject_until": add_working_days(day, REJECT_DAYS)}
    )


@transaction.atomic
def bounced(row: Posting, why: str, *, actor: Actor = JOB) -> None:
    """A mail of ours that came back."""
    one = Addressee.objects.select_for_update().select_related("letter__case").get(pk=row.addressee_id)
    if one.state != DispatchState.SENT:
        return
    handing.attempt(one, actor, Delivery.MAIL, DispatchState.FAILED, why=why)
    tell(one.letter.case, "dispatch", JOB, f"{one.name}: {why}"[:300])
    tell_author(one, why)


# ---- e-tebligat ----------------------------------------------------------------------------------------------------


@transaction.atomic
def record_uets(
    number: str, *, actor: Actor, addressee_id: int, uets_number: str, arrived_on: dt.date | None = None
) -> Addressee:
    """Write down what the UETS screen says. Served is the end of the fifth day after the one it arrived on."""
    letter = queries.one_letter(actor, number)
    if letter.case.state not in ("signed", "sent") or not actor.reach(access.DISPATCH).covers(letter.case):
        raise Refused("Yalnız imzalanmış yazı, gönderme yetkisi olan kişi tarafından gönderilir.")
    if letter.case.secrecy >= 2:
        raise Refused(NOT_ELECTRONIC)
    if not uets_number.strip().isalnum():
        raise Refused("UETS barkod numarası harf ve rakamdan oluşur.")
    if arrived_on and arrived_on > localdate():
        raise Refused("Ulaşma günü gelecekte olamaz.")
    one = letter.addressees.select_for_update().get(pk=addressee_id)
    row, _ = Posting.objects.get_or_create(addressee=one)
    row.uets_number, row.uets_arrived_on, row.next_at = uets_number.strip(), arrived_on, None
    row.save()
    served = row.served_on is not None and row.served_on < localdate()
    state = DispatchState.DELIVERED if served else DispatchState.SENT
    words = f"e-tebligat {row.served_on:%d.%m.%Y} günü sonunda yapılmış sayılır" if row.served_on else ""
    handing.attempt(one, actor, Delivery.UETS, state, tracking=row.uets_number, why=words)
    one.channel = Delivery.UETS
    one.save(update_fields=["channel"])
    tell(letter.case, "dispatch", actor, f"{one.name}: e-tebligat"[:300])
    return one


# ---- a package that is rejected ------------------------------------------------------------------------------------


def tell_rejection(number: str) -> None:
    """Tell the sender of a rejected package why (m. 30): by KEP, or by mail. Raises to be tried again."""
    found = Incoming.objects.select_related("case").get(case__number=number)
    if found.case.state != "rejected" or found.told_sender_at is not None:
        return
    where = found.sender_kep.strip()
    text = (
        f"{found.document_number or found.case.subject} sayılı belgenizin e-Yazışma paketi, Resmî Yazışmalarda "
        f"Uygulanacak Usul ve Esaslar Hakkında Yönetmelik m. 30 uyarınca reddedilmiştir.\n\nNeden: {found.closed_why}"
        f"\n\nKayıt: {found.case.number}\n\n{settings.MUNICIPALITY}\n"
    )
    box, channel = boxes.kep_box(), CHANNELS.get("mail")
    if not where:
        return
    if box is not None and ".kep." in where:
        domain = box.address.rpartition("@")[2]
        mail = rem.compose(
            sender=box.address, to=where, subject=f"Paket reddi: {found.document_number}", text=text, files=[],
            domain=domain, key=f"ret-{found.case.number}",
        )  # fmt: skip
        client.submit(boxes.server_of(box), rem.sealed(mail, _seal), sender=box.address, to=where)
    elif channel is not None and not channel.off_because() and ".kep." not in where:
        with channel.session() as send:
            send(Mail(to=where, subject="e-Yazışma paketinin reddi", text=text, key=f"ret-{found.case.number}"))
    else:
        raise Later("Gönderene bildirim için KEP kutusu ya da e-posta tanımlı değil.")
    with transaction.atomic():
        Incoming.objects.filter(pk=found.pk).update(told_sender_at=now())
        tell(found.case, "tell_rejection", JOB, where[:300])
