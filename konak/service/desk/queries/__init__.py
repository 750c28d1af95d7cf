"""Reading the desk: the catalogue, the queues, one ticket, the clocks, and what can be counted."""

from .catalogue import (
    agents_of,
    draft_of,
    form_being_written,
    form_of,
    group_rows,
    manageable,
    may_ask,
    offered,
    service,
    service_to_ask,
    shelves,
)
from .desk import said_openly, ticket, ticket_of_source, tickets, without_rule
from .people import approver_over, free_agents, unit_of
from .timing import Clocks, clocks_from, pauses_of

__all__ = [
    "Clocks",
    "agents_of",
    "approver_over",
    "clocks_from",
    "draft_of",
    "form_being_written",
    "form_of",
    "free_agents",
    "group_rows",
    "manageable",
    "may_ask",
    "offered",
    "pauses_of",
    "said_openly",
    "service",
    "service_to_ask",
    "shelves",
    "ticket",
    "ticket_of_source",
    "tickets",
    "unit_of",
    "without_rule",
]
