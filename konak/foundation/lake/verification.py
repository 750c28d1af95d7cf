"""Proving that nothing in the lake was touched, from the files alone, then against the database.

Every file is read once and hashed. Only where a hash differs is a file looked at line by line: eight bytes of every
line's hash stand in `.marks`, so that a changed, dropped, added or swapped line is named by its number.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.timezone import now

from . import merkle, segments, services, spool, stamping
from .models import Check, Manifest, Segment, State

NAMED = 20


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was sealed: which file, which line (from 1), in words."""

    file: str
    words: str
    line: int | None = None

    def __str__(self) -> str:
        return f"{self.file}{f', satır {self.line}' if self.line else ''}: {self.words}"


alarms: list[Callable[[Check], None]] = []
"""Who wants to hear of a lake that is not whole; floors above put themselves in."""


def verify(report: Callable[[str, int], None] = lambda name, size: None) -> Iterator[Finding]:
    """Everything that is not as it was sealed; `report` hears of each segment and of its bytes."""
    previous, number = services.GENESIS, 0
    told: dict[int, dict[str, Any]] = {}
    known = dict(Manifest.objects.values_list("number", "sha256"))
    paths = {int(path.stem): path for path in services.manifests().glob("[0-9]*.json")}
    for number in range(1, max([*paths, *known], default=0) + 1):
        name = f"manifest/{number:08d}.json"
        path = paths.get(number)
        if path is None:
            yield Finding(name, "Bildirge yok: zincirin bu halkası silinmiş.")
            previous = known.get(number, "")
            continue
        content = path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        if number in known and known[number] != digest:
            yield Finding(name, "Bildirge mühürlendiğinden farklı.")
        try:
            told[number] = json.loads(content)
            if told[number]["number"] != number or (previous and told[number]["previous"] != previous):
                yield Finding(name, "Bildirge zincirde bir öncekine uymuyor.")
        except (ValueError, KeyError, TypeError):
            yield Finding(name, "Bildirge okunamıyor.")
            told.pop(number, None)
        previous = digest
        token = services.stamp_path(number)
        if token.exists() and (wrong := stamping.stamper().check(content, token.read_bytes())):
            yield Finding(f"manifest/{token.name}", wrong)
    for row in Manifest.objects.exclude(stamp=None).order_by("stamp_id", "-number").distinct("stamp_id"):
        if not services.stamp_path(row.number).exists():
            yield Finding(f"manifest/{row.number:08d}.tst", "Zaman damgası yok: silinmiş.")
    yield from _segments(told, report)


def _segments(told: dict[int, dict[str, Any]], report: Callable[[str, int], None]) -> Iterator[Finding]:
    gone = {one["name"] for manifest in told.values() for one in manifest.get("deleted", ())}
    listed: set[str] = set()
    owners: dict[str, str] = {}
    entries = [facts for manifest in told.values() for facts in manifest.get("segments", ())]
    for facts in entries:
        for file in facts["files"].values():
            listed.add(f"{facts['set']}/{facts['day']}/{file['name']}")
            owners[file["sha256"]] = file["name"]
    for facts in entries:
        if facts["name"] in gone:
            continue
        report(facts["name"], sum(file["size"] for file in facts["files"].values()))
        yield from _segment(facts, owners)
    base = spool.home() / "sets"
    for path in sorted(base.glob("*/*/*")):
        name = str(path.relative_to(base))
        if name not in listed and not path.name.endswith(".part") and path.stem.split(".")[0] not in _building():
            yield Finding(f"sets/{name}", "Bu dosya hiçbir bildirgede yok: sonradan eklenmiş.")


def _building() -> set[str]:
    """Names of segments that a killed sealer began and will make again."""
    stems = [path.stem for _, path in spool.closed()]
    base = spool.home() / "sets"
    return {path.name.split(".")[0] for stem in stems for path in base.glob(f"*/*/{stem}-*")}


def _segment(facts: dict[str, Any], owners: dict[str, str]) -> Iterator[Finding]:
    wrong: set[str] = set()
    for kind, file in facts["files"].items():
        path = segments.place(facts, kind)
        name = f"sets/{facts['set']}/{facts['day']}/{file['name']}"
        if not path.exists():
            wrong.add(kind)
            yield Finding(name, "Dosya yok: silinmiş.")
            continue
        with path.open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
        if digest == file["sha256"]:
            continue
        wrong.add(kind)
        if owners.get(digest, file["name"]) != file["name"]:
            yield Finding(name, f"Yerinde başka bir dosya duruyor: {owners[digest]}.")
            continue
        size = path.stat().st_size
        words = "Bayt değiştirilmiş." if size == file["size"] else f"Boyutu {file['size']} idi, şimdi {size} bayt."
        yield Finding(name, words)
        if kind == "raw":
            yield from _lines(facts, name, trusted="marks" not in wrong)


def _lines(facts: dict[str, Any], name: str, *, trusted: bool) -> Iterator[Finding]:
    """Which lines of a changed file differ from what was sealed."""
    marks = segments.place(facts, "marks")
    if not marks.exists() or hashlib.sha256(marks.read_bytes()).hexdigest() != facts["files"]["marks"]["sha256"]:
        yield Finding(name, "Satır özetleri de değişmiş: hangi satırın değiştiği söylenemiyor.")
        return
    held = marks.read_bytes()
    sealed = [held[at : at + segments.MARK] for at in range(0, len(held), segments.MARK)]
    content = segments.place(facts, "raw").read_bytes()
    found = _readable(content, facts)
    if isinstance(found, list):
        yield from _differences(name, sealed, [merkle.leaf(line)[: segments.MARK] for line in found])
        return
    # A frame is broken: the others are compared where they stood, the broken one is named as a range.
    begins = [int(one) for one in facts["frames"].split()]
    for number, start in enumerate(begins):
        end = begins[number + 1] if number + 1 < len(begins) else facts["files"]["raw"]["size"]
        first = number * segments.FRAME_LINES
        last = min(first + segments.FRAME_LINES, facts["lines"])
        try:
            lines = segments._block(content[start:end], number, facts["lines"])
        except segments.Damaged:
            yield Finding(name, f"{first + 1}–{last} arası satırların sıkıştırılmış parçası bozuk.", first + 1)
            continue
        fresh = [merkle.leaf(line)[: segments.MARK] for line in lines]
        if fresh != sealed[first:last]:
            yield from _differences(name, sealed[first:last], fresh, first)


def _readable(content: bytes, facts: dict[str, Any]) -> list[bytes] | None:
    """All lines of a file that still is zstd, wherever its frames begin now; None where it is broken."""
    import io

    import zstandard

    try:
        with zstandard.ZstdDecompressor().stream_reader(io.BytesIO(content), read_across_frames=True) as reader:
            text = reader.read()
    except zstandard.ZstdError:
        return None
    return text[:-1].split(b"\n") if text.endswith(b"\n") else None


def _differences(name: str, sealed: Sequence[bytes], fresh: Sequence[bytes], offset: int = 0) -> Iterator[Finding]:
    """What became of lines, told by their marks: changed, swapped, dropped, added, cut off at the end."""
    head = 0
    while head < min(len(sealed), len(fresh)) and sealed[head] == fresh[head]:
        head += 1
    tail = 0
    while tail < min(len(sealed), len(fresh)) - head and sealed[-1 - tail] == fresh[-1 - tail]:
        tail += 1
    old, new = sealed[head : len(sealed) - tail], fresh[head : len(fresh) - tail]
    if not new and not tail and old:
        yield Finding(name, f"Son {len(old)} satır kesilmiş.", offset + head + 1)
        return
    if len(old) == len(new):
        places = [head + at for at, (one, other) in enumerate(zip(old, new, strict=True)) if one != other]
        swapped = Counter(old) == Counter(new)
        for at in places[:NAMED]:
            words = "Satırın yeri değiştirilmiş." if swapped else "Satırın içeriği değiştirilmiş."
            yield Finding(name, words, offset + at + 1)
        if len(places) > NAMED:
            yield Finding(name, f"{len(places) - NAMED} satır daha değiştirilmiş.")
        return
    remaining, named = iter(new), 0
    ahead = next(remaining, None)
    for at, mark in enumerate(old):
        if mark == ahead:
            ahead = next(remaining, None)
            continue
        named += 1
        if named <= NAMED and len(old) > len(new):
            yield Finding(name, "Satır çıkarılmış.", offset + head + at + 1)
    added = len(new) - len(old)
    if added > 0:
        yield Finding(name, f"{added} satır eklenmiş.", offset + head + 1)
    elif named > NAMED:
        yield Finding(name, f"{named - NAMED} satır daha çıkarılmış.")


def run() -> Check:
    """One walk that is kept: what was found, and what is proved whole on this day."""
    check = Check.objects.create()
    seen: list[str] = []
    sizes = [0]

    def report(name: str, size: int) -> None:
        seen.append(name)
        sizes[0] += size

    findings = list(verify(report))
    broken = {finding.file.rsplit("/", 1)[-1].split(".")[0] for finding in findings}
    Check.objects.filter(pk=check.pk).update(
        ended_at=now(), segments=len(seen), bytes=sizes[0], findings=[asdict(finding) for finding in findings]
    )
    for start in range(0, len(seen), 1_000):
        whole = [name for name in seen[start : start + 1_000] if name not in broken]
        rows = Segment.objects.filter(name__in=whole, deletion=None)
        rows.update(verified_at=now())
        rows.filter(state__in=[State.STAMPED, State.BROKEN]).exclude(manifest__stamp=None).update(
            state=State.VERIFIED
        )
    Segment.objects.filter(name__in=broken, deletion=None).update(state=State.BROKEN)
    check = Check.objects.get(pk=check.pk)
    if not check.whole:
        for alarm in alarms:
            alarm(check)
    return check
