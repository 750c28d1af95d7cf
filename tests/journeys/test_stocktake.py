"""A warehouse is counted by phone, once without a network; one device is missing, and the tables balance."""

import re
import uuid
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.journey

PEOPLE = """(lambda s: {
    "number": s.case.number,
    "commission": [m.user.username for m in s.members.order_by("-chairs", "pk")],
    "keeper": s.warehouse.registrar.username,
    "checker": s.warehouse.controller.username,
    "head": s.warehouse.spending_unit.assignee.username,
})(__import__("konak.estate.stocktake.models", fromlist=["x"]).Stocktake.objects.get(case__state="counting"))"""

HELD = """(lambda s: {{
    "stock": str(sum(one.amount for one in s.warehouse.stocks.all())),
    "cost": str(s.lines.get(asset__isnull=False, counted=0).asset.cost),
}})(__import__("konak.estate.stocktake.models", fromlist=["x"]).Stocktake.objects.get(case__number="{number}"))"""


def send(page: Page, address: str, body: object) -> dict:
    """What a device does: JSON to the door of the page, with the token of the page."""
    return page.evaluate(
        """async ([address, body]) => (await fetch(address, {method: "POST", body: JSON.stringify(body),
            headers: {"Content-Type": "application/json",
                      "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content}})).json()""",
        [address, body],
    )


def press(page: Page, name: str) -> None:
    """A step of the record: by its button, and by the button of its dialog."""
    page.get_by_role("link", name=name, exact=True).or_(
        page.get_by_role("button", name=name, exact=True)
    ).first.click()
    form = page.locator("dialog[open] form, main form:has(> .k-form-foot)").last
    form.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state("networkidle")


def test_a_stocktake_with_one_missing_device_ends_in_balanced_tables(site, visit, axe, fits):
    people = site.ask(PEOPLE)
    number, record = people["number"], f"/sayimlar/{people['number']}/"
    chair = visit(f"@{people['commission'][0]}", phone=True)
    chair.goto(record)
    axe(chair)
    fits(chair)
    chair.get_by_role("link", name="Okutarak say").click()
    expect(chair.get_by_text("Bütün okutmalar gönderildi.")).to_be_visible()
    axe(chair)
    fits(chair)
    chair.evaluate("navigator.serviceWorker.ready.then(() => true)")
    chair.reload()
    left = chair.evaluate(
        "JSON.parse(document.getElementById('beklenen').textContent).filter(one => !one.done).map(one => one.tag)"
    )
    missing, in_the_cellar, *rest = left

    chair.context.set_offline(True)
    box = chair.get_by_label("Sicil no, seri no ya da etiketteki adres")
    box.fill(in_the_cellar)
    chair.get_by_label("Bulunduğunuz yer").fill("Bodrum kat arşivi")
    box.press("Enter")
    expect(chair.get_by_text("1 okutma cihazda bekliyor")).to_be_visible()
    chair.reload()
    expect(chair.get_by_text("1 okutma cihazda bekliyor")).to_be_visible()
    chair.context.set_offline(False)
    chair.evaluate("window.dispatchEvent(new Event('online'))")
    expect(chair.get_by_text("Bütün okutmalar gönderildi.")).to_be_visible()

    now = chair.evaluate("new Date().toISOString()")
    scans = [{"key": str(uuid.uuid4()), "text": tag, "at": now} for tag in rest]
    assert send(chair, f"{record}okut/", {"scans": scans})["known"] == len(rest)
    lines = chair.evaluate(f"fetch('/api/stocktakes/{number}/lines?show=waiting').then(answer => answer.json())")
    for line in lines["items"]:
        if line["tag"] is None:
            send(chair, f"/api/stocktakes/{number}/lines/{line['id']}", {"quantity": line["expected"]})

    chair.goto(record)
    chair.get_by_role("link", name="Kod ve değer").click()
    dialog = chair.locator("dialog[open]")
    dialog.get_by_label("Adı").fill("Dizüstü bilgisayar, eski")
    dialog.locator("select[name=item_id]").evaluate(
        """(select) => {
            const option = [...select.options].find(one => one.textContent.startsWith("255.02.01.01.02"));
            if (select.tomselect) select.tomselect.setValue(option.value); else select.value = option.value;
        }"""
    )
    dialog.get_by_label("Birim değer (₺)").fill("1500")
    dialog.get_by_role("button", name="Kaydet").click()
    chair.wait_for_load_state("networkidle")
    chair.get_by_role("button", name="1 kalemi noksan say").click()
    expect(chair.get_by_text(missing).first).to_be_visible()
    press(chair, "Sayımı bitir")
    for member in people["commission"]:
        page = chair if member == people["commission"][0] else visit(f"@{member}")
        page.goto(record)
        page.get_by_role("button", name="Tutanağı imzala").click()
        expect(page.get_by_text("Sayım tutanağını imzaladınız.")).to_be_visible()
    chair.goto(record)
    press(chair, "Tutanağı onaya sun")

    head = visit(f"@{people['head']}")
    head.goto(record)
    press(head, "Tutanağı onayla")
    keeper = visit(f"@{people['keeper']}")
    keeper.goto(record)
    keeper.get_by_role("button", name="Fark fişlerini düzenle").click()
    expect(keeper.get_by_role("link", name=re.compile("^Noksan fişi"))).to_be_visible()
    slips = keeper.get_by_role("link", name=re.compile("fişi ")).evaluate_all(
        "links => links.map(one => one.pathname)"
    )
    checker = visit(f"@{people['checker']}")
    for slip in slips:
        checker.goto(slip)
        press(checker, "Onayla ve kesinleştir")
    keeper.goto(record)
    press(keeper, "Kayıtla karşılaştır ve kapat")
    expect(keeper.get_by_text("Kayıtla denk").first).to_be_visible()

    keeper.goto("/sayimlar/hesaplar/yeni/")
    keeper.get_by_role("button", name="Cetveli çıkar").click()
    keeper.wait_for_url(re.compile(r"/is/YH-"))
    table = keeper.get_by_role("region", name="Yönetim hesabı cetveli").or_(keeper.locator("table").last)
    expect(table.first).to_contain_text("Denk")
    expect(keeper.get_by_text("Fark var")).to_have_count(0)
    axe(keeper)

    # Balanced to the kuruş: every row adds up, agrees with the count, and its sum is what the warehouse holds now.
    account = re.search(r"YH-\d{4}-\d+", keeper.url)[0]
    drawn = keeper.request.get(f"{site.url}/api/stocktakes/accounts/{account}").json()
    for row in drawn["rows"]:
        money = {name: Decimal(row[f"{name}_amount"]) for name in ("carried", "entered", "left_out", "remaining")}
        assert money["carried"] + money["entered"] - money["left_out"] == money["remaining"]
        assert Decimal(row["difference"]) == 0
    held = site.ask(HELD.format(number=number))
    assert sum(Decimal(row["remaining_amount"]) for row in drawn["rows"]) == Decimal(held["stock"])
    # The missing device is off the books for its own value, and somebody has to answer for it.
    keeper.goto(f"/tasinirlar/{missing}/")
    expect(keeper.get_by_text("Kayıp").or_(keeper.get_by_text("Noksan")).first).to_be_visible()
    losses = head.request.get(f"{site.url}/api/stocktakes/losses?state=waiting").json()["items"]
    assert [(one["amount"], one["state"]) for one in losses if one["stocktake"] == number] == [(held["cost"], "open")]
