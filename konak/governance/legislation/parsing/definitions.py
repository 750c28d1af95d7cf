"""Defined terms: "term: meaning" in items and plain lines, table cells, and two columns read one after the other."""

import re

from .lines import joined
from .structure import Article, Clause, Definition, Note

_SPLIT = re.compile(r"^\s*(.{1,120}?)\s*(?::|=|\s[–-]\s)\s*(.+)$", re.DOTALL)
_PLAIN = re.compile(r"^\s*([^\W\d][^:;.]{1,60}?)\s*:\s*(\S.+)$")
_TAIL = re.compile(
    r"[\s,]*(?:(?:şeklinde )?(?:ifade eder(?:ler)?|tan[ıi]mlar|anlam[ıi]na gelir|ifade etmektedir|"
    r"tanımlanır)\s*\.?)\s*$",
    re.IGNORECASE,
)
_UPPER_START = re.compile(r"^((?:[A-ZÇĞİÖŞÜ0-9][\w/’'.\-]*\s+){1,4}?)(?=[A-ZÇĞİÖŞÜ0-9“\"])(.+)$", re.DOTALL)


def read_definitions(text: str, article: Article) -> list[Definition]:
    """The definitions of one article, in order. `text` is the whole document."""
    leaves = [leaf for clause in article.clauses for leaf in _leaves(clause)]
    with_meaning = sum(":" in leaf.text or "=" in leaf.text for leaf in leaves)
    if leaves and with_meaning * 2 < len(leaves):
        columns = _two_columns(text, article, leaves)
        if columns:
            return columns
    if leaves:
        return [definition for leaf in leaves if (definition := _one(leaf))]
    return _plain_lines(text, article)


def _leaves(clause: Clause) -> list[Clause]:
    return [leaf for child in clause.children for leaf in _leaves(child)] if clause.children else [clause]


def _one(leaf: Clause) -> Definition | None:
    words = leaf.text
    found = _SPLIT.match(words)
    if found and found[1].count(" ") < 12:
        return Definition(leaf.label, _clean(found[1]), _meaning(found[2]), leaf.path)
    # the drafters left the colon out: the term is what stands before the next capital
    capital = _UPPER_START.match(words)
    if capital and len(words) < 400:
        return Definition(leaf.label, _clean(capital[1]), _meaning(capital[2]), leaf.path, 0.5)
    return Definition(leaf.label, "", _meaning(words), leaf.path, 0.3) if words else None


def _plain_lines(text: str, article: Article) -> list[Definition]:
    result: list[Definition] = []
    for paragraph in article.paragraphs:
        for line in paragraph.raw.splitlines():
            found = _PLAIN.match(line)
            if found:
                result.append(Definition("", _clean(found[1]), _meaning(found[2]), article.path))
            elif result and line.strip():
                result[-1].meaning = joined([result[-1].meaning, line])
    return result


def _two_columns(text: str, article: Article, leaves: list[Clause]) -> list[Definition]:
    """A table that a scanner read column by column: all terms, then all meanings, each after a colon.

    The n-th term belongs to the n-th meaning. A meaning that lost its colon is looked for where one is missing;
    row ends that floated off go to the meanings that are left open. Confidence tells how much was guessed.
    """
    terms = [(leaf, leaf.raw.splitlines()[0]) for leaf in leaves]
    # paragraphs and items are read in their own order; the order of the page decides
    body = text[
        min(leaf.start for leaf in leaves) : max([leaf.end for leaf in leaves] + [p.end for p in article.paragraphs])
    ]
    heads = {head.strip() for _, head in terms}
    lines = [line.strip() for line in body.splitlines() if line.strip() and line.strip() not in heads]
    meanings = [(index, line) for index, line in enumerate(lines) if line.startswith(":")]
    if len(meanings) < 0.7 * len(terms):
        return []
    taken = {index for index, _ in meanings}
    confidence = 0.9
    missing = len(terms) - len(meanings)
    loose = [
        (index, line)
        for index, line in enumerate(lines)
        if index not in taken and not re.match(r"^\(?\S{1,3}[).]", line)
    ]
    for index, line in sorted(loose, key=lambda item: (item[1][0].islower(), -item[1].count(" ")))[: max(missing, 0)]:
        if line[0].islower() or line.count(" ") < 2:
            break
        meanings.append((index, line))
        taken.add(index)
        confidence = 0.6
    meanings.sort()
    if len(meanings) != len(terms):
        article.notes.append(
            Note(
                "definitions_apart",
                f"Tanım tablosu sütun sütun okunmuş: {len(terms)} terim, {len(meanings)} karşılık bulundu; "
                "eşleştirilmedi.",
                article.start,
            )
        )
        return []
    floating = [line for index, line in loose if index not in taken and not _TAIL.fullmatch(" " + line)]
    texts = [line for _, line in meanings]
    _give_ends(texts, [index for index, _ in meanings], floating, lines)
    article.notes.append(
        Note(
            "definitions_paired",
            f"Tanım tablosu sütun sütun okunmuş; {len(terms)} terim ile karşılığı sırasına göre eşleştirildi. "
            "Gözden geçirin.",
            article.start,
        )
    )
    return [
        Definition(leaf.label, _clean(re.sub(r"^\S+[).]\s*", "", head)), _meaning(meaning), leaf.path, confidence)
        for (leaf, head), meaning in zip(terms, texts, strict=True)
    ]


def _give_ends(texts: list[str], places: list[int], floating: list[str], lines: list[str]) -> None:
    """Put row ends back: meanings without a final comma take them in order, what is left goes to its neighbour."""
    last = len(texts) - 1
    open_ones = [place for place, words in enumerate(texts) if words[-1] not in ",.;" and place != last]
    surplus = floating[: max(0, len(floating) - len(open_ones))]
    for words in surplus:
        where = lines.index(words)
        before = max((place for place, index in enumerate(places) if index < where), default=0)
        texts[before] = joined([texts[before], words])
    for place, words in zip(open_ones, floating[len(surplus) :], strict=False):
        texts[place] = joined([texts[place], words])


def _meaning(words: str) -> str:
    return _TAIL.sub("", joined([words]).lstrip(": ")).strip(" ,;|")


def _clean(words: str) -> str:
    return joined([words]).strip(' :|*“”"-–')
