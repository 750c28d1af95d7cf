"""The day a reorganisation comes into force: units, seats and open files change together or not at all."""

import datetime as dt

from django.db import transaction
from django.db.models import F, Q
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor, Seat
from konak.foundation.announce import publish
from konak.foundation.cases.models import Case
from konak.foundation.cases.services import take, tell
from konak.foundation.lifecycle import Refused
from konak.foundation.people import units as tree
from konak.foundation.people.models import Appointment, Placement, Succession, Unit
from konak.foundation.people.positions import HEADS, Basis, Position, Succeeds
from konak.foundation.people.queries import placed_on
from konak.foundation.people.services import Invalid, hold_tree

from .. import access, lifecycle, queries
from ..lifecycle import CLOSED, IN_FORCE, MERGED, MOVED, OPENED, RENAMED, SPLIT
from ..models import Act, Change, Reorganisation
from .indexing import index_unit
from .registering import house, open_registry_task

DAY = dt.timedelta(days=1)
GRANTED = {access.APPLY.code: 4, access.VIEW.code: 4}


def clock() -> Actor:
    """The house itself at work on the day: it may put into force what was approved, and nothing else."""
    return Actor(None, (Seat("administrator", 0, frozenset(), grants=GRANTED),), "job")


def apply_due(number: str = "") -> list[str]:
    """Put every approved change whose day has come into force, each in a transaction of its own; repeatable.

    One that cannot be applied stays approved and says why; it is tried again the next day.
    """
    done = []
    for one in [number] if number else queries.due(localdate()):
        try:
            apply(one, actor=clock())
        except (Refused, Invalid) as objection:
            Reorganisation.objects.filter(case__number=one, applied_at=None).update(fault=str(objection)[:400])
        else:
            done.append(one)
    return done


def apply(number: str, *, actor: Actor) -> Reorganisation:
    """Put one approved change into force."""
    with take(lifecycle.APPLY, Reorganisation, number, actor) as record:
        if record.effective_on is None or record.effective_on > localdate():
            raise Refused("Yürürlük tarihi henüz gelmedi.")
        hold_tree()
        made: dict[int, Unit] = {}
        try:
            for change in record.changes.select_related("unit", "target"):
                _carry_out(record, change, made, actor)
        except Invalid as objection:
            raise Refused(str(objection)) from objection
        record.applied_at, record.fault = now(), ""
        open_registry_task(record, queries.preview(record).lines, actor=house())
        publish(IN_FORCE, number=number)
    return record


def _carry_out(record: Reorganisation, change: Change, made: dict[int, Unit], actor: Actor) -> None:
    on, basis = record.effective_on or localdate(), record.basis
    day = on.isoformat()
    target = made[change.target_handle] if change.target_handle else change.target
    if change.act == Act.OPEN:
        unit = tree.found_unit(
            name=change.name,
            short_name=change.short_name,
            kind=change.kind,
            parent=target,
            since=on,
            basis=basis,
            founding=basis,
        )
        change.made = made[change.order] = unit
        change.save()
        index_unit(unit)
        publish(OPENED, unit_id=unit.pk, parent_id=target.pk if target else 0, on=day)
        return
    unit = change.unit  # type: ignore[assignment]
    if change.act == Act.RENAME:
        fields = {"name": change.name, "short_name": change.short_name, "kind": change.kind}
        tree.place(unit, on, basis=basis, **{name: value for name, value in fields.items() if value})
        publish(RENAMED, unit_id=unit.pk, name=change.name, on=day)
    elif change.act == Act.MOVE:
        held = placed_on(unit.pk, on)
        old = held.parent_id if held else None
        tree.place(unit, on, basis=basis, parent=target)
        publish(MOVED, unit_id=unit.pk, old_parent_id=old or 0, new_parent_id=target.pk if target else 0, on=day)
    elif change.act == Act.SPLIT:
        held = placed_on(unit.pk, on)
        parent = target or (held.parent if held else unit.parent)
        new = tree.found_unit(
            name=change.name,
            short_name=change.short_name,
            kind=change.kind or unit.kind,
            parent=parent,
            since=on,
            basis=basis,
            founding=basis,
        )
        Succession.objects.get_or_create(
            unit=unit, successor=new, on=on, defaults={"how": Succeeds.SPLIT, "basis": basis}
        )
        _move_seats(unit, new, on, basis, set(change.seats))
        change.made = made[change.order] = new
        change.save()
        index_unit(new)
        publish(SPLIT, unit_id=unit.pk, new_unit_id=new.pk, on=day)
    elif change.act == Act.SEATS and target is not None:
        _move_seats(unit, target, on, basis, set(change.seats))
    elif change.act in (Act.CLOSE, Act.MERGE):
        _close(record, change, unit, target, on, actor)
    unit.refresh_from_db()
    index_unit(unit)


def _close(
    record: Reorganisation, change: Change, unit: Unit, target: Unit | None, on: dt.date, actor: Actor
) -> None:
    """End a unit: what stands below it, sits in it and lies open in it goes to the one that takes over."""
    basis, day = record.basis, on.isoformat()
    merged = change.act == Act.MERGE
    if target is not None:
        below = Placement.objects.filter(Q(until=None) | Q(until__gte=on), parent=unit).select_related("unit")
        for child in {row.unit for row in below}:
            begins = on if child.since is None or child.since <= on else child.since
            tree.place(child, begins, basis=basis, parent=target)
            publish(MOVED, unit_id=child.pk, old_parent_id=unit.pk, new_parent_id=target.pk, on=day)
        _move_seats(unit, target, on, basis, None)
        for case in Case.objects.select_for_update().filter(unit=unit, closed_at=None).order_by("pk"):
            case.unit = target
            case.save()
            tell(case, "unit_moved", actor, record.case.number)
    how = Succeeds.MERGED if merged else Succeeds.TAKEN_OVER
    tree.close_unit(unit, on - DAY, successors=[(target, how)] if target else (), basis=basis)
    successor = target.pk if target else 0
    publish(MERGED if merged else CLOSED, unit_id=unit.pk, successor_id=successor, on=day)


def _move_seats(unit: Unit, target: Unit, on: dt.date, basis: str, only: set[int] | None) -> None:
    """Seats of a unit go on in another from a day; `only` names the appointments, None means all.

    The head of a unit that ends is head of nothing: where the other unit has a head of its own he goes on there by
    assignment. Delegations for a moved seat end the day before.
    """
    rows = Appointment.objects.select_for_update().filter(Q(until=None) | Q(until__gte=on), unit=unit)
    if only is not None:
        rows = rows.filter(Q(pk__in=only) | Q(acting_for_id__in=only))
    for seat in rows.filter(acting_for__isnull=False).order_by("pk"):
        _end(seat, on)
    for seat in rows.filter(acting_for=None).order_by("pk"):
        position, right = seat.position, seat.basis
        period = Q(until=None) | Q(until__gte=max(on, seat.since))
        if seat.until is not None:
            period &= Q(since__lte=seat.until)
        there = Appointment.objects.filter(period, unit=target)
        if position in HEADS and there.filter(position=position, acting_for=None).exists():
            position, right = Position.STAFF.value, Basis.ASSIGNED.value
        if not there.filter(user_id=seat.user_id, position=position).exists():
            Appointment.objects.create(
                user_id=seat.user_id,
                unit=target,
                position=position,
                since=max(on, seat.since),
                until=seat.until,
                clearance=seat.clearance,
                basis=right,
                document=basis[:120],
            )
        _end(seat, on)


def _end(seat: Appointment, on: dt.date) -> None:
    if seat.since >= on:
        Appointment.objects.filter(acting_for=seat).update(acting_for=None, until=F("since"))
        seat.delete()
    else:
        seat.until = on - DAY
        seat.save()


@transaction.atomic
def take_effect(*, actor: Actor) -> int:
    """The daily round: approved changes whose day has come, then what the dated tree says of today."""
    apply_due()
    return tree.take_effect()
