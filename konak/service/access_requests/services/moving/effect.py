"""The moment a file takes effect: what is a right ends or is asked for by itself."""

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.cases.services import take, tell
from konak.foundation.notify.services import notify
from konak.foundation.people.models import User
from konak.foundation.people.queries import seats_of
from konak.governance.staffing import public as staffing

from ... import lifecycle
from ...lifecycle import EXITED, MovementState
from ...models import (
    AccessRequest,
    Action,
    EntitlementState,
    Movement,
    MovementKind,
    MovementLine,
)
from .. import ending
from ..telling import MOVEMENT, clock
from .lines import ACCOUNT, RIGHTS, WITH_ACCOUNT, list_all, order_rights


def effect_if_due(row: Movement, actor: Actor) -> None:
    if row.effective_at <= now() and row.effective_done_at is None and row.person_id is not None:
        _take_effect(row, actor)


@transaction.atomic
def take_effect(movement_id: int, *, actor: Actor) -> bool:
    """The moment has come. Safe to run again: a file takes effect once."""
    row = (
        Movement.objects.select_for_update(of=("self", "case"))
        .select_related("new_seat")
        .filter(pk=movement_id, case__state=MovementState.OPEN, effective_done_at=None, effective_at__lte=now())
        .first()
    )
    if row is None or row.person_id is None:
        return False
    row.person = User.objects.get(pk=row.person_id)
    _take_effect(row, actor)
    return True


def _take_effect(row: Movement, actor: Actor) -> None:
    worker = clock(row.case.unit_id)
    if row.kind == MovementKind.LEAVER:
        if row.automatic and _stays(row):
            tell(row.case, "stays", worker, "Kişinin başka makamı var; haklar kesilmedi")
            with take(lifecycle.CANCEL_MOVEMENT, Movement, row.case.number, worker, "Başka makamda göreve devam"):
                pass
            row.refresh_from_db()
            return
        _exit(row, worker)
    else:
        for line in row.lines.filter(action=Action.TAKE, source=RIGHTS, request_number="", done_at=None):
            if line.entitlement_id:
                cut_line(line, worker, f"{row.get_kind_display()} ({row.case.number})")
        order_rights(row, worker, only_preapproved=False)
    row.effective_done_at = now()
    Movement.objects.filter(pk=row.pk).update(effective_done_at=row.effective_done_at)
    tell(row.case, "take_effect", worker)


def _stays(row: Movement) -> bool:
    assert row.person_id is not None
    return seats_of(row.person_id, localdate() + dt.timedelta(days=1)).filter(acting_for=None).exists()


def cut_line(line: MovementLine, actor: Actor, why: str) -> None:
    assert line.entitlement_id is not None
    held = ending.cut(line.entitlement_id, actor=actor, why=why, movement=line.movement)
    if held.state == EntitlementState.REMOVED:
        line.done_at, line.proof = now(), held.end_proof or "Sistemden kaldırılmış"
    else:
        waiting = ending.removal(held, actor=actor, why=why, movement=line.movement)
        line.request_number = waiting.case.number
        line.url = reverse("access_requests:request", args=[waiting.case.number])
    line.save()


def _exit(row: Movement, actor: Actor) -> None:
    """Everything of the person's that is a right ends now; what must be proved by hand stays open."""
    assert row.person is not None
    list_all(row)
    why = f"Ayrılış ({row.case.number})"
    for line in row.lines.filter(source=RIGHTS, done_at=None, entitlement__isnull=False):
        if not line.request_number:
            cut_line(line, actor, why)
    for request in AccessRequest.objects.filter(
        person=row.person, case__state__in=("asked", "returned"), kind__in=("new", "extend", "change")
    ):
        with take(lifecycle.WITHDRAW, AccessRequest, request.case.number, actor, why) as open_one:
            open_one.approvals.filter(verdict="waiting").update(verdict="dropped")
            open_one.role, open_one.case.assignee_id = "", None
    for request in AccessRequest.objects.filter(person=row.person, case__state="executing").exclude(kind="end"):
        with take(lifecycle.VOID, AccessRequest, request.case.number, actor, why) as dropped:
            dropped.case.assignee_id = None
    staffing.close_account(row.person.pk, actor=actor, last_day=localdate(row.effective_at), why=row.why or "Ayrılış")
    row.lines.filter(source=ACCOUNT, done_at=None).update(
        done_at=now(), proof="Ayrılış anında Konak kapattı; oturumlar ve API anahtarları sona erdi"
    )
    row.lines.filter(source__in=WITH_ACCOUNT, done_at=None).update(
        done_at=now(), proof=f"Hesapla birlikte sona erdi, son gün {localdate(row.effective_at):%d.%m.%Y}"
    )
    prove_what_is_gone(row, "Ayrılış anında sona erdi")
    publish(EXITED, number=row.case.number, user_id=row.person.pk)
    left = row.lines.filter(done_at=None).count()
    if left and row.case.assignee_id:
        notify(
            [row.case.assignee_id],
            MOVEMENT,
            f"Ayrılış anı geldi, {left} kalem açık: {row.name}",
            body=f"{row.case.number} · haklar kapandı, dosya kanıtlar tamamlanınca kapanır",
            url=reverse("access_requests:movement", args=[row.case.number]),
            subject_kind="case",
            subject_number=row.case.number,
            dedupe=f"{row.case.number}.exit",
        )


def _held(row: Movement) -> set[tuple[str, str]]:
    assert row.person_id is not None
    seat = row.old_seat_id if row.kind == MovementKind.MOVER else None
    return {(kind.label, thing.key) for kind, thing in staffing.everything_held(row.person_id, seat)}


def still_held(row: Movement, line: MovementLine) -> bool:
    return (line.source, line.key) in _held(row)


def prove_what_is_gone(row: Movement, proof: str) -> int:
    """Lines of things the person no longer holds, whoever settled them in their own app."""
    held = _held(row)
    count = 0
    others = row.lines.filter(done_at=None, action__in=(Action.HAND, Action.TAKE)).exclude(
        source__in=(RIGHTS, ACCOUNT)
    )
    for line in others:
        if (line.source, line.key) not in held:
            line.done_at, line.proof = now(), proof
            line.save()
            count += 1
    return count


def take_due() -> int:
    """Every file whose moment has come. Safe to run again."""
    keys = Movement.objects.filter(
        effective_done_at=None, effective_at__lte=now(), case__state=MovementState.OPEN, person__isnull=False
    ).values_list("pk", "case__unit_id")
    return sum(take_effect(key, actor=clock(unit_id)) for key, unit_id in keys)
