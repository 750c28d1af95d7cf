"""Who should do it, and who hears that it is late: from units, positions and dates, deputies first."""

import datetime as dt
from dataclasses import dataclass

from django.utils.timezone import localdate

from konak.foundation.people.models import Appointment, Unit
from konak.foundation.people.positions import Position, UnitKind
from konak.foundation.people.queries import above, below, on_day

HEAD_OF: dict[str, str] = {
    UnitKind.BUREAU: Position.CHIEF,
    UnitKind.SERVICE: Position.CHIEF,
    UnitKind.BRANCH: Position.DIRECTOR,
    UnitKind.DIRECTORATE: Position.DIRECTOR,
    UnitKind.DEPARTMENT: Position.HEAD_OF_DEPARTMENT,
    UnitKind.EXECUTIVE: Position.SECRETARY_GENERAL,
    UnitKind.MUNICIPALITY: Position.MAYOR,
}
"""Which position leads a kind of unit."""


@dataclass(frozen=True, slots=True)
class Chair:
    """A position in a unit, and who sits there on a day."""

    position: str
    unit_id: int
    user_ids: tuple[int, ...]


class Chart:
    """The organisation on one day, read once: who sits where, and what lies over what."""

    def __init__(self, day: dt.date | None = None) -> None:
        # reach: public inside the house, because the directory is
        self.day = day or localdate()
        rows = Appointment.objects.filter(on_day(self.day), user__is_active=True).order_by("pk")
        self._seated: dict[tuple[int, str], list[tuple[int, bool]]] = {}
        for unit_id, position, user_id, acting in rows.values_list("unit_id", "position", "user_id", "acting_for_id"):
            self._seated.setdefault((unit_id, position), []).append((user_id, acting is not None))
        self._parents = dict(Unit.objects.values_list("pk", "parent_id"))
        self._kinds = dict(Unit.objects.values_list("pk", "kind"))

    def line(self, unit_id: int) -> list[int]:
        """The unit and those over it, the nearest first."""
        found: list[int] = []
        here: int | None = unit_id
        while here is not None and here not in found:
            found.append(here)
            here = self._parents.get(here)
        return found

    def holders(self, unit_id: int, position: str) -> list[int]:
        """Who sits in a chair; a deputy who acts for it today stands before the one he acts for."""
        seated = self._seated.get((unit_id, position), [])
        return [user for user, _ in sorted(seated, key=lambda one: not one[1])]

    def head(self, unit_id: int) -> int | None:
        """Who leads a unit today: its deputy, else its head; None where the chair is empty."""
        found = self.holders(unit_id, HEAD_OF.get(self._kinds.get(unit_id, ""), ""))
        return found[0] if found else None

    def nearest(self, unit_id: int, position: str) -> Chair | None:
        """The nearest chair of that position in the unit or over it that somebody sits in."""
        for here in self.line(unit_id):
            if users := self.holders(here, position):
                return Chair(position, here, tuple(users))
        return None

    def sits_in(self, user_id: int, units: set[int]) -> bool:
        return any(
            user == user_id for (unit, _), seated in self._seated.items() if unit in units for user, _ in seated
        )

    def single(self, unit_id: int, position: str) -> int | None:
        """The one person in that position in the unit or below it; None where there are none or several."""
        found = {user for here in below(unit_id) for user in self.holders(here, position)}
        return found.pop() if len(found) == 1 else None

    def answers(self, unit_id: int, role: str, named: int | None) -> int | None:
        """Whose inbox a period goes to: the person named while he still serves there, the one holder of the position,
        or who leads the unit. None leaves it to everybody of the unit."""
        if named is not None and self.sits_in(named, below(unit_id) | above(unit_id)):
            return named
        return self.single(unit_id, role) if role else self.head(unit_id)
