"""What neighbours above may do with official documents: register one, ask how one stands, hear what happens."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from konak.foundation.access import Actor

from . import queries, services
from .lifecycle import ANSWERED, FILED, REGISTERED, SENT, SIGNED
from .models import Asked, Incoming, Origin, Reading, Route, Shown
from .queries.archiving import Paper, paper, plan_codes
from .services.erasing import erase_words
from .services.reading import note_reading

__all__ = [
    "ANSWERED",
    "FILED",
    "REGISTERED",
    "SENT",
    "SIGNED",
    "Asked",
    "IncomingFacts",
    "Opening",
    "Origin",
    "Paper",
    "Route",
    "Shown",
    "code_named",
    "codes",
    "codes_named",
    "erase_words",
    "facts_of",
    "note_reading",
    "openings",
    "paper",
    "register",
]


@dataclass(frozen=True, slots=True)
class IncomingFacts:
    """A document that came, as its neighbours see it."""

    number: str
    subject: str
    sender: str
    document_date: dt.date | None
    document_number: str
    asked: str
    state: str
    state_label: str
    due_on: dt.date | None
    closed_at: dt.datetime | None
    answer: str

    @property
    def url(self) -> str:
        return f"/evrak/gelen/{self.number}/"


@dataclass(frozen=True, slots=True)
class Opening:
    """That somebody was shown something of a document."""

    who: str
    seat: str
    what: str
    at: dt.datetime


def register(*, actor: Actor, sender: str, subject: str, **facts: Any) -> IncomingFacts:
    """Enter a document into the register: a mail, an application. The arguments are those of `services.register`."""
    return _facts(services.register(actor=actor, sender=sender, subject=subject, **facts))


def facts_of(actor: Actor, number: str) -> IncomingFacts | None:
    """One document in the actor's reach, None where there is none of that number."""
    try:
        return _facts(queries.one_incoming(actor, number))
    except Incoming.DoesNotExist:
        return None


def code_named(code: str) -> tuple[str, str] | None:
    """A code of the file plan with its name; None where the plan has none."""
    row = queries.named_code(code)
    return (row.code, row.name) if row else None


def codes_named(wanted: Sequence[str]) -> dict[str, str]:
    """The names of these codes of the file plan."""
    return dict(plan_codes().filter(code__in=wanted).values_list("code", "name"))


def openings(case_id: int, detail: str, limit: int = 12) -> list[Opening]:
    """Who was lately shown what is named so in the file of a case. The caller found it by his own reach."""
    rows = Reading.objects.filter(case_id=case_id, detail=detail).select_related("user", "seat__unit")
    return [
        Opening(one.user.full_name, str(one.seat or ""), one.get_what_display(), one.at)
        for one in rows.order_by("-pk")[:limit]
    ]


def codes() -> list[tuple[str, str, str, str]]:
    """The file plan: code, name, years to keep ("B": for ever), what follows (A, B, C, A1–A3, D)."""
    return list(plan_codes().values_list("code", "name", "keep", "disposal"))


def _facts(found: Incoming) -> IncomingFacts:
    return IncomingFacts(
        number=found.case.number,
        subject=found.case.subject,
        sender=found.sender,
        document_date=found.document_date,
        document_number=found.document_number,
        asked=found.asked,
        state=found.case.state,
        state_label=found.state_label,
        due_on=found.case.due_on,
        closed_at=found.case.closed_at,
        answer=found.answer.official if found.answer else "",
    )
