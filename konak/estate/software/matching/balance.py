"""Owned against installed: how many installations of one product no licence covers.

A licence covers an interval of major versions: its own version; lower ones where it may be downgraded; higher ones
while it is under maintenance. Each installation needs one right. Served from the lowest version up, always by the
licence whose interval ends first, as many as possible are covered.
"""

from collections.abc import Sequence
from dataclasses import dataclass

ANY = 10**9


@dataclass(frozen=True, slots=True)
class Pool:
    """Rights of one licence. `quantity` None is without limit; `low`–`high` the major versions it covers."""

    quantity: int | None
    low: int = 0
    high: int = ANY


@dataclass(frozen=True, slots=True)
class Demand:
    """So many installations of a major version (0: unknown, any licence will do)."""

    version: int
    count: int


@dataclass(frozen=True, slots=True)
class Balance:
    """`owned` None is without limit. `wrong` of the missing ones could be covered if versions fitted."""

    owned: int | None
    needed: int
    covered: int
    wrong: int

    @property
    def gap(self) -> int:
        return self.needed - self.covered

    @property
    def free(self) -> int | None:
        return None if self.owned is None else self.owned - self.covered


def balance(pools: Sequence[Pool], demands: Sequence[Demand]) -> Balance:
    """Cover as much as possible; see the head of this file."""
    needed = sum(one.count for one in demands)
    unlimited = any(pool.quantity is None for pool in pools)
    owned = None if unlimited else sum(pool.quantity or 0 for pool in pools)
    left = [[ANY if pool.quantity is None else pool.quantity, pool.low, pool.high] for pool in pools]
    left.sort(key=lambda pool: (pool[2], pool[1]))
    covered = 0
    unknown = sum(one.count for one in demands if one.version == 0)
    for demand in sorted((one for one in demands if one.version), key=lambda one: one.version):
        wanted = demand.count
        for pool in left:
            if wanted and pool[1] <= demand.version <= pool[2]:
                taken = min(wanted, pool[0])
                pool[0] -= taken
                wanted -= taken
                covered += taken
    covered += min(unknown, sum(pool[0] for pool in left))
    rest = needed - covered
    wrong = rest if unlimited else max(0, min(rest, (owned or 0) - covered))
    return Balance(owned, needed, covered, wrong)
