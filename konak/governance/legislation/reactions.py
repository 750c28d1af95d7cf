"""What happens here because the organisation changed: duties and texts go where their unit went."""

from konak.foundation.announce import on
from konak.governance.organization import public as organization

from . import services


@on(organization.CLOSED)
def unit_closed(unit_id: int, successor_id: int, on: str) -> None:
    services.take_over(unit_id, successor_id)


@on(organization.MERGED)
def unit_merged(unit_id: int, successor_id: int, on: str) -> None:
    services.take_over(unit_id, successor_id)


@on(organization.MOVED)
def unit_moved(unit_id: int, old_parent_id: int, new_parent_id: int, on: str) -> None:
    services.follow_the_move(unit_id)


@on(organization.RENAMED)
def unit_renamed(unit_id: int, name: str, on: str) -> None:
    """Duties are found by the name of their unit."""
    services.renew([unit_id])
