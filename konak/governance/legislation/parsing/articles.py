"""One article from its lines: paragraphs, clauses with their labels and spans, tail and notes.

**What counts as a clause.** `Article.clauses` holds every labelled item of the article, whatever paragraph it
stands in, in the order of the text; items below an item are its `children`. A numbered paragraph (fıkra) that
introduces items is only their frame: it is not a clause itself, its items are. A fıkra without items is a clause
of its own. So "(1) … (2) …" gives two clauses, "(1) … a) b) c) (2) …" gives four, "a) – – –" gives one with three
children, and an article of plain sentences gives none. The number of the fıkra is part of a path only where the
article has more than one: `5.ğ`, but `4.1.b` and `4.2`.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from konak.foundation.db import turkish

from . import candidates, labels
from .headings import looks_like_heading
from .layout import Block
from .lines import Line, joined
from .structure import Article, Clause, Note, Paragraph


@dataclass(slots=True)
class _Node:
    decision: labels.Decision
    printed: str
    start: int
    label_end: int
    end: int
    pieces: list[Line]
    children: list["_Node"] = field(default_factory=list)
    tail: str = ""
    section: str = ""


@dataclass(slots=True)
class Source:
    """What reading an article needs to know of its document.

    `taken` holds the paths in use and grows; `scanned`: letters are those of a scanner; `spread`: every line is
    followed by a blank one, so blanks mean nothing; `running`: the line breaks are lost.
    """

    text: str
    view: str
    scanned: bool
    spread: bool
    running: bool
    taken: dict[str, int]


def read_article(source: Source, block: Block, path: str, occurrence: int, chapter: str) -> Article:
    """Read one block into an article with the given path, under the chapter of that title."""
    text = source.text
    number = block.mark.number
    article = Article(
        number=number,
        occurrence=occurrence,
        heading=heading_text(text, block.heading),
        chapter=chapter,
        path=path,
        start=block.start,
        end=block.end,
        raw=text[block.start : block.end],
    )
    found = candidates.find(source.view, block.body, source.scanned, source.running)
    own = tuple(int(part) for part in number.split(".")) if re.fullmatch(r"\d+(?:\.\d+)*", number) else ()
    decisions = labels.decode(found, own)
    body = [line for line in block.body if line.kind != "label"]
    starts = [found[decision.candidate].start for decision in decisions]
    pieces = _Pieces(source.view, body)
    lead = pieces.between(block.mark.end, starts[0] if starts else block.end)
    nodes = [
        _Node(
            decision,
            found[decision.candidate].printed,
            start,
            found[decision.candidate].end,
            0,
            pieces.between(found[decision.candidate].end, end),
        )
        for decision, start, end in zip(decisions, starts, [*starts[1:], block.end][: len(starts)], strict=True)
    ]
    _give_back_words(nodes, lead, article)
    _cut_sections(nodes)
    for node in nodes:
        node.end = max(node.label_end, *(piece.end for piece in node.pieces)) if node.pieces else node.label_end
    roots = _tree(nodes)
    _cut_tails(text, article, nodes, roots)
    _paragraphs(text, article, lead, nodes, source.spread)
    _clauses(text, article, roots, source.taken)
    _remark(article, nodes)
    if len(found) >= candidates.MOST:
        message = f"Bu maddede {candidates.MOST} etiketten fazlası var; fazlası düz metin sayıldı."
        article.notes.append(Note("too_many_labels", message, article.start))
    return article


def heading_text(text: str, lines: list[Line]) -> str:
    """A heading as one line, without stars and without the colon that closes it."""
    words = joined([text[line.start : line.end] for line in lines])
    return words.strip(" *#_|").rstrip(" :*_").lstrip(" :-–—.").strip()


class _Pieces:
    """Cuts the lines of a body at any two positions; two binary searches for each cut."""

    def __init__(self, view: str, body: list[Line]) -> None:
        self._view, self._body = view, body
        self._ends = [line.end for line in body]

    def between(self, start: int, end: int) -> list[Line]:
        result: list[Line] = []
        place = bisect_left(self._ends, start + 1)
        while place < len(self._body) and self._body[place].start < end:
            line = self._body[place]
            low, high = max(line.start, start), min(line.end, end)
            words = self._view[low:high]
            clean = words.strip()
            if clean.strip("*_|- "):
                low += words.index(clean[0])
                result.append(Line(low, low + len(clean), clean, line.gap and low == line.start))
            place += 1
        return result


def _tree(nodes: list[_Node]) -> list[_Node]:
    roots: list[_Node] = []
    path: list[_Node] = []
    for node in nodes:
        depth = node.decision.depth
        if depth < 0:
            continue
        del path[depth:]
        (path[-1].children if path else roots).append(node)
        path.append(node)
    return roots


def _give_back_words(nodes: list[_Node], lead: list[Line], article: Article) -> None:
    """Scanners print some items before their label: an empty item takes the words that follow the lead's colon."""
    for place, node in enumerate(nodes):
        deeper = place + 1 < len(nodes) and nodes[place + 1].decision.depth > node.decision.depth
        if node.pieces or deeper or node.decision.depth < 0:
            continue
        before = nodes[place - 1].pieces if place else lead
        cut = next((i for i in range(len(before) - 1, 0, -1) if before[i - 1].text[-1] in ":;"), 0)
        if cut and before[cut].gap:
            node.pieces = before[cut:]
            node.start = before[cut].start
            del before[cut:]
            article.notes.append(
                Note(
                    "label_after_text",
                    f"“{node.printed}” etiketi, ait olduğu sözlerden sonra basılmış; sözler bu bende verildi.",
                    node.start,
                )
            )


def _cut_sections(nodes: list[_Node]) -> None:
    """A list that starts again stands below a side heading; the heading is no words of the item before it."""
    last: dict[int, candidates.Value] = {}
    for place, node in enumerate(nodes):
        depth = node.decision.depth
        for deeper in [other for other in last if other > depth]:
            del last[deeper]
        before = last.get(depth)
        last[depth] = node.decision.value
        if not isinstance(before, int) or not isinstance(node.decision.value, int) or node.decision.value >= before:
            continue
        pieces = nodes[place - 1].pieces
        if len(pieces) > 1 and looks_like_heading(pieces[-1].text):
            node.section = pieces.pop().text.strip(" *:")


_CLOSING = re.compile(r"(?:ifade eder(?:ler)?|tan[ıi]mlar|anlam[ıi]na gelir|ifade etmektedir)\s?\.?", re.IGNORECASE)
_OTHER_CLOSING = re.compile(
    r"(?:anla[sş][ıi]l[ıi]r|kapsar|te[sş]kil eder|yap[ıi]l[ıi]r|sorumludur|y[üu]k[üu]ml[üu]d[üu]r|yetkilidir|"
    r"g[öo]revlidir)\s?\.?",
    re.IGNORECASE,
)
_COMMON_END = re.compile(
    r"(?:fiil|hal[ıi]?n|durum|husus|konu|i[sş]ler|amac|g[öo]rev|belge|ko[sş]ul|[sş]art|bilgi)\w*\s"
)


def _cut_tails(text: str, article: Article, nodes: list[_Node], roots: list[_Node]) -> None:
    """Words that close the sentence of a whole list stand behind its last item: keep them apart."""
    parents: dict[int, _Node | None] = {}

    def walk(parent: _Node | None, children: list[_Node]) -> None:
        if children:
            parents[id(children[-1])] = parent
        for child in children:
            walk(child, child.children)

    walk(None, roots)
    for node in nodes:
        if id(node) not in parents or node.children or len(node.pieces) < 2:
            continue
        last = node.pieces[-1]
        closing = last.text.strip(" *|")
        alone = bool(_CLOSING.fullmatch(closing)) or (
            node.pieces[-2].text[-1] in ",;" and bool(_OTHER_CLOSING.fullmatch(closing))
        )
        common = (
            last.text[0].islower()
            and node.pieces[-2].text[-1] == ","
            and last.text[-1] == "."
            and bool(_COMMON_END.match(turkish.fold(last.text)))
            and len(node.pieces) == 2
        )
        # no sentence opens with a small letter: what follows a full stop that way closes the list
        resumed = (
            last.text[0].islower()
            and last.text[-1] == "."
            and node.pieces[-2].text[-1] == "."
            and bool(re.search(r"[^\W\d_]{4}\.$", node.pieces[-2].text))
        )
        if not (alone or common or resumed):
            continue
        parent = parents[id(node)]
        words = joined([text[last.start : last.end]])
        if parent is None or parent.decision.family == "fikra":
            article.tail = words
        else:
            parent.tail = words
        node.pieces.pop()
        node.end = node.pieces[-1].end


def _paragraphs(text: str, article: Article, lead: list[Line], nodes: list[_Node], spread: bool) -> None:
    groups = _plain_paragraphs(lead, spread) if not nodes else [lead] if lead else []
    for group in groups:
        article.paragraphs.append(
            Paragraph(
                label="",
                text=joined([text[piece.start : piece.end] for piece in group]),
                raw=text[group[0].start : group[-1].end],
                start=group[0].start,
                end=group[-1].end,
            )
        )
    for node in nodes:
        if node.decision.family != "fikra":
            continue
        article.paragraphs.append(
            Paragraph(
                label=f"({node.decision.label})",
                text=_words(text, node),
                raw=text[node.start : node.end],
                start=node.start,
                end=node.end,
            )
        )


def _plain_paragraphs(lead: list[Line], spread: bool) -> list[list[Line]]:
    """Unnumbered paragraphs: a sentence ends on a line clearly shorter than the others, or a blank follows."""
    groups: list[list[Line]] = []
    width = max((len(line.text) for line in lead), default=0)
    for line in lead:
        before = groups[-1][-1] if groups else None
        ended = before is not None and before.text[-1] in ".!?:;"
        anew = before is not None and ((line.gap and not spread) or len(before.text) < 0.75 * width)
        if before is None or (ended and anew and not line.text[0].islower()):
            groups.append([])
        groups[-1].append(line)
    return groups


def _words(text: str, node: _Node) -> str:
    return joined([text[piece.start : piece.end] for piece in node.pieces]).lstrip("-–—:; ")


def _clauses(text: str, article: Article, roots: list[_Node], taken: dict[str, int]) -> None:
    paragraphs = sum(1 for node in roots if node.decision.family == "fikra")

    def unique(path: str) -> str:
        found = path
        while found in taken:
            taken[path] = taken.get(path, 1) + 1
            found = f"{path}-{taken[path]}"
        taken[found] = 1
        return found

    def clause(node: _Node, base: str, parent: labels.Decision | None) -> Clause:
        path = unique(_path(node.decision, base, article, parent))
        made = Clause(
            label=node.decision.label,
            printed=node.printed,
            path=path,
            text=_words(text, node),
            raw=text[node.start : node.end],
            start=node.start,
            end=node.end,
            tail=node.tail,
            section=node.section,
            label_confidence=round(1 / (1 + 0.25 * max(node.decision.cost - 0.5, 0)), 2),
        )
        if (
            len(node.pieces) > 1
            and node.pieces[0].text[-1] == ":"
            and not node.children
            and len(node.pieces[0].text) < 160
        ):
            made.title = joined([text[node.pieces[0].start : node.pieces[0].end]]).rstrip(" :")
        made.children = [clause(child, path, node.decision) for child in node.children]
        return made

    for node in roots:
        if node.decision.family == "fikra" and node.children:
            base = f"{article.path}.{node.decision.label}" if paragraphs > 1 else article.path
            article.clauses += [clause(child, base, None) for child in node.children]
        else:
            article.clauses.append(clause(node, article.path, None))


def _path(decision: labels.Decision, base: str, article: Article, parent: labels.Decision | None) -> str:
    label = decision.label
    if decision.family == "decimal" and isinstance(decision.value, tuple):
        if parent is not None and parent.value == decision.value[:-1]:
            return f"{base}.{decision.value[-1]}"
        if label.startswith(f"{article.number}."):
            return article.path + label[len(article.number) :]
        if parent is not None and (parent.value,) == decision.value[:-1]:
            return f"{base}.{decision.value[-1]}"
    if label.startswith("-"):
        return base + label
    return f"{base}.{label}"


def _remark(article: Article, nodes: list[_Node]) -> None:
    """Notes on labels that were restored, repeated or left out by the drafters. Nothing is renumbered."""
    restored: list[str] = []
    previous: dict[int, labels.Decision] = {}
    # a list without any Turkish letter follows the Latin alphabet: it leaves nothing out
    own_letters = {node.decision.label for node in nodes if node.decision.family == "letter"}
    latin = not own_letters & set("çğöşü")
    for node in nodes:
        decision = node.decision
        plain = re.sub(r"[\s().\-–/*_]+", "", node.printed)
        if decision.bare and decision.family != "bullet":
            restored.append(f"{node.printed or 'etiketsiz'} → {decision.label}")
        elif (decision.family == "letter" and turkish.lower(plain) != decision.label) or (
            decision.family in ("fikra", "number", "pnum") and not plain.isdigit()
        ):
            restored.append(f"{node.printed} → {decision.label}")
        before = previous.get(decision.depth)
        if before is not None and before.family == decision.family:
            missing = _left_out(before, decision, latin)
            if missing:
                article.notes.append(
                    Note("label_missing", f"Sırada {missing} etiketi yok; metin böyle basılmış olabilir.", node.start)
                )
            if before.value == decision.value and before.label == decision.label:
                article.notes.append(
                    Note("label_repeated", f"“{decision.label}” etiketi bu maddede yineleniyor.", node.start)
                )
        for depth in [depth for depth in previous if depth > decision.depth]:
            del previous[depth]
        previous[decision.depth] = decision
    if restored:
        article.notes.append(
            Note("label_restored", "Sıraya bakılarak okunan etiketler: " + ", ".join(restored) + ".", article.start)
        )


def _left_out(before: labels.Decision, decision: labels.Decision, latin: bool) -> str:
    if not isinstance(before.value, int) or not isinstance(decision.value, int):
        if (
            isinstance(before.value, tuple)
            and isinstance(decision.value, tuple)
            and before.value[:-1] == decision.value[:-1]
        ):
            gap = range(before.value[-1] + 1, decision.value[-1])
            return ", ".join(f"“{'.'.join(map(str, (*before.value[:-1], place)))}”" for place in gap)
        return ""
    gap = range(before.value + 1, decision.value)
    if decision.family == "letter":
        free = set("qwxçğıöşü") if latin else set("qwx")
        size = len(candidates.LETTERS)
        return ", ".join(
            f"“{labels.label_of('letter', place)}”" for place in gap if candidates.LETTERS[place % size] not in free
        )
    return ", ".join(f"“{place}”" for place in gap)
