"""Second factors in a real browser: the app by its code, a security key by Chromium's virtual authenticator."""

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey


def code_of(secret, ahead=0):
    counter = struct.pack(">Q", int(time.time()) // 30 + ahead)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def plug_in(page, *, resident=True):
    """A security key in the port of the browser, which says yes by itself."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "usb",
        "hasResidentKey": resident,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    return session, session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def prove(page, site, role):
    """The password again, where a page asks for it."""
    if "/giris/onay" in page.url:
        page.get_by_label("Parola", exact=True).fill(site.account(role)[1])
        page.get_by_role("button", name="Devam et").click()


def sign_in(page, site, role):
    username, password = site.account(role)
    page.goto("/giris/")
    page.get_by_label("Kullanıcı adı").fill(username)
    page.get_by_label("Parola", exact=True).fill(password)
    page.get_by_role("button", name="Giriş yap").click()


def test_a_chief_sets_up_the_app_and_comes_in_with_its_code(visit, site, axe, fits):
    page = visit("chief", phone=True)
    page.goto("/ben/guvenlik/")
    axe(page)
    fits(page)
    page.get_by_role("link", name="Uygulama kur").click()
    prove(page, site, "chief")
    secret = page.locator(".k-secret").inner_text()
    expect(page.get_by_alt_text("Doğrulama uygulaması için karekod")).to_be_visible()
    axe(page)
    fits(page)
    page.get_by_label("Uygulamadaki kod").fill(code_of(secret))
    page.get_by_role("button", name="Kur", exact=True).click()
    expect(page.get_by_role("heading", name="Kurtarma kodları", level=1)).to_be_visible()
    axe(page)
    codes = re.findall(r"\d{8}", page.locator("[data-codes]").inner_text())
    assert len(codes) == 10
    with page.expect_download() as download:
        page.get_by_role("button", name="İndir").click()
    assert re.findall(r"^\d{8}$", download.value.path().read_text(encoding="utf-8"), re.M) == codes

    second = visit()
    sign_in(second, site, "chief")
    expect(second.get_by_role("heading", name="İkinci doğrulama")).to_be_visible()
    axe(second)
    second.get_by_label("Kod", exact=True).fill("000000")
    second.get_by_role("button", name="Doğrula").click()
    expect(second.get_by_role("alert").first).to_contain_text("Kod ya da anahtar doğru değil")
    second.get_by_label("Kod", exact=True).fill(code_of(secret, 1))
    second.get_by_role("button", name="Doğrula").click()
    expect(second.get_by_role("heading", name="İşlerim", level=1)).to_be_visible()

    second.goto("/ben/oturumlar/")
    axe(second)
    fits(second)
    expect(second.get_by_text("Bu oturum", exact=True)).to_have_count(1)


def test_a_security_key_is_the_second_factor_and_can_be_the_only_one(visit, site, axe):
    page = visit("auditor")
    session, key = plug_in(page)
    page.goto("/ben/guvenlik/anahtar/ekle/")
    prove(page, site, "auditor")
    axe(page)
    page.get_by_label("Anahtarın adı").fill("Mavi anahtar")
    page.get_by_label("Parolasız girişte de kullanılsın").check()
    page.get_by_role("button", name="Ekle").click()
    expect(page.get_by_role("heading", name="Kurtarma kodları", level=1)).to_be_visible()
    page.goto("/ben/guvenlik/")
    expect(page.get_by_text("Mavi anahtar")).to_be_visible()

    page.get_by_role("button", name=re.compile("Hesap menüsü")).click()
    page.locator("#hesap").get_by_role("button", name="Oturumu kapat").click()
    sign_in(page, site, "auditor")
    page.get_by_role("button", name="Güvenlik anahtarımı kullan").click()
    expect(page.get_by_role("heading", name="İşlerim", level=1)).to_be_visible()

    page.get_by_role("button", name=re.compile("Hesap menüsü")).click()
    page.locator("#hesap").get_by_role("button", name="Oturumu kapat").click()
    page.goto("/giris/")
    page.get_by_role("button", name="Güvenlik anahtarıyla gir").click()
    expect(page.get_by_role("heading", name="İşlerim", level=1)).to_be_visible()

    session.send("WebAuthn.clearCredentials", {"authenticatorId": key})
    page.context.clear_cookies()
    sign_in(page, site, "auditor")
    session.send("WebAuthn.setAutomaticPresenceSimulation", {"authenticatorId": key, "enabled": True})
    page.get_by_role("button", name="Güvenlik anahtarımı kullan").click()
    expect(page.locator("[data-webauthn-words]").first).to_contain_text("İşlem tamamlanmadı")


def test_a_key_for_a_program_is_shown_once_and_opens_the_api(visit, site, axe, fits):
    page = visit("head")
    page.goto("/ben/anahtarlar/")
    axe(page)
    fits(page)
    page.get_by_role("link", name="Anahtar üret").click()
    prove(page, site, "head")
    axe(page)
    page.get_by_label("Adı").fill("Açık veri aktarımı")
    page.get_by_role("button", name="Üret").click()
    secret = page.locator("#anahtar").inner_text()
    axe(page)
    opened = page.request.get("/api/me", headers={"Authorization": f"Bearer {secret}"})
    assert opened.json()["key"]["name"] == "Açık veri aktarımı"
    page.goto("/ben/anahtarlar/")
    assert secret not in page.content()
