"""Sayısallaştırma: paper becomes files batch by batch. Who scanned does not judge, who sent does not accept."""

import datetime as dt
import math
import random
import zipfile
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate, now
from procrastinate.contrib.django import app

from konak.foundation.access import Actor, Permission
from konak.foundation.cases.services import open_case, take, tell
from konak.foundation.files.models import StoredFile
from konak.foundation.files.services import open_blob, store
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.services import notify
from konak.foundation.people.queries import holders
from konak.gateways.converter import client, looking

from .. import access, lifecycle, queries
from ..models import Batch, BatchState, Document, Folder, Piece, Project, Scan, Source, Verdict
from .filing import index, may, put
from .taking import MEGABYTE, ZipFiles

MOST = 500
"""Documents of one batch."""


def open_project(
    *,
    actor: Actor,
    unit_id: int,
    subject: str,
    target: int,
    scope: str = "",
    due_on: dt.date | None = None,
    sample_percent: int = 10,
    tolerated: int = 2,
) -> Project:
    """A project over the paper of one unit."""
    actor = queries.archivist(actor)
    if not subject.strip():
        raise Refused("Projenin adını yazın.")
    if not 1 <= target <= 10_000_000:
        raise Refused("Hedef belge sayısı 1 ile 10.000.000 arasında olmalı.")
    if not 1 <= sample_percent <= 100 or not 0 <= tolerated <= 100:
        raise Refused("Kalite örneği %1–%100, hoş görülen kusur %0–%100 arasında olmalı.")
    if due_on and due_on < localdate():
        raise Refused("Bitiş günü geçmiş bir gün olamaz.")
    facts = Project(scope=scope.strip()[:4_000], target=target, sample_percent=sample_percent, tolerated=tolerated)
    with transaction.atomic():
        made = open_case(
            facts,
            actor=actor,
            permission=access.DIGITISE,
            unit_id=unit_id,
            subject=subject.strip()[:250],
            due_on=due_on,
        )
        may(actor, access.DIGITISE, made.case)
    return made


def _running(number: str, actor: Actor) -> Project:
    found: Project = Project.objects.select_for_update(of=("self", "case")).get(case__number=number)
    if not actor.reach(access.VIEW).covers(found.case):
        raise Project.DoesNotExist
    if found.case.state != "running":
        raise Refused("Proje sürmüyor; partileri değiştirilemez.")
    return found


def _batch(number: str, place: int, actor: Actor, *states: str) -> Batch:
    """The batch, its project locked: one change at a time."""
    project = _running(number, actor)
    found: Batch = project.batches.select_related("folder__case").get(number=place)
    if found.state not in states:
        raise Refused(f"Parti «{found.get_state_display()}» durumunda; bu işlem yapılamaz.")
    found.project = project
    return found


@transaction.atomic
def open_batch(number: str, *, actor: Actor, folder: str, label: str) -> Batch:
    """A box or bundle whose papers belong to one file of the unit."""
    actor = queries.archivist(actor)
    project = _running(number, actor)
    may(actor, access.DIGITISE, project.case)
    where = Folder.objects.select_related("case").filter(case__number=folder.strip().upper()).first()
    if where is None or not actor.reach(access.VIEW).covers(where.case):
        raise Refused(f"«{folder}» sayılı dosya bulunamadı.")
    if where.case.unit_id != project.case.unit_id:
        raise Refused("Parti, projenin biriminin bir dosyası için açılır.")
    if where.ended:
        raise Refused(f"«{where.state_label}» durumundaki dosyaya belge konmaz.")
    last = project.batches.aggregate(last=Max("number"))["last"] or 0
    made = Batch.objects.create(project=project, number=last + 1, folder=where, label=label.strip()[:200])
    tell(project.case, "batch", actor, f"{made.number}. parti", seat=actor.seat_for(access.DIGITISE, project.case))
    return made


@transaction.atomic
def add_scans(number: str, place: int, *, actor: Actor, file: BinaryIO, name: str, title: str = "") -> list[Scan]:
    """One PDF, or a ZIP of PDFs in the order of their names; each is one document."""
    actor = queries.archivist(actor)
    batch = _batch(number, place, actor, BatchState.SCANNING, BatchState.RETURNED)
    unit_id = batch.project.case.unit_id
    may(actor, access.DIGITISE, batch.project.case)
    found: list[tuple[str, StoredFile]] = []

    def keep(content: bytes | BinaryIO, path: str) -> StoredFile:
        base = path.rsplit("/", 1)[-1]
        return store(actor=actor, content=content, name=base, allow={"pdf"}, unit_id=unit_id, purpose="archive.scan")

    if name.lower().endswith(".zip"):
        try:
            with zipfile.ZipFile(file) as packed:
                files = ZipFiles(packed)
                paths = sorted(path for path in files.names if path.lower().endswith(".pdf"))
                if len(paths) > MOST or sum(files.names[path].file_size for path in paths) > _limit():
                    raise Refused(f"Bir ZIP en çok {MOST} PDF ve {_limit() // MEGABYTE} MB içerik taşır; bölün.")
                found = [(path.rsplit("/", 1)[-1][:-4], keep(files.read(path), path)) for path in paths]
        except zipfile.BadZipFile:
            raise Refused("ZIP okunamadı; dosya bozuk.") from None
    else:
        found = [(title.strip() or name.rsplit(".", 1)[0], keep(file, name))]
    if not found:
        raise Refused("ZIP içinde PDF yok.")
    last = batch.scans.aggregate(last=Max("place"))["last"] or 0
    if last + len(found) > MOST:
        raise Refused(f"Bir partide en çok {MOST} belge olur.")
    made = [
        Scan(batch=batch, place=at, title=named[:300] or "Adsız belge", file=kept, pages=_pages(kept))
        for at, (named, kept) in enumerate(found, start=last + 1)
    ]
    return Scan.objects.bulk_create(made)


def _limit() -> int:
    return int(settings.FILES_LIMIT_MB) * MEGABYTE * 10


def _pages(kept: StoredFile) -> int:
    try:
        seen = looking.pdf(_bytes(kept))
    except looking.Unreadable as broken:
        raise Refused(f"«{kept.name}» açılamadı: {broken}") from None
    if seen.active:
        raise Refused(f"«{kept.name}» kendiliğinden çalışan içerik taşıyor; tarama böyle bir şey taşımaz.")
    return seen.pages


def _bytes(kept: StoredFile) -> bytes:
    with open_blob(kept) as file:
        return file.read()


@transaction.atomic
def drop_scan(number: str, place: int, scan: int, *, actor: Actor) -> None:
    """Take a scan out, to scan it again."""
    actor = queries.archivist(actor)
    batch = _batch(number, place, actor, BatchState.SCANNING, BatchState.RETURNED)
    may(actor, access.DIGITISE, batch.project.case)
    batch.scans.get(place=scan).delete()


@transaction.atomic
def send_batch(number: str, place: int, *, actor: Actor) -> Batch:
    """To the quality check: so many in a hundred, drawn by chance, are looked at."""
    actor = queries.archivist(actor)
    batch = _batch(number, place, actor, BatchState.SCANNING, BatchState.RETURNED)
    may(actor, access.DIGITISE, batch.project.case)
    keys = list(batch.scans.values_list("pk", flat=True))
    if not keys:
        raise Refused("Partide taranmış belge yok.")
    drawn = random.SystemRandom().sample(keys, math.ceil(len(keys) * batch.project.sample_percent / 100))
    batch.scans.update(sampled=False, verdict="", remark="", judged_by=None)
    batch.scans.filter(pk__in=drawn).update(sampled=True)
    batch.state, batch.sent_by_id, batch.sent_at, batch.why = BatchState.CHECKING, actor.user_id, now(), ""
    batch.save()
    _told(batch, "send", actor)
    return batch


@transaction.atomic
def judge(number: str, place: int, scan: int, *, actor: Actor, verdict: str, remark: str = "") -> Batch:
    """What one of the sample looks like. After the last of them the batch goes on, or back."""
    actor = queries.archivist(actor)
    batch = _batch(number, place, actor, BatchState.CHECKING)
    may(actor, access.DIGITISE, batch.project.case)
    if batch.sent_by_id == actor.user_id:
        raise Refused("Kaliteyi partiyi denetime verenden başkası denetler.")
    row = batch.scans.get(place=scan)
    if not row.sampled:
        raise Refused("Bu belge kalite örneğinde değil.")
    if verdict == Verdict.BAD and not remark.strip():
        raise Refused("Kusuru yazın (eksik sayfa, okunmuyor, yamuk …).")
    row.verdict, row.remark, row.judged_by_id = Verdict(verdict), remark.strip()[:200], actor.user_id
    row.save()
    sample = batch.scans.filter(sampled=True)
    if not sample.filter(verdict="").exists():
        bad, whole = sample.filter(verdict=Verdict.BAD).count(), sample.count()
        if bad * 100 > batch.project.tolerated * whole:
            batch.state = BatchState.RETURNED
            batch.why = f"Örnekte {whole} belgeden {bad} kusurlu; sınır %{batch.project.tolerated}."
        else:
            batch.state = BatchState.WAITING
            notify(
                list(holders(batch.project.case.unit_id).values_list("user_id", flat=True)[:50]),
                lifecycle.SCANS,
                f"Taranan parti onayınızı bekliyor: {batch.project.case.subject}, {batch}",
                actor=actor,
                url=f"/arsiv/tarama/{number}/{place}/",
                body=f"{number} · {batch}",
                dedupe=f"scans:{batch.pk}:{now().isoformat()}",
            )
        batch.save()
        _told(batch, "checked" if batch.state == BatchState.WAITING else "returned", actor)
    return batch


@transaction.atomic
def approve_batch(number: str, place: int, *, actor: Actor) -> Batch:
    """The owner unit accepts: every scan becomes a document of the file. What was found faulty is left out.

    A PDF that carries its text is searched by it at once; pictures of paper are read afterwards, in a worker.
    """
    batch = _deciding(number, place, actor)
    if batch.folder.ended:
        raise Refused(f"Dosya «{batch.folder.state_label}» durumunda; belge konmaz.")
    for row in batch.scans.exclude(verdict=Verdict.BAD).select_related("file__blob"):
        text = client.text_of(_bytes(row.file))
        row.document = put(
            batch.folder_id,
            actor=actor,
            source=Source.SCAN,
            kind="other",
            title=row.title,
            official=row.official,
            dated_on=row.dated_on,
            contents=[("Taranan belge", row.file)],
            body=text,
            fill=True,
        )
        row.save(update_fields=["document"])
        if not text:
            app.configure_task("archive.read_document").defer(document_id=row.document.pk)
    batch.state, batch.decided_by_id, batch.decided_at = BatchState.APPROVED, actor.user_id, now()
    batch.save()
    _told(batch, "accept", actor, access.ACCEPT)
    return batch


def read_document(document_id: int, *, actor: Actor) -> bool:
    """Recognise the text of a scanned document, so that it is found by its words. Safe to run again.

    Raises `client.Failed` where a program is missing or gives up; the job says so and may be started again.
    """
    del actor  # whoever accepted the batch stands in its story
    waiting = Document.objects.filter(pk=document_id, source=Source.SCAN, body="", destroyed_at=None)
    piece = Piece.objects.filter(document__in=waiting).select_related("stored__blob").first()
    if piece is None or piece.stored is None:
        return False
    text = client.recognise(_bytes(piece.stored), "pdf").text
    with transaction.atomic():
        found = waiting.select_for_update().first()
        if found is None or not text:
            return False
        found.body = text[:60_000]
        found.save(update_fields=["body"])
        index([found])
    return True


@transaction.atomic
def return_batch(number: str, place: int, *, actor: Actor, why: str) -> Batch:
    """The owner unit does not accept; the batch is scanned anew."""
    batch = _deciding(number, place, actor)
    if not why.strip():
        raise Refused("Neyin düzeltileceğini yazın.")
    batch.state, batch.why, batch.decided_by_id = BatchState.RETURNED, why.strip()[:300], actor.user_id
    batch.decided_at = now()
    batch.save()
    _told(batch, "returned", actor, access.ACCEPT)
    return batch


@transaction.atomic
def drop_batch(number: str, place: int, *, actor: Actor, why: str) -> Batch:
    """Leave a batch: its paper is not scanned in this project."""
    actor = queries.archivist(actor)
    batch = _batch(number, place, actor, BatchState.SCANNING, BatchState.RETURNED)
    may(actor, access.DIGITISE, batch.project.case)
    if not why.strip():
        raise Refused("Neden bırakıldığını yazın.")
    batch.state, batch.why = BatchState.DROPPED, why.strip()[:300]
    batch.save()
    _told(batch, "dropped", actor)
    return batch


def _deciding(number: str, place: int, actor: Actor) -> Batch:
    actor = queries.archivist(actor)
    batch = _batch(number, place, actor, BatchState.WAITING)
    may(actor, access.ACCEPT, batch.project.case)
    if batch.sent_by_id == actor.user_id:
        raise Refused("Partiyi, onu denetime verenden başkası onaylar.")
    return batch


def _told(batch: Batch, verb: str, actor: Actor, permission: Permission = access.DIGITISE) -> None:
    tell(batch.project.case, verb, actor, str(batch), seat=actor.seat_for(permission, batch.project.case))


def complete(number: str, *, actor: Actor) -> Project:
    with take(lifecycle.COMPLETE, Project, number, queries.archivist(actor)) as found:
        pass
    return found


def stop(number: str, *, actor: Actor, why: str) -> Project:
    if not why.strip():
        raise Refused("Neden durdurulduğunu yazın.")
    with take(lifecycle.STOP, Project, number, queries.archivist(actor), note=why.strip()) as found:
        pass
    return found
