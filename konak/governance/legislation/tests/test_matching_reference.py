"""How well duties are read out of five real texts, measured against a hand-made list of their clauses.

A row of the list is a duty when it has a cadence and does not stand in an article that only frames the text (purpose,
basis, definitions, organisation, repeal, entry into force, execution). Items that only complete the sentence of
their parent (the participles of 7.6.6, the offences of 7.6.10, the laws of 7.10) count as their parent.
"""

import csv
import os
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from konak.foundation.db.turkish import fold
from konak.governance.legislation.matching import DutyDraft, duties_of
from konak.governance.legislation.parsing import parse

SHARED = Path(os.environ.get("KONAK_SHARED") or Path(__file__).parents[5] / "shared")

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.exists(), reason="reference material is not beside the checkout"),
]

FILES = {
    "kocaeli": "kocaeli-bb-2025-yonetmelik",
    "izmir": "izmir-bb-2023-yonetmelik",
    "izmir-entegre": "izmir-bb-2023-entegre-sistemler-yonerge",
    "kecioren": "kecioren-yonetmelik",
    "cigli": "cigli-2020-yonetmelik",
}
FRAME = {
    "kocaeli": "0 1 2 3 18 19",
    "izmir": "1 2 3 4 16 17 18",
    "izmir-entegre": "1 2 3 4 16 17 18",
    "kecioren": "7.1 7.2 7.4 7.5",
    "cigli": "1 2 3 4 5 6 12 13 14",
}
STATED = {
    "izmir": {"6.i", "12.e", "12.g"},
    "izmir-entegre": {"7.ö", "13.c", "13.d", "13.e", "14.d", "14.f", "14.g"},
    "kecioren": set(),
    "cigli": {"7.1", "7.13", "9.11", "10.3", "10.7", "10.12", "11.11", "11.13"},
}


def path_of(source: str, article: str, clause: str) -> str:
    clause = re.sub(r"/\d+$", "", clause)
    if source == "kecioren":
        return clause.rsplit(".", 1)[0] if re.fullmatch(r"7\.(?:6\.6|6\.10|10)\.[a-zı]", clause) else clause
    return article if clause.startswith(("giriş", "yetki")) else f"{article}.{clause}"


@cache
def expected(source: str) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    with (SHARED / "duties.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            inherits = source == "izmir-entegre" and row["clause"] == "giriş"
            framing = row["article"] in FRAME[source].split()
            if row["source"] == source and not framing and (row["cadence"] != "none" or inherits):
                found[path_of(source, row["article"], row["clause"])].append(row)
    return found


@cache
def read(source: str) -> dict[str, DutyDraft]:
    text = (SHARED / "regulations" / f"{FILES[source]}.txt").read_text(encoding="utf-8")
    return {draft.path: draft for draft in duties_of(parse(text))}


def plain_name(name: str) -> str:
    """Names of the list and of the text differ in number, in brackets and in how much of the house they name."""
    name = re.sub(r"\(.*?\)", "", fold(name)).replace("bilgi islem dairesi baskani", "daire baskani")
    name = name.replace("daire baskanligi", "dairesi baskanligi") if "baskanli" in name else name
    return re.sub(r"(sef|mudur)leri?", r"\1u", name).replace("servisi ", "servis ").rstrip("u i")


@pytest.mark.parametrize("source", FILES)
def test_duties_are_found_and_nothing_else(source: str) -> None:
    right = expected(source).keys() & read(source).keys()

    assert len(right) / len(read(source)) >= 0.99
    assert len(right) / len(expected(source)) >= 0.94


def test_the_responsible_is_the_one_of_the_list() -> None:
    compared = wrong = 0
    for source in FILES:
        for path in expected(source).keys() & read(source).keys():
            named = plain_name(read(source)[path].responsible.name)
            listed = [plain_name(row["unit"]) for row in expected(source)[path]]
            compared += 1
            wrong += not any(named.endswith(unit) or unit.endswith(named) for unit in listed)

    assert compared >= 560
    assert wrong / compared <= 0.01


@pytest.mark.parametrize("source", STATED)
def test_stated_intervals_are_exactly_those_of_the_text(source: str) -> None:
    assert {path for path, draft in read(source).items() if draft.cadence.stated} == STATED[source]


def test_the_best_module_is_one_of_the_list_nine_times_in_ten() -> None:
    compared = right = 0
    for source in FILES:
        for path in expected(source).keys() & read(source).keys():
            modules = {module for row in expected(source)[path] for module in row["module"].split("+")}
            best = read(source)[path].modules[:1]
            compared += 1
            right += bool(best) and best[0].module in modules

    assert right / compared >= 0.9


def test_chiefs_and_staff_inherit_general_duties() -> None:
    inherited = {
        path.split(".")[0]: draft.inherits for path, draft in read("izmir-entegre").items() if draft.inherits
    }

    assert {article: fold(names[0]) for article, names in inherited.items()} == {
        "9": "servis sefi",
        "10": "servis personeli",
        "11": "servis sefi",
        "12": "servis personeli",
        "13": "servis personeli",
        "14": "servis personeli",
    }
