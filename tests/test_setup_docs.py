"""The documents keep step with the code: commands, settings, libraries, links."""

import re
from pathlib import Path

import pytest

from konak import cli

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_every_command_stands_in_the_handbook(capsys):
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    commands = {line.split()[0] for line in capsys.readouterr().out.splitlines() if re.match(r"    [a-z]", line)}
    assert {"serve", "legislation"} <= commands
    text = (ROOT / "docs/handbook/isletim.md").read_text()
    assert commands - set(re.findall(r"`konak ([\w-]+)`", text)) == set()


def test_every_setting_of_the_environment_stands_in_the_handbook():
    sources = [ROOT / "konak/settings.py", ROOT / "konak/foundation/db/state.py"]
    named = {
        name for path in sources for name in re.findall(r"[\"\'](KONAK_[A-Z_]+|DATABASE_URL)[\"\']", path.read_text())
    }
    text = (ROOT / "docs/handbook/kurulum.md").read_text()
    assert named - set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)) == set()


def test_every_direct_dependency_says_why_it_is_here():
    named = re.findall(
        r"^([A-Za-z0-9-]+)", "\n".join(_lines("requirements.in") + _lines("requirements-dev.in")), re.MULTILINE
    )
    text = (ROOT / "docs/decisions/0003-libraries.md").read_text()
    unexplained = [name for name in named if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)]
    assert [name for name in unexplained if not name.startswith("types-")] == []


def _lines(name: str) -> list[str]:
    return [line for line in (ROOT / name).read_text().splitlines() if line and line[0] not in "#-"]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(page):
    targets = re.findall(r"\]\((?!https?:|/|#)([^)#\s]+)", page.read_text())
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_decision_stands_in_the_list():
    folder = ROOT / "docs/decisions"
    listed = re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", (folder / "README.md").read_text())
    assert listed == sorted(path.name for path in folder.glob("0*.md"))
