"""The department through its year: a duty in its rhythm, a branch that moves, a director away, an auditor's paper.

Runs last: what it moves and lends stays so.
"""

import datetime as dt
import io
import re

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from .test_regulation import DEPARTMENT, GIS, choose

pytestmark = pytest.mark.journey

MOVED = "Destek Hizmetleri Şube Müdürlüğü"
HOME = "Zabıta Dairesi Başkanlığı"
TODAY = dt.date.today()
LAST_MONTH = (TODAY.replace(day=1) - dt.timedelta(days=1)).isoformat()


def press(page: Page, name: str) -> None:
    """Open a step, fill nothing, say yes."""
    page.get_by_role("link", name=name, exact=True).or_(
        page.get_by_role("button", name=name, exact=True)
    ).first.click()


def send(page: Page, name: str) -> None:
    """Press the button of the form that is open, in the dialog or on its own page."""
    page.get_by_role("button", name=name, exact=True).last.click()
    page.wait_for_load_state("networkidle")


def step(page: Page, name: str) -> None:
    """Open a step and take it in the dialog that asks."""
    press(page, name)
    page.locator("#islem").get_by_role("button", name=name, exact=True).click()
    expect(page.locator("#islem")).to_be_hidden()
    page.wait_for_load_state("networkidle")


def stands(page: Page, state: str) -> None:
    """The file stands in this state: what the rail marks as the present one."""
    expect(page.locator("[aria-current=step]")).to_have_text(re.compile(state))


def number_in(page: Page, series: str) -> str:
    return re.search(rf"{series}-\d{{4}}-\d+", page.url)[0]


def full_name(page: Page) -> str:
    """Who is signed in, as the page names him."""
    return page.locator(".k-user-button").inner_text().strip().split("\n")[-2].strip()


def test_a_yearly_duty_opens_is_done_with_evidence_and_last_month_stays_red(site, visit, axe, tmp_path):
    head, director = visit("head"), visit("director")
    head.goto("/gorevler/?state=missing")
    rows = head.locator("main tbody tr", has_text=GIS, has_not_text="metinde yazılı")
    row = rows.filter(has=head.locator("a[href]")).first
    title = row.get_by_role("link", name=re.compile(r"^\s*Md\.")).first
    path = re.search(r"Md\.\s+(\S+)", title.inner_text())[1]
    title.click()
    head.wait_for_url(re.compile(r"/gorevler/\d+/$"))
    duty = re.search(r"/gorevler/(\d+)/", head.url)[1]
    expect(head.get_by_text("Kanıt yok").first).to_be_visible()

    # It gets a yearly rhythm; the nightly round opens the period.
    head.goto(f"/uyum/plan/{duty}/")
    choose(head, "interval", "Yılda bir")
    head.fill("input[name=lead_days]", "366")
    send(head, "Planı kaydet")
    site.konak("compliance", "open")
    head.goto(f"/gorevler/{duty}/")
    expect(head.get_by_text(f"{TODAY.year} yılı").first).to_be_visible()
    head.get_by_role("link", name="Dönemi aç").click()
    head.wait_for_url(re.compile(r"/uyum/donemler/GD-"))
    period = number_in(head, "GD")
    axe(head)
    expect(head.get_by_text("Sıra kimde?")).to_be_visible()

    # It lies in the inbox of the seat that answers for it, and is done there with a paper.
    director.goto("/")
    director.locator(f"main a[href*='{period}']").first.click()
    director.wait_for_url(re.compile(period))
    press(director, "Yapıldı, kanıtla")
    proof = tmp_path / "yıllık denetim raporu.txt"
    proof.write_text("Yıllık denetim yapıldı.\n", encoding="utf-8")
    director.fill("input[name=title]", "Yıllık denetim raporu")
    director.set_input_files("input[type=file]", str(proof))
    send(director, "Kanıtla ve kapat")
    expect(director.get_by_text("Yapıldı").first).to_be_visible()
    director.goto("/")
    expect(director.locator(f"main a[href*='{period}']")).to_have_count(0)

    # Green today, red last month.
    head.goto(f"/gorevler/{duty}/")
    expect(head.get_by_text("Kanıtlı", exact=True).first).to_be_visible()
    expect(head.get_by_text("Yıllık denetim raporu").first).to_be_visible()
    link = f"main tbody a[href*='/gorevler/{duty}/']"
    for filters, there in (
        ("state=fresh", 1),
        ("state=missing", 0),
        (f"state=missing&tarih={LAST_MONTH}", 1),
        (f"state=fresh&tarih={LAST_MONTH}", 0),
    ):
        head.goto(f"/gorevler/?q={path}&{filters}")
        assert (filters, head.locator(link).count() > 0) == (filters, there > 0)
    head.goto(f"/gorevler/{duty}/?tarih={LAST_MONTH}")
    expect(head.get_by_text("Kanıt yok").first).to_be_visible()
    axe(head)


def test_a_reorganisation_moves_a_branch_with_its_duties(visit, axe):
    head, receiving, general = visit("head"), visit("other_head"), visit("general")

    def duties_of(page: Page) -> int:
        page.goto("/gorevler/?q=destek+hizmetleri+sube")
        return page.locator("main tbody tr", has_text=MOVED).count()

    assert (duties_of(head) > 0, duties_of(receiving)) == (True, 0)

    head.goto("/teskilat/degisiklikler/yeni/")
    head.fill("input[name=title]", "Destek hizmetlerinin taşınması")
    choose(head, "unit", f"{DEPARTMENT} —")
    head.fill("textarea[name=reason]", "Destek işleri saha ekipleriyle birlikte yürütülecek.")
    head.fill("input[name=effective_on]", TODAY.isoformat())
    send(head, "Dosyayı aç")
    head.wait_for_url(re.compile(r"/teskilat/degisiklikler/TD-"))
    number = number_in(head, "TD")
    press(head, "Başka birime bağla")
    choose(head, "unit", f"{MOVED} —")
    choose(head, "target", f"{HOME} —")
    send(head, "Öneriye ekle")
    expect(head.get_by_text("yeri değişti").first).to_be_visible()
    axe(head)
    step(head, "Onaya sun")
    stands(head, "Onay bekliyor")

    general.goto(f"/teskilat/degisiklikler/{number}/")
    press(general, "Onayla")
    general.fill("input[name=decision_date]", TODAY.isoformat())
    general.fill("input[name=decision_number]", "2026/77")
    send(general, "Onayla")
    expect(general.get_by_text("Değişiklik onaylandı ve yürürlüğe girdi.")).to_be_visible()

    # The chart, the duties and the past.
    assert duties_of(receiving) > 0
    receiving.goto("/gorevler/?q=destek+hizmetleri+sube")
    receiving.get_by_role("link", name=re.compile(r"^\s*Md\.")).first.click()
    receiving.get_by_role("link", name=MOVED).first.click()
    expect(receiving.get_by_role("heading", level=1)).to_have_text(MOVED)
    expect(receiving.locator("main")).to_contain_text(HOME)
    axe(receiving)
    head.goto(f"/teskilat/?tarih={LAST_MONTH}")
    expect(head.get_by_text(MOVED).first).to_be_attached()


def test_a_director_delegates_his_approvals_for_a_week(visit, axe):
    director, chief, clerk = visit("director"), visit("chief"), visit("clerk")
    deputy, doer = full_name(chief), full_name(clerk)

    # The clerk has done something that waits for the director.
    director.goto("/emirler/yeni/")
    director.fill("input[name=subject]", "Katman listesinin güncellenmesi")
    choose(director, "unit", "Mekânsal Veri Servisi")
    director.wait_for_load_state("networkidle")
    choose(director, "assignee", doer)
    director.fill("textarea[name=text]", "Katman listesini bugünkü hâline getiriniz.")
    director.fill("input[name=working_days]", "5")
    send(director, "Emri ver")
    director.wait_for_url(re.compile(r"GE-"))
    order = number_in(director, "GE")
    clerk.goto(f"/is/{order}/")
    press(clerk, "Yapıldığını bildir")
    clerk.locator("#islem textarea").first.fill("Liste güncellendi.")
    send(clerk, "Yapıldığını bildir")
    stands(clerk, "Onay bekliyor")

    # Away for a week: approvals only.
    director.goto("/kadro/makamlarim/")
    press(director, "Vekâlet bırak")
    choose(director, "deputy", deputy)
    director.fill("input[name=since]", TODAY.isoformat())
    director.fill("input[name=until]", (TODAY + dt.timedelta(days=6)).isoformat())
    director.get_by_label("Yalnız onaylar").check()
    send(director, "Vekile gönder")
    director.wait_for_url(re.compile(r"/kadro/vekaletler/VK-"))
    number = number_in(director, "VK")
    axe(director)
    chief.goto(f"/kadro/vekaletler/{number}/")
    step(chief, "Vekâleti kabul et")
    stands(chief, "Yürürlükte")
    expect(chief.get_by_text("Bu vekâletle gelen onaylar")).to_be_visible()
    axe(chief)

    # The deputy approves, and does not do the work of the seat.
    chief.goto(f"/is/{order}/")
    step(chief, "Sonucu kabul et")
    stands(chief, "Tamamlandı")
    chief.goto("/emirler/yeni/")
    unit = chief.locator("input[name=unit_text]")
    unit.click()
    offered = unit.locator("xpath=..").locator("[role=option]")
    expect(offered.filter(has_text="Mekânsal Veri Servisi")).to_have_count(1)
    expect(offered.filter(has_text="Şehir Rehberi Servisi")).to_have_count(0)

    # Back early: what was done is shown, seen, and the file is closed.
    director.goto(f"/kadro/vekaletler/{number}/")
    step(director, "Vekâleti bitir")
    stands(director, "Dönüş bilgisi bekliyor")
    expect(director.get_by_text(order).first).to_be_visible()
    step(director, "Yapılanları gördüm")
    stands(director, "Kapandı")


def test_an_auditor_downloads_the_report_card(visit, axe):
    auditor = visit("auditor")
    auditor.goto("/karne/")
    auditor.get_by_role("link", name=GIS).first.click()
    expect(auditor.get_by_role("heading", level=1)).to_have_text(GIS)
    expect(auditor.get_by_text("Puan (100 üzerinden)")).to_be_visible()
    axe(auditor)
    with auditor.expect_download() as pdf:
        auditor.get_by_role("link", name=re.compile("PDF")).first.click()
    assert pdf.value.suggested_filename.endswith(".pdf")
    assert pdf.value.path().read_bytes()[:5] == b"%PDF-"
    with auditor.expect_download() as sheet:
        auditor.get_by_role("link", name=re.compile("Excel")).first.click()
    book = openpyxl.load_workbook(io.BytesIO(sheet.value.path().read_bytes()))
    words = {str(cell.value) for page in book for line in page.iter_rows() for cell in line}
    assert any(GIS in word for word in words)
