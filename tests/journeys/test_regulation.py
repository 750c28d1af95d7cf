"""The main job, from a regulation's text to the answer "kim sorumlu?", as a department does it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, TimeoutError, expect

from .conftest import ROOT, SHARED

SAMPLE = ROOT / "konak/governance/legislation/sample_texts/ornek-yonetmelik.txt"
KOCAELI = SHARED / "regulations/kocaeli-bb-2025-yonetmelik.txt"
DEPARTMENT = "Bilgi İşlem Dairesi Başkanlığı"
GIS = "Coğrafi Bilgi Sistemleri Şube Müdürlüğü"

pytestmark = pytest.mark.journey


def choose(page: Page, name: str, words: str) -> None:
    """Pick the option that holds `words`: of a list, of one with a search box laid over it, or by looking it up."""
    field = page.locator(f"select[name={name}], input[name={name}_text]").last
    field.wait_for(state="attached")
    if field.get_attribute("role") == "combobox":
        option = field.locator("xpath=..").locator(f'[role=option][data-label^="{words}"]').first
        for patience in (4_000, 4_000, 15_000):  # an answer to the field before may put a new one in its place
            field.fill("")
            field.press_sequentially(words.removesuffix(" —"))
            try:
                option.click(timeout=patience)
            except TimeoutError:
                continue
            return
        raise AssertionError(f"«{words}» is not offered for {name}")
    page.locator(f"select[name={name}]").last.evaluate(
        """(select, words) => {
            const option = [...select.options].find(one => one.textContent.includes(words));
            if (!option) throw new Error(`no option «${words}»`);
            if (select.tomselect) select.tomselect.setValue(option.value);
            else { select.value = option.value; select.dispatchEvent(new Event("change", {bubbles: true})); }
        }""",
        words,
    )


def hand_in(page: Page, path: Path, predecessor: str = "") -> str:
    """Give the text in for the department; returns the number of its draft."""
    page.goto("/mevzuat/yeni/")
    page.set_input_files("input[type=file]", str(path))
    choose(page, "unit", DEPARTMENT)
    if predecessor:
        choose(page, "predecessor", predecessor)
    page.locator("form[enctype] button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"/mevzuat/MV-\d{4}-\d{5}/inceleme/"))
    return re.search(r"MV-\d{4}-\d{5}", page.url)[0]


def go(page: Page, address: str) -> None:
    """Open a page, also while the answer to the last press still leads elsewhere."""
    try:
        page.goto(address)
    except Error as aborted:
        if "ERR_ABORTED" not in str(aborted):
            raise
        page.wait_for_load_state("load")
        page.goto(address)


def settle(page: Page, number: str) -> None:
    """Confirm what Konak is sure of, then give a home to what has none, group by group, then confirm the rest."""
    page.get_by_role("button", name=re.compile("üstündekileri onayla")).click()
    page.get_by_role("alertdialog").locator("[data-yes]").click()
    page.wait_for_load_state("networkidle")
    for _ in range(40):
        go(page, f"/mevzuat/{number}/inceleme/?suz=sorumlusuz")
        homeless = page.get_by_role("link", name="Sorumluyu seç")
        if homeless.count() == 0:
            break
        homeless.first.click()
        form = page.locator("form", has=page.locator("input[name=unit_text]")).last
        expect(form).to_be_visible()
        choose(page, "unit", DEPARTMENT)
        alike = form.locator("input[name=alike]")
        if alike.count():
            alike.check()
        form.get_by_role("button", name=re.compile("Kaydet|Onayla|Ver", re.I)).first.click()
        page.wait_for_load_state("networkidle")
    for _ in range(40):
        go(page, f"/mevzuat/{number}/inceleme/?suz=onaysiz")
        whole = page.get_by_role("button", name=re.compile(r"Maddedeki \d+ öneriyi onayla"))
        single = page.get_by_role("button", name="Onayla", exact=True)
        if whole.count():
            whole.first.click()
        elif single.count():
            single.first.click()
        else:
            break
        page.wait_for_load_state("networkidle")
    expect(page.get_by_text("Burada bekleyen bir şey kalmadı")).to_be_visible()


@pytest.mark.parametrize(
    ("path", "predecessor", "articles", "question"),
    [
        pytest.param(SAMPLE, "MV-2026-00002", 26, "şehir rehberini kim günceller", id="sample"),
        pytest.param(
            KOCAELI,
            "",
            19,
            "coğrafi verilerin satışını kim yapar",
            id="kocaeli",
            marks=[
                pytest.mark.shared,
                pytest.mark.skipif(not KOCAELI.exists(), reason="the reference texts are not beside the checkout"),
            ],
        ),
    ],
)
def test_a_text_becomes_a_duty_register(site, visit, axe, tmp_path, path, predecessor, articles, question):
    head = visit("head")
    predecessor = predecessor and re.sub(r"-\d{4}-", f"-{head.evaluate('new Date().getFullYear()')}-", predecessor)

    # Hand in and review: raw text and structure side by side.
    number = hand_in(head, path, predecessor)
    expect(head.get_by_role("heading", name=re.compile(rf"Madde {articles}\b"))).to_have_count(1)
    expect(head.get_by_role("region", name="Ham metin")).to_be_visible()
    axe(head)
    settle(head, number)

    # Approve with the council's decision.
    head.goto(f"/mevzuat/{number}/adim/approve/")
    head.fill("input[name=decision_body]", "Büyükşehir Belediye Meclisi")
    head.fill("input[name=decision_number]", "602")
    for field in ("decision_date", "in_force_on"):
        head.fill(f"input[name={field}]", "2025-11-13")
    head.get_by_role("button", name="Yürürlüğe koy").last.click()
    head.wait_for_url(re.compile(rf"/mevzuat/{number}/$"))
    expect(head.get_by_text("Yürürlükte").first).to_be_visible()
    axe(head)
    if predecessor:
        head.goto(f"/mevzuat/{predecessor}/")
        expect(head.get_by_text("Yürürlükten kalktı").first).to_be_visible()

    # A clerk of the GIS branch finds a duty of the branch and files evidence.
    clerk = visit("clerk")
    clerk.goto(f"/gorevler/?regulation={number}")
    axe(clerk)
    clerk.goto(f"/gorevler/?regulation={number}&q=co%C4%9Frafi")
    row = clerk.locator("main tbody tr", has_text=GIS).first
    row.get_by_role("link", name=re.compile(r"^\s*Md\.")).first.click()
    clerk.wait_for_url(re.compile(r"/gorevler/\d+/$"))
    duty = re.search(r"/gorevler/(\d+)/", clerk.url)[1]
    expect(clerk.get_by_text(GIS).first).to_be_visible()
    axe(clerk)
    proof = tmp_path / "katman güncelleme raporu.txt"
    proof.write_text("Katmanlar güncellendi.\n", encoding="utf-8")
    clerk.get_by_role("link", name="Kanıt ekle").first.click()
    clerk.fill("input[name=title]", "Katman güncelleme raporu")
    clerk.set_input_files("input[type=file]", str(proof))
    clerk.fill("input[name=period_from]", "2025-12-01")
    clerk.fill("input[name=period_to]", "2025-12-31")
    clerk.get_by_role("button", name=re.compile("Kanıt|Kaydet|Ekle")).last.click()
    clerk.goto(f"/gorevler/{duty}/")
    expect(clerk.get_by_text("Katman güncelleme raporu").first).to_be_visible()
    expect(clerk.get_by_text("katman güncelleme raporu.txt").first).to_be_visible()
    file = clerk.locator("a[href*='/kanit/'][href$='/dosya/']").first.get_attribute("href")
    assert clerk.request.get(file).body() == proof.read_bytes()

    # Kim sorumlu?
    clerk.goto("/kim-sorumlu/")
    clerk.fill("input[name=q]", question)
    clerk.keyboard.press("Enter")
    expect(clerk.get_by_role("heading", name=GIS).first).to_be_visible()
    axe(clerk)

    # A stranger's seat sees none of it.
    stranger = visit("stranger")
    for address in (
        f"/mevzuat/{number}/",
        f"/mevzuat/{number}/inceleme/",
        f"/mevzuat/{number}/kaynak/",
        f"/is/{number}/",
        f"/gorevler/{duty}/",
        f"/gorevler/{duty}/kanit/",
        file,
        f"/api/legislation/regulations/{number}",
    ):
        answer = stranger.request.get(address)
        assert (address, answer.status) == (address, 404)
        assert number not in answer.text().replace(address, "")
    for address in ("/mevzuat/", "/gorevler/", "/ara/?q=co%C4%9Frafi", "/kim-sorumlu/?q=co%C4%9Frafi+veri"):
        text = stranger.request.get(address).text()
        assert number not in text
        assert GIS not in text

    # The auditor reads everything and changes nothing.
    auditor = visit("auditor")
    auditor.goto(f"/gorevler/{duty}/")
    expect(auditor.get_by_text("Katman güncelleme raporu").first).to_be_visible()
    assert auditor.get_by_role("link", name="Kanıt ekle").count() == 0
    assert "İz sağlam" in site.konak("trail", "verify")
