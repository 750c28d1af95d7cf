"""A line of a log becomes fields with the names of ECS. Pure functions: no database, no clock of their own.

`read` never fails: what is not understood comes back with `event.module` = "raw" and its text untouched.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from . import firewall, identity, leases, web
from .common import Context, Facts, flag
from .envelope import opened

Parser = Callable[[str, Context], Facts | None]
SEEN = 65_536
"""Signs of a line that a parser looks at; JSON and XML are looked at whole up to `LONGEST`."""
LONGEST = 1_048_576
SHOWN = 8_192

FORMATS: dict[str, tuple[str, Parser]] = {
    "fortigate": ("FortiGate", firewall.fortigate),
    "cef": ("CEF", firewall.cef),
    "filterlog": ("pfSense / OPNsense filterlog", firewall.filterlog),
    "iptables": ("iptables / nftables", firewall.iptables),
    "mikrotik": ("MikroTik RouterOS", firewall.mikrotik),
    "squid": ("Squid access.log", web.squid),
    "access": ("nginx / Apache erişim kaydı", web.access),
    "dhcpd": ("ISC dhcpd", leases.dhcpd),
    "kea": ("Kea", leases.kea),
    "dnsmasq": ("dnsmasq", leases.dnsmasq),
    "windows-dhcp": ("Windows DHCP denetim kaydı", leases.windows_dhcp),
    "radius": ("RADIUS", identity.radius),
    "sshd": ("sshd", identity.sshd),
    "windows": ("Windows güvenlik günlüğü", identity.windows),
}
BY_TAG = {
    "filterlog": "filterlog", "sshd": "sshd", "sshd-session": "sshd", "dhcpd": "dhcpd", "dnsmasq-dhcp": "dnsmasq",
    "radiusd": "radius", "freeradius": "radius", "kernel": "iptables", "squid": "squid", "nginx": "access",
    "kea-dhcp4": "kea", "kea-dhcp6": "kea",
}  # fmt: skip
_ANY = (
    "cef",
    "windows",
    "filterlog",
    "iptables",
    "mikrotik",
    "squid",
    "access",
    "windows-dhcp",
    "kea",
    "dnsmasq",
    "dhcpd",
    "radius",
)


def decoded(line: bytes) -> str:
    """Text of a line: UTF-8, else the code page of Turkish Windows; bytes that are nothing are shown as such."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1254", "replace")


def read(line: bytes, context: Context, form: str = "auto") -> Facts:
    """The fields of one line."""
    long = len(line) > SEEN
    head = line[:LONGEST] if long and line.lstrip()[:1] in {b"{", b"<"} else line[:SEEN]
    text = decoded(head).rstrip("\r\n")
    try:
        facts = _read(text, context, form)
    except (ValueError, OverflowError, RecursionError):
        facts = None
    if facts is None:
        facts = {"event.module": "raw", "message": text[:SHOWN]}
    if long and len(head) < len(line):
        flag(facts, "truncated")
    return facts


def _read(text: str, context: Context, form: str) -> Facts | None:
    if form != "auto":
        facts, _, message = opened(text, context)
        told = FORMATS[form][1](message, context) or FORMATS[form][1](text, context)
        return None if told is None else {**facts, **told}
    # the envelope of most FortiGate lines is bare; their look-up is first because they come by the million
    if "devid=" in text or "logid=" in text:
        facts, _, message = opened(text, context)
        if told := firewall.fortigate(message, context):
            return {**facts, **told}
    facts, tag, message = opened(text, context)
    if (named := BY_TAG.get(tag)) and (told := FORMATS[named][1](message, context)):
        return {**facts, **told}
    for name in _ANY:
        if name != named and (told := FORMATS[name][1](message, context)):
            return {**facts, **told}
    if facts:
        return {"event.module": "syslog", **facts, "message": message[:SHOWN]}
    return None


def nested(facts: Facts) -> dict[str, Any]:
    """The object ECS draws: dots become levels."""
    made: dict[str, Any] = {}
    for name, value in facts.items():
        level = made
        *above, last = name.split(".")
        for part in above:
            inner = level.setdefault(part, {})
            if not isinstance(inner, dict):
                inner = level[part] = {"value": inner}
            level = inner
        if isinstance(level.get(last), dict) and not isinstance(value, dict):
            level[last]["value"] = value
        else:
            level[last] = value.isoformat() if isinstance(value, dt.datetime) else value
    return made


_DETAIL = re.compile(rb"\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}\s*\Z")
BLOCK = 400


def records(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Lines of a file; a RADIUS block, a lease and an XML event become one record, their line feeds `\\x1e`."""
    held: list[bytes] = []
    end: Callable[[bytes], bool] | None = None
    for raw in lines:
        line = raw.rstrip(b"\n")
        if end is not None:
            indented = end is _unindented
            if indented and end(line):
                yield b"\x1e".join(held)
                held, end = [], None
            else:
                held.append(line)
                if (not indented and end(line)) or len(held) >= BLOCK:
                    yield b"\x1e".join(held)
                    held, end = [], None
                continue
        if not line.strip():
            continue
        if line.startswith(b"lease ") and b"{" in line and b"}" not in line:
            held, end = [line], _closes
        elif line[:1].isalpha() and len(line) < 40 and _DETAIL.match(line):
            held, end = [line], _unindented
        elif b"<Event" in line and b"</Event>" not in line and line.lstrip(b"- \t").startswith(b"<Event"):
            held, end = [line], _ended
        else:
            yield line
    if held:
        yield b"\x1e".join(held)


def _closes(line: bytes) -> bool:
    return line.strip() == b"}"


def _unindented(line: bytes) -> bool:
    return not line[:1].isspace()


def _ended(line: bytes) -> bool:
    return b"</Event>" in line
