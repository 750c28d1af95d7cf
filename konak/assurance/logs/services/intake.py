"""Lines arrive: each goes to its set of the lake, and only then is its sender told so."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from django.utils.timezone import now

from konak.foundation.lake import spool

from ..parsing import records
from ..parsing.columns import route
from ..parsing.common import Context

BATCH = 20_000


def take_in(lines: Sequence[bytes], *, source: str, moment: dt.datetime | None = None) -> int:
    """Append lines of one sender to their sets; when it returns they are on the disk."""
    context = Context(moment or now())
    parts: dict[str, list[bytes]] = {}
    for line in lines:
        for one in line[: spool.LONGEST].split(b"\n"):
            if one:
                parts.setdefault(route(one, context), []).append(one)
    received = int(moment.timestamp() * 1_000_000) if moment else None
    return sum(spool.append(code, part, source=source, received=received) for code, part in parts.items())


def take_file(path: Path, *, source: str = "", moment: dt.datetime | None = None) -> int:
    """Every record of a file that was brought; blocks of several lines are one record."""
    taken, batch = 0, []
    with path.open("rb") as lines:
        for record in records(lines):
            batch.append(record)
            if len(batch) >= BATCH:
                taken += take_in(batch, source=source or path.name, moment=moment)
                batch = []
    return taken + take_in(batch, source=source or path.name, moment=moment)
