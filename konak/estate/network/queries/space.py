"""What is free in a network, and how full it is."""

import ipaddress
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from konak.foundation.db import fetch

from ..models import Prefix

MOST = 1_000
"""Free networks or addresses named at once."""
Span = tuple[int, int]


def gaps(first: int, last: int, taken: Iterable[Span]) -> Iterator[Span]:
    """What is left of `first`–`last` beside the taken spans, which come in the order of their beginnings."""
    at = first
    for low, high in taken:
        if low > at:
            yield at, min(low - 1, last)
        at = max(at, high + 1)
        if at > last:
            return
    if at <= last:
        yield at, last


def _span(network: str) -> Span:
    net = ipaddress.ip_network(network)
    return int(net.network_address), int(net.broadcast_address)


def _below(one: Prefix) -> Iterator[Span]:
    # reach: the prefix was found through one
    for network in one.children.order_by("network").values_list("network", flat=True).iterator(chunk_size=5_000):
        yield _span(network)


def free_networks(one: Prefix) -> list[str]:
    """The largest free networks within a prefix, in order."""
    # reach: the prefix was found through one
    net = one.net
    found: list[str] = []
    kind = ipaddress.IPv4Address if net.version == 4 else ipaddress.IPv6Address
    for low, high in gaps(*_span(one.network), _below(one)):
        for block in ipaddress.summarize_address_range(kind(low), kind(high)):
            found.append(str(block))
            if len(found) >= MOST:
                return found
    return found


def first_network(one: Prefix, length: int) -> str | None:
    """The first free network of that length within a prefix."""
    # reach: the prefix was found through one
    net = one.net
    if not net.prefixlen < length <= net.max_prefixlen:
        return None
    size = 1 << (net.max_prefixlen - length)
    for low, high in gaps(*_span(one.network), _below(one)):
        start = -(-low // size) * size
        if start + size - 1 <= high:
            return f"{ipaddress.IPv4Address(start) if net.version == 4 else ipaddress.IPv6Address(start)}/{length}"
    return None


def _free(one: Prefix) -> Iterator[Span]:
    """Free spans of single addresses: neither recorded, nor in a range, nor in a network below."""
    net = one.net
    low, high = _span(one.network)
    taken: list[Span] = list(_below(one))
    for first, last in one.ranges.values_list("first", "last"):
        taken.append((int(ipaddress.ip_address(first)), int(ipaddress.ip_address(last))))
    for ip in one.addresses.values_list("ip", flat=True):
        taken.append((int(ipaddress.ip_address(ip)),) * 2)
    if not one.is_pool:
        if net.version == 4 and net.prefixlen < 31:
            low, high = low + 1, high - 1
        elif net.version == 6 and net.prefixlen < 127:
            low += 1  # the anycast address of the routers
    return gaps(low, high, sorted(taken))


def _written(number: int, version: int) -> str:
    return str(ipaddress.IPv4Address(number) if version == 4 else ipaddress.IPv6Address(number))


def first_address(one: Prefix) -> str | None:
    """The first free address within a prefix."""
    # reach: the prefix was found through one
    return next((_written(low, one.net.version) for low, _ in _free(one)), None)


def free_addresses(one: Prefix, limit: int = 256) -> list[str]:
    """Free addresses within a prefix, in order."""
    # reach: the prefix was found through one
    found: list[str] = []
    for low, high in _free(one):
        found += [
            _written(number, one.net.version) for number in range(low, min(high, low + limit - len(found) - 1) + 1)
        ]
        if len(found) >= limit:
            break
    return found


@dataclass(frozen=True, slots=True)
class Filled:
    """How full a prefix is: networks below it, addresses and ranges directly in it."""

    children: int
    addresses: int
    used: Decimal
    size: Decimal

    @property
    def percent(self) -> float:
        return float(min(self.used * 100 / self.size, Decimal(100))) if self.size else 0.0

    @property
    def kind(self) -> str:
        return "late" if self.percent >= 90 else "wait" if self.percent >= 75 else "accent"


def utilisation(rows: Iterable[Prefix]) -> dict[int, Filled]:
    """How full each of these is; one statement."""
    # reach: the prefixes were found through one
    keys = [row.pk for row in rows]
    if not keys:
        return {}
    return {
        row.id: Filled(row.children, row.addresses, row.used, row.size)
        for row in fetch("network/utilisation", keys=keys)
    }
