"""The tree of RFC 6962 over lines: a root for all of them, a short proof for one."""

import hashlib
from collections.abc import Sequence

_sha = hashlib.sha256


def leaf(line: bytes) -> bytes:
    return _sha(b"\0" + line).digest()


def leaves(lines: Sequence[bytes]) -> list[bytes]:
    sha = _sha
    return [sha(b"\0" + line).digest() for line in lines]


def _above(level: Sequence[bytes]) -> list[bytes]:
    """The next level; a lonely last node is carried up as it is, which gives the tree of RFC 6962."""
    sha = _sha
    pairs = iter(level)
    found = [sha(b"\1" + left + right).digest() for left, right in zip(pairs, pairs, strict=False)]
    if len(level) % 2:
        found.append(level[-1])
    return found


def root(level: Sequence[bytes]) -> bytes:
    """The root over leaves; of none it is the hash of nothing."""
    if not level:
        return _sha(b"").digest()
    while len(level) > 1:
        level = _above(level)
    return level[0]


def proof(level: Sequence[bytes], wanted: int) -> list[tuple[str, bytes]]:
    """From a leaf up to the root: on which side the other node stands ("L", "R"), and its hash."""
    found = []
    while len(level) > 1:
        other = wanted ^ 1
        if other < len(level):
            found.append(("L" if other < wanted else "R", level[other]))
        level, wanted = _above(level), wanted // 2
    return found


def climb(found: bytes, path: Sequence[tuple[str, bytes]]) -> bytes:
    """The root a leaf and its proof lead to."""
    for side, other in path:
        found = _sha(b"\1" + (other + found if side == "L" else found + other)).digest()
    return found
