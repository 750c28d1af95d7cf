"""Risks as a matrix, controls as a calendar."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localdate
from ninja import FilterLookup, FilterSchema

from konak.foundation.access import Actor
from konak.foundation.people.queries import below

from .. import access
from ..models import Control, ControlRun, Deviation, Process, Risk
from ..models.risk import level
from .inventory import Key, Words

SOON = 30
CONTROL_VIEWS = ("due", "soon", "all", "each", "ended")


class ControlFilter(FilterSchema):
    """One filter for both doors. `view`: "due" (today or late), "soon" (in thirty days), "each" (at every case),
    "ended", "all"."""

    view: Words = None
    kind: Annotated[Words, FilterLookup("kind")] = None
    unit: Key = None
    process: Annotated[Key, FilterLookup("risk__process_id")] = None

    def filter_view(self, value: str | None) -> Q:
        today = localdate()
        match value:
            case "due":
                return Q(ended_on=None, due_on__lte=today)
            case "soon":
                return Q(ended_on=None, due_on__lte=today + dt.timedelta(days=SOON))
            case "each":
                return Q(ended_on=None, due_on=None)
            case "ended":
                return Q(ended_on__isnull=False)
            case "all" | None:
                return Q(ended_on=None)
        return Q(pk__in=[])

    def filter_unit(self, value: int | None) -> Q:
        return Q(unit_id__in=below(value)) if value else Q()


def controls(actor: Actor, filters: ControlFilter | None = None) -> QuerySet[Control]:
    """Controls in reach."""
    rows = Control.objects.filter(actor.reach(access.VIEW).q(owners=Control.owners))
    rows = filters.filter(rows) if filters else rows
    return rows.select_related("unit", "assignee", "risk__process")


def control(actor: Actor, control_id: int) -> Control:
    reach = actor.reach(access.VIEW).q(owners=Control.owners)
    return Control.objects.select_related("unit", "assignee", "risk__process").get(reach, pk=control_id)


def control_counts(actor: Actor) -> dict[str, int]:
    today = localdate()
    rows = Control.objects.filter(actor.reach(access.VIEW).q(owners=Control.owners)).order_by()
    return rows.aggregate(
        due=Count("pk", filter=Q(ended_on=None, due_on__lte=today)),
        soon=Count("pk", filter=Q(ended_on=None, due_on__lte=today + dt.timedelta(days=SOON))),
        each=Count("pk", filter=Q(ended_on=None, due_on=None)),
        all=Count("pk", filter=Q(ended_on=None)),
        ended=Count("pk", filter=Q(ended_on__isnull=False)),
    )


def due_count(actor: Actor) -> int | None:
    """Controls that wait for the actor's own units today; None for somebody who performs none."""
    if not actor.holds(access.PERFORM):
        return None
    rows = Control.objects.filter(
        actor.reach(access.PERFORM).q(owners=Control.owners), ended_on=None, due_on__lte=localdate()
    )
    return rows.count()


def may_perform(actor: Actor, control: Control) -> bool:
    return control.ended_on is None and actor.reach(access.PERFORM).covers(control)


def runs(control: Control) -> QuerySet[ControlRun]:
    # reach: the control was found through one
    return control.runs.select_related("done_by", "file")


def control_run(actor: Actor, run_id: int) -> ControlRun:
    reach = actor.reach(access.VIEW).q("control__", owners=Control.owners)
    return ControlRun.objects.select_related("file", "control").get(reach, pk=run_id)


def risks(actor: Actor, process: Process | None = None) -> QuerySet[Risk]:
    """Open risks in reach, the highest score first."""
    rows = Risk.objects.filter(actor.reach(access.VIEW).q(owners=Risk.owners), closed_on=None)
    rows = rows.filter(process=process) if process else rows
    return rows.select_related("process", "unit", "assignee")


def risk(actor: Actor, risk_id: int) -> Risk:
    reach = actor.reach(access.VIEW).q(owners=Risk.owners)
    return Risk.objects.select_related("process", "unit", "assignee").get(reach, pk=risk_id)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Five rows (likelihood 5 to 1), each with five cells (impact 1 to 5): level and the risks there."""

    rows: list[tuple[int, list[tuple[str, list[Risk]]]]]
    every: int
    high: int
    medium: int
    low: int


def matrix(risks: list[Risk], *, left: bool = False) -> Matrix:
    """Where risks stand, before their controls or (`left`) with them."""
    # reach: the risks were found through one
    cells: dict[tuple[int, int], list[Risk]] = {}
    tally = {"late": 0, "wait": 0, "done": 0}
    for row in risks:
        at = (row.likelihood, row.impact)
        if left and row.left_likelihood and row.left_impact:
            at = (row.left_likelihood, row.left_impact)
        cells.setdefault(at, []).append(row)
        tally[level(at[0] * at[1])] += 1
    rows = [
        (
            likelihood,
            [(level(likelihood * impact), cells.get((likelihood, impact), [])) for impact in range(1, 6)],
        )
        for likelihood in range(5, 0, -1)
    ]
    return Matrix(rows, len(risks), tally["late"], tally["wait"], tally["done"])


def deviations(process: Process) -> QuerySet[Deviation]:
    # reach: the process was found through one
    return process.deviations.select_related("found_by")


def deviation(actor: Actor, deviation_id: int) -> Deviation:
    reach = actor.reach(access.VIEW).q("process__", owners=Process.owners)
    return Deviation.objects.select_related("process").get(reach, pk=deviation_id)
