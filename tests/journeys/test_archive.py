"""A list of what is over: decided, agreed, answered by the State Archives, approved, destroyed, told by minutes."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.journey

SCENE = '''
def scene():
    """Who is who on the list that waits in commission; what a file of it holds on the disk."""
    from konak.foundation.people.models import User
    from konak.office.archive.models import Disposal, Piece

    found = Disposal.objects.get(case__state="commission")
    members = list(found.members.order_by("pk").values_list("user__username", flat=True))
    mayor = User.objects.filter(appointments__position="mayor").first().username
    piece = Piece.objects.filter(document__folder__disposals__disposal=found,
                                 document__folder__disposals__proposed="destroy")
    piece = piece.filter(document__folder__loans=None).order_by("pk").first()
    return [found.case.number, members, mayor, piece.document_id, piece.pk, piece.sha256, piece.name]


def agree(number, usernames):
    """The others of the commission, each by himself: the page for it is the one that the chair presses."""
    from konak.foundation.access.queries import actor_of
    from konak.foundation.people.models import User
    from konak.office.archive import services

    for one in usernames:
        services.agree(number, actor=actor_of(User.objects.get(username=one).pk, via="cli"))


def left(digest):
    from konak.foundation.files import blobs
    return blobs.place_of(digest).exists()
'''


def ask(site, call: str):
    return site.ask(f"(exec({SCENE!r}, told := {{}}), eval({call!r}, told))[1]")


def step(page: Page, name: str, button: str = "") -> None:
    """Press a step in the head of the page and send what it asks."""
    page.get_by_role("link", name=name, exact=True).first.click()
    form = page.locator("#islem-govde form")
    form.get_by_role("button", name=button or name, exact=True).click()
    expect(form).to_have_count(0)


def test_a_list_is_approved_and_destroyed_and_the_minutes_say_what_is_gone(site, visit, axe, fits):
    number, members, mayor, document, piece, digest, name = ask(site, "scene()")
    assert ask(site, f"left({digest!r})")
    page = visit(f"@{members[0]}")
    page.goto(f"/arsiv/belge/{document}/")
    expect(page.get_by_text(name).first).to_be_visible()

    # The commission decides what the plan leaves to it, and everybody agrees.
    page.goto(f"/arsiv/imha/{number}/")
    axe(page)
    open_lines = page.locator("tr", has=page.locator("td[data-label=Karar]", has_text=re.compile(r"^\s*–")))
    for line in open_lines.all():
        line.get_by_role("checkbox").check()
    page.get_by_role("button", name="Seçilenlere karar yaz").click()
    page.get_by_label("Karar", exact=True).select_option(label="Kurumda sürekli saklansın")
    page.get_by_label("Gerekçe").fill("Kent belleği için değerli")
    page.get_by_role("button", name="Karar yaz").click()
    page.wait_for_url(re.compile(f"/arsiv/imha/{number}/$"))
    step(page, "Üye olarak onayla", "Listeyi onayla")
    ask(site, f"agree({number!r}, {members[1:]!r})")
    page.goto(f"/arsiv/imha/{number}/")
    step(page, "Devlet Arşivleri görüşüne gönder")

    # Without the opinion nothing goes on; with it the mayor approves.
    page.get_by_role("link", name="Görüşü kaydet").click()
    form = page.locator("#islem-govde form")
    form.get_by_label("Görüş yazısının sayısı").fill("E-66120000-805.02-77")
    form.get_by_label("Görüş yazısının tarihi").fill(page.evaluate("new Date().toLocaleDateString('sv')"))
    form.get_by_role("button", name="Görüşü kaydet").click()
    expect(page.get_by_text("E-66120000-805.02-77").first).to_be_visible()
    step(page, "Üst yöneticiye sun")
    head = visit(f"@{mayor}", phone=True)
    head.goto(f"/arsiv/imha/{number}/")
    fits(head)
    step(head, "Listeyi onayla")

    # Begun by the archive, carried out by the worker, told by the minutes.
    page.reload()
    step(page, "İmhayı başlat")
    minutes = page.get_by_role("link", name="Tutanak")
    for _ in range(60):
        page.goto(f"/arsiv/imha/{number}/")
        if minutes.count():
            break
        page.wait_for_timeout(500)
    expect(page.get_by_text("Tamamlandı").first).to_be_visible()
    expect(page.get_by_text("Dosya ödünçte; önce geri alınmalı.")).to_be_visible()  # one is lent: it stays
    told = page.request.get(minutes.get_attribute("href"))
    assert (told.status, told.body()[:5]) == (200, b"%PDF-")
    assert not ask(site, f"left({digest!r})")
    page.goto(f"/arsiv/belge/{document}/")
    expect(page.get_by_text("Silindi").first).to_be_visible()
    assert page.request.get(f"/arsiv/belge/{document}/{piece}/").status == 410
    axe(page)
