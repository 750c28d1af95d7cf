"""What every parser needs: addresses, times, and a safe way to keep what is not known."""

import datetime as dt
import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

Facts = dict[str, Any]
"""ECS field names, flat, with their values."""

ISTANBUL = ZoneInfo("Europe/Istanbul")
AHEAD = dt.timedelta(days=1)
BEHIND = dt.timedelta(days=366)
EXTRA = 40
_OCTETS = frozenset(map(str, range(256)))
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
_MAC = re.compile(r"(?:[0-9A-Fa-f]{2}[:\-.]?){5}[0-9A-Fa-f]{2}")
MONTHS = {
    name: number
    for number, name in enumerate(
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], 1
    )
}


@dataclass(frozen=True, slots=True)
class Context:
    """What a line does not say itself: when it came, and which clock its sender goes by."""

    received: dt.datetime
    zone: dt.tzinfo = ISTANBUL
    whole: bool = True
    """Whether fields without a place in ECS are wanted too; the columns of the lake do without."""


@lru_cache(maxsize=65_536)
def ip(text: str) -> str | None:
    """An address in its one written form; an IPv4 address in IPv6 clothes is undressed. None for what is none."""
    parts = text.split(".")
    if len(parts) == 4 and all(one in _OCTETS for one in parts):
        return text
    text = text.strip("[]")
    if len(text) > 64 or not text:
        return None
    try:
        found = ipaddress.ip_address(text.split("%", 1)[0])
    except ValueError:
        return None
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(found)


@lru_cache(maxsize=65_536)
def mac(text: str) -> str | None:
    """A hardware address as ECS writes it: 00-11-22-AA-BB-CC."""
    if len(text) > 24 or not _MAC.fullmatch(text):
        return None
    bare = re.sub(r"[^0-9A-Fa-f]", "", text).upper()
    return "-".join(bare[at : at + 2] for at in range(0, 12, 2))


def port(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 and int(text) < 65_536 else None


def whole(text: str) -> int | None:
    """A number that a column of 64 bits holds."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def put(facts: Facts, name: str, value: Any) -> None:
    if value is not None and value != "" and value != "-":
        facts[name] = value


def extras(facts: Facts, rest: Mapping[str, str]) -> None:
    """Fields without a place in ECS, under `labels`, where no name of theirs can hide one of ours."""
    kept = {
        name.replace(".", "_"): value[:2_000]
        for name, value in rest.items()
        if value and _NAME.fullmatch(name.replace(".", "_"))
    }
    if kept:
        facts["labels"] = dict(list(kept.items())[:EXTRA])


def flag(facts: Facts, word: str) -> None:
    """Something that a reader of this line must know: `truncated`, `clock`."""
    facts.setdefault("log.flags", []).append(word)


def timed(facts: Facts, moment: dt.datetime | None, context: Context, name: str = "@timestamp") -> None:
    """Write down when something happened; a clock that goes more than a day ahead or a year behind is marked."""
    if moment is None:
        return
    facts[name] = moment
    if name == "@timestamp" and not (context.received - BEHIND < moment < context.received + AHEAD):
        flag(facts, "clock")


def epoch(text: str) -> dt.datetime | None:
    """Seconds since 1970, or thousandths, millionths, thousand-millionths of them."""
    whole_part, _, part = text.partition(".")
    if not (whole_part.isascii() and whole_part.isdigit() and 8 < len(whole_part) < 20):
        return None
    number = int(whole_part)
    scale = 10 ** max(0, (len(whole_part) - 10) // 3 * 3)
    seconds, micro = divmod(number * 1_000_000 // scale, 1_000_000)
    if part.isascii() and part.isdigit():
        micro += int(part[:6].ljust(6, "0"))
    try:
        return dt.datetime.fromtimestamp(seconds, dt.UTC) + dt.timedelta(microseconds=micro)
    except (ValueError, OverflowError, OSError):
        return None


def iso(text: str, zone: dt.tzinfo) -> dt.datetime | None:
    """ISO 8601 with any precision; without an offset it is the time of `zone`."""
    if len(text) > 40:
        return None
    try:
        return utc(dt.datetime.fromisoformat(text), zone)
    except ValueError:
        found = _loose(text)
    return utc(found, zone) if found else None


def _loose(text: str) -> dt.datetime | None:
    """More digits than Python takes (Windows writes seven)."""
    match = re.fullmatch(r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)\.(\d+)(Z|[+-]\d\d:?\d\d)?", text)
    if not match:
        return None
    try:
        return dt.datetime.fromisoformat(f"{match[1]}.{match[2][:6].ljust(6, '0')}{match[3] or ''}")
    except ValueError:
        return None


def utc(found: dt.datetime, zone: dt.tzinfo) -> dt.datetime | None:
    try:
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None


def yearless(month: str, day: str, clock: str, context: Context) -> dt.datetime | None:
    """`Dec 31 23:59:58` has no year: the last such moment before the arrival, or within the next day."""
    here = context.received.astimezone(context.zone)
    try:
        hour, minute, second = map(int, clock.split(":"))
        number = MONTHS[month]
    except (KeyError, ValueError):
        return None
    for year in (here.year + 1, here.year, here.year - 1, here.year - 2, here.year - 3, here.year - 4):
        try:
            found = dt.datetime(year, number, int(day), hour, minute, second, tzinfo=context.zone)
        except ValueError:
            continue  # 29 February exists in few years
        if found <= here + AHEAD:
            return found.astimezone(dt.UTC)
    return None
