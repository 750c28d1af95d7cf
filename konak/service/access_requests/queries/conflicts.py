"""What may not meet in one person: rules of the catalogue, and the matrix of staffing."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.governance.staffing import public as staffing

from ..lifecycle import RequestState
from ..models import AccessRequest, Conflict, ConflictException, Entitlement, EntitlementState, RequestKind, Right
from . import chairs

MOST = 2_000
"""Rights that the list of broken rules looks at."""
PENDING = (RequestState.ASKED, RequestState.RETURNED, RequestState.EXECUTING)


@dataclass(frozen=True, slots=True)
class Clash:
    """One rule that a right would break in one person."""

    words: str
    stops: bool
    rule: Conflict | None = None
    exception: ConflictException | None = None

    @property
    def kind(self) -> str:
        return "done" if self.exception else "late" if self.stops else "wait"


def rules() -> list[Conflict]:
    # reach: public inside the house, because everybody may know what may not meet in one hand
    return list(Conflict.objects.select_related("right", "other").order_by("-active", "-stops", "right__area", "pk"))


def held_rights(user_id: int) -> set[int]:
    """What a person has, or has asked for and not yet got."""
    # reach: public inside the house, because it answers for the request that is being made
    held = Entitlement.objects.filter(assignee_id=user_id, state=EntitlementState.ACTIVE)
    asked = AccessRequest.objects.filter(person_id=user_id, case__state__in=PENDING, kind=RequestKind.NEW)
    return {*held.values_list("right_id", flat=True), *asked.values_list("right_id", flat=True)}


def clashes(
    user_id: int,
    right: Right,
    since: dt.date,
    until: dt.date | None = None,
    also: Collection[int] = (),
    without: Collection[int] = (),
) -> list[Clash]:
    """What breaks if a person is given a right; `also` are the other rights of the same basket."""
    # reach: public inside the house, because it answers for the request that is being made
    held = (held_rights(user_id) | set(also)) - {right.pk, *without}
    allowed = {
        row.rule_id: row
        for row in ConflictException.objects.filter(user_id=user_id, right=right, until__gte=localdate())
    }
    found = []
    both = Conflict.objects.filter(active=True).filter(
        Q(right=right, other_id__in=held) | Q(other=right, right_id__in=held)
    )
    for rule in both.select_related("right", "other"):
        against = rule.other if rule.right_id == right.pk else rule.right
        assert against is not None
        words = f"«{right.name}» ile «{against.area}: {against.name}» aynı kişide birleşemez. {rule.why}"
        found.append(Clash(words, rule.stops, rule, allowed.get(rule.pk)))
    for rule in Conflict.objects.filter(active=True, right=right).exclude(group=""):
        if any(one.pk == user_id for one in staffing.group_members(rule.group)):
            label = staffing.group_label(rule.group)
            words = f"«{right.name}» ile «{label}» görev grubu aynı kişide birleşemez. {rule.why}"
            found.append(Clash(words, rule.stops, rule, allowed.get(rule.pk)))
    if right.duty_group:
        for told, stops in staffing.objections_to_group(user_id, right.duty_group, since, until):
            found.append(Clash(told, stops, None, allowed.get(None)))
    return found


def broken_today(actor: Actor) -> list[tuple[Entitlement, Clash]]:
    """Rights in the actor's reach that break a stopping rule today, without an exception or with one.

    The same statements however many rights there are.
    """
    from .entitlements import entitlements

    stopping = list(Conflict.objects.filter(active=True, stops=True).select_related("right", "other"))
    ruled = {key for rule in stopping for key in (rule.right_id, rule.other_id) if key}
    living = entitlements(actor).filter(state=EntitlementState.ACTIVE, assignee__isnull=False)
    living = living.filter(Q(right_id__in=ruled) | ~Q(right__duty_group=""))
    rows = list(living.select_related("right", "assignee", "unit")[:MOST])
    people = {row.assignee_id for row in rows if row.assignee_id}
    # reach: public inside the house, because it answers for the rights that were found through one
    others = Entitlement.objects.filter(assignee_id__in=people, state=EntitlementState.ACTIVE, right_id__in=ruled)
    held = set(others.values_list("assignee_id", "right_id"))
    excepted = ConflictException.objects.filter(user_id__in=people, until__gte=localdate())
    allowed = {(one.user_id, one.right_id, one.rule_id): one for one in excepted}
    members = {rule.group: {one.pk for one in staffing.group_members(rule.group)} for rule in stopping if rule.group}
    matrix = staffing.objections_today(
        {(row.assignee_id, row.right.duty_group) for row in rows if row.assignee_id and row.right.duty_group}
    )
    found = []
    for row in rows:
        assert row.assignee_id is not None
        for rule in stopping:
            against = (
                rule.other if rule.right_id == row.right_id else rule.right if rule.other_id == row.right_id else None
            )
            exception = allowed.get((row.assignee_id, row.right_id, rule.pk))
            if against is not None and (row.assignee_id, against.pk) in held:
                words = f"«{row.right.name}» ile «{against.area}: {against.name}» aynı kişide birleşemez. {rule.why}"
                found.append((row, Clash(words, True, rule, exception)))
            elif rule.right_id == row.right_id and row.assignee_id in members.get(rule.group, ()):
                label = staffing.group_label(rule.group)
                words = f"«{row.right.name}» ile «{label}» görev grubu aynı kişide birleşemez. {rule.why}"
                found.append((row, Clash(words, True, rule, exception)))
        for told, stops in matrix.get((row.assignee_id, row.right.duty_group), ()):
            if stops:
                found.append((row, Clash(told, True, None, allowed.get((row.assignee_id, row.right_id, None)))))
    return found


def simulate(actor: Actor, person_id: int, right: Right) -> list[Clash]:
    """Bu kişiye verilirse: what would meet."""
    if not (chairs.may_act_for(actor, person_id) or chairs.is_security(actor)):
        return []
    return clashes(person_id, right, localdate())
