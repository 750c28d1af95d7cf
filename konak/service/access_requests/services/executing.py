"""Opening and taking away in the system: by the executing unit, with a proof; in an emergency by the on-call."""

import datetime as dt
from typing import IO

from django.db import transaction
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.calendar.services import add_working_days
from konak.foundation.cases.services import open_case, take, tell
from konak.foundation.files.models import StoredFile
from konak.foundation.files.services import store
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.services import notify
from konak.foundation.people.models import User

from .. import access, lifecycle
from ..lifecycle import EMERGENCY as EMERGENCY_OPENED
from ..lifecycle import ENDED, GRANTED, RequestState
from ..models import AccessRequest, Entitlement, EntitlementState, MovementLine, Origin, RequestKind, Right
from ..queries import catalogue, chairs, entitlements
from .telling import EMERGENCY, OUTCOME, plain

REVIEW_DAYS = 2
"""Working days in which emergency access is looked at afterwards (order of this house)."""
EMERGENCY_DAYS = 2
"""Calendar days an emergency access lasts at most."""


def _take_up(number: str, actor: Actor) -> None:
    """Whoever works in the executing unit takes the file that nobody has before he acts on it."""
    row: AccessRequest = AccessRequest.objects.select_for_update(of=("self", "case")).get(case__number=number)
    if row.case.state != RequestState.EXECUTING or actor.user_id in {None, row.case.assignee_id, row.person_id}:
        return
    if actor.reach(access.VIEW).covers(row.case) or not actor.reach(access.EXECUTE).covers(row.case):
        return
    if row.case.assignee_id is not None:
        raise Refused("Bu işi biriminizden bir başkası üstlenmiş; şefiniz size devredebilir.")
    row.case.assignee_id = actor.user_id
    row.case.save(update_fields=["assignee"])


@transaction.atomic
def take_up(number: str, *, actor: Actor) -> AccessRequest:
    """Say that one is at it, so that nobody else begins the same."""
    row: AccessRequest = AccessRequest.objects.select_for_update(of=("self", "case")).get(case__number=number)
    if not actor.reach(access.EXECUTE).covers(row.case):
        raise AccessRequest.DoesNotExist
    if row.case.state != RequestState.EXECUTING:
        raise Refused("Bu talep yürütmede değil.")
    if row.case.assignee_id not in {None, actor.user_id}:
        raise Refused("Bu işi biriminizden bir başkası üstlenmiş; şefiniz size devredebilir.")
    if actor.user_id == row.person_id:
        raise Refused("Kendi yetkinizi siz açıp kaldıramazsınız; yürüten birimden bir başkası yapar.")
    row.case.assignee_id = actor.user_id
    row.case.save(update_fields=["assignee"])
    tell(row.case, "claim", actor, seat=actor.seat_for(access.EXECUTE, row.case))
    return row


@transaction.atomic
def grant(
    number: str,
    *,
    actor: Actor,
    proof: str,
    file: IO[bytes] | None = None,
    file_name: str = "",
) -> AccessRequest:
    """It is done in the system: the register follows, with who did it and how it is proved."""
    told = plain(proof)
    if not told:
        raise Refused("Ne yapıldığını yazın (hangi gruba eklendi, hangi kayıt değişti); parola yazmayın.")
    _take_up(number, actor)
    with take(lifecycle.GRANT, AccessRequest, number, actor, told) as row:
        row.proof, row.failed = told, ""
        kept = _kept(actor, file, file_name, row)
        if row.kind == RequestKind.END:
            _removed(row.entitlement_id, actor, told)
        else:
            if row.kind == RequestKind.CHANGE:
                _ended(row.entitlement_id, actor, f"Yerine {row.right.name} verildi ({number})")
                _removed(row.entitlement_id, actor, told)
            origin = Origin.TEMPLATE if row.preapproved else Origin.REQUEST
            row.entitlement = _given(row, actor, origin, told, kept)
        row.case.assignee_id = actor.user_id
        prove_lines(number, actor, told)
    _say_done(row, actor)
    return row


def _kept(actor: Actor, file: IO[bytes] | None, name: str, row: AccessRequest) -> StoredFile | None:
    if file is None:
        return None
    name = name or getattr(file, "name", "") or "kanit"
    return store(actor=actor, content=file, name=name, unit_id=row.case.unit_id, purpose="access_requests.proof")


def _given(row: AccessRequest, actor: Actor, origin: str, proof: str, file: StoredFile | None = None) -> Entitlement:
    home = chairs.home_of(row.person_id)
    since = max(row.since, localdate())
    if row.until is not None and row.until < since:
        raise Refused("Talep edilen süre dolmuş; yetki açılamaz. «Gerek kalmadı» ile kapatın.")
    if entitlements.living_key(row.right, row.person_id, row.detail):
        raise Refused("Bu yetki kişide zaten yürürlükte.")
    made = Entitlement.objects.create(
        right=row.right,
        assignee_id=row.person_id,
        unit_id=home.unit_id if home else row.case.unit_id,
        detail=row.detail,
        origin=origin,
        since=since,
        until=row.until,
        request_number=row.case.number,
        granted_by_id=actor.user_id,
        granted_at=now(),
        proof=proof,
        proof_file=file,
        last_reviewed_on=localdate(),
    )
    publish(GRANTED, entitlement_id=made.pk)
    return made


def _ended(entitlement_id: int | None, actor: Actor, why: str) -> None:
    held = Entitlement.objects.select_for_update().get(pk=entitlement_id or 0)
    if held.state == EntitlementState.ACTIVE:
        held.state, held.ended_at, held.ended_by_id = EntitlementState.ENDED, now(), actor.user_id
        held.end_why = why[:300]
        held.save()
        publish(ENDED, entitlement_id=held.pk)


def _removed(entitlement_id: int | None, actor: Actor, proof: str) -> None:
    _ended(entitlement_id, actor, "Kaldırıldı")
    held = Entitlement.objects.select_for_update().get(pk=entitlement_id or 0)
    if held.state != EntitlementState.REMOVED:
        held.state, held.removed_at, held.removed_by_id = EntitlementState.REMOVED, now(), actor.user_id
        held.end_proof = proof
        held.save()


def prove_lines(number: str, actor: Actor, proof: str) -> int:
    """Lines of movements that waited for this request are proved by it."""
    return MovementLine.objects.filter(request_number=number, done_at=None).update(
        done_at=now(), done_by_id=actor.user_id, proof=f"{number}: {proof}"[:500]
    )


def prolong(row: AccessRequest, actor: Actor) -> None:
    """Write the new last day; called inside the step that agreed to it."""
    held = Entitlement.objects.select_for_update().get(pk=row.entitlement_id or 0)
    if held.state != EntitlementState.ACTIVE:
        raise Refused("Yetki bu arada sona ermiş; uzatılamaz, yeniden istenir.")
    held.until, held.warned, held.last_reviewed_on = row.until, [], localdate()
    held.save()
    row.proof = f"Son gün {row.until:%d.%m.%Y} oldu" if row.until else "Süresiz oldu"
    row.case.assignee_id = None


def _say_done(row: AccessRequest, actor: Actor) -> None:
    people = {row.person_id, *([row.case.opened_by_id] if row.case.opened_by_id else [])}
    words = {"end": "Yetki kaldırıldı", "change": "Yetki değişti"}.get(row.kind, "Yetki açıldı")
    notify(
        sorted(people),
        OUTCOME,
        f"{words}: {row.right.name}",
        actor=actor,
        body=f"{row.case.number} · {row.right.area}",
        url=f"/yetkiler/talepler/{row.case.number}/",
        subject_kind="case",
        subject_number=row.case.number,
    )


@transaction.atomic
def hand_back(number: str, *, actor: Actor, why: str) -> AccessRequest:
    """It could not be done as asked: back to whoever asked, with the reason."""
    if not plain(why):
        raise Refused("Neden yapılamadığını yazın.")
    _take_up(number, actor)
    with take(lifecycle.HAND_BACK, AccessRequest, number, actor, plain(why)) as row:
        if row.kind == RequestKind.END:
            raise Refused("Kaldırma işi geri gönderilemez: hak sona erdi. Yapılınca bildirin.")
        row.case.assignee_id = row.case.opened_by_id or row.person_id
        home = chairs.home_of(row.person_id)
        row.case.unit_id = home.unit_id if home else row.case.unit_id
        row.words = plain(why)
    return row


@transaction.atomic
def void(number: str, *, actor: Actor, why: str) -> AccessRequest:
    """Nobody needs it any more."""
    if not plain(why):
        raise Refused("Neden gerek kalmadığını yazın.")
    _take_up(number, actor)
    with take(lifecycle.VOID, AccessRequest, number, actor, plain(why)) as row:
        if row.kind == RequestKind.END:
            raise Refused("Sona eren yetkinin kaldırılmasından vazgeçilemez; gerekiyorsa yeniden istenir.")
        row.case.assignee_id = None
        prove_lines(number, actor, f"Gerek kalmadı: {plain(why)}")
    from . import ending

    ending.after_review(row, actor=actor, why=plain(why))
    return row


@transaction.atomic
def break_glass(
    *, actor: Actor, right_id: int, reason: str, person_id: int | None = None, days: int = 1, detail: str = ""
) -> AccessRequest:
    """Emergency: the on-call opens it at once, everybody concerned hears of it, and it is looked at afterwards."""
    right = Right.objects.select_related("assignee", "unit").filter(pk=right_id).first()
    if right is None or not right.active:
        raise Refused("Bu yetki katalogda yok.")
    if not right.emergency:
        raise Refused(f"«{right.name}» acil erişime açık değil.")
    seat = actor.seat_for(access.BREAK, chairs.Place(right.executing_unit_id))
    if seat is None:
        raise Refused("Acil erişimi, yetkiyi yürüten birimde nöbette olan açar.")
    if not 1 <= days <= EMERGENCY_DAYS:
        raise Refused(f"Acil erişim en çok {EMERGENCY_DAYS} gün sürer.")
    told = plain(reason, 2_000)
    if len(told) < 10:
        raise Refused("Olayı yazın: ne oldu, neden bekleyemez? Sonradan inceleyen buna bakar.")
    person = User.objects.filter(pk=person_id or actor.user_id or 0, is_active=True).first()
    if person is None or chairs.home_of(person.pk) is None:
        raise Refused("Acil erişim açılacak kişi bugün görevde değil.")
    if words := catalogue.objection(right, person.pk):
        raise Refused(words)
    reviewer = chairs.owner(right, {person.pk, actor.user_id or 0}) or chairs.security(
        {person.pk, actor.user_id or 0}
    )
    if reviewer is None:
        raise Refused("Sonradan inceleyecek kimse bulunamadı; acil erişim açılmadı.")
    today = localdate()
    row = AccessRequest(
        person=person,
        right=right,
        reason=told,
        detail=plain(detail, 300),
        since=today,
        until=today + dt.timedelta(days=days - 1),
        emergency=True,
    )
    opened = open_case(
        row,
        actor=actor,
        permission=access.BREAK,
        unit_id=right.executing_unit_id,
        subject=f"Acil erişim: {right}"[:250],
        due_on=add_working_days(today, REVIEW_DAYS),
    )
    with take(lifecycle.BREAK_GLASS, AccessRequest, opened.case.number, actor) as taken:
        taken.entitlement = _given(taken, actor, Origin.EMERGENCY, "Acil erişim nöbetçi tarafından açıldı")
        taken.case.assignee_id = reviewer.user_id
        taken.case.unit_id = right.unit_id
    publish(EMERGENCY_OPENED, number=opened.case.number)
    above = chairs.superior(person.pk)
    notify(
        [reviewer.user_id, *([above.user_id] if above else []), *(one.pk for one in chairs.security_officers())],
        EMERGENCY,
        f"Acil erişim açıldı: {right.name}, {person.full_name}",
        actor=actor,
        body=f"{opened.case.number} · sonradan inceleme {taken.case.due_on:%d.%m.%Y} gününe kadar",
        url=f"/yetkiler/talepler/{opened.case.number}/",
        subject_kind="case",
        subject_number=opened.case.number,
    )
    return taken
