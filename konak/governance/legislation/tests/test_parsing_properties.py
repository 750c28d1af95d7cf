"""What must hold for any text at all: no crash, exact slices, order, and work that grows with the length only."""

import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from konak.governance.legislation.parsing import Document, Unreadable, parse, read_bytes
from konak.governance.legislation.parsing.structure import Clause

TEXTS = sorted((Path(__file__).parent / "texts").glob("*.*"))
PARTS = [
    "MADDE 1 – ", "MADDE 2-", "Madde 3. ", "MADDE:4", "\n", "\n\n", "(1) ", "(2)", "(l)", "a) ", "b) ",
    "c)", "ç) ", "1) ", "0) ", "¢) ", "- ", "• ", "i) ", "ii) ", "aa) ", "5.1. ", "5.1.2. ",
    ". 4734 sayılı ", "BİRİNCİ BÖLÜM", "İKİNCİ BÖLÜM Görevler ", "| a) X | :y, |",
    "Müdürlüğün görevleri şunlardır:", "belirlemek, ", "ifade eder. ", "5393 sayılı Belediye Kanunu ",
    "13.11.2025 tarihli ", "5\n", "GEÇİCİ MADDE 1 –", "bu Yönetmeliğin 2 nci maddesinin (a) bendi ", "\x0c",
    "\r\n", "Ġ", "Ģ", "ġ", "I. ", "yürütür.", "T.C.", "“MADDE 5 –", "ç) ", "MADDE 7.10. ", "\xa0",
    "\xad", "**MADDE 6-**", "OLUR", "EK-1",
]  # fmt: skip
anything = st.text(max_size=400)
mixed = st.lists(st.sampled_from(PARTS), max_size=60).map("".join)
relaxed = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _clauses(document: Document) -> list[Clause]:
    def walk(clause: Clause) -> list[Clause]:
        return [clause, *(other for child in clause.children for other in walk(child))]

    return [one for article in document.articles for top in article.clauses for one in walk(top)]


def _check(text: str, document: Document) -> None:
    nodes = [*document.articles, *_clauses(document)]
    nodes += [paragraph for article in document.articles for paragraph in article.paragraphs]
    assert all(node.raw == text[node.start : node.end] for node in nodes)
    assert all(0 <= node.start <= node.end <= len(text) for node in [*nodes, *document.chapters, *document.wrapper])
    starts = [clause.start for clause in _clauses(document)]
    assert starts == sorted(starts)
    assert [article.start for article in document.articles] == sorted(article.start for article in document.articles)
    paths = [article.path for article in document.articles]
    assert len(set(paths)) == len(paths)
    for article in document.articles:
        labels = [clause.path for clause in _clauses(Document(text, articles=[article]))]
        assert len(set(labels)) == len(labels)


@relaxed
@given(anything)
def test_any_text_is_parsed_without_an_error_and_every_node_is_an_exact_slice(text: str) -> None:
    _check(text, parse(text))


@relaxed
@given(mixed)
def test_pieces_of_regulations_in_any_order_are_parsed_into_exact_slices(text: str) -> None:
    _check(text, parse(text))


@relaxed
@given(st.sampled_from(TEXTS), st.data())
def test_mutated_regulations_are_parsed_into_exact_slices(path: Path, data: st.DataObject) -> None:
    text = path.read_bytes().decode("utf-8")
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(text)))
        removed = data.draw(st.integers(0, 60))
        text = text[:place] + data.draw(st.sampled_from(PARTS)) + text[place + removed :]

    _check(text, parse(text))


@relaxed
@given(st.binary(max_size=600))
def test_any_bytes_are_read_or_refused_in_words(data: bytes) -> None:
    try:
        document = read_bytes(data, "dosya.txt")
    except Unreadable as refusal:
        message = str(refusal)
        assert message[-1] == "."
    else:
        _check(document.text, document)


def _work(text: str) -> int:
    """How many lines of Python the parser runs for `text`: the same on every machine."""
    count = 0

    def trace(frame: object, event: str, argument: object) -> object:
        nonlocal count
        count += event == "line"
        return trace

    sys.settrace(trace)
    try:
        parse(text)
    finally:
        sys.settrace(None)
    return count


SHAPES = {
    "articles": lambda n: "".join(f"Görevler\nMADDE {i} – (1) Müdür; şunları yapar.\n" for i in range(1, n)),
    "one long list": lambda n: "MADDE 1 – Görevler:\n" + "".join(f"{i}. Kayıt tutmak,\n" for i in range(1, n)),
    "one long line": lambda n: "MADDE 1 – Görevler: " + "".join(f"{i}) Kayıt tutmak, " for i in range(1, n)),
    "look-alikes": lambda n: "MADDE 1 – Görevler:\n" + "1) Tutmak,\n0) Vermek,\ni) Almak,\n" * (n // 3),
    "letters without end": lambda n: "MADDE 1 – " + "a" * n * 10,
    "blanks": lambda n: "MADDE 1 – " + " \n" * n * 5,
    "open brackets": lambda n: "MADDE 1 – " + "(" * n * 5 + "1" * n,
    "chapter words": lambda n: "BİRİNCİ BÖLÜM " * n,
    "article words": lambda n: "MADDE 5 – X. " * n,
    "law numbers": lambda n: "MADDE 1 – " + "5393 sayılı " * n + "Kanun",
    "capitals": lambda n: "MADDE 1 – " + "Ve " * n * 2 + "Yönetmelik",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_four_times_the_text_is_at_most_about_four_times_the_work(shape: str) -> None:
    small, large = SHAPES[shape](300), SHAPES[shape](1200)
    parse(small)  # fills caches

    assert _work(large) <= 5.5 * _work(small)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 200_000,
        "a) " * 60_000,
        "1" * 300_000,
        "| " * 150_000,
        "5393 sayılı " * 20_000,
        "Ve " * 80_000,
        "“" * 99_000,
    ],
    ids=["brackets", "labels", "digits", "bars", "laws", "capitals", "quotes"],
)
def test_hostile_text_of_hundreds_of_kilobytes_is_finished(text: str) -> None:
    document = parse("MADDE 1 – " + text)

    assert [article.number for article in document.articles] == ["1"]
