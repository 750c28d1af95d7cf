"""What meets in one person: sides held on a day, rules broken by them, and rules that a step would break."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils.timezone import localdate

from konak.foundation.access import PERMISSIONS, Actor
from konak.foundation.access.queries import given
from konak.foundation.cases.queries import record_models
from konak.foundation.people.models import Appointment, User
from konak.foundation.people.positions import Position
from konak.foundation.people.queries import on_day
from konak.foundation.trail.models import Entry

from .. import access
from ..models import Group, Incompatible, Membership, SeparationException, Side

WHOLE = "*"
"""How the trail names the table of rules as a whole."""
SideKey = tuple[str, str]
"""Kind and code: ("position", "auditor")."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """One rule broken by one person, through which seats or groups, and the exception that allows it."""

    rule: Incompatible
    user: User
    through: tuple[str, str]
    exception: SeparationException | None = None


def rules() -> list[Incompatible]:
    # reach: public inside the house, because everybody may know what may not meet in one hand
    return list(Incompatible.objects.order_by("-active", "-stops", "id"))


def side_label(kind: str, code: str, groups: Mapping[str, str] | None = None) -> str:
    """A side in words, whatever became of its code."""
    if kind == Side.POSITION:
        return str(dict(Position.choices).get(code, code))
    if kind == Side.PERMISSION:
        return PERMISSIONS[code].label if code in PERMISSIONS else code
    names = groups if groups is not None else group_labels()
    return names.get(code, code)


def reviews(limit: int = 5) -> list[Entry]:
    """When the whole table was looked at last, newest first."""
    # reach: public inside the house; the page asks for SEPARATION
    rows = Entry.objects.filter(kind="staffing.incompatible", subject=WHOLE, verb="review")
    return list(rows.select_related("user").order_by("-pk")[:limit])


def group_labels() -> dict[str, str]:
    # reach: public inside the house, because group names are no secret
    return dict(Group.objects.values_list("code", "label"))


def holding_positions(rows: Iterable[Incompatible]) -> dict[SideKey, frozenset[str]]:
    """For every side that is not a group, the positions by which it is held now."""
    found: dict[SideKey, frozenset[str]] = {}
    for rule in rows:
        for kind, code in ((rule.left_kind, rule.left), (rule.right_kind, rule.right)):
            if (kind, code) in found or kind == Side.GROUP:
                continue
            if kind == Side.POSITION:
                found[kind, code] = frozenset({code})
            else:
                permission = PERMISSIONS.get(code)
                found[kind, code] = frozenset(given(permission)) if permission else frozenset()
    return found


@dataclass(frozen=True, slots=True)
class Held:
    """Something a person holds: a position from a seat, or membership of a group."""

    kind: str
    code: str
    words: str


def _broken(
    rule: Incompatible, held: list[Held], by_side: Mapping[SideKey, frozenset[str]]
) -> tuple[str, str] | None:
    """The two different holdings by which the rule is broken; one seat alone breaks none: that is the table."""

    def meets(kind: str, code: str, one: Held) -> bool:
        if kind == Side.GROUP:
            return one.kind == Side.GROUP and one.code == code
        return one.kind == Side.POSITION and one.code in by_side.get((kind, code), frozenset())

    lefts = [one for one in held if meets(rule.left_kind, rule.left, one)]
    rights = [one for one in held if meets(rule.right_kind, rule.right, one)]
    for left in lefts:
        for right in rights:
            if left != right and not (left.kind == right.kind and left.code == right.code):
                return left.words, right.words
    return None


def held_by(user_id: int, since: dt.date, until: dt.date | None) -> list[Held]:
    """What a person holds on any day of a period."""
    # reach: public inside the house, because the directory is
    within = Q(until=None) | Q(until__gte=since)
    if until is not None:
        within &= Q(since__lte=until)
    seats = Appointment.objects.filter(within, user_id=user_id).select_related("unit")
    groups = Membership.objects.filter(within, user_id=user_id).select_related("group")
    return [_seat(row) for row in seats] + [
        Held(Side.GROUP, row.group.code, f"{row.group.label} (görev grubu)") for row in groups
    ]


def _seat(row: Appointment) -> Held:
    return Held(Side.POSITION, row.position, f"{row.get_position_display()}, {row.unit.name}")


def objections(
    user: User, added: Held, since: dt.date, until: dt.date | None, *, without: int | None = None
) -> list[tuple[Incompatible, str, str]]:
    """Rules that would be broken if the person also held `added` in the period, exceptions in force left out.

    `without` is an appointment that the step ends.
    """
    # reach: public inside the house, because it answers for the step that is being taken
    active = list(Incompatible.objects.filter(active=True))
    if not active:
        return []
    by_side = holding_positions(active)
    held = held_by(user.pk, since, until)
    if without is not None:
        gone = _seat(Appointment.objects.select_related("unit").get(pk=without))
        held = [one for one in held if one != gone]
    allowed = set(
        SeparationException.objects.filter(user=user, withdrawn_at=None, until__gte=localdate()).values_list(
            "rule_id", flat=True
        )
    )
    found = []
    for rule in active:
        if rule.pk in allowed:
            continue
        before, after = _broken(rule, held, by_side), _broken(rule, [*held, added], by_side)
        if after and not before:
            found.append((rule, *after))
    return found


def objections_today(
    pairs: Collection[tuple[int, str]],
) -> dict[tuple[int, str], list[tuple[Incompatible, str, str]]]:
    """The same for many at once, as of today: people (by key) beside the duty groups their rights stand for.

    Six statements however many are asked about; who has nothing to object to is left out.
    """
    # reach: public inside the house, because it answers for the list that is being made
    active = list(Incompatible.objects.filter(active=True))
    if not active or not pairs:
        return {}
    by_side, labels, users = holding_positions(active), group_labels(), {user_id for user_id, _ in pairs}
    held: dict[int, list[Held]] = defaultdict(list)
    for seat in Appointment.objects.filter(on_day(), user_id__in=users).select_related("unit"):
        held[seat.user_id].append(_seat(seat))
    for row in Membership.objects.filter(on_day(), user_id__in=users).select_related("group"):
        held[row.user_id].append(Held(Side.GROUP, row.group.code, f"{row.group.label} (görev grubu)"))
    excepted = SeparationException.objects.filter(user_id__in=users, withdrawn_at=None, until__gte=localdate())
    allowed = set(excepted.values_list("user_id", "rule_id"))
    found = {}
    for user_id, code in pairs:
        own = held[user_id]
        added = Held(Side.GROUP, code, f"{labels.get(code, code)} (görev grubu)")
        told = [
            (rule, *after)
            for rule in active
            if (user_id, rule.pk) not in allowed
            and (after := _broken(rule, [*own, added], by_side))
            and not _broken(rule, own, by_side)
        ]
        if told:
            found[user_id, code] = told
    return found


def conflicts(actor: Actor, day: dt.date | None = None) -> list[Conflict]:
    """Everybody in reach in whom two sides meet today, those without an exception first."""
    reach = actor.reach(access.SEPARATION)
    if reach.nothing:
        return []
    when = day or localdate()
    active = list(Incompatible.objects.filter(active=True))
    by_side = holding_positions(active)
    wanted = frozenset().union(*by_side.values()) if by_side else frozenset()
    holdings: dict[int, list[Held]] = defaultdict(list)
    seats = Appointment.objects.filter(on_day(when), position__in=wanted, user__is_active=True)
    inside: set[int] = set()
    for user_id, position, unit_id, unit in seats.values_list("user_id", "position", "unit_id", "unit__name"):
        holdings[user_id].append(Held(Side.POSITION, position, f"{Position(position).label}, {unit}"))
        if reach.everywhere or unit_id in reach.units:
            inside.add(user_id)
    members = Membership.objects.filter(on_day(when)).select_related("group")
    for row in members:
        holdings[row.user_id].append(Held(Side.GROUP, row.group.code, f"{row.group.label} (görev grubu)"))
        if reach.everywhere or row.unit_id in reach.units:
            inside.add(row.user_id)
    broken = [
        (rule, user_id, through)
        for user_id, held in holdings.items()
        if user_id in inside and len(held) > 1
        for rule in active
        if (through := _broken(rule, held, by_side))
    ]
    people = User.objects.in_bulk({user_id for _, user_id, _ in broken})
    allowed = {
        (row.rule_id, row.user_id): row
        for row in SeparationException.objects.filter(withdrawn_at=None, until__gte=when).select_related(
            "approved_by"
        )
    }
    found = [
        Conflict(rule, people[user_id], through, allowed.get((rule.pk, user_id))) for rule, user_id, through in broken
    ]
    return sorted(found, key=lambda one: (one.exception is not None, not one.rule.stops, one.user.full_name))


def tables_own_faults() -> list[tuple[Incompatible, str]]:
    """Rules between two permissions that the table of grants gives to one position: only the table can mend that."""
    # reach: public inside the house, because everybody may know who may do what
    active = [rule for rule in rules() if rule.active and Side.GROUP not in {rule.left_kind, rule.right_kind}]
    by_side = holding_positions(active)
    return [
        (rule, position)
        for rule in active
        for position in sorted(by_side[rule.left_kind, rule.left] & by_side[rule.right_kind, rule.right])
        if {rule.left_kind, rule.right_kind} == {Side.PERMISSION}
    ]


def objections_to_grant(permission: str, position: str) -> list[str]:
    """Why giving `permission` to `position` would make two sides meet: in the table itself, or in people of today."""
    # reach: public inside the house, because it answers for the change that is being made
    told = []
    groups = group_labels()
    for rule in Incompatible.objects.filter(active=True):
        sides = [(rule.left_kind, rule.left), (rule.right_kind, rule.right)]
        if (Side.PERMISSION.value, permission) not in sides:
            continue
        other = sides[1] if sides[0] == (Side.PERMISSION.value, permission) else sides[0]
        by_side = holding_positions([rule])
        if position in by_side.get(other, frozenset()):
            told.append(f"«{side_label(*other, groups)}» da bu unvanda: {rule.why}")
            continue
        of_position = Appointment.objects.filter(on_day(), position=position).values("user_id")
        if other[0] == Side.GROUP:
            met = Membership.objects.filter(on_day(), group__code=other[1], user_id__in=of_position)
        else:
            met_seats = Appointment.objects.filter(on_day(), position__in=by_side[other], user_id__in=of_position)
            if count := met_seats.values("user_id").distinct().count():
                told.append(f"{count} kişide «{side_label(*other, groups)}» ile birleşir: {rule.why}")
            continue
        if count := met.values("user_id").distinct().count():
            told.append(f"{count} kişide «{side_label(*other, groups)}» ile birleşir: {rule.why}")
    return told


@dataclass(frozen=True, slots=True)
class StepRule:
    """One `other_than` of a lifecycle: who took the one step may not take the other."""

    kind: str
    step: str
    earlier: str
    permission: str


def step_rules() -> list[StepRule]:
    """Separation of duties as the lifecycles of all apps declare it; read from the code."""
    # reach: public, because it is the program itself
    found = []
    for model in record_models():
        steps = model.lifecycle.steps
        for step in steps.values():
            if step.other_than:
                earlier = steps.get(step.other_than)
                words = earlier.label if earlier else "Dosyayı açma"
                found.append(StepRule(str(model._meta.verbose_name), step.label, words, step.permission.label))
    return sorted(found, key=lambda one: (one.kind, one.step))


def groups_with_members(day: dt.date | None = None) -> list[tuple[Group, list[Membership]]]:
    """Every group with those who are in it on a day or will be; two statements."""
    # reach: public inside the house, because who is named to what is
    when = day or localdate()
    members: dict[int, list[Membership]] = defaultdict(list)
    rows = Membership.objects.filter(Q(until=None) | Q(until__gte=when)).select_related("user", "unit")
    for row in rows.order_by("unit__name", "since"):
        members[row.group_id].append(row)
    return [(group, members[group.pk]) for group in Group.objects.all()]
