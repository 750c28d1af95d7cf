"""Every article and clause label of the five reference texts and of our own fictional ones."""

import csv
import os
from pathlib import Path

import pytest

from konak.governance.legislation.parsing import Document, read_file
from konak.governance.legislation.parsing.score import label_list, read_labels, score
from konak.governance.legislation.parsing.structure import Clause

HERE = Path(__file__).parent
LISTS = sorted((HERE / "labels").glob("*.labels"))
SHARED = Path(os.environ.get("KONAK_SHARED") or HERE.parents[4] / "shared")
FIVE = [path for path in LISTS if not (HERE / "texts" / read_labels(path).file).exists()]
OWN = [path for path in LISTS if path not in FIVE]

needs_shared = pytest.mark.skipif(not (SHARED / "regulations").is_dir(), reason="no reference texts here")


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.stem)
def test_our_own_texts_give_exactly_their_labels(path: Path) -> None:
    expected = read_labels(path)

    document = read_file(HERE / "texts" / expected.file)

    assert label_list(document) == expected.articles


@pytest.mark.shared
@needs_shared
@pytest.mark.parametrize("path", FIVE, ids=lambda path: path.stem)
def test_the_five_reference_texts_give_exactly_their_labels(path: Path) -> None:
    expected = read_labels(path)

    document = read_file(SHARED / "regulations" / expected.file)

    assert label_list(document) == expected.articles


def test_there_are_five_reference_lists_and_forty_four_texts_of_our_own() -> None:
    assert (len(FIVE), len(OWN)) == (5, 44)


COUNTS = {
    "izmir-bb-2023-yonetmelik": "1:2 2:1 3:17 4:9 5:12 6:20 7:13 8:12 9:15 10:12 11:26 12:19 13:5 16:1 17:1 18:1",
    "izmir-bb-2023-entegre-sistemler-yonerge": "1:1 2:1 3:24 4:4 5:12 7:26 8:27 8-2:18 9:2 10:14 11:2 12:10 13:11 "
    "14:12 15:1 16:1 17:1 18:1",
    "kecioren-yonetmelik": "7.1:0 7.2:0 7.3:8 7.4:0 7.5:0 7.6:13 7.7:1 7.8:1 7.9:1 7.10:17",
    "kocaeli-bb-2025-yonetmelik": "1:1 2:1 3:6 4:36 5:16 6:25 7:16 8:24 9:12 10:12 11:12 12:1 13:1 14:7 15:1 16:1 "
    "17:1 18:2 19:1",
    "cigli-2020-yonetmelik": "1:0 2:0 3:0 4:23 5:0 6:0 7:23 8:0 8-2:0 9:15 10:49 11:13 12:0 13:0 14:0",
}


@pytest.mark.shared
@needs_shared
@pytest.mark.parametrize("name", COUNTS)
def test_top_level_clauses_are_as_many_as_the_reference_counts(name: str) -> None:
    document = read_file(SHARED / "regulations" / f"{name}.txt")

    assert " ".join(f"{article.path}:{len(article.clauses)}" for article in document.articles) == COUNTS[name]


SOURCES = {
    "kocaeli": "kocaeli-bb-2025-yonetmelik",
    "kecioren": "kecioren-yonetmelik",
    "izmir": "izmir-bb-2023-yonetmelik",
    "izmir-entegre": "izmir-bb-2023-entegre-sistemler-yonerge",
    "cigli": "cigli-2020-yonetmelik",
}


@pytest.mark.shared
@needs_shared
@pytest.mark.parametrize("source", SOURCES)
def test_every_clause_of_the_duty_list_is_found(source: str) -> None:
    document = read_file(SHARED / "regulations" / f"{SOURCES[source]}.txt")
    known = {path for article in document.articles for path in _article_paths(article.path, document)}
    with (SHARED / "duties.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["source"] == source and row["article"] != "0"]

    missing = sorted({_wanted(row["article"], row["clause"]) for row in rows if not _ours(row["clause"])} - known)

    assert missing == []


def _article_paths(path: str, document: Document) -> set[str]:
    article = next(article for article in document.articles if article.path == path)
    paths = {path} | {clause.path for top in article.clauses for clause in _all(top)}
    # plain paragraphs are numbered by the duty list, and a single fıkra carries its number there
    paths |= {f"{path}.{place}" for place in range(1, len(article.paragraphs) + 1)}
    return paths | {f"{path}.1.{top.label}" for top in article.clauses}


def _all(clause: Clause) -> list[Clause]:
    return [clause, *(other for child in clause.children for other in _all(child))]


def _ours(clause: str) -> bool:
    """Ids that the duty list made up: the lead of an article, its parts, and the tail of a bullet."""
    return clause.startswith(("giriş", "yetki.")) or clause == "1.son"


def _wanted(article: str, clause: str) -> str:
    """`4` + `a/2` (a duty within a clause) → 4.a; `7.6` + `7.6.2.a` stays; `2` + `a-1` → 2.a-1."""
    base = clause.split("/")[0]
    return base if base == article or base.startswith(f"{article}.") else f"{article}.{base}"


def test_score_counts_what_is_missing_and_what_is_too_much(tmp_path: Path) -> None:
    (tmp_path / "x.labels").write_text("# file: x.txt\n1: a b{1 2}\n2: a\n", "utf-8")
    (tmp_path / "x.txt").write_text("MADDE 1 – Görevler:\na) Yapmak,\nb) Etmek,\nc) Almak.\n", "utf-8")

    result = score(read_labels(tmp_path / "x.labels"), read_file(tmp_path / "x.txt"))

    assert (result.right, result.found, result.expected) == (3, 4, 7)
    assert (result.precision, round(result.recall, 4), round(result.f1, 4)) == (0.75, 0.4286, 0.5455)
    assert result.differing == ["1: a b c ≠ a b{1 2}", "2: yok ≠ a"]
