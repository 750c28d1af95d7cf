"""A system in the middle, what stands on it to the left, what it stands on to the right. Attributes, no style."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

WIDE, HIGH, GAP, ACROSS, PAD = 176, 46, 16, 92, 14
LETTERS = 25
COLOURS = {
    "ink": "var(--k-ink)",
    "faint": "var(--k-ink-2)",
    "surface": "var(--k-surface)",
    "stops": "var(--k-late)",
    "slows": "var(--k-wait)",
    "data": "var(--k-line-strong)",
    "centre": "var(--k-accent-soft)",
    "edge": "var(--k-accent)",
    "outside": "var(--k-ground)",
}


@dataclass(frozen=True, slots=True)
class Box:
    """One system: column (0 is the middle), two lines of words, where it leads."""

    key: str
    column: int
    code: str
    name: str
    url: str = ""
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Tie:
    """`source` stands on `target`: without it it stops, it slows, or they only exchange data."""

    source: str
    target: str
    need: str
    words: str


def draw(boxes: Sequence[Box], ties: Sequence[Tie], title: str) -> str:
    """The SVG text. What a screen reader is told stands in the table below the picture."""
    columns: dict[int, list[Box]] = {}
    for box in boxes:
        columns.setdefault(box.column, []).append(box)
    order = sorted(columns)
    tallest = max(len(found) for found in columns.values())
    high = PAD * 2 + tallest * HIGH + (tallest - 1) * GAP
    wide = PAD * 2 + len(order) * WIDE + (len(order) - 1) * ACROSS
    at: dict[str, tuple[float, float]] = {}
    for place, column in enumerate(order):
        found = _sorted(columns[column], ties, at)
        used = len(found) * HIGH + (len(found) - 1) * GAP
        top = (high - used) / 2
        for row, box in enumerate(found):
            at[box.key] = (PAD + place * (WIDE + ACROSS), top + row * (HIGH + GAP))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high:.0f}" width="{wide}" height="{high:.0f}" '
        f'role="group" aria-label={quoteattr(title)} font-size="12" font-family="inherit">'
    ]
    parts += [_line(tie, at) for tie in sorted(ties, key=lambda one: one.need) if {tie.source, tie.target} <= set(at)]
    parts += [_box(box, at[box.key]) for box in boxes]
    return "".join([*parts, "</svg>"])


def _sorted(found: list[Box], ties: Sequence[Tie], at: Mapping[str, tuple[float, float]]) -> list[Box]:
    """Boxes beside those they are tied to, as far as these are placed already: fewer lines cross."""

    def height(box: Box) -> tuple[float, str]:
        ends = [
            one.target if one.source == box.key else one.source for one in ties if box.key in (one.source, one.target)
        ]
        known = [at[end][1] for end in ends if end in at]
        return (sum(known) / len(known) if known else 0.0, box.key)

    return sorted(found, key=height)


def _line(tie: Tie, at: Mapping[str, tuple[float, float]]) -> str:
    (sx, sy), (tx, ty) = at[tie.source], at[tie.target]
    sy, ty = sy + HIGH / 2, ty + HIGH / 2
    colour = COLOURS[tie.need]
    dash = ' stroke-dasharray="4 4"' if tie.need == "data" else ""
    width = 2 if tie.need == "stops" else 1.4
    if sx < tx:
        x1, x2, tip, side = sx + WIDE, tx - 7, tx, 1
        b1, b2 = x1 + (x2 - x1) / 2, x2 - (x2 - x1) / 2
    elif sx > tx:
        x1, x2, tip, side = sx, tx + WIDE + 7, tx + WIDE, -1
        b1, b2 = x1 - (x1 - x2) / 2, x2 + (x1 - x2) / 2
    else:
        x1, x2, tip, side = sx + WIDE, tx + WIDE + 7, tx + WIDE, -1
        b1, b2 = x1 + 36, x2 + 36
    path = f"M{x1:.1f} {sy:.1f}C{b1:.1f} {sy:.1f} {b2:.1f} {ty:.1f} {x2:.1f} {ty:.1f}"
    back = tip - 7 * side
    return (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}"{dash}>'
        f"<title>{escape(tie.words)}</title></path>"
        f'<path d="M{back:.1f} {ty - 4:.1f}L{back:.1f} {ty + 4:.1f}L{tip:.1f} {ty:.1f}Z" fill="{colour}"/>'
    )


def _box(box: Box, at: tuple[float, float]) -> str:
    x, y = at
    fill = COLOURS["centre"] if box.column == 0 else COLOURS["outside"] if box.outside else COLOURS["surface"]
    dash = ' stroke-dasharray="5 3"' if box.outside else ""
    ink, faint, width = COLOURS["ink"], COLOURS["faint"], 2 if box.column == 0 else 1.2
    code, name = escape(_cut(box.code)), escape(_cut(box.name))
    inside = (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{WIDE}" height="{HIGH}" rx="7" fill="{fill}" '
        f'stroke="{COLOURS["edge"]}" stroke-width="{width}"{dash}/>'
        f'<text x="{x + 10:.1f}" y="{y + 19:.1f}" font-weight="600" fill="{ink}">{code}</text>'
        f'<text x="{x + 10:.1f}" y="{y + 35:.1f}" font-size="11" fill="{faint}">{name}</text>'
    )
    return f"<a href={quoteattr(box.url)}>{inside}</a>" if box.url else inside


def _cut(text: str) -> str:
    return text if len(text) <= LETTERS else text[: LETTERS - 1].rstrip() + "…"
