"""Sealed files: made from a file of the spool, read again line by line. Nothing here touches the database."""

import datetime as dt
import hashlib
import itertools
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import zstandard
from django.utils.timezone import get_current_timezone

from . import LakeSet, merkle, spool

FRAME_LINES = 8192
LEVEL = 3
MARK = 8
KINDS = {"raw": ".log.zst", "table": ".parquet", "marks": ".marks"}


class Damaged(ValueError):
    """Part of a file cannot be read: lines from `first` to `last`."""

    def __init__(self, first: int, last: int) -> None:
        super().__init__(f"{first}–{last}")
        self.first, self.last = first, last


def folder(code: str, day: str) -> Path:
    return Path(spool.home(), "sets", code, day)


def place(facts: dict[str, Any], kind: str) -> Path:
    """Where a file of a segment lies."""
    return Path(folder(facts["set"], facts["day"]), facts["name"] + KINDS[kind])


def build(one: LakeSet, path: Path) -> list[dict[str, Any]]:
    """The segments of a closed file, one for each day on which lines of it arrived. Building it again is the same."""
    zone = get_current_timezone()
    days: dict[str, tuple[list[bytes], list[int], list[str]]] = {}
    for frame in spool.frames(path):
        day = dt.datetime.fromtimestamp(frame.received / 1e6, zone).date().isoformat()
        lines, received, sources = days.setdefault(day, ([], [], []))
        lines += frame.lines
        received += itertools.repeat(frame.received, len(frame.lines))
        sources += itertools.repeat(frame.source, len(frame.lines))
    if torn := spool.rest(path):
        aside = spool.home() / "damaged" / f"{path.stem}.rest"
        aside.parent.mkdir(parents=True, exist_ok=True)
        _put(aside, torn)
    return [_build(one, day, path, *found) for day, found in sorted(days.items())]


def _build(
    one: LakeSet, day: str, path: Path, lines: list[bytes], received: list[int], sources: list[str]
) -> dict[str, Any]:
    name = f"{path.stem}-{day.replace('-', '')}"
    here = folder(one.code, day)
    here.mkdir(parents=True, exist_ok=True)
    leaves = merkle.leaves(lines)
    raw, frames, whole = _compressed(lines)
    table = typed(one, lines, received, sources)
    files = {
        "raw": _put(here / (name + KINDS["raw"]), raw),
        "marks": _put(here / (name + KINDS["marks"]), b"".join(leaf[:MARK] for leaf in leaves)),
        "table": _put_table(here / (name + KINDS["table"]), one, table),
    }
    for one_up in (here, here.parent, here.parent.parent):
        spool.sync_folder(one_up)
    times = pc.min_max(table["ts"]).as_py()
    starts = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(), get_current_timezone())
    late = pc.sum(pc.less(table["ts"], pa.scalar(starts.astimezone(dt.UTC), pa.timestamp("us", "UTC")))).as_py() or 0
    known = pc.sum(table["known"]).as_py() or 0
    return {
        "set": one.code,
        "day": day,
        "name": name,
        "lines": len(lines),
        "late": late,
        "first": times["min"].isoformat() if times["min"] else "",
        "last": times["max"].isoformat() if times["max"] else "",
        "root": merkle.root(leaves).hex(),
        "bytes": sum(map(len, lines)) + len(lines),
        "content_sha256": whole,
        "frames": " ".join(map(str, frames)),
        "files": files,
        "spool": path.name,
        "unread": len(lines) - known,
    }


def _compressed(lines: Sequence[bytes]) -> tuple[bytes, list[int], str]:
    """The lines as frames of zstd, where each frame begins, and the hash of what they hold."""
    made, at, whole = [], 0, hashlib.sha256()
    begins = []
    packer = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True)
    for start in range(0, len(lines), FRAME_LINES):
        text = b"\n".join(lines[start : start + FRAME_LINES]) + b"\n"
        whole.update(text)
        packed = packer.compress(text)
        begins.append(at)
        made.append(packed)
        at += len(packed)
    return b"".join(made), begins, whole.hexdigest()


def typed(one: LakeSet, lines: Sequence[bytes], received: Sequence[int], sources: Sequence[str]) -> pa.Table:
    """The typed columns of lines, with the number of each line, its arrival and its sender."""
    stamp = pa.timestamp("us", "UTC")
    base = {
        "n": pa.array(range(len(lines)), pa.int32()),
        "received": pa.array(received, pa.int64()).cast(stamp),
        "sender": pa.array(sources, pa.string()).dictionary_encode(),
    }
    if one.table is None:
        more = {"ts": base["received"], "known": pa.array([False] * len(lines), pa.bool_())}
    else:
        made = one.table(lines, received, sources)
        more = dict(zip(made.column_names, made.columns, strict=True))
    return pa.table({**base, **more})


MANY = 0.1
"""Of the rows of a column the share of different values above which a dictionary costs more than it saves."""


def _encodings(table: pa.Table) -> tuple[list[str], dict[str, str]]:
    """Columns that repeat themselves go through a dictionary. Of the others numbers are split by byte, and texts keep
    what differs from the one before: addresses in order, serial numbers, names with a common beginning."""
    dictionary: list[str] = []
    encoding: dict[str, str] = {}
    for name in table.column_names:
        kind = table.schema.field(name).type
        if pa.types.is_boolean(kind):
            continue
        if (
            pa.types.is_dictionary(kind)
            or len(table) < 100
            or pc.count_distinct(table[name]).as_py() <= MANY * len(table)
        ):
            dictionary.append(name)
        elif pa.types.is_string(kind):
            encoding[name] = "DELTA_BYTE_ARRAY"
        elif pa.types.is_integer(kind) or pa.types.is_timestamp(kind):
            encoding[name] = "BYTE_STREAM_SPLIT"
    return dictionary, encoding


def _put_table(path: Path, one: LakeSet, table: pa.Table) -> dict[str, Any]:
    order = [(name, "ascending") for name in one.order if name in table.column_names]
    if order:
        table = table.take(pc.sort_indices(table, sort_keys=order))
    part = path.with_name(path.name + ".part")
    try:
        dictionary, encoding = _encodings(table)
        pq.write_table(
            table, part, compression="zstd", compression_level=LEVEL, row_group_size=131_072,
            use_dictionary=dictionary, column_encoding=encoding,
        )  # fmt: skip
    except OSError as trouble:
        part.unlink(missing_ok=True)
        if trouble.errno in spool.FULL or "No space left" in str(trouble):
            raise spool.LakeFull(28, f"Kayıt gölünde yer kalmadı: {spool.home()}") from trouble
        raise
    return _settle(part, path)


def _put(path: Path, content: bytes) -> dict[str, Any]:
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            file.write(content)
    except OSError as trouble:
        part.unlink(missing_ok=True)
        if trouble.errno in spool.FULL:
            raise spool.LakeFull(trouble.errno, f"Kayıt gölünde yer kalmadı: {spool.home()}") from trouble
        raise
    return _settle(part, path)


def _settle(part: Path, path: Path) -> dict[str, Any]:
    with part.open("rb") as file:
        os.fsync(file.fileno())
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    size = part.stat().st_size
    part.chmod(0o440)
    part.replace(path)
    return {"name": path.name, "size": size, "sha256": digest}


def blocks(facts: dict[str, Any]) -> Iterator[list[bytes]]:
    """The lines of a segment, frame by frame; raises `Damaged` at the first that cannot be read."""
    content = place(facts, "raw").read_bytes()
    begins = [int(one) for one in facts["frames"].split()]
    for number, start in enumerate(begins):
        end = begins[number + 1] if number + 1 < len(begins) else len(content)
        yield _block(content[start:end], number, facts["lines"])


def _block(packed: bytes, number: int, lines: int) -> list[bytes]:
    first = number * FRAME_LINES
    try:
        text = zstandard.ZstdDecompressor().decompressobj().decompress(packed)
    except zstandard.ZstdError:
        text = b""
    if not text.endswith(b"\n"):
        raise Damaged(first, min(first + FRAME_LINES, lines) - 1)
    return text[:-1].split(b"\n")


def lines_of(facts: dict[str, Any], wanted: Sequence[int]) -> dict[int, bytes]:
    """These lines of a segment, as they came; only the frames that hold them are opened."""
    begins = [int(one) for one in facts["frames"].split()]
    path, found = place(facts, "raw"), {}
    with path.open("rb") as file:
        for number, group in itertools.groupby(sorted(set(wanted)), lambda n: n // FRAME_LINES):
            file.seek(begins[number])
            length = begins[number + 1] - begins[number] if number + 1 < len(begins) else -1
            block = _block(file.read(length), number, facts["lines"])
            for one in group:
                found[one] = block[one - number * FRAME_LINES]
    return found
