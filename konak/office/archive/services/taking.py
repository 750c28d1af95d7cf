"""Old records in bulk: a table says what there is, a folder or a ZIP holds the files. Row by row, and again.

Columns (the first line names them; order does not matter): `kod` and `konu` must stand; `yil`, `dosya`, `birim`,
`tarih`, `sayi`, `tur`, `kisi`, `gizlilik`, `ortam`, `belge` (path of the file), `sha256`, `metin` may.
"""

import csv
import datetime as dt
import hashlib
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate, now
from procrastinate.contrib.django import app

from konak.foundation.access import Actor
from konak.foundation.files import kinds
from konak.foundation.files.models import StoredFile
from konak.foundation.files.services import open_blob, store
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Unit

from .. import access, queries
from ..models import Document, DocumentKind, Folder, Intake, IntakeFault, IntakeState, Medium, Source
from .filing import open_folder, put

HEADS = {
    "kod": "code",
    "konu": "title",
    "yil": "year",
    "yıl": "year",
    "dosya": "folder",
    "birim": "unit",
    "tarih": "day",
    "sayi": "official",
    "sayı": "official",
    "tur": "kind",
    "tür": "kind",
    "kisi": "party",
    "kişi": "party",
    "gizlilik": "secrecy",
    "ortam": "medium",
    "belge": "path",
    "sha256": "sha256",
    "metin": "body",
}
KINDS = {
    "gelen": DocumentKind.INCOMING,
    "giden": DocumentKind.OUTGOING,
    "iç": DocumentKind.INTERNAL,
    "ic": DocumentKind.INTERNAL,
    "olur": DocumentKind.APPROVAL,
    "": DocumentKind.OTHER,
    "diğer": DocumentKind.OTHER,
    "diger": DocumentKind.OTHER,
}
BATCH = 50
MEGABYTE = 1024 * 1024


class Files(Protocol):
    def read(self, path: str) -> bytes: ...


class FolderFiles:
    """Files below one folder; nothing outside of it, whatever a path says."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    def read(self, path: str) -> bytes:
        place = (self.root / path).resolve()
        if self.root not in place.parents:
            raise Refused(f"«{path}» klasörün dışını gösteriyor.")
        if not place.is_file():
            raise Refused(f"«{path}» klasörde yok.")
        if place.stat().st_size > settings.FILES_LIMIT_MB * MEGABYTE:
            raise Refused(f"«{path}» {settings.FILES_LIMIT_MB} MB sınırını aşıyor.")
        return place.read_bytes()


class ZipFiles:
    """Files of a ZIP, read by the names it lists and never unpacked to the disk."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = {one.filename: one for one in archive.infolist() if not one.is_dir()}

    def read(self, path: str) -> bytes:
        info = self.names.get(path)
        if info is None:
            raise Refused(f"«{path}» ZIP dosyasında yok.")
        limit = settings.FILES_LIMIT_MB * MEGABYTE
        try:
            with self.archive.open(info) as file:
                content = file.read(limit + 1)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as fault:
            raise Refused(f"«{path}» ZIP içinden okunamadı: {fault}") from None
        if len(content) > limit:
            raise Refused(f"«{path}» {settings.FILES_LIMIT_MB} MB sınırını aşıyor.")
        return content


class NoFiles:
    def read(self, path: str) -> bytes:
        raise Refused(f"«{path}» için klasör ya da ZIP verilmedi.")


def read_table(content: bytes) -> list[dict[str, str]]:
    """The rows of the table by our names; refused as a whole only where it is no such table."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1254")
        except UnicodeDecodeError:
            raise Refused("Tablo okunamadı: UTF-8 ya da Windows-1254 (Türkçe) olarak kaydedin.") from None
    if "\0" in text:
        raise Refused("Tablo okunamadı: metin dosyası değil.")
    first = text.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=max("\t;,", key=first.count))
    named = {HEADS[name.strip().lower()]: name for name in reader.fieldnames or () if name.strip().lower() in HEADS}
    if not {"code", "title"} <= set(named):
        raise Refused("Başlık satırında en az «kod» ve «konu» sütunları bulunmalı.")
    try:
        return [{field: (row.get(column) or "").strip() for field, column in named.items()} for row in reader]
    except csv.Error as fault:
        raise Refused(f"Tablo okunamadı: {fault}") from None


@transaction.atomic
def hand_in(*, actor: Actor, unit_id: int, name: str, table: Any, bundle: Any = None) -> Intake:
    """Keep the uploaded table and ZIP, and let a worker take them in."""
    purpose = "archive.intake"
    kept = store(
        actor=actor,
        content=table,
        name=table.name or "",
        allow={"csv", "txt"},
        unit_id=unit_id,
        purpose=purpose,
    )
    packed = None
    if bundle:
        packed = store(
            actor=actor, content=bundle, name=bundle.name or "", allow={"zip"}, unit_id=unit_id, purpose=purpose
        )
    made = begin_intake(actor=actor, unit_id=unit_id, name=name, table=kept, bundle=packed)
    app.configure_task("archive.intake").defer(intake_id=made.pk, user_id=actor.user_id)
    return made


def try_again(intake_id: int, *, actor: Actor) -> Intake:
    """Let a worker look again at the rows that could not be taken."""
    row = queries.intakes(actor).get(pk=intake_id)
    app.configure_task("archive.intake").defer(intake_id=row.pk, user_id=actor.user_id, again=True)
    return row


@transaction.atomic
def begin_intake(
    *, actor: Actor, unit_id: int, name: str, table: StoredFile | bytes, bundle: StoredFile | None = None
) -> Intake:
    """Note a load; `carry_on` does it."""
    actor = queries.archivist(actor)
    reach = actor.reach(access.LOAD)
    if not (reach.everywhere or unit_id in reach.units):
        raise Refused(f"Bu birimde «{access.LOAD.label}» için yetkiniz yok.")
    if isinstance(table, bytes):
        table = store(actor=actor, content=table, name="tablo.csv", unit_id=unit_id, purpose="archive.intake")
    with open_blob(table) as file:
        rows = read_table(file.read())
    if not rows:
        raise Refused("Tabloda satır yok.")
    return Intake.objects.create(
        unit_id=unit_id,
        name=name.strip()[:120] or table.name,
        table=table,
        bundle=bundle,
        rows=len(rows),
        made_by_id=actor.user_id,
    )


@contextmanager
def _files(intake: Intake, root: Path | None) -> Iterator[Files]:
    if root is not None:
        if root.is_file():
            with zipfile.ZipFile(root) as archive:
                yield ZipFiles(archive)
        else:
            yield FolderFiles(root)
    elif intake.bundle is not None:
        with open_blob(intake.bundle) as file, zipfile.ZipFile(file) as archive:
            yield ZipFiles(archive)
    else:
        yield NoFiles()


def carry_on(
    intake_id: int, *, actor: Actor, root: Path | None = None, told: Any = None, again: bool = False, most: int = 0
) -> Intake:
    """Take the rows behind the last one committed, fifty to a transaction; `again` tries those that failed as well.

    A second run of the same load at the same time finds it locked. Killed at any moment, it goes on behind the last
    fifty; a row that was taken is never taken twice. `most` stops after so many rows.
    """
    actor = queries.archivist(actor)
    intake = queries.intakes(actor).get(pk=intake_id)
    with open_blob(intake.table) as file:
        rows = read_table(file.read())
    try:
        with _files(intake, root) as files:
            if again:
                failed = list(intake.faults.values_list("row", flat=True))
                for start in range(0, len(failed), BATCH):
                    _batch(intake_id, [(row, rows[row - 2]) for row in failed[start : start + BATCH]], files, actor)
            done = 0
            while True:
                reached = Intake.objects.values_list("reached", flat=True).get(pk=intake_id)
                part = rows[reached : reached + BATCH]
                if not part or (most and done >= most):
                    break
                _batch(intake_id, list(enumerate(part, start=reached + 2)), files, actor, reached)
                done += len(part)
                if told:
                    told(min(reached + len(part), len(rows)), len(rows))
    except (zipfile.BadZipFile, OSError) as fault:
        return _stop(intake_id, f"Dosyalar okunamadı: {fault}")
    intake = Intake.objects.select_related("unit", "made_by").get(pk=intake_id)
    if intake.reached >= intake.rows:
        Intake.objects.filter(pk=intake_id).update(state=IntakeState.DONE, ended_at=now(), why="")
        intake.refresh_from_db()
    return intake


@transaction.atomic
def _stop(intake_id: int, why: str) -> Intake:
    Intake.objects.filter(pk=intake_id).update(state=IntakeState.STOPPED, why=why[:300])
    return Intake.objects.get(pk=intake_id)


@transaction.atomic
def _batch(
    intake_id: int, rows: list[tuple[int, dict[str, str]]], files: Files, actor: Actor, reached: int | None = None
) -> None:
    intake = Intake.objects.select_for_update(of=("self",)).get(pk=intake_id)
    if reached is not None and intake.reached != reached:
        return  # another run was here
    for line, row in rows:
        try:
            with transaction.atomic():
                _take(intake, line, row, files, actor)
        except Refused as refusal:
            IntakeFault.objects.update_or_create(
                intake=intake, row=line, defaults={"reason": str(refusal)[:300], "text": row.get("title", "")[:200]}
            )
        else:
            intake.faults.filter(row=line).delete()
    if reached is not None:
        intake.reached = reached + len(rows)
    intake.state = IntakeState.RUNNING
    intake.taken = intake.papers.count()
    intake.failed = intake.faults.count()
    intake.save()


def _take(intake: Intake, line: int, row: Mapping[str, str], files: Files, actor: Actor) -> None:
    if Document.objects.filter(intake=intake, row=line).exists():
        return
    if not row["title"]:
        raise Refused("Konu boş.")
    unit_id = _unit(intake, row.get("unit", ""), actor)
    day = _day(row.get("day", ""))
    year = _year(row.get("year", ""), day)
    kind = KINDS.get(row.get("kind", "").lower())
    if kind is None:
        raise Refused(f"Tür «{row['kind']}» bilinmiyor (gelen, giden, iç, olur, diğer).")
    secrecy = row.get("secrecy", "") or "0"
    if secrecy not in ("0", "1", "2", "3", "4"):
        raise Refused("Gizlilik 0 (yok) ile 4 (çok gizli) arasında bir sayı olmalı.")
    medium = {
        "": Medium.ELECTRONIC,
        "elektronik": Medium.ELECTRONIC,
        "kağıt": Medium.PAPER,
        "kâğıt": Medium.PAPER,
        "kagit": Medium.PAPER,
        "karma": Medium.MIXED,
    }.get(row.get("medium", "").lower())
    if medium is None:
        raise Refused("Ortam «elektronik», «kâğıt» ya da «karma» olmalı.")
    contents: list[tuple[str, StoredFile]] = []
    if row.get("path"):
        contents.append(("Aktarılan belge", _content(row, files, actor, unit_id)))
    folder = _folder(actor, unit_id, row["code"], year, row.get("folder", ""), medium)
    put(
        folder.pk,
        actor=actor,
        source=Source.IMPORT,
        kind=kind,
        title=row["title"],
        contents=contents,
        official=row.get("official", ""),
        party=row.get("party", ""),
        dated_on=day,
        unit_id=unit_id,
        secrecy=int(secrecy),
        body=row.get("body", ""),
        intake_id=intake.pk,
        row=line,
        author_id=None,
        fill=True,
    )


def _unit(intake: Intake, text: str, actor: Actor) -> int:
    if not text:
        return intake.unit_id
    rows = Unit.objects.filter(detsis=text) if re.fullmatch(r"\d{8}", text) else Unit.objects.filter(name=text)
    found = list(rows.values_list("pk", flat=True)[:2])
    reach = actor.reach(access.LOAD)
    if len(found) != 1 or not (reach.everywhere or found[0] in reach.units):
        raise Refused(f"Birim «{text}» bulunamadı (tam adı ya da DETSİS numarası).")
    return int(found[0])


def _day(text: str) -> dt.date | None:
    if not text:
        return None
    for form in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            day = dt.datetime.strptime(text, form).date()
        except ValueError:
            continue
        if not dt.date(1850, 1, 1) <= day <= localdate():
            raise Refused(f"Tarih «{text}» 1850 ile bugün arasında değil.")
        return day
    raise Refused(f"Tarih «{text}» anlaşılmadı (21.11.1998 ya da 1998-11-21).")


def _year(text: str, day: dt.date | None) -> int:
    if not text:
        if day is None:
            raise Refused("Yıl ya da tarih yazılmalı.")
        return day.year
    if not re.fullmatch(r"\d{4}", text) or not 1900 <= int(text) <= localdate().year:
        raise Refused(f"Yıl «{text}» 1900 ile bu yıl arasında değil.")
    return int(text)


def _content(row: Mapping[str, str], files: Files, actor: Actor, unit_id: int) -> StoredFile:
    content = files.read(row["path"])
    digest = hashlib.sha256(content).hexdigest()
    wanted = row.get("sha256", "").lower()
    if wanted and wanted != digest:
        raise Refused(f"«{row['path']}» tablodaki özetle (SHA-256) uyuşmuyor: {digest[:16]}…")
    name = Path(row["path"]).name
    allowed = kinds.DEFAULT | {"eyp", "tif", "tiff", "xml"} & set(kinds.BY_EXTENSION)
    return store(actor=actor, content=content, name=name, allow=allowed, unit_id=unit_id, purpose="archive.intake")


def _folder(actor: Actor, unit_id: int, code: str, year: int, name: str, medium: str) -> Folder:
    rows = Folder.objects.filter(case__unit_id=unit_id, code=code, year=year).exclude(ended_on__isnull=False)
    rows = rows.filter(case__subject=name[:250]) if name else rows.filter(ordinary=f"{unit_id}:{code}:{year}")
    found = rows.order_by("-pk").first()
    if found is not None:
        return found  # type: ignore[no-any-return]
    ordinary = None if name else f"{unit_id}:{code}:{year}"
    return open_folder(
        actor=actor, unit_id=unit_id, code=code, subject=name or "", year=year, medium=medium, ordinary=ordinary
    )
