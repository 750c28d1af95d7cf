"""A look over a subnet: asked for here, done by a job, what answered waits for a decision."""

import asyncio
import ipaddress
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now
from procrastinate.contrib.django import app

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused
from konak.gateways.snmp import Agent, SnmpFailed, many, session

from .. import access, queries
from ..models import Find, FindState, Host, HostSort, Sweep
from ..probing import Asker, Question, allowed
from ..queries.secrets import of_agent
from .common import may, own_unit, short, tell
from .hosts import add_host

MOST = 4_096
"""Addresses of one sweep: a /20."""
AT_ONCE = 128
DESCRIPTION, NAME = "1.3.6.1.2.1.1.1.0", "1.3.6.1.2.1.1.5.0"


@dataclass(frozen=True, slots=True)
class Heard:
    address: str
    latency: float | None
    name: str
    told: str
    snmp: bool


def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    try:
        found = ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        raise Refused("Ağı uzunluğuyla yazın, örneğin 10.20.1.0/24.") from None
    if found.num_addresses > MOST:
        raise Refused(f"Bir taramada en çok {MOST:,} adres sorulur; daha dar bir ağ yazın.".replace(",", "."))
    if not allowed(str(found[0]), tuple(settings.MONITORING_NETWORKS)):
        raise Refused("Bu ağa denetim gönderilmesine izin verilmemiş (KONAK_MONITORING_NETWORKS).")
    return found


@transaction.atomic
def ask_sweep(*, actor: Actor, network: str, credential_id: int | None = None, unit_id: int | None = None) -> Sweep:
    """Ask for a look over a subnet; it is done in the background."""
    found = _network(network)
    row = Sweep(unit_id=own_unit(actor, unit_id), network=str(found), assignee_id=actor.user_id)
    may(actor, access.KEEP, row)
    if credential_id is not None and not queries.credentials(actor).filter(pk=credential_id).exists():
        raise Refused("Seçilen SNMP kimliği bulunamadı.")
    row.credential_id = credential_id
    row.save()
    tell("monitoring.sweep", row.pk, "add", actor, row, row.network)
    app.configure_task("konak.estate.monitoring.tasks.sweep").defer(sweep_id=row.pk)
    return row


async def _look(network: str, secret: dict[str, str], port: int) -> list[Heard]:
    """Everybody in a subnet who echoes or speaks SNMP; each is asked once."""
    asker, gate = Asker(tuple(settings.MONITORING_NETWORKS)), asyncio.Semaphore(AT_ONCE)
    net = ipaddress.ip_network(network)
    hosts = [net[0]] if net.num_addresses == 1 else list(net.hosts())

    async def one(address: str) -> Heard | None:
        async with gate:
            echo = await asker.probe(Question(0, "ping", address, {"count": 1}))
            name = told = ""
            speaks = False
            if allowed(address, asker.networks):
                try:
                    async with session(Agent(address, port, timeout=0.7, **secret)) as agent:
                        found = await many(agent, [DESCRIPTION, NAME])
                    speaks = bool(found)
                    name, told = (_text(found.get(key)) for key in (NAME, DESCRIPTION))
                except SnmpFailed:
                    speaks = False
            if echo.level != 0 and not speaks:
                return None
            return Heard(address, echo.took if echo.level == 0 else None, name[:120], told[:255], speaks)

    found = await asyncio.gather(*(one(str(host)) for host in hosts[:MOST]))
    return [heard for heard in found if heard is not None]


def _text(value: object) -> str:
    shown = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value or "")
    return "".join(sign for sign in shown if sign.isprintable()).strip()


def do_sweep(sweep_id: int, *, actor: Actor, port: int = 161) -> Sweep:
    """The look itself; asked again it looks again."""
    del actor  # who asked stands on the row
    row = Sweep.objects.select_related("credential").get(pk=sweep_id)
    Sweep.objects.filter(pk=sweep_id).update(started_at=now(), failed="")
    try:
        heard = asyncio.run(_look(row.network, of_agent(row.credential), port))
    except OSError as error:
        Sweep.objects.filter(pk=sweep_id).update(ended_at=now(), failed=str(error)[:300])
        raise
    watched = {host.address: host for host in Host.objects.filter(address__in=[one.address for one in heard])}
    with transaction.atomic():
        for one in heard:
            host = watched.get(one.address)
            Find.objects.update_or_create(
                sweep=row,
                address=one.address,
                defaults={
                    "name": one.name,
                    "told": one.told,
                    "latency": one.latency,
                    "snmp": one.snmp,
                    "host": host,
                    "state": FindState.WATCHED if host else FindState.NEW,
                },
            )
        row.started_at, row.ended_at, row.answered = row.started_at or now(), now(), len(heard)
        row.asked = min(MOST, ipaddress.ip_network(row.network).num_addresses)
        row.save(update_fields=["ended_at", "answered", "asked"])
    return row


@transaction.atomic
def watch_find(
    find_id: int, *, actor: Actor, name: str = "", sort: str = HostSort.OTHER, template_id: int | None = None
) -> Host:
    """What answered is watched from now on."""
    find = queries.finds(actor).select_for_update(of=("self",)).get(pk=find_id)
    may(actor, access.KEEP, find.sweep)
    if find.host_id:
        raise Refused("Bu adres zaten izleniyor.")
    host = add_host(
        actor=actor,
        name=short(name, 100, "Ad") or find.name or find.address,
        address=find.address,
        sort=sort,
        template_id=template_id,
        credential_id=find.sweep.credential_id if find.snmp else None,
        unit_id=find.sweep.unit_id,
    )
    find.host, find.state = host, FindState.WATCHED
    find.save(update_fields=["host", "state"])
    return host


@transaction.atomic
def ignore_find(find_id: int, *, actor: Actor) -> Find:
    find = queries.finds(actor).select_for_update(of=("self",)).get(pk=find_id)
    may(actor, access.KEEP, find.sweep)
    find.state = FindState.IGNORED
    find.save(update_fields=["state"])
    return find
