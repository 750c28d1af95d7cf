"""Setting the clocks of a ticket: from its opening, over its pauses, to the targets of its level and priority."""

import datetime as dt

from django.utils.timezone import localdate, now

from ..lifecycle import LIVE, State
from ..models import Pause, PauseWhy, Ticket
from ..queries import Clocks, clocks_from, pauses_of


def set_clocks(
    ticket: Ticket, clocks: Clocks | None = None, *, state: str, moment: dt.datetime | None = None
) -> dt.date | None:
    """Count all deadlines anew and return the last day for the cover; the caller saves both.

    `state` is the one the ticket is about to have. While it waits for whoever asked, the promise stands still: its
    deadlines are what they would be if he answered now, and the cover shows no last day.
    """
    moment = moment or now()
    clocks = clocks or clocks_from(ticket.opened_at)
    pauses = list(ticket.pauses.all()) if ticket.pk else []
    ticket.answer_due = ticket.solve_due = ticket.own_due = None
    if ticket.level is not None and (target := clocks.target(ticket.level, ticket.priority)):
        clock, stops = clocks.of(ticket.level), pauses_of(pauses, moment)
        if target.answer_minutes is not None:
            ticket.answer_due = clock.deadline(ticket.opened_at, target.answer_minutes, stops)
        if target.solve_minutes is not None:
            ticket.solve_due = clock.deadline(ticket.opened_at, target.solve_minutes, stops)
    if ticket.own_level is not None and state != State.THIRD_PARTY:
        target = clocks.target(ticket.own_level, ticket.priority)
        if target is not None and target.solve_minutes is not None:
            stops = pauses_of(pauses, moment, own=True)
            ticket.own_due = clocks.of(ticket.own_level).deadline(ticket.opened_at, target.solve_minutes, stops)
    ticket.clock_on = state in LIVE and state not in {State.WAITING, State.APPROVAL}
    return localdate(ticket.solve_due) if ticket.solve_due and ticket.clock_on else None


def pause(
    ticket: Ticket,
    why: PauseWhy,
    words: str = "",
    *,
    since: dt.datetime | None = None,
    promised_at: dt.datetime | None = None,
) -> None:
    """The clock stops, for a reason that stays in its history; what stopped it before ends now."""
    moment = now()
    ticket.pauses.filter(until=None).update(until=moment)
    Pause.objects.create(ticket=ticket, why=why, since=since or moment, words=words[:200], promised_at=promised_at)


def go_on(ticket: Ticket) -> None:
    """The clock runs again."""
    ticket.pauses.filter(until=None).update(until=now())
