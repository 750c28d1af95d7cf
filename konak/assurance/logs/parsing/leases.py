"""Who was given which address: ISC dhcpd, Kea, dnsmasq, the audit log of Windows DHCP."""

import datetime as dt
import re

from .common import Context, Facts, epoch, ip, iso, mac, put, timed, utc, whole

_ACK = re.compile(
    r"(DHCPACK|DHCPDISCOVER|DHCPOFFER|DHCPREQUEST|DHCPRELEASE|DHCPNAK|DHCPINFORM|DHCPDECLINE|DHCPEXPIRE)\b"
    r"(?: (?:on|for|of) ([0-9A-Fa-f.:]{2,45})(?: \([^)]*\))?)?(?: (?:to|from) ([0-9A-Fa-f:]{17}))?(?: \(([^)]*)\))?(?: via (\S+))?"  # noqa: E501 - one pattern
)
_DNSMASQ = re.compile(r"(DHCP[A-Z]+)\(([^)]+)\) (?:([0-9A-Fa-f.:]{2,45}) )?([0-9A-Fa-f:]{17})(?: (\S+))?")
ACTIONS = {
    "DHCPACK": "assigned", "DHCPRELEASE": "released", "DHCPEXPIRE": "expired", "DHCPNAK": "refused",
    "DHCPDECLINE": "declined", "DHCPDISCOVER": "discover", "DHCPOFFER": "offer", "DHCPREQUEST": "request",
    "DHCPINFORM": "inform",
}  # fmt: skip


def dhcpd(text: str, context: Context) -> Facts | None:
    if text.startswith("lease ") and "{" in text:
        return _lease(text, context)
    if not (found := _ACK.search(text)):
        return None
    facts: Facts = {"event.module": "dhcpd", "event.dataset": "dhcp", "event.action": ACTIONS[found[1]]}
    put(facts, "source.ip", ip(found[2] or ""))
    put(facts, "source.mac", mac(found[3] or ""))
    put(facts, "source.domain", found[4])
    put(facts, "observer.ingress.interface.name", (found[5] or "").rstrip(":"))
    return facts if "source.ip" in facts or "source.mac" in facts else None


_MOMENT = r"(?:\d )?(\d{4}/\d\d/\d\d \d\d:\d\d:\d\d|epoch \d+|never)"


def _lease(text: str, context: Context) -> Facts | None:
    address = ip(text[6:60].split("{")[0].strip())
    if address is None:
        return None
    facts: Facts = {"event.module": "dhcpd", "event.dataset": "dhcp", "source.ip": address}
    for name, target in (("starts", "@timestamp"), ("ends", "event.end")):
        if found := re.search(rf"\b{name} {_MOMENT}", text):
            timed(facts, _lease_time(found[1]), context, target)
    if found := re.search(r"\bhardware ethernet ([0-9A-Fa-f:]{17})", text):
        put(facts, "source.mac", mac(found[1]))
    if found := re.search(r'\bclient-hostname "((?:[^"\\]|\\.){1,255})"', text):
        facts["source.domain"] = found[1]
    state = re.search(r"(?<!next )(?<!rewind )binding state (\w+)", text)
    facts["event.action"] = {"active": "assigned", "free": "expired"}.get(state[1], state[1]) if state else "assigned"
    return facts


def _lease_time(text: str) -> dt.datetime | None:
    if text == "never":
        return None
    if text.startswith("epoch "):
        return epoch(text[6:])
    return iso(text.replace("/", "-"), dt.UTC)


_KEA_LEGAL = re.compile(
    r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?)(?: ([+-]\d\d(?::?\d\d)?|[A-Z]{2,5}))? Address: ?(\S{2,45}) has been "
    r"(assigned|renewed|released|rebound)(?: for (?:(\d+) hrs? ?)?(?:(\d+) mins? ?)?(?:(\d+) secs?)?)?.*?"
    r"(?:hwtype=\d+ ([0-9A-Fa-f:]{17}))?(?:$|,| from)"
)
_KEA_ALLOC = re.compile(
    r"DHCP4_LEASE_(ALLOC|REUSE|OFFER)\s.*?\[hwtype=\d+ ([0-9A-Fa-f:]{17})\].*?lease (\S+) has been"
)
_KEA_STATES = {"0": "assigned", "1": "declined", "2": "expired", "3": "released"}


def kea(text: str, context: Context) -> Facts | None:
    """Memfile lines (v4, v6), lines of the legal log, and the server's own messages."""
    facts: Facts = {"event.module": "kea", "event.dataset": "dhcp"}
    if found := _KEA_LEGAL.search(text):
        zone = found[2] or ""
        moment = iso(found[1] + (zone if zone[:1] in "+-" else ""), context.zone)
        timed(facts, moment, context)
        put(facts, "source.ip", ip(found[3].rstrip(",")))
        facts["event.action"] = "released" if found[4] == "released" else "assigned"
        hardware = re.search(r"hwtype=\d+ ([0-9A-Fa-f:]{17})", text)
        put(facts, "source.mac", mac(hardware[1]) if hardware else None)
        seconds = sum(int(found[at] or 0) * size for at, size in ((5, 3600), (6, 60), (7, 1)))
        if moment and seconds and seconds < 10**9:
            facts["event.end"] = moment + dt.timedelta(seconds=seconds)
        return facts if "source.ip" in facts else None
    if found := _KEA_ALLOC.search(text):
        facts["event.action"] = "offer" if found[1] == "OFFER" else "assigned"
        put(facts, "source.mac", mac(found[2]))
        put(facts, "source.ip", ip(found[3]))
        return facts
    parts = [part.replace("&#x2c", ",") for part in text.split(",")]
    if len(parts) < 10 or not (address := ip(parts[0])):
        return None
    six = ":" in address
    lifetime, expires = (parts[2], parts[3]) if six else (parts[3], parts[4])
    seconds_, end = whole(lifetime), epoch(expires)
    if seconds_ is None or end is None or seconds_ > 10**10:
        return None
    facts["source.ip"] = address
    hardware_, name, state = (
        (parts[12:13], parts[11:12], parts[13:14]) if six else (parts[1:2], parts[8:9], parts[9:10])
    )
    put(facts, "source.mac", mac("".join(hardware_)))
    put(facts, "source.domain", "".join(name)[:255].rstrip("."))
    facts["event.action"] = _KEA_STATES.get("".join(state), "assigned")
    timed(facts, end - dt.timedelta(seconds=min(seconds_, 10**9)), context)
    facts["event.end"] = end
    return facts


def dnsmasq(text: str, context: Context) -> Facts | None:
    if found := _DNSMASQ.search(text):
        facts: Facts = {"event.module": "dnsmasq", "event.dataset": "dhcp"}
        facts["event.action"] = ACTIONS.get(found[1], found[1].lower())
        put(facts, "observer.ingress.interface.name", found[2])
        put(facts, "source.ip", ip(found[3] or ""))
        put(facts, "source.mac", mac(found[4]))
        put(facts, "source.domain", found[5])
        return facts
    return None


_WINDOWS = {
    "00": "log-started", "01": "log-stopped", "02": "log-paused", "10": "assigned", "11": "assigned",
    "12": "released",
    "13": "conflict", "14": "exhausted", "15": "refused", "16": "deleted", "17": "expired", "18": "expired",
    "20": "assigned", "24": "cleanup-begin", "25": "cleanup", "30": "dns-update-request", "31": "dns-update-failed",
    "32": "dns-update", "36": "dropped",
}  # fmt: skip


def windows_dhcp(text: str, context: Context) -> Facts | None:
    parts = text.split(",")
    if (
        len(parts) < 7
        or not re.fullmatch(r"\d{1,5}", parts[0])
        or not re.fullmatch(r"\d\d/\d\d/\d\d(\d\d)?", parts[1])
    ):
        return None
    code = parts[0].zfill(2)
    facts: Facts = {"event.module": "windows-dhcp", "event.dataset": "dhcp", "event.code": code}
    facts["event.action"] = _WINDOWS.get(code, "other")
    put(facts, "message", parts[3][:200])
    put(facts, "source.ip", ip(parts[4]))
    put(facts, "source.domain", parts[5].rstrip("."))
    put(facts, "source.mac", mac(parts[6]))
    put(facts, "user.name", parts[7] if len(parts) > 7 else "")
    month, day, year = parts[1].split("/")
    try:
        clock = dt.time.fromisoformat(parts[2])
        local = dt.datetime.combine(dt.date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day)), clock)
    except ValueError:
        return facts
    timed(facts, utc(local, context.zone), context)
    return facts
