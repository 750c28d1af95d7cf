"""Firewalls: FortiGate, pfSense and OPNsense, iptables, MikroTik, and whoever speaks CEF."""

import datetime as dt
import re

from .common import Context, Facts, epoch, extras, flag, ip, iso, mac, port, put, timed, utc, whole

PROTOCOLS = {
    "1": "icmp",
    "2": "igmp",
    "6": "tcp",
    "17": "udp",
    "47": "gre",
    "50": "esp",
    "58": "ipv6-icmp",
    "132": "sctp",
}

# FortiGate ---------------------------------------------------------------------------------------------------------

_PAIR = re.compile(r'([\w.-]{1,64})=(?:"((?:[^"\\]|\\.)*)"|([^\s"]*))')
_OPEN = re.compile(r'([\w.-]{1,64})="((?:[^"\\]|\\.)*)\Z')
_FORTI = {
    "devname": "observer.name", "devid": "observer.serial_number", "srcintf": "observer.ingress.interface.name",
    "dstintf": "observer.egress.interface.name", "logid": "event.code", "action": "event.action",
    "service": "network.application", "user": "user.name", "group": "user.group.name", "srcname": "source.domain",
    "hostname": "url.domain", "url": "url.original", "catdesc": "rule.category", "policyid": "rule.id",
    "sessionid": "network.session_id", "subtype": "event.dataset", "level": "log.level",
    "srccountry": "source.geo.name",
    "dstcountry": "destination.geo.name", "osname": "host.os.name", "msg": "message",
}  # fmt: skip
_FORTI_IP = {"srcip": "source.ip", "dstip": "destination.ip"}
_FORTI_PORT = {"srcport": "source.port", "dstport": "destination.port"}
_FORTI_COUNT = {
    "sentbyte": "source.bytes", "rcvdbyte": "destination.bytes", "sentpkt": "source.packets",
    "rcvdpkt": "destination.packets",
}  # fmt: skip
_FORTI_DONE = {
    "date",
    "time",
    "eventtime",
    "tz",
    "proto",
    "trandisp",
    "transip",
    "transport",
    "tranip",
    "tranport",
    "duration",
    "srcmac",
}


def fortigate(text: str, context: Context) -> Facts | None:
    if "devid=" not in text and "logid=" not in text:
        return None
    at = max(0, text.find("date="))
    found: dict[str, str] = {}
    for name, quoted, bare in _PAIR.findall(text, at):
        value = quoted or bare
        if value:
            found.setdefault(name, re.sub(r"\\(.)", r"\1", value) if "\\" in value else value)
    facts: Facts = {"event.module": "fortigate"}
    if text.count('"') % 2 and (cut := _OPEN.search(text, at)):
        found.setdefault(cut[1], cut[2])
        flag(facts, "truncated")
    rest: dict[str, str] = {}
    for name, value in found.items():
        if target := _FORTI.get(name):
            facts[target] = value
        elif target := _FORTI_IP.get(name):
            put(facts, target, ip(value))
        elif target := _FORTI_PORT.get(name):
            put(facts, target, port(value))
        elif target := _FORTI_COUNT.get(name):
            put(facts, target, whole(value))
        elif name not in _FORTI_DONE:
            rest[name] = value
    put(facts, "network.transport", PROTOCOLS.get(found.get("proto", ""), found.get("proto")))
    put(facts, "source.mac", mac(found.get("srcmac", "")))
    if (seconds := whole(found.get("duration", ""))) is not None:
        facts["event.duration"] = min(seconds, 10**9) * 1_000_000_000
    disposition = found.get("trandisp", "")
    if "snat" in disposition:
        put(facts, "source.nat.ip", ip(found.get("transip", "")))
        put(facts, "source.nat.port", port(found.get("transport", "")))
    if "dnat" in disposition:
        put(facts, "destination.nat.ip", ip(found.get("tranip", "")))
        put(facts, "destination.nat.port", port(found.get("tranport", "")))
    facts["event.outcome"] = "failure" if found.get("action") in {"deny", "blocked"} else "success"
    timed(facts, _forti_time(found, context), context)
    if context.whole:
        extras(facts, rest)
    return facts


def _forti_time(found: dict[str, str], context: Context) -> dt.datetime | None:
    if moment := epoch(found.get("eventtime", "")):
        return moment
    zone = context.zone
    if match := re.fullmatch(r"([+-])(\d\d):?(\d\d)", found.get("tz", "")):
        offset = dt.timedelta(hours=int(match[2]), minutes=int(match[3]))
        zone = dt.timezone(-offset if match[1] == "-" else offset)
    return iso(f"{found.get('date', '')}T{found.get('time', '')}", zone)


# pfSense, OPNsense -------------------------------------------------------------------------------------------------


def filterlog(text: str, context: Context) -> Facts | None:
    parts = text.split(",")
    if (
        len(parts) < 9
        or parts[6] not in {"pass", "block", "reject", "rdr", "nat", "binat"}
        or parts[7] not in {"in", "out"}
    ):
        return None
    facts: Facts = {
        "event.module": "filterlog",
        "event.action": parts[6],
        "network.direction": {"in": "inbound"}.get(parts[7], "outbound"),
    }
    facts["event.outcome"] = "success" if parts[6] == "pass" else "failure"
    put(facts, "rule.id", parts[3] or parts[0])
    put(facts, "observer.ingress.interface.name" if parts[7] == "in" else "observer.egress.interface.name", parts[4])
    if parts[8] == "4":
        number, name, length, at = 15, 16, 17, 18
    elif parts[8] == "6":
        number, name, length, at = 13, 12, 14, 15
    else:
        flag(facts, "truncated")
        return facts
    if len(parts) <= at + 1:
        flag(facts, "truncated")
        return facts
    proto = parts[name].lower()
    facts["network.transport"] = PROTOCOLS.get(parts[number], proto)
    put(facts, "network.bytes", whole(parts[length]))
    put(facts, "source.ip", ip(parts[at]))
    put(facts, "destination.ip", ip(parts[at + 1]))
    if proto in {"tcp", "udp"}:
        if len(parts) > at + 3:
            put(facts, "source.port", port(parts[at + 2]))
            put(facts, "destination.port", port(parts[at + 3]))
        else:
            flag(facts, "truncated")
    return facts


# iptables ----------------------------------------------------------------------------------------------------------

_TABLE_PAIR = re.compile(r"\b([A-Z]{2,9})=(\S*)")


def iptables(text: str, context: Context) -> Facts | None:
    if "SRC=" not in text or " DST=" not in text or " PROTO=" not in text:
        return None
    found: dict[str, str] = {}
    for name, value in _TABLE_PAIR.findall(text):
        found.setdefault(name, value)
    facts: Facts = {"event.module": "iptables"}
    put(facts, "source.ip", ip(found.get("SRC", "")))
    put(facts, "destination.ip", ip(found.get("DST", "")))
    put(facts, "source.port", port(found.get("SPT", "")))
    put(facts, "destination.port", port(found.get("DPT", "")))
    put(facts, "network.transport", PROTOCOLS.get(found.get("PROTO", ""), found.get("PROTO", "").lower()))
    put(facts, "network.bytes", whole(found.get("LEN", "")))
    put(facts, "observer.ingress.interface.name", found.get("IN"))
    put(facts, "observer.egress.interface.name", found.get("OUT"))
    hardware = found.get("MAC", "").split(":")
    if len(hardware) >= 12:  # destination, source, type
        put(facts, "source.mac", mac(":".join(hardware[6:12])))
    prefix = re.sub(r"^\[ *\d+\.\d+\] *", "", text[: max(0, text.find("IN="))]).strip(" :")
    put(facts, "rule.name", prefix[:80])
    if match := re.search(r"DROP|DENY|REJECT|BLOCK|ACCEPT|ALLOW", prefix.upper()):
        facts["event.action"] = match[0].lower()
        facts["event.outcome"] = "success" if match[0] in {"ACCEPT", "ALLOW"} else "failure"
    return facts


# MikroTik ----------------------------------------------------------------------------------------------------------

_END = r"(?:\[([0-9A-Fa-f:.%\w]+)\]|([\d.]+))(?::(\d+))?"
_MIKROTIK = re.compile(
    r"(?:^|[ ,])(input|forward|output|prerouting|srcnat|dstnat): in:(\S+|\(\S+ \d+\)) out:(\(\S+ \d+\)|[^\s,]+),? "
)
_FLOW = re.compile(rf"proto (\w+)(?: \([^)]*\))?, {_END}->{_END}")
_NAT = re.compile(rf"NAT (?:\({_END}->{_END}\)->{_END}|{_END}->\({_END}->{_END}\))")
_SRC_MAC = re.compile(r"src-mac ([0-9a-fA-F:]{17})")
_ASSIGNED = re.compile(r"(\S{1,64}) (assigned|deassigned) (\S{3,45}) (?:to|from) ([0-9A-Fa-f:]{17})(?: (\S+))?")
_LOGIN = re.compile(r"(?:user (\S+) logged (in|out)|login failure for user (\S+)) from (\S+) via (\S+)")


def mikrotik(text: str, context: Context) -> Facts | None:
    facts: Facts = {"event.module": "mikrotik"}
    if flow := _FLOW.search(text):
        chain = _MIKROTIK.search(text)
        if not chain and "connection-state" not in text:
            return None
        if chain:
            facts["rule.ruleset"] = chain[1]
            put(facts, "observer.ingress.interface.name", chain[2].rstrip(","))
            put(facts, "observer.egress.interface.name", None if chain[3].startswith("(") else chain[3])
            name = text[: chain.start()].rpartition(",")[2].split(" ", 1)
            put(facts, "rule.name", name[1][:80] if len(name) > 1 else "")
        proto, src6, src4, sport, dst6, dst4, dport = flow.groups()
        facts["network.transport"] = proto.lower()
        put(facts, "source.ip", ip(src6 or src4))
        put(facts, "source.port", port(sport or ""))
        put(facts, "destination.ip", ip(dst6 or dst4))
        put(facts, "destination.port", port(dport or ""))
        if hardware := _SRC_MAC.search(text):
            put(facts, "source.mac", mac(hardware[1]))
        if nat := _NAT.search(text):
            held = nat.groups()
            if held[3] or held[4]:  # (inside->outside)->destination: the source was changed
                put(facts, "source.nat.ip", ip(held[3] or held[4]))
                put(facts, "source.nat.port", port(held[5] or ""))
            else:
                put(facts, "destination.nat.ip", ip(held[15] or held[16] or ""))
                put(facts, "destination.nat.port", port(held[17] or ""))
        if length := re.search(r", len (\d{1,9})", text):
            facts["network.bytes"] = int(length[1])
        if match := re.search(r"drop|deny|reject|accept|allow", facts.get("rule.name", "").lower()):
            facts["event.action"] = match[0]
        return facts
    if lease := _ASSIGNED.search(text):
        facts["event.action"] = "assigned" if lease[2] == "assigned" else "released"
        facts["event.dataset"] = "dhcp"
        put(facts, "source.ip", ip(lease[3]))
        put(facts, "source.mac", mac(lease[4]))
        put(facts, "source.domain", lease[5])
        return facts if "source.ip" in facts else None
    if login := _LOGIN.search(text):
        facts["event.dataset"] = "login"
        facts["event.action"] = "login" if login[2] != "out" else "logout"
        facts["event.outcome"] = "failure" if login[3] else "success"
        put(facts, "user.name", login[1] or login[3])
        put(facts, "source.ip", ip(login[4]))
        put(facts, "network.application", login[5])
        return facts
    return None


# CEF ---------------------------------------------------------------------------------------------------------------

_CEF_KEY = re.compile(r"(?:^|(?<=\s))([A-Za-z0-9_.\[\]-]{1,64})=")
_CEF = {
    "act": "event.action", "app": "network.application", "cat": "event.category", "dhost": "destination.domain",
    "shost": "source.domain", "duser": "destination.user.name", "suser": "user.name", "request": "url.original",
    "dvchost": "observer.name", "deviceExternalId": "observer.serial_number", "fname": "file.name", "msg": "message",
    "outcome": "event.outcome", "requestMethod": "http.request.method",
}  # fmt: skip
_CEF_IP = {
    "src": "source.ip",
    "dst": "destination.ip",
    "sourceTranslatedAddress": "source.nat.ip",
    "destinationTranslatedAddress": "destination.nat.ip",
    "dvc": "observer.ip",
}
_CEF_PORT = {
    "spt": "source.port",
    "dpt": "destination.port",
    "sourceTranslatedPort": "source.nat.port",
    "destinationTranslatedPort": "destination.nat.port",
}
_CEF_COUNT = {"in": "destination.bytes", "out": "source.bytes"}
_CEF_MAC = {"smac": "source.mac", "dmac": "destination.mac"}
_CEF_TIME = {"rt": "@timestamp", "start": "event.start", "end": "event.end"}


def cef(text: str, context: Context) -> Facts | None:
    at = text.find("CEF:")
    if at < 0 or at > 300:
        return None
    head = re.split(r"(?<!\\)\|", text[at + 4 :], maxsplit=7)
    if len(head) < 7 or not head[0].strip().isdigit():
        return None
    plain = [part.replace("\\|", "|").replace("\\\\", "\\") for part in head[:7]]
    facts: Facts = {"event.module": "cef"}
    for name, value in zip(
        ("observer.vendor", "observer.product", "observer.version", "event.code", "rule.name", "event.severity"),
        plain[1:],
        strict=True,
    ):
        put(facts, name, value[:200])
    rest: dict[str, str] = {}
    body = head[7] if len(head) > 7 else ""
    keys = list(_CEF_KEY.finditer(body))
    for number, key in enumerate(keys):
        end = keys[number + 1].start() if number + 1 < len(keys) else len(body)
        name, value = key[1], re.sub(r"\\([=\\])", r"\1", body[key.end() : end].strip())
        if target := _CEF.get(name):
            put(facts, target, value)
        elif target := _CEF_IP.get(name):
            put(facts, target, ip(value))
        elif target := _CEF_PORT.get(name):
            put(facts, target, port(value))
        elif target := _CEF_COUNT.get(name):
            put(facts, target, whole(value))
        elif target := _CEF_MAC.get(name):
            put(facts, target, mac(value))
        elif target := _CEF_TIME.get(name):
            timed(facts, epoch(value) or iso(value, context.zone) or _cef_time(value, context), context, target)
        elif name == "proto":
            put(facts, "network.transport", PROTOCOLS.get(value, value.lower()))
        else:
            rest[name] = value
    extras(facts, rest)
    return facts


def _cef_time(text: str, context: Context) -> dt.datetime | None:
    for pattern in ("%b %d %Y %H:%M:%S", "%b %d %Y %H:%M:%S.%f"):
        try:
            return utc(dt.datetime.strptime(text[:32], pattern), context.zone)
        except ValueError:
            continue
    return None
