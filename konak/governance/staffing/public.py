"""What neighbours may know of staffing, and how a higher app takes part.

# apps.ready of a higher app
from konak.governance.staffing import public as staffing
staffing.holding("Zimmetler", held_query, hand_over)            # lines of the hand-over minute
staffing.duty_source("Görev kütüğü", clauses_of)                # duties offered while a description is written
"""

import datetime as dt
from dataclasses import dataclass

from konak.foundation.people.models import User
from konak.foundation.people.queries import holders, on_day

from .lifecycle import APPOINTED, DELEGATED, DELEGATION_ENDED, ISSUED, JOINED, LEFT, SEAT_ENDED
from .models import Delegation, Membership, StandingDeputy
from .queries import separation
from .queries.descriptions import Clause, ClauseQuery, duty_source
from .queries.handovers import Held, HeldQuery, Holding, Settle, register

__all__ = [
    "APPOINTED",
    "DELEGATED",
    "DELEGATION_ENDED",
    "ISSUED",
    "JOINED",
    "LEFT",
    "SEAT_ENDED",
    "Clause",
    "ClauseQuery",
    "Held",
    "HeldQuery",
    "Settle",
    "Substitute",
    "duty_source",
    "group_members",
    "holding",
    "is_away",
    "objections_to_grant",
    "substitute",
]


@dataclass(frozen=True, slots=True)
class Substitute:
    """Who answers for a seat on a day, and by what right."""

    user_id: int
    name: str
    acting: bool


def holding(label: str, query: HeldQuery, hand_over: Settle, *, passes: bool = True, order: int = 50) -> None:
    """Declare a kind of thing people hold; it is then listed and handed over in every hand-over minute."""
    register(Holding(label, query, hand_over, passes, order))


def substitute(unit_id: int, position: str, day: dt.date | None = None) -> Substitute | None:
    """Who answers for a seat on a day: the deputy of its delegation, its holder, else its first standing deputy."""
    rows = list(holders(unit_id, position, day))
    deputy = next((row for row in rows if row.acting_for_id is not None), None)
    if deputy is not None:
        return Substitute(deputy.user_id, deputy.user.full_name, True)
    if rows:
        return Substitute(rows[0].user_id, rows[0].user.full_name, False)
    standing = StandingDeputy.objects.filter(unit_id=unit_id, position=position, user__is_active=True)
    first = standing.select_related("user").order_by("order").first()
    return Substitute(first.user_id, first.user.full_name, True) if first else None


def is_away(user_id: int, day: dt.date | None = None) -> bool:
    """Whether somebody has lent a seat on a day."""
    rows = Delegation.objects.filter(giver_id=user_id, case__state="active")
    return rows.filter(on_day(day)).exists()


def group_members(code: str, unit_ids: frozenset[int] | None = None, day: dt.date | None = None) -> list[User]:
    """Who is named to a group on a day ("harcama-yetkilisi"), for all units or for some."""
    rows = Membership.objects.filter(on_day(day), group__code=code, user__is_active=True)
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=unit_ids)
    return list(User.objects.filter(pk__in=rows.values("user_id")).order_by("first_name", "last_name"))


def objections_to_grant(permission: str, position: str) -> list[str]:
    """Why giving a permission to a position would bring together what may not meet; empty where nothing does."""
    return separation.objections_to_grant(permission, position)
