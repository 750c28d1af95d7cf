"""Letters to people who wrote by mail: what became of it, what the desk answers. Never to machines, never twice."""

import datetime as dt
import logging
import time
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now

from konak.foundation.notify import Letter, Permanent, Undelivered, Unreachable
from konak.gateways.mail import client
from konak.gateways.mail.channel import Mail as Channel
from konak.service.desk import public as desk

from .. import parsing, queries
from ..models import Mail, Mailbox, Purpose, Reply, SendState, State, Strangers
from ..parsing.automatic import generated
from ..parsing.quoting import MARKER

log = logging.getLogger(__name__)
MINUTES = (1, 5, 15, 60, 180, 360)
PATIENCE = dt.timedelta(days=3)
MOST_RECEIPTS = 5
"""Receipts to one address in an hour: two machines that answer each other stop here at the latest."""
BUDGET = 45.0


def domain() -> str:
    """The right half of our Message-IDs."""
    return (
        parseaddr(settings.SMTP_SENDER)[1].rpartition("@")[2]
        or urlsplit(settings.SITE_URL).hostname
        or "konak.invalid"
    )


def loop_mark() -> str:
    return client.loop_mark(domain())


def reply_to(box: Mailbox, number: str) -> str:
    """Where an answer about a ticket is to go."""
    return parsing.reply_address(box.address, number, settings.SECRET_KEY.encode()) if box.plus else box.address


def reply_address_of(kind: str, number: str) -> str:
    """For the notifications: answers to letters about tickets come to the box of the ticket, or to the first one."""
    if kind != "case" or not number.startswith("DT-"):
        return ""
    mail = Mail.objects.filter(ticket=number, mailbox__active=True).select_related("mailbox").first()
    box = mail.mailbox if mail else Mailbox.objects.filter(active=True).order_by("pk").first()
    return reply_to(box, number) if box else ""


def answer_in_full(number: str, told: str) -> str:
    """What the desk wrote, whole: the notification holds its beginning only."""
    start = told.removesuffix("…").rstrip()
    for said in reversed(desk.said_to_asker(number)) if number.startswith("DT-") and start else ():
        if said.by_desk and " ".join(said.text.split()).startswith(start):
            files = f"\n\nYanıtta {said.files} dosya var; talebin sayfasından açabilirsiniz." if said.files else ""
            return f"{said.text.strip()}{files}\n\nEklemek istedikleriniz için bu iletiyi yanıtlamanız yeterlidir."
    return ""


def receipt(mail: Mail, letter: parsing.Letter, refused: list[tuple[str, str]], *, fresh: bool) -> None:
    """Tell the sender the number of his ticket, and which of his files were not taken."""
    box = mail.mailbox
    if not _answerable(mail, letter) or (fresh and not box.receipts and not refused):
        return
    lines = [f"Sayın {mail.who},", ""]
    if fresh:
        lines += [f"İletiniz {mail.ticket} sayılı destek talebi olarak kaydedildi."]
    else:
        lines += [f"İletiniz {mail.ticket} sayılı talebe eklendi."]
    if refused:
        lines += ["", "Şu dosyalar alınmadı:", *(f"  • {name}: {why}" for name, why in refused)]
        lines += ["Gerekiyorsa başka bir biçimde yeniden gönderin."]
    if mail.proved:
        lines += ["", f"Talebin sayfası: {settings.SITE_URL}/is/{mail.ticket}/"]
    lines += ["", "Eklemek istedikleriniz için bu iletiyi yanıtlamanız yeterlidir."]
    _queue(mail, Purpose.RECEIPT, parsing.clean_subject(letter.subject) or "Destek talebiniz", lines)


def refuse(mail: Mail, letter: parsing.Letter, words: str) -> None:
    """Tell the sender that his mail was not taken, and why."""
    if _answerable(mail, letter):
        lines = [f"Sayın {mail.who},", "", words, "", "Küçülterek ya da portaldan yeniden gönderin."]
        _queue(mail, Purpose.REFUSAL, parsing.clean_subject(letter.subject) or "İletiniz", lines)


def _answerable(mail: Mail, letter: parsing.Letter) -> bool:
    """Not to machines nor ourselves, nor to a stranger (the address may be stolen) unless the box takes strangers."""
    address = mail.sender_address
    if not address or generated(letter) or address in queries.own_addresses():
        return False
    if address.partition("@")[0] in {"noreply", "no-reply", "donotreply", "mailer-daemon", "postmaster"}:
        return False
    if not mail.proved and mail.mailbox.strangers != Strangers.OPEN:
        return False
    since = now() - dt.timedelta(hours=1)
    sent = Reply.objects.filter(to=address, made_at__gte=since, purpose__in=[Purpose.RECEIPT, Purpose.REFUSAL])
    return sent.count() < MOST_RECEIPTS


def _queue(mail: Mail, purpose: Purpose, subject: str, lines: list[str]) -> Reply:
    text = "\n".join([f"--- {MARKER} ---", "", *lines, "", settings.MUNICIPALITY, mail.mailbox.name])
    return Reply.objects.create(
        mailbox=mail.mailbox,
        mail=mail,
        ticket=mail.ticket,
        purpose=purpose,
        to=mail.sender_address,
        subject=f"Ynt: {subject}"[:300],
        text=text,
    )


def answer_by_mail(number: str) -> int:
    """Send what the desk wrote to somebody who has no account and wrote by mail. Repeating sends nothing twice."""
    first = Mail.objects.filter(ticket=number, state=State.OPENED).select_related("mailbox").order_by("pk").first()
    if first is None or first.proved or not first.sender_address:
        return 0
    count = 0
    for said in desk.said_to_asker(number):
        if not said.by_desk:
            continue
        lines = [f"Sayın {first.who},", "", said.text]
        if said.files:
            lines += ["", f"Yanıtta {said.files} dosya var; destek biriminden isteyebilirsiniz."]
        lines += ["", f"Talep: {number}"]
        text = "\n".join([f"--- {MARKER} ---", "", *lines, "", settings.MUNICIPALITY, first.mailbox.name])
        _, fresh = Reply.objects.get_or_create(
            ticket=number,
            message=said.key,
            to=first.sender_address,
            defaults={
                "mailbox": first.mailbox,
                "mail": first,
                "purpose": Purpose.ANSWER,
                "subject": f"Ynt: {parsing.clean_subject(first.subject) or 'Destek talebiniz'}"[:300],
                "text": text,
            },
        )
        count += fresh
    return count


def send_replies(seconds: float = BUDGET) -> int:
    """Send what waits, each letter claimed by one worker alone; returns how many went out."""
    channel = Channel()
    if channel.off_because() or not Reply.objects.filter(state=SendState.READY, due_at__lte=now()).exists():
        return 0
    until, sent = time.monotonic() + seconds, 0
    try:
        with channel.session() as send:
            while time.monotonic() < until:
                found = _one(send)
                if found is None:
                    break
                sent += found
    except Unreachable as problem:
        log.warning("letters of the mailroom wait: %s", problem)
    return sent


def _one(send: object) -> bool | None:
    """One letter, in a transaction of its own: claimed, sent, written down. None when nothing waits."""
    with transaction.atomic():
        reply = (
            Reply.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("mailbox", "mail")
            .filter(state=SendState.READY, due_at__lte=now())
            .order_by("due_at", "pk")
            .first()
        )
        if reply is None:
            return None
        reply.attempts += 1
        down: Unreachable | None = None
        try:
            reply.problem = ""
            send(_as_letter(reply))  # type: ignore[operator]
        except Permanent as problem:
            reply.state, reply.problem = SendState.FAILED, str(problem)[:500]
        except Undelivered as problem:
            down = problem if isinstance(problem, Unreachable) else None
            reply.problem = str(problem)[:500]
            if now() - reply.made_at > PATIENCE:
                reply.state = SendState.FAILED
            reply.due_at = now() + dt.timedelta(minutes=MINUTES[min(reply.attempts, len(MINUTES)) - 1])
        else:
            reply.state, reply.sent_at = SendState.SENT, now()
        reply.save(update_fields=["attempts", "state", "problem", "due_at", "sent_at"])
    if down is not None:
        raise down
    return reply.state == SendState.SENT


def _as_letter(reply: Reply) -> Letter:
    answers = [reply.mail.message_id] if reply.mail and reply.mail.message_id else []
    return Letter(
        to=reply.to,
        subject=reply.subject,
        text=reply.text + "\n",
        key=reply.key.hex,
        thread=reply.ticket,
        answers=tuple(answers),
        reply_to=reply_to(reply.mailbox, reply.ticket) if reply.ticket else "",
        sender=f'"{reply.mailbox.name}" <{reply.mailbox.address}>',
    )
