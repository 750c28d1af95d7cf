"""The lake: records that arrive, are never changed, and are proved by hash, tree, chain and time stamp.

    spool/<set>.spool            what was acknowledged and waits for its seal; survives being killed
    sets/<set>/<day>/<name>.…    sealed segments: `.log.zst` the lines as they came, `.parquet` typed columns,
                                 `.marks` eight bytes a line, by which a changed line is named
    manifest/<number>.json       what was sealed, with the SHA-256 of the manifest before it; `.tst` its time stamp

The files prove themselves without the database; the database is an index and a second witness.

A set is declared by the app that knows its lines:

    register(LakeSet("dhcp", "DHCP kiraları", minimum=730, table=typed, order=("hour", "ip", "ts")))

Nothing here knows what a line means, and nothing here asks for stamps: who does registers with `stamping`.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

Table = Callable[[Sequence[bytes], Sequence[int], Sequence[str]], "pa.Table"]
"""Lines, their arrival in microseconds since 1970, their senders → typed columns, one row a line, in that order.

Columns the lake itself reads: `ts` (timestamp in UTC, when it happened; null where the line does not say) and
`known` (whether the line was understood).
"""


@dataclass(frozen=True, slots=True)
class LakeSet:
    """Lines of one kind: how long they are kept, how they are typed, and in which order a question finds them.

    `days` is the term of a new installation, `minimum` what the law asks at least (`basis` says which).
    """

    code: str
    label: str
    table: Table | None = field(default=None, compare=False)
    order: tuple[str, ...] = ()
    days: int = 730
    minimum: int = 1
    basis: str = ""

    def __post_init__(self) -> None:
        if not self.code.isascii() or not self.code.isidentifier() or self.code != self.code.lower():
            raise ValueError(f"{self.code!r} is not the name of a set")
        if self.days < self.minimum:
            raise ValueError(f"{self.code} would be kept shorter than its minimum")


SETS: dict[str, LakeSet] = {}


def register(*sets: LakeSet) -> None:
    """Declare sets; the same code twice is an error of the program."""
    for one in sets:
        if SETS.setdefault(one.code, one) != one:
            raise ValueError(f"the set {one.code} is declared twice")


_HELD: list[Callable[[], Collection[str]]] = []


def hold_back(names: Callable[[], Collection[str]]) -> None:
    """Have the segments of these names stay after their term: somebody lawfully asked for them."""
    if names not in _HELD:
        _HELD.append(names)


def held_back() -> set[str]:
    """Names of segments that may not be deleted now."""
    return {name for one in _HELD for name in one()}


_BEFORE_SEAL: list[Callable[[], object]] = []


def before_seal(work: Callable[[], object]) -> None:
    """Have something done while the lines that are about to be sealed still lie in the spool."""
    if work not in _BEFORE_SEAL:
        _BEFORE_SEAL.append(work)


def about_to_seal() -> None:
    for work in _BEFORE_SEAL:
        work()


def lake_set(code: str) -> LakeSet:
    """The set of that code; KeyError where nobody declares it."""
    return SETS[code]
