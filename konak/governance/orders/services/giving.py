"""Orders are born: given to a person or a unit, to many units at once, passed on, or written down afterwards."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import IO

from django.db import transaction
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor, Permission, Seat
from konak.foundation.access.queries import actor_of
from konak.foundation.announce import publish
from konak.foundation.calendar.services import add_working_days
from konak.foundation.cases.services import attach, open_case, take, tell
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Unit, User
from konak.foundation.people.queries import units

from .. import access, lifecycle, queries
from ..lifecycle import GIVEN, State
from ..models import Form, Order
from .locking import check_due, locked

MOST_UNITS = 300
Files = Sequence[tuple[IO[bytes], str]]


@transaction.atomic
def give(
    *,
    actor: Actor,
    unit_id: int,
    subject: str,
    text: str,
    due_on: dt.date | None = None,
    working_days: int | None = None,
    assignee_id: int | None = None,
    basis: str = "",
    regulation_number: str = "",
    duty_path: str = "",
    form: str = Form.WRITTEN,
    given_on: dt.date | None = None,
    files: Files = (),
) -> Order:
    """Give a task to a unit under the actor or to a person in one; the last day is a date or so many working days."""
    until = _until(due_on, working_days)
    order = _opened(
        actor,
        unit_id,
        assignee_id,
        subject=subject,
        due_on=until,
        order=Order(
            text=text.strip(),
            basis=basis.strip(),
            regulation_number=regulation_number.strip(),
            duty_path=duty_path.strip(),
            form=form,
            given_on=_given_on(given_on),
        ),
    )
    _keep(order, actor, files)
    return order


@transaction.atomic
def give_many(
    *,
    actor: Actor,
    unit_ids: Sequence[int],
    subject: str,
    text: str,
    due_on: dt.date | None = None,
    working_days: int | None = None,
    basis: str = "",
    regulation_number: str = "",
    duty_path: str = "",
    files: Files = (),
) -> list[Order]:
    """The same task to several units, an order each. One press, all or nothing."""
    wanted = list(dict.fromkeys(unit_ids))
    if not wanted:
        raise Refused("En az bir birim seçin.")
    if len(wanted) > MOST_UNITS:
        raise Refused(f"Bir kerede en çok {MOST_UNITS} birime emir verilebilir; seçimi daraltın.")
    batch, until, made = uuid.uuid4(), _until(due_on, working_days), []
    for unit_id in wanted:
        order = Order(
            text=text.strip(),
            basis=basis.strip(),
            regulation_number=regulation_number.strip(),
            duty_path=duty_path.strip(),
            given_on=localdate(),
            batch=batch,
        )
        made.append(_opened(actor, unit_id, None, subject=subject, due_on=until, order=order))
        _keep(made[-1], actor, files)
    return made


@transaction.atomic
def pass_on(
    number: str,
    *,
    actor: Actor,
    unit_id: int,
    assignee_id: int | None = None,
    subject: str = "",
    text: str = "",
    due_on: dt.date | None = None,
    working_days: int | None = None,
    files: Files = (),
) -> Order:
    """Have an order carried out by somebody under oneself: a part of it, followed and accepted by whoever passed it.

    Passing on means having begun; what is not said again (subject, text, last day) is taken from the order.
    """
    parent = locked(number, actor)
    if not actor.reach(access.DO).covers(parent.case):
        raise Refused(f"«{access.DO.label}» için yetkiniz yok.")
    if parent.ended or parent.case.state == State.REPORTED:
        raise Refused("Bildirilmiş ya da kapanmış emir aktarılamaz.")
    if objection := lifecycle.does(parent, actor):
        raise Refused(objection)
    if parent.case.state == State.GIVEN:
        with take(lifecycle.START, Order, number, actor) as begun:
            begun.case.assignee_id = begun.case.assignee_id or actor.user_id
        parent = begun
    until = _until(due_on, working_days) if due_on or working_days is not None else parent.case.due_on
    assert until is not None
    order = Order(
        text=text.strip() or parent.text,
        basis=parent.case.number,
        regulation_number=parent.regulation_number,
        duty_path=parent.duty_path,
        given_on=localdate(),
        parent=parent,
    )
    made = _opened(
        actor, unit_id, assignee_id, subject=subject or parent.case.subject, due_on=until, order=order, parent=parent
    )
    _keep(made, actor, files)
    tell(parent.case, "pass_on", actor, made.case.number, seat=actor.seat_for(access.DO, parent.case))
    return made


@transaction.atomic
def record_oral(
    *,
    actor: Actor,
    giver_id: int,
    subject: str,
    text: str,
    given_on: dt.date,
    due_on: dt.date | None = None,
    working_days: int | None = None,
    basis: str = "",
) -> Order:
    """The doer writes down what a superior told him; the superior sees it and confirms, decides and may withdraw."""
    giver = actor_of(giver_id)
    for mine in actor.seats:
        seat = queries.commanding_seat(giver, mine.unit_id, [mine.position])
        if seat is not None and giver.user_id != actor.user_id:
            break
    else:
        raise Refused("Seçilen kişi bugün sizin amiriniz değil; sözlü emri ancak amirinizden alabilirsiniz.")
    order = Order(
        text=text.strip(), basis=basis.strip(), form=Form.ORAL, given_on=_given_on(given_on), giver_id=giver_id
    )
    order.given_as, order.given_from_id = seat.position, seat.unit_id
    until = _until(due_on, working_days)
    return _write(
        order,
        actor,
        permission=access.DO,
        unit_id=mine.unit_id,
        assignee_id=actor.user_id,
        subject=subject,
        due_on=until,
    )


@transaction.atomic
def confirm_oral(number: str, *, actor: Actor) -> Order:
    """The superior says that he gave the order as it was written down."""
    order = locked(number, actor)
    if objection := lifecycle.gave(order, actor):
        raise Refused(objection)
    if not order.needs_confirmation:
        raise Refused("Bu emir teyit beklemiyor.")
    order.confirmed_at = now()
    order.save(update_fields=["confirmed_at"])
    tell(order.case, "confirm", actor, seat=actor.seat_for(access.DECIDE, order.case))
    return order


def _until(due_on: dt.date | None, working_days: int | None) -> dt.date:
    if (due_on is None) == (working_days is None):
        raise Refused("Son günü tarih olarak ya da iş günü sayısıyla verin; ikisinden yalnız birini.")
    if due_on is not None:
        return due_on
    assert working_days is not None
    if not 1 <= working_days <= 1_000:
        raise Refused("İş günü sayısı 1 ile 1.000 arasında olmalı.")
    return add_working_days(localdate(), working_days)


def _given_on(day: dt.date | None) -> dt.date:
    if day is not None and day > localdate():
        raise Refused("Emir tarihi ileri bir gün olamaz.")
    return day or localdate()


def _opened(
    actor: Actor,
    unit_id: int,
    assignee_id: int | None,
    *,
    subject: str,
    due_on: dt.date,
    order: Order,
    parent: Order | None = None,
) -> Order:
    """Number and write an order from the seat that commands the one who gets it."""
    seat = _commanding(actor, unit_id, assignee_id)
    check_due(due_on, parent)
    assert actor.user_id is not None
    order.giver_id, order.given_as, order.given_from_id = actor.user_id, seat.position, seat.unit_id
    order.confirmed_at = now()
    return _write(
        order,
        Actor(actor.user_id, (seat, *[one for one in actor.seats if one != seat]), actor.via),
        permission=access.GIVE,
        unit_id=unit_id,
        assignee_id=assignee_id,
        subject=subject,
        due_on=due_on,
    )


def _write(
    order: Order,
    actor: Actor,
    *,
    permission: Permission,
    unit_id: int,
    assignee_id: int | None,
    subject: str,
    due_on: dt.date,
) -> Order:
    if not subject.strip():
        raise Refused("Emrin konusunu yazın.")
    if not order.text:
        raise Refused("Emrin metnini yazın: ne yapılacak, nasıl bitmiş sayılacak.")
    check_due(due_on)
    order.first_due_on = due_on
    made = open_case(
        order,
        actor=actor,
        permission=permission,
        unit_id=unit_id,
        subject=subject.strip()[:250],
        due_on=due_on,
        assignee_id=assignee_id,
    )
    publish(GIVEN, number=made.case.number)
    return made


def _commanding(actor: Actor, unit_id: int, assignee_id: int | None) -> Seat:
    """The seat that may give this order, or why there is none."""
    if not actor.holds(access.GIVE):
        raise Refused(f"«{access.GIVE.label}» için yetkiniz yok. Yetkili: şef, müdür, daire başkanı ve üstü.")
    unit = units().filter(pk=unit_id).first()
    if unit is None:
        raise Refused("Emrin verileceği birimi seçin; kapanmış birime emir verilemez.")
    if assignee_id is None:
        seat = queries.commanding_seat(actor, unit_id)
        if seat is None and any(one.unit_id == unit_id for one in actor.seats):
            raise Refused("Kendi biriminize emir veremezsiniz; birimden bir kişi seçin.")
        return seat if seat is not None else _not_under(unit)
    if assignee_id == actor.user_id:
        raise Refused("Kendinize görev emri veremezsiniz.")
    held = queries.positions_in(assignee_id, unit_id)
    if not held:
        person = User.objects.filter(pk=assignee_id).first()
        raise Refused(f"{person.full_name if person else 'Seçilen kişi'} bugün {unit.name} biriminde görevli değil.")
    seat = queries.commanding_seat(actor, unit_id, held)
    if seat is None and any(one.unit_id == unit_id for one in actor.seats):
        raise Refused(
            "Yalnız astınıza görev emri verebilirsiniz; bu kişi biriminizde sizinle eşit ya da üst makamda."
        )
    return seat if seat is not None else _not_under(unit)


def _not_under(unit: Unit) -> Seat:
    raise Refused(f"{unit.name} size bağlı değil; görev emri yalnız bağlı birimlere ve astlara verilir.")


def _keep(order: Order, actor: Actor, files: Files) -> None:
    for content, name in files:
        attach(order.case.number, actor=actor, content=content, name=name)
