"""What neighbours above may know: a record of information given out, and whether a request for logs is open."""

import datetime as dt
from dataclasses import dataclass

from konak.foundation.access import Actor

from . import queries
from .models import Release

__all__ = ["LogRequestFacts", "Release", "ReleaseFacts", "facts_of", "open_log_request"]


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """A record of information given out, as its neighbours see it."""

    id: int
    number: str
    asker: str
    state: str


def facts_of(actor: Actor, number: str) -> ReleaseFacts | None:
    """One record in reach, None where there is none of that number."""
    try:
        found = queries.release(actor, number.strip().upper())
    except Release.DoesNotExist:
        return None
    return ReleaseFacts(found.pk, found.case.number, found.asker, found.case.state)


@dataclass(frozen=True, slots=True)
class LogRequestFacts:
    """A request of an authority, as the answer to it names it."""

    number: str
    authority: str
    file_number: str
    letter_number: str
    due_on: dt.date | None = None


def open_log_request(actor: Actor, number: str) -> LogRequestFacts:
    """The request in reach, while it is not answered; raises DoesNotExist."""
    row = queries.log_requests(actor).get(case__number=number, case__closed_at=None)
    case = row.case
    return LogRequestFacts(case.number, row.authority, row.file_number, row.letter_number, case.due_on)
