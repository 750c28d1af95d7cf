"""Tiles that were drawn before, as files beside the state: a folder for each version of a layer.

A tile of what everybody sees is drawn once. A layer that changes gets a new folder; the old ones are swept away by
`sweep`, which a job calls, and at most `MOST` bytes are kept in all.
"""

import contextlib
import shutil
import tempfile
from pathlib import Path

from django.conf import settings

from .tiles import Place

MOST = 2 * 1024**3
RESERVE = 1024**3
"""Bytes of the disk that are left to the rest of the house: below it no tile is kept."""


def _root() -> Path:
    return Path(settings.GEO_TILES)


def _path(name: str, version: str, place: Place) -> Path:
    return _root() / name / version / str(place.z) / str(place.x) / f"{place.y}.mvt"


def find(name: str, version: str, place: Place) -> bytes | None:
    try:
        return _path(name, version, place).read_bytes()
    except OSError:
        return None


def keep(name: str, version: str, place: Place, tile: bytes) -> None:
    """Written beside and renamed, so that nobody reads half a tile; a full disk costs the tile, not the answer."""
    path = _path(name, version, place)
    with contextlib.suppress(OSError):
        if shutil.disk_usage(_root().parent).free < RESERVE:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(tile)
        Path(file.name).replace(path)


def sweep(current: dict[str, str]) -> int:
    """Throw away what no layer is any more, then the oldest until it fits; returns the bytes that stay."""
    root = _root()
    if not root.is_dir():
        return 0
    for version in root.glob("*/*/"):
        if current.get(version.parent.name) != version.name:
            shutil.rmtree(version, ignore_errors=True)
    kept = sorted(
        ((path.stat().st_mtime, path.stat().st_size, path) for path in root.rglob("*.mvt")), key=lambda one: one[:2]
    )
    size = sum(one[1] for one in kept)
    for _, weight, path in kept:
        if size <= MOST:
            break
        path.unlink(missing_ok=True)
        size -= weight
    return size
