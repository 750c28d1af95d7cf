"""A content is laid before those who shall sign it, and taken away again."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.files.models import StoredFile
from konak.foundation.files.services import open_blob
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.services import notify
from konak.foundation.people.models import User
from konak.foundation.trail import services as trail

from .. import access
from ..lifecycle import OPENED, WAITING, WITHDRAWN
from ..models import Format, Level, Request, RequestState, Role, Signatory, Turn

KIND = Request._meta.label_lower
MOST = 40


@dataclass(frozen=True, slots=True)
class Wanted:
    """Somebody who shall sign: those of one order sign side by side, the next order when all of them have."""

    user_id: int
    role: str = Role.SIGN
    order: int = 1
    acts: str = ""


@transaction.atomic
def ask(
    *,
    actor: Actor,
    purpose: str,
    reference: str,
    subject: str,
    content: StoredFile,
    signers: Sequence[Wanted],
    form: str = Format.PADES,
    level: str = Level.LTA,
    unit_id: int | None = None,
    due_on: dt.date | None = None,
    url: str = "",
    preview: StoredFile | None = None,
    secrecy: int = 0,
) -> Request:
    """Lay a stored file before the signers; the first of them are told at once."""
    seat = actor.seat_for(access.ASK) or actor.seat_for(access.RUN)
    if seat is None:
        raise Refused(f"«{access.ASK.label}» için yetkiniz yok.")
    if form not in Format.values or level not in Level.values:
        raise Refused("İmza biçimi ya da düzeyi tanınmıyor.")
    if not signers:
        raise Refused("En az bir imzacı seçin.")
    if len(signers) > MOST:
        raise Refused(f"Bir imza dosyasında en çok {MOST} imzacı olabilir.")
    if len({(one.user_id, one.role, one.order) for one in signers}) < len(signers):
        raise Refused("Aynı kişi aynı sırada iki kez yazılmış.")
    known = set(
        User.objects.filter(pk__in={one.user_id for one in signers}, is_active=True).values_list("pk", flat=True)
    )
    if missing := [one for one in signers if one.user_id not in known]:
        raise Refused(f"İmzacılardan {len(missing)} kişi bulunamadı ya da hesabı kapalı.")
    if due_on is not None and due_on < localdate():
        raise Refused("Son gün geçmiş bir gün olamaz.")
    if form == Format.PADES:
        with open_blob(content) as stream:
            if b"%PDF-" not in stream.read(1024):
                raise Refused("PAdES imzası için dosya PDF olmalı.")
    request = Request.objects.create(
        purpose=purpose,
        reference=reference[:60],
        url=url,
        subject=subject.strip()[:250] or reference,
        form=form,
        level=level,
        content=content,
        preview=preview,
        unit_id=unit_id or seat.unit_id,
        assignee_id=actor.user_id,
        secrecy=secrecy,
        due_on=due_on,
    )
    Signatory.objects.bulk_create(
        Signatory(request=request, user_id=one.user_id, role=one.role, order=one.order, acts=one.acts.strip()[:200])
        for one in signers
    )
    trail.write(actor=actor, kind=KIND, subject=request.key, verb="ask", seat=seat)
    open_next(request)
    return request


def open_next(request: Request) -> list[Signatory]:
    """Those whose turn has come; the caller holds the lock of the request. Empty: nobody is left."""
    rows = list(request.signatories.select_for_update().order_by("order", "pk"))
    busy = [one for one in rows if one.state in {Turn.WAITING, Turn.READY, Turn.STAMPING}]
    if not busy:
        return []
    first = busy[0].order
    if any(one.state in {Turn.READY, Turn.STAMPING} for one in busy):
        first = min(one.order for one in busy if one.state in {Turn.READY, Turn.STAMPING})
    fresh = [one for one in busy if one.order == first and one.state == Turn.WAITING]
    for one in fresh:
        one.state, one.ready_at = Turn.READY, now()
        one.save(update_fields=["state", "ready_at"])
        notify(
            [one.user_id],
            WAITING,
            f"{one.get_role_display()} bekliyor: {request.subject}"[:200],
            body="Sıra sizde. İmza dosyanızdan açıp imzalayabilir ya da nedenini yazarak iade edebilirsiniz.",
            url="/imza/",
            secrecy=request.secrecy,
        )
    return busy


def locked(key: uuid.UUID | str) -> Request:
    """The request, locked until the transaction ends."""
    return Request.objects.select_for_update().get(key=key)


@transaction.atomic
def withdraw(key: uuid.UUID | str, *, actor: Actor, why: str) -> Request:
    """Whoever asked takes it away again; what was signed until then stays in its file."""
    request = locked(key)
    mine = request.assignee_id == actor.user_id and actor.user_id is not None
    if not mine and not actor.reach(access.ASK).covers(request):
        raise Request.DoesNotExist
    if request.state != RequestState.OPEN:
        raise Refused("Yalnız imzadaki dosya geri çekilebilir.")
    if not why.strip():
        raise Refused("Geri çekme nedenini yazın.")
    close(request, RequestState.WITHDRAWN, why)
    trail.write(actor=actor, kind=KIND, subject=request.key, verb="withdraw", seat=actor.seat_for(access.ASK))
    publish(WITHDRAWN, key=str(request.key), purpose=request.purpose, reference=request.reference, why=request.why)
    return request


def close(request: Request, state: str, why: str) -> None:
    """The request ends without being signed by all; the caller holds its lock."""
    request.state, request.closed_at, request.why = state, now(), why.strip()[:1000]
    request.save(update_fields=["state", "closed_at", "why"])
    request.signatories.filter(state__in=[Turn.WAITING, Turn.READY, Turn.STAMPING]).update(state=Turn.DROPPED)


def note_opened(request: Request, *, actor: Actor, name: str) -> None:
    """Tell whose document it is that somebody opened it here; a letter counts who reads it."""
    if actor.user_id is not None:
        publish(
            OPENED,
            key=str(request.key),
            purpose=request.purpose,
            reference=request.reference,
            user_id=actor.user_id,
            name=name,
        )
