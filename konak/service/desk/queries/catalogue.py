"""What the desk offers, to whom, with which questions."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold

from .. import access
from ..models import Agent, Audience, Draft, Form, Service, ServiceGroup


def manageable(actor: Actor) -> QuerySet[Service]:
    """Services whose catalogue entry the actor may change."""
    reach = actor.reach(access.CATALOGUE)
    return Service.objects.filter(reach.q(owners=("assignee",))).select_related("group", "unit", "level", "own_level")


def service(actor: Actor, code: str) -> Service:
    """One service the actor may change; otherwise it does not exist."""
    return manageable(actor).get(code=code)


def offered(actor: Actor) -> QuerySet[Service]:
    """What somebody may ask for: open to all, to one of his units (or one over them), or to the desk itself."""
    # reach: the audience of the service
    if not actor.holds(access.OPEN):
        return Service.objects.none()
    rows = Service.objects.filter(active=True).select_related("group", "unit", "level__hours")
    units = {seat.unit_id for seat in actor.seats} | {unit for seat in actor.seats for unit in seat.line}
    mine = Exists(Service.audience_units.through.objects.filter(service_id=OuterRef("pk"), unit_id__in=units))
    open_to = Q(audience=Audience.EVERYBODY) | Q(mine, audience=Audience.UNITS)
    works = actor.reach(access.WORK)
    if works.everywhere or Agent.objects.filter(user_id=actor.user_id or 0).exists():
        open_to |= Q(audience=Audience.DESK)
    return rows.filter(open_to | Q(unit_id__in=works.units)).order_by("group__order", "order", "name")


def may_ask(actor: Actor, one: Service) -> bool:
    """Whether a service is offered to somebody."""
    return offered(actor).filter(pk=one.pk).exists()


def service_to_ask(code: str) -> Service:
    """A service of the catalogue by code, with what a new ticket needs to know."""
    # reach: judged by its audience, where it is asked for
    rows = Service.objects.select_related("level__hours", "own_level__hours", "unit", "group")
    return rows.get(code=code, active=True)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A group of the catalogue with what of it is offered to somebody."""

    group: ServiceGroup
    services: list[Service]


def shelves(actor: Actor, words: str = "") -> list[Shelf]:
    """The catalogue as its reader sees it; with `words`, what fits all of them in name, description or keywords."""
    wanted = fold(words).split()
    found: dict[int, Shelf] = {}
    for one in offered(actor):
        heard = fold(f"{one.name} {one.description} {one.keywords} {one.group.name}")
        if all(word in heard for word in wanted):
            found.setdefault(one.group_id, Shelf(one.group, [])).services.append(one)
    return list(found.values())


def group_rows() -> list[ServiceGroup]:
    """Every shelf."""
    # reach: public inside the house, because the catalogue is
    return list(ServiceGroup.objects.all())


def form_of(one: Service) -> Form | None:
    """The form in force: the newest published version."""
    # reach: the service was found through one
    return one.forms.exclude(published_at=None).order_by("-version").first()


def form_being_written(one: Service) -> Form | None:
    # reach: the service was found through one
    return one.forms.filter(published_at=None).first()


def draft_of(actor: Actor, one: Service) -> Draft | None:
    """What the actor began to write for this service."""
    # reach: one's own
    return Draft.objects.filter(user_id=actor.user_id, service=one).first() if actor.user_id else None


def agents_of(unit_id: int) -> list[Agent]:
    """The team of a unit."""
    # reach: public inside the house, because the directory is
    rows = (
        Agent.objects.filter(unit_id=unit_id).select_related("user").order_by("user__first_name", "user__last_name")
    )
    return list(rows.prefetch_related(Prefetch("skills")))
