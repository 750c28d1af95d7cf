"""Who acts when nobody presses: announcements of other apps and the rounds of the desk."""

from konak.foundation.access import Actor, Scope, Seat
from konak.foundation.people.positions import Position

GRANTED = {f"desk.{verb}": int(Scope.ALL) for verb in ("view", "open", "work", "dispatch", "approve")}


def system(unit_id: int) -> Actor:
    """Konak itself, at the desk of a unit; the story shows it without a person."""
    return Actor(None, (Seat(Position.ADMINISTRATOR, unit_id, frozenset({unit_id}), grants=GRANTED),), "job")
