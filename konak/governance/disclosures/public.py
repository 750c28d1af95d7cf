"""What neighbours may ask: whether a request for log records is there and open."""

from dataclasses import dataclass

from konak.foundation.access import Actor

from . import queries


@dataclass(frozen=True, slots=True)
class LogRequestFacts:
    """A request of an authority, as the answer to it names it."""

    number: str
    authority: str
    file_number: str
    letter_number: str


def open_log_request(actor: Actor, number: str) -> LogRequestFacts:
    """The request in reach, while it is not answered; raises DoesNotExist."""
    row = queries.log_requests(actor).get(case__number=number, case__closed_at=None)
    return LogRequestFacts(row.case.number, row.authority, row.file_number, row.letter_number)
