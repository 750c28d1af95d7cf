"""What neighbours may do with upkeep: open a repair, ask whether a device may go into use or leave the house."""

import datetime as dt
from collections.abc import Iterable

from konak.foundation.access import Actor

from . import queries, services
from .lifecycle import IN_SERVICE, REPAIR_DONE, REPAIR_OPENED, WIPED
from .services import disposal_objection, use_objection

__all__ = [
    "IN_SERVICE",
    "REPAIR_DONE",
    "REPAIR_OPENED",
    "WIPED",
    "counter_read",
    "disposal_objection",
    "load_readings",
    "open_repair",
    "readings_of",
    "use_objection",
]


def open_repair(*, actor: Actor, tag: str, report: str, unit_id: int | None = None, down: bool = False) -> str:
    """Open a work order for a fault of a device; returns its number."""
    return services.open_order(actor=actor, tag=tag, report=report, unit_id=unit_id, down=down).case.number


def counter_read(
    tag: str, *, actor: Actor, value: int, counter: str = "sayfa", read_on: dt.date | None = None
) -> tuple[int, dt.date]:
    """Write down a counter of a device; a machine (`Actor(None, via="job")`) may, a person needs the right.

    It never runs backwards: a lower value than before is refused. Returns the value and its day.
    """
    made = services.read_counter(tag, actor=actor, counter=counter, value=value, read_on=read_on)
    return made.value, made.read_on


def readings_of(
    asset_ids: Iterable[int], since: dt.date, counter: str = "sayfa"
) -> dict[int, list[tuple[dt.date, int]]]:
    """How the counters of some devices stood since a day, oldest first; the caller was given the devices."""
    return queries.readings_of(list(asset_ids), since, counter)


def load_readings(rows: Iterable[tuple[int, dt.date, int]], *, counter: str = "sayfa", actor: Actor) -> int:
    """Counters of the past of many devices at once (device, day, value), for samples; none may run backwards."""
    return services.load_readings(rows, counter=counter, actor=actor)
