"""A pack of evidence: asked for by a person, built by a job, handed out with a line in the story."""

import csv
import datetime as dt
import hashlib
import io
import json
import os
import shutil
import struct
import tempfile
import time
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate, localtime, now
from procrastinate.contrib.django import app

from konak.foundation.access import NOBODY, Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.documents.services import render_pdf
from konak.foundation.files import blobs, names
from konak.foundation.files.models import Blob, StoredFile
from konak.foundation.lifecycle import Refused
from konak.foundation.trail import services as trail
from konak.foundation.trail.models import Seal

from .. import access, queries
from ..models import Evidence, EvidencePack, Phase
from ..queries.packs import FORMAT, INDEX_CSV, MANIFEST, PACK_KIND, READ_ME, day_stamp, pack_name, pieces

LARGEST = 1 << 40
"""Bytes: packs are written to the disk, never held in memory; only the disk bounds them."""
ROWS_A_PDF = 1200
"""Proofs in one printed index; more become several."""
PART = 40
"""Proofs that are packed together. A part is kept as soon as it is whole: whoever goes on after a crash uses it."""
PART_INDEX = "bolum.json"
LOCAL_HEADER = 30
"""Bytes before name and extra field of an entry of a ZIP; their two lengths end it."""
FORGOTTEN = 7 * 24 * 3600
"""Seconds after which parts of a pack that nobody finished are thrown away."""
STUCK = dt.timedelta(hours=2)
"""After this long a pack that is not ready is taken for lost, and the same one may be asked for again."""

HEADINGS = (
    "Kanıt no", "Mevzuat", "Bent", "Görev", "Sorumlu birim", "Kanıt", "Dönem başı", "Dönem sonu", "Ekleyen",
    "Eklenme", "Geri alma", "Geri alma nedeni", "Dosya", "Dosyanın SHA-256 özeti",
    "Kanıtın SHA-256 özeti", "Karar", "Kusur",
)  # fmt: skip

EXPLAINED = """KANIT PAKETİ

Bu paket, belirli bir dönemde görevlerin yerine getirildiğini gösteren kanıtları taşır.

dizin.csv        bütün kanıtların tablosu (UTF-8, noktalı virgülle ayrılmış)
dizin*.pdf       aynı tablonun basılı hâli
manifest.json    her dosyanın ve her kanıtın SHA-256 özeti, iz zincirinin o anki başı
kanitlar/        kanıt dosyaları

Doğrulamak için: konak legislation verify-pack <bu dosya>

Konak olmadan da doğrulanır: her dosyanın SHA-256 özeti manifest.json içindeki "files" listesiyle karşılaştırılır;
her kanıtın özeti, "claim" alanının adlarına göre sıralı, boşluksuz, UTF-8 JSON hâlinin SHA-256 özetidir.
"""


@transaction.atomic
def ask_pack(*, actor: Actor, unit_id: int, since: dt.date, until: dt.date, number: str = "") -> EvidencePack:
    """Ask for a pack; the same one asked for twice while it is being built is one pack."""
    if not queries.may_pack(actor, unit_id):
        raise Refused(f"«{access.REPORT.label}» için bu birimde yetkiniz yok. Yetkili: birimin müdürü ya da denetçi.")
    if until < since:
        raise Refused("Dönem sonu, dönem başından önce olamaz.")
    if since > localdate():
        raise Refused("Henüz gelmemiş bir dönemin kanıtı olmaz.")
    text = queries.regulation(actor, number) if number else None
    facts = {"unit_id": unit_id, "regulation": text, "since": since, "until": until, "asked_by_id": actor.user_id}
    lately = now() - STUCK  # a pack whose worker was lost must not stand in the way of a new one
    waiting = EvidencePack.objects.filter(**facts, phase__in=[Phase.WAITING, Phase.RUNNING], asked_at__gte=lately)
    running = waiting.first()
    if running is not None:
        return running
    made = EvidencePack.objects.create(**facts)
    note = f"{since:%d.%m.%Y}–{until:%d.%m.%Y}"
    trail.write(actor=actor, kind=PACK_KIND, subject=made.pk, verb="ask", note=note, seat=_seat(actor, made))
    app.configure_task("legislation.build_pack").defer(pack_id=made.pk)
    return made


def _seat(actor: Actor, pack: EvidencePack) -> Any:
    return actor.seat_for(access.REPORT, pack)


def hand_out(pack_id: int, *, actor: Actor) -> StoredFile:
    """The file of a pack that is ready; who took it stands in the story."""
    found = queries.pack(actor, pack_id)
    if found.file is None:
        raise Refused("Paket henüz hazır değil.")
    with transaction.atomic():
        trail.write(actor=actor, kind=PACK_KIND, subject=found.pk, verb="download", seat=_seat(actor, found))
    return found.file


def build_pack(pack_id: int, *, actor: Actor = NOBODY) -> EvidencePack:
    """Build a pack that was asked for. Run again, a ready one is left alone and a broken-off one goes on behind its
    last whole part: parts lie on the disk under the digest of what they hold until the pack is kept."""
    del actor  # the worker builds it with the reach of who asked
    pack = EvidencePack.objects.select_related("unit", "regulation__case", "asked_by").get(pk=pack_id)
    folder = _folder(pack.pk)
    if pack.phase == Phase.READY:
        shutil.rmtree(folder, ignore_errors=True)
        return pack
    _forget_old(folder.parent)
    asker = actor_of(pack.asked_by_id, via="job")
    rows = queries.proofs_of(pack, asker)
    _tell(pack, phase=Phase.RUNNING, done=0, total=rows.count(), message="Kanıtlar toplanıyor")
    try:
        with tempfile.TemporaryFile(dir=_workplace()) as out:
            head = _written(pack, rows.iterator(chunk_size=200), folder, out)
            _tell(pack, message="Paket saklanıyor")
            out.seek(0)
            _kept(pack, out, head)
    except Exception:
        _tell(pack, phase=Phase.FAILED, message="Paket hazırlanırken bir hata oldu; yeniden isteyebilirsiniz.")
        raise
    shutil.rmtree(folder, ignore_errors=True)
    return pack


def _folder(pack_id: int) -> Path:
    folder = Path(settings.FILES_ROOT) / "packs" / str(pack_id)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _forget_old(packs: Path) -> None:
    for one in packs.iterdir():
        with suppress(FileNotFoundError):
            if one.stat().st_mtime < time.time() - FORGOTTEN:
                shutil.rmtree(one, ignore_errors=True)


def _workplace() -> str:
    folder = settings.FILES_ROOT / "incoming"
    folder.mkdir(parents=True, exist_ok=True)
    return str(folder)


def _tell(pack: EvidencePack, **facts: Any) -> None:
    EvidencePack.objects.filter(pk=pack.pk).exclude(phase=Phase.READY).update(**facts)
    for name, value in facts.items():
        setattr(pack, name, value)


@dataclass(slots=True)
class _Content:
    """What a pack holds so far: its archive, and the manifest that grows with it."""

    archive: zipfile.ZipFile
    files: list[dict[str, Any]] = field(default_factory=list)
    proofs: list[dict[str, Any]] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)

    def add(self, path: str, content: Iterable[bytes]) -> str:
        digest, size = hashlib.sha256(), 0
        with self.archive.open(path, "w", force_zip64=True) as out:
            for piece in content:
                out.write(piece)
                digest.update(piece)
                size += len(piece)
        self.files.append({"path": path, "sha256": digest.hexdigest(), "size": size})
        return digest.hexdigest()


def _written(pack: EvidencePack, rows: Iterator[Evidence], folder: Path, out: IO[bytes]) -> str:
    """Write the whole pack to `out`; gives the head of the trail's chain it was written under."""
    seal = Seal.objects.order_by("-number").first()
    number, head = (seal.number, bytes(seal.digest).hex()) if seal else (0, "")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        content = _Content(archive)
        while batch := list(islice(rows, PART)):
            _join(content, _whole(folder, batch) or _packed(folder, batch))
            _tell(pack, done=len(content.proofs))
        _tell(pack, done=len(content.proofs), message="Dizin yazılıyor")
        content.add(INDEX_CSV, [_as_csv(content.rows)])
        for name, data in _as_pdfs(pack, content.rows, head):
            content.add(name, [data])
        content.add(READ_ME, [EXPLAINED.encode()])
        manifest = {
            "format": FORMAT,
            "institution": str(settings.MUNICIPALITY),
            "unit": pack.unit.name,
            "regulation": pack.regulation.title if pack.regulation else "",
            "since": pack.since.isoformat(),
            "until": pack.until.isoformat(),
            "made_at": day_stamp(now()),
            "trail": {"number": number, "head": head},
            "files": content.files,
            "proofs": content.proofs,
        }
        with archive.open(MANIFEST, "w") as last:
            last.write(json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode())
    return head


def _key(batch: Sequence[Evidence]) -> str:
    """What a part would say of its proofs, as a digest: a proof withdrawn meanwhile makes another part."""
    told = [[_claimed(row), _line(row, None, ""), row.file.name if row.file else ""] for row in batch]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _whole(folder: Path, batch: Sequence[Evidence]) -> Path | None:
    """The part with these proofs, if an earlier run finished it and it is still what it was."""
    for found in folder.glob(f"{_key(batch)}-*.zip"):
        if found.stem.rpartition("-")[2] == blobs.digest_of(found):
            return found
        found.unlink()
    return None


def _packed(folder: Path, batch: Sequence[Evidence]) -> Path:
    """Pack these proofs; the part gets its name, which holds its digest, when the disk has it."""
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".yarim", delete=False) as out:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            part = _Content(archive)
            for row in batch:
                _take(row, part)
            told = {"files": part.files, "proofs": part.proofs, "rows": part.rows}
            archive.writestr(PART_INDEX, json.dumps(told, ensure_ascii=False))
        out.flush()
        os.fsync(out.fileno())
    made = Path(out.name)
    return made.rename(folder / f"{_key(batch)}-{blobs.digest_of(made)}.zip")


def _join(content: _Content, part: Path) -> None:
    """Take over a part as it is compressed: entry by entry, without unpacking it."""
    archive = content.archive
    out = archive.fp
    assert out is not None
    with part.open("rb") as raw, zipfile.ZipFile(part) as inside:
        told = json.loads(inside.read(PART_INDEX))
        for entry in inside.infolist():
            if entry.filename == PART_INDEX:
                continue
            raw.seek(entry.header_offset)
            header = raw.read(LOCAL_HEADER)
            name, extra = struct.unpack("<HH", header[-4:])
            left = name + extra + entry.compress_size
            out.seek(archive.start_dir)
            entry.header_offset = out.tell()
            out.write(header)
            while left:
                piece = raw.read(min(left, blobs.PIECE))
                if not piece:
                    raise EOFError(part.name)
                out.write(piece)
                left -= len(piece)
            archive.filelist.append(entry)
            archive.NameToInfo[entry.filename] = entry
            archive.start_dir = out.tell()
    content.files += told["files"]
    content.proofs += told["proofs"]
    content.rows += told["rows"]


def _take(row: Evidence, content: _Content) -> None:
    """Put one proof into the pack: its file as it lies on the disk, its claim, its place in the index."""
    fault, inside = queries.fault_of(row, with_file=True), None
    if row.file is not None:
        path = (
            f"kanitlar/{row.duty.regulation.case.number}/Md-{_plain(row.duty.clause.path)}/{row.pk}-{row.file.name}"
        )
        place = blobs.place_of(row.file.blob_id)
        if place.is_file():
            with place.open("rb") as file:
                content.add(path, pieces(file))
            inside = {"path": path, "name": row.file.name}
    content.proofs.append(_claimed(row) | {"file": inside, "fault": fault})
    content.rows.append(_line(row, inside, fault))


def _claimed(row: Evidence) -> dict[str, Any]:
    """What the manifest says of a proof, without its file."""
    regulation = row.duty.regulation
    return {
        "id": row.pk,
        "claim": row.claim(),
        "digest": row.digest,
        "duty": {
            "regulation": regulation.case.number,
            "decision": regulation.decision,
            "path": row.duty.clause.path,
            "text": row.duty.clause.shown,
            "unit": row.duty.unit.name,
        },
        "withdrawn": {"at": day_stamp(row.withdrawn_at), "why": row.withdrawn_why} if row.withdrawn_at else None,
    }


def _line(row: Evidence, inside: dict[str, str] | None, fault: str) -> list[str]:
    """A proof's line of the index."""
    regulation = row.duty.regulation
    gone = f"{localtime(row.withdrawn_at):%d.%m.%Y %H.%M}" if row.withdrawn_at else ""
    return [
        str(row.pk), regulation.case.number, f"Md. {row.duty.clause.path}", row.duty.clause.shown,
        row.duty.unit.name, row.title, f"{row.period_from:%d.%m.%Y}", f"{row.period_to:%d.%m.%Y}",
        row.filed_by.full_name if row.filed_by else "Konak", f"{localtime(row.filed_at):%d.%m.%Y %H.%M}", gone,
        row.withdrawn_why, inside["path"] if inside else "", row.file.blob_id if row.file else "", row.digest,
        regulation.decision, fault,
    ]  # fmt: skip


def _plain(path: str) -> str:
    return "".join(letter if letter.isalnum() or letter in ".-" else "-" for letter in path)


def _as_csv(rows: list[list[str]]) -> bytes:
    """The index for spreadsheets; a cell that begins like a formula is kept from being one."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(HEADINGS)
    for row in rows:
        writer.writerow([f"'{cell}" if cell[:1] in "=+-@\t" else cell for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _as_pdfs(pack: EvidencePack, rows: list[list[str]], head: str) -> Iterator[tuple[str, bytes]]:
    """The printed index, in parts where it is long."""
    parts = [rows[start : start + ROWS_A_PDF] for start in range(0, len(rows), ROWS_A_PDF)] or [[]]
    for place, part in enumerate(parts, 1):
        data = {
            "title": "KANIT PAKETİ DİZİNİ",
            "unit": pack.unit.name,
            "regulation": pack.regulation.title if pack.regulation else "Bütün mevzuat",
            "since": pack.since,
            "until": pack.until,
            "count": len(rows),
            "part": f"{place} / {len(parts)}",
            "head": head,
            "rows": [
                {"path": row[2], "number": row[1], "title": row[5], "period": f"{row[6]}–{row[7]}", "by": row[8],
                 "at": row[9], "gone": row[10], "file": row[13], "digest": row[14]}
                for row in part
            ],
        }  # fmt: skip
        yield ("dizin.pdf" if len(parts) == 1 else f"dizin-{place:02}.pdf"), render_pdf("legislation/pack", data)


@transaction.atomic
def _kept(pack: EvidencePack, content: IO[bytes], head: str) -> None:
    """Give the finished archive its place; whoever finishes second leaves the first one's work alone."""
    locked = EvidencePack.objects.select_for_update(of=("self",)).get(pk=pack.pk)
    if locked.phase == Phase.READY:
        return
    with blobs.receive(content, LARGEST) as arrived:
        blobs.settle(arrived)
        blob, _ = Blob.objects.get_or_create(
            sha256=arrived.sha256, defaults={"size": arrived.size, "media_type": "application/zip"}
        )
    pack.file = StoredFile.objects.create(
        blob=blob,
        name=names.clean(pack_name(pack)),
        media_type="application/zip",
        uploaded_by_id=pack.asked_by_id,
        unit_id=pack.unit_id,
        purpose="legislation.pack",
    )
    pack.phase, pack.message, pack.chain_head, pack.finished_at = Phase.READY, "", head, now()
    pack.save()
