"""A decision is carried out: begun, reported with evidence, accepted by the committee's side, or overtaken."""

from typing import IO

from django.db import transaction
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.cases.services import take, tell
from konak.foundation.files.models import StoredFile
from konak.foundation.files.services import store
from konak.foundation.lifecycle import Refused
from konak.foundation.people.queries import seats_of, units

from .. import access, lifecycle, queries
from ..lifecycle import DECISION_DONE
from ..models import Decision, DecisionReport, Verdict


def start(number: str, *, actor: Actor) -> Decision:
    """Take it on; what was given to the unit is then in this person's hands."""
    with take(lifecycle.START, Decision, number, actor) as decision:
        decision.case.assignee_id = decision.case.assignee_id or actor.user_id
    return decision


def report(
    number: str, *, actor: Actor, note: str = "", file: IO[bytes] | None = None, file_name: str = ""
) -> Decision:
    """Say that it is done, with a note, a file or both as evidence."""
    if not note.strip() and file is None:
        raise Refused("Ne yapıldığını yazın ya da kanıt dosyası ekleyin.")
    assert actor.user_id is not None
    with take(lifecycle.REPORT, Decision, number, actor) as decision:
        decision.case.assignee_id = decision.case.assignee_id or actor.user_id
        DecisionReport.objects.create(
            decision=decision,
            note=note.strip(),
            file=_kept(actor, file, file_name, decision.case.unit_id),
            reported_by_id=actor.user_id,
            reported_at=now(),
        )
    return decision


def _kept(actor: Actor, file: IO[bytes] | None, name: str, unit_id: int) -> StoredFile | None:
    if file is None:
        return None
    name = name or getattr(file, "name", "") or "kanit"
    return store(actor=actor, content=file, name=name, unit_id=unit_id, purpose="committees.report")


def accept(number: str, *, actor: Actor, words: str = "") -> Decision:
    """The committee's side finds the decision carried out; its case ends."""
    with take(lifecycle.ACCEPT, Decision, number, actor) as decision:
        _answer(decision, actor, Verdict.ACCEPTED, words)
        publish(DECISION_DONE, number=number)
    return decision


def hand_back(number: str, *, actor: Actor, why: str) -> Decision:
    """The committee's side is not satisfied, and says why."""
    if not why.strip():
        raise Refused("Eksik olanı yazın; kararı yerine getiren neyi tamamlayacağını bilsin.")
    with take(lifecycle.RETURN, Decision, number, actor) as decision:
        _answer(decision, actor, Verdict.RETURNED, why)
    return decision


def set_aside(number: str, *, actor: Actor) -> Decision:
    """The decision turns out to ask for no deed; it rests as a note."""
    with take(lifecycle.NOTE, Decision, number, actor) as decision:
        decision.needs_action = False
    return decision


def revoke(number: str, *, actor: Actor, why: str) -> Decision:
    """A later decision of the committee took this one back."""
    if not why.strip():
        raise Refused("Kararı kaldıran kurul kararını tarih ve sayısıyla yazın.")
    with take(lifecycle.REVOKE, Decision, number, actor) as decision:
        decision.revoked_why = why.strip()[:300]
        for waiting in decision.reports.filter(verdict=Verdict.WAITING):
            _settle(waiting, actor, Verdict.RETURNED, why)
    return decision


@transaction.atomic
def assign_decision(number: str, *, actor: Actor, unit_id: int, assignee_id: int | None = None) -> Decision:
    """Put the carrying out into other hands: another unit, another person of it."""
    Decision.objects.select_for_update(of=("self", "case")).get(case__number=number)
    decision = queries.decision(actor, number)
    if decision.ended:
        raise Refused("Sonuçlanmış karar başka birime verilemez.")
    if objection := lifecycle.keeps(decision, actor):
        raise Refused(objection)
    if not units().filter(pk=unit_id).exists():
        raise Refused("Kararı yerine getirecek birim bulunamadı; kapanmış birime karar verilemez.")
    if assignee_id is not None and not seats_of(assignee_id).filter(unit_id=unit_id, user__is_active=True).exists():
        raise Refused("Seçilen kişi bu birimde görevli değil.")
    decision.case.unit_id, decision.case.assignee_id = unit_id, assignee_id
    decision.case.save()
    tell(decision.case, "hand_over", actor, seat=actor.seat_for(access.CLOSE, decision.case))
    return decision


def _answer(decision: Decision, actor: Actor, verdict: Verdict, why: str) -> None:
    _settle(decision.reports.get(verdict=Verdict.WAITING), actor, verdict, why)


def _settle(waiting: DecisionReport, actor: Actor, verdict: Verdict, why: str) -> None:
    waiting.verdict, waiting.why = verdict, why.strip()
    waiting.decided_by_id, waiting.decided_at = actor.user_id, now()
    waiting.save()
