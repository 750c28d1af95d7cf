"""Two versions of a text, word by word."""

import difflib
import re
from typing import NamedTuple

_PIECES = re.compile(r"\s+|[\w’'-]+|[^\w\s]")
MOST = 6_000
"""Pieces beyond which whole lines are compared: words would take too long."""


class Piece(NamedTuple):
    """A stretch of text: `same`, `gone` (stood before) or `new`."""

    kind: str
    text: str


def compared(before: str, after: str) -> list[Piece]:
    """What became of `before`."""
    one, other = _PIECES.findall(before), _PIECES.findall(after)
    if max(len(one), len(other)) > MOST:
        one, other = before.splitlines(keepends=True), after.splitlines(keepends=True)
    found: list[Piece] = []
    for verb, a, b, c, d in difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if verb == "equal":
            found.append(Piece("same", "".join(one[a:b])))
            continue
        if a < b:
            found.append(Piece("gone", "".join(one[a:b])))
        if c < d:
            found.append(Piece("new", "".join(other[c:d])))
    return found
