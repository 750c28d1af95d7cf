"""Setting boxes up and trying them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Unit
from konak.foundation.trail import services as trail
from konak.gateways.mail import imap

from .. import access, queries
from ..models import Mailbox

KIND = "mailroom.mailbox"
NOT_YOURS = f"«{access.MANAGE.label}» için yetkiniz yok. Yetkili: birimin müdürü ya da sistem yöneticisi."
FIELDS = (
    *("name", "address", "service_code", "host", "port", "tls", "user", "secret", "inbox", "done_folder"),
    *("failed_folder", "server_id", "dkim", "plus", "strangers", "receipts", "hourly", "limit_mb"),
)


@transaction.atomic
def save_mailbox(box_id: int | None = None, *, actor: Actor, unit_id: int, **facts: Any) -> Mailbox:
    """Set a box up or change it. The password is named, never given: it stays in the environment."""
    if unknown := set(facts) - set(FIELDS):
        raise TypeError(f"unknown fields {sorted(unknown)}")
    box = Mailbox(active=True)
    if box_id is not None:
        box = _locked(box_id, actor)
    where = (box.host, box.user, box.inbox)
    for name, value in facts.items():
        setattr(box, name, value.strip() if isinstance(value, str) else value)
    box.unit = Unit.objects.get(pk=unit_id)
    if not actor.reach(access.MANAGE).covers(box):
        raise Refused(NOT_YOURS)
    if where != (box.host, box.user, box.inbox):
        # another folder: what is remembered of the old one means nothing there
        box.validity, box.last_uid = None, 0
    box.next_at = now()
    folders = [box.inbox, box.done_folder, box.failed_folder]
    if len({folder.lower() for folder in folders}) < 3:
        raise Refused("Okunan, işlenenler ve işlenemeyenler klasörleri birbirinden farklı olmalı.")
    try:
        box.full_clean(validate_unique=False, validate_constraints=False)
        with transaction.atomic():
            box.save()
    except ValidationError as fault:
        raise Refused(" ".join(fault.messages)) from None
    except IntegrityError:
        raise Refused(f"{box.address} adresi başka bir posta kutusunda kayıtlı.") from None
    verb = "edit" if box_id else "add"
    trail.write(actor=actor, kind=KIND, subject=box.pk, verb=verb, seat=actor.seat_for(access.MANAGE, box))
    return box


def _in_reach(actor: Actor) -> Any:
    return actor.reach(access.VIEW).q("", ("assignee",))


def _locked(box_id: int, actor: Actor) -> Mailbox:
    box: Mailbox = Mailbox.objects.select_for_update().get(_in_reach(actor), pk=box_id)
    if not actor.reach(access.MANAGE).covers(box):
        raise Refused(NOT_YOURS)
    return box


@transaction.atomic
def switch(box_id: int, *, actor: Actor, active: bool) -> Mailbox:
    """Read it, or leave it alone for a while. Its mails stay."""
    box = _locked(box_id, actor)
    box.active, box.next_at, box.fault, box.faults = active, now(), "", 0
    box.save()
    trail.write(actor=actor, kind=KIND, subject=box.pk, verb="open" if active else "close")
    return box


def try_mailbox(box_id: int, *, actor: Actor) -> str:
    """Sign in and count; nothing is fetched or moved. What is wrong is refused in words."""
    box = queries.mailbox(actor, box_id)
    if not actor.reach(access.MANAGE).covers(box):
        raise Refused(NOT_YOURS)
    try:
        with imap.opened(queries.account_of(box)) as line:
            line.select(box.inbox)
            many = len(line.listed(limit=1000))
    except (imap.Down, imap.Denied) as fault:
        raise Refused(str(fault)) from None
    return f"Bağlantı kuruldu; «{box.inbox}» klasöründe {many if many < 1000 else '1.000+'} ileti var."
