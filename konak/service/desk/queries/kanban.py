"""The board: a column for each state of open work, each with its first cards by their last day."""

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import F
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.cases.queries import Part
from konak.foundation.lifecycle import Step

from .. import access, lifecycle
from ..lifecycle import State, serves
from ..models import Ticket
from .desk import NEAR
from .queues import TicketFilter, covers, open_part
from .record import Left, left_of

MOST = 25
"""Cards of one column; what is beyond stands in the list."""
RECENT = dt.timedelta(days=7)
"""How long what was solved stays on the board."""
COLUMNS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (State.NEW, "Yeni", (State.NEW, State.REOPENED)),
    (State.WORKING, "İşlemde", (State.WORKING,)),
    (State.WAITING, "Talep sahibinde", (State.WAITING,)),
    (State.THIRD_PARTY, "Üçüncü tarafta", (State.THIRD_PARTY,)),
    (State.SOLVED, "Çözüldü", (State.SOLVED,)),
)
MOVES = (
    lifecycle.TAKE,
    lifecycle.RESUME,
    lifecycle.ASK,
    lifecycle.REFER,
    lifecycle.SOLVE,
    lifecycle.REOPEN,
)
"""Steps that move a card to another column; of two that lead to one column the first fits."""
LEADS_TO = {State.REOPENED.value: State.NEW.value}


@dataclass(frozen=True, slots=True)
class Move:
    """A way to another column: the step, and the column it leads to."""

    step: Step
    to: str


@dataclass(frozen=True, slots=True)
class Card:
    ticket: Ticket
    left: Left
    moves: list[Move]


@dataclass(slots=True)
class Column:
    key: str
    label: str
    cards: list[Card] = field(default_factory=list)
    more: bool = False


def moves_of(ticket: Ticket, actor: Actor) -> list[Move]:
    """Where a card may go. Guards (parts, checklist) speak when it goes: asked here they would cost."""
    # reach: the ticket was found through one
    if not serves(ticket, actor, access.WORK):
        return []
    found: dict[str, Move] = {}
    for step in MOVES:
        to = LEADS_TO.get(str(step.target), str(step.target))
        if ticket.case.state not in step.sources or to in found:
            continue
        own = ticket.case.assignee_id == actor.user_id
        if step is lifecycle.TAKE and own and ticket.case.state in (State.WAITING, State.THIRD_PARTY):
            continue  # one's own work goes on, it is not taken again
        found[to] = Move(step, to)
    column = LEADS_TO.get(ticket.case.state, ticket.case.state)
    return [one for one in found.values() if one.to != column]


def kanban(actor: Actor, key: str, filters: TicketFilter) -> list[Column]:
    """The columns of one queue ("bana", "ekip"); two statements a column, however many tickets there are."""
    found = []
    for state, label, states in COLUMNS:
        if state == State.SOLVED:
            done = Ticket.objects.order_by().filter(unclosed=True, solved_at__gte=now() - RECENT)
            solved = covers(actor, filters).filter(pk__in=done.values("pk"), state=State.SOLVED)
            if key == "bana":
                solved = solved.filter(assignee_id=actor.user_id or 0)
            keys = list(solved.order_by("-pk").values_list("pk", flat=True)[: MOST + 1])
        else:
            part = open_part(actor, key, filters)
            keys = Part(part.rows.filter(state__in=states), part.units).first(MOST + 1)
        order = ("-case_id",) if state == State.SOLVED else (F("case__due_on").asc(nulls_last=True), "case_id")
        rows = list(Ticket.objects.filter(pk__in=keys).select_related(*NEAR).order_by(*order))
        cards = [Card(one, left_of(one), moves_of(one, actor)) for one in rows[:MOST]]
        found.append(Column(str(state), label, cards, len(rows) > MOST))
    return found
