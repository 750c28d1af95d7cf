"""Both doors: pages open for who may, say the same words as the API, and print what they promise."""

import json
from decimal import Decimal

import pytest
from django.urls import reverse

from konak.estate.assets.models import Asset, Receipt
from konak.estate.assets.services import custody, receipts
from konak.estate.assets.services.receipts import Line

PAGES = (
    *("index", "board", "scan", "labels", "receipts", "new_receipt", "tell_many", "requests", "ask", "stock"),
    *("warehouses", "items", "places", "imports", "import", "devices", "device_message", "build", "mine", "many"),
)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_for_the_registrar(store, page):
    store.bought(1)
    assert store.keeper.client.get(reverse(f"assets:{page}")).status_code == 200


def test_a_thing_is_opened_edited_and_given_on_the_screen(store):
    (asset,) = store.bought(1)
    page = store.keeper.client.get(f"/tasinirlar/{asset.tag}/")
    assert (page.status_code, asset.tag in page.text, "Zimmete ver" in page.text) == (200, True, True)
    assert store.stranger.client.get(f"/tasinirlar/{asset.tag}/").status_code == 404
    given = store.keeper.client.post(f"/tasinirlar/{asset.tag}/zimmet/", {"holder_id": store.clerk.user.pk})
    assert given.status_code == 302
    mine = store.clerk.client.get("/zimmetlerim/")
    assert asset.tag in mine.text
    store.clerk.client.post("/zimmetlerim/kabul/")
    asset.refresh_from_db()
    assert asset.holder_id == store.clerk.user.pk
    assert store.clerk.client.get("/zimmetlerim/belge/")["Content-Type"] == "application/pdf"


def test_a_receipt_is_written_line_by_line_and_posted_on_the_screen(store):
    client = store.keeper.client
    made = client.post(
        reverse("assets:new_receipt"),
        {"kind": "purchase", "warehouse_id": store.warehouse.pk, "dated": "2026-01-05", "basis": "F-1"},
    )
    receipt = Receipt.objects.get()
    assert made.status_code == 302
    line = reverse("assets:add_line", args=[receipt.case.number])
    wrong = client.post(line, {"item_id": store.laptop.pk, "quantity": "1,5"})
    assert wrong.status_code == 422
    client.post(line, {"item_id": store.laptop.pk, "quantity": "2", "unit_price": "100", "vat_rate": "20"})
    client.post(reverse("assets:step", args=[receipt.case.number, "prepare"]))
    store.checker.client.post(reverse("assets:step", args=[receipt.case.number, "approve"]))
    receipt.refresh_from_db()
    assert (receipt.slip, Asset.objects.count()) == (1, 2)
    page = client.get(reverse("front:case", args=[receipt.case.number]))
    assert "240,00" in page.text
    paper = client.get(reverse("assets:receipt_paper", args=[receipt.case.number, "tif"]))
    assert paper["Content-Type"] == "application/pdf"


def test_both_doors_refuse_in_the_same_words(store):
    number = receipts.draft(
        actor=store.keeper.actor,
        warehouse_id=store.warehouse.pk,
        kind="purchase",
        lines=[Line(store.laptop.pk, Decimal(1))],
    ).case.number
    words = "Satın alma girişinde faturanın tarih ve sayısını yazın."
    page = store.keeper.client.post(reverse("assets:step", args=[number, "prepare"]))
    api = store.keeper.client.post(f"/api/assets/receipts/{number}/prepare")
    assert (page.status_code, words in page.text) == (422, True)
    assert (api.status_code, api.json()["title"]) == (409, words)


def test_the_api_gives_accepts_and_lists(store):
    (asset,) = store.bought(1)
    body = {"tags": [asset.tag], "holder_id": store.clerk.user.pk}
    made = store.keeper.client.post("/api/assets/custody", json.dumps(body), content_type="application/json")
    (row,) = made.json()
    assert (made.status_code, row["state"]) == (201, "offered")
    assert store.colleague.client.post(f"/api/assets/custody/{row['id']}/accept").status_code == 404
    assert store.clerk.client.post(f"/api/assets/custody/{row['id']}/accept").json()["state"] == "accepted"
    listed = store.keeper.client.get("/api/assets?q=" + asset.tag).json()
    assert [one["holder_id"] for one in listed["items"]] == [store.clerk.user.pk]
    changed = store.keeper.client.patch(
        f"/api/assets/{asset.tag}", json.dumps({"hostname": "pc"}), content_type="application/json"
    )
    assert changed.json()["hostname"] == "pc"
    assert store.stranger.client.get(f"/api/assets/{asset.tag}").status_code == 404


def test_a_scanned_label_leads_to_its_thing(store):
    (asset,) = store.bought(1)
    answer = store.keeper.client.get("/tasinirlar/tara/", {"kod": f"http://x/tasinirlar/{asset.tag}/"})
    assert (answer.status_code, answer.url) == (302, f"/tasinirlar/{asset.tag}/")
    missed = store.keeper.client.get("/tasinirlar/tara/", {"kod": "yok"})
    assert "Bulunamadı" in missed.text


def test_labels_of_the_filtered_list_are_printed(store):
    store.bought(3)
    page = store.keeper.client.post("/tasinirlar/etiketler/", {"size": "65", "skip": "1", "form": "pdf"})
    assert page["Content-Type"] == "application/pdf"
    printer = store.keeper.client.post("/tasinirlar/etiketler/", {"size": "57x32", "form": "zpl"})
    assert printer.text.count("^XA") == 3


def test_the_slip_shows_its_papers_to_holder_and_registrar_only(store):
    (asset,) = store.bought(1)
    (row,) = custody.give([asset.tag], actor=store.keeper.actor, holder_id=store.clerk.user.pk)
    for person, status in ((store.keeper, 200), (store.clerk, 200), (store.stranger, 404)):
        assert person.client.get(f"/tasinirlar/teslim/{row.slip}/").status_code == status
