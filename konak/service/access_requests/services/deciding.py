"""Approving, handing back, refusing; one by one or many at once; and looking again at emergency access."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.cases.services import take
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.services import notify

from .. import lifecycle
from ..lifecycle import RequestState
from ..models import AccessRequest, Approval, ApprovalRole, ConflictException, RequestKind, Verdict
from ..queries import chairs
from . import ending, provisioning, turns
from .executing import prolong
from .telling import OUTCOME, plain

MOST = 100


def _step_in(number: str, actor: Actor) -> AccessRequest:
    """Lock the request; whoever may decide in place of the person named takes it onto his desk first."""
    row: AccessRequest = (
        AccessRequest.objects.select_for_update(of=("self", "case"))
        .select_related("right", "person")
        .get(case__number=number)
    )
    if actor.user_id is None or row.case.assignee_id == actor.user_id or actor.user_id == row.person_id:
        return row
    seated = any(seat.unit_id == row.turn_unit_id and seat.position == row.turn_position for seat in actor.seats)
    asked = row.case.state == RequestState.ASKED and row.role
    secures = row.role == ApprovalRole.SECURITY or row.case.state == RequestState.REVIEW
    if (asked and seated) or (secures and chairs.is_security(actor)):
        row.case.assignee_id = actor.user_id
        row.case.save(update_fields=["assignee"])
    return row


@transaction.atomic
def approve(number: str, *, actor: Actor, words: str = "") -> AccessRequest:
    """Agree; the next in the chain is asked, or the unit that opens it gets the file."""
    row = _step_in(number, actor)
    note = plain(words)
    step = lifecycle.APPROVE
    if row.turns_left == 1:
        step = lifecycle.PROLONG if row.kind == RequestKind.EXTEND else lifecycle.RELEASE
    with take(step, AccessRequest, number, actor, note) as taken:
        _decided(taken, actor, Verdict.APPROVED, note)
        waiting = turns.move_on(taken, actor, actor.user_id)
        finished = waiting is None
        if finished and step is lifecycle.PROLONG:
            prolong(taken, actor)
        elif finished:
            _exception(taken, actor)
            turns.to_execution(taken)
    if finished and step is lifecycle.APPROVE:  # the last ones were the same hand: nobody is left to ask
        taken = _through(number, actor, taken)
    if finished and taken.case.state == RequestState.EXECUTING:
        provisioning.queue(taken)
    return taken


def _through(number: str, actor: Actor, taken: AccessRequest) -> AccessRequest:
    """The remaining steps counted as agreed with this one; the file goes on without another press."""
    from .telling import clock

    if taken.kind == RequestKind.EXTEND:
        with take(lifecycle.PROLONG_AT_ONCE, AccessRequest, number, clock(taken.case.unit_id)) as row:
            prolong(row, actor)
        return row
    with take(lifecycle.ORDER, AccessRequest, number, clock(taken.case.unit_id)) as row:
        turns.to_execution(row)
    return row


def _exception(row: AccessRequest, actor: Actor) -> None:
    if row.conflict and row.exception_until is not None:
        ConflictException.objects.create(
            rule=row.conflict_rule,
            words=row.conflict,
            user_id=row.person_id,
            right_id=row.right_id,
            request=row,
            until=row.exception_until,
            compensating=row.compensating,
            approved_by_id=actor.user_id,
        )


def _decided(row: AccessRequest, actor: Actor, verdict: str, words: str) -> Approval:
    step = next(one for one in row.chain_rows if one.verdict == Verdict.WAITING)
    step.verdict, step.words = verdict, words
    step.decided_by_id, step.decided_at = actor.user_id, now()
    step.acting = any(
        seat.acting and seat.unit_id == row.turn_unit_id and seat.position == row.turn_position
        for seat in actor.seats
    )
    step.save()
    row.words = words
    return step


@dataclass(frozen=True, slots=True)
class Bulk:
    """What became of many requests decided at once."""

    done: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]


@transaction.atomic
def approve_many(*, actor: Actor, numbers: Sequence[str], words: str) -> Bulk:
    """Agree to several at once, with one reason for all; what a rule stops is told and left as it is."""
    wanted = list(dict.fromkeys(numbers))
    if not wanted:
        raise Refused("En az bir talep seçin.")
    if len(wanted) > MOST:
        raise Refused(f"Bir kerede en çok {MOST} talep onaylanabilir.")
    if not plain(words):
        raise Refused("Toplu onayda gerekçe yazın; her talebin öyküsüne işlenir.")
    done, refused = [], []
    for number in wanted:
        try:
            with transaction.atomic():
                approve(number, actor=actor, words=words)
            done.append(number)
        except Refused as refusal:
            refused.append((number, str(refusal)))
        except ObjectDoesNotExist:
            refused.append((number, "Kayıt bulunamadı."))
    return Bulk(tuple(done), tuple(refused))


@transaction.atomic
def hand_back(number: str, *, actor: Actor, why: str) -> AccessRequest:
    """Something is missing: back to whoever asked, with what."""
    if not plain(why):
        raise Refused("Neyin eksik olduğunu yazın.")
    _step_in(number, actor)
    with take(lifecycle.RETURN, AccessRequest, number, actor, plain(why)) as row:
        _decided(row, actor, Verdict.RETURNED, plain(why))
        row.approvals.filter(verdict=Verdict.WAITING).update(verdict=Verdict.DROPPED)
        _to_asker(row)
    _say(row, actor, "İade edildi", plain(why))
    return row


def _to_asker(row: AccessRequest) -> None:
    row.role, row.turn_unit_id, row.turn_position = "", None, ""
    row.case.assignee_id = row.case.opened_by_id or row.person_id
    home = chairs.home_of(row.person_id)
    row.case.unit_id = home.unit_id if home else row.case.unit_id


@transaction.atomic
def refuse(number: str, *, actor: Actor, why: str) -> AccessRequest:
    """No; the request ends with the reason."""
    if not plain(why):
        raise Refused("Neden uygun bulmadığınızı yazın.")
    _step_in(number, actor)
    with take(lifecycle.REFUSE, AccessRequest, number, actor, plain(why)) as row:
        _decided(row, actor, Verdict.REFUSED, plain(why))
        row.approvals.filter(verdict=Verdict.WAITING).update(verdict=Verdict.DROPPED)
        row.role, row.case.assignee_id = "", None
    ending.after_review(row, actor=actor, why=plain(why))
    _say(row, actor, "Uygun bulunmadı", plain(why))
    return row


def _say(row: AccessRequest, actor: Actor, title: str, body: str) -> None:
    people = {row.person_id, *([row.case.opened_by_id] if row.case.opened_by_id else [])}
    notify(
        sorted(people),
        OUTCOME,
        f"{title}: {row.right.name}",
        actor=actor,
        body=f"{row.case.number} · {body}",
        url=f"/yetkiler/talepler/{row.case.number}/",
        subject_kind="case",
        subject_number=row.case.number,
    )


@transaction.atomic
def uphold(number: str, *, actor: Actor, words: str) -> AccessRequest:
    """The emergency access was in order."""
    if not plain(words):
        raise Refused("Değerlendirmenizi yazın: neden gerekmişti, ne yapılmış?")
    _step_in(number, actor)
    with take(lifecycle.UPHOLD, AccessRequest, number, actor, plain(words)) as row:
        row.words, row.case.assignee_id = plain(words), None
    return row


@transaction.atomic
def overrule(number: str, *, actor: Actor, words: str) -> AccessRequest:
    """The emergency access was not in order: what still runs ends now."""
    if not plain(words):
        raise Refused("Neden yersiz bulduğunuzu yazın.")
    _step_in(number, actor)
    with take(lifecycle.OVERRULE, AccessRequest, number, actor, plain(words)) as row:
        row.words, row.case.assignee_id = plain(words), None
        held = row.entitlement
    if held is not None:
        ending.cut(held.pk, actor=actor, why=f"Acil erişim yersiz bulundu ({number})")
    _say(row, actor, "Acil erişim yersiz bulundu", plain(words))
    return row


@transaction.atomic
def reroute(*, actor: Actor, user_ids: Sequence[int] | None = None) -> int:
    """A delegation began or ended: what waits on these desks (all of them) is looked up again."""
    waiting = AccessRequest.objects.filter(case__state=RequestState.ASKED).exclude(role="")
    if user_ids is not None:
        waiting = waiting.filter(case__assignee_id__in=user_ids)
    count = 0
    for row in waiting.select_for_update(of=("self", "case")).select_related("right", "person"):
        before = row.case.assignee_id
        try:
            with transaction.atomic():
                turns.move_on(row, actor)
                if row.case.assignee_id != before:
                    row.case.save()
                    row.save()
                    count += 1
        except Refused:
            continue  # nobody else today: it stays where it is
    return count
