"""Two versions of a text side by side: which piece became which, and what changed in it word by word.

Pieces are paired by what they say, not by their label: a clause inserted in the middle moves every letter below it,
and none of those changed. A label that stayed only decides between equals.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from diff_match_patch import diff_match_patch
from rapidfuzz import fuzz

from konak.foundation.db.turkish import fold

ALIKE = 62.0
"""Similarity (0-100) from which two pieces are one piece that changed; below it one went and another came."""
SAME_PLACE = 6.0
"""What an unchanged address adds to the similarity."""
SAME_TERM = 15.0
"""What defining the same term adds."""
SHORT = 25
"""Pieces shorter than this many letters are too easily alike: they need a higher similarity."""

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]", re.UNICODE)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """One heading, paragraph or clause. `group` is the article it stands in, `title` how that article is called,
    `tag` anything the caller wants back (a responsible unit, say)."""

    path: str
    group: str
    title: str
    text: str
    is_heading: bool = False
    is_duty: bool = False
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A run of words: kept, taken out or put in."""

    kind: Literal["same", "removed", "added"]
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """What became of one piece. `old` is None for what is new, `new` for what is gone."""

    old: Piece | None
    new: Piece | None
    moved: bool = False
    changes: tuple[Change, ...] = ()
    title: str = ""
    """The article of the new text under which it is shown; empty when its old article has no heir."""

    @property
    def kind(self) -> str:
        """added, removed, changed, moved or same; what moved and changed counts as changed."""
        if self.old is None:
            return "added"
        if self.new is None:
            return "removed"
        if any(change.kind != "same" for change in self.changes):
            return "changed"
        return "moved" if self.moved else "same"

    @property
    def word(self) -> str:
        """What happened, in one Turkish word or two."""
        words = {"added": "Yeni", "removed": "Kalktı", "changed": "Değişti", "moved": "Yeri değişti", "same": "Aynı"}
        return words[self.kind]

    @property
    def piece(self) -> Piece:
        """The piece as it stands now, or as it last stood."""
        found = self.new or self.old
        assert found is not None
        return found


def changed_words(old: str, new: str) -> tuple[Change, ...]:
    """What was taken out of `old` and put in for `new`, in whole words; spacing alone is no change."""
    before, after = _TOKEN.findall(_plain(old)), _TOKEN.findall(_plain(new))
    # The diff works on characters: each different word becomes one, beyond the surrogates where there are many.
    code: dict[str, str] = {}
    for word in before + after:
        if word not in code:
            code[word] = chr(len(code) + (0x100 if len(code) < 0xD000 else 0x10000))
    words = {char: word for word, char in code.items()}
    engine = diff_match_patch()
    diffs = engine.diff_main("".join(code[w] for w in before), "".join(code[w] for w in after), False)
    engine.diff_cleanupSemantic(diffs)
    kinds: dict[int, Literal["same", "removed", "added"]] = {0: "same", -1: "removed", 1: "added"}
    return tuple(Change(kinds[sign], "".join(words[char] for char in run)) for sign, run in diffs)


def compare(old: Sequence[Piece], new: Sequence[Piece]) -> list[Pair]:
    """Pair the pieces of two versions. The order is that of `new`; what is gone stands where it stood."""
    partner = _partners(old, new)
    stayed = _in_order([(j, i) for j, i in sorted(partner.items())])
    followers: dict[int, list[Pair]] = defaultdict(list)
    taken = set(partner.values())
    place = {i: j for j, i in partner.items()}
    last = -1
    for i, piece in enumerate(old):
        if i not in taken:
            followers[last].append(Pair(piece, None))
        elif i in place and place[i] in stayed:
            last = place[i]
    heirs = _heirs(old, new, partner)
    for rows in followers.values():
        rows[:] = [replace(row, title=heirs.get(row.piece.group, "")) for row in rows]
    pairs = list(followers[-1])
    for j, piece in enumerate(new):
        if j in partner:
            before = old[partner[j]]
            moved = j not in stayed
            pairs.append(Pair(before, piece, moved, changed_words(before.text, piece.text), piece.title))
        else:
            pairs.append(Pair(None, piece, title=piece.title))
        pairs.extend(followers[j])
    return pairs


def _heirs(old: Sequence[Piece], new: Sequence[Piece], partner: dict[int, int]) -> dict[str, str]:
    """For each old article the title of the new one in which most of its pieces live on."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for j, i in partner.items():
        votes[old[i].group][new[j].title] += 2 if new[j].is_heading else 1
    return {group: count.most_common(1)[0][0] for group, count in votes.items()}


def _plain(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _term(words: str) -> str:
    """What a definition defines ("personel: …"), empty for other pieces."""
    term, colon, _ = words.partition(":")
    return term if colon and len(term) < 60 else ""


def _partners(old: Sequence[Piece], new: Sequence[Piece]) -> dict[int, int]:
    """Index in `new` → index in `old`: first what says the very same, then best similarity first."""
    found: dict[int, int] = {}
    free_old = set(range(len(old)))
    same: dict[tuple[bool, str], list[int]] = defaultdict(list)
    old_words = [fold(_plain(piece.text)) for piece in old]
    new_words = [fold(_plain(piece.text)) for piece in new]
    for i, piece in enumerate(old):
        same[piece.is_heading, old_words[i]].append(i)
    for by_path in (True, False):  # twins first at the same address, then wherever they are
        for j, piece in enumerate(new):
            if j in found:
                continue
            for i in same.get((piece.is_heading, new_words[j]), ()):
                if i in free_old and (not by_path or old[i].path == piece.path):
                    found[j] = i
                    free_old.discard(i)
                    break
    rated: list[tuple[float, int, int]] = []
    terms = [_term(words) for words in new_words]
    for j, piece in enumerate(new):
        if j in found:
            continue
        for i in free_old:
            if old[i].is_heading != piece.is_heading:
                continue
            near = fuzz.ratio(old_words[i], new_words[j], score_cutoff=ALIKE - 17)
            if not near:
                continue
            if near < ALIKE:  # the same words in another order
                near = max(near, 0.95 * fuzz.token_sort_ratio(old_words[i], new_words[j], score_cutoff=ALIKE))
            need = ALIKE + (15 if min(len(old_words[i]), len(new_words[j])) < SHORT else 0)
            near += SAME_PLACE if old[i].path == piece.path else 0.0
            near += SAME_TERM if terms[j] and terms[j] == _term(old_words[i]) else 0.0
            if near >= need:
                rated.append((near, j, i))
    for _, j, i in sorted(rated, key=lambda row: (-row[0], abs(row[1] - row[2]))):
        if j not in found and i in free_old:
            found[j] = i
            free_old.discard(i)
    return found


def _in_order(links: Sequence[tuple[int, int]]) -> set[int]:
    """The largest set of new indices whose old indices rise as well (patience): all others were moved."""
    tails: list[int] = []
    at: list[int] = []
    back: list[int] = [-1] * len(links)
    for k, (_, i) in enumerate(links):
        place = bisect_left(tails, i)
        if place == len(tails):
            tails.append(i)
            at.append(k)
        else:
            tails[place] = i
            at[place] = k
        back[k] = at[place - 1] if place else -1
    stayed: set[int] = set()
    k = at[-1] if at else -1
    while k >= 0:
        stayed.add(links[k][0])
        k = back[k]
    return stayed


@dataclass(frozen=True, slots=True)
class Tally:
    """How many pieces of each kind, and what that means for duties."""

    added: int
    removed: int
    changed: int
    moved: int
    same: int
    duties_gained: tuple[Pair, ...]
    duties_lost: tuple[Pair, ...]
    handed_over: tuple[Pair, ...]
    """Duties whose `tag` (who answers) is another one now."""


def tally(pairs: Iterable[Pair]) -> Tally:
    """Count; headings are not counted."""
    rows = [pair for pair in pairs if not pair.piece.is_heading]
    kinds = [pair.kind for pair in rows]
    return Tally(
        added=kinds.count("added"),
        removed=kinds.count("removed"),
        changed=kinds.count("changed"),
        moved=kinds.count("moved"),
        same=kinds.count("same"),
        duties_gained=tuple(p for p in rows if p.new and p.new.is_duty and not (p.old and p.old.is_duty)),
        duties_lost=tuple(p for p in rows if p.old and p.old.is_duty and not (p.new and p.new.is_duty)),
        handed_over=tuple(
            p for p in rows if p.old and p.new and p.old.is_duty and p.new.is_duty and p.old.tag != p.new.tag
        ),
    )
