"""A computer breaks: asked by portal, mended with a part from stock, replaced all the same, accepted, answered."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.journey

CAST = '''
def cast(taken):
    """Somebody outside the department who holds a computer, and the registrar of its warehouse."""
    from konak.estate.assets.models import Asset, Custody, Stock
    from konak.foundation.people.models import Unit
    from konak.foundation.people.queries import below

    inside = below(Unit.objects.get(name="Bilgi İşlem Dairesi Başkanlığı").pk)
    rows = Custody.objects.filter(state="accepted", asset__item__code__startswith="255.02.01.01", asset__state="used")
    rows = rows.filter(holder__is_active=True).exclude(unit__in=inside).exclude(holder__username__in=taken)
    one = rows.select_related("asset__warehouse__registrar", "holder").order_by("pk").first()
    store = one.asset.warehouse
    spare = Asset.objects.filter(state="stored", warehouse=store, item=one.asset.item).order_by("pk")
    part = Stock.objects.get(warehouse=store, item__code="150.13.01.01.001")
    return {
        "username": one.holder.username,
        "tag": one.asset.tag,
        "registrar": store.registrar.username,
        "spare": spare[0].tag,
        "left": int(part.quantity),
    }
'''


END = '''
def end(number, old, new):
    """What stands in the books: ticket and score, stock, who holds which of the two, and that the story says it."""
    from konak.estate.assets.models import Custody, Stock
    from konak.foundation.trail.models import Entry
    from konak.service.desk.models import Ticket

    one = Ticket.objects.get(case__number=number)
    held = Custody.objects.filter(asset__tag__in=[old, new], ended_at=None).select_related("asset", "holder")
    verbs = set(Entry.objects.filter(subject=number).values_list("verb", flat=True))
    return {
        "ticket": [one.case.state, one.score],
        "left": int(Stock.objects.get(item__code="150.13.01.01.001").quantity),
        "held": [[row.asset.tag, row.holder.username, row.state] for row in held],
        "story": {"open", "solve", "rate", "confirm"} <= verbs,
    }
'''


def press(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).or_(
        page.get_by_role("button", name=name, exact=True)
    ).first.click()


def send(page: Page, name: str) -> None:
    """The button of the form in the dialog; its page is then loaded anew."""
    page.locator("dialog[open]").get_by_role("button", name=name, exact=True).click()
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.wait_for_load_state("networkidle")


def test_a_broken_computer_is_mended_replaced_accepted_and_answered(site, visit, axe):
    taken = [site.username(role) for role in ("head", "director", "chief", "clerk", "general", "stranger")]
    cast = site.ask(f"(exec({CAST!r}, told := {{}}), told['cast']({taken!r}))[1]")
    asker = visit(f"@{cast['username']}", phone=True)
    asker.goto("/destek/iste/bilgisayar-arizasi/")
    asker.fill("input[name=subject]", "Bilgisayarım sürekli kapanıyor")
    asker.fill("textarea[name=text]", "Sabahtan beri üç kez kapandı.")
    asker.fill("input[name=asset_tag]", cast["tag"])
    asker.get_by_role("button", name=re.compile("^Gönder")).click()
    asker.wait_for_url(re.compile(r"/destek/talep/DT-"))
    address = re.search(r"/destek/talep/DT-[0-9]{4}-[0-9]+/", asker.url)[0]

    # The part: out of the warehouse at once, for the registrar himself serves the queue.
    desk = visit(f"@{cast['registrar']}")
    desk.goto(address)
    if desk.get_by_role("button", name="Bana al", exact=True).count():
        press(desk, "Bana al")
    desk.wait_for_load_state("networkidle")
    press(desk, "Ambardan parça iste")
    desk.locator("dialog[open] select[name=item]").select_option("150.13.01.01.001")
    send(desk, "İste")
    card = desk.locator(".k-card", has=desk.get_by_role("heading", name="Parça ve cihaz", exact=True))
    expect(card).to_contain_text("DDR4 bellek")
    expect(card).to_contain_text("Verildi")
    axe(desk)
    card.get_by_role("link", name=re.compile("^TF-")).click()
    expect(desk.get_by_role("link", name=re.search(r"DT-[0-9]{4}-[0-9]+", address)[0])).to_be_visible()
    desk.goto(f"/tasinirlar/{cast['tag']}/")
    expect(desk.locator(".k-card", has=desk.get_by_role("heading", name="Sarf ve parçalar"))).to_contain_text("DDR4")

    # It did not help: another one in its place, which its holder accepts on his own screen.
    desk.goto(address)
    press(desk, "Cihazı değiştir")
    desk.locator("dialog[open] input[name=new_tag]").fill(cast["spare"])
    send(desk, "İste")
    expect(card).to_contain_text("Kabul bekliyor")
    asker.goto("/zimmetlerim/")
    waiting = asker.locator("li", has_text=cast["spare"])
    waiting.get_by_role("button", name="Kabul et", exact=True).click()
    expect(asker.locator("tr", has_text=cast["spare"])).to_be_visible()
    expect(asker.locator("tr", has_text=cast["tag"])).to_have_count(0)
    desk.reload()
    expect(card).to_contain_text("Zimmette")

    # Solved, answered, closed.
    press(desk, "Çöz")
    desk.locator("dialog[open] textarea[name=text]").fill("Bellek değişti, sonra cihaz yenilendi.")
    if desk.locator("dialog[open] input[name=minutes]").count():
        desk.locator("dialog[open] input[name=minutes]").fill("35")
    send(desk, "Çöz")
    asker.goto(address)
    asker.get_by_role("button", name="Çok iyi", exact=True).click()
    asker.wait_for_load_state("networkidle")
    expect(asker.locator(".k-rail [aria-current=step]")).to_have_text("Kapandı")
    number = re.search(r"DT-[0-9]{4}-[0-9]+", address)[0]
    told = site.ask(f"(exec({END!r}, told := {{}}), told['end']({number!r}, {cast['tag']!r}, {cast['spare']!r}))[1]")
    assert told == {
        "ticket": ["closed", 5],
        "left": cast["left"] - 1,
        "held": [[cast["spare"], cast["username"], "accepted"]],
        "story": True,
    }
