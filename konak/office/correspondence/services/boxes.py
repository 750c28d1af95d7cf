"""The boxes official documents come through: set up, tried, emptied."""

import datetime as dt
import hashlib
import os
import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.files.services import store_as_is
from konak.foundation.lifecycle import Refused
from konak.foundation.trail import services as trail
from konak.gateways.mail import imap
from konak.gateways.mail.address import Server

from .. import access
from ..models import Arrival, ArrivalState, BoxKind, Postbox
from ..models.post import NAMED
from . import placing
from .signing import JOB

PREFIX = "KONAK_MAILBOX_"
FIELDS = (
    *("kind", "name", "address", "host", "port", "tls", "user", "secret", "smtp_host", "smtp_port", "smtp_tls"),
    *("done_folder", "failed_folder", "limit_mb", "active"),
)
WAITS = (1, 2, 5, 10, 15)
MOST = 100


def secret_of(name: str) -> str:
    """The password under a name: the variable itself, or the first line of the file that `…_FILE` names."""
    if not re.fullmatch(NAMED, name):
        return ""
    if value := os.environ.get(PREFIX + name):
        return value
    place = os.environ.get(f"{PREFIX}{name}_FILE")
    try:
        return Path(place).read_text(encoding="utf-8").split("\n")[0].rstrip("\r") if place else ""
    except (OSError, UnicodeDecodeError):
        return ""


def account_of(box: Postbox) -> imap.Account:
    return imap.Account(
        host=box.host, user=box.user, password=secret_of(box.secret), port=box.port, tls=box.tls, ca=settings.IMAP_CA
    )


def server_of(box: Postbox) -> Server:
    """Where KEP is handed in; a password never goes over a line that is not encrypted."""
    plain = box.smtp_tls == "none"
    port = box.smtp_port or {"tls": 465, "starttls": 587, "none": 25}[box.smtp_tls]
    user, password = ("", "") if plain else (box.user, secret_of(box.secret))
    return Server(box.smtp_host, port, user, password, box.smtp_tls, 30.0, settings.IMAP_CA)


def kep_box() -> Postbox | None:
    """The box KEP leaves by: the first one that may send."""
    return Postbox.objects.filter(kind=BoxKind.KEP, active=True).exclude(smtp_host="").order_by("pk").first()


@transaction.atomic
def save_box(box_id: int | None = None, *, actor: Actor, unit_id: int, **facts: Any) -> Postbox:
    """Set a box up or change it. The password is named, never given."""
    box = Postbox()
    if box_id is not None:
        box = Postbox.objects.select_for_update().get(pk=box_id)
        _may(actor, box)
    where = (box.host, box.user)
    for name, value in facts.items():
        if name not in FIELDS:
            raise TypeError(f"unknown field {name}")
        setattr(box, name, value.strip() if isinstance(value, str) else value)
    box.unit_id = unit_id
    _may(actor, box)
    if where != (box.host, box.user):
        box.validity, box.last_uid = None, 0
    box.next_at, box.fault, box.faults = now(), "", 0
    try:
        box.full_clean(validate_unique=False, validate_constraints=False)
        with transaction.atomic():
            box.save()
    except ValidationError as fault:
        raise Refused(" ".join(fault.messages)) from None
    except IntegrityError:
        raise Refused(f"{box.address} adresi başka bir kutuda kayıtlı.") from None
    trail.write(actor=actor, kind="correspondence.postbox", subject=box.pk, verb="edit" if box_id else "add")
    return box


def _may(actor: Actor, box: Postbox) -> None:
    reach = actor.reach(access.MANAGE)
    if not (reach.everywhere or box.unit_id in reach.units):
        raise Refused(f"«{access.MANAGE.label}» için yetkiniz yok.")


def try_box(box_id: int, *, actor: Actor) -> str:
    """Sign in and count; nothing is fetched or moved."""
    box = Postbox.objects.get(pk=box_id)
    _may(actor, box)
    try:
        with imap.opened(account_of(box)) as line:
            line.select("INBOX")
            many = len(line.listed(limit=1000))
    except (imap.Down, imap.Denied) as fault:
        raise Refused(str(fault)) from None
    return f"Bağlantı kuruldu; kutuda {many} ileti var."


def fetch_all() -> int:
    """Empty every box whose time has come; returns how many messages were taken in."""
    due = Postbox.objects.filter(active=True, next_at__lte=now()).order_by("pk").values_list("pk", flat=True)
    return sum(fetch(box_id) for box_id in list(due))


def fetch(box_id: int) -> int:
    """Empty one box: each message is stored and committed, then placed, then moved on the server."""
    box, taken = Postbox.objects.get(pk=box_id), 0
    fault = ""
    try:
        with imap.opened(account_of(box)) as line:
            validity = line.select("INBOX")
            if validity != box.validity:
                box.validity, box.last_uid = validity, 0
            for one in line.listed(after=box.last_uid, limit=MOST):
                if one.size > box.limit_mb * 1024 * 1024:
                    fault, box.last_uid = f"{one.uid} numaralı ileti {box.limit_mb} MB sınırını aşıyor.", one.uid
                    continue
                raw = line.content(one.uid)
                if raw is None:
                    continue
                arrival, fresh = take_in_mail(box, raw)
                taken += fresh
                placing.place(arrival.pk)
                arrival.refresh_from_db()
                folder = box.failed_folder if arrival.state == ArrivalState.FAILED else box.done_folder
                if not line.move(one.uid, folder):
                    box.last_uid = one.uid
    except (imap.Down, imap.Denied) as trouble:
        fault = str(trouble)
    moment = now()
    box.faults = box.faults + 1 if fault else 0
    box.fault, box.next_at = fault[:300], moment
    if fault:
        box.next_at = moment + dt.timedelta(minutes=WAITS[min(box.faults, len(WAITS)) - 1])
    else:
        box.read_at = moment
    box.save(update_fields=["validity", "last_uid", "read_at", "fault", "faults", "next_at"])
    return taken


@transaction.atomic
def take_in_mail(box: Postbox, raw: bytes, *, actor: Actor = JOB) -> tuple[Arrival, bool]:
    """Keep a message once, whatever road it came by."""
    print_ = hashlib.sha256(raw).hexdigest()
    known = Arrival.objects.filter(fingerprint=print_).first()
    if known is not None:
        return known, False
    stored = store_as_is(
        actor=actor, content=raw or b"\n", name=f"ileti-{print_[:12]}.eml", media_type="message/rfc822",
        unit_id=box.unit_id, purpose="correspondence.mail",
    )  # fmt: skip
    made, fresh = Arrival.objects.get_or_create(fingerprint=print_, defaults={"box": box, "raw": stored})
    return made, fresh
