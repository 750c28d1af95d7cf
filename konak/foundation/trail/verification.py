"""Proving that no line was touched: along the chain from its first link, then against the heads kept outside."""

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils.timezone import localtime, now
from procrastinate.contrib.django import app

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused

from . import access, heads
from .models import Entry, Seal, Verification
from .services import COLUMNS, GENESIS, SEALER_LOCK, canonical_row, lock, write

CHUNK = 5_000
STALE = dt.timedelta(hours=2)
"""A walk that has not ended after so long belongs to a worker that is gone."""
alarms: list[Callable[[Verification], None]] = []
"""Who wants to hear of a broken chain, in the transaction that keeps the result; floors above put themselves in."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Outcome of a check: lines checked, and the first broken one with the reason in Turkish."""

    checked: int
    unsealed: int
    head: str
    broken_number: int | None = None
    broken_entry: int | None = None
    reason: str = ""

    @property
    def intact(self) -> bool:
        return self.broken_number is None


def verify(report: Callable[[int], None] = lambda checked: None) -> Verdict:
    """Walk the chain in chunks of constant memory and name the first broken line; `report` hears how far it came.

    The heads are read first: what was sealed later cannot make an older head a lie.
    """
    outside = {head.number: head.digest for head in heads.kept()}
    farthest = max(outside, default=0)
    unsealed = Entry.objects.filter(seal=None).count()
    number, digest = 0, GENESIS
    columns = [f"entry__{name}" for name in COLUMNS]
    while True:
        chunk = list(
            Seal.objects.filter(number__gt=number)
            .order_by("number")
            .values_list("number", "digest", "sealed_at", *columns)[:CHUNK]
        )
        for link, sealed, sealed_at, *row in chunk:
            if link != number + 1:
                return _broken(number, unsealed, digest, number + 1, None, "Zincirin bu halkası silinmiş.")
            fresh = hashlib.sha256(digest + canonical_row(*row)).digest()
            if fresh != bytes(sealed):
                words = f"Satırın içeriği mühürlendiğinden farklı ({localtime(row[1]):%d.%m.%Y %H.%M})."
                return _broken(number, unsealed, digest, link, row[0], words)
            if outside.get(link, fresh.hex()) != fresh.hex():
                words = (
                    f"Zincir {localtime(sealed_at):%d.%m.%Y} gününden önce baştan yazılmış: "
                    "bu halkanın özeti, mühürlenirken veritabanının dışına yazılanla uyuşmuyor."
                )
                return _broken(number, unsealed, digest, link, row[0], words)
            number, digest = link, fresh
        report(number)
        if len(chunk) < CHUNK:
            break
    if number < farthest:
        words = (
            f"En yeni {farthest - number} mühürlü satır yok: veritabanının dışındaki kayda göre zincir "
            f"{farthest}. halkaya kadar uzanıyordu. Silinmiş ya da eski bir yedek geri yüklenmiş."
        )
        return _broken(number, unsealed, digest, number + 1, None, words)
    return Verdict(number, unsealed, digest.hex())


def _broken(checked: int, unsealed: int, digest: bytes, number: int, entry: int | None, reason: str) -> Verdict:
    return Verdict(checked, unsealed, digest.hex(), number, entry, reason)


# Walks that are kept ------------------------------------------------------------------------------------------------


@transaction.atomic
def ask_for_verification(*, actor: Actor) -> Verification:
    """Queue a walk along the whole chain. One at a time: whoever asks while one runs is told so."""
    seat = actor.seat_for(access.VERIFY)
    if seat is None:
        raise Refused(f"«{access.VERIFY.label}» için yetkiniz yok.")
    lock(SEALER_LOCK + 1)
    walks = Verification.objects.filter(state__in=[Verification.State.WAITING, Verification.State.RUNNING])
    walks.filter(asked_at__lt=now() - STALE).update(
        state=Verification.State.FAILED, finished_at=now(), reason="İşçi süreç yarıda kaldı."
    )
    if walks.exists():
        raise Refused("Bir doğrulama zaten sürüyor; bitmesini bekleyin.")
    walk = Verification.objects.create(asked_by_id=actor.user_id, target=_length())
    write(actor=actor, kind="trail.verification", subject=walk.pk, verb="asked", seat=seat)
    app.configure_task("trail.verify").defer(verification_id=walk.pk)
    return walk


def nightly() -> Verification:
    """The walk nobody has to ask for."""
    walk = Verification.objects.create(target=_length())
    return run(walk.pk)


def run(verification_id: int) -> Verification:
    """Walk, keep how far it came, and tell when the chain is broken. A walk that ended is not begun again."""
    State = Verification.State  # noqa: N806 - an enumeration
    rows = Verification.objects.filter(pk=verification_id)
    if not rows.filter(state__in=[State.WAITING, State.RUNNING]).update(state=State.RUNNING):
        return rows.get()
    try:
        verdict = verify(lambda checked: _progress(verification_id, checked))
    except Exception as trouble:
        rows.update(state=State.FAILED, finished_at=now(), reason=f"{type(trouble).__name__}"[:300])
        raise
    with transaction.atomic():
        rows.update(
            state=State.INTACT if verdict.intact else State.BROKEN,
            checked=verdict.checked,
            unsealed=verdict.unsealed,
            head=verdict.head,
            broken_number=verdict.broken_number,
            broken_entry=verdict.broken_entry,
            reason=verdict.reason,
            finished_at=now(),
        )
        if not verdict.intact:
            for alarm in alarms:
                alarm(rows.get())
    return rows.get()


def _progress(verification_id: int, checked: int) -> None:
    Verification.objects.filter(pk=verification_id).update(checked=checked)


def _length() -> int:
    return Seal.objects.order_by("-number").values_list("number", flat=True).first() or 0
