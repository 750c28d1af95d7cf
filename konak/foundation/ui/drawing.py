"""Geometry of the small pictures: sparkline paths, shares of a bar, depth of a heat cell, time left to a deadline."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils.timezone import localdate

NEAR = 3
"""Days before a deadline from which it counts as near."""


@lru_cache(maxsize=1)
def icon_names() -> frozenset[str]:
    """Names of the icons in the sprite; `icons.txt` is also what the front-end build reads."""
    return frozenset((Path(__file__).parent / "icons.txt").read_text("utf-8").split())


def share(value: float, whole: float) -> float:
    """Percentage between 0 and 100 with one decimal; 0 where the whole is nothing."""
    return round(min(100.0, max(0.0, 100 * value / whole)), 1) if whole > 0 else 0.0


def heat(value: float, most: float) -> int:
    """Depth 0-5 of a heat cell; only nothing is 0."""
    if value <= 0 or most <= 0:
        return 0
    return max(1, min(5, -(-int(5 * value * 1000 / most) // 1000)))


def spark(values: Sequence[float], width: int = 100, height: int = 30) -> tuple[str, str]:
    """SVG paths (line, area below it) of a row of numbers in a box `width` × `height`. Empty for fewer than two."""
    if len(values) < 2:
        return "", ""
    low, high = min(values), max(values)
    span = (high - low) or 1
    step = width / (len(values) - 1)
    points = [
        f"{i * step:.1f},{height - 1 - (value - low) / span * (height - 2):.1f}" for i, value in enumerate(values)
    ]
    line = "M" + " L".join(points)
    return line, f"{line} L{width},{height} L0,{height} Z"


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline as seen today: words, state colour, and how much of the time is used (per cent)."""

    words: str
    kind: str
    used: float


def due(due_on: dt.date, opened: dt.date | None, closed: dt.date | None, today: dt.date | None = None) -> Due:
    """Time left in calendar days. Closed in time is done, closed after the day stays late."""
    day = closed or today or localdate()
    left = (due_on - day).days
    start = opened or day
    used = share((day - start).days, max(1, (due_on - start).days)) if left >= 0 else 100.0
    if closed:
        return Due("süresinde kapandı", "done", used) if left >= 0 else Due(f"{-left} gün geç kapandı", "late", 100.0)
    if left < 0:
        return Due(f"{-left} gün gecikti", "late", 100.0)
    if left == 0:
        return Due("bugün son gün", "wait", used)
    return Due(f"{left} gün kaldı", "wait" if left <= NEAR else "open", used)
