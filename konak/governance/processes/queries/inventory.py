"""The inventory of services and what each relies on."""

from collections import Counter
from dataclasses import dataclass
from typing import Annotated

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from ninja import FilterLookup, FilterSchema
from pydantic import BeforeValidator, Field

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold
from konak.foundation.people.queries import below
from konak.foundation.trail import queries as trail
from konak.foundation.trail.models import Entry
from konak.governance.legislation import public as legislation

from .. import access
from ..models import Component, Reliance, Service, ServiceDuty, ServiceState

SERVICE_KIND = "processes.service"
COMPONENT_KIND = "processes.component"
Words = Annotated[
    str | None, BeforeValidator(lambda value: (value.replace("\0", "") if isinstance(value, str) else value) or None)
]
Key = Annotated[Annotated[int, Field(ge=1, le=2**63 - 1)] | None, BeforeValidator(lambda value: value or None)]


class ServiceFilter(FilterSchema):
    """One filter for both doors. `rests`: "with" or "without" a duty; `unit` takes in the units below it."""

    state: Annotated[Words, FilterLookup("state")] = None
    audience: Words = None
    unit: Key = None
    component: Annotated[Key, FilterLookup("reliances__component_id")] = None
    rests: Words = None
    q: Words = None

    def filter_audience(self, value: str | None) -> Q:
        return Q(audience__in=[value, "both"]) if value else Q()

    def filter_unit(self, value: int | None) -> Q:
        return Q(unit_id__in=below(value)) if value else Q()

    def filter_rests(self, value: str | None) -> Q:
        match value:
            case "with":
                return Q(bound=True)
            case "without":
                return Q(bound=False) & ~Q(state=ServiceState.ENDED)
            case None:
                return Q()
        return Q(pk__in=[])

    def filter_q(self, value: str | None) -> Q:
        found = Q()
        for word in fold(value or "").split()[:8]:
            found &= Q(folded__contains=word)
        return found


def services(actor: Actor, filters: ServiceFilter | None = None) -> QuerySet[Service]:
    """The inventory; `bound` says whether an open duty in reach is carried out by the service."""
    mine = ServiceDuty.objects.filter(legislation.duty_reach(actor), service=OuterRef("pk"), duty__closed_on=None)
    rows = Service.objects.filter(actor.reach(access.SERVICES).q(owners=Service.owners)).annotate(bound=Exists(mine))
    rows = filters.filter(rows) if filters else rows
    return rows.select_related("unit", "assignee")


def service(actor: Actor, service_id: int) -> Service:
    """One service; out of reach and unknown are the same `Service.DoesNotExist`."""
    reach = actor.reach(access.SERVICES).q(owners=Service.owners)
    return Service.objects.select_related("unit", "assignee").get(reach, pk=service_id)


def service_counts(actor: Actor) -> dict[str, int]:
    """Numbers on the tabs; one query."""
    rows = services(actor).order_by()
    return rows.aggregate(
        every=Count("pk"),
        running=Count("pk", filter=Q(state=ServiceState.RUNNING)),
        bare=Count("pk", filter=Q(bound=False) & ~Q(state=ServiceState.ENDED)),
        citizen=Count("pk", filter=Q(audience__in=["citizen", "both"])),
        ended=Count("pk", filter=Q(state=ServiceState.ENDED)),
    )


@dataclass(frozen=True, slots=True)
class Numbers:
    """Of one service, counted in the actor's reach."""

    duties: int = 0
    components: int = 0


def numbers(actor: Actor, ids: list[int]) -> dict[int, Numbers]:
    """Duties and components of many services; two queries."""
    ties = ServiceDuty.objects.filter(legislation.duty_reach(actor), service_id__in=ids, duty__closed_on=None)
    duties = Counter(ties.values_list("service_id", flat=True))
    parts = Counter(Reliance.objects.filter(service_id__in=ids).values_list("service_id", flat=True))
    return {key: Numbers(duties[key], parts[key]) for key in ids}


def duties_of_service(actor: Actor, service: Service) -> list[legislation.DutyFact]:
    """The duties in reach that a service carries out, open ones first."""
    keys = service.duties.values_list("duty_id", flat=True)
    facts = legislation.duty_facts(actor, keys).values()
    return sorted(facts, key=lambda fact: (fact.closed_on is not None, fact.regulation, fact.id))


def services_of_duty(actor: Actor, duty_id: int) -> list[Service]:
    """The services by which one duty is carried out."""
    rows = services(actor).filter(duties__duty_id=duty_id)
    return list(rows.order_by("name"))


def served_ids() -> QuerySet[ServiceDuty, int]:
    """Keys of the duties that some service carries out, to be used inside another query."""
    # reach: public, because only keys leave, and they are met with a reach
    alive = ServiceDuty.objects.exclude(service__state=ServiceState.ENDED)
    return alive.values_list("duty_id", flat=True)


def duties_without_service(actor: Actor, *, q: str = "", after: str = "", limit: int = 50) -> legislation.DutyPage:
    return legislation.duty_page(actor, without=served_ids(), q=q, after=after, limit=limit)


def components(actor: Actor) -> QuerySet[Component]:
    """Components with how many running services rely on each."""
    alive = Q(reliances__service__state=ServiceState.RUNNING)
    rows = Component.objects.filter(actor.reach(access.SERVICES).q(owners=Component.owners)).select_related("unit")
    return rows.annotate(
        relying=Count("reliances", filter=alive),
        stopping=Count("reliances", filter=alive & Q(reliances__need="stops")),
    )


def component(actor: Actor, component_id: int) -> Component:
    reach = actor.reach(access.SERVICES).q(owners=Component.owners)
    return Component.objects.select_related("unit", "assignee").get(reach, pk=component_id)


def services_on(actor: Actor, component: Component) -> list[Reliance]:
    """Which services rely on a component, those that stop without it first."""
    reach = actor.reach(access.SERVICES).q("service__", owners=Service.owners)
    rows = component.reliances.filter(reach).exclude(service__state=ServiceState.ENDED)
    return list(rows.select_related("service__unit").order_by("-need", "service__name"))


def reliances(service: Service) -> list[Reliance]:
    # reach: the service was found through one
    return list(service.reliances.select_related("component").order_by("-need", "component__name"))


def scope(actor: Actor) -> list[tuple[Service, dict[int, str]]]:
    """Every running service with what it needs of which component: the scope record. Two queries."""
    rows = list(services(actor).filter(state=ServiceState.RUNNING).order_by("name", "pk"))
    needs: dict[int, dict[int, str]] = {row.pk: {} for row in rows}
    for service_id, component_id, need in Reliance.objects.filter(service_id__in=list(needs)).values_list(
        "service_id", "component_id", "need"
    ):
        needs[service_id][component_id] = need
    return [(row, needs[row.pk]) for row in rows]


def story(kind: str, subject: int) -> QuerySet[Entry]:
    # reach: the subject was found through one
    return trail.story(kind, subject)
