"""How units are founded, moved, renamed and closed: in the dated tree, from a day on, with history and successors.

A change from a later day stands in `Placement` alone until that day; `take_effect` then brings it into `Unit`.
Callers decide who may do it; here is only what the tree allows.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Q
from django.utils.timezone import localdate

from .models import Appointment, Placement, Succession, Unit
from .positions import Succeeds
from .queries import in_force, placed_on
from .services import Invalid, hold_tree

CIRCLE = "Bir birim kendisine ya da kendi altındaki bir birime bağlanamaz."
FIELDS = ("parent_id", "name", "short_name", "kind")


def settle_tree() -> None:
    """Check the whole change now, not at commit, so that a circle is refused in words."""
    try:
        with transaction.atomic():
            connection.check_constraints()
    except IntegrityError as error:
        if "placement_no_circle" in str(error) or "would stand below itself" in str(error):
            raise Invalid(CIRCLE) from error
        raise


@transaction.atomic
def found_unit(
    *, name: str, kind: str, parent: Unit | None, since: dt.date | None = None, basis: str = "", **facts: Any
) -> Unit:
    """Open a unit from a day on. One that opens later stands in the tree from that day only."""
    hold_tree()
    if parent is not None and not _stands(parent, since or localdate()):
        raise Invalid(f"«{parent.name}» {since or localdate():%d.%m.%Y} günü açık bir birim değil.")
    unit = Unit(name=name.strip(), kind=kind, parent=parent, since=since, **facts)
    try:
        unit.full_clean(exclude=["parent"])
    except ValidationError as error:
        raise Invalid(" ".join(error.messages)) from error
    unit.save()
    if basis:
        Placement.objects.filter(unit=unit).update(basis=basis)
    settle_tree()
    return unit


@transaction.atomic
def place(unit: Unit, since: dt.date, *, basis: str = "", **changes: Any) -> Placement:
    """Change parent, name, short_name or kind of a unit from `since` on; what was planned for later keeps its own.

    A later placement that still carries the old value takes the new one: a renaming planned for March survives a move
    in February, and moves with it.
    """
    hold_tree()
    fields = {("parent_id" if name == "parent" else name): value for name, value in changes.items()}
    if (parent := fields.get("parent_id")) is not None and isinstance(parent, Unit):
        if not _stands(parent, since):
            raise Invalid(f"«{parent.name}» {since:%d.%m.%Y} günü açık bir birim değil.")
        fields["parent_id"] = parent.pk
    if unknown := set(fields) - set(FIELDS):
        raise ValueError(f"unknown fields {sorted(unknown)}")
    held = placed_on(unit.pk, since)
    if held is None:
        raise Invalid(f"«{unit.name}» {since:%d.%m.%Y} günü açık bir birim değil.")
    fields = {name: value for name, value in fields.items() if getattr(held, name) != value}
    if not fields:
        return held
    if fields.get("parent_id") == unit.pk:
        raise Invalid(CIRCLE)
    before = {name: getattr(held, name) for name in fields}
    if held.since == since:
        new = held
    else:
        until = held.until
        Placement.objects.filter(pk=held.pk).update(until=since - dt.timedelta(days=1))
        new = Placement(unit=unit, since=since, until=until, **{name: getattr(held, name) for name in FIELDS})
    for name, value in fields.items():
        setattr(new, name, value)
    new.basis = basis or new.basis
    new.save()
    for later in Placement.objects.filter(unit=unit, since__gt=since).order_by("since"):
        carried = {name: value for name, value in fields.items() if getattr(later, name) == before[name]}
        if not carried:
            break
        Placement.objects.filter(pk=later.pk).update(**carried)
    settle_tree()
    take_effect()
    return new


@transaction.atomic
def close_unit(
    unit: Unit, last_day: dt.date, *, successors: Iterable[tuple[Unit, str]] = (), basis: str = ""
) -> Unit:
    """End a unit with its last day. What stands below it, and who sits in it, must have gone elsewhere by then."""
    hold_tree()
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    if unit.until is not None and unit.until <= last_day:
        raise Invalid(f"«{unit.name}» {unit.until:%d.%m.%Y} günü kapanmış ya da kapanacak.")
    if unit.since is not None and unit.since > last_day:
        raise Invalid(f"«{unit.name}» {unit.since:%d.%m.%Y} günü kuruldu; daha önce kapanamaz.")
    after = last_day + dt.timedelta(days=1)
    left = Placement.objects.filter(Q(until=None) | Q(until__gte=after), parent=unit)
    if below := left.filter(unit__until=None).first() or left.exclude(unit__until__lte=last_day).first():
        raise Invalid(f"«{unit.name}» kapanmadan önce altındaki «{below.name}» başka bir birime bağlanmalıdır.")
    seated = Appointment.objects.filter(Q(until=None) | Q(until__gte=after), unit=unit)
    if (count := seated.count()) > 0:
        raise Invalid(f"«{unit.name}» kapanmadan önce {count} görevlendirme sona ermeli ya da taşınmalıdır.")
    unit.until = last_day
    unit.save()
    for successor, how in successors:
        Succession.objects.get_or_create(
            unit=unit, successor=successor, on=after, defaults={"how": how or Succeeds.TAKEN_OVER, "basis": basis}
        )
    if basis:
        Placement.objects.filter(unit=unit, until=last_day).update(basis=basis)
    settle_tree()
    return unit


def _stands(unit: Unit, day: dt.date) -> bool:
    return Placement.objects.filter(in_force(day), unit=unit).exists()


@transaction.atomic
def take_effect() -> int:
    """Bring what the dated tree says of today into the units; returns how many changed. Repeatable."""
    hold_tree()
    today = localdate()
    same = Q(unit__name=F("name"), unit__short_name=F("short_name"), unit__kind=F("kind")) & (
        Q(unit__parent=F("parent")) | Q(unit__parent=None, parent=None)
    )
    changed = 0
    for row in Placement.objects.filter(in_force(today)).exclude(same).select_related("unit"):
        unit = row.unit
        unit.parent_id, unit.name, unit.short_name, unit.kind = row.parent_id, row.name, row.short_name, row.kind
        unit.save(update_fields=["parent", "name", "short_name", "kind"])
        changed += 1
    return changed
