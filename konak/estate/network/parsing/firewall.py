"""Rule sets of firewalls as the device writes them: FortiGate, pfSense and OPNsense, iptables. Pure functions."""

import re
import shlex
from dataclasses import dataclass, field
from ipaddress import (
    collapse_addresses,
    ip_address,
    ip_network,
    summarize_address_range,
)
from typing import Any

from lxml import etree

ANY = "any"
MOST_RULES = 20_000
MOST_FAULTS = 20
MOST_SPOTS = 2_000
"""Addresses or services of one rule after its groups are opened."""
_SERVICE = re.compile(r"(tcp|udp|sctp)(?:/(\d{1,5})(?:[-:](\d{1,5}))?)?|ip/\d{1,3}|[a-z][a-z0-9-]{1,11}")
_BARE = frozenset(("any", "icmp", "icmpv6", "esp", "ah", "gre", "ospf", "igmp", "vrrp", "ipip"))
_KNOWN = {
    "ALL": "any",
    "ALL_TCP": "tcp",
    "ALL_UDP": "udp",
    "ALL_ICMP": "icmp",
    "PING": "icmp",
    "ESP": "esp",
    "HTTP": "tcp/80",
    "HTTPS": "tcp/443",
    "SSH": "tcp/22",
    "FTP": "tcp/21",
    "TELNET": "tcp/23",
    "RDP": "tcp/3389",
    "SMTP": "tcp/25",
    "SMTPS": "tcp/465",
    "IMAP": "tcp/143",
    "IMAPS": "tcp/993",
    "LDAP": "tcp/389",
    "DNS": "tcp/53 udp/53",
    "NTP": "tcp/123 udp/123",
    "SNMP": "tcp/161-162 udp/161-162",
    "SYSLOG": "udp/514",
    "DHCP": "udp/67-68",
    "TFTP": "udp/69",
    "SMB": "tcp/445",
    "MYSQL": "tcp/3306",
    "MS-SQL": "tcp/1433-1434",
}
"""Services a FortiGate knows without writing them down."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of a rule set; `ident` is what the device itself calls it."""

    ident: str
    action: str
    sources: tuple[str, ...] = (ANY,)
    destinations: tuple[str, ...] = (ANY,)
    services: tuple[str, ...] = (ANY,)
    name: str = ""
    comment: str = ""
    path: str = ""
    enabled: bool = True


@dataclass(slots=True)
class RuleSet:
    """What was read: the writing, the rules in their order, what could not be read."""

    kind: str
    rules: list[Rule] = field(default_factory=list)
    broken: int = 0
    faults: list[str] = field(default_factory=list)

    def fault(self, text: str) -> None:
        self.broken += 1
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(text[:200])

    def add(self, rule: Rule) -> None:
        if len(self.rules) >= MOST_RULES:
            raise ValueError(f"Kural kümesinde {MOST_RULES} kuraldan çoğu var.")
        self.rules.append(rule)


def spot(text: str) -> str:
    """An address, network, range or host name in one writing; what is none is a `ValueError`."""
    word = text.strip().lower()
    bare = word.removeprefix("!").strip()
    sign = "!" if word.startswith("!") else ""
    if bare in {"any", "all", "hepsi", "*", "0.0.0.0/0", "::/0"}:
        return sign + ANY
    try:
        if "-" in bare and not re.search(r"[g-z]", bare):
            first, last = (ip_address(part.strip()) for part in bare.split("-", 1))
            if first.version != last.version or int(first) > int(last):
                raise ValueError
            return sign + (str(first) if first == last else f"{first}-{last}")
        net = ip_network(bare, strict=False)
        return sign + (str(net.network_address) if net.num_addresses == 1 else str(net))
    except ValueError:
        pass
    if len(bare) <= 253 and re.fullmatch(r"[a-z0-9_*]([a-z0-9_.*-]*[a-z0-9_])?", bare) and re.search(r"[a-z]", bare):
        return sign + bare
    raise ValueError(f"«{text.strip()[:60]}» bir adres, ağ, aralık ya da ad değil.")


def service(text: str) -> str:
    """A service in one writing: "tcp/443", "udp/5000-5010", "icmp", "any"."""
    word = text.strip().lower().replace(":", "-")
    if word in {"any", "all", "hepsi", "*"}:
        return ANY
    found = _SERVICE.fullmatch(word)
    if found is None or (found[1] is None and "/" not in word and word not in _BARE):
        raise ValueError(f"«{text.strip()[:40]}» bir servis değil; tcp/443, udp/53, tcp/8000-8010 ya da icmp yazın.")
    if found[2] is None:
        return word
    low, high = int(found[2]), int(found[3] or found[2])
    if not 0 <= low <= high <= 65535:
        raise ValueError(f"«{text.strip()[:40]}»: kapı numaraları 0–65535, küçükten büyüğe.")
    if (low, high) in {(0, 65535), (1, 65535)}:
        return found[1]
    return f"{found[1]}/{low}" if low == high else f"{found[1]}/{low}-{high}"


def same_spots(values: tuple[str, ...] | list[str]) -> frozenset[str]:
    """What a list of addresses means, however it was written: networks joined, ranges opened, names as they are."""
    if ANY in values:
        return frozenset({ANY})
    found: set[str] = set()
    nets: dict[int, list[Any]] = {4: [], 6: []}
    for value in values:
        try:
            if "-" in value and value[0] != "!":
                first, last = (ip_address(part) for part in value.split("-", 1))
                nets[first.version] += summarize_address_range(first, last)
            else:
                net = ip_network(value)
                nets[net.version].append(net)
        except (ValueError, TypeError):
            found.add(value)
    return frozenset(found | {str(net) for some in nets.values() for net in collapse_addresses(some)})


def same_services(values: tuple[str, ...] | list[str]) -> frozenset[str]:
    """What a list of services means: ports that touch are joined."""
    if ANY in values:
        return frozenset({ANY})
    ports: dict[str, list[tuple[int, int]]] = {}
    found: set[str] = set()
    for value in values:
        one = re.fullmatch(r"(tcp|udp|sctp)(?:/(\d+)(?:-(\d+))?)?", value)
        if one is None:
            found.add(value)
            continue
        low, high = (int(one[2]), int(one[3] or one[2])) if one[2] else (0, 65535)
        ports.setdefault(one[1], []).append((low, high))
    for name, spans in ports.items():
        joined: list[tuple[int, int]] = []
        for low, high in sorted(spans):
            if joined and low <= joined[-1][1] + 1:
                joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
            else:
                joined.append((low, high))
        found |= {f"{name}/{low}-{high}" for low, high in joined}
    return frozenset(found)


def read(content: bytes, kind: str = "auto") -> RuleSet:
    """The rules of a file; a file that is none of the known ones is a `ValueError` in words."""
    text = content.decode("utf-8-sig", "replace").replace("\0", "")
    if kind == "auto":
        kind = _kind(text)
    found = RuleSet(kind)
    {"fortigate": _fortigate, "pfsense": _pfsense, "iptables": _iptables}[kind](text, found)
    if not found.rules:
        raise ValueError("Dosyada kural bulunamadı." + (f" {found.faults[0]}" if found.faults else ""))
    return found


def _kind(text: str) -> str:
    if re.search(r"<(pfsense|opnsense)[\s>]", text[:4_000]):
        return "pfsense"
    if re.search(r"^\s*config firewall (policy|address)", text, re.M):
        return "fortigate"
    if re.search(r"^\s*(\*filter|(iptables\s.*)?-A\s+\S+)", text, re.M):
        return "iptables"
    raise ValueError("Dosya tanınmadı: FortiGate, pfSense/OPNsense ya da iptables-save çıktısı verin.")


# FortiGate: "config … / edit … / set … / next / end", nested; VDOMs wrap the same.


def _words(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError:
        return line.replace('"', " ").split()


def _sections(text: str) -> dict[str, dict[str, dict[str, list[str]]]]:
    """Section → entry → setting → words. Entries of VDOMs carry the VDOM's name before theirs."""
    found: dict[str, dict[str, dict[str, list[str]]]] = {}
    stack: list[tuple[str, str]] = []
    for line in _joined(text):
        words = _words(line)
        match words[:1]:
            case ["config"]:
                stack.append((" ".join(words[1:]), ""))
            case ["edit"] if stack:
                stack[-1] = (stack[-1][0], " ".join(words[1:]))
            case ["next"] if stack:
                stack[-1] = (stack[-1][0], "")
            case ["end"] if stack:
                stack.pop()
            case ["set" | "append"] if stack and stack[-1][1] and len(words) > 1:
                vdom = next((name for section, name in stack[:-1] if section == "vdom"), "")
                entry = found.setdefault(stack[-1][0], {}).setdefault(f"{vdom}\n{stack[-1][1]}", {})
                entry.setdefault(words[1], []).extend(words[2:])
    return found


def _joined(text: str) -> list[str]:
    """Lines; a quoted comment may run over several."""
    lines: list[str] = []
    held = ""
    for line in text.splitlines():
        held = f"{held} {line.strip()}" if held else line.strip()
        if len(re.findall(r'(?<!\\)"', held)) % 2 == 0 or len(held) > 20_000:
            lines.append(held)
            held = ""
    return [*lines, held] if held else lines


def _opened(
    names: list[str], vdom: str, known: dict[str, tuple[str, ...]], groups: dict[str, dict[str, list[str]]]
) -> tuple[list[str], list[str]]:
    """What stands behind these names, groups opened; and the names behind which nothing stands."""
    found: list[str] = []
    lost: list[str] = []
    waiting, seen = list(names), set()
    while waiting and len(found) < MOST_SPOTS:
        name = waiting.pop(0)
        key = f"{vdom}\n{name}"
        if key in seen:
            continue
        seen.add(key)
        if key in groups:
            waiting += groups[key].get("member", [])
        elif key in known:
            found += known[key]
        elif f"\n{name}" in known:
            found += known[f"\n{name}"]
        else:
            lost.append(name)
    return found, lost


def _fortigate_address(facts: dict[str, list[str]]) -> tuple[str, ...]:
    if facts.get("fqdn"):
        return (spot(facts["fqdn"][0]),)
    if facts.get("start-ip"):
        first = facts["start-ip"][0]
        return (spot(f"{first}-{(facts.get('end-ip') or [first])[0]}"),)
    if subnet := facts.get("subnet") or facts.get("ip6"):
        return (spot("/".join(subnet[:2])),)
    return ()


def _fortigate_service(facts: dict[str, list[str]]) -> tuple[str, ...]:
    found = []
    for name in ("tcp", "udp", "sctp"):
        for span in facts.get(f"{name}-portrange", []):
            found.append(service(f"{name}/{span.split(':')[0]}"))  # after the colon stand the ports of the source
    protocol = "".join(facts.get("protocol", []))
    if protocol in {"ICMP", "ICMP6"}:
        found.append("icmp" if protocol == "ICMP" else "icmpv6")
    elif protocol == "IP":
        number = (facts.get("protocol-number") or ["0"])[0]
        found.append(ANY if number == "0" else service(f"ip/{number}"))
    return tuple(found)


def _fortigate(text: str, found: RuleSet) -> None:
    every = _sections(text)
    spots: dict[str, tuple[str, ...]] = {"\nall": (ANY,), "\nall6": (ANY,)}
    services: dict[str, tuple[str, ...]] = {f"\n{name}": tuple(value.split()) for name, value in _KNOWN.items()}
    for target, section, shape in (
        (spots, "firewall address", _fortigate_address),
        (spots, "firewall address6", _fortigate_address),
        (services, "firewall service custom", _fortigate_service),
    ):
        for key, facts in every.get(section, {}).items():
            try:
                if value := shape(facts):
                    target[key] = value
            except ValueError as fault:
                found.fault(f"{key.strip()}: {fault}")
    for key, facts in every.get("firewall vip", {}).items():
        if facts.get("extip"):
            try:
                spots[key] = (spot(facts["extip"][0]),)
            except ValueError as fault:
                found.fault(f"{key.strip()}: {fault}")
    groups = every.get("firewall addrgrp", {}) | every.get("firewall addrgrp6", {})
    bundles = every.get("firewall service group", {})
    for key, facts in every.get("firewall policy", {}).items():
        vdom, ident = key.split("\n", 1)
        parts: list[tuple[str, ...]] = []
        for names, known, grouped in (
            ([*facts.get("srcaddr", []), *facts.get("srcaddr6", [])], spots, groups),
            ([*facts.get("dstaddr", []), *facts.get("dstaddr6", [])], spots, groups),
            (facts.get("service", []), services, bundles),
        ):
            values, lost = _opened(names, vdom, known, grouped)
            if lost:
                found.fault(f"{ident} numaralı kural: «{lost[0]}» adının karşılığı dosyada yok.")
                values += [f"?{name.lower()}" for name in lost]
            parts.append(tuple(dict.fromkeys(values)) or (ANY,))
        for place, name in enumerate(("srcaddr-negate", "dstaddr-negate", "service-negate")):
            if facts.get(name) == ["enable"]:
                parts[place] = tuple(f"!{value}" for value in parts[place])
        found.add(
            Rule(
                f"{vdom}/{ident}" if vdom else ident,
                "allow" if facts.get("action") == ["accept"] else "deny",
                parts[0],
                parts[1],
                parts[2],
                name=" ".join(facts.get("name", []))[:200],
                comment=" ".join(facts.get("comments", []))[:500],
                path=_between(facts),
                enabled=facts.get("status") != ["disable"],
            )
        )


def _between(facts: dict[str, list[str]]) -> str:
    into, out = (" ".join(facts.get(name, [])) for name in ("srcintf", "dstintf"))
    return f"{into or ANY} → {out or ANY}"[:200] if into or out else ""


# iptables-save


def _iptables(text: str, found: RuleSet) -> None:
    table, count = "filter", 0
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if line.startswith("*"):
            table = line[1:]
            continue
        words = _words(line.removeprefix("iptables ").strip())
        if words[:1] and words[0].startswith("[") and len(words) > 1:
            words = words[1:]  # counters
        if table != "filter" or len(words) < 2 or words[0] != "-A":
            continue
        count += 1
        try:
            rule = _iptables_rule(words, str(count))
        except (ValueError, IndexError) as fault:
            found.fault(f"{number}. satır: {fault}")
            continue
        if rule is not None:
            found.add(rule)


def _iptables_rule(words: list[str], ident: str) -> Rule | None:
    """None for what opens nothing: answers of open connections, the machine to itself, jumps to other chains."""
    facts: dict[str, str] = {}
    negated = False
    rest = iter(words[2:])
    for word in rest:
        if word == "!":
            negated = True
            continue
        if word in {"--syn"}:
            negated = False
            continue
        if word.startswith("-"):
            value = next(rest)
            if value == "!":
                negated, value = True, next(rest)
            facts[word] = f"!{value}" if negated else value
            negated = False

    def first(*names: str) -> str:
        return next((facts[name] for name in names if name in facts), "")

    target = first("-j", "--jump")
    state = first("--ctstate", "--state")
    if target not in {"ACCEPT", "DROP", "REJECT"} or (state and "NEW" not in state.upper()):
        return None
    if first("-i", "--in-interface") == "lo":
        return None
    protocol = first("-p", "--protocol").lower()
    ports = first("--dport", "--destination-port", "--dports", "--destination-ports")
    protocol = {"icmpv6": "icmpv6", "ipv6-icmp": "icmpv6", "all": "", "0": ""}.get(protocol, protocol)
    if ports:
        sign, bare = ("!", ports[1:]) if ports.startswith("!") else ("", ports)
        services = tuple(sign + service(f"{protocol}/{port}") for port in bare.split(","))
    elif protocol.isdecimal():
        services = (service(f"ip/{protocol}"),)
    else:
        services = (service(protocol),) if protocol else (ANY,)

    def spots(given: str, span: str) -> tuple[str, ...]:
        value = given or span
        sign, bare = ("!", value[1:]) if value.startswith("!") else ("", value)
        return tuple(sign + spot(one) for one in bare.split(",")) if bare else (ANY,)

    into, out = first("-i", "--in-interface"), first("-o", "--out-interface")
    return Rule(
        ident,
        "allow" if target == "ACCEPT" else "deny",
        spots(first("-s", "--source", "--src"), first("--src-range")),
        spots(first("-d", "--destination", "--dst"), first("--dst-range")),
        services,
        comment=first("--comment")[:500],
        path=f"{words[1]}{f' · {into or ANY} → {out or ANY}' if into or out else ''}"[:200],
    )


# pfSense and OPNsense: config.xml


def _pfsense(text: str, found: RuleSet) -> None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text), parser)
    except etree.XMLSyntaxError as fault:
        raise ValueError(f"XML okunamadı: {str(fault)[:120]}") from None
    info: Any = root.getroottree().docinfo
    if info.doctype:
        raise ValueError("Belge türü bildirimi (DOCTYPE) taşıyan dosya alınmaz.")
    aliases: dict[str, list[str]] = {}
    for one in root.iter("alias"):
        name = (one.findtext("name") or "").strip()
        values = one.findtext("address") or one.findtext("content") or ""
        aliases[name] = values.split()
    for number, one in enumerate(root.iterfind("filter/rule"), 1):
        ident = (one.findtext("tracker") or one.get("uuid") or str(number)).strip()[:64]
        try:
            found.add(_pfsense_rule(one, ident, aliases))
        except ValueError as fault:
            if "kuraldan çoğu" in str(fault):
                raise
            found.fault(f"{ident}: {fault}")


def _alias(name: str, aliases: dict[str, list[str]], depth: int = 0) -> list[str]:
    if name not in aliases or depth > 8:
        return [name]
    return [value for member in aliases[name][:MOST_SPOTS] for value in _alias(member, aliases, depth + 1)]


def _pfsense_side(one: Any, aliases: dict[str, list[str]]) -> tuple[str, ...]:
    if one is None or one.find("any") is not None:
        return (ANY,)
    named = (one.findtext("network") or "").strip()
    address = (one.findtext("address") or "").strip()
    sign = "!" if one.find("not") is not None else ""
    if named:
        return (f"{sign}net-{named.lower()}"[:80],)
    values = [spot(value) for value in _alias(address, aliases) if value]
    return tuple(sign + value for value in values[:MOST_SPOTS]) or (ANY,)


def _pfsense_rule(one: Any, ident: str, aliases: dict[str, list[str]]) -> Rule:
    protocol = (one.findtext("protocol") or "").strip().lower()
    port = (one.findtext("destination/port") or "").strip()
    names = {"tcp/udp": ["tcp", "udp"]}.get(protocol, [protocol] if protocol and protocol != "any" else [])
    if port and names:
        services = tuple(service(f"{name}/{value}") for name in names for value in _alias(port, aliases))
    else:
        services = tuple(service("icmpv6" if name == "ipv6-icmp" else name) for name in names) or (ANY,)
    return Rule(
        ident,
        "allow" if (one.findtext("type") or "pass").strip() == "pass" else "deny",
        _pfsense_side(one.find("source"), aliases),
        _pfsense_side(one.find("destination"), aliases),
        services[:MOST_SPOTS],
        comment=(one.findtext("descr") or one.findtext("description") or "").strip()[:500],
        path=(one.findtext("interface") or "").strip()[:200],
        enabled=one.find("disabled") is None and (one.findtext("enabled") or "1") != "0",
    )


__all__ = ["ANY", "Rule", "RuleSet", "read", "same_services", "same_spots", "service", "spot"]
