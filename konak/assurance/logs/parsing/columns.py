"""Typed columns of the lake: the same ECS names for every set, ordered for who was where at what time."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from . import read
from .common import Context, Facts

if TYPE_CHECKING:
    import pyarrow as pa

TEXT = (
    "event.module", "event.dataset", "event.action", "event.outcome", "event.code", "source.ip", "source.mac",
    "source.domain", "source.nat.ip", "destination.ip", "destination.nat.ip", "network.transport",
    "network.application", "network.session_id", "user.name", "user.domain", "host.name", "observer.name",
    "observer.ip", "observer.mac", "network.name", "url.domain", "url.original", "rule.id", "message",
)  # fmt: skip
NUMBERS = (
    "source.port", "source.nat.port", "destination.port", "destination.nat.port", "source.bytes", "destination.bytes",
    "event.duration", "http.response.status_code", "log.syslog.severity.code",
)  # fmt: skip
ORDER = ("hour", "source.ip", "ts")


def table(
    lines: Sequence[bytes],
    received: Sequence[int],
    sources: Sequence[str],
    reader: Callable[[bytes, Context], Facts] = read,
) -> "pa.Table":
    """The columns of lines; the sender's name stands in for a host that the line does not name."""
    import pyarrow as pa

    held: dict[str, list[Any]] = {
        name: [] for name in (*TEXT, *NUMBERS, "ts", "event.end", "log.flags", "known", "hour")
    }
    adds = {name: values.append for name, values in held.items()}
    plain = [(name, adds[name]) for name in (*TEXT, *NUMBERS, "event.end")]
    ts, flags, known, hour = adds["ts"], adds["log.flags"], adds["known"], adds["hour"]
    session = held["network.session_id"]
    arrived, context = -1, Context(dt.datetime.fromtimestamp(0, dt.UTC), whole=False)
    for line, moment in zip(lines, received, strict=True):
        if moment != arrived:
            arrived, context = moment, Context(dt.datetime.fromtimestamp(moment / 1e6, dt.UTC), whole=False)
        facts = reader(line, context)
        get = facts.get
        for name, add in plain:
            add(get(name))
        if facts["event.module"] == "fortigate":
            session[-1] = None  # a number of its own on every line, that no question asks for; the line itself has it
        when = get("@timestamp")
        ts(when)
        marks = get("log.flags")
        flags(",".join(marks) if marks else None)
        known(facts["event.module"] != "raw")
        hour((when or context.received).hour)
    stamp, made = pa.timestamp("us", "UTC"), {}
    for name in TEXT:
        made[name] = pa.array(held[name], pa.string())
    for name in NUMBERS:
        made[name] = pa.array(held[name], pa.int64())
    made |= {name: pa.array(held[name], stamp) for name in ("ts", "event.end")}
    made["log.flags"] = pa.array(held["log.flags"], pa.string())
    made["known"] = pa.array(held["known"], pa.bool_())
    made["hour"] = pa.array(held["hour"], pa.int8())
    return pa.table(made)


def set_of(facts: Facts) -> str:
    """Which set of the lake a line belongs to."""
    module, dataset = facts["event.module"], facts.get("event.dataset", "")
    if dataset == "dhcp":
        return "dhcp"
    if module == "squid" or (module == "fortigate" and dataset in {"webfilter", "dns", "app-ctrl"}):
        return "proxy"
    if module == "mikrotik" and dataset == "login":
        return "system"
    return {
        "fortigate": "firewall", "filterlog": "firewall", "iptables": "firewall", "mikrotik": "firewall",
        "cef": "firewall", "access": "hosting", "radius": "radius", "windows": "windows", "sshd": "system",
        "syslog": "system",
    }.get(module, "other")  # fmt: skip


def route(line: bytes, context: Context) -> str:
    """The same, without reading the line where one look is enough: firewalls write by the million."""
    if b'subtype="forward"' in line and b"devid=" in line:
        return "firewall"
    if b" dhcpd[" in line and b": DHCPACK on " in line:
        return "dhcp"
    return set_of(read(line, context))
