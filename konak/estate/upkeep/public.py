"""What neighbours may do with upkeep: open a repair, ask whether a device may go into use or leave the house."""

from konak.foundation.access import Actor

from . import services
from .lifecycle import IN_SERVICE, REPAIR_DONE, REPAIR_OPENED, WIPED
from .services import disposal_objection, use_objection

__all__ = [
    "IN_SERVICE",
    "REPAIR_DONE",
    "REPAIR_OPENED",
    "WIPED",
    "disposal_objection",
    "open_repair",
    "use_objection",
]


def open_repair(*, actor: Actor, tag: str, report: str, unit_id: int | None = None, down: bool = False) -> str:
    """Open a work order for a fault of a device; returns its number."""
    return services.open_order(actor=actor, tag=tag, report=report, unit_id=unit_id, down=down).case.number
