"""Lists and single records, each from a reach."""

import datetime as dt
from typing import Annotated, Any

from django.apps import apps
from django.db.models import Count, F, Func, Q, QuerySet, TextField
from django.db.models.lookups import Contains
from django.utils.timezone import make_aware
from ninja import Field, FilterSchema

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold
from konak.foundation.people.models import Unit
from konak.foundation.people.queries import units
from konak.governance.systems import public as systems

from .. import access
from ..models import (
    Care,
    Check,
    Credential,
    Escalation,
    Find,
    Host,
    MonitoringTask,
    Part,
    Problem,
    Rota,
    Sweep,
    Template,
    Trap,
    Turn,
    WatchedService,
    Window,
)

HOST_KIND, SERVICE_KIND, TEMPLATE_KIND = "monitoring.host", "monitoring.watchedservice", "monitoring.template"
CREDENTIAL_KIND, WINDOW_KIND, ROTA_KIND = "monitoring.credential", "monitoring.window", "monitoring.rota"
PROBLEM_KIND = "monitoring.problem"
Words = Annotated[str | None, Field(max_length=200)]
Key = Annotated[int | None, Field(ge=0, le=2**63 - 1)]


def begin_of(day: dt.date) -> dt.datetime:
    """Midnight here."""
    # reach: none, it is only a moment
    return make_aware(dt.datetime.combine(day, dt.time()))


def spoken(value: str, *names: str) -> Q:
    """Every word stands in one of these texts, by Turkish letters."""
    found = Q()
    for word in fold(value.replace("\0", "")).split()[:8]:
        one = Q(pk__in=[])
        for name in names:
            one |= Q(Contains(Func(F(name), function="tr_fold", output_field=TextField()), word))
        found &= one
    return found


class HostFilter(FilterSchema):
    """`state` is that of the host, or "paused"; `sort`, `template` and `system` as they are written."""

    state: Words = None
    sort: Words = None
    template: Key = None
    system: Key = None
    q: Words = None

    def filter_state(self, value: str | None) -> Q:
        if value == "paused":
            return Q(enabled=False)
        return Q(state=value, enabled=True) if value else Q()

    def filter_sort(self, value: str | None) -> Q:
        return Q(sort=value) if value else Q()

    def filter_template(self, value: int | None) -> Q:
        return Q(template_id=value) if value else Q()

    def filter_system(self, value: int | None) -> Q:
        return Q(system_id=value) if value else Q()

    def filter_q(self, value: str | None) -> Q:
        return spoken(value, "name", "address", "place", "description") if value else Q()


class ProblemFilter(FilterSchema):
    """`state` is that of the file or "live" for what is not closed; `level` 1 warns, 2 is critical."""

    state: Words = None
    level: Annotated[int | None, Field(ge=0, le=3)] = None
    host: Key = None
    since: dt.date | None = None
    until: dt.date | None = None
    q: Words = None

    def filter_state(self, value: str | None) -> Q:
        if value == "live":
            return Q(case__closed_at=None)
        return Q(case__state=value) if value else Q()

    def filter_level(self, value: int | None) -> Q:
        return Q(level=value) if value is not None else Q()

    def filter_host(self, value: int | None) -> Q:
        return Q(host_id=value) if value else Q()

    def filter_since(self, value: dt.date | None) -> Q:
        return Q(began_at__date__gte=value) if value else Q()

    def filter_until(self, value: dt.date | None) -> Q:
        return Q(began_at__date__lte=value) if value else Q()

    def filter_q(self, value: str | None) -> Q:
        return spoken(value, "case__subject", "case__number", "cause", "done") if value else Q()


class CareFilter(FilterSchema):
    sort: Words = None
    host: Key = None
    system: Key = None

    def filter_sort(self, value: str | None) -> Q:
        return Q(sort=value) if value else Q()

    def filter_host(self, value: int | None) -> Q:
        return Q(host_id=value) if value else Q()

    def filter_system(self, value: int | None) -> Q:
        return Q(system_id=value) if value else Q()


def _narrow(rows: QuerySet[Any], filters: FilterSchema | None) -> QuerySet[Any]:
    return rows if filters is None else filters.filter(rows)


def _owned(model: Any, actor: Actor) -> QuerySet[Any]:
    rows: QuerySet[Any] = model._default_manager.filter(
        actor.reach(access.VIEW).q(owners=model.owners)
    ).select_related("unit")
    return rows


def hosts(actor: Actor, filters: HostFilter | None = None) -> QuerySet[Host]:
    return _narrow(_owned(Host, actor).select_related("assignee", "system", "template"), filters)


def host(actor: Actor, host_id: int) -> Host:
    found: Host = hosts(actor).select_related("device", "asset", "credential").get(pk=host_id)
    return found


def checks(actor: Actor) -> QuerySet[Check]:
    return Check.objects.filter(actor.reach(access.VIEW).q("host__", owners=Host.owners)).select_related(
        "host", "host__unit"
    )


def check(actor: Actor, check_id: int) -> Check:
    return checks(actor).get(pk=check_id)


def parts(actor: Actor) -> QuerySet[Part]:
    rows = Part.objects.filter(actor.reach(access.VIEW).q("owner__host__", owners=Host.owners))
    return rows.select_related("owner", "owner__host", "owner__host__unit", "far")


def part(actor: Actor, part_id: int) -> Part:
    return parts(actor).get(pk=part_id)


def templates(actor: Actor) -> QuerySet[Any]:
    rows: QuerySet[Any] = _owned(Template, actor).annotate(many=Count("hosts"))
    return rows


def credentials(actor: Actor) -> QuerySet[Any]:
    rows: QuerySet[Any] = _owned(Credential, actor).annotate(many=Count("hosts"))
    return rows


def problems(actor: Actor, filters: ProblemFilter | None = None) -> QuerySet[Problem]:
    rows = Problem.objects.filter(actor.reach(access.VIEW).q("case__"))
    return _narrow(rows.select_related("host", "owner", "taken_by", "case__unit", "case__assignee"), filters)


def problem(actor: Actor, number: str) -> Problem:
    found: Problem = problems(actor).get(case__number=number)
    return found


def windows(actor: Actor) -> QuerySet[Window]:
    return _owned(Window, actor).select_related("assignee").prefetch_related("hosts", "systems")


def rotas(actor: Actor) -> QuerySet[Rota]:
    return _owned(Rota, actor)


def turns(actor: Actor) -> QuerySet[Turn]:
    return Turn.objects.filter(actor.reach(access.VIEW).q("rota__", owners=Rota.owners)).select_related(
        "rota", "rota__unit", "user"
    )


def escalations(actor: Actor) -> QuerySet[Escalation]:
    return _owned(Escalation, actor).select_related("rota")


def services(actor: Actor) -> QuerySet[WatchedService]:
    return _owned(WatchedService, actor).select_related("system").prefetch_related("checks__host")


def service(actor: Actor, service_id: int) -> WatchedService:
    found: WatchedService = services(actor).get(pk=service_id)
    return found


def cares(actor: Actor, filters: CareFilter | None = None) -> QuerySet[Care]:
    return _narrow(_owned(Care, actor).select_related("host", "system", "by"), filters)


def traps(actor: Actor) -> QuerySet[Trap]:
    reach = actor.reach(access.VIEW)
    known = reach.q("host__", owners=Host.owners)
    rows = Trap.objects.filter(known | Q(host=None)) if actor.holds(access.VIEW) else Trap.objects.none()
    return rows.select_related("host")


def sweeps(actor: Actor) -> QuerySet[Any]:
    counted = {"new": Count("finds", filter=Q(finds__state="new")), "found": Count("finds")}
    rows: QuerySet[Any] = _owned(Sweep, actor).annotate(**counted)
    return rows


def finds(actor: Actor) -> QuerySet[Find]:
    return Find.objects.filter(actor.reach(access.VIEW).q("sweep__", owners=Sweep.owners)).select_related(
        "sweep", "sweep__unit", "host"
    )


def tasks(actor: Actor) -> QuerySet[MonitoringTask]:
    rows = MonitoringTask.objects.filter(actor.reach(access.VIEW).q("case__"))
    return rows.select_related("system", "asset", "host")


def systems_for(actor: Actor) -> QuerySet[Any]:
    """Information systems that may be named here."""
    ids = [one.id for one in systems.systems(actor)]
    return apps.get_model("systems", "InformationSystem")._default_manager.filter(pk__in=ids).order_by("name")


def devices_for(actor: Actor) -> QuerySet[Any]:
    """Devices of the network whose units are kept by the same people."""
    model = apps.get_model("network", "Device")
    return (
        model._default_manager.filter(actor.reach(access.KEEP).q(owners=Host.owners))
        .select_related("main")
        .order_by("name")
    )


def unit_of(actor: Actor) -> int | None:
    """The unit of the seat that keeps the watch."""
    # reach: the actor's own seat
    seat = actor.seat_for(access.KEEP)
    return seat.unit_id if seat else None


def units_to_keep(actor: Actor) -> list[Unit]:
    reach = actor.reach(access.KEEP)
    rows = units().order_by("name")
    return list(rows if reach.everywhere else rows.filter(pk__in=reach.units))
