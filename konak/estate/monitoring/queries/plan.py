"""What a poller has to ask, and who stands behind whom. It asks for the house, so nobody's reach is asked."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Count, Max
from django.utils.timezone import localtime

from konak.gateways.snmp import Agent

from ..judging import Memory
from ..models import UNASKED, Check, Credential, Host, Window
from .secrets import of_agent, of_check

SNMP = frozenset({"interfaces", "sensors", "printer", "value"})


@dataclass(frozen=True, slots=True)
class Planned:
    """One check as the poller keeps it in memory."""

    id: int
    host_id: int
    kind: str
    address: str
    every: int
    attempts: int
    alive: bool
    timeout: float
    params: Mapping[str, Any] = field(default_factory=dict)
    secret: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Plan:
    checks: dict[int, Planned]
    memories: dict[int, Memory]
    parents: dict[int, tuple[int, ...]]
    """Host → the hosts it stands behind."""
    alive: dict[int, int]
    """Host → the check that says whether it is there."""
    senders: dict[str, Agent] = field(default_factory=dict)
    """Address → by which community or user its traps are known."""

    def asked_of(self, address: str) -> list[int]:
        """The checks that ask the agent at this address."""
        return [key for key, one in self.checks.items() if one.address == address and one.kind in SNMP]


def revision() -> tuple[Any, ...]:
    """What changes when the plan does; one cheap look."""
    # reach: none, because the poller acts for the house
    return tuple(
        tuple(model._default_manager.aggregate(many=Count("pk"), last=Max("changed_at")).values())
        for model in (Check, Host, Credential)
    )


def plan() -> Plan:
    """Every check that is open on a host that is watched."""
    # reach: none, because the poller acts for the house
    rows = (
        Check.objects.filter(enabled=True, host__enabled=True)
        .exclude(kind__in=UNASKED)
        .select_related("host", "host__credential")
        .order_by("pk")
    )
    checks, memories, alive = {}, {}, {}
    folders = list(settings.MONITORING_FOLDERS)
    secrets: dict[int | None, dict[str, str]] = {}
    for row in rows.iterator(chunk_size=2_000):
        host = row.host
        secret: Mapping[str, str] = {}
        if row.kind in SNMP:
            if host.credential_id not in secrets:
                secrets[host.credential_id] = of_agent(host.credential)
            secret = secrets[host.credential_id]
        elif row.secret:
            secret = of_check(row)
        params = row.params if isinstance(row.params, dict) else {}
        if row.kind == "age":
            params = {**params, "_folders": folders}
        timeout = params.get("timeout")
        checks[row.pk] = Planned(
            id=row.pk,
            host_id=row.host_id,
            kind=row.kind,
            address=host.address,
            every=row.every,
            attempts=row.attempts,
            alive=row.alive,
            timeout=min(30.0, max(0.2, float(timeout))) if isinstance(timeout, int | float) else 5.0,
            params=params,
            secret=secret,
        )
        memories[row.pk] = memory_of(row)
        if row.alive:
            alive[row.host_id] = row.pk
    parents: dict[int, tuple[int, ...]] = {}
    for child, parent in Host.parents.through._default_manager.values_list("from_host_id", "to_host_id"):
        parents[child] = (*parents.get(child, ()), parent)
    return Plan(checks, memories, parents, alive, _senders())


def _senders() -> dict[str, Agent]:
    # reach: none, because the poller acts for the house
    rows = Host.objects.filter(enabled=True).select_related("credential").only("address", "credential")
    secrets: dict[int | None, dict[str, Any]] = {}
    found = {}
    for row in rows.iterator(chunk_size=2_000):
        if row.credential_id not in secrets:
            secrets[row.credential_id] = of_agent(row.credential)
        found[row.address] = Agent(row.address, **secrets[row.credential_id])
    return found


def memory_of(row: Check) -> Memory:
    # reach: none, because the row was found by who asks
    if row.checked_at is None:
        return Memory()
    return Memory(row.level, row.seems, row.attempt, row.last, row.flapping)


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hosts on which there is planned work at a moment; `all` where it is everywhere."""

    everywhere: bool
    hosts: frozenset[int]

    def holds(self, host_id: int) -> bool:
        return self.everywhere or host_id in self.hosts


def spans_of(window: Window, since: dt.datetime, until: dt.datetime) -> list[tuple[dt.datetime, dt.datetime]]:
    """The hours of a window between two moments; a weekly one comes again every seven days until its last day."""
    # reach: none, because the window was found by who asks
    if not window.weekly:
        return [(window.starts_at, window.ends_at)] if window.ends_at > since and window.starts_at < until else []
    found: list[tuple[dt.datetime, dt.datetime]] = []
    week = dt.timedelta(days=7)
    begin, length = window.starts_at, window.ends_at - window.starts_at
    if since > begin:
        begin += week * max(0, (since - begin - length) // week)
    while begin < until and len(found) < 600:
        if window.until and localtime(begin).date() > window.until:
            break
        if begin + length > since:
            found.append((begin, begin + length))
        begin += week
    return found


def quiet_at(moment: dt.datetime) -> Quiet:
    """Where there is planned work now."""
    # reach: none, because the poller acts for the house
    rows = Window.objects.filter(starts_at__lte=moment).prefetch_related("hosts", "systems__hosts")
    hosts: set[int] = set()
    everywhere = False
    for row in rows.exclude(weekly=False, ends_at__lt=moment):
        if not any(begin <= moment < end for begin, end in spans_of(row, moment, moment + dt.timedelta(seconds=1))):
            continue
        everywhere = everywhere or row.everything
        hosts |= {one.pk for one in row.hosts.all()}
        hosts |= {one.pk for system in row.systems.all() for one in system.hosts.all()}
    return Quiet(everywhere, frozenset(hosts))
