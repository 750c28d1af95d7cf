"""What staffing tells opens and moves files by itself."""

import datetime as dt

from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold
from konak.foundation.people.models import Appointment, User

from ...models import (
    Movement,
    MovementKind,
)
from ...queries import movements
from ..telling import clock
from .effect import take_effect
from .lines import GAP, evening
from .opening import bind, join, last_seat, leave, move


def follow_appointment(appointment_id: int, *, actor: Actor | None = None) -> Movement | None:
    """A seat was given: a beginning or a move. Deputies get no file. Safe to run again."""
    seat = Appointment.objects.select_related("unit", "user").filter(pk=appointment_id).first()
    if seat is None or seat.acting_for_id is not None or (seat.until and seat.until < localdate()):
        return None
    if Movement.objects.filter(new_seat=seat).exists():
        return None
    worker = actor or clock(seat.unit_id)
    if planned := movements.planned(fold(seat.user.full_name), seat.unit_id):
        planned.new_seat = seat
        planned.save(update_fields=["new_seat"])
        return bind(planned.case.number, actor=worker, person=seat.user)
    others = Appointment.objects.filter(user_id=seat.user_id, acting_for=None).exclude(pk=seat.pk)
    recent = [one for one in others.order_by("-since") if one.until is None or one.until + GAP >= seat.since]
    if recent:
        if movements.open_of(seat.user_id, MovementKind.MOVER):
            return None
        ended = [one for one in recent if one.until is not None]
        return move(
            actor=worker, person=seat.user, new_seat=seat, old_seat=ended[0] if ended else None, why="Görevlendirme"
        )
    if movements.open_of(seat.user_id, MovementKind.JOINER):
        return None
    return join(
        actor=worker,
        unit=seat.unit,
        position=seat.position,
        starts_on=seat.since,
        person=seat.user,
        seat=seat,
        why="Görevlendirme",
    )


def follow_end_of_seat(appointment_id: int) -> Movement | None:
    """A seat got its last day: with another one after it, it is a move; without, an exit, changeable until then."""
    seat = Appointment.objects.select_related("unit", "user").filter(pk=appointment_id).first()
    if seat is None or seat.acting_for_id is not None or seat.until is None:
        return None
    after = seat.until + dt.timedelta(days=1)
    others = Appointment.objects.filter(user_id=seat.user_id, acting_for=None).exclude(pk=seat.pk)
    later = [one for one in others if one.until is None or one.until >= after]
    if later:
        coming = [one for one in later if one.since > seat.since]
        return follow_appointment(max(coming, key=lambda one: one.since).pk) if coming else None
    if movements.open_of(seat.user_id, MovementKind.LEAVER) or not seat.user.is_active:
        return None
    return leave(
        actor=clock(seat.unit_id),
        person=seat.user,
        effective_at=evening(seat.until),
        why="Görevin sona ermesi",
        automatic=True,
    )


def follow_exit(user_id: int) -> Movement | None:
    """The account was closed elsewhere: whatever is left ends now, and the file proves it."""
    person = User.objects.filter(pk=user_id).first()
    if person is None:
        return None
    waiting = movements.open_of(user_id, MovementKind.LEAVER)
    if waiting is not None:
        if waiting.effective_done_at is None:
            Movement.objects.filter(pk=waiting.pk, effective_at__gt=now()).update(effective_at=now())
            take_effect(waiting.pk, actor=clock(waiting.case.unit_id))
        return waiting
    if movements.exited_lately(user_id):
        return None
    last = last_seat(user_id)
    if last is None:
        return None
    return leave(actor=clock(last.unit_id), person=person, effective_at=now(), why="Hesap kapatıldı")
