"""Havale: who is told what to do with a document, and what became of it."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.cases.services import open_case, take, tell
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Appointment, Unit
from konak.foundation.people.positions import Position
from konak.foundation.people.queries import on_day

from .. import access, lifecycle, queries
from ..models import Incoming, Letter, Purpose, Referral


def refer(
    number: str,
    *,
    actor: Actor,
    units: Sequence[int] = (),
    people: Sequence[int] = (),
    for_knowledge: Sequence[int] = (),
    instruction: str = "",
    due_on: dt.date | None = None,
) -> Incoming:
    """Give a document to units and persons for action (`units`, `people`), or to units for knowledge."""
    with take(lifecycle.REFER, Incoming, number, actor, note=instruction.strip()[:500]) as found:
        _give(found, None, actor, units, people, for_knowledge, instruction, due_on)
    return found


@transaction.atomic
def pass_on(
    number: str,
    *,
    actor: Actor,
    units: Sequence[int] = (),
    people: Sequence[int] = (),
    for_knowledge: Sequence[int] = (),
    instruction: str = "",
    due_on: dt.date | None = None,
) -> Referral:
    """Give on, to a unit below or a person of one's own, what was referred to one."""
    queries.one_referral(actor, number)
    found: Referral = Referral.objects.select_for_update(of=("self", "case")).get(case__number=number)
    if found.ended:
        raise Refused("Sonuçlanmış havale aktarılamaz.")
    if not actor.reach(access.REFER).covers(found.case):
        raise Refused(f"«{access.REFER.label}» için yetkiniz yok.")
    document = found.document
    _give(document, found, actor, units, people, for_knowledge, instruction, due_on)
    tell(found.case, "pass_on", actor, instruction.strip()[:500], seat=actor.seat_for(access.REFER, found.case))
    return found


def _give(
    document: Incoming | Letter,
    parent: Referral | None,
    actor: Actor,
    units: Sequence[int],
    people: Sequence[int],
    for_knowledge: Sequence[int],
    instruction: str,
    due_on: dt.date | None,
) -> None:
    if not units and not people and not for_knowledge:
        raise Refused("Havale edilecek birim ya da kişi seçin.")
    if due_on and due_on < localdate():
        raise Refused("Son gün geçmişte olamaz.")
    due = due_on or (parent.case.due_on if parent else document.case.due_on)
    asked: list[tuple[int, int | None, str]] = [(unit, None, Purpose.ACTION) for unit in dict.fromkeys(units)]
    asked += [(_unit_of(person), person, Purpose.ACTION) for person in dict.fromkeys(people)]
    asked += [(unit, None, Purpose.KNOWLEDGE) for unit in dict.fromkeys(for_knowledge) if unit not in units]
    for unit, user, purpose in asked:
        give_one(
            document, parent=parent, actor=actor, unit_id=unit, user_id=user, purpose=purpose,
            instruction=instruction, due_on=due if purpose == Purpose.ACTION else None,
        )  # fmt: skip


def _unit_of(user_id: int) -> int:
    seat = Appointment.objects.filter(on_day(), user_id=user_id, acting_for=None).order_by("pk").first()
    if seat is None:
        raise Refused("Seçilen kişinin bugün bir makamı yok.")
    return seat.unit_id


def give_one(
    document: Incoming | Letter,
    *,
    parent: Referral | None = None,
    actor: Actor,
    unit_id: int,
    user_id: int | None = None,
    purpose: str = Purpose.ACTION,
    instruction: str = "",
    due_on: dt.date | None = None,
) -> Referral:
    """One referral. A secret document is given to persons, not to units."""
    if not Unit.objects.filter(pk=unit_id).exists():
        raise Refused("Birim bulunamadı.")
    if document.case.secrecy and user_id is None:
        head = leads(unit_id)
        if head is None:
            raise Refused("Gizli evrak birime değil kişiye havale edilir; birimin amiri yok.")
        user_id = head
    where = {"incoming": document} if isinstance(document, Incoming) else {"letter": document}
    same = Referral.objects.filter(
        **where, case__unit_id=unit_id, case__assignee_id=user_id, purpose=purpose, case__closed_at=None
    )
    if same.exists():
        raise Refused("Bu evrak aynı yere zaten havale edilmiş.")
    record = Referral(
        parent=parent,
        purpose=purpose,
        instruction=instruction.strip(),
        referred_by_id=actor.user_id,
        **where,
    )
    made = open_case(
        record,
        actor=actor,
        permission=access.WORK,
        unit_id=unit_id,
        subject=document.case.subject,
        due_on=due_on,
        assignee_id=user_id,
    )
    if document.case.secrecy:
        made.case.secrecy = document.case.secrecy
        made.case.save()
    return made


def leads(unit_id: int) -> int | None:
    for position in (Position.HEAD_OF_DEPARTMENT, Position.DIRECTOR, Position.CHIEF, Position.SECRETARY_GENERAL):
        found = queries.present(unit_id, position)
        if found is not None:
            return found.user_id
    return None


def start(number: str, *, actor: Actor) -> Referral:
    """Take it in hand; of a unit's referral whoever does so becomes the one who does it."""
    with take(lifecycle.START, Referral, number, actor) as found:
        if found.case.assignee_id is None:
            found.case.assignee_id = actor.user_id
    return found


def finish(number: str, *, actor: Actor, result: str) -> Referral:
    """Say what was done. With the last action done, the document waits only for its filing."""
    with take(lifecycle.FINISH, Referral, number, actor, note=result.strip()[:500]) as found:
        if found.purpose == Purpose.ACTION and not result.strip():
            raise Refused("Ne yapıldığını yazın.")
        found.result = result.strip()
        if found.case.assignee_id is None:
            found.case.assignee_id = actor.user_id
    return found


def give_back(number: str, *, actor: Actor, why: str) -> Referral:
    """Not ours: back to the one who referred it, with the reason."""
    if not why.strip():
        raise Refused("Geri gönderme nedeni yazılmalı.")
    with take(lifecycle.GIVE_BACK, Referral, number, actor, note=why.strip()[:500]) as found:
        found.result = why.strip()
    _wake(found)
    return found


@transaction.atomic
def _wake(found: Referral) -> None:
    """A document all of whose referrals came back waits again."""
    document = found.incoming
    if document is None or found.parent_id:
        return
    cover = document.case
    if cover.resting and not cover.closed_at and not document.referrals.exclude(case__state="returned").exists():
        cover.resting = False
        cover.save()


def withdraw(number: str, *, actor: Actor, why: str) -> Referral:
    """The one who referred it, or whoever may refer there, takes it back."""
    with take(lifecycle.WITHDRAW, Referral, number, actor, note=why.strip()[:500]) as found:
        found.result = why.strip() or "Geri alındı"
    _wake(found)
    return found


@transaction.atomic
def seen(number: str, *, actor: Actor) -> None:
    """The first time the one it was given to opens it."""
    rows = Referral.objects.filter(case__number=number, seen_at=None)
    rows.filter(case__assignee_id=actor.user_id).update(seen_at=now())
