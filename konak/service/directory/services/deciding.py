"""What the comparison may not decide: conflicts, unknown units, proposed seats."""

from django.db import transaction
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Unit, User
from konak.foundation.people.positions import Position
from konak.governance.staffing import public as staffing

from .. import access
from ..models import Difference, Does, Entry, Fate, Reads
from .common import may, tell, tell_person
from .keeping import set_rule


def _open(difference_id: int, actor: Actor) -> Difference:
    may(actor, access.DECIDE)
    row = (
        Difference.objects.select_for_update(of=("self",)).select_related("entry", "connection").get(pk=difference_id)
    )
    if row.fate != Fate.OPEN:
        raise Refused("Bu farka karar verilmiş.")
    return row


def _close(row: Difference, actor: Actor, fate: str, note: str = "") -> Difference:
    row.fate, row.decided_at, row.decided_by_id = fate, now(), actor.user_id
    row.save(update_fields=["fate", "decided_at", "decided_by"])
    tell("difference", row.pk, "decide" if fate == Fate.DONE else "leave", actor, access.DECIDE, note)
    return row


@transaction.atomic
def leave(difference_id: int, *, actor: Actor) -> Difference:
    """Nothing is done about it, and it is not asked again."""
    return _close(_open(difference_id, actor), actor, Fate.LEFT)


@transaction.atomic
def say_who(difference_id: int, *, actor: Actor, user: User) -> Difference:
    """A conflict: this entry is that person."""
    row = _open(difference_id, actor)
    if row.does != Does.CONFLICT or row.entry is None:
        raise Refused("Bu fark bir kişiyle eşlenerek çözülmez.")
    other = Entry.objects.filter(connection=row.connection, user=user, gone_at=None).exclude(pk=row.entry.pk).first()
    if other is not None:
        raise Refused(f"{user.full_name} bu dizinde «{other.username}» kaydıyla eşli; önce o kaydı ayırın.")
    row.entry.user = user
    row.entry.save(update_fields=["user"])
    tell_person(user.pk, "linked", actor, access.DECIDE, row.connection.name)
    return _close(row, actor, Fate.DONE)


@transaction.atomic
def part(entry_id: int, *, actor: Actor) -> Entry:
    """An entry is not the person it was taken for."""
    may(actor, access.DECIDE)
    entry = Entry.objects.select_for_update(of=("self",)).select_related("connection").get(pk=entry_id)
    if entry.user_id is None:
        raise Refused("Bu kayıt kimseyle eşli değil.")
    tell_person(entry.user_id, "unlinked", actor, access.DECIDE, entry.connection.name)
    entry.user = None
    entry.save(update_fields=["user"])
    return entry


@transaction.atomic
def say_unit(difference_id: int, *, actor: Actor, unit: Unit) -> Difference:
    """A place of the directory is this unit; from the next run on it is known."""
    row = _open(difference_id, actor)
    if row.does != Does.UNIT or row.entry is None:
        raise Refused("Bu fark bir birimle eşlenerek çözülmez.")
    reads = Reads.DEPARTMENT if row.entry.department and row.entry.department == row.who else Reads.OU
    set_rule(row.connection.code, actor=actor, reads=reads, value=row.who, unit=unit)
    row.refresh_from_db()
    return row if row.fate != Fate.OPEN else _close(row, actor, Fate.DONE)


@transaction.atomic
def seat(difference_id: int, *, actor: Actor, position: str = Position.STAFF, document: str = "") -> Difference:
    """A proposed seat is taken, by the rules of appointments: whoever may not appoint is refused there."""
    row = _open(difference_id, actor)
    if row.does != Does.SEAT or row.user is None or row.unit is None:
        raise Refused("Bu fark bir görevlendirme önerisi değil.")
    staffing.appoint(
        actor=actor, user=row.user, unit=row.unit, position=position, since=localdate(), document=document
    )
    return _close(row, actor, Fate.DONE)


@transaction.atomic
def set_sign_in(entry_id: int, *, actor: Actor, signs_in: bool) -> Entry:
    """Whether a person signs in with the password of the directory, or only with one of Konak's own."""
    may(actor, access.SETUP)
    entry = Entry.objects.select_for_update(of=("self",)).select_related("connection").get(pk=entry_id)
    if entry.user_id is None:
        raise Refused("Kayıt bir kişiyle eşli değil.")
    entry.signs_in = signs_in
    entry.save(update_fields=["signs_in"])
    note = f"{entry.connection.name}: {'dizin parolasıyla girer' if signs_in else 'dizin parolasıyla girmez'}"
    tell_person(entry.user_id, "sign_in_way", actor, access.SETUP, note)
    return entry
