"""Processes and their versions."""

from collections import Counter
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate
from ninja import FilterSchema

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold
from konak.foundation.people.models import Unit
from konak.foundation.people.positions import Position
from konak.foundation.people.queries import below, units
from konak.governance.legislation import public as legislation

from .. import access
from ..lifecycle import State
from ..models import Process, ProcessDuty, ProcessVersion, Risk
from .inventory import Key, Words

PROCESS_KIND = "processes.process"


class ProcessFilter(FilterSchema):
    """One filter for both doors. `state`: "in_force", "draft" (a draft is open), "review" (its review is due), "bare"
    (no duty), "closed"."""

    state: Words = None
    unit: Key = None
    q: Words = None

    def filter_state(self, value: str | None) -> Q:
        match value:
            case "in_force":
                return Q(runs=True, closed_on=None)
            case "draft":
                return Q(drafted=True)
            case "review":
                return Q(review_on__lte=localdate(), closed_on=None, runs=True)
            case "bare":
                return Q(bound=False, closed_on=None)
            case "closed":
                return Q(closed_on__isnull=False)
            case None:
                return Q()
        return Q(pk__in=[])

    def filter_unit(self, value: int | None) -> Q:
        return Q(unit_id__in=below(value)) if value else Q()

    def filter_q(self, value: str | None) -> Q:
        found = Q()
        for word in fold(value or "").split()[:8]:
            found &= Q(folded__contains=word)
        return found


def processes(actor: Actor, filters: ProcessFilter | None = None) -> QuerySet[Process]:
    """Processes in reach; `runs`, `drafted`, `bound`: whether a version is in force, a draft open, a duty tied."""
    own = ProcessVersion.objects.filter(process=OuterRef("pk"))
    mine = ProcessDuty.objects.filter(legislation.duty_reach(actor), process=OuterRef("pk"), duty__closed_on=None)
    rows = Process.objects.filter(actor.reach(access.VIEW).q(owners=Process.owners)).annotate(
        runs=Exists(own.filter(case__state=State.APPROVED)),
        drafted=Exists(own.filter(case__state__in=[State.DRAFT, State.SUBMITTED])),
        bound=Exists(mine),
    )
    rows = filters.filter(rows) if filters else rows
    return rows.select_related("unit", "assignee")


def process(actor: Actor, process_id: int) -> Process:
    """One process; out of reach and unknown are the same `Process.DoesNotExist`."""
    reach = actor.reach(access.VIEW).q(owners=Process.owners)
    return Process.objects.select_related("unit", "assignee").get(reach, pk=process_id)


def process_counts(actor: Actor) -> dict[str, int]:
    """Numbers on the tabs; one query."""
    rows = processes(actor).order_by()
    return rows.aggregate(
        every=Count("pk"),
        in_force=Count("pk", filter=Q(runs=True, closed_on=None)),
        draft=Count("pk", filter=Q(drafted=True)),
        review=Count("pk", filter=Q(review_on__lte=localdate(), closed_on=None, runs=True)),
        bare=Count("pk", filter=Q(bound=False, closed_on=None)),
    )


def in_force(process: Process) -> ProcessVersion | None:
    # reach: the process was found through one
    found: ProcessVersion | None = process.versions.filter(case__state=State.APPROVED).order_by("-version").first()
    return found


def versions(process: Process) -> list[ProcessVersion]:
    """Every version, the newest first."""
    # reach: the process was found through one
    return list(process.versions.select_related("case__opened_by").order_by("-version"))


def version(actor: Actor, number: str) -> ProcessVersion:
    """One version by its number; out of reach and unknown are the same `ProcessVersion.DoesNotExist`."""
    rows = ProcessVersion.objects.select_related("case__unit", "case__assignee", "process__unit")
    found: ProcessVersion = rows.get(actor.reach(access.VIEW).q("case__"), case__number=number.replace("\0", ""))
    return found


def versions_in_force(ids: list[int]) -> dict[int, ProcessVersion]:
    """The version in force of many processes; one query."""
    # reach: the processes were found through one
    rows = ProcessVersion.objects.filter(process_id__in=ids, case__state=State.APPROVED).defer("snapshot")
    return {row.process_id: row for row in rows}


def risk_numbers(ids: list[int]) -> dict[int, tuple[int, int, int]]:
    """Of many processes: open risks, the highest score among them, duties; three queries."""
    # reach: the processes were found through one
    every: Counter[int] = Counter()
    highest: dict[int, int] = {}
    rows = Risk.objects.filter(process_id__in=ids, closed_on=None)
    for key, likelihood, impact in rows.values_list("process_id", "likelihood", "impact"):
        every[key] += 1
        highest[key] = max(highest.get(key, 0), likelihood * impact)
    ties = ProcessDuty.objects.filter(process_id__in=ids, duty__closed_on=None)
    duties = Counter(ties.values_list("process_id", flat=True))
    return {key: (every[key], highest.get(key, 0), duties[key]) for key in ids}


def duties_of_process(actor: Actor, process: Process) -> list[legislation.DutyFact]:
    """The duties in reach that a process carries out, open ones first."""
    facts = legislation.duty_facts(actor, process.duties.values_list("duty_id", flat=True)).values()
    return sorted(facts, key=lambda fact: (fact.closed_on is not None, fact.regulation, fact.id))


def processes_of_duty(actor: Actor, duty_id: int) -> list[Process]:
    return list(processes(actor).filter(duties__duty_id=duty_id).order_by("name"))


def mapped_ids() -> QuerySet[ProcessDuty, int]:
    """Keys of the duties that some process carries out, to be used inside another query."""
    # reach: public, because only keys leave, and they are met with a reach
    return ProcessDuty.objects.filter(process__closed_on=None).values_list("duty_id", flat=True)


def duties_without_process(actor: Actor, *, q: str = "", after: str = "", limit: int = 50) -> legislation.DutyPage:
    return legislation.duty_page(actor, without=mapped_ids(), q=q, after=after, limit=limit)


def snapshot(process: Process) -> list[dict[str, Any]]:
    """Risks and controls as they stand, to be kept with the version that is approved today."""
    # reach: the process was found through one
    rows = process.risks.filter(closed_on=None).select_related("assignee").prefetch_related("controls__assignee")
    return [
        {
            "risk": row.name,
            "cause": row.cause,
            "effect": row.effect,
            "likelihood": row.likelihood,
            "impact": row.impact,
            "score": row.score,
            "left": row.left_score,
            "response": row.get_response_display(),
            "controls": [
                {
                    "name": one.name,
                    "kind": one.get_kind_display(),
                    "frequency": one.get_frequency_display(),
                    "proof": one.proof,
                }
                for one in row.controls.all()
                if one.ended_on is None
            ],
        }
        for row in rows.order_by("pk")
    ]


def units_to_keep(actor: Actor) -> QuerySet[Unit]:
    """Units for which the actor may write services and processes."""
    reach = actor.reach(access.KEEP)
    return units() if reach.everywhere else units().filter(pk__in=reach.units)


class Responsibles:
    """Recognises position and unit in "Şef, Ağ Servisi"; what is neither stays words ("Vatandaş")."""

    def __init__(self) -> None:
        # reach: public, because the organisation chart is
        self._units: dict[str, int] = {}
        for key, name, short in units().values_list("pk", "name", "short_name"):
            self._units.setdefault(fold(name), key)
            if short:
                self._units.setdefault(fold(short), key)
        self._positions = {fold(str(label)): value for value, label in Position.choices}

    def unit(self, who: str) -> int | None:
        parts = [who, *who.split(",")]
        return next((self._units[name] for part in parts if (name := fold(part.strip())) in self._units), None)

    def position(self, who: str) -> str:
        return next(
            (self._positions[name] for part in who.split(",") if (name := fold(part.strip())) in self._positions), ""
        )
