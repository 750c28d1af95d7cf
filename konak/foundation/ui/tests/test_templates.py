"""Laws of all templates of the house: what a strict content security policy forbids is not written."""

import re
from pathlib import Path

import pytest

from konak.foundation.ui import drawing

KONAK = Path(__file__).parents[3]
LETTER = KONAK / "foundation/notify/templates/notify/letter.html"
"""A letter is read in a mail program, which knows no style sheets of ours and no policy."""
TEMPLATES = sorted(set(KONAK.rglob("templates/**/*.html")) - {LETTER})
FORBIDDEN = {
    "style attribute": r"\sstyle\s*=",
    "style element": r"<style\b",
    "event attribute": r"\son\w+\s*=",
    "hx-on": r"\shx-on\b",
    "script in the page": r"<script(?![^>]*\bsrc=)(?! type=\"application/json\">)",
    "trigger filter": r"hx-trigger=\"[^\"]*\[",
    "hx-vals with script": r"hx-vals=['\"]js:",
    "address of another site": r"(?:src|href)=\"https?://",
}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(KONAK)))
def test_a_template_holds_nothing_that_the_policy_would_refuse(path):
    text = re.sub(r"{%.*?%}", "", path.read_text("utf-8"))
    assert [name for name, pattern in FORBIDDEN.items() if re.search(pattern, text)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(KONAK)))
def test_every_icon_named_in_a_template_is_in_the_sprite(path):
    text = path.read_text("utf-8")
    named = set(re.findall(r"{%\s*icon\s+[\"']([\w-]+)[\"']", text)) | set(
        re.findall(r"\bicon=[\"']([\w-]+)[\"']", text)
    )
    assert named - drawing.icon_names() == set()


def test_the_list_of_icons_is_sorted_and_without_repetition():
    names = (KONAK / "foundation/ui/icons.txt").read_text("utf-8").split()
    assert names == sorted(set(names))
