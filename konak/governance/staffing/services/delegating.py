"""Lending a seat: proposed, agreed, begun and ended; what was done meanwhile is told to whoever comes back."""

import datetime as dt

from django.db import transaction
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.calendar.services import add_working_days
from konak.foundation.cases.services import open_case, take
from konak.foundation.lifecycle import Refused
from konak.foundation.people import seats
from konak.foundation.people.models import Appointment, Unit, User
from konak.foundation.people.positions import Basis, Position
from konak.foundation.people.queries import on_day
from konak.foundation.trail import services as trail

from .. import access, lifecycle
from ..lifecycle import DELEGATED, DELEGATION_ENDED, DelegationState
from ..models import Delegation, Notice, Reason, Side, StandingDeputy, Width
from ..queries import delegations as queries
from ..queries import rights, separation
from .telling import SEAT_KIND, WORKER, refuse_conflicts, ruled

LONGEST = dt.timedelta(days=366)
"""Practice, not law: a seat empty for longer is filled by an appointment (657 sayılı Kanun m. 86)."""
ANSWER_DAYS = 5
"""Working days within which whoever comes back looks at what was done meanwhile; a habit of this house, not a law."""


@transaction.atomic
def delegate(
    *,
    actor: Actor,
    seat_id: int,
    deputy: User,
    since: dt.date,
    until: dt.date,
    reason: str = Reason.LEAVE,
    width: str = Width.ALL,
    note: str = "",
    document: str = "",
) -> Delegation:
    """Offer one's own seat to somebody for some days. Of two offers for the same days one is made."""
    seat = Appointment.objects.select_for_update(of=("self",)).select_related("unit", "user").get(pk=seat_id)
    if seat.user_id != actor.user_id:
        raise Refused("Yalnız kendi makamınızı vekâlete bırakabilirsiniz.")
    if seat.acting_for_id is not None:
        raise Refused("Vekâleten yürüttüğünüz bir makamı bir başkasına vekâlete bırakamazsınız.")
    _check_days(seat, since, until)
    if deputy.pk == actor.user_id:
        raise Refused("Kendinizi vekil bırakamazsınız.")
    if not deputy.is_active or not Appointment.objects.filter(on_day(), user=deputy).exists():
        raise Refused(f"{deputy.full_name} bugün görevde değil; vekil olamaz.")
    _queue()  # loops run over several seats: those who offer one look one after another
    if words := queries.objection(seat, deputy.pk, since, until):
        raise Refused(words)
    label = f"{seat.get_position_display()}, {seat.unit.name}"
    added = separation.Held(Side.POSITION, seat.position, label)
    refuse_conflicts(separation.objections(deputy, added, since, until))
    lateral = queries.is_lateral(seat, deputy.pk)
    superior = queries.superior_of(seat.unit_id, seat.position, actor.user_id) if lateral else None
    if lateral and superior is not None and superior.user_id == deputy.pk:
        superior, lateral = None, False  # the superior himself takes it over
    row = Delegation(
        seat=seat,
        giver=seat.user,
        deputy=deputy,
        since=since,
        until=until,
        reason=reason,
        width=width,
        note=note.strip(),
        document=document.strip(),
        needs_approval=lateral,
    )
    return open_case(
        row,
        actor=actor,
        permission=access.DELEGATE,
        unit_id=seat.unit_id,
        subject=f"{seat.get_position_display()} vekâleti, {since:%d.%m.%Y}–{until:%d.%m.%Y}",
        due_on=max(since, localdate()),
        assignee_id=superior.user_id if superior else deputy.pk,
    )


def _check_days(seat: Appointment, since: dt.date, until: dt.date) -> None:
    if until < since:
        raise Refused("Bitiş günü başlangıçtan önce olamaz.")
    if since < localdate():
        raise Refused("Geçmiş bir gün için vekâlet bırakılamaz; en erken bugün başlar.")
    if until - since > LONGEST:
        raise Refused("Bir yıldan uzun vekâlet bırakılamaz; makama vekâleten görevlendirme yapılmalı.")
    if since < seat.since:
        raise Refused(f"Bu makamdaki göreviniz {seat.since:%d.%m.%Y} günü başlıyor.")
    if seat.until is not None and until > seat.until:
        raise Refused(f"Bu makamdaki göreviniz {seat.until:%d.%m.%Y} günü bitiyor; vekâlet o günü aşamaz.")


def _queue() -> None:
    """One offer at a time over the whole house: the lowest unit row is the turnstile."""
    Unit.objects.select_for_update().filter(parent=None).order_by("pk").first()


@transaction.atomic
def allow(number: str, *, actor: Actor) -> Delegation:
    """The superior agrees to a deputy from outside the branch; now it is the deputy's turn."""
    with take(lifecycle.ALLOW, Delegation, number, actor) as row:
        row.approved_by_id = actor.user_id
        row.case.assignee_id = row.deputy_id
    return row


@transaction.atomic
def accept(number: str, *, actor: Actor) -> Delegation:
    """The deputy takes it on: from the first day he sits in the seat, in the name of its holder."""
    with take(lifecycle.ACCEPT, Delegation, number, actor) as row:
        seat = Appointment.objects.select_related("unit").select_for_update(of=("self",)).get(pk=row.seat_id)
        row.acting = ruled(
            lambda: seats.take_seat(
                row.deputy,
                seat.unit,
                seat.position,
                since=max(row.since, localdate()),
                until=row.until,
                basis=Basis.ACTING,
                document=row.document or row.case.number,
                acting_for=seat,
                approvals_only=row.width == Width.APPROVALS,
            )
        )
        row.case.assignee_id = None
        row.case.due_on = row.until
    publish(DELEGATED, number=number)
    return row


@transaction.atomic
def decline(number: str, *, actor: Actor, why: str = "") -> Delegation:
    with take(lifecycle.DECLINE, Delegation, number, actor, why.strip()) as row:
        row.ended_on = localdate()
    return row


@transaction.atomic
def forbid(number: str, *, actor: Actor, why: str = "") -> Delegation:
    with take(lifecycle.FORBID, Delegation, number, actor, why.strip()) as row:
        row.ended_on = localdate()
    return row


@transaction.atomic
def withdraw(number: str, *, actor: Actor) -> Delegation:
    with take(lifecycle.WITHDRAW, Delegation, number, actor) as row:
        row.ended_on = localdate()
    return row


@transaction.atomic
def end(number: str, *, actor: Actor) -> Delegation:
    """It ends: by either of the two, or by itself after its last day. What was done waits for the holder's eyes."""
    today = localdate()
    with take(lifecycle.END, Delegation, number, actor) as row:
        last = min(row.until, today - dt.timedelta(days=1))
        acting, row.ended_on = row.acting, max(last, row.since) if row.since <= today else today
        if acting is not None and (acting.until is None or acting.until > last):
            if acting.since > today:
                row.acting = None
                Delegation.objects.filter(pk=row.pk).update(acting=None)
            ruled(lambda: seats.give_up(acting.pk, last))
        row.case.assignee_id = row.giver_id
        row.case.due_on = add_working_days(today, ANSWER_DAYS)
    publish(DELEGATION_ENDED, number=number)
    if queries.act_count(row) == 0:
        with take(lifecycle.NOTE, Delegation, number, WORKER, "vekil bu makamdan işlem yapmadı") as row:
            row.case.assignee_id = None
    return row


@transaction.atomic
def note_acts(number: str, *, actor: Actor) -> Delegation:
    """Whoever came back has seen what was done in his name."""
    with take(lifecycle.NOTE, Delegation, number, actor) as row:
        row.case.assignee_id = None
    return row


@transaction.atomic
def end_finished(*, actor: Actor = WORKER, day: dt.date | None = None) -> int:
    """End every delegation whose last day is over, and withdraw offers nobody answered in time."""
    when = day or localdate()
    over = Delegation.objects.filter(case__state=DelegationState.ACTIVE, until__lt=when)
    numbers = list(over.values_list("case__number", flat=True))
    for number in numbers:
        end(number, actor=actor)
    return len(numbers)


@transaction.atomic
def set_standing(
    *, actor: Actor, unit: Unit, position: str, first: User | None, second: User | None
) -> list[StandingDeputy]:
    """Name the standing deputies of a seat: its holder does, or who may fill the seat."""
    holder = seats.permanent_holder(unit.pk, position)
    owns = holder is not None and holder.user_id == actor.user_id
    right = rights.right_for(actor, unit.pk, position)
    if not owns and right is None:
        raise Refused("Sürekli vekilleri makamın sahibi ya da o makama görevlendirme yapabilen belirler.")
    chosen = [(order, user) for order, user in ((1, first), (2, second)) if user is not None]
    if first is not None and first == second:
        raise Refused("Birinci ve ikinci vekil aynı kişi olamaz.")
    for _, user in chosen:
        if holder is not None and user.pk == holder.user_id:
            raise Refused("Makamın sahibi kendi vekili olamaz.")
        if not user.is_active:
            raise Refused(f"{user.full_name} görevde değil.")
    Unit.objects.select_for_update().get(pk=unit.pk)
    StandingDeputy.objects.filter(unit=unit, position=position).delete()
    rows = [
        StandingDeputy.objects.create(unit=unit, position=position, order=order, user=user) for order, user in chosen
    ]
    trail.write(
        actor=actor,
        kind=SEAT_KIND,
        subject=holder.pk if holder else f"birim {unit.pk}",
        verb="standing",
        note=f"{unit.name}, {Position(position).label}: {len(rows)} vekil",
        seat=actor.seat_for(right or access.DELEGATE),
    )
    return rows


@transaction.atomic
def report_act(*, actor: Actor, subject: str, done_on: dt.date, what: str, why: str, related: str = "") -> Notice:
    """Tell the superior what was done without him; it waits in his inbox until he says what he thinks of it."""
    seat = actor.seat_for(access.ACT)
    if seat is None or actor.user_id is None:
        raise Refused(f"«{access.ACT.label}» için yetkiniz yok.")
    if done_on > localdate():
        raise Refused("Henüz yapılmamış bir iş bildirilemez.")
    if not what.strip() or not subject.strip():
        raise Refused("Yapılan işi yazın.")
    superior = queries.superior_of(seat.unit_id, seat.position, actor.user_id)
    if superior is None:
        raise Refused("Üstünüzde görevli bir amir bulunamadı; birimler dizinine bakın.")
    row = Notice(done_on=done_on, what=what.strip(), why=why.strip(), related=related.strip().upper())
    return open_case(
        row,
        actor=actor,
        permission=access.ACT,
        unit_id=seat.unit_id,
        subject=subject.strip(),
        due_on=add_working_days(localdate(), ANSWER_DAYS),
        assignee_id=superior.user_id,
    )


@transaction.atomic
def confirm_act(number: str, *, actor: Actor, answer: str = "") -> Notice:
    with take(lifecycle.CONFIRM, Notice, number, actor) as row:
        row.answer = answer.strip()
    return row


@transaction.atomic
def object_act(number: str, *, actor: Actor, answer: str) -> Notice:
    if not answer.strip():
        raise Refused("Neden uygun bulmadığınızı yazın.")
    with take(lifecycle.OBJECT, Notice, number, actor) as row:
        row.answer = answer.strip()
    return row
