"""Where the boxes of the chart stand on paper: parents over the middle of their children, leaves in a column."""

from collections.abc import Sequence
from typing import Any

from ..queries import Card

WIDE, HIGH, GAP, DROP, STEP = 46.0, 17.0, 4.0, 10.0, 3.0
"""Millimetres: a box, the gap beside it, the way down to the next level, the gap between stacked leaves."""
ROOM_WIDE, ROOM_HIGH = 396.0, 246.0
COLUMN = 11
LEGIBLE = 0.7
"""Below this scale a sheet cannot be read: the branches below get sheets of their own."""


class Laid:
    """The boxes and lines of one sheet."""

    def __init__(self) -> None:
        self.boxes: list[dict[str, Any]] = []
        self.lines: list[list[float]] = []

    def draw(self, card: Card, left: float, top: float, deep: int) -> tuple[float, float, float]:
        """Draw a card and what is below it; returns its middle, the right edge and the bottom."""
        children = card.children if deep else []
        if not children:
            self._box(card, left, top, hidden=bool(card.children))
            return left + WIDE / 2, left + WIDE, top + HIGH
        if len(children) > 1 and all(not child.children or deep == 1 for child in children):
            return self._stack(card, children, left, top, deep)
        at, middles, bottom = left, [], top
        for child in children:
            middle, right, low = self.draw(child, at, top + HIGH + DROP, deep - 1)
            middles.append(middle)
            at, bottom = right + GAP, max(bottom, low)
        middle = max((middles[0] + middles[-1]) / 2, left + WIDE / 2)
        self._box(card, middle - WIDE / 2, top)
        bar = top + HIGH + DROP / 2
        self.lines.append([middle, top + HIGH, middle, bar])
        self.lines.append([min(middles[0], middle), bar, max(middles[-1], middle), bar])
        self.lines += [[one, bar, one, top + HIGH + DROP] for one in middles]
        return middle, max(at - GAP, middle + WIDE / 2), bottom

    def _stack(
        self, card: Card, children: Sequence[Card], left: float, top: float, deep: int
    ) -> tuple[float, float, float]:
        """Leaves one under another, hung on a line at their left."""
        self._box(card, left, top)
        right, bottom, bar = left + WIDE + 6, top + HIGH, top + HIGH + STEP / 2
        for column in range(0, len(children), COLUMN):
            start = left + (column // COLUMN) * (WIDE + 6 + GAP)
            spine, low = start + 3, top + HIGH
            for place, child in enumerate(children[column : column + COLUMN]):
                low = top + HIGH + STEP + place * (HIGH + STEP)
                self._box(child, start + 6, low, hidden=bool(child.children))
                self.lines.append([spine, low + HIGH / 2, start + 6, low + HIGH / 2])
            self.lines.append([spine, bar, spine, low + HIGH / 2])
            self.lines.append([left + 3, bar, spine, bar])
            right, bottom = max(right, start + WIDE + 6), max(bottom, low + HIGH)
        self.lines.append([left + 3, top + HIGH, left + 3, bar])
        return left + WIDE / 2, right, bottom

    def _box(self, card: Card, left: float, top: float, hidden: bool = False) -> None:
        words = f"{card.staff} kişi" if card.staff else ""
        if card.posts:
            words = f"{card.staff} / {card.posts} kadro"
        if hidden:
            words = " · ".join(filter(None, (words, f"{card.below} alt birim")))
        head = f"{card.head} (V.)" if card.acting else card.head
        self.boxes.append(
            {
                "x": left,
                "y": top,
                "name": card.name,
                "head": head or ("Yöneticisi yok" if card.headless else ""),
                "words": words,
                "late": card.headless,
            }
        )


def _sheet(card: Card, deep: int, title: str) -> dict[str, Any]:
    laid = Laid()
    _, right, bottom = laid.draw(card, 0, 0, deep)
    scale = min(1.0, ROOM_WIDE / right, ROOM_HIGH / bottom)
    return {"title": title, "boxes": laid.boxes, "lines": laid.lines, "scale": scale, "wide": right, "high": bottom}


def _levels(card: Card) -> int:
    return 1 + max((_levels(child) for child in card.children), default=0)


def pages(roots: Sequence[Card]) -> list[dict[str, Any]]:
    """The fewest sheets that can be read: so many levels on one, what lies deeper on sheets of its own."""
    known: dict[int, list[dict[str, Any]]] = {}
    return [sheet for root in roots for sheet in _fewest(root, known)]


def _fewest(root: Card, known: dict[int, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    if root.id in known:
        return known[root.id]
    best: list[dict[str, Any]] = []
    level = list(root.children)
    for deep in range(1, max(2, _levels(root))):
        sheet = _sheet(root, deep, root.name)
        if deep > 1 and sheet["scale"] < LEGIBLE:
            break
        found = [sheet, *(one for card in level if card.children for one in _fewest(card, known))]
        if not best or len(found) < len(best):
            best = found
        level = [below for card in level for below in card.children]
    known[root.id] = best
    return best
