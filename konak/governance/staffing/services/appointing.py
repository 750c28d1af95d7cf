"""Seats over time: named, extended, ended, corrected, moved."""

import datetime as dt

from django.db import transaction
from django.utils.timezone import localdate

from konak.foundation.access import Actor, Permission
from konak.foundation.announce import publish
from konak.foundation.lifecycle import Refused
from konak.foundation.people import seats
from konak.foundation.people.models import Appointment, Unit, User
from konak.foundation.people.positions import Basis, Position

from .. import access
from ..lifecycle import APPOINTED, SEAT_ENDED
from ..models import AccountDate, Side
from ..queries import rights, separation
from .handing import open_at_end
from .telling import refuse_conflicts, ruled, tell_seat

DAY = dt.timedelta(days=1)


def _right(actor: Actor, unit_id: int, position: str) -> Permission:
    right = rights.right_for(actor, unit_id, position)
    if right is None:
        raise Refused(
            f"{Position(position).label} görevlendirmesi için yetkiniz yok. Yetkili: personel birimi, "
            "Genel Sekreter; şef altı görevlerde birimin müdürü veya daire başkanı."
        )
    return right


def _words(row: Appointment) -> str:
    until = f"{row.until:%d.%m.%Y}" if row.until else "süresiz"
    return f"{row.since:%d.%m.%Y}–{until}, {row.get_basis_display()}"


@transaction.atomic
def appoint(
    *,
    actor: Actor,
    user: User,
    unit: Unit,
    position: str,
    since: dt.date,
    until: dt.date | None = None,
    basis: str = Basis.PERMANENT,
    document: str = "",
    clearance: int = 0,
    without: int | None = None,
) -> Appointment:
    """Seat somebody from a day on, today or later. `without` is a seat the same step ends."""
    right = _right(actor, unit.pk, position)
    if user.pk == actor.user_id:
        raise Refused("Kendinizi bir makama görevlendiremezsiniz.")
    if basis != Basis.PERMANENT and not document.strip():
        raise Refused(f"{Basis(basis).label} görevlendirme bir onaya dayanır; onayın tarihini ve sayısını yazın.")
    _account_open(user, since)
    added = separation.Held(Side.POSITION, position, f"{Position(position).label}, {unit.name}")
    refuse_conflicts(separation.objections(user, added, since, until, without=without))
    row = ruled(
        lambda: seats.take_seat(
            user,
            unit,
            position,
            since=since,
            until=until,
            basis=basis,
            document=document,
            clearance=clearance,
        )
    )
    tell_seat(row, "appoint", actor, right, _words(row))
    publish(APPOINTED, appointment_id=row.pk)
    return row


def _account_open(user: User, since: dt.date) -> None:
    days = AccountDate.objects.filter(user=user).first()
    if user.is_active or (days and days.closed_at is None and days.opens_on and days.opens_on <= since):
        return
    raise Refused(f"{user.full_name} adlı kişinin hesabı kapalı; önce yeniden işe başlatın.")


def _found(appointment_id: int, actor: Actor) -> tuple[Appointment, Permission]:
    row = Appointment.objects.select_related("unit", "user").get(pk=appointment_id)
    right = _right(actor, row.unit_id, row.position)
    if row.user_id == actor.user_id:
        raise Refused("Kendi görevlendirmenizi siz değiştiremezsiniz.")
    if hasattr(row, "delegation"):
        raise Refused("Bu bir vekâlet; vekâletin kendi sayfasından bitirilir.")
    return row, right


@transaction.atomic
def end(appointment_id: int, *, actor: Actor, last_day: dt.date, why: str) -> Appointment | None:
    """The person leaves the seat after `last_day`; what he lent from it ends with it."""
    row, right = _found(appointment_id, actor)
    if not why.strip():
        raise Refused("Görevin neden sona erdiğini yazın.")
    if row.until is not None and last_day > row.until:
        raise Refused("Bu gün, görevin bitişinden sonra; süreyi uzatmak için «Uzat» işlemini kullanın.")
    if last_day < localdate() - DAY * 31 and not actor.holds(access.APPOINT):
        raise Refused(
            "Bir aydan eski bir güne geri tarihli bitiş yazılamaz; «Düzelt» işlemini gerekçesiyle kullanın."
        )
    _end_lent(row, last_day)
    tell_seat(row, "end_seat", actor, right, f"son gün {last_day:%d.%m.%Y}")
    kept = ruled(lambda: seats.give_up(row.pk, last_day))
    if kept is not None:
        publish(SEAT_ENDED, appointment_id=kept.pk)
        open_at_end(kept, last_day=last_day)
    return kept


def _end_lent(row: Appointment, last_day: dt.date) -> None:
    """Deputies act for a holder; without him their seat ends too."""
    for deputy in Appointment.objects.filter(acting_for=row).exclude(until__lte=last_day):
        lent = getattr(deputy, "delegation", None)
        if deputy.since > last_day and lent is not None:
            lent.acting, lent.ended_on = None, last_day
            lent.save(update_fields=["acting", "ended_on"])
        ruled(lambda deputy=deputy: seats.give_up(deputy.pk, last_day))  # type: ignore[misc]


@transaction.atomic
def extend(appointment_id: int, *, actor: Actor, until: dt.date | None, document: str = "") -> Appointment:
    """A dated seat goes on; without `until` it becomes unlimited."""
    row, right = _found(appointment_id, actor)
    if row.until is None:
        raise Refused("Bu görevlendirme zaten süresiz.")
    if until is not None and until <= row.until:
        raise Refused(f"Yeni bitiş, şimdiki bitişten ({row.until:%d.%m.%Y}) sonra olmalı.")
    if row.basis != Basis.PERMANENT and not document.strip():
        raise Refused("Uzatma da bir onaya dayanır; onayın tarihini ve sayısını yazın.")
    added = separation.Held(Side.POSITION, row.position, f"{row.get_position_display()}, {row.unit.name}")
    refuse_conflicts(separation.objections(row.user, added, row.until + DAY, until, without=row.pk))
    paper = f"{row.document}; {document.strip()}".strip("; ")[:120] if document.strip() else row.document
    row = ruled(lambda: seats.set_dates(row.pk, since=row.since, until=until, document=paper))
    tell_seat(row, "extend", actor, right, _words(row))
    publish(APPOINTED, appointment_id=row.pk)
    return row


@transaction.atomic
def correct(
    appointment_id: int,
    *,
    actor: Actor,
    since: dt.date,
    until: dt.date | None,
    basis: str,
    document: str,
    why: str,
) -> Appointment:
    """Put right what was written wrongly; the reason stays, and the row history keeps what stood there."""
    row, right = _found(appointment_id, actor)
    if not why.strip():
        raise Refused("Düzeltmenin nedenini yazın.")
    before = _words(row)
    row = ruled(lambda: seats.set_dates(row.pk, since=since, until=until, basis=basis, document=document))
    tell_seat(row, "correct", actor, right, f"{before} → {_words(row)}: {why.strip()}")
    publish(APPOINTED, appointment_id=row.pk)
    return row


@transaction.atomic
def transfer(
    appointment_id: int,
    *,
    actor: Actor,
    unit: Unit,
    position: str,
    since: dt.date,
    document: str,
    basis: str = Basis.PERMANENT,
) -> Appointment:
    """The person leaves one seat the day before he takes another; both or neither."""
    old, right = _found(appointment_id, actor)
    if (old.unit_id, old.position) == (unit.pk, position):
        raise Refused("Kişi zaten bu görevde; başka bir birim ya da görev seçin.")
    if since <= old.since:
        raise Refused("Yeni görev, bırakılan görev başladıktan sonra başlamalı.")
    last_day = since - DAY
    _end_lent(old, last_day)
    tell_seat(old, "transfer", actor, right, f"{unit.name}, {Position(position).label}; {since:%d.%m.%Y}")
    ruled(lambda: seats.give_up(old.pk, last_day))
    publish(SEAT_ENDED, appointment_id=old.pk)
    new = appoint(
        actor=actor,
        user=old.user,
        unit=unit,
        position=position,
        since=since,
        basis=basis,
        document=document,
        clearance=old.clearance,
        without=old.pk,
    )
    open_at_end(old, last_day=last_day)
    return new
