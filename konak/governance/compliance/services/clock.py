"""Who acts when nobody presses: the nightly round, which holds the permissions of this app everywhere."""

from konak.foundation.access import Actor, Seat
from konak.foundation.people.positions import Position


def clock(unit_id: int) -> Actor:
    """The round, at work for a unit; the story shows it without a person."""
    return Actor(None, (Seat(Position.ADMINISTRATOR, unit_id, frozenset({unit_id})),), via="job")
