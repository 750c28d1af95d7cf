"""A reorganisation from its first line to the day it is in force, or is taken back."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.cases.services import open_case, take, tell
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Appointment, Unit

from .. import access, lifecycle, queries
from ..lifecycle import State
from ..models import Act, ApprovalRule, Change, Opinion, Reorganisation

SLOWEST_ANSWER = 15
"""Days a draft may wait for its decision before the file counts as late."""


@transaction.atomic
def propose(
    *,
    actor: Actor,
    unit: Unit,
    title: str,
    reason: str,
    effective_on: dt.date | None,
    rule: ApprovalRule | None = None,
    own_order: bool = False,
) -> Reorganisation:
    """Open the file of a change; what changes is added afterwards."""
    permission = access.ORDER if own_order else access.PROPOSE
    if not own_order and not any(
        unit.pk in seat.branch or (seat.scope_of(permission) or 0) >= 4 for seat in actor.seats
    ):
        raise Refused(f"«{unit.name}» sizin biriminiz ya da ona bağlı bir birim değil; değişikliği o birim önerir.")
    if not reason.strip():
        raise Refused("Gerekçe yazın; onaylayan makam neden gerektiğini görür.")
    if not own_order and rule is None:
        rule = next(iter(queries.rules_for(unit.pk)), None)
    record = Reorganisation(
        title=title.strip(),
        reason=reason.strip(),
        effective_on=effective_on,
        rule=None if own_order else rule,
        own_order=own_order,
    )
    return open_case(
        record,
        actor=actor,
        permission=permission,
        unit_id=unit.pk,
        subject=title.strip()[:250],
        due_on=localdate() + dt.timedelta(days=SLOWEST_ANSWER),
        assignee_id=actor.user_id,
    )


def _draft(number: str, actor: Actor) -> Reorganisation:
    """The file, locked, while it may still be rewritten by this person."""
    record: Reorganisation = (
        Reorganisation.objects.select_for_update(of=("self", "case"))
        .filter(actor.reach(access.VIEW).q("case__"))
        .get(case__number=number)
    )
    may = access.ORDER if record.own_order else access.PROPOSE
    if not actor.reach(may).covers(record.case):
        raise Refused(f"«{may.label}» için yetkiniz yok.")
    if record.case.state != State.DRAFT:
        raise Refused("Yalnız taslak değiştirilebilir. Düzeltmek için önce geri gönderilmesi gerekir.")
    return record


@transaction.atomic
def revise(
    number: str,
    *,
    actor: Actor,
    title: str,
    reason: str,
    effective_on: dt.date | None,
    rule: ApprovalRule | None = None,
) -> Reorganisation:
    """Write title, reason, day and rule of a draft anew."""
    record = _draft(number, actor)
    record.title, record.reason, record.effective_on = title.strip(), reason.strip(), effective_on
    if not record.own_order and rule is not None:
        record.rule = rule
    record.case.subject = record.title[:250]
    record.case.save()
    record.save()
    tell(record.case, "revise", actor, seat=actor.seat_for(access.VIEW, record.case))
    return record


@transaction.atomic
def add_change(
    number: str,
    *,
    actor: Actor,
    act: str,
    unit: Unit | None = None,
    target: Unit | None = None,
    target_handle: int | None = None,
    name: str = "",
    short_name: str = "",
    kind: str = "",
    seats: Sequence[int] = (),
) -> Change:
    """Add one change to the end of a draft."""
    record = _draft(number, actor)
    if act != Act.OPEN and unit is None:
        raise Refused("Değişecek birimi seçin.")
    if act in (Act.OPEN, Act.SPLIT, Act.RENAME) and not name.strip():
        raise Refused("Birimin adını yazın.")
    if act == Act.OPEN and not kind:
        raise Refused("Kurulacak birimin türünü seçin.")
    if act in (Act.OPEN, Act.MOVE, Act.MERGE, Act.SEATS) and target is None and target_handle is None:
        raise Refused("Hedef birimi seçin.")
    if seats and Appointment.objects.filter(pk__in=seats, unit=unit).count() != len(set(seats)):
        raise Refused("Seçilen görevlilerden bazıları bu birimde görevli değil.")
    if target_handle is not None:
        opens = {Act.OPEN, Act.SPLIT}
        if not record.changes.filter(order=target_handle, act__in=opens).exists():
            raise Refused("Hedef olarak seçilen birim bu öneride kurulmuyor.")
        target = None
    last = record.changes.aggregate(last=Max("order"))["last"] or 0
    change = Change.objects.create(
        reorganisation=record,
        order=last + 1,
        act=act,
        unit=unit,
        target=target,
        target_handle=target_handle,
        name=name.strip(),
        short_name=short_name.strip(),
        kind=kind,
        seats=list(seats),
    )
    problems = queries.preview(record).problems
    if problems:
        raise Refused(" ".join(problems))
    tell(record.case, "add_change", actor, Act(act).label, seat=actor.seat_for(access.VIEW, record.case))
    return change


@transaction.atomic
def drop_change(number: str, order: int, *, actor: Actor) -> Reorganisation:
    """Take one change out of a draft; others that rest on it go with it."""
    record = _draft(number, actor)
    if not record.changes.filter(order=order).exists():
        raise Change.DoesNotExist
    record.changes.filter(target_handle=order).delete()
    record.changes.filter(order=order).delete()
    tell(record.case, "drop_change", actor, seat=actor.seat_for(access.VIEW, record.case))
    return record


# Opinions -----------------------------------------------------------------------------------------------------------


def ask(number: str, *, actor: Actor, units: Sequence[Unit]) -> Reorganisation:
    """Ask units for their opinion; the file waits until all have answered or the request is dropped."""
    if not units:
        raise Refused("Görüşü istenecek en az bir birim seçin.")
    with take(lifecycle.ASK, Reorganisation, number, actor) as record:
        for unit in units:
            Opinion.objects.get_or_create(reorganisation=record, unit=unit)
        record.effect = [list(one) for one in queries.effect_of(queries.preview(record))]
    return record


@transaction.atomic
def give_opinion(number: str, *, actor: Actor, unit: Unit, favourable: bool, text: str) -> Opinion:
    """Say what one's unit thinks of it; once."""
    record = queries.reorganisations(actor).select_for_update(of=("self",)).get(case__number=number)
    if record.case.state != State.OPINION:
        raise Refused("Bu öneri artık görüşte değil.")
    seat = next((s for s in actor.seats if s.unit_id == unit.pk and s.scope_of(access.OPINE) is not None), None)
    if seat is None:
        raise Refused("Görüşü birimin yöneticisi verir.")
    opinion = Opinion.objects.select_for_update().filter(reorganisation=record, unit=unit).first()
    if opinion is None:
        raise Refused(f"«{unit.name}» biriminden görüş istenmemiş.")
    if opinion.given_at is not None:
        raise Refused("Bu birimin görüşü verilmiş.")
    if not favourable and not text.strip():
        raise Refused("Olumsuz görüşün gerekçesini yazın.")
    opinion.given_at, opinion.given_by_id = now(), actor.user_id
    opinion.favourable, opinion.text = favourable, text.strip()
    opinion.save()
    tell(record.case, "opine", actor, "olumlu" if favourable else "olumsuz", seat=seat)
    return opinion


@transaction.atomic
def drop_request(number: str, *, actor: Actor, unit: Unit) -> Reorganisation:
    """Go on without an opinion that did not come."""
    record = queries.reorganisations(actor).get(case__number=number)
    if not actor.reach(access.PROPOSE).covers(record.case):
        raise Refused(f"«{access.PROPOSE.label}» için yetkiniz yok.")
    record.opinions.filter(unit=unit, given_at=None).delete()
    tell(record.case, "drop_request", actor, seat=actor.seat_for(access.PROPOSE, record.case))
    return record


# Decision -----------------------------------------------------------------------------------------------------------


def submit(number: str, *, actor: Actor) -> Reorganisation:
    with take(lifecycle.SUBMIT, Reorganisation, number, actor) as record:
        if problems := queries.preview(record).problems:
            raise Refused(" ".join(problems))
        record.effect = [list(one) for one in queries.effect_of(queries.preview(record))]
        record.case.assignee = None  # it now waits for whoever decides
    return record


def hand_back(number: str, *, actor: Actor, why: str) -> Reorganisation:
    with take(lifecycle.RETURN, Reorganisation, number, actor, note=why) as record:
        record.case.assignee_id = record.case.opened_by_id
    return record


def reject(number: str, *, actor: Actor, why: str) -> Reorganisation:
    with take(lifecycle.REJECT, Reorganisation, number, actor, note=why) as record:
        record.decided_by_id = actor.user_id
        record.decision_date = localdate()
    return record


def withdraw(number: str, *, actor: Actor, why: str) -> Reorganisation:
    with take(lifecycle.WITHDRAW, Reorganisation, number, actor, note=why) as record:
        record.case.assignee = None
    return record


def _decide(record: Reorganisation, actor: Actor, date: dt.date, number: str, effective_on: dt.date | None) -> None:
    if date > localdate():
        raise Refused("Karar tarihi bugünden sonra olamaz.")
    record.effective_on = effective_on or record.effective_on
    if record.effective_on is not None and record.effective_on < date:
        raise Refused("Yürürlük tarihi karar tarihinden önce olamaz.")
    if problems := queries.preview(record).problems:
        raise Refused(" ".join(problems))
    record.effect = [list(one) for one in queries.effect_of(queries.preview(record))]
    record.decision_date, record.decision_number, record.decided_by_id = date, number.strip(), actor.user_id
    record.case.assignee = None
    record.case.due_on = None


@transaction.atomic
def approve(
    number: str,
    *,
    actor: Actor,
    decision_date: dt.date,
    decision_number: str,
    effective_on: dt.date | None = None,
) -> Reorganisation:
    """Decide as the rule asks. A change whose day has come is put into force at once, the rest by job on its day."""
    note = f"{decision_date:%d.%m.%Y} / {decision_number}"
    with take(lifecycle.APPROVE, Reorganisation, number, actor, note=note) as record:
        _decide(record, actor, decision_date, decision_number, effective_on)
    return _at_once(record)


@transaction.atomic
def order(
    number: str,
    *,
    actor: Actor,
    decision_date: dt.date,
    decision_number: str,
    effective_on: dt.date | None = None,
) -> Reorganisation:
    """The mayor changes the organisation on his own authority; reason and date stand in the file."""
    note = f"{decision_date:%d.%m.%Y} / {decision_number}"
    with take(lifecycle.ORDER, Reorganisation, number, actor, note=note) as record:
        record.own_order = True
        record.rule = None
        _decide(record, actor, decision_date, decision_number, effective_on)
    return _at_once(record)


def undo(number: str, *, actor: Actor, why: str) -> Reorganisation:
    """Take an approved change back before its day."""
    with take(lifecycle.UNDO, Reorganisation, number, actor, note=why) as record:
        record.fault = ""
    return record


def _at_once(record: Reorganisation) -> Reorganisation:
    from .applying import apply_due

    if record.effective_on is not None and record.effective_on <= localdate():
        apply_due(number=record.case.number)
        record = Reorganisation.objects.get(pk=record.pk)
    return record
