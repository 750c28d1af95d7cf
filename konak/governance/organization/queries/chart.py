"""The whole organisation on a day: who heads each unit, who works there, what is empty."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Sum
from django.utils.timezone import localdate

from konak.foundation.people.models import Appointment
from konak.foundation.people.positions import HEADS, Basis, Position, UnitKind
from konak.foundation.people.queries import in_force, on_day, tree_on

from ..models import Post

LEADS: dict[str, tuple[str, ...]] = {
    UnitKind.MUNICIPALITY: (Position.MAYOR,),
    UnitKind.EXECUTIVE: (Position.SECRETARY_GENERAL, Position.DEPUTY_SECRETARY_GENERAL, Position.DEPUTY_MAYOR),
    UnitKind.DEPARTMENT: (Position.HEAD_OF_DEPARTMENT,),
    UnitKind.BRANCH: (Position.DIRECTOR,),
    UnitKind.DIRECTORATE: (Position.DIRECTOR,),
    UnitKind.SERVICE: (Position.CHIEF,),
    UnitKind.BUREAU: (Position.CHIEF,),
}
OUTSIDE = (Position.ADMINISTRATOR.value, Position.AUDITOR.value)
LARGE = 1_500
"""Beyond this many units the deeper branches are fetched when they are opened."""
FIRST_LEVELS = 3


@dataclass(slots=True)
class Card:
    """A unit on the chart. `staff` counts people of the unit alone, `total` those of the branch."""

    id: int
    parent: int | None
    name: str
    short: str
    kind: str
    head: str = ""
    head_id: int | None = None
    acting: bool = False
    staff: int = 0
    total: int = 0
    posts: int = 0
    below: int = 0
    headless: bool = False
    children: list["Card"] = field(default_factory=list)

    @property
    def kind_label(self) -> str:
        return str(UnitKind(self.kind).label)

    @property
    def empty(self) -> int:
        return max(0, self.posts - self.staff)


def chart_on(day: dt.date | None = None) -> list[Card]:
    """The roots of the chart of a day, each with everything below it."""
    # reach: public inside the house, because the organisation chart is
    when = day or localdate()
    cards = {
        row.unit_id: Card(row.unit_id, row.parent_id, row.name, row.short_name, row.kind) for row in tree_on(when)
    }
    for unit_id, number in (
        Post.objects.filter(in_force(when)).order_by().values_list("unit_id").annotate(number=Sum("number"))
    ):
        if unit_id in cards:
            cards[unit_id].posts = number
    _seat(cards, when)
    roots: list[Card] = []
    for card in cards.values():
        parent = cards.get(card.parent or 0)
        (parent.children if parent else roots).append(card)
    for root in roots:
        _sum(root)
    return roots


def _seat(cards: dict[int, Card], when: dt.date) -> None:
    seated = Appointment.objects.filter(on_day(when), user__is_active=True).order_by("since", "pk")
    rows: Iterable[tuple[int, str, int, str, str, int | None, str]] = seated.values_list(
        "unit_id", "position", "user_id", "user__first_name", "user__last_name", "acting_for_id", "basis"
    )
    people: dict[int, set[int]] = defaultdict(set)
    best: dict[int, tuple[int, bool]] = {}
    for unit_id, position, user_id, first, last, acting_for, basis in rows:
        card = cards.get(unit_id)
        if card is None or position in OUTSIDE:
            continue
        if acting_for is None:
            people[unit_id].add(user_id)
        leads = LEADS.get(card.kind, ())
        if position in leads:
            acting = acting_for is not None or basis != Basis.PERMANENT
            # The seat that leads before its deputies; in one seat whoever acts today before the one who is away.
            place = (leads.index(position), not acting)
            if unit_id not in best or place <= best[unit_id]:
                best[unit_id] = place
                card.head, card.head_id, card.acting = f"{first} {last}", user_id, acting
    for unit_id, found in people.items():
        cards[unit_id].staff = len(found)
    for card in cards.values():
        leads = LEADS.get(card.kind, ())
        card.headless = not card.head and bool(set(leads) & set(HEADS))


def _sum(card: Card) -> None:
    for child in card.children:
        _sum(child)
    card.total = card.staff + sum(child.total for child in card.children)
    card.below = len(card.children) + sum(child.below for child in card.children)


def flat(roots: Iterable[Card]) -> list[Card]:
    """Every card, a unit before those below it."""
    # reach: the cards come from the chart
    found, waiting = [], list(roots)[::-1]
    while waiting:
        card = waiting.pop()
        found.append(card)
        waiting += card.children[::-1]
    return found


def as_data(roots: list[Card], deep: int | None = None) -> list[dict[str, Any]]:
    """The cards for the drawing script; below `deep` levels only the number of what is missing."""
    # reach: the cards come from the chart

    def data(card: Card, level: int) -> dict[str, Any]:
        shown: dict[str, Any] = {"id": card.id, "name": card.name, "kind": card.kind_label, "staff": card.staff}
        for key in ("short", "head", "posts", "total"):
            if value := getattr(card, key):
                shown[key] = value
        for key in ("acting", "headless"):
            if getattr(card, key):
                shown[key] = 1
        if card.empty:
            shown["empty"] = card.empty
        if card.children:
            shown["below"] = card.below
            if deep is None or level < deep:
                shown["children"] = [data(child, level + 1) for child in card.children]
        return shown

    return [data(root, 1) for root in roots]


def branch_of(roots: list[Card], unit_id: int) -> Card | None:
    """One card of the chart with everything below it."""
    # reach: the cards come from the chart
    return next((card for card in flat(roots) if card.id == unit_id), None)


def depth(roots: list[Card]) -> int:
    """How many levels the chart has."""
    # reach: the cards come from the chart
    return max((1 + depth(root.children) for root in roots), default=0)


def span(roots: list[Card]) -> float | None:
    """How many units stand directly below one that has any, on average."""
    # reach: the cards come from the chart
    widths = [len(card.children) for card in flat(roots) if card.children]
    return round(sum(widths) / len(widths), 1) if widths else None
