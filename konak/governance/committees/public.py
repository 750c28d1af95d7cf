"""What neighbours above may know of committees: facts about them and their decisions, and what is announced."""

import datetime as dt
from dataclasses import dataclass

from konak.foundation.access import Actor

from . import queries
from .lifecycle import DECIDED, DECISION_DONE, MET
from .models import Decision

__all__ = [
    "DECIDED",
    "DECISION_DONE",
    "MET",
    "CommitteeFacts",
    "DecisionFacts",
    "committees_of",
    "decision_facts",
    "decisions_on_duty",
    "memberships",
]


@dataclass(frozen=True, slots=True)
class CommitteeFacts:
    """A committee as its neighbours see it; `role` is what the person asked about is in it, empty when unknown."""

    id: int
    name: str
    code: str
    unit_id: int
    regulation_number: str
    duty_path: str
    role: str = ""

    @property
    def url(self) -> str:
        return f"/kurullar/{self.id}/"


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    number: str
    committee: str
    ordinal: str
    decided_on: dt.date
    text: str
    state: str
    state_label: str
    unit_id: int
    assignee_id: int | None
    due_on: dt.date | None
    closed_at: dt.datetime | None


def committees_of(actor: Actor, regulation_number: str = "", duty_path: str = "") -> list[CommitteeFacts]:
    """Standing committees the actor may see, those resting on a regulation or one clause of it where one is named."""
    rows = queries.committees(actor)
    if regulation_number:
        rows = rows.filter(regulation_number=regulation_number)
    if duty_path:
        rows = rows.filter(duty_path=duty_path)
    return [
        CommitteeFacts(row.pk, row.name, row.code, row.unit_id, row.regulation_number, row.duty_path) for row in rows
    ]


def memberships(actor: Actor, user_id: int) -> list[CommitteeFacts]:
    """What somebody sits in today, of the committees the actor may see: for a hand-over, for a job description."""
    rows = queries.seats_of_person(actor, user_id)
    return [
        CommitteeFacts(
            one.committee.pk,
            one.committee.name,
            one.committee.code,
            one.committee.unit_id,
            one.committee.regulation_number,
            one.committee.duty_path,
            one.get_role_display(),
        )
        for one in rows
    ]


def decision_facts(actor: Actor, number: str) -> DecisionFacts | None:
    """One decision in the actor's reach, None where there is none of that number."""
    found = queries.decisions(actor).filter(case__number=number).first()
    return _facts(found) if found else None


def decisions_on_duty(actor: Actor, regulation_number: str, duty_path: str = "") -> list[DecisionFacts]:
    """Decisions in the actor's reach of committees that rest on a regulation or a clause of it, newest first."""
    rows = queries.decisions(actor).filter(committee__regulation_number=regulation_number)
    if duty_path:
        rows = rows.filter(committee__duty_path=duty_path)
    return [_facts(row) for row in rows.order_by("-case_id")[:200]]


def _facts(decision: Decision) -> DecisionFacts:
    case = decision.case
    return DecisionFacts(
        number=case.number,
        committee=decision.committee.name,
        ordinal=f"{decision.committee.code} {decision.ordinal}",
        decided_on=decision.decided_on,
        text=decision.text,
        state=case.state,
        state_label=decision.state_label,
        unit_id=case.unit_id,
        assignee_id=case.assignee_id,
        due_on=case.due_on,
        closed_at=case.closed_at,
    )
