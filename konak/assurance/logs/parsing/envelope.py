"""Syslog by RFC 3164 and RFC 5424: what stands around a message."""

import re

from .common import Context, Facts, extras, iso, port, put, timed, yearless

_PRI = re.compile(r"<(\d{1,3})>")
_COUNTED = re.compile(r"\d{1,7} (?=<\d)")
_5424 = re.compile(r"1 (\S{1,64}) (\S{1,255}) (\S{1,48}) (\S{1,128}) (\S{1,32}) ")
_OLD = re.compile(r"(\w{3}) {1,2}(\d{1,2}) (\d\d:\d\d:\d\d)(?:\.\d+)? (?:(\S{1,255}) )?")
_NEW = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S{0,20}) (\S{1,255}) ")
_TAG = re.compile(r"([\w./-]{1,64})(?:\[(\d{1,10})\])?: ?")
_ELEMENT = re.compile(r'\[([^\s=\]"]{1,64})((?: [^\s=\]"]{1,64}="(?:[^"\\\]]|\\.)*")*)\]')
_PARAM = re.compile(r' ([^\s=\]"]{1,64})="((?:[^"\\\]]|\\.)*)"')
LEVELS = ("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug")


def opened(line: str, context: Context) -> tuple[Facts, str, str]:
    """What the envelope says, the name of the program that wrote, and the message itself."""
    facts: Facts = {}
    at = 0
    if line[:1].isdigit() and (counted := _COUNTED.match(line)):
        at = counted.end()
    if line[at : at + 1] == "<" and (pri := _PRI.match(line, at)):
        value = int(pri[1])
        if value <= 191:
            facts["log.syslog.facility.code"], facts["log.syslog.severity.code"] = value >> 3, value & 7
            facts["log.level"] = LEVELS[value & 7]
            at = pri.end()
    if line.startswith("1 ", at) and (head := _5424.match(line, at)):
        return _modern(line, head, facts, context)
    tag = ""
    first = line[at : at + 1]
    if first.isupper() and (old := _OLD.match(line, at)) and old[1] in _MONTHS:
        timed(facts, yearless(old[1], old[2], old[3], context), context)
        put(facts, "host.name", old[4])
        at = old.end()
    elif first.isdigit() and (new := _NEW.match(line, at)):
        timed(facts, iso(new[1], context.zone), context)
        put(facts, "host.name", new[2])
        at = new.end()
    else:
        return facts, "", line[at:]
    if not line.startswith("CEF:", at) and (named := _TAG.match(line, at)):
        tag = named[1]
        facts["process.name"] = tag
        if named[2]:
            facts["process.pid"] = int(named[2])
        at = named.end()
    return facts, tag, line[at:]


_MONTHS = frozenset(["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"])


def _modern(line: str, head: "re.Match[str]", facts: Facts, context: Context) -> tuple[Facts, str, str]:
    stamp, host, app, pid, code = head.groups()
    if stamp != "-":
        timed(facts, iso(stamp, context.zone), context)
    put(facts, "host.name", host)
    put(facts, "process.name", app)
    put(facts, "process.pid", port(pid) or None if not pid.isdigit() else int(pid[:18]))
    put(facts, "event.code", code)
    at = head.end()
    if line.startswith("- ", at) or line[at:] == "-":
        at += 2
    else:
        params: dict[str, str] = {}
        while element := _ELEMENT.match(line, at):
            params |= {name: re.sub(r"\\(.)", r"\1", value) for name, value in _PARAM.findall(element[2])}
            at = element.end()
        extras(facts, params)
        if line.startswith(" ", at):
            at += 1
    return facts, "" if app == "-" else app, line[at:].removeprefix("\ufeff")
