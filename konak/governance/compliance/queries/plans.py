"""Plans: the list for managers, proposals first, and one of them."""

from dataclasses import dataclass
from typing import Annotated

from django.db.models import Q, QuerySet
from ninja import FilterLookup, FilterSchema

from konak.foundation.access import Actor
from konak.foundation.people.models import User
from konak.foundation.people.queries import below, people_of
from konak.governance.legislation import public as legislation

from .. import access
from ..models import DutyPlan, PlanState
from .periods import Key, Words


class PlanFilter(FilterSchema):
    """`state` is a `PlanState`; `unit` takes in the units below it."""

    state: Annotated[Words, FilterLookup("state")] = None
    interval: Annotated[Words, FilterLookup("interval")] = None
    unit: Key = None

    def filter_unit(self, value: int | None) -> Q:
        return Q(duty__unit_id__in=below(value)) if value else Q()


def _seen(actor: Actor) -> Q:
    return actor.reach(access.VIEW).q("duty__", owners=("assignee",))


def plans(actor: Actor, filters: PlanFilter | None = None) -> QuerySet[DutyPlan]:
    """Plans of open duties in reach, in the order of the texts."""
    rows = DutyPlan.objects.filter(_seen(actor), duty__closed_on=None)
    if filters is not None:
        rows = filters.filter(rows)
    rows = rows.select_related("duty__clause", "duty__unit", "assignee", "decided_by").defer("duty__clause__raw")
    return rows.order_by("duty__regulation_id", "duty__clause__order", "pk")


@dataclass(frozen=True, slots=True)
class Proposed:
    """Numbers on the tabs of the plan page."""

    every: int
    proposed: int
    active: int
    excluded: int


def proposals(actor: Actor) -> Proposed:
    rows = DutyPlan.objects.filter(_seen(actor), duty__closed_on=None).values_list("state", flat=True)
    states = list(rows.order_by())
    return Proposed(
        len(states),
        states.count(PlanState.PROPOSED),
        states.count(PlanState.ACTIVE),
        states.count(PlanState.EXCLUDED),
    )


def plan_of(duty_id: int) -> DutyPlan | None:
    # reach: the asker found the duty through one
    return DutyPlan.objects.filter(duty_id=duty_id).select_related("assignee", "decided_by").first()


def plan_for(actor: Actor, duty_id: int) -> tuple[legislation.DutyBrief, DutyPlan | None]:
    """A duty the actor may read, with its plan; unknown and out of reach are the same `DoesNotExist`."""
    return legislation.brief_for(actor, duty_id), plan_of(duty_id)


class _Place:
    """A duty's place, so that reach can be asked about it."""

    owners: tuple[str, ...] = ()
    secrecy = 0

    def __init__(self, unit_id: int) -> None:
        self.unit_id = unit_id


def may_manage(actor: Actor, unit_id: int) -> bool:
    """Whether the actor decides on the plans of a unit's duties."""
    return actor.reach(access.MANAGE).covers(_Place(unit_id))


def people_for(unit_id: int) -> QuerySet[User]:
    """Who may carry out a duty of a unit: its people and those below it."""
    # reach: public inside the house, because the directory is
    return people_of(unit_id)


def person_for(actor: Actor, duty_id: int, user_id: int | None) -> User | None:
    """The person named by id for a duty in reach; nobody of that id is a `DoesNotExist`."""
    legislation.brief_for(actor, duty_id)
    return User.objects.get(pk=user_id, is_active=True) if user_id is not None else None
