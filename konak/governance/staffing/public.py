"""What neighbours may know of staffing, and how a higher app takes part.

# apps.ready of a higher app
from konak.governance.staffing import public as staffing
staffing.holding("Zimmetler", held_query, hand_over)            # lines of the hand-over minute
staffing.duty_source("Görev kütüğü", clauses_of)                # duties offered while a description is written
staffing.exits_elsewhere(offers)                                # its page works the whole of an exit
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Unit, User
from konak.foundation.people.queries import holders, on_day

from .lifecycle import APPOINTED, DELEGATED, DELEGATION_ENDED, ISSUED, JOINED, LEFT, SEAT_ENDED
from .models import Delegation, Incompatible, Membership, Side, StandingDeputy
from .queries import handovers, rights, separation
from .queries.descriptions import Clause, ClauseQuery, duty_source
from .queries.exits import exits_elsewhere
from .queries.handovers import Held, HeldQuery, Holding, Settle, register
from .services import accounts, separating
from .services.appointing import appoint

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
    "appoint",
    "close_account",
    "duty_source",
    "everything_held",
    "exits_elsewhere",
    "group_label",
    "group_members",
    "groups",
    "holding",
    "in_personnel",
    "is_away",
    "name_member",
    "objections_to_grant",
    "objections_to_group",
    "parties_of",
    "set_group",
    "settle_held",
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


def groups() -> list[tuple[str, str]]:
    """Duty groups by code and label."""
    return sorted(separation.group_labels().items(), key=lambda one: one[1])


def group_label(code: str) -> str:
    return separation.group_labels().get(code, code)


def set_group(*, actor: Actor, code: str, label: str, basis: str = "") -> None:
    """Make a duty group, or name it anew."""
    separating.set_group(actor=actor, code=code, label=label, basis=basis)


def name_member(*, actor: Actor, code: str, user: User, unit: Unit, since: dt.date, document: str) -> None:
    """Name somebody to a duty group; what may not meet is refused."""
    group = separation.groups_with_members()
    found = next((row for row, _ in group if row.code == code), None)
    if found is None:
        raise Refused(f"«{code}» görev grubu yok.")
    separating.name_member(found.pk, actor=actor, user=user, unit=unit, since=since, document=document)


def objections_to_group(user_id: int, code: str, since: dt.date, until: dt.date | None) -> list[tuple[str, bool]]:
    """What the matrix says if a person held what a duty group stands for: words, and whether it stops."""
    added = separation.Held(Side.GROUP, code, f"{group_label(code)} (görev grubu)")
    found = separation.objections(User.objects.get(pk=user_id), added, since, until)
    return [_told(*one) for one in found]


def objections_today(pairs: Collection[tuple[int, str]]) -> dict[tuple[int, str], list[tuple[str, bool]]]:
    """The same as of today for many (person, duty group) at once; who has nothing to object to is left out."""
    return {key: [_told(*one) for one in found] for key, found in separation.objections_today(pairs).items()}


def _told(rule: Incompatible, left: str, right: str) -> tuple[str, bool]:
    return f"«{left}» ile «{right}» aynı kişide birleşemez. {rule.why}", rule.stops


def in_personnel(actor: Actor) -> bool:
    """Whether the actor works in the unit that keeps everybody's papers."""
    return rights.in_personnel(actor)


def everything_held(user_id: int, appointment_id: int | None = None) -> list[tuple[Holding, Held]]:
    """Everything every app knows a person to hold, or only what goes with one seat."""
    return handovers.held_by(user_id, appointment_id)


def settle_held(label: str, key: str, *, actor: Actor, person: User, to: User | None = None) -> None:
    """Hand one held thing to somebody, or end it; the app that keeps it says no where it must."""
    kind = handovers.holding(label)
    if kind is None:
        raise Refused(f"«{label}» başlığını tutan uygulama kurulu değil.")
    if to is not None and not kind.passes:
        raise Refused(f"«{label}» devredilemez; yalnız sona erdirilir.")
    kind.settle(key, person, to, actor)


def close_account(user_id: int, *, actor: Actor, last_day: dt.date, why: str) -> None:
    """Close an account now: seats and groups end, sessions and keys of programs are revoked."""
    accounts.close_now(user_id, actor=actor, last_day=last_day, why=why)


def parties_of(number: str) -> tuple[int, ...]:
    """Who lent his seat and who acts in it, of one delegation."""
    row = Delegation.objects.filter(case__number=number).first()
    return (row.giver_id, row.deputy_id) if row else ()
