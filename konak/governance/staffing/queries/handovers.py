"""Hand-overs: the register of what can be held, and the files of handing over."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.people.models import User

from .. import access
from ..lifecycle import HandOverState
from ..models import HandOver, HandOverLine

PAGE = 50


@dataclass(frozen=True, slots=True)
class Held:
    """One thing a person holds: a key of its app, words, and its page."""

    key: str
    text: str
    url: str = ""


HeldQuery = Callable[[int, int | None], list[Held]]
"""User and, at a change of seat, the appointment that is given up (None when everything counts)."""
Settle = Callable[[str, User, User | None, Actor], None]
"""Key, who held it, who takes it (None: it is returned or cancelled), who acts. May raise `Refused`."""


@dataclass(frozen=True, slots=True)
class Holding:
    """A kind of thing that people hold, as its app declares it."""

    label: str
    query: HeldQuery
    settle: Settle
    passes: bool = True
    """Whether it can go to somebody else; sessions and keys can only end."""
    order: int = 50


_holdings: dict[str, Holding] = {}


def register(holding: Holding) -> None:
    """Add a kind; the same label again replaces it."""
    _holdings[holding.label] = holding


def holdings() -> list[Holding]:
    return sorted(_holdings.values(), key=lambda one: (one.order, one.label))


def holding(label: str) -> Holding | None:
    return _holdings.get(label)


def held_by(user_id: int, appointment_id: int | None = None) -> list[tuple[Holding, Held]]:
    """Everything every app knows a person to hold."""
    # reach: public inside the house, because it is asked by the services that hand it over
    return [(one, thing) for one in holdings() for thing in one.query(user_id, appointment_id)]


def handovers(actor: Actor, view: str = "") -> QuerySet[HandOver]:
    mine = Q(person_id=actor.user_id) | Q(receiver_id=actor.user_id) if actor.user_id else Q(pk__in=[])
    rows = HandOver.objects.filter(actor.reach(access.SEE_HANDOVER).q("case__") | mine)
    match view:
        case "open":
            rows = rows.exclude(case__state__in=(HandOverState.CLOSED, HandOverState.CANCELLED))
        case "late":
            rows = rows.exclude(case__state__in=(HandOverState.CLOSED, HandOverState.CANCELLED))
            rows = rows.filter(case__due_on__lt=localdate())
        case "closed":
            rows = rows.filter(case__state__in=(HandOverState.CLOSED, HandOverState.CANCELLED))
    rows = rows.select_related("person", "receiver")
    counted: QuerySet[HandOver] = rows.annotate(
        all=Count("lines"), left=Count("lines", filter=Q(lines__settled_at=None))
    )
    return counted


def page_of(rows: QuerySet[HandOver], after: str = "", limit: int = PAGE) -> tuple[list[HandOver], str]:
    if after.isdecimal():
        rows = rows.filter(pk__lt=int(after))
    found = list(rows.order_by("-pk")[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    return found, str(found[-1].pk) if more else ""


def handover(actor: Actor, number: str) -> HandOver:
    """One file; the parties see it wherever their seats are."""
    row: HandOver = HandOver.objects.select_related("person", "receiver", "seat__unit", "case__opened_by").get(
        case__number=number
    )
    party = actor.user_id is not None and actor.user_id in {row.person_id, row.receiver_id}
    if not party and not actor.reach(access.SEE_HANDOVER).covers(row.case):
        raise HandOver.DoesNotExist
    return row


def lines(row: HandOver) -> list[HandOverLine]:
    # reach: the file was found through one
    return list(row.lines.select_related("to", "settled_by").order_by("source", "pk"))


def open_for(user_id: int) -> HandOver | None:
    """The file of handing over that is not finished yet, if there is one."""
    # reach: public inside the house, because it answers for the step that is being taken
    rows = HandOver.objects.filter(person_id=user_id).exclude(
        case__state__in=(HandOverState.CLOSED, HandOverState.CANCELLED)
    )
    found: HandOver | None = rows.order_by("-pk").first()
    return found


def handed_over(user_id: int, seat_id: int, last_day: dt.date) -> bool:
    """Whether the end of a seat was handed over before: by a file of that seat, or by one of leaving altogether."""
    # reach: public inside the house, because it answers for the step that is being taken
    rows = HandOver.objects.filter(person_id=user_id, last_day__gte=last_day)
    return rows.filter(Q(seat_id=seat_id) | Q(seat=None)).exists()


def closed_in_time(units: frozenset[int] | None, since: dt.date, until: dt.date) -> float | None:
    """Of the hand-overs due in a period, the percentage closed by their day."""
    # reach: the caller says which units count
    rows = HandOver.objects.filter(case__due_on__range=(since, until)).exclude(case__state=HandOverState.CANCELLED)
    if units is not None:
        rows = rows.filter(case__unit_id__in=units)
    pairs = rows.filter(case__due_on__lte=localdate()).values_list("case__due_on", "case__closed_at")
    found = [closed is not None and localdate(closed) <= due for due, closed in pairs]
    return 100 * sum(found) / len(found) if found else None
