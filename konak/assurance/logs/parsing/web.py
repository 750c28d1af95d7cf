"""Who asked for which page: Squid, nginx and Apache."""

import re
from urllib.parse import urlsplit

from .common import Context, Facts, epoch, ip, iso, put, timed, whole

_SQUID = re.compile(
    r"(\d{9,10}\.\d{3}) +(-?\d{1,12}) (\S{2,45}) ([A-Z_]+)/(\d{3}) (\d{1,18}) (\S{1,32}) (\S+) (\S+) ([A-Z_]+)/(\S+) (\S+)"  # noqa: E501 - one pattern
)


def squid(text: str, context: Context) -> Facts | None:
    if not (found := _SQUID.search(text)):
        return None
    at, elapsed, client, result, status, size, method, url, user, _, peer, kind = found.groups()
    facts: Facts = {"event.module": "squid", "event.action": result.lower(), "http.request.method": method}
    put(facts, "source.ip", ip(client))
    facts["http.response.status_code"] = int(status)
    put(facts, "destination.bytes", whole(size))
    put(facts, "user.name", user)
    put(facts, "destination.ip", ip(peer))
    put(facts, "http.response.mime_type", kind)
    if elapsed.isdigit():
        facts["event.duration"] = int(elapsed) * 1_000_000
    facts["event.outcome"] = "failure" if "DENIED" in result else "success"
    _url(facts, url if "://" in url else f"//{url}", url)
    timed(facts, epoch(at), context)
    return facts


def _url(facts: Facts, full: str, told: str) -> None:
    facts["url.original"] = told[:4_000]
    try:
        parts = urlsplit(full)
        put(facts, "url.domain", parts.hostname)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return
    put(facts, "destination.port", port)


_ACCESS = re.compile(
    r'(\S{2,255}) (\S+) (.{1,255}?) \[(\d\d)/(\w{3})/(\d{4}):(\d\d:\d\d:\d\d) ([+-]\d{4})\] "((?:[^"\\]|\\.)*)" (\d{3}) (\d+|-)'  # noqa: E501 - one pattern
    r'(?: "((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)")?'
)


def access(text: str, context: Context) -> Facts | None:
    if not (found := _ACCESS.search(text)):
        return None
    from .common import MONTHS

    facts: Facts = {"event.module": "access", "event.action": "request"}
    address = ip(found[1])
    put(facts, "source.ip" if address else "source.domain", address or found[1])
    put(facts, "user.name", found[3])
    moment = f"{found[6]}-{MONTHS.get(found[5], 0):02d}-{found[4]}T{found[7]}{found[8]}"
    timed(facts, iso(moment, context.zone), context)
    request = found[9].split(" ")
    if len(request) == 3 and request[2].startswith("HTTP/"):
        put(facts, "http.request.method", request[0][:32])
        put(facts, "url.original", request[1][:4_000])
        facts["http.version"] = request[2][5:13]
    else:
        put(facts, "url.original", found[9][:4_000])
    facts["http.response.status_code"] = int(found[10])
    put(facts, "destination.bytes", whole(found[11]))
    put(facts, "http.request.referrer", (found[12] or "")[:2_000])
    put(facts, "user_agent.original", (found[13] or "")[:1_000])
    facts["event.outcome"] = "failure" if int(found[10]) >= 400 else "success"
    return facts
