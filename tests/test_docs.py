"""The handbook says what the program does, no less and no more."""

import ast
import csv
import os
import re
from pathlib import Path

import pytest

from konak.cli import handbook
from konak.cli.variables import VARIABLES
from konak.foundation import evidence, indicators

ROOT = Path(__file__).parents[1]
BOOK = ROOT / "docs" / "handbook"
SHARED = Path(os.environ.get("KONAK_SHARED") or ROOT.parent / "shared") / "duties.csv"
PAGES = sorted(BOOK.glob("*.md"))
SOURCES = [path for path in (ROOT / "konak").rglob("*.py") if "tests" not in path.parts]


def named_variables(path):
    """Literal names of environment variables in a source: KONAK_… and DATABASE_URL."""
    text = path.read_text("utf-8")
    if "KONAK_" not in text and "DATABASE_URL" not in text:
        return set()
    words = (node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant))
    return {word for word in words if isinstance(word, str) and re.fullmatch(r"KONAK_[A-Z_]+|DATABASE_URL", word)}


def test_the_tables_are_what_the_code_declares():
    assert sorted(handbook.stale()) == [], "run `konak handbook`"


def test_every_variable_the_program_reads_is_explained_and_no_other():
    hidden = {"KONAK_TEST_STATE", "KONAK_TEST_DATABASE_URL", "KONAK_TEST_TEMPLATES", "KONAK_TEST_TOWN"}
    read = {name for path in SOURCES if path.name != "variables.py" for name in named_variables(path)} - hidden
    assert read == set(VARIABLES)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_a_page_leads_only_to_pages_that_exist(page):
    linked = re.findall(r"\]\(([a-z0-9-]+\.md)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [name for name in linked if not (BOOK / name).is_file()] == []


def test_pages_of_clauses_name_what_exists_and_leave_no_clause_of_the_desk_out():
    known = {one.code for one in (*evidence.capabilities(), *indicators.indicators())}
    for page in BOOK.glob("maddeler-*.md"):
        named = re.findall(r"`([a-z_]+\.[a-z_]+)`", page.read_text("utf-8"))
        assert (page.name, sorted(set(named) - known)) == (page.name, [])
    if not SHARED.is_file():
        pytest.skip("the duties stand beside the checkout")
    text = (BOOK / "maddeler-destek.md").read_text("utf-8")
    cells = {one.strip() for line in text.splitlines() for one in line.split("|")[1:2] for one in one.split(",")}
    rows = [row for row in csv.DictReader(SHARED.open(encoding="utf-8")) if "servicedesk" in row["module"].split("+")]
    left_out = [row["source"] + " " + clause for row in rows if (clause := clause_of(row)) not in cells]
    assert left_out == []


def clause_of(row):
    """How the page names a clause: "6 ç", "7/20", "7.6.2.f"."""
    clause = row["clause"]
    if row["source"] == "kecioren":
        return clause
    return f"{row['article']}/{clause}" if clause.isdecimal() else f"{row['article']} {clause}"


def test_every_page_is_named_on_the_first_page():
    index = (BOOK / "index.md").read_text(encoding="utf-8")
    assert [page.name for page in PAGES if page.stem != "index" and f"]({page.name})" not in index] == []
