"""A text as its screens show it: chapters, articles, clauses with their depth, notes at their place, raw lines."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.db.models import TextChoices

from konak.foundation.ui.words import percent

from ..matching.comparison import Change, changed_words
from ..models import Article, Clause, NodeKind, Regulation

LOW = 0.8
"""Confidence under which a proposal asks for a second look."""
SURE = 0.9
"""Confidence from which proposals are offered for confirmation all at once."""


REPAIR_SURE = 0.95
"""Confidence from which proposed repairs are offered for acceptance all at once."""


class Look(TextChoices):
    """What the reviewer looks at; the value stands in the address."""

    ALL = "hepsi", "Hepsi"
    DUTIES = "gorevler", "Görevler"
    UNCONFIRMED = "onaysiz", "Onaylanmadı"
    HOMELESS = "sorumlusuz", "Sorumlusu yok"
    UNSURE = "dusuk", "Düşük güven"
    NOTED = "notlu", "Notlu"
    REPAIRED = "duzeltme", "Düzeltme önerilen"


@dataclass(slots=True)
class Line:
    """A clause on the page. `lines` are the printed lines it stands on, `notes` what the reader remarked there."""

    clause: Clause
    depth: int
    lines: str = ""
    notes: list[str] = field(default_factory=list)
    tools: str = ""
    """Markup of the buttons that correct the reading, where this person may."""
    glossed: list[tuple[str, Any]] = field(default_factory=list)
    """The text behind its bold beginning, cut at the terms it uses."""

    @property
    def looks(self) -> set[str]:
        """Under which filters this clause is shown."""
        clause = self.clause
        guessed = clause.is_duty and not clause.confirmed and clause.responsible_confidence < LOW
        checks = {
            Look.ALL: True,
            Look.DUTIES: clause.is_duty,
            Look.UNCONFIRMED: clause.is_duty and not clause.confirmed,
            Look.HOMELESS: clause.is_duty and clause.unit_id is None,
            Look.UNSURE: guessed or clause.confidence < LOW,
            Look.NOTED: bool(self.notes or clause.editor_note),
            Look.REPAIRED: bool(clause.repaired),
        }
        return {look.value for look, holds in checks.items() if holds}

    @property
    def ready(self) -> bool:
        """Waiting only for a person's yes: a duty with a proposed unit."""
        return self.clause.is_duty and self.clause.unit_id is not None and not self.clause.confirmed

    @property
    def words(self) -> tuple[str, str]:
        """What is printed bold at the beginning of the clause, and the rest."""
        clause = self.clause
        if clause.text.startswith(clause.title):
            return clause.title, clause.text[len(clause.title) :]
        return clause.title, f" {clause.text}"

    @property
    def printable(self) -> str:
        """The label as a page prints it: "a)", "(1)", "–" for dashes."""
        label = self.clause.label
        if not label or label.startswith("("):
            return label
        if label.startswith("-"):
            return "–"
        in_brackets = self.clause.kind == NodeKind.PARAGRAPH or self.clause.printed.startswith("(")
        return f"({label})" if in_brackets else f"{label})"

    @property
    def stand(self) -> str:
        """none (no duty), homeless, waiting or settled."""
        if not self.clause.is_duty:
            return "none"
        if self.clause.unit_id is None:
            return "homeless"
        return "settled" if self.clause.confirmed else "waiting"

    @property
    def is_guess(self) -> bool:
        return self.clause.responsible_confidence < LOW

    @property
    def trust(self) -> str:
        return f"Güven {percent(self.clause.responsible_confidence, 1)}"

    @property
    def confidence(self) -> str:
        return f"Güven {percent(self.clause.confidence, 1)}"

    @property
    def repair(self) -> tuple[Change, ...]:
        """The proposed repair, word by word."""
        return changed_words(self.clause.text, self.clause.repaired)

    @property
    def relabelled(self) -> bool:
        """Whether the restored label is not the printed one."""
        printed = self.clause.printed.strip("().-–—•* \t").rstrip(")")
        return self.clause.label.strip("()") != printed


@dataclass(slots=True)
class Section:
    """An article on the page with its clauses."""

    article: Article
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    new_chapter: bool = False
    whole: list[Line] = field(default_factory=list)
    """All lines of the article, where a filter shows only some of them."""

    @property
    def has_notes(self) -> bool:
        return bool(self.notes) or any(line.notes or line.clause.editor_note for line in self.lines)

    @property
    def _all(self) -> list[Line]:
        return self.whole or self.lines

    @property
    def duties(self) -> int:
        return sum(line.clause.is_duty for line in self._all)

    @property
    def settled(self) -> int:
        return sum(line.clause.is_duty and line.clause.confirmed for line in self._all)

    @property
    def ready(self) -> int:
        return sum(line.ready for line in self._all)


def sections(regulation: Regulation, articles: Iterable[Article], clauses: Iterable[Clause]) -> list[Section]:
    """The structure in the order of the text, with every note at the clause or article it belongs to."""
    numbers = LineNumbers(regulation.text)
    found = {article.pk: Section(article) for article in articles}
    depth: dict[int, int] = {}
    for clause in clauses:
        depth[clause.pk] = depth.get(clause.parent_id, -1) + 1 if clause.parent_id else 0
        found[clause.article_id].lines.append(Line(clause, depth[clause.pk], numbers.span(clause.start, clause.end)))
    ordered = list(found.values())
    chapter = ""
    for section in ordered:
        section.new_chapter = bool(section.article.chapter) and section.article.chapter != chapter
        chapter = section.article.chapter or chapter
        for note in section.article.notes:
            _place(note, section)
    spans = [section.article.start for section in ordered]
    for note in regulation.notes:
        at = bisect_right(spans, note.get("start", 0)) - 1
        if ordered and at >= 0 and note.get("start"):
            _place(note, ordered[at])
    return ordered


def general_notes(regulation: Regulation, first_article: int) -> list[str]:
    """Notes about the text as a whole: without a place, or before its first article."""
    return [note["message"] for note in regulation.notes if not note.get("start") or note["start"] < first_article]


def _place(note: Mapping[str, Any], section: Section) -> None:
    at, message = note.get("start", 0), str(note.get("message", ""))
    inside = [line for line in section.lines if line.clause.start <= at < line.clause.end]
    kept = inside[-1].notes if inside else section.notes
    if message not in kept:
        kept.append(message)


class LineNumbers:
    """From a position in a text to the number of its line, counted from 1."""

    def __init__(self, text: str) -> None:
        self.starts = [0]
        self.starts += [at + 1 for at, char in enumerate(text) if char == "\n"]

    def of(self, position: int) -> int:
        return bisect_right(self.starts, position)

    def span(self, start: int, end: int) -> str:
        first, last = self.of(start), self.of(max(start, end - 1))
        return f"{first}" if first == last else f"{first}–{last}"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a raw line that belongs to one thing: a clause, the wrapper, or nothing."""

    text: str
    clause: int | None = None
    is_wrapper: bool = False
    first: bool = False
    """Whether the clause begins here: the place to scroll to."""


@dataclass(slots=True)
class RawLine:
    """One line of the text as handed in, with what the reader remarked about it."""

    runs: list[Run] = field(default_factory=list)
    note: str = ""


def raw_lines(regulation: Regulation, clauses: Iterable[Clause], notes: Iterable[Mapping[str, Any]]) -> list[RawLine]:
    """The text as printed, line by line, cut where clauses and wrapper begin or end.

    Inner clauses win over those around them. A 40 kB text gives some 1,500 runs, one element each.
    """
    text = regulation.text
    numbers = LineNumbers(text)
    lines = [RawLine() for _ in numbers.starts]
    for note in notes:
        if at := note.get("start", 0):
            line = lines[numbers.of(at) - 1]
            line.note = f"{line.note} {note['message']}".strip()
    # (start, end, clause): sorted so that what lies inside comes after what lies around it
    marks: list[tuple[int, int, int]] = [(clause.start, clause.end, clause.pk) for clause in clauses]
    marks += [(part["start"], part["end"], 0) for part in regulation.wrapper]
    marks.sort(key=lambda mark: (mark[0], -mark[1]))
    edges = {0, len(text), *numbers.starts}
    edges.update(edge for start, end, _ in marks for edge in (start, end) if 0 <= edge <= len(text))
    around: list[tuple[int, int, int]] = []
    at, seen = 0, {0}
    for begin, end in pairwise(sorted(edges)):
        while at < len(marks) and marks[at][0] <= begin:
            around.append(marks[at])
            at += 1
        around = [mark for mark in around if mark[1] > begin]
        clause = around[-1][2] if around else 0
        words = text[begin:end].rstrip("\r\n")
        if words:
            first = clause not in seen and not words.isspace()
            if first:
                seen.add(clause)
            run = Run(words, clause or None, is_wrapper=bool(around) and not clause, first=first)
            lines[numbers.of(begin) - 1].runs.append(run)
    return lines
