"""Whose approval is next: seats are looked up when their turn comes, so that a deputy of today decides today."""

from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.calendar.services import add_working_days
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.services import notify
from konak.foundation.people.queries import people_of

from ..models import AccessRequest, Approval, ApprovalRole, RequestKind, Verdict
from ..queries import chairs
from .telling import TURN, WORK

APPROVAL_DAYS = 3
"""Working days each approval has; the order of this house, not a law."""
EXECUTION_DAYS = 2


def lay_chain(row: AccessRequest, *, round_: int = 1, with_security: bool = False) -> None:
    """Write the approvals the right asks for; what is approved beforehand or only ends something has none."""
    roles = list(row.right.chain)
    if with_security and ApprovalRole.SECURITY not in roles:
        roles.append(ApprovalRole.SECURITY)
    if row.kind == RequestKind.EXTEND and row.right.risk == 1:
        roles = [ApprovalRole.MANAGER]
    Approval.objects.bulk_create(
        [Approval(request=row, round=round_, place=place, role=role) for place, role in enumerate(roles, 1)]
    )
    row.__dict__.pop("chain_rows", None)


def count_as_agreed(row: AccessRequest, role: str, actor: Actor, words: str) -> None:
    """Somebody has agreed in this role already, elsewhere: `words` say where."""
    row.approvals.filter(role=role, verdict=Verdict.WAITING).update(
        verdict=Verdict.APPROVED,
        user_id=actor.user_id,
        decided_by_id=actor.user_id,
        decided_at=now(),
        words=words[:500],
    )
    row.__dict__.pop("chain_rows", None)


def move_on(row: AccessRequest, actor: Actor, decided_by: int | None = None) -> Approval | None:
    """Find who decides next and put the request on his desk; returns the row that waits, None when nobody is left.

    The caller holds the lock of `row` and saves it. A step whose only decider already agreed counts as agreed.
    """
    row.__dict__.pop("chain_rows", None)
    without = {row.person_id, *([row.case.opened_by_id] if row.case.opened_by_id else [])}
    for step in [one for one in row.chain_rows if one.verdict == Verdict.WAITING]:
        chair = chairs.chair_for(step.role, row.right, row.person_id, without)
        agreed = row.earlier_deciders | ({decided_by} if decided_by else set())
        if chair is not None and chair.user_id in agreed:
            if step.role != ApprovalRole.SECURITY:
                step.verdict, step.decided_at, step.decided_by_id = Verdict.SAME, now(), chair.user_id
                step.user_id, step.unit_id, step.position = chair.user_id, chair.unit_id, chair.position
                step.save()
                row.__dict__.pop("chain_rows", None)
                continue
            chair = chairs.chair_for(step.role, row.right, row.person_id, without | agreed)
        if chair is None:
            if step.role in {ApprovalRole.MANAGER, ApprovalRole.UPPER} and _others(row, step):
                step.verdict = Verdict.DROPPED  # nobody stands over him: the others decide
                step.save()
                row.__dict__.pop("chain_rows", None)
                continue
            raise Refused(_nobody(step.role))
        step.user_id, step.unit_id, step.position = chair.user_id, chair.unit_id, chair.position
        step.acting = chair.acting
        step.save()
        _desk(row, step, chair, actor)
        return step
    row.role, row.turn_unit_id, row.turn_position = "", None, ""
    row.__dict__.pop("chain_rows", None)
    return None


def _others(row: AccessRequest, step: Approval) -> bool:
    return any(one.pk != step.pk and one.verdict != Verdict.DROPPED for one in row.chain_rows)


def _nobody(role: str) -> str:
    if role == ApprovalRole.SECURITY:
        return (
            "Bu yetki güvenlik onayı istiyor ama onaylayabilecek bilgi güvenliği sorumlusu yok. Görev grupları "
            "sayfasında «bilgi-guvenligi» grubuna bir kişi belirlenmeli."
        )
    return "Bu yetkiyi onaylayacak amir ya da sahip bulunamadı; kadro kaydının tamamlanması gerekiyor."


def _desk(row: AccessRequest, step: Approval, chair: chairs.Chair, actor: Actor) -> None:
    home = chairs.home_of(row.person_id)
    row.role, row.turn_unit_id, row.turn_position = step.role, chair.unit_id, chair.position
    row.case.assignee_id = chair.user_id
    row.case.due_on = add_working_days(localdate(), APPROVAL_DAYS)
    if step.role in {ApprovalRole.MANAGER, ApprovalRole.UPPER}:
        row.case.unit_id = home.unit_id if home else chair.unit_id
    else:
        row.case.unit_id = row.right.unit_id
    notify(
        [chair.user_id],
        TURN,
        f"Yetki onayı: {row.right.name}, {row.person.full_name}",
        actor=actor,
        body=f"{row.case.number} · {step.get_role_display()} onayı · son gün {row.case.due_on:%d.%m.%Y}",
        url=f"/yetkiler/talepler/{row.case.number}/",
        subject_kind="case",
        subject_number=row.case.number,
        dedupe=f"{row.case.number}.{step.pk}.{chair.user_id}",
    )


def to_execution(row: AccessRequest) -> None:
    """Nobody is waited for any more: the unit that opens it has the file."""
    row.role, row.turn_unit_id, row.turn_position = "", None, ""
    row.case.unit_id = row.right.executing_unit_id
    row.case.assignee_id = None
    row.case.due_on = add_working_days(max(localdate(), row.since), EXECUTION_DAYS)
    hands = [one.pk for one in people_of(row.right.executing_unit_id)]
    notify(
        [one for one in hands if one != row.person_id],
        WORK,
        f"Yürütülecek yetki işi: {row.right.name}, {row.person.full_name}",
        body=f"{row.case.number} · {row.get_kind_display()} · son gün {row.case.due_on:%d.%m.%Y}",
        url=f"/yetkiler/talepler/{row.case.number}/",
        dedupe=f"{row.case.number}.work.{row.kind}",
    )
