"""Packs of evidence: which ones there are, what goes into one, and whether one is still what it was."""

import datetime as dt
import hashlib
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.people.queries import below

from .. import access
from ..models import Duty, Evidence, EvidencePack, Regulation
from .card import may_report_on
from .past import past_of
from .then import branch_on, moment_of

FORMAT = "konak-evidence-pack/1"
MANIFEST, INDEX_CSV, READ_ME = "manifest.json", "dizin.csv", "OKUBENI.txt"
PACK_KIND = "legislation.evidencepack"
PIECE = 1024 * 1024


def packs(actor: Actor) -> QuerySet[EvidencePack]:
    """Packs about units on which the actor may report, and those he asked for, newest first."""
    rows = EvidencePack.objects.filter(actor.reach(access.REPORT).q("", owners=("asked_by",)))
    return rows.select_related("unit", "regulation__case", "asked_by", "file__blob").order_by("-pk")


def pack(actor: Actor, pack_id: int) -> EvidencePack:
    """One pack; out of reach and unknown are the same `EvidencePack.DoesNotExist`."""
    found: EvidencePack = packs(actor).get(pk=pack_id)
    return found


def pack_texts(actor: Actor) -> QuerySet[Regulation]:
    """Texts that were ever in force and whose proofs the actor may pack."""
    reach = actor.reach(access.VIEW).q("case__")
    return Regulation.objects.filter(reach, in_force_on__isnull=False).order_by("-in_force_on")


def may_pack(actor: Actor, unit_id: int) -> bool:
    return may_report_on(actor, unit_id)


def proofs_of(found: EvidencePack, actor: Actor) -> QuerySet[Evidence]:
    """Proofs of the pack's units and texts that touch its period and lie in the reach of who asked; withdrawn ones
    too, marked as such. Which duties were the unit's is said by the tree and the register of its last day."""
    touches = Q(period_from__lte=found.until, period_to__gte=found.since)
    reach = actor.reach(access.VIEW).q("duty__regulation__case__")
    rows = Evidence.objects.filter(reach, touches)
    if found.regulation_id:
        rows = rows.filter(duty__regulation_id=found.regulation_id)
    if found.until >= localdate():
        rows = rows.filter(duty__unit_id__in=below(found.unit_id))
    else:
        rows = rows.filter(duty_id__in=_duties_of(found.unit_id, found.until, rows))
    shown = rows.select_related(
        "duty__clause__article", "duty__unit", "duty__regulation__case", "file__blob", "filed_by", "unit"
    )
    heavy = ("text", "wrapper", "meta", "notes")
    return shown.defer(*(f"duty__regulation__{name}" for name in heavy)).order_by(
        "duty__regulation_id", "duty__clause__order", "period_to", "pk"
    )


def _duties_of(unit_id: int, day: dt.date, rows: QuerySet[Evidence]) -> list[int]:
    """The duties behind these proofs that belonged to the unit, or one below it, at the end of a day."""
    duties = list(Duty.objects.filter(pk__in=rows.values("duty_id")).only("unit", "role", "assignee", "cadence"))
    past, at, branch = past_of(duties, day, ask=False), moment_of(day), branch_on(unit_id, day)
    return [row.pk for row in duties if past.version(row.pk, at).unit_id in branch]


# Checking a pack: needs neither the database nor this installation ------------------------------------------------


@dataclass(slots=True)
class Verdict:
    """What a check found. `faults` are sentences; none means that the pack is what it was."""

    proofs: int = 0
    files: int = 0
    head: str = ""
    made_at: str = ""
    institution: str = ""
    faults: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not self.faults


def digest_of_claim(claim: dict[str, Any]) -> str:
    """The digest of a proof from what it claims, as docs/handbook/kanit.md describes it."""
    # reach: public, because it reads nothing
    line = json.dumps(claim, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(line.encode()).hexdigest()


def verify_pack(path: Path | IO[bytes]) -> Verdict:
    """Check a pack: every file against the manifest, every proof against its digest, nothing missing or added."""
    # reach: public, because it reads only the file it is given
    found = Verdict()
    try:
        with zipfile.ZipFile(path) as archive:
            _verify(archive, found)
    except (zipfile.BadZipFile, OSError, EOFError, KeyError, ValueError, TypeError) as error:
        found.faults.append(f"Dosya okunamadı: bir kanıt paketi değil ya da bozulmuş ({type(error).__name__}).")
    return found


def _verify(archive: zipfile.ZipFile, found: Verdict) -> None:
    names = archive.namelist()
    if MANIFEST not in names:
        found.faults.append(f"Pakette {MANIFEST} yok: bu bir kanıt paketi değil.")
        return
    manifest = json.loads(archive.read(MANIFEST))
    if manifest.get("format") != FORMAT:
        found.faults.append(f"Paketin biçimi tanınmıyor: {manifest.get('format')!r}.")
        return
    found.institution, found.made_at = manifest["institution"], manifest["made_at"]
    found.head = manifest["trail"]["head"]
    twice = {name for name in names if names.count(name) > 1} if len(set(names)) != len(names) else set()
    found.faults += [f"{name}: pakette iki kez var." for name in sorted(twice)]
    listed = {one["path"]: one for one in manifest["files"]}
    for name in sorted(set(names) - set(listed) - {MANIFEST}):
        found.faults.append(f"{name}: manifestte olmayan dosya sonradan eklenmiş.")
    for name, one in listed.items():
        if name not in names:
            found.faults.append(f"{name}: manifestte var, pakette yok.")
            continue
        digest, size = _hashed(archive, name)
        if (digest, size) != (one["sha256"], one["size"]):
            found.faults.append(f"{name}: içeriği pakete konduğu andakinden farklı.")
    found.files = len(listed)
    for proof in manifest["proofs"]:
        found.proofs += 1
        what = f"Kanıt {proof['id']} (Md. {proof['claim']['path']})"
        if digest_of_claim(proof["claim"]) != proof["digest"]:
            found.faults.append(f"{what}: kaydın özeti tutmuyor.")
        claimed, inside = proof["claim"]["file"], proof["file"]
        if inside is not None and (inside["path"] not in listed or listed[inside["path"]]["sha256"] != claimed):
            found.faults.append(f"{what}: dosyası kanıtın andığı dosya değil.")
        if claimed and inside is None and not proof["fault"]:
            found.faults.append(f"{what}: dosyası pakette yok.")
        if proof["fault"]:
            found.faults.append(f"{what}: {proof['fault']}")


def _hashed(archive: zipfile.ZipFile, name: str) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with archive.open(name) as content:
        while piece := content.read(PIECE):
            digest.update(piece)
            size += len(piece)
    return digest.hexdigest(), size


def pieces(content: IO[bytes]) -> Iterator[bytes]:
    # reach: public, because it reads only the stream it is given
    while piece := content.read(PIECE):
        yield piece


def pack_name(found: EvidencePack) -> str:
    """The name under which a pack is downloaded."""
    # reach: the pack was found through one
    return f"kanit-paketi-{found.pk}-{found.since:%Y%m%d}-{found.until:%Y%m%d}.zip"


def day_stamp(at: dt.datetime) -> str:
    # reach: public, because it reads nothing
    return at.astimezone(dt.UTC).isoformat(timespec="seconds")
