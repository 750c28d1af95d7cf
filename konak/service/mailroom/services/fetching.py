"""Taking mails in: first stored and committed, then placed, then moved on the server. A crash anywhere repeats a step
that knows it was done: nothing is lost, nothing is there twice."""

import datetime as dt
import logging
import time
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.db import fetch as sql
from konak.foundation.files.services import store_as_is
from konak.gateways.mail import imap

from .. import parsing, queries
from ..models import Mail, Mailbox, State
from . import placing

log = logging.getLogger(__name__)
MOST = 200
"""Mails of one box in one round."""
BUDGET = 45.0
WAITS = (1, 2, 5, 10, 15)
"""Minutes until a box that failed is tried again; the last one is repeated."""
RFC822 = "message/rfc822"


@dataclass
class Round:
    """What one look into a box brought."""

    taken: int = 0
    known: int = 0
    left: int = 0
    fault: str = ""


def fetch_all() -> dict[int, Round]:
    """Look into every box whose time has come, and place what a dead worker left."""
    found = {box_id: fetch(box_id) for box_id in queries.due_boxes()}
    for mail_id in queries.stuck():
        placing.process(mail_id)
    return found


def fetch(box_id: int) -> Round:
    """Look into one box; of several workers one does, the others see nothing to do."""
    if not sql("mailroom/one_reader", box=box_id)[0].mine:
        return Round()
    try:
        return _fetch(Mailbox.objects.get(pk=box_id))
    finally:
        sql("mailroom/reader_gone", box=box_id)


def _fetch(box: Mailbox) -> Round:
    done = Round()
    try:
        with imap.opened(queries.account_of(box)) as line:
            validity = line.select(box.inbox)
            if validity != box.validity:
                box.validity, box.last_uid = validity, 0
            _read(line, box, done)
    except (imap.Down, imap.Denied) as fault:
        done.fault = str(fault)
    moment = now()
    box.tried_at, box.fault = moment, done.fault[:300]
    box.faults = box.faults + 1 if done.fault else 0
    if done.fault:
        box.next_at = moment + dt.timedelta(minutes=WAITS[min(box.faults, len(WAITS)) - 1])
        log.warning("mailbox %s: %s", box.pk, done.fault)
    else:
        box.read_at = box.next_at = moment
    box.save(update_fields=["validity", "last_uid", "tried_at", "read_at", "fault", "faults", "next_at"])
    return done


def _read(line: imap.Box, box: Mailbox, done: Round) -> None:
    until = time.monotonic() + BUDGET
    for one in line.listed(after=box.last_uid, limit=MOST):
        if time.monotonic() > until:
            return
        try:
            mail = _take(line, box, one, done)
        except (imap.Down, imap.Denied):
            raise
        except Exception as error:
            # it stays in its folder and comes again; the others have their turn
            log.exception("mail %s of mailbox %s could not be taken in", one.uid, box.pk)
            done.left += 1
            done.fault = f"{one.uid} numaralı ileti alınamadı ({type(error).__name__}); yeniden denenecek."
            continue
        if mail is None:
            continue
        folder = box.failed_folder if mail.state in {State.FAILED, State.REFUSED} else box.done_folder
        try:
            if not line.move(one.uid, folder):
                box.last_uid = one.uid
        except imap.Denied as fault:
            # it is safe with us; that it lies where it lay is told, and it is not fetched again
            box.last_uid, done.fault = one.uid, str(fault)


def _take(line: imap.Box, box: Mailbox, one: imap.Listed, done: Round) -> Mail | None:
    whole = one.size <= box.limit_mb * 1024 * 1024
    raw = line.content(one.uid) if whole else line.head(one.uid)
    if raw is None:
        return None
    mail, fresh = take_in(box, raw, uid=one.uid, validity=box.validity or 0, size=one.size, whole=whole)
    done.taken += fresh
    done.known += not fresh
    return placing.process(mail.pk) if mail.state == State.RECEIVED else mail


def take_in(
    box: Mailbox, raw: bytes, *, uid: int, validity: int, size: int | None = None, whole: bool = True
) -> tuple[Mail, bool]:
    """Keep a mail once, whatever road it came by; the second value says whether it is new. It is committed then."""
    letter = parsing.read(raw)
    print_ = letter.fingerprint
    with transaction.atomic():
        if known := Mail.objects.filter(fingerprint=print_).first():
            return known, False
        stored = store_as_is(
            actor=Actor(None, via="job"),
            content=raw or b"\n",
            name=f"ileti-{print_[:12]}.eml",
            media_type=RFC822,
            unit_id=box.unit_id,
            purpose="mailroom.mail",
        )
        try:
            with transaction.atomic():
                mail = Mail.objects.create(
                    mailbox=box,
                    fingerprint=print_,
                    message_id=letter.message_id[:255],
                    uid=uid,
                    validity=validity,
                    sender_name=letter.sender.name if letter.sender else "",
                    sender_address=letter.sender.address if letter.sender else "",
                    subject=letter.subject,
                    size=len(raw) if size is None else size,
                    raw=stored,
                    whole=whole,
                )
        except IntegrityError:
            return Mail.objects.get(fingerprint=print_), False
    return mail, True
