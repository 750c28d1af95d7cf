"""The frame and the foundation's own screens in a real browser: keys, phone, dark, without script, for everybody."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey

OPEN_TO_ALL = [
    "/",
    "/?gorunum=birim",
    "/ara/?q=adres",
    "/birimler/",
    "/neden/",
    "/ben/",
    "/yardim/",
    "/yardim/klavye/",
]


def first_file(page):
    """The number of some file of one's unit."""
    page.goto("/?gorunum=birim")
    text = page.locator("a[data-row] + small").first.inner_text()
    return re.search(r"[A-Z]+-\d{4}-\d+", text)[0]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_every_screen_is_open_to_everybody_and_fits(visit, axe, fits, phone, dark):
    page = visit("administrator", phone=phone, dark=dark)
    for path in [*OPEN_TO_ALL, "/iz/", "/bilesenler/", "/parola/degistir/", "/boyle-bir-sayfa-yok/"]:
        page.goto(path)
        axe(page)
        fits(page)
    colleague = visit("head", phone=phone, dark=dark)
    colleague.goto(f"/is/{first_file(colleague)}/")
    axe(colleague)
    fits(colleague)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_door_is_open_to_everybody(visit, axe, fits, dark):
    page = visit(phone=True, dark=dark)
    for path in ["/giris/", "/parola/unuttum/", "/giris/kayit/"]:
        page.goto(path)
        axe(page)
        fits(page)


def test_a_wrong_password_keeps_the_name_and_brings_the_eye_to_the_reason(visit, axe):
    page = visit()
    page.goto("/giris/")
    page.get_by_label("Kullanıcı adı").fill("kimse.yok")
    page.get_by_label("Parola", exact=True).fill("yanlış parola")
    page.get_by_role("button", name="Giriş yap").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Kullanıcı adı")).to_have_value("kimse.yok")
    axe(page)


def test_the_colours_are_chosen_once_and_stay(visit):
    page = visit("chief")
    html = page.locator("html")
    expect(html).to_have_attribute("data-bs-theme", "light")
    page.locator(".k-user-button").click()
    page.get_by_role("button", name="Koyu").click()
    expect(html).to_have_attribute("data-bs-theme", "dark")
    page.goto("/birimler/")
    expect(html).to_have_attribute("data-bs-theme", "dark")


def test_the_palette_goes_anywhere_without_a_mouse(visit, axe):
    page = visit("chief")
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox")
    expect(field).to_be_focused()
    expect(page.get_by_role("option", name="Birimler ve kişiler")).to_be_visible()
    field.press_sequentially("birimler")
    expect(page.get_by_role("option", name="Birimler ve kişiler")).to_have_attribute("aria-selected", "true")
    axe(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/birimler/")


def test_keys_move_through_the_menu_the_rows_and_the_help(visit):
    page = visit("head")
    page.keyboard.press("g")
    page.keyboard.press("b")
    page.wait_for_url("**/birimler/")
    page.keyboard.press("/")
    expect(page.get_by_label("Kişi ara")).to_be_focused()
    page.goto("/?gorunum=birim")
    rows = page.locator("a[data-row]")
    page.keyboard.press("j")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Klavye kısayolları")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Klavye kısayolları")).to_be_hidden()


def test_what_was_typed_survives_the_back_key_and_is_gone_once_sent(visit):
    page = visit("head")
    number = first_file(page)
    page.goto(f"/is/{number}/")
    field = page.get_by_label("Açıklama")
    field.press_sequentially("Yarım kalan bir söz")
    expect(page.get_by_text("Taslak bu tarayıcıda saklandı.")).to_be_visible()
    page.goto("/birimler/")
    page.goto(f"/is/{number}/")
    expect(field).to_have_value("Yarım kalan bir söz")
    field.press("Control+Enter")
    expect(page.locator("blockquote").filter(has_text="Yarım kalan bir söz")).to_have_count(1)
    expect(field).to_have_value("")
    page.reload()
    expect(field).to_have_value("")


def test_what_could_not_be_sent_is_there_again_after_the_back_key(visit):
    page = visit("head")
    number = first_file(page)
    page.goto(f"/is/{number}/")
    page.get_by_label("Açıklama").press_sequentially("Gönderilemeyen söz")
    page.route("**/yaz/", lambda route: route.fulfill(status=503, content_type="text/html", body="<p>yok</p>"))
    page.get_by_role("button", name="Yaz").click()
    expect(page.get_by_text("yok")).to_be_visible()
    page.goto("/birimler/")
    page.go_back()
    page.go_back()
    page.reload()
    expect(page.get_by_label("Açıklama")).to_have_value("Gönderilemeyen söz")


def test_a_refusal_stays_in_its_dialog_with_what_was_typed(visit, axe):
    page = visit("head")
    page.goto(f"/is/{first_file(page)}/")
    page.get_by_role("link", name="Dosya bağla").click()
    dialog = page.locator("#islem")
    dialog.get_by_label("Dosya sayısı").fill("YOK-1")
    dialog.get_by_label("İlişki").fill("aynı konu")
    dialog.get_by_role("button", name="Bağla").click()
    expect(dialog.get_by_role("alert")).to_be_focused()
    expect(dialog.get_by_role("alert")).to_contain_text("«YOK-1» sayılı dosya bulunamadı.")
    expect(dialog.get_by_label("İlişki")).to_have_value("aynı konu")
    axe(page)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_a_lost_line_is_told_and_nothing_typed_is_lost(visit):
    page = visit("head")
    page.goto(f"/is/{first_file(page)}/")
    page.get_by_role("link", name="Dosya bağla").click()
    dialog = page.locator("#islem")
    dialog.get_by_label("Dosya sayısı").fill("MV-2026-00001")
    page.route("**/bagla/", lambda route: route.fulfill(status=503, headers={"X-Error-Id": "AB12CD34"}, body="x"))
    dialog.get_by_label("İlişki").fill("aynı konu")
    with page.expect_response("**/bagla/"):
        dialog.get_by_role("button", name="Bağla").click()
    expect(page.get_by_text("Hata numarası: AB12CD34")).to_be_visible()
    expect(dialog.get_by_label("İlişki")).to_have_value("aynı konu")


def test_on_a_phone_the_menu_is_a_drawer(visit, axe):
    page = visit("chief", phone=True)
    menu = page.get_by_role("navigation", name="Ana menü")
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="Menüyü aç").click()
    expect(menu).to_be_visible()
    axe(page)
    menu.locator("summary", has_text="Konak").click()
    menu.get_by_role("link", name="Birimler ve kişiler").click()
    page.wait_for_url("**/birimler/")


def test_everything_works_without_script(visit):
    page = visit("head", scripts=False)
    number = first_file(page)
    page.goto(f"/is/{number}/")
    page.get_by_label("Açıklama").fill("Betik olmadan yazıldı.")
    page.get_by_role("button", name="Yaz").click()
    expect(page.locator("blockquote").filter(has_text="Betik olmadan yazıldı.")).to_have_count(1)
    page.get_by_role("link", name="Dosya bağla").click()
    page.get_by_label("Dosya sayısı").fill("YOK-1")
    page.get_by_label("İlişki").fill("aynı konu")
    page.get_by_role("button", name="Bağla").click()
    expect(page.get_by_role("alert")).to_contain_text("«YOK-1» sayılı dosya bulunamadı.")
    page.locator(".k-search-button").click()
    page.wait_for_url("**/ara/")


def test_a_printed_page_has_a_head_and_no_menu(visit):
    page = visit("head")
    page.goto(f"/is/{first_file(page)}/")
    page.emulate_media(media="print")
    expect(page.locator(".k-print-head")).to_be_visible()
    expect(page.get_by_role("navigation", name="Ana menü")).to_be_hidden()
    expect(page.get_by_role("button", name="Yaz")).to_be_hidden()


def test_an_auditor_reads_the_trail_and_others_do_not(visit):
    auditor = visit("auditor")
    auditor.goto("/iz/")
    expect(auditor.get_by_role("heading", level=1)).to_have_text("İz")
    expect(auditor.locator("tbody tr").first).to_be_visible()
    chief = visit("chief")
    chief.goto("/iz/")
    expect(chief.get_by_role("heading", level=1)).to_have_text("Bu sayfayı açma yetkiniz yok")


def test_signing_out_closes_the_door(visit):
    page = visit("chief")
    page.locator(".k-user-button").click()
    page.get_by_role("button", name="Oturumu kapat").click()
    page.wait_for_url("**/giris/**")
    page.goto("/birimler/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Giriş")


def test_a_dangerous_act_is_asked_once_with_its_consequence(visit, axe):
    page = visit("administrator")
    page.goto("/bilesenler/")
    posted = []
    page.on("request", lambda request: posted.append(request.url) if request.method == "POST" else None)
    page.get_by_role("button", name="Yetkileri kaldır").click()
    question = page.get_by_role("alertdialog")
    expect(question).to_contain_text("12 kişinin yetkisi bugün sona erer.")
    expect(question.get_by_role("button", name="Vazgeç")).to_be_focused()
    axe(page)
    page.keyboard.press("Escape")
    expect(question).to_be_hidden()
    assert posted == []
    page.get_by_role("button", name="Yetkileri kaldır").click()
    with page.expect_request(lambda request: request.method == "POST"):
        question.get_by_role("button", name="Yetkileri kaldır").click()


def test_a_number_is_copied_with_one_click(visit):
    page = visit("head")
    number = first_file(page)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"/is/{number}/")
    page.locator(f'button[data-copy="{number}"]').first.click()
    expect(page.get_by_text(f"Kopyalandı: {number}")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == number
