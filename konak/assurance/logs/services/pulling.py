"""Files that others write, taken in as they grow: rsyslog's folder, the folder of an agent, a log that was copied.

A line is taken when its line feed stands there. How far a file was taken stands beside it on the disk, written after
the lake kept the lines: killed between the two, lines come twice, never not at all.
"""

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

from konak.foundation.lake import spool

from . import intake

MARKS = ".konak-nereye-kadar.json"
CHUNK = 8 * 1024 * 1024
QUIET = 600
"""A file nobody wrote to for so many seconds is removed when it was taken whole."""


def _marks(folder: Path) -> dict[str, list[int]]:
    try:
        found = json.loads((folder / MARKS).read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _keep(folder: Path, marks: dict[str, list[int]]) -> None:
    part = folder / (MARKS + ".part")
    with part.open("w", encoding="utf-8") as file:
        json.dump(marks, file)
        file.flush()
        os.fsync(file.fileno())
    part.replace(folder / MARKS)
    spool.sync_folder(folder)


def _chunks(path: Path, start: int) -> Iterator[tuple[list[bytes], int]]:
    """Whole lines from `start` on, with where they end; a line longer than a chunk is taken in pieces."""
    with path.open("rb") as file:
        file.seek(start)
        while block := file.read(CHUNK):
            cut = block.rfind(b"\n") + 1
            if not cut:
                if len(block) < CHUNK:
                    return
                cut = len(block)
            start += cut
            file.seek(start)
            yield block[:cut].rstrip(b"\n").split(b"\n"), start


def pull(folder: Path, *, remove: bool = True) -> int:
    """Take in what is new in the files below a folder, the oldest first; a sender's folder is named after it."""
    marks, taken = _marks(folder), 0
    found = [(path.stat(), path) for path in folder.rglob("*.log") if path.is_file() and not path.is_symlink()]
    for facts, path in sorted(found, key=lambda one: one[0].st_mtime_ns):
        name = str(path.relative_to(folder))
        inode, start = marks.get(name, [facts.st_ino, 0])
        if inode != facts.st_ino or start > facts.st_size:  # another file under the old name
            start = 0
        source = path.parent.name if path.parent != folder else path.stem
        for lines, end in _chunks(path, start):
            taken += intake.take_in([line for line in lines if line], source=source)
            start, marks[name] = end, [facts.st_ino, end]
            _keep(folder, marks)
        now = path.stat()
        if remove and start == now.st_size and time.time() - now.st_mtime > QUIET:
            path.unlink()
            if marks.pop(name, None):
                _keep(folder, marks)
    return taken
