"""How well a text was read: its labels against a list of expected ones, as precision, recall and F1.

A label list is a text file. A line names an article by its path and its labels in order, children in braces:

    7.6: 7.6.1 7.6.2{a b c} 7.6.3
    8-2: a b c ç

`# file: name` names the file the list belongs to; other lines with # are remarks.
"""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from .structure import Clause, Document


@dataclass(slots=True)
class Expected:
    """A label list: which file it belongs to and, article by article in order, the tree of labels as printed text."""

    name: str
    file: str
    articles: list[tuple[str, str]]


@dataclass(slots=True)
class Score:
    """Counts of labels: `right` are found and expected."""

    name: str
    right: int
    found: int
    expected: int
    differing: list[str]

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0 if not self.expected else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.expected if self.expected else 1.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def read_labels(path: Path) -> Expected:
    """Read one label list."""
    articles: list[tuple[str, str]] = []
    file = path.stem
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("# file:"):
            file = line.removeprefix("# file:").strip()
        elif line.strip() and not line.startswith("#"):
            article, _, tree = line.partition(": ")
            articles.append((article.rstrip(":"), tree.strip()))
    return Expected(path.stem, file, articles)


def tree_of(clauses: list[Clause]) -> str:
    """Labels of clauses as a label list writes them: `a b{-1 -2} c`."""
    return " ".join(
        clause.label + ("{" + tree_of(clause.children) + "}" if clause.children else "") for clause in clauses
    )


def label_list(document: Document) -> list[tuple[str, str]]:
    """What was read, in the form of a label list."""
    return [(article.path, tree_of(article.clauses)) for article in document.articles]


def score(expected: Expected, document: Document) -> Score:
    """Compare what was read with what was expected; an article counts as a label, each label under its parents."""
    found = label_list(document)
    mine, theirs = _items(found), _items(expected.articles)
    wanted = dict(expected.articles)
    differing = [
        f"{path}: {tree or '–'} ≠ {wanted.get(path, 'yok')}" for path, tree in found if wanted.get(path) != tree
    ] + [f"{path}: yok ≠ {tree or '–'}" for path, tree in expected.articles if path not in dict(found)]
    return Score(expected.name, sum((mine & theirs).values()), sum(mine.values()), sum(theirs.values()), differing)


def _items(articles: list[tuple[str, str]]) -> Counter[tuple[str, ...]]:
    items: Counter[tuple[str, ...]] = Counter()
    for article, tree in articles:
        items[(article,)] += 1
        path: list[str] = [article]
        last = ""
        for part in re.findall(r"[{}]|[^\s{}]+", tree):
            if part == "{":
                path.append(last)
            elif part == "}":
                path.pop()
            else:
                last = part
                items[(*path, part)] += 1
    return items
