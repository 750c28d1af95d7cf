"""What happens around a scan: the line in the trail although the upload is rolled back, and scanning again."""

import datetime as dt
import logging
from threading import Thread

from django.db import connection, transaction
from django.db.models import Q
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.files import scanning
from konak.foundation.files.models import Blob, Scan, StoredFile
from konak.foundation.files.queries import Missing, open_blob
from konak.foundation.notify.services import notify
from konak.foundation.people.models import Appointment
from konak.foundation.people.positions import Position
from konak.foundation.people.queries import on_day
from konak.foundation.trail import services as trail

from .topics import FOUND

log = logging.getLogger(__name__)
BATCH = 200
AGAIN_AFTER = dt.timedelta(days=30)
"""New signatures find old things: what was clean so long ago is scanned again."""


def tell(actor: Actor, name: str, found: str) -> None:
    """Keep the attempt in the trail and tell the administrators.

    The refusal that follows rolls the caller's transaction back, so this one has a connection of its own. The name of
    the file is free text and stays out of the line, which can never be erased.
    """
    log.warning("harmful upload refused: %s", found)
    worker = Thread(target=_keep, args=(actor, found), name="antivirus-trail")
    worker.start()
    worker.join(timeout=10)


def _keep(actor: Actor, found: str) -> None:
    try:
        with transaction.atomic():
            trail.write(actor=actor, kind="files.storedfile", subject="-", verb="infected", note=found)
            notify(
                _administrators(),
                FOUND,
                f"Zararlı dosya geri çevrildi: {found}",
                body="Yükleyen kişi ve zaman izde yazılı.",
                url="/iz/?islem=infected",
            )
    except Exception:
        log.exception("the trail of a harmful upload could not be written")
    finally:
        connection.close()


def _administrators() -> set[int]:
    held = Appointment.objects.filter(on_day(), position=Position.ADMINISTRATOR, user__is_active=True)
    return set(held.values_list("user_id", flat=True))


def scan_waiting() -> int:
    """Scan what was let in unscanned, oldest first; returns how many were scanned. Stops when the scanner is away."""
    return _walk(Q(scan=Scan.WAITING))


def scan_again(limit: int = 2_000) -> int:
    """Scan the contents whose last scan is oldest, those never scanned first."""
    return _walk(Q(scan=Scan.NONE, found="") | Q(scan=Scan.CLEAN, scanned_at__lt=now() - AGAIN_AFTER), limit)


def _walk(which: Q, limit: int | None = None) -> int:
    if scanning.active() is None:
        return 0
    done = 0
    after = ""
    while limit is None or done < limit:
        blobs = list(Blob.objects.filter(which, pk__gt=after).order_by("pk")[:BATCH])
        if not blobs:
            break
        for blob in blobs:
            after = blob.pk
            try:
                _scan(blob)
            except scanning.Away as trouble:
                log.warning("scanning again stops: %s", trouble)
                return done
            done += 1
            if done == limit:
                break
    return done


def _scan(blob: Blob) -> None:
    try:
        with open_blob(blob) as content:
            seen = scanning.look_again(blob, content)
    except Missing:
        return
    with transaction.atomic():
        scanning.keep(Blob.objects.select_for_update().get(pk=blob.pk), seen)
        if seen.state == Scan.INFECTED:
            _quarantine(blob, seen.found)


def _quarantine(blob: Blob, found: str) -> None:
    """Say that a stored content is harmful: it stays on the disk as evidence, and nobody gets it any more."""
    keys = list(StoredFile.objects.filter(blob=blob).order_by("pk").values_list("pk", flat=True)[:50])
    for key in keys:
        trail.write(
            actor=Actor(None, via="job"), kind="files.storedfile", subject=key, verb="quarantined", note=found
        )
    notify(
        _administrators(),
        FOUND,
        f"Saklanan bir dosyada zararlı yazılım bulundu: {found}",
        body=f"Dosya artık açılamaz. Özeti: {blob.pk}",
        url="/iz/?islem=quarantined",
        dedupe=f"antivirus.found:{blob.pk}",
    )
