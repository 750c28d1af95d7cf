"""One decision as its page shows it."""

from dataclasses import dataclass

from konak.foundation.access import Actor

from ..lifecycle import keeps
from ..models import Decision, DecisionReport, Dissent
from .boards import decisions
from .meetings import meetings


@dataclass(frozen=True, slots=True)
class DecisionSheet:
    decision: Decision
    dissents: list[Dissent]
    reports: list[DecisionReport]
    meeting_seen: bool
    keeps: bool


def decision(actor: Actor, number: str) -> Decision:
    """One decision; out of reach and unknown are the same `Decision.DoesNotExist`."""
    return decisions(actor).get(case__number=number)


def decision_report(actor: Actor, number: str, report_id: int) -> DecisionReport:
    """One report about a decision in reach."""
    found = decision(actor, number)
    return found.reports.select_related("file").get(pk=report_id)


def sheet(decision: Decision, actor: Actor) -> DecisionSheet:
    # reach: the decision was found through one
    return DecisionSheet(
        decision=decision,
        dissents=list(decision.dissents.select_related("member__user")),
        reports=list(decision.reports.select_related("reported_by", "decided_by", "file__blob").order_by("-pk")),
        meeting_seen=meetings(actor).filter(pk=decision.meeting_id).exists(),
        keeps=keeps(decision, actor) is None,
    )
