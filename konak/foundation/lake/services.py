"""Sealing what waits, asking for stamps, letting go what is older than its term."""

import datetime as dt
import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused

from . import SETS, about_to_seal, access, held_back, lake_set, queries, segments, spool, stamping
from .models import Manifest, Retention, Segment, Stamp, State

FORMAT = "konak-lake-1"
GENESIS = "0" * 64
ANEW = dt.timedelta(minutes=10)


class Contradiction(RuntimeError):
    """Database and manifests on the disk tell different chains; nothing is sealed until a person looked."""


def manifests() -> Path:
    return spool.home() / "manifest"


def manifest_path(number: int) -> Path:
    return manifests() / f"{number:08d}.json"


def stamp_path(number: int) -> Path:
    return manifests() / f"{number:08d}.tst"


@contextmanager
def _alone() -> Iterator[None]:
    """One sealer at a time on this lake."""
    spool.home().mkdir(parents=True, exist_ok=True)
    file = os.open(spool.home() / ".seal", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)


def seal(codes: frozenset[str] | None = None) -> Manifest | None:
    """Seal everything that waits, in one link of the chain; None where nothing does.

    Killed at any point it is taken up again: a file of the spool goes only after its segments stand in the chain.
    """
    with _alone():
        _adopt()
        for code in SETS:
            if codes is None or code in codes:
                spool.close(code)
        about_to_seal()
        done = set(
            Segment.objects.values_list("spool", flat=True).filter(spool__in=[p.name for _, p in spool.closed()])
        )
        made: list[dict[str, Any]] = []
        used: list[Path] = []
        for code, path in spool.closed():
            if code in SETS and path.name not in done:
                made += segments.build(lake_set(code), path)
            if code in SETS:
                used.append(path)
        manifest = None
        if made:
            manifest = _enter(_write(Manifest.Kind.SEAL, {"segments": made}))
        for path in used:
            path.unlink(missing_ok=True)
        return manifest


def _chain() -> tuple[int, str]:
    last = Manifest.objects.order_by("-number").first()
    return (last.number, last.sha256) if last else (0, GENESIS)


def _write(kind: str, more: Mapping[str, Any]) -> bytes:
    """The next manifest on the disk, whole or not at all."""
    number, previous = _chain()
    told = {
        "format": FORMAT,
        "institution": settings.MUNICIPALITY,
        "number": number + 1,
        "kind": kind,
        "previous": previous,
        "made_at": now().isoformat(timespec="microseconds"),
        **more,
    }
    content = (json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
    manifests().mkdir(parents=True, exist_ok=True)
    segments._put(manifest_path(number + 1), content)
    spool.sync_folder(manifests())
    return content


def _adopt() -> None:
    """Manifests that a killed sealer wrote and did not enter are entered now."""
    while True:
        number, previous = _chain()
        path = manifest_path(number + 1)
        if not path.exists():
            return
        content = path.read_bytes()
        told = json.loads(content)
        if told["previous"] != previous:
            raise Contradiction(
                f"{path.name} zincire uymuyor: veritabanı ile göl farklı. `konak lake verify` nedenini gösterir."
            )
        _enter(content)


@transaction.atomic
def _enter(content: bytes) -> Manifest:
    told = json.loads(content)
    manifest = Manifest.objects.create(
        number=told["number"],
        kind=told["kind"],
        sha256=hashlib.sha256(content).hexdigest(),
        previous=told["previous"],
        made_at=dt.datetime.fromisoformat(told["made_at"]),
    )
    if told["kind"] == Manifest.Kind.DELETION:
        names = [one["name"] for one in told["deleted"]]
        Segment.objects.filter(name__in=names).update(state=State.EXPIRED, deletion=manifest)
        return manifest
    Segment.objects.bulk_create(
        Segment(
            name=facts["name"],
            code=facts["set"],
            day=facts["day"],
            spool=facts["spool"],
            manifest=manifest,
            lines=facts["lines"],
            late=facts["late"],
            unread=facts["unread"],
            bytes=facts["bytes"],
            stored=sum(one["size"] for one in facts["files"].values()),
            first=facts["first"] or None,
            last=facts["last"] or None,
            root=facts["root"],
            facts=facts,
        )
        for facts in told["segments"]
    )
    return manifest


# Stamps -----------------------------------------------------------------------------------------------------------


def stamp() -> Stamp | None:
    """Ask for one stamp over the newest manifest, which covers all before it; None where none waits or none is given.

    The time in it is the authority's. Until it comes, the manifests say that they wait, since when and why.
    """
    with _alone():
        waiting = Manifest.objects.filter(stamp=None)
        head = waiting.order_by("-number").first()
        if head is None:
            return None
        content = manifest_path(head.number).read_bytes()
        if hashlib.sha256(content).hexdigest() != head.sha256:
            trouble = "Bildirge mühürlendiğinden farklı; damgalanmadı."
            waiting.update(tried_at=now(), trouble=trouble)
            return None
        try:
            given = stamping.stamper().stamp(content)
            if wrong := stamping.stamper().check(content, given.token):
                raise stamping.NoStamp(wrong)
        except stamping.NoStamp as refused:
            waiting.update(tried_at=now(), trouble=str(refused)[:300])
            return None
        segments._put(stamp_path(head.number), given.token)
        spool.sync_folder(manifests())
        with transaction.atomic():
            made = Stamp.objects.create(
                at=given.at, authority=given.authority[:200], serial=given.serial[:80], token=given.token
            )
            covered = list(waiting.filter(number__lte=head.number).values_list("number", flat=True))
            Manifest.objects.filter(number__in=covered).update(stamp=made, tried_at=now(), trouble="")
            Segment.objects.filter(manifest__in=covered, state=State.HASHED).update(state=State.STAMPED)
        return made


# Terms ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def keep_for(code: str, days: int, *, actor: Actor) -> Retention:
    """Change how long a set is kept; never below what the law asks."""
    one = SETS.get(code)
    if one is None:
        raise Refused("Böyle bir kayıt kümesi yok.")
    if actor.seat_for(access.RETAIN) is None:
        raise Refused(f"«{access.RETAIN.label}» için yetkiniz yok.")
    if days < one.minimum:
        raise Refused(f"«{one.label}» en az {one.minimum} gün saklanır ({one.basis or 'kurumun kuralı'}).")
    if days > 36_500:
        raise Refused("Saklama süresi yüz yılı aşamaz.")
    made, _ = Retention.objects.update_or_create(code=code, defaults={"days": days, "changed_by_id": actor.user_id})
    return made


def expire(today: dt.date | None = None) -> Manifest | None:
    """Delete what is older than its term: first the chain says so, with the hashes, then the files go."""
    today = today or localdate()
    terms = queries.terms()
    with _alone():
        _adopt()
        _sweep()
        over = Q(pk__in=[])
        for code, days in terms.items():
            over |= Q(code=code, day__lt=today - dt.timedelta(days=days))
        over &= ~Q(name__in=held_back())
        rows = list(Segment.objects.filter(over, deletion=None).order_by("code", "day", "name"))
        if not rows:
            return None
        deleted = [
            {
                "name": row.name,
                "set": row.code,
                "day": row.day.isoformat(),
                "lines": row.lines,
                "root": row.root,
                "sha256": row.facts["files"]["raw"]["sha256"],
                "term": terms[row.code],
            }
            for row in rows
        ]
        manifest = _enter(_write(Manifest.Kind.DELETION, {"deleted": deleted}))
        _sweep()
        return manifest


def _sweep() -> None:
    """Remove the files of segments whose deletion stands in the chain."""
    for row in Segment.objects.filter(state=State.EXPIRED).exclude(deletion=None):
        for kind in segments.KINDS:
            segments.place(row.facts, kind).unlink(missing_ok=True)
        here = segments.folder(row.code, row.facts["day"])
        if here.is_dir() and not any(here.iterdir()):
            here.rmdir()
        Segment.objects.filter(pk=row.pk).update(state=State.DELETED)
