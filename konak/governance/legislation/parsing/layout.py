"""From lines and marks to blocks: chapters with their titles, articles with heading and body, and what is around."""

from dataclasses import dataclass, field

from . import headings, marks
from .lines import Line


@dataclass(slots=True)
class ChapterBlock:
    mark: marks.Mark
    title: list[Line]


@dataclass(slots=True)
class Block:
    """One article before its body is read: where its heading stands, the lines of its body, its chapter."""

    mark: marks.Mark
    heading: list[Line]
    body: list[Line]
    chapter: int = -1

    @property
    def start(self) -> int:
        return min(self.mark.start, *(line.start for line in self.heading)) if self.heading else self.mark.start

    @property
    def end(self) -> int:
        return max(self.mark.end, *(line.end for line in self.body)) if self.body else self.mark.end


@dataclass(slots=True)
class Layout:
    blocks: list[Block] = field(default_factory=list)
    chapters: list[ChapterBlock] = field(default_factory=list)
    front: list[Line] = field(default_factory=list)
    back: list[Line] = field(default_factory=list)
    numbered: bool = False
    """The text never says MADDE; numbered headings, or headings in capitals, were taken as articles."""


def lay_out(view: str, lines: list[Line]) -> Layout:
    """Cut the text at its marks and hand every line to the block it belongs to."""
    layout = Layout()
    heads = marks.find_articles(view, lines)
    if not heads:
        heads = marks.find_numbered_heads(lines) or marks.find_plain_heads(lines)
        layout.numbered = bool(heads)
    events = sorted([*heads, *marks.find_chapters(view, lines)], key=lambda mark: mark.start)
    events = [mark for place, mark in enumerate(events) if not place or mark.start >= events[place - 1].end]
    regions = _regions(lines, events, len(view))
    if not events:
        layout.front = regions[0]
        return layout
    first = events[0]
    layout.front = regions[0]
    heading: list[Line] = []
    if first.kind == "article":
        layout.front, heading = headings.split_heading(regions[0], True, not first.at_line_start)
    waiting: Block | None = None
    for place, mark in enumerate(events):
        following = events[place + 1] if place + 1 < len(events) else None
        region = regions[place + 1]
        before_article = following is not None and following.kind == "article"
        inline = following is not None and not following.at_line_start
        if mark.kind == "chapter":
            title = region
            heading = []
            if waiting is not None:
                # columns printed in the wrong order: number, then chapter head, then the words of the article
                cut = next(
                    (i for i, line in enumerate(region) if not headings.looks_like_heading(line.text)), len(region)
                )
                title = region[:cut]
                body, heading = region[cut:], []
                if before_article:
                    body, heading = headings.split_heading(body, False, inline)
                waiting.body = body
                waiting.chapter = len(layout.chapters)
                waiting = None
            elif before_article:
                title, heading = headings.split_chapter(region, True)
            layout.chapters.append(ChapterBlock(mark, title))
            continue
        body = region
        own = heading
        heading = []
        if before_article:
            body, heading = headings.split_heading(region, False, inline)
            if not body and heading and not own and len(region) == len(heading):
                body, heading = region, []
        if layout.numbered:
            own, body = body[:1], body[1:]
        elif not own or (body and _is_chapter_title(layout, own)):
            rest, inside = headings.split_title(body)
            if inside:
                body, own = rest, inside
        block = Block(mark, own, body, len(layout.chapters) - 1)
        layout.blocks.append(block)
        waiting = block if not body and following is not None and following.kind == "chapter" else None
    return layout


def _is_chapter_title(layout: Layout, own: list[Line]) -> bool:
    return bool(layout.chapters) and layout.chapters[-1].title == own


def _regions(lines: list[Line], events: list[marks.Mark], size: int) -> list[list[Line]]:
    """The words between the marks: region 0 before the first, region n after the n-th."""
    bounds = [0, *(mark.end for mark in events)], [*(mark.start for mark in events), size]
    regions: list[list[Line]] = []
    place = 0
    for start, end in zip(*bounds, strict=True):
        region: list[Line] = []
        while place < len(lines) and lines[place].end <= start:
            place += 1
        index = place
        while index < len(lines) and lines[index].start < end:
            piece = _clipped(lines[index], start, end)
            if piece:
                region.append(piece)
            if lines[index].end > end:
                break
            index += 1
        place = index
        regions.append(region)
    return regions


def _clipped(line: Line, start: int, end: int) -> Line | None:
    if line.kind:
        return None
    low, high = max(line.start, start), min(line.end, end)
    if low >= high:
        return None
    text = line.text[low - line.start : high - line.start]
    clean = text.strip(" ")
    if not clean.strip("*_ "):
        return None
    low += len(text) - len(text.lstrip(" "))
    return Line(low, low + len(clean), clean, line.gap if low == line.start else False)
