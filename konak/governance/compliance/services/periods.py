"""What a person does with a period: takes it up, does it with a proof, says why not, excuses it, opens it again."""

from typing import IO

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.cases.services import take
from konak.foundation.lifecycle import Refused
from konak.governance.legislation import public as legislation

from .. import lifecycle
from ..models import DutyPeriod

REASON = 500


def _settle(period: DutyPeriod, actor: Actor, reason: str = "") -> None:
    period.settled_at, period.settled_by_id, period.reason = now(), actor.user_id, reason[:REASON]


def _own(period: DutyPeriod, actor: Actor) -> None:
    """Only those who may prove a duty may say how it stands: its unit's people, or the holders of its position."""
    if not legislation.may_prove(actor, period.duty_id):
        raise Refused(
            "Bu dönemi yalnız görevin sorumlusu sonuçlandırabilir. Yetkili: görevin biriminde, görev bir unvana "
            "verilmişse o unvanda çalışanlar."
        )


def take_up(number: str, *, actor: Actor) -> DutyPeriod:
    """Say that one is at it; whoever takes it up is its assignee."""
    with take(lifecycle.TAKE_UP, DutyPeriod, number, actor) as period:
        _own(period, actor)
        if period.case.assignee_id not in {None, actor.user_id}:
            raise Refused("Bu dönem bir başkasının üzerinde; önce «Birine ver» ile devredilmeli.")
        period.case.assignee_id = actor.user_id
    return period


@transaction.atomic
def done(
    number: str,
    *,
    actor: Actor,
    title: str,
    note: str = "",
    file: IO[bytes] | None = None,
    file_name: str = "",
) -> DutyPeriod:
    """Close a period with a proof: the evidence stands on the duty in the same transaction, and the register is
    green."""
    with take(lifecycle.DONE, DutyPeriod, number, actor) as period:
        duty = legislation.briefs_of([period.duty_id])[period.duty_id]
        period.evidence_id = legislation.file_proof(
            period.duty_id,
            actor=actor,
            title=title,
            period_from=max(period.begins_on, duty.opened_on),
            period_to=period.ends_on,
            note=note,
            file=file,
            file_name=file_name,
        )
        period.proof_at = now()
        _settle(period, actor)
        period.case.assignee_id = period.case.assignee_id or actor.user_id
        publish(lifecycle.SETTLED_AS, number=period.case.number, duty_id=period.duty_id)
    return period


def prove(number: str, *, actor: Actor) -> DutyPeriod:
    """Close a period with what proves it by itself: a confirmed capability that counted inside it, or a paper that
    was filed on the duty for these days."""
    with take(lifecycle.PROVE, DutyPeriod, number, actor) as period:
        shown = proof_for(period)
        if shown is None:
            raise Refused(
                "Bu dönemde kendiliğinden sayılan bir kayıt yok. «Yapıldı, kanıtla» ile bir kanıt ekleyin ya da "
                "görevin sayfasında bir yeteneği onaylayın."
            )
        period.proof_at, period.proof_count = shown.at, shown.count
        period.capability, period.evidence_id = shown.capability, shown.evidence_id
        _settle(period, actor)
        publish(lifecycle.SETTLED_AS, number=period.case.number, duty_id=period.duty_id)
    return period


def proof_for(period: DutyPeriod) -> legislation.Proven | None:
    """What shows today that a period was done, without a person saying so: a paper first, then a capability."""
    spans, key = [(period.duty_id, period.begins_on, period.ends_on)], (period.duty_id, period.begins_on)
    return legislation.papers_in(spans).get(key) or legislation.counted_in(spans).get(key)


def not_done(number: str, *, actor: Actor, reason: str) -> DutyPeriod:
    """Say that it was not done, and why; the superior reads it."""
    if not reason.strip():
        raise Refused("Neden yapılmadığını yazın.")
    with take(lifecycle.NOT_DONE, DutyPeriod, number, actor) as period:
        _own(period, actor)
        _settle(period, actor, reason.strip())
    return period


def excuse(number: str, *, actor: Actor, reason: str) -> DutyPeriod:
    """The manager says that nothing is expected for this span."""
    if not reason.strip():
        raise Refused("Muafiyetin gerekçesini yazın.")
    with take(lifecycle.EXCUSE, DutyPeriod, number, actor) as period:
        _settle(period, actor, reason.strip())
    return period


def reopen(number: str, *, actor: Actor, reason: str) -> DutyPeriod:
    """Wait for it again; a proof that was filed stays on the duty and can be withdrawn there."""
    if not reason.strip():
        raise Refused("Yeniden açma nedenini yazın.")
    with take(lifecycle.REOPEN, DutyPeriod, number, actor) as period:
        duty = legislation.briefs_of([period.duty_id])[period.duty_id]
        if duty.closed_on is not None:
            raise Refused(f"Görev {duty.closed_on:%d.%m.%Y} günü kapandı; dönemi yeniden açılamaz.")
        period.settled_at = period.settled_by_id = period.proof_at = period.evidence_id = None
        period.capability, period.proof_count, period.reason = "", 0, reason.strip()[:REASON]
    return period


def lapse(number: str, *, actor: Actor, reason: str) -> DutyPeriod:
    """Let a period fall that nobody can fulfil any more."""
    if not reason.strip():
        raise Refused("Düşürme nedenini yazın.")
    with take(lifecycle.LAPSE, DutyPeriod, number, actor) as period:
        _settle(period, actor, reason.strip())
    return period


def quietly(step: str, number: str, *, actor: Actor, reason: str = "") -> bool:
    """A step of the nightly round; False when a person was quicker."""
    try:
        match step:
            case "prove":
                prove(number, actor=actor)
            case "lapse":
                lapse(number, actor=actor, reason=reason)
            case "reopen":
                reopen(number, actor=actor, reason=reason)
    except (Refused, ObjectDoesNotExist):
        return False
    return True
