"""How a seat is taken, moved in time and given up. What the database refuses is said in words.

Whoever calls this has asked for the right to do so; here stand only the rules that hold for everybody.
"""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from .models import Appointment, Unit, User
from .positions import HEADS, Basis, Position
from .services import Invalid

SINGLE = frozenset({*HEADS, Position.DEPUTY_MAYOR.value})
"""Seats of which a unit has one. Deputies of the mayor sit in one unit each where the town names one a unit."""
RANK: dict[str, int] = {
    Position.STAFF: 0,
    Position.EXPERT: 1,
    Position.CHIEF: 2,
    Position.DIRECTOR: 3,
    Position.HEAD_OF_DEPARTMENT: 4,
    Position.DEPUTY_SECRETARY_GENERAL: 5,
    Position.SECRETARY_GENERAL: 6,
    Position.DEPUTY_MAYOR: 6,
    Position.MAYOR: 7,
}
"""Height in the line of command; auditors and administrators stand outside it."""
DAY = dt.timedelta(days=1)


def overlapping(rows: QuerySet[Appointment], since: dt.date, until: dt.date | None) -> QuerySet[Appointment]:
    """Appointments that share at least one day with the period."""
    rows = rows.filter(Q(until=None) | Q(until__gte=since))
    return rows if until is None else rows.filter(since__lte=until)


def holders_between(unit_id: int, position: str, since: dt.date, until: dt.date | None) -> QuerySet[Appointment]:
    """Who sits in a seat in the period in his own name, not as the deputy of somebody who sits there."""
    rows = Appointment.objects.filter(unit_id=unit_id, position=position, acting_for=None)
    return overlapping(rows, since, until).select_related("user", "unit").order_by("since")


def permanent_holder(unit_id: int, position: str, day: dt.date | None = None) -> Appointment | None:
    """Who holds the seat in his own right on a day."""
    when = day or localdate()
    return holders_between(unit_id, position, when, when).filter(basis=Basis.PERMANENT).first()


@transaction.atomic
def take_seat(
    user: User,
    unit: Unit,
    position: str,
    *,
    since: dt.date,
    until: dt.date | None = None,
    basis: str = Basis.PERMANENT,
    document: str = "",
    clearance: int = 0,
    acting_for: Appointment | None = None,
    approvals_only: bool = False,
) -> Appointment:
    """Seat somebody. Two in one head's seat on one day, and one person twice in one seat, are refused in words.

    Where the seat has a permanent holder, somebody who is named to act is his deputy.
    """
    unit = Unit.objects.select_for_update().get(pk=unit.pk)  # those who name somebody for one unit queue here
    if until is not None and until < since:
        raise Invalid("Görevlendirmenin bitişi başlangıcından önce olamaz.")
    if unit.until is not None and (until is None or until > unit.until):
        raise Invalid(f"{unit.name} {unit.until:%d.%m.%Y} günü kapanıyor; görevlendirme o günü aşamaz.")
    if unit.since is not None and since < unit.since:
        raise Invalid(f"{unit.name} {unit.since:%d.%m.%Y} günü kuruldu; görevlendirme daha önce başlayamaz.")
    if acting_for is None and position in SINGLE:
        for other in holders_between(unit.pk, position, since, until):
            if other.user_id == user.pk:
                continue
            if other.basis == Basis.PERMANENT and basis != Basis.PERMANENT:
                acting_for = other
                continue
            raise Invalid(_two_heads(other, position))
    row = Appointment(
        user=user,
        unit=unit,
        position=position,
        since=since,
        until=until,
        basis=basis,
        document=document.strip(),
        clearance=clearance,
        acting_for=acting_for,
        approvals_only=approvals_only,
    )
    _save(row)
    return row


@transaction.atomic
def set_dates(
    appointment_id: int,
    *,
    since: dt.date,
    until: dt.date | None,
    basis: str | None = None,
    document: str | None = None,
) -> Appointment:
    """Move the days of a seat, or correct by what right and by which paper it is held."""
    row = Appointment.objects.select_related("unit", "user").select_for_update(of=("self",)).get(pk=appointment_id)
    Unit.objects.select_for_update().get(pk=row.unit_id)
    if until is not None and until < since:
        raise Invalid("Görevlendirmenin bitişi başlangıcından önce olamaz.")
    if row.unit.until is not None and (until is None or until > row.unit.until):
        raise Invalid(f"{row.unit.name} {row.unit.until:%d.%m.%Y} günü kapanıyor; görevlendirme o günü aşamaz.")
    row.since, row.until = since, until
    row.basis = row.basis if basis is None else basis
    row.document = row.document if document is None else document.strip()
    if row.acting_for_id is None and row.position in SINGLE:
        others = holders_between(row.unit_id, row.position, since, until).exclude(pk=row.pk)
        if clash := others.exclude(user_id=row.user_id).first():
            raise Invalid(_two_heads(clash, row.position))
    _save(row)
    return row


@transaction.atomic
def give_up(appointment_id: int, last_day: dt.date) -> Appointment | None:
    """End a seat after `last_day`. One that would never have begun is taken out; its row history stays."""
    row = Appointment.objects.select_related("unit", "user").select_for_update(of=("self",)).get(pk=appointment_id)
    if row.until is not None and row.until <= last_day:
        return row
    if last_day < row.since:
        if row.since <= localdate():
            row.until = row.since
            _save(row)
            return row
        row.delete()
        return None
    row.until = last_day
    _save(row)
    return row


def _save(row: Appointment) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        words = str(error)
        if "one_head_in_a_seat_at_a_time" in words:
            others = holders_between(row.unit_id, row.position, row.since, row.until).exclude(user_id=row.user_id)
            clash = others.first()
            told = _two_heads(clash, row.position) if clash else "Bu makamda bu günlerde bir başkası görevli."
            raise Invalid(told) from error
        if "one_person_one_seat_at_a_time" in words:
            raise Invalid(
                f"{row.user.full_name} bu dönemde {row.unit} içinde zaten {row.get_position_display()} görevinde."
            ) from error
        raise


def _two_heads(other: Appointment, position: str) -> str:
    until = f"{other.until:%d.%m.%Y} gününe kadar" if other.until else f"{other.since:%d.%m.%Y} gününden beri"
    return (
        f"Bir makamda aynı gün iki kişi görevli olamaz: {other.unit} {Position(position).label} makamında "
        f"{other.user.full_name} {until} {other.get_basis_display()} görevli. Önce o görevlendirmeyi sona erdirin."
    )
