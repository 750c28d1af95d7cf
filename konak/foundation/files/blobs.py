"""The folder of blobs: `ab/cd/<sha256>` below FILES_ROOT, written so that a crash leaves a whole file or none."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings

FILE_MODE, FOLDER_MODE = 0o640, 0o750
PIECE = 1024 * 1024


class TooLarge(Exception):
    """The content goes on behind the limit."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A content on the disk that has no place yet."""

    file: IO[bytes]
    path: Path
    sha256: str
    size: int


def root() -> Path:
    return Path(settings.FILES_ROOT)


def place_of(sha256: str) -> Path:
    return root() / sha256[:2] / sha256[2:4] / sha256


@contextmanager
def receive(content: IO[bytes], limit: int) -> Iterator[Arrived]:
    """Write a stream to a temporary file while hashing it; it is gone afterwards unless it was given a place."""
    incoming = _folder(root() / "incoming")
    handle, name = tempfile.mkstemp(dir=incoming)
    path, digest, size = Path(name), hashlib.sha256(), 0
    try:
        with os.fdopen(handle, "w+b") as file:
            while piece := content.read(PIECE):
                size += len(piece)
                if size > limit:
                    raise TooLarge
                digest.update(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
            os.fchmod(file.fileno(), FILE_MODE)
            yield Arrived(file, path, digest.hexdigest(), size)
    finally:
        with suppress(FileNotFoundError):
            path.unlink()


def settle(arrived: Arrived) -> None:
    """Give an arrived content its place. What lies there whole already stays; a torn file is replaced."""
    place = place_of(arrived.sha256)
    if place.exists() and place.stat().st_size == arrived.size:
        os.utime(place)  # young again: a sweep leaves it alone
        return
    _folder(place.parent)
    arrived.path.replace(place)
    _sync(place.parent)


def digest_of(place: Path) -> str:
    with place.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def every_place() -> Iterator[Path]:
    """Every blob on the disk, in the order of the hashes."""
    yield from sorted(path for path in root().glob("??/??/*") if path.is_file())


def leftovers(before: float) -> Iterator[Path]:
    """Temporary files of uploads that a crash broke off, last written before the given time (seconds)."""
    yield from (path for path in (root() / "incoming").glob("*") if path.stat().st_mtime < before)


def _folder(path: Path) -> Path:
    if not path.is_dir():
        missing = [part for part in (path, *path.parents) if not part.exists()]
        path.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        for part in missing:
            part.chmod(FOLDER_MODE)
            _sync(part.parent)
    return path


def _sync(folder: Path) -> None:
    """Make a new entry of a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
