"""Reorganisations in reach, the rule that holds for a unit, and who is asked."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.people.models import Unit
from konak.foundation.people.queries import in_force, line_on

from .. import access
from ..lifecycle import State
from ..models import ApprovalRule, Opinion, RegistryTask, Reorganisation

PAGE = 30


def reorganisations(actor: Actor, state: str = "") -> QuerySet[Reorganisation]:
    """Files in reach, the newest first."""
    rows = Reorganisation.objects.filter(actor.reach(access.VIEW).q("case__"))
    if state:
        rows = rows.filter(case__state=state)
    return rows.select_related("rule").order_by("-case_id")


def page_of(
    rows: QuerySet[Reorganisation], before: int | None, size: int = PAGE
) -> tuple[list[Reorganisation], int | None]:
    """One page and the key of the next, if there is one."""
    # reach: the rows come from one
    if before is not None:
        rows = rows.filter(case_id__lt=before)
    found = list(rows[: size + 1])
    return found[:size], found[size - 1].pk if len(found) > size else None


def reorganisation(actor: Actor, number: str) -> Reorganisation:
    """One file; unknown and out of reach are the same absence."""
    return reorganisations(actor).get(case__number=number)


def state_counts(actor: Actor) -> dict[str, int]:
    """How many files stand in each state, within reach."""
    counts: dict[str, int] = {}
    rows = Reorganisation.objects.filter(actor.reach(access.VIEW).q("case__"))
    for state in rows.values_list("case__state", flat=True):
        counts[state] = counts.get(state, 0) + 1
    return counts


def due(day: dt.date) -> list[str]:
    """Numbers of approved files whose day has come."""
    # reach: public, because a job asks
    rows = Reorganisation.objects.filter(case__state=State.APPROVED, effective_on__lte=day)
    return list(rows.order_by("effective_on", "case_id").values_list("case__number", flat=True))


def rules() -> QuerySet[ApprovalRule]:
    # reach: public inside the house, because regulations are
    return ApprovalRule.objects.select_related("unit")


def rules_for(unit_id: int, day: dt.date | None = None) -> list[ApprovalRule]:
    """The rules that hold for a unit on a day: those of the nearest unit over it that has any."""
    # reach: public inside the house, because regulations are
    when = day or localdate()
    known: dict[int, list[ApprovalRule]] = {}
    for rule in rules().filter(in_force(when)):
        known.setdefault(rule.unit_id, []).append(rule)
    return next((known[above.unit_id] for above in line_on(unit_id, when) if above.unit_id in known), [])


def other_rules(record: Reorganisation) -> list[ApprovalRule]:
    """Rules of the unit or of those over it that name another approver than the one chosen: two texts that differ."""
    # reach: public inside the house, because regulations are
    if record.rule is None:
        return []
    line = {above.unit_id for above in line_on(record.case.unit_id, record.effective_on or localdate())}
    rows = rules().filter(in_force(record.effective_on or localdate()), unit_id__in=line)
    return [rule for rule in rows if rule.pk != record.rule_id and rule.approver != record.rule.approver]


def awaited(actor: Actor) -> QuerySet[Opinion]:
    """Opinions asked of the units this person speaks for and not given yet."""
    units = {seat.unit_id for seat in actor.seats if seat.scope_of(access.OPINE) is not None}
    rows = Opinion.objects.filter(given_at=None, unit_id__in=units, reorganisation__case__state=State.OPINION)
    return rows.select_related("unit", "reorganisation__case")


def touched_by(unit: Unit, actor: Actor) -> list[Reorganisation]:
    """Files within reach that change this unit, the newest first."""
    rows = reorganisations(actor).filter(changes__unit=unit) | reorganisations(actor).filter(changes__target=unit)
    return list(rows.distinct()[:10])


def registry_tasks(actor: Actor, state: str = "") -> QuerySet[RegistryTask]:
    """Tasks of the state registry in reach, the open ones by their last day first."""
    rows = RegistryTask.objects.filter(actor.reach(access.VIEW).q("case__"))
    if state:
        rows = rows.filter(case__state=state)
    rows = rows.select_related("case__unit", "case__assignee", "reorganisation__case", "imported__file")
    rows = rows.prefetch_related("lines__unit")
    return rows.order_by("case__resting", "case__due_on", "-case_id")


def registry_task(actor: Actor, number: str) -> RegistryTask:
    """One task; out of reach and unknown are the same absence."""
    return registry_tasks(actor).get(case__number=number)
