"""Lines as they come, on the screen of one person. What comes faster than an eye reads is counted, not shown.

A sitting is a search: it needs a purpose, stands in the book, the trail and the lake. Nothing runs between two looks;
a sitting nobody asks for is over after `LEFT`, and what was shown is written down then.
"""

import datetime as dt
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.lake import lake_set, segments, spool
from konak.foundation.lake import queries as lake
from konak.foundation.lake.models import Segment
from konak.foundation.lake.queries import Row
from konak.foundation.lifecycle import Refused
from konak.foundation.trail.services import write

from .. import queries
from ..models import Kind, Search, Tail
from . import conditions, searching
from .alarming import checked
from .searching import Found

LEFT = dt.timedelta(seconds=60)
LONGEST = dt.timedelta(minutes=30)
AT_ONCE = 20
"""Sittings that may go on at the same time in the house."""
LOOKED = 5_000
BYTES = 4 * 1024 * 1024
"""Lines and bytes read at one look, the newest; what came before them is counted as skipped."""
SHOWN = 100
BACK = 20
"""Lines that came before the sitting and are shown for a beginning."""

Marks = dict[str, list[int]]
"""Inode of a file of the spool → how far it was read, and the arrival of the last line read, in microseconds."""


@dataclass(frozen=True, slots=True)
class Look:
    """What came since the last look."""

    lines: list[Found] = field(default_factory=list)
    skipped: int = 0
    marks: Marks = field(default_factory=dict)
    over: bool = False


@transaction.atomic
def begin(*, actor: Actor, code: str, purpose: str, condition: str = "", words: str = "", request: str = "") -> Tail:
    """Sit down in front of a set; the filter is the condition of an alarm, or words, or both."""
    (code,) = searching.open_to(actor, code or "-")
    parts = []
    if condition.strip():
        try:
            parts.append(checked(conditions.written(condition)))
        except ValueError as fault:
            raise Refused(str(fault)) from None
    words = words.strip()
    if words:
        ways = [{"field": name, "is": "contains", "value": words} for name in searching.WORDED]
        parts.append(checked({"any": ways}))
    if Tail.objects.filter(ended_at=None, seen_at__gte=now() - LEFT).count() >= AT_ONCE:
        raise Refused(f"Aynı anda en çok {AT_ONCE} canlı izleme yapılabilir; biraz sonra yeniden deneyin.")
    asked = {"set": code, "words": words, "condition": condition.strip(), "sets": [code]}
    made = searching.written_down(actor, Kind.TAIL, purpose, request, asked)
    moment = now()
    return Tail.objects.create(
        search=made, code=code, condition={"all": parts} if parts else {}, began_at=moment, seen_at=moment
    )


def look(pk: int, *, actor: Actor, marks: Mapping[str, Any] | None = None) -> Look:
    """What came since `marks`; without them the newest lines, for a beginning."""
    tail = queries.tail(actor, pk)
    moment = now()
    left = tail.ended_at or moment - tail.seen_at > LEFT or moment - tail.began_at > LONGEST
    if left or tail.code not in queries.open_sets(actor):
        _end(tail)
        return Look(over=True)
    known = _read_marks(marks)
    found = _came(tail, known) if known is not None else _beginning(tail)
    with transaction.atomic():
        held = Tail.objects.select_for_update().get(pk=tail.pk)
        held.seen_at, held.shown = moment, held.shown + len(found.lines)
        held.skipped += found.skipped
        held.save(update_fields=["seen_at", "shown", "skipped"])
    clear = not tail.search.masked
    lines = found.lines if clear else [searching.covered(one) for one in found.lines]
    return Look(lines, found.skipped, found.marks)


def _read_marks(told: Mapping[str, Any] | None) -> Marks | None:
    """Marks as they came back from the browser; nonsense counts as none."""
    if not isinstance(told, Mapping) or len(told) > 64:
        return None
    found: Marks = {}
    for inode, pair in told.items():
        if not (
            isinstance(pair, list) and len(pair) == 2 and all(type(one) is int and 0 <= one < 2**63 for one in pair)
        ):
            return None
        found[str(inode)] = pair
    return found


def _beginning(tail: Tail) -> Look:
    """The end of every file of the spool, and the last few lines that fit."""
    begun = int(tail.began_at.timestamp() * 1_000_000)
    marks: Marks = {}
    for path in spool.waiting(tail.code):
        try:
            end, inode = 0, str(path.stat().st_ino)
            for one in spool.deliveries(path):
                end = one.end
            marks[inode] = [end, begun]
        except FileNotFoundError:  # sealed meanwhile
            continue
    arrived = (tail.began_at - dt.timedelta(minutes=10)).astimezone(dt.UTC)
    ways = conditions.narrowed(tail.condition) if tail.condition else []
    rows = lake.search(
        tail.code,
        since=tail.began_at - dt.timedelta(days=1),  # a line tells a time of its own that may lie before its arrival
        where={"received__gte": arrived},
        any_of=ways,
        limit=1_000,
        newest=True,
    )
    fitting = [row for row in rows if conditions.holds(tail.condition, row.values)] if tail.condition else rows
    return Look([Found(tail.code, row, "") for row in fitting[:BACK]], 0, marks)


def _came(tail: Tail, marks: Marks) -> Look:
    """Whole deliveries behind the marks. The newest `LOOKED` lines are read, those before them are counted."""
    begun = int(tail.began_at.timestamp() * 1_000_000)
    fresh: list[tuple[Path, spool.Delivery]] = []
    after: Marks = {}
    for path in spool.waiting(tail.code):
        try:
            inode = str(path.stat().st_ino)
            end, last = marks.get(inode, [0, begun])
            size = path.stat().st_size
            for one in spool.deliveries(path, end if end <= size else 0):
                if one.received >= begun:
                    fresh.append((path, one))
                end, last = one.end, max(last, one.received)
            after[inode] = [end, last]
        except FileNotFoundError:
            continue
    gone = [pair for inode, pair in marks.items() if inode not in after]
    found = _sealed(tail, min(pair[1] for pair in gone)) if gone else []
    skipped, taken, size = 0, 0, 0
    for path, one in reversed(fresh):
        if taken >= LOOKED or size + one.bytes > BYTES:
            skipped += one.lines
            continue
        taken, size = taken + one.lines, size + one.bytes
        found += _read(tail, path, one)
    found.sort(key=lambda one: (one.row.values["received"], one.row.n), reverse=True)
    skipped += max(0, len(found) - SHOWN)
    return Look(found[:SHOWN], skipped, after)


def _read(tail: Tail, path: Path, one: spool.Delivery) -> Iterator[Found]:
    """The lines of one delivery that meet the filter."""
    try:
        with path.open("rb") as file:
            lines = os.pread(file.fileno(), one.bytes, one.end - one.bytes).split(b"\n")
    except FileNotFoundError:
        return
    many = len(lines)
    table = segments.typed(lake_set(tail.code), lines, [one.received] * many, [one.source] * many)
    for n, values in enumerate(table.to_pylist()):
        told = {name: value for name, value in values.items() if value is not None}
        if not tail.condition or conditions.holds(tail.condition, told):
            told |= {"line": lines[n], "moment": told.get("ts") or told["received"], "n": n}
            yield Found(tail.code, Row(told, "", n), "")


def _sealed(tail: Tail, since: int) -> list[Found]:
    """What was sealed between two looks, after the last line that was read."""
    low = dt.datetime.fromtimestamp(since / 1e6, dt.UTC)
    names = list(
        Segment.objects.filter(code=tail.code, manifest__made_at__gte=low).values_list("name", flat=True)[:20]
    )
    if not names:
        return []
    rows = lake.search(tail.code, where={"received__gt": low}, alone=names, limit=SHOWN * 5, newest=True)
    return [
        Found(tail.code, row, "")
        for row in rows
        if not tail.condition or conditions.holds(tail.condition, row.values)
    ]


def leave(pk: int, *, actor: Actor) -> Tail:
    """Stand up."""
    tail = queries.tail(actor, pk)
    _end(tail)
    return tail


def _end(tail: Tail) -> None:
    """Write down how much was shown, once: in the book, in the trail, in the lake."""
    with transaction.atomic():
        held = Tail.objects.select_for_update().select_related("search").get(pk=tail.pk)
        if held.ended_at is not None:
            return
        held.ended_at = now()
        held.save(update_fields=["ended_at"])
        Search.objects.filter(pk=held.pk).update(found=held.shown)
        who = Actor(held.search.user_id, via="job")
        write(actor=who, kind="logs.search", subject=held.pk, verb="tail_end", note=f"{held.shown} satır")
        line = {"search": held.pk, "kind": "tail-end", "shown": held.shown, "skipped": held.skipped}
        text = json.dumps(line | {"began": held.began_at.isoformat(), "ended": held.ended_at.isoformat()})
        spool.append("searches", [text.encode()], source="konak")


def end_the_left() -> int:
    """End sittings nobody looks at any more; returns how many."""
    rows = Tail.objects.filter(ended_at=None, seen_at__lt=now() - LEFT)
    count = 0
    for tail in rows.select_related("search")[:200]:
        _end(tail)
        count += 1
    return count
