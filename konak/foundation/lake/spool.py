"""Where lines wait for their seal. What `append` returned from is on the disk; a torn rest was never promised.

One file a set, shared by all processes under a lock. A frame is one delivery: header, sender, lines. Whoever takes
the lock first walks over what others wrote since he last looked; a file that does not end whole is set aside for the
sealer, which keeps every byte it cannot read.
"""

import errno
import fcntl
import os
import re
import shutil
import struct
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from . import lake_set

HEAD = struct.Struct("<4sIIqIH")
MAGIC = b"KLK1"
ROTATE = 64 * 1024 * 1024
LONGEST = 8 * 1024 * 1024
"""The longest line taken in whole; whoever delivers cuts what is longer."""
FRAME = 48 * 1024 * 1024
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_CLOSED = re.compile(r"([a-z_][a-z0-9_]*)-(\d{19})\.spool")
_known: dict[str, tuple[int, int]] = {}


class LakeFull(OSError):
    """The disk of the lake is full: nothing was taken in; whoever delivers keeps it and tries again."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One delivery."""

    received: int
    """Microseconds since 1970, UTC."""
    source: str
    lines: list[bytes]


def home() -> Path:
    return Path(settings.LAKE_ROOT)


def current(code: str) -> Path:
    return home() / "spool" / f"{code}.spool"


def _pack(lines: Sequence[bytes], source: bytes, received: int) -> bytes:
    payload = b"\n".join(lines)
    rest = struct.pack("<IqIH", len(payload), received, len(lines), len(source)) + source + payload
    return MAGIC + struct.pack("<I", zlib.crc32(rest)) + rest


def _walk(file: int, start: int, size: int) -> Iterator[tuple[int, bytes, bytes, int, int]]:
    """Frames from `start` on, each with where it ends; stops at the first that is not whole."""
    at = start
    while at + HEAD.size <= size:
        head = os.pread(file, HEAD.size, at)
        magic, crc, length, received, count, named = HEAD.unpack(head)
        end = at + HEAD.size + named + length
        if magic != MAGIC or end > size:
            return
        body = os.pread(file, named + length, at + HEAD.size)
        if zlib.crc32(body, zlib.crc32(head[8:])) != crc:
            return
        yield end, body[:named], body[named:], received, count
        at = end


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _locked(path: Path) -> Iterator[int]:
    """The present file of a set under its lock; a file that was set aside meanwhile is let go."""
    while True:
        new = not path.exists()
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            try:
                same = path.stat().st_ino == os.fstat(file).st_ino
            except FileNotFoundError:
                same = False
            if same:
                if new:
                    sync_folder(path.parent)
                yield file
                return
        finally:
            os.close(file)


def _aside(path: Path) -> Path:
    """Give the file the name of a closed one; call it under the lock."""
    code = path.stem
    closed = path.parent / f"{code}-{time.time_ns():019d}.spool"
    path.rename(closed)
    sync_folder(path.parent)
    _known.pop(str(path), None)
    return closed


def _end(file: int, path: Path) -> int | None:
    """Where the next frame begins; None where the file does not end with a whole frame."""
    found = os.fstat(file)
    inode, end = _known.get(str(path), (0, 0))
    if inode != found.st_ino or end > found.st_size:
        end = 0
    for last, *_ in _walk(file, end, found.st_size):
        end = last
    return end if end == found.st_size else None


def append(code: str, lines: Sequence[bytes], *, source: str = "", received: int | None = None) -> int:
    """Keep lines; when this returns they are on the disk. A line holds no line feed and is at most `LONGEST` long.

    `received` is for stores that moved in (the trail, a sample); what arrives now takes the clock of this computer.
    Raises `LakeFull` where there is no room: then none of the lines were taken in.
    """
    lake_set(code)
    if not lines:
        return 0
    size = sum(map(len, lines)) + len(lines)
    if size > FRAME and len(lines) > 1:
        half = len(lines) // 2
        return append(code, lines[:half], source=source, received=received) + append(
            code, lines[half:], source=source, received=received
        )
    frame = _pack(lines, source.encode("utf-8", "replace")[:200], received or time.time_ns() // 1000)
    if size > FRAME or frame.count(b"\n", HEAD.size) > len(lines) - 1 + source.count("\n"):
        raise ValueError("a line is too long or holds a line feed")
    path = current(code)
    path.parent.mkdir(parents=True, exist_ok=True)
    while True:
        with _locked(path) as file:
            end = _end(file, path)
            if end is None or (end and end + len(frame) > ROTATE):
                _aside(path)
                continue
            try:
                _write(file, frame, end)
            except OSError as trouble:
                os.ftruncate(file, end)
                if trouble.errno in FULL:
                    raise LakeFull(trouble.errno, f"Kayıt gölünde yer kalmadı: {home()}") from trouble
                raise
            _known[str(path)] = (os.fstat(file).st_ino, end + len(frame))
            return len(lines)


def _write(file: int, frame: bytes, at: int) -> None:
    view = memoryview(frame)
    while view:
        done = os.pwrite(file, view, at)
        view, at = view[done:], at + done
    os.fsync(file)


def close(code: str) -> Path | None:
    """Set the present file of a set aside for its seal; None where nothing waits."""
    path = current(code)
    if not path.exists():
        return None
    with _locked(path) as file:
        if not os.fstat(file).st_size:
            return None
        return _aside(path)


def closed() -> list[tuple[str, Path]]:
    """Files set aside, the oldest first, with their sets."""
    folder = home() / "spool"
    found = [(match[2], match[1], path) for path in folder.glob("*.spool") if (match := _CLOSED.fullmatch(path.name))]
    return [(code, path) for _, code, path in sorted(found)]


def frames(path: Path) -> Iterator[Frame]:
    """Every whole frame of a file."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        for _, source, payload, received, count in _walk(file.fileno(), 0, size):
            lines = payload.split(b"\n") if count else []
            yield Frame(received, source.decode("utf-8", "replace"), lines)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the head of a frame says, without its lines."""

    end: int
    """Where the frame ends in its file."""
    received: int
    source: str
    lines: int
    bytes: int


def deliveries(path: Path, start: int = 0) -> Iterator[Delivery]:
    """The heads of the whole frames from `start` on; lines are not read, so that following costs next to nothing."""
    with path.open("rb") as file:
        size, at = os.fstat(file.fileno()).st_size, start
        while at + HEAD.size <= size:
            magic, _, length, received, count, named = HEAD.unpack(os.pread(file.fileno(), HEAD.size, at))
            end = at + HEAD.size + named + length
            if magic != MAGIC or end > size:
                return
            source = os.pread(file.fileno(), named, at + HEAD.size).decode("utf-8", "replace")
            yield Delivery(end, received, source, count, length)
            at = end


def room() -> int:
    """Bytes that are free on the disk of the lake."""
    folder = home()
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


def rest(path: Path) -> bytes:
    """What follows the last whole frame: the torn end of a delivery that was never promised, or damage."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        end = max((end for end, *_ in _walk(file.fileno(), 0, size)), default=0)
        return os.pread(file.fileno(), size - end, end)


def waiting(code: str) -> list[Path]:
    """The files whose lines are not sealed yet."""
    here = [path for one, path in closed() if one == code]
    return [*here, current(code)] if current(code).exists() else here
