"""Asking: a basket of rights for oneself or one's staff, more time, another right instead, and correcting."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.cases.services import open_case, take
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import User

from .. import access, lifecycle
from ..models import AccessRequest, Entitlement, EntitlementState, Movement, RequestKind, Right
from ..queries import catalogue, chairs, conflicts, entitlements, requests
from . import turns
from .telling import plain

MOST = 20
FARTHEST = dt.timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One line of a basket."""

    right_id: int
    detail: str = ""


@transaction.atomic
def ask(
    *,
    actor: Actor,
    wanted: Sequence[Wanted],
    reason: str,
    since: dt.date | None = None,
    until: dt.date | None = None,
    person_id: int | None = None,
    compensating: str = "",
    exception_until: dt.date | None = None,
) -> list[AccessRequest]:
    """Ask for one or more rights, all or nothing; each goes its own way of approvals."""
    person = _person(actor, person_id)
    lines = list(dict.fromkeys(Wanted(one.right_id, plain(one.detail, 300)) for one in wanted))
    if not lines:
        raise Refused("Sepetiniz boş; önce istediğiniz yetkileri seçin.")
    if len(lines) > MOST:
        raise Refused(f"Bir sepette en çok {MOST} yetki olabilir.")
    reason = plain(reason, 2_000)
    if not reason:
        raise Refused("Yetkiye neden gerek olduğunu yazın; onaylayan buna bakarak karar verir.")
    begins = since or localdate()
    User.objects.select_for_update().get(pk=person.pk)  # two baskets at once for one person queue here
    rights = {row.pk: row for row in Right.objects.filter(pk__in=[one.right_id for one in lines])}
    made: list[AccessRequest] = []
    for line in lines:
        right = rights.get(line.right_id)
        if right is None:
            raise Refused("Seçilen yetkilerden biri katalogda yok.")
        last = check_period(right, begins, until)
        _free(right, person.pk, line.detail)
        row = AccessRequest(person=person, right=right, reason=reason, detail=line.detail, since=begins, until=last)
        also = [one.right_id for one in lines if one.right_id != right.pk]
        _conflicts(row, also, compensating, exception_until)
        opened = _open(row, actor, chain=True, with_security=bool(row.conflict))
        opened.basket = made[0].case.number if made else opened.case.number
        opened.save(update_fields=["basket"])
        made.append(opened)
    return made


def _person(actor: Actor, person_id: int | None) -> User:
    if actor.user_id is None:
        raise Refused("Yetki istemek için oturum açın.")
    person = User.objects.filter(pk=person_id or actor.user_id).first()
    if person is None or not chairs.may_act_for(actor, person.pk):
        raise Refused("Yalnız kendiniz ve size bağlı personel için yetki isteyebilirsiniz.")
    if not person.is_active or chairs.home_of(person.pk) is None:
        raise Refused(f"{person.full_name} bugün görevde değil; ona yetki istenemez.")
    return person


def check_period(right: Right, since: dt.date, until: dt.date | None) -> dt.date | None:
    """The last day of a right asked for: never before the first, never longer than its longest."""
    today = localdate()
    if since < today:
        raise Refused("Başlangıç geçmişte olamaz.")
    if since - today > FARTHEST:
        raise Refused("Başlangıç en çok bir yıl sonra olabilir.")
    if until is not None and until < since:
        raise Refused("Bitiş günü başlangıçtan önce olamaz.")
    if right.longest_days is not None:
        last = since + dt.timedelta(days=right.longest_days - 1)
        if until is not None and until > last:
            raise Refused(
                f"«{right.name}» en çok {right.longest_days} günlüğüne verilir; en geç {last:%d.%m.%Y} seçilebilir."
            )
        return until or last
    return until


def _free(right: Right, person_id: int, detail: str) -> None:
    if words := catalogue.objection(right, person_id):
        raise Refused(words)
    if entitlements.living_key(right, person_id, detail):
        raise Refused(f"«{right.name}» kişide zaten var; süresi yetmiyorsa uzatma isteyin.")
    if waiting := requests.open_for(right.pk, person_id, detail):
        raise Refused(f"«{right.name}» için açık bir talep var: {waiting.case.number}.")


def _conflicts(row: AccessRequest, also: Sequence[int], compensating: str, until: dt.date | None) -> None:
    """A conflict stops the request unless what makes up for it and a last day are offered for approval."""
    found = conflicts.clashes(row.person_id, row.right, row.since, row.until, also)
    stopping = [one for one in found if one.stops and one.exception is None]
    if not stopping:
        return
    told = plain(compensating)
    if not told or until is None:
        raise Refused(
            f"Görevler ayrılığı: {stopping[0].words} Yine de gerekiyorsa telafi edici kontrolü ve istisnanın son "
            "gününü yazın; bilgi güvenliği sorumlusunun onayına sunulur."
        )
    if until < row.since or until - localdate() > FARTHEST:
        raise Refused("İstisna yetkiyle başlar ve en çok bir yıl sürer.")
    row.conflict = " ".join(one.words for one in stopping)[:500]
    row.conflict_rule = stopping[0].rule
    row.compensating, row.exception_until = told, until
    row.until = min(row.until or until, until)


def _open(
    row: AccessRequest,
    actor: Actor,
    *,
    chain: bool,
    with_security: bool = False,
    subject: str = "",
) -> AccessRequest:
    home = chairs.home_of(row.person_id)
    opened = open_case(
        row,
        actor=actor,
        permission=access.ASK,
        unit_id=home.unit_id if home else row.right.executing_unit_id,
        subject=(subject or f"{row.get_kind_display()}: {row.right}")[:250],
    )
    if chain:
        turns.lay_chain(opened, with_security=with_security)
        if turns.move_on(opened, actor) is None:
            raise Refused("Bu yetkiyi onaylayacak kimse bulunamadı; kadro kaydının tamamlanması gerekiyor.")
        opened.case.save()
        opened.save()
    return opened


def order(row: AccessRequest, *, actor: Actor) -> AccessRequest:
    """Open a request that asks nobody: a right taken away, or one a template approved beforehand."""
    opened = _open(row, actor, chain=False)
    with take(lifecycle.ORDER, AccessRequest, opened.case.number, actor) as taken:
        turns.to_execution(taken)
    from . import provisioning

    provisioning.queue(taken)
    return taken


@transaction.atomic
def ask_by_template(
    *, actor: Actor, person: User, right: Right, reason: str, movement: Movement, preapproved: bool, since: dt.date
) -> AccessRequest | None:
    """What the template of a seat wants; approved beforehand only where the right is neither high risk nor
    privileged. None where the person has it or asked for it already."""
    if entitlements.living_key(right, person.pk, "") or requests.open_for(right.pk, person.pk, ""):
        return None
    begins = max(since, localdate())
    row = AccessRequest(
        person=person,
        right=right,
        reason=plain(reason, 2_000),
        since=begins,
        until=check_period(right, begins, None),
        movement=movement,
    )
    stopping = [one for one in conflicts.clashes(person.pk, right, begins) if one.stops and one.exception is None]
    if preapproved and right.risk < 3 and not right.privileged and not stopping:
        row.preapproved = True
        return order(row, actor=actor)
    if stopping:
        raise Refused(f"Görevler ayrılığı: {stopping[0].words}")
    return _open(row, actor, chain=True)


@transaction.atomic
def extend(entitlement_id: int, *, actor: Actor, until: dt.date, reason: str) -> AccessRequest:
    """Ask for more time; the register changes when it is approved."""
    held = _living(entitlement_id)
    assert held.assignee_id is not None
    person = _person(actor, held.assignee_id)
    if held.until is None:
        raise Refused("Bu yetki zaten süresiz.")
    if until <= held.until:
        raise Refused(f"İstenen gün, şimdiki son günden ({held.until:%d.%m.%Y}) sonra olmalı.")
    check_period(held.right, localdate(), until)
    if waiting := requests.open_for(held.right_id, person.pk, held.detail, RequestKind.EXTEND):
        raise Refused(f"Bu yetki için açık bir uzatma talebi var: {waiting.case.number}.")
    if not plain(reason, 2_000):
        raise Refused("Neden daha uzun gerektiğini yazın.")
    row = AccessRequest(
        kind=RequestKind.EXTEND,
        person=person,
        right=held.right,
        entitlement=held,
        reason=plain(reason, 2_000),
        detail=held.detail,
        since=held.since,
        until=until,
    )
    return _open(row, actor, chain=True)


@transaction.atomic
def change(entitlement_id: int, *, actor: Actor, right_id: int, reason: str) -> AccessRequest:
    """Ask for another right in place of one that is held; the old one ends when the new one is opened."""
    held = _living(entitlement_id)
    assert held.assignee_id is not None
    person = _person(actor, held.assignee_id)
    right = Right.objects.filter(pk=right_id).first()
    if right is None or right.pk == held.right_id:
        raise Refused("Yerine geçecek başka bir yetki seçin.")
    _free(right, person.pk, "")
    if not plain(reason, 2_000):
        raise Refused("Neden değişmesi gerektiğini yazın.")
    found = conflicts.clashes(person.pk, right, localdate(), without=[held.right_id])
    if stopping := [one for one in found if one.stops and one.exception is None]:
        raise Refused(f"Görevler ayrılığı: {stopping[0].words}")
    row = AccessRequest(
        kind=RequestKind.CHANGE,
        person=person,
        right=right,
        entitlement=held,
        reason=plain(reason, 2_000),
        since=localdate(),
        until=check_period(right, localdate(), None),
    )
    return _open(row, actor, chain=True)


def replace(
    held: Entitlement, *, actor: Actor, right: Right, until: dt.date | None, why: str, agreed: str, words: str
) -> AccessRequest:
    """Another right of the same system in place of one that a reviewer has decided about: his decision counts as the
    approval `agreed`; what else the new right asks for is asked. The old one stays until the new one is opened."""
    assert held.assignee_id is not None
    person = User.objects.get(pk=held.assignee_id)
    if right.area != held.right.area or right.pk == held.right_id:
        raise Refused(f"Yerine, aynı sistemden ({held.right.area}) başka bir yetki seçin.")
    _free(right, person.pk, "")
    found = conflicts.clashes(person.pk, right, localdate(), without=[held.right_id])
    if stopping := [one for one in found if one.stops and one.exception is None]:
        raise Refused(f"Görevler ayrılığı: {stopping[0].words}")
    row = AccessRequest(
        kind=RequestKind.CHANGE,
        person=person,
        right=right,
        entitlement=held,
        reason=plain(why, 2_000),
        detail=held.detail if held.right.kind == right.kind else "",
        since=localdate(),
        until=check_period(right, localdate(), until),
    )
    opened = _open(row, actor, chain=False)
    turns.lay_chain(opened)
    turns.count_as_agreed(opened, agreed, actor, words)
    if turns.move_on(opened, actor) is not None:
        opened.case.save()
        opened.save()
        return opened
    with take(lifecycle.ORDER, AccessRequest, opened.case.number, actor) as taken:
        turns.to_execution(taken)
    from . import provisioning

    provisioning.queue(taken)
    return taken


def _living(entitlement_id: int) -> Entitlement:
    held = Entitlement.objects.select_for_update(of=("self",)).select_related("right").get(pk=entitlement_id)
    if held.state != EntitlementState.ACTIVE:
        raise Refused("Bu yetki sona ermiş.")
    return held


@transaction.atomic
def resubmit(
    number: str, *, actor: Actor, reason: str, until: dt.date | None = None, detail: str = ""
) -> AccessRequest:
    """Correct what was handed back; the approvals begin anew."""
    with take(lifecycle.RESUBMIT, AccessRequest, number, actor) as row:
        row.reason = plain(reason, 2_000) or row.reason
        row.detail = plain(detail, 300) or row.detail
        row.since = max(row.since, localdate()) if row.kind != RequestKind.EXTEND else row.since
        if row.kind != RequestKind.EXTEND:
            row.until = check_period(row.right, row.since, until or row.until)
        elif until is not None:
            row.until = until
        last = max((one.round for one in row.chain_rows), default=0)
        turns.lay_chain(row, round_=last + 1, with_security=bool(row.conflict))
        turns.move_on(row, actor)
    return row


@transaction.atomic
def withdraw(number: str, *, actor: Actor, why: str = "") -> AccessRequest:
    with take(lifecycle.WITHDRAW, AccessRequest, number, actor, plain(why)) as row:
        row.approvals.filter(verdict="waiting").update(verdict="dropped")
        row.role, row.case.assignee_id = "", None
    from . import ending

    ending.after_review(row, actor=actor, why=plain(why) or "vazgeçildi")
    return row
