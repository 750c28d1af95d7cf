"""The whole reading, step by step: view, lines, marks, blocks, articles, and what is known about the text."""

import re

from konak.foundation.db import turkish

from . import layout
from .around import cut_back, split_front, wrappers
from .articles import Source, heading_text, read_article
from .definitions import read_definitions
from .lines import Line, mark_furniture, split_lines
from .metadata import iso_date, read_metadata
from .mojibake import mend
from .normal import Offsets, compose, legacy_map, looks_scanned, view_of
from .ocr import Repairer
from .references import legal_bases, read_references
from .roles import role_of
from .structure import Article, Chapter, Clause, Document, Note

_RUNNING = 1_000
"""Characters in a line, on average, from which on a text has lost its line breaks."""


def parse(text: str) -> Document:
    """Read a regulation out of `text`.

    Never raises for any text: where nothing is found the document has no articles and a note says so. All
    positions are offsets into `text` as it was handed in, and every `raw` is the slice between them.
    """
    mended, mends = mend(text)
    composed, offsets = compose(mended)
    document = _read(composed)
    if offsets is not None:
        _lead_back(document, mended, offsets)
    if mends is not None:
        document.notes.append(
            Note(
                "wrong_encoding",
                "Harfler yanlış alfabeyle açılıp kaydedilmiş (“Ä°ÅŸ” gibi); “İş” biçiminde okundu. "
                "Özgün metin değiştirilmedi.",
            )
        )
        _lead_back(document, text, mends)
    return document


def _read(text: str) -> Document:
    legacy = legacy_map(text)
    view = view_of(text, legacy)
    scanned = looks_scanned(view)
    repairer = Repairer(scanned, legacy)
    lines = split_lines(view)
    mark_furniture(lines)
    plan = layout.lay_out(view, lines)
    cut_back(plan, scanned)
    document = Document(text)
    spread = bool(lines) and sum(line.gap for line in lines) > 0.8 * len(lines)
    running = sum(len(line.text) for line in lines) > _RUNNING * len(lines)
    for chapter in plan.chapters:
        end = max([chapter.mark.end, *(line.end for line in chapter.title)])
        title = heading_text(text, chapter.title)
        document.chapters.append(Chapter(chapter.mark.number, title, chapter.mark.start, end))
        document.chapters[-1].title_repaired = _proposal(repairer, title)[0]
    numbers = [block.mark.number for block in plan.blocks]
    places = _paths(numbers)
    source = Source(text, view, scanned, spread, running, dict.fromkeys((path for path, _ in places), 1))
    for block, (path, occurrence) in zip(plan.blocks, places, strict=True):
        title = document.chapters[block.chapter].title if block.chapter >= 0 else ""
        article = read_article(source, block, path, occurrence, title)
        if block.chapter >= 0:
            document.chapters[block.chapter].articles.append(article.path)
        _propose(article, repairer)
        words = article.paragraphs[0].repaired or article.paragraphs[0].text if article.paragraphs else ""
        if not words and article.clauses:
            words = article.clauses[0].repaired or article.clauses[0].text
        article.role = role_of(article, article.heading_repaired or article.heading, words[:2000])
        document.articles.append(article)
    for article in document.articles:
        if article.role == "definitions":
            document.definitions += read_definitions(text, article)
    for definition in document.definitions:
        definition.term_repaired = _proposal(repairer, definition.term)[0]
        definition.meaning_repaired = _proposal(repairer, definition.meaning)[0]
    document.references = read_references(document.articles)
    document.legal_bases = legal_bases(document.articles, document.references)
    document.wrapper = wrappers(text, plan, lines, scanned)
    _, cover = split_front(plan.front, scanned)
    document.meta = _metadata(document, cover, repairer)
    _remark(document, plan, scanned, bool(legacy))
    return document


def _paths(numbers: list[str]) -> list[tuple[str, int]]:
    """Path and occurrence of each article: 8, then 8-2 for the second one printed as 8."""
    seen: dict[str, int] = {}
    result: list[tuple[str, int]] = []
    for number in numbers:
        seen[number] = seen.get(number, 0) + 1
        result.append((number if seen[number] == 1 else f"{number}-{seen[number]}", seen[number]))
    return result


def _metadata(document: Document, cover: list[Line], repairer: Repairer) -> dict[str, str]:
    shown = [repairer.repair(document.text[line.start : line.end])[0] for line in cover]
    titles = [chapter.title_repaired or chapter.title for chapter in document.chapters]
    meta = read_metadata(shown, document.wrapper, document.articles, titles)
    stamp = next((part for part in document.wrapper if part.kind == "stamp"), None)
    if stamp is not None and iso_date(stamp.text):
        meta.setdefault("stamp_date", iso_date(stamp.text))
    return meta


def _proposal(repairer: Repairer, words: str) -> tuple[str, float]:
    """The repaired words, or nothing where the proposal equals what is printed."""
    fixed, confidence = repairer.repair(words)
    return ("", 1.0) if fixed == words else (fixed, confidence)


def _propose(article: Article, repairer: Repairer) -> None:
    article.heading_repaired = _proposal(repairer, article.heading)[0]
    for paragraph in article.paragraphs:
        paragraph.repaired, paragraph.confidence = _proposal(repairer, paragraph.text)
    for clause in article.clauses:
        _propose_clause(clause, repairer)


def _propose_clause(clause: Clause, repairer: Repairer) -> None:
    clause.repaired, clause.confidence = _proposal(repairer, clause.text)
    for child in clause.children:
        _propose_clause(child, repairer)


def _remark(document: Document, plan: layout.Layout, scanned: bool, legacy: bool) -> None:
    """Notes for the reviewer on the document as a whole. They report, they change nothing."""
    notes = document.notes
    if not document.articles:
        notes.append(Note("no_articles", "Bu metinde madde bulunamadı. “MADDE 1 –” biçiminde başlıklar aranır."))
        return
    if plan.numbered:
        notes.append(Note("numbered_headings", "Metinde “MADDE” sözcüğü yok; başlıklar sırasıyla madde sayıldı."))
    if scanned:
        notes.append(
            Note(
                "scanned",
                "Metin taramadan okunmuş; Türkçe harfler bozuk. Onarım önerileri özgün sözlerin yanında durur.",
            )
        )
    if legacy:
        notes.append(
            Note(
                "legacy_letters", "Bazı harfler eski bir yazı tipinden gelmiş (Ġ, Ģ, ġ gibi); karşılıkları önerildi."
            )
        )
    last = 0
    seen: set[str] = set()
    for article in document.articles:
        if article.occurrence > 1:
            message = f"“Madde {article.number}” {article.occurrence}. kez geçiyor; numarası değiştirilmedi."
            article.notes.append(Note("number_repeated", message, article.start))
            notes.append(Note("number_repeated", message, article.start))
        tail = re.fullmatch(r"(?:\d+\.)*(\d+)", article.number)
        if tail is None:
            continue
        number = int(tail[1])
        if last and number > last + 1 and article.number not in seen:
            gap = [str(value) for value in range(last + 1, min(number, last + 6))]
            message = f"Madde {', '.join(gap)} metinde yok; sıra {last} numaradan {number} numaraya atlıyor."
            notes.append(Note("number_missing", message, article.start))
        elif number < last and article.occurrence == 1:
            notes.append(
                Note("number_order", f"Madde {article.number}, madde {last} sonrasında geliyor.", article.start)
            )
        seen.add(article.number)
        last = number
    for part in document.wrapper:
        promised = re.match(r"(\d{1,3}) madde\w*\s+(?:oluşan|ibaret)", turkish.lower(part.text))
        if promised and int(promised[1]) != len(document.articles):
            message = (
                f"Karar metni {promised[1]} maddeden söz ediyor; metinde {len(document.articles)} madde basılmış."
            )
            notes.append(Note("count_differs", message, part.start))


def _lead_back(document: Document, text: str, offsets: Offsets) -> None:
    """Turn every position and raw slice from the composed text into one of `text`."""

    def clause(node: Clause) -> None:
        move(node)
        for child in node.children:
            clause(child)

    def move(node: object) -> None:
        start, end = offsets.back(node.start), offsets.back(node.end)  # type: ignore[attr-defined]
        node.start, node.end = start, end  # type: ignore[attr-defined]
        if hasattr(node, "raw"):
            node.raw = text[start:end]

    document.text = text
    for article in document.articles:
        move(article)
        for paragraph in article.paragraphs:
            move(paragraph)
        for top in article.clauses:
            clause(top)
        for note in article.notes:
            note.start = offsets.back(note.start)
    for part in [*document.chapters, *document.wrapper]:
        move(part)
    for note in document.notes:
        note.start = offsets.back(note.start)
