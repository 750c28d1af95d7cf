"""Boxes, their passwords, and how they are."""

import datetime as dt
import os
import re
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet
from django.utils.timezone import localtime, now

from konak.foundation.access import Actor
from konak.gateways.mail.imap import Account

from .. import access
from ..models import NAMED, Mail, Mailbox, State

PREFIX = "KONAK_MAILBOX_"
"""Only variables of this beginning are read: whoever may name one on a screen must not learn other secrets."""


def secret_of(name: str) -> str:
    """The password under a name: the variable itself, or the first line of the file that `…_FILE` names."""
    if not re.fullmatch(NAMED, name):
        return ""
    if value := os.environ.get(PREFIX + name):
        return value
    place = os.environ.get(f"{PREFIX}{name}_FILE")
    if not place:
        return ""
    try:
        return Path(place).read_text(encoding="utf-8").split("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError):
        return ""


def account_of(box: Mailbox) -> Account:
    """How the box is opened, with its password."""
    return Account(
        host=box.host, user=box.user, password=secret_of(box.secret), port=box.port, tls=box.tls, ca=settings.IMAP_CA
    )


def mailboxes(actor: Actor) -> QuerySet[Mailbox]:
    reach = actor.reach(access.VIEW).q("", ("assignee",))
    return Mailbox.objects.filter(reach).select_related("unit").order_by("name", "pk")


def mailbox(actor: Actor, box_id: int) -> Mailbox:
    """One box in reach."""
    return mailboxes(actor).get(pk=box_id)


def due_boxes() -> list[int]:
    """Boxes whose time has come."""
    # reach: public inside the house, because the job reads every box
    return list(Mailbox.objects.filter(active=True, next_at__lte=now()).order_by("pk").values_list("pk", flat=True))


def own_addresses() -> frozenset[str]:
    """Addresses our letters come from: what they send to each other is nobody's request."""
    # reach: public inside the house, because only addresses of our own are compared
    own = {address.lower() for address in Mailbox.objects.values_list("address", flat=True)}
    sender = parseaddr(settings.SMTP_SENDER)[1].lower()
    return frozenset(own | ({sender} if sender else set()))


@dataclass(frozen=True, slots=True)
class Health:
    """How a box is today."""

    box: Mailbox
    today: int
    waiting: int
    failed: int
    last_mail: dt.datetime | None

    @property
    def kind(self) -> str:
        if not self.box.active:
            return "closed"
        return "late" if self.box.fault else "wait" if self.failed or self.waiting else "done"

    @property
    def words(self) -> str:
        if not self.box.active:
            return "Kapalı"
        if self.box.fault:
            return "Okunamıyor"
        return "Çalışıyor" if self.box.read_at else "Henüz okunmadı"


def health(actor: Actor) -> list[Health]:
    """Every box in reach with today's numbers; two statements."""
    boxes = list(mailboxes(actor))
    midnight = localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    found: dict[int, Any] = {
        row["mailbox_id"]: row
        for row in Mail.objects.filter(mailbox__in=boxes)
        .values("mailbox_id")
        .annotate(
            today=Count("pk", filter=Q(received_at__gte=midnight)),
            waiting=Count("pk", filter=Q(state__in=[State.HELD, State.RECEIVED])),
            failed=Count("pk", filter=Q(state=State.FAILED)),
            last=Max("received_at"),
        )
        .order_by()
    }
    return [
        Health(box, row.get("today", 0), row.get("waiting", 0), row.get("failed", 0), row.get("last"))
        for box in boxes
        for row in [found.get(box.pk) or {}]
    ]
