"""Who signed in: RADIUS in both its forms, sshd, the security log of Windows."""

import json
import re
from typing import Any

from .common import Context, Facts, epoch, extras, ip, iso, mac, port, put, timed, whole

_ATTRIBUTE = re.compile(r'([A-Za-z][A-Za-z0-9-]{1,63}) = (?:"((?:[^"\\]|\\.)*)"|(\S[^\x1e]*))')
_STATUS = {
    "Start": "session-start",
    "Stop": "session-end",
    "Interim-Update": "session-update",
    "Alive": "session-update",
}
_AUTH = re.compile(
    r"(?:Auth: )?(?:\(\d+\) +)?(Login OK|Login incorrect|Invalid user)(?: \([^)]*\))?: \[([^\]/]{0,253})(?:/[^\]]*)?\]"  # noqa: E501 - one pattern
    r"(?: \(from client (\S+) port (\d+)(?: cli ([^\s)]+))?)?"
)
_OUTER = re.compile(r"(\w{3}) (\w{3}) +(\d{1,2}) (\d\d:\d\d:\d\d) (\d{4})")


def radius(text: str, context: Context) -> Facts | None:
    if "Acct-Status-Type" in text or "Acct-Session-Id" in text:
        return _accounting(text, context)
    if not (found := _AUTH.search(text)):
        return None
    facts: Facts = {"event.module": "radius", "event.dataset": "auth", "event.action": "login"}
    facts["event.outcome"] = "success" if found[1] == "Login OK" else "failure"
    put(facts, "user.name", found[2])
    put(facts, "observer.name", found[3])
    if found[5]:
        put(facts, "source.mac", mac(found[5]))
        put(facts, "source.ip", ip(found[5]) if "source.mac" not in facts else None)
    if outer := _OUTER.match(text):
        timed(facts, _long_time(outer, context), context)
    return facts


def _long_time(found: "re.Match[str]", context: Context) -> Any:
    from .common import MONTHS

    return iso(f"{found[5]}-{MONTHS.get(found[2], 0):02d}-{int(found[3]):02d}T{found[4]}", context.zone)


def _accounting(text: str, context: Context) -> Facts | None:
    found: dict[str, str] = {}
    for name, quoted, bare in _ATTRIBUTE.findall(text):
        found.setdefault(name, re.sub(r"\\(.)", r"\1", quoted) if quoted else bare.strip())
    status = found.get("Acct-Status-Type", "")
    if not status:
        return None
    facts: Facts = {"event.module": "radius", "event.dataset": "accounting"}
    facts["event.action"] = _STATUS.get(status, status.lower())
    put(facts, "user.name", found.get("User-Name"))
    put(facts, "source.ip", ip(found.get("Framed-IP-Address", "")))
    put(facts, "source.mac", mac(found.get("Calling-Station-Id", "")))
    put(facts, "observer.ip", ip(found.get("NAS-IP-Address", "")))
    put(facts, "observer.name", found.get("NAS-Identifier"))
    put(facts, "network.session_id", found.get("Acct-Session-Id"))
    point, _, ssid = found.get("Called-Station-Id", "").partition(":")
    if "-" in point or ssid:
        put(facts, "observer.mac", mac(point))
        put(facts, "network.name", ssid)
    put(facts, "observer.ingress.interface.name", found.get("NAS-Port-Id"))
    for name, target in (("Input", "source.bytes"), ("Output", "destination.bytes")):
        low, high = whole(found.get(f"Acct-{name}-Octets", "")), whole(found.get(f"Acct-{name}-Gigawords", "0"))
        if low is not None and high is not None and high < 2**20:
            facts[target] = low + (high << 32)
    seconds = whole(found.get("Acct-Session-Time", ""))
    if seconds is not None and seconds < 10**9:
        facts["event.duration"] = seconds * 1_000_000_000
    put(facts, "event.reason", found.get("Acct-Terminate-Cause"))
    moment = epoch(found.get("Timestamp", ""))
    if moment is None and (outer := _OUTER.search(found.get("Event-Timestamp", "") or text[:40])):
        moment = _long_time(outer, context)
    timed(facts, moment, context)
    return facts


# sshd --------------------------------------------------------------------------------------------------------------

_SSH = [
    (re.compile(r"Accepted (\S+) for (?P<user>.{1,64}?) from (?P<ip>\S+) port (?P<port>\d+)"), "login", "success"),
    (re.compile(r"Failed (\S+) for (?:invalid user )?(?P<user>.{0,64}?) from (?P<ip>\S+) port (?P<port>\d+)"), "login", "failure"),  # noqa: E501 - one pattern
    (re.compile(r"Invalid user (?P<user>.{0,64}?) from (?P<ip>\S+)(?: port (?P<port>\d+))?"), "login", "failure"),
    (re.compile(r"authentication failure;.*rhost=(?P<ip>\S*)(?:\s+user=(?P<user>\S+))?"), "login", "failure"),
    (re.compile(r"User (?P<user>.{1,64}?) from (?P<ip>\S+) not allowed"), "login", "failure"),
    (re.compile(r"(?:Connection (?:closed|reset) by|Disconnected from) (?:authenticating|invalid|\S+) user (?P<user>.{0,64}?) (?P<ip>[0-9A-Fa-f.:]+) port (?P<port>\d+)"), "disconnect", "failure"),  # noqa: E501 - one pattern
    (re.compile(r"(?:Connection (?:closed|reset) by|Disconnected from|Received disconnect from) (?:user (?P<user>\S+) )?(?P<ip>[0-9A-Fa-f.:]+) port (?P<port>\d+)"), "disconnect", ""),  # noqa: E501 - one pattern
    (re.compile(r"Unable to negotiate with (?P<ip>\S+) port (?P<port>\d+)"), "negotiate", "failure"),
    (re.compile(r"(?:from|for) (?P<ip>[0-9A-Fa-f.:]+) port (?P<port>\d+)"), "connection", "failure"),
    (re.compile(r"refused connect from \S{1,300} \((?P<ip>[0-9A-Fa-f.:]+)\)"), "connection", "failure"),
    (re.compile(r"pam_unix\(sshd:session\): session (?P<what>opened|closed) for user (?P<user>[^\s(]+)"), "session", "success"),  # noqa: E501 - one pattern
]  # fmt: skip


def sshd(text: str, context: Context) -> Facts | None:
    for pattern, action, outcome in _SSH:
        if found := pattern.search(text):
            held = found.groupdict()
            facts: Facts = {"event.module": "sshd", "event.action": action}
            put(facts, "event.outcome", outcome)
            put(facts, "user.name", held.get("user"))
            put(facts, "source.ip", ip(held.get("ip") or ""))
            put(facts, "source.port", port(held.get("port") or ""))
            put(facts, "message", text[:500])
            return facts
    return None


# Windows -----------------------------------------------------------------------------------------------------------

_EVENTS = {
    "4624": ("login", "success"), "4625": ("login", "failure"), "4634": ("logout", "success"), "4647": ("logout",
    "success"),
    "4648": ("login-explicit", "success"), "4672": ("privileges-assigned", "success"), "4720": ("user-created",
    "success"),
    "4722": ("user-enabled", "success"), "4724": ("password-reset", "success"), "4725": ("user-disabled", "success"),
    "4726": ("user-deleted", "success"), "4728": ("group-member-added", "success"), "4732": ("group-member-added",
    "success"),
    "4756": ("group-member-added", "success"), "4740": ("user-locked", "success"), "4768": ("kerberos-ticket", ""),
    "4769": ("kerberos-service-ticket", ""), "4771": ("kerberos-ticket", "failure"), "4776": ("credential-check", ""),
    "1102": ("audit-log-cleared", "success"),
}  # fmt: skip
_XML_DATA = re.compile(r"<Data Name=(['\"])([A-Za-z0-9_]{1,64})\1>([^<]{0,4000})</Data>")
_ENTITY = {"&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"', "&apos;": "'"}


def windows(text: str, context: Context) -> Facts | None:
    if "<Event" in text and "<EventID" in text:
        system = text
        code = re.search(r"<EventID[^>]{0,80}>(\d{1,6})</EventID>", system)
        if not code:
            return None
        made = re.search(r"SystemTime=['\"]([^'\"]{10,40})['\"]", system)
        computer = re.search(r"<Computer>([^<]{1,255})</Computer>", system)
        channel = re.search(r"<Channel>([^<]{1,255})</Channel>", system)
        data = {
            name: re.sub(r"&\w{2,4};", lambda m: _ENTITY.get(m[0], m[0]), value)
            for _, name, value in _XML_DATA.findall(text)
        }
        return _windows(
            code[1],
            made[1] if made else "",
            computer[1] if computer else "",
            channel[1] if channel else "",
            data,
            context,
        )
    if not text.lstrip().startswith("{") or "vent" not in text:
        return None
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict):
        return None
    return _windows_json(told, context)


def _windows_json(told: dict[str, Any], context: Context) -> Facts | None:
    """Winlogbeat, NXLog, and the plain form of the event forwarders."""
    log = told.get("winlog")
    if isinstance(log, dict):
        data, code = log.get("event_data"), log.get("event_id")
        made, computer, channel = told.get("@timestamp"), log.get("computer_name"), log.get("channel")
    elif isinstance(event := told.get("Event"), dict) and isinstance(system := event.get("System"), dict):
        code, computer, channel = system.get("EventID"), system.get("Computer"), system.get("Channel")
        code = code.get("#text") if isinstance(code, dict) else code
        created = system.get("TimeCreated")
        attributes = created.get("#attributes", created) if isinstance(created, dict) else {}
        made = attributes.get("SystemTime") if isinstance(attributes, dict) else None
        data = event.get("EventData")
    else:
        code, data = told.get("EventID") or told.get("Id"), told
        made = told.get("EventTime") or told.get("TimeCreated") or told.get("@timestamp")
        computer, channel = told.get("Hostname") or told.get("Computer"), told.get("Channel")
    if not str(code or "").isdigit():
        return None
    flat = (
        {str(name): str(value) for name, value in data.items() if isinstance(value, str | int)}
        if isinstance(data, dict)
        else {}
    )
    return _windows(str(code), str(made or ""), str(computer or ""), str(channel or ""), flat, context)


def _windows(code: str, made: str, computer: str, channel: str, data: dict[str, str], context: Context) -> Facts:
    facts: Facts = {"event.module": "windows", "event.code": code}
    action, outcome = _EVENTS.get(code, ("event", ""))
    if not outcome and data.get("Status"):
        outcome = "success" if data["Status"] in {"0x0", "0"} else "failure"
    facts["event.action"] = action
    put(facts, "event.outcome", outcome)
    put(facts, "host.name", computer)
    put(facts, "event.provider", channel)
    timed(facts, iso(made, context.zone), context)
    put(facts, "user.name", data.get("TargetUserName") or data.get("SubjectUserName"))
    put(facts, "user.domain", data.get("TargetDomainName"))
    put(facts, "source.ip", ip(data.get("IpAddress", "")))
    put(facts, "source.port", port(data.get("IpPort", "")) or None)
    put(facts, "source.domain", data.get("WorkstationName"))
    put(facts, "network.session_id", data.get("TargetLogonId"))
    known = {"TargetUserName", "TargetDomainName", "IpAddress", "IpPort", "WorkstationName", "TargetLogonId"}
    extras(facts, {name: value for name, value in data.items() if name not in known and value not in {"-", ""}})
    return facts
