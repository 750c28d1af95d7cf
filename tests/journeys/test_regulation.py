"""The main job, from a regulation's text to the answer "kim sorumlu?", as a department does it."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import ROOT, SHARED

SAMPLE = ROOT / "konak/governance/legislation/sample_texts/ornek-yonetmelik.txt"
KOCAELI = SHARED / "regulations/kocaeli-bb-2025-yonetmelik.txt"

pytestmark = pytest.mark.journey


def hand_in(page, path, *, unit="Bilgi İşlem Dairesi Başkanlığı"):
    """Give the text in; returns the number of its draft."""
    page.goto("/mevzuat/")
    page.get_by_role("link", name=re.compile("metin", re.I)).first.click()
    page.set_input_files("input[type=file]", str(path))
    page.locator("select[name=unit]").evaluate(
        """(select, name) => {
            const option = [...select.options].find(one => one.textContent.trim().endsWith(name));
            if (select.tomselect) select.tomselect.setValue(option.value); else select.value = option.value;
        }""",
        unit,
    )
    page.locator("form[enctype] button[type=submit], form button.btn-primary").last.click()
    page.wait_for_url(re.compile(r"/mevzuat/MV-\d{4}-\d{5}/inceleme/"))
    return re.search(r"MV-\d{4}-\d{5}", page.url)[0]


@pytest.mark.parametrize(
    ("path", "articles", "question", "answer"),
    [
        pytest.param(SAMPLE, 26, "şehir rehberini kim günceller", "Coğrafi Bilgi Sistemleri", id="sample"),
        pytest.param(
            KOCAELI,
            19,
            "coğrafi verilerin satışını kim yapar",
            "Coğrafi Bilgi Sistemleri",
            id="kocaeli",
            marks=[
                pytest.mark.shared,
                pytest.mark.skipif(not KOCAELI.exists(), reason="the reference texts are not beside the checkout"),
            ],
        ),
    ],
)
def test_a_text_becomes_a_duty_register(enter, axe, path, articles, question, answer):
    head = enter("head")
    number = hand_in(head, path)
    expect(head.get_by_text(re.compile(rf"Madde {articles}\b")).first).to_be_visible()
    axe(head)
