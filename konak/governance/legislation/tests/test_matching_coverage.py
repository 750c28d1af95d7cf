"""Coverage: how much of a text the installed capabilities can prove."""

import argparse
import json
import os
from pathlib import Path

import pytest

from konak.governance.legislation import commands
from konak.governance.legislation.matching.coverage import as_json, as_table, coverage, coverage_of_files
from konak.governance.legislation.parsing import Document, parse

from .test_matching_capabilities import CAPABILITIES

HERE = Path(__file__).parent
SAMPLE = HERE.parent / "sample_texts" / "ornek-yonetmelik.txt"
FOREIGN = [HERE / "texts_foreign" / "parklar.txt", HERE / "texts_foreign" / "veteriner.txt"]
SHARED = Path(os.environ.get("KONAK_SHARED") or HERE.parents[3].parent / "shared") / "regulations"


def read(path: Path) -> Document:
    return parse(path.read_text(encoding="utf-8"))


def test_a_parks_and_a_veterinary_regulation_bind_nothing() -> None:
    result = coverage_of_files([str(path) for path in FOREIGN], read, CAPABILITIES)

    assert result == {
        "texts": [
            {"name": "parklar", "duties": 27, "bound": 0, "with_evidence": 0},
            {"name": "veteriner", "duties": 24, "bound": 0, "with_evidence": 0},
        ]
    }


def test_without_capabilities_nothing_is_bound() -> None:
    assert coverage([("örnek", read(SAMPLE))], [])["texts"][0]["bound"] == 0


def test_the_sample_regulation_binds_where_its_capabilities_exist() -> None:
    (text,) = coverage([("örnek", read(SAMPLE))], CAPABILITIES)["texts"]

    assert (text["duties"], text["with_evidence"]) == (138, 0)
    assert 50 <= text["bound"] <= 75


def test_evidence_counts_only_for_bound_duties_whose_capability_was_used() -> None:
    used = coverage([("örnek", read(SAMPLE))], CAPABILITIES, lambda entry: entry.code == "continuity.backup")

    assert used["texts"][0]["with_evidence"] == 1


def test_the_printed_forms_hold_the_same_figures() -> None:
    result = coverage([("örnek", Document(""))], CAPABILITIES)

    assert json.loads(as_json(result)) == {"texts": [{"name": "örnek", "duties": 0, "bound": 0, "with_evidence": 0}]}
    assert as_table(result).splitlines()[1].split() == ["örnek", "0", "0", "0", "(–)"]


def test_the_command_counts_without_a_database_and_prints_json(capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    commands.configure(parser)
    args = parser.parse_args(["coverage", *map(str, FOREIGN), "--json"])

    assert (args.database, args.run(args)) == (False, 0)
    assert json.loads(capsys.readouterr().out) == {
        "texts": [
            {"name": "parklar", "duties": 27, "bound": 0, "with_evidence": 0},
            {"name": "veteriner", "duties": 24, "bound": 0, "with_evidence": 0},
        ]
    }


def test_a_file_that_is_not_there_is_told_in_turkish(capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    commands.configure(parser)
    args = parser.parse_args(["coverage", str(HERE / "yok.txt")])

    assert args.run(args) == 2
    assert capsys.readouterr().err == "“yok.txt” bulunamadı.\n"


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="reference material is not beside the checkout")
def test_five_real_texts_bind_between_a_quarter_and_a_half() -> None:
    result = coverage_of_files([str(path) for path in sorted(SHARED.glob("*.txt"))], read, CAPABILITIES)

    assert [0.25 <= text["bound"] / text["duties"] <= 0.5 for text in result["texts"]] == [True] * 5
