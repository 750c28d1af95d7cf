"""What whoever builds the desk looks at: services, levels with their targets, priorities, teams."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from konak.estate.assets import public as assets
from konak.foundation.access import Actor
from konak.foundation.cases.models import Case
from konak.foundation.people.models import Appointment, Unit, User
from konak.foundation.people.queries import seats_of

from .. import access
from ..models import Agent, EscalationRule, Hours, Level, MatrixCell, Service, Skill, Ticket
from .catalogue import manageable
from .desk import tickets


def serving_units(actor: Actor | None = None) -> QuerySet[Unit]:
    """Units that serve something of the catalogue; with an actor, those whose queue he sees."""
    # reach: public, because the organisation chart is
    rows = Unit.objects.filter(pk__in=Service.objects.values("unit_id")).order_by("name")
    if actor is None:
        return rows
    reach = actor.reach(access.VIEW)
    return rows if reach.everywhere else rows.filter(pk__in=reach.units)


def services_seen(actor: Actor) -> list[tuple[int, str]]:
    """Services whose queue the actor sees, for a filter."""
    reach = actor.reach(access.VIEW)
    rows = Service.objects.order_by("name")
    if not reach.everywhere:
        rows = rows.filter(unit_id__in=reach.units)
    return list(rows.values_list("pk", "name"))


def services_built(actor: Actor, *, group: int | None = None, hidden: bool = False) -> list[Service]:
    """The catalogue as its builder sees it."""
    rows = manageable(actor).select_related("group", "unit", "level", "own_level", "assignee")
    rows = rows.prefetch_related("audience_units")
    if group:
        rows = rows.filter(group_id=group)
    if not hidden:
        rows = rows.filter(active=True)
    return list(rows.order_by("group__order", "group__name", "order", "name"))


def levels() -> list[Level]:
    """Every promise with its targets and rules."""
    # reach: public inside the house, because the promises are
    return list(Level.objects.select_related("hours").prefetch_related("targets", "rules__to_unit"))


def hours() -> list[Hours]:
    """Every set of working hours."""
    # reach: public inside the house, because the promises are
    return list(Hours.objects.all())


def rules() -> list[EscalationRule]:
    """Every rule in force."""
    # reach: public inside the house, because the promises are
    return list(EscalationRule.objects.filter(active=True).select_related("level", "to_unit"))


def matrix() -> dict[tuple[int, int], int]:
    """Impact × urgency → priority."""
    # reach: public inside the house, because the promises are
    return {(one.impact, one.urgency): one.priority for one in MatrixCell.objects.all()}


def matrix_cells() -> list[MatrixCell]:
    # reach: public inside the house, because the promises are
    return list(MatrixCell.objects.all())


def skills() -> list[Skill]:
    # reach: public inside the house, because the directory is
    return list(Skill.objects.annotate(count=Count("agents")).order_by("name"))


def team_rows(actor: Actor, unit_id: int | None = None) -> list[tuple[Agent, int]]:
    """Members of the teams the actor builds, each with the open work he has."""
    reach = actor.reach(access.CATALOGUE)
    rows = Agent.objects.select_related("user", "unit").prefetch_related("skills")
    if not reach.everywhere:
        rows = rows.filter(unit_id__in=reach.units)
    if unit_id:
        rows = rows.filter(unit_id=unit_id)
    agents = list(rows.order_by("unit__name", "user__first_name", "user__last_name"))
    load = dict(
        Case.objects.filter(
            assignee_id__in=[one.user_id for one in agents], resting=False, kind=Ticket._meta.label_lower
        )
        .values_list("assignee_id")
        .annotate(Count("pk"))
        .order_by()
    )
    return [(one, load.get(one.user_id, 0)) for one in agents]


def team_units(actor: Actor) -> list[Unit]:
    """Units whose team the actor builds."""
    reach = actor.reach(access.CATALOGUE)
    serving = Q(pk__in=Service.objects.values("unit_id")) | Q(pk__in=Agent.objects.values("unit_id"))
    if reach.everywhere:
        rows = Unit.objects.filter(serving)
    else:
        # who leads one unit builds its team before it serves anything
        own = {seat.unit_id for seat in actor.seats} & reach.units
        rows = Unit.objects.filter(pk__in=reach.units).filter(serving | Q(pk__in=own))
    return list(rows.order_by("name"))


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: his seat, and what he asked lately as far as the desk sees it."""

    user: User
    seat: Appointment | None
    recent: list[Ticket]
    devices: tuple[assets.AssetFacts, ...] = ()


def caller_card(actor: Actor, user: User) -> Caller:
    """The card of a caller, for whoever writes his call down."""
    rows = tickets(actor).filter(requester=user).select_related("service").order_by("-case_id")
    return Caller(
        user, seats_of(user.pk).filter(acting_for=None).first(), list(rows[:5]), assets.assets_of(user.pk)[:12]
    )
