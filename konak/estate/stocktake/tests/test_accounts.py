"""What follows a count: the accounts and tables of a year, a change of registrar, losses until they are paid."""

import json
from decimal import Decimal

import pytest
from django.utils.timezone import localdate

from konak.estate.assets.models import Asset, Item, Stock, Warehouse
from konak.estate.assets.services import arranging
from konak.estate.assets.tests.test_more import text_of
from konak.estate.stocktake import queries, services
from konak.estate.stocktake.models import ValueLoss
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.models import Notification
from konak.foundation.trail.models import Entry

from .conftest import begun, planned, read, settled, toner


def test_the_account_of_a_year_is_controlled_given_and_shuts_the_books(store):
    number = begun(store)
    services.receive_scans(number, actor=store.clerk.actor, reads=[read(one.tag) for one in store.things])
    services.count(number, toner(number).pk, actor=store.clerk.actor, quantity=10)
    year = localdate().year
    with pytest.raises(Refused, match="denkleşmeden"):
        services.draw_account(actor=store.keeper.actor, warehouse="01", year=year)
    settled(store, number)
    account = services.draw_account(actor=store.keeper.actor, warehouse="01", year=year).case.number
    with pytest.raises(Refused, match="zaten düzenlenmiş"):
        services.draw_account(actor=store.keeper.actor, warehouse="01", year=year)
    services.submit_account(account, actor=store.keeper.actor)
    with pytest.raises(Refused, match="kontrol yetkilisi"):
        services.control_account(account, actor=store.keeper.actor)
    services.control_account(account, actor=store.checker.actor)
    services.give_account(account, actor=store.head.actor)
    with pytest.raises(Refused, match=f"{year} yılı hesabı verilmiş"):
        store.issued()
    story = Entry.objects.filter(subject=account).order_by("pk").values_list("verb", flat=True)
    assert list(story) == ["open", "submit", "control", "give"]


def test_an_account_drawn_before_the_last_movement_is_not_controlled(store):
    number = begun(store)
    services.receive_scans(number, actor=store.clerk.actor, reads=[read(one.tag) for one in store.things])
    services.count(number, toner(number).pk, actor=store.clerk.actor, quantity=10)
    settled(store, number)
    account = services.draw_account(actor=store.keeper.actor, warehouse="01", year=localdate().year).case.number
    services.submit_account(account, actor=store.keeper.actor)
    store.issued()
    with pytest.raises(Refused, match="1 kodda hareket"):
        services.control_account(account, actor=store.checker.actor)


def test_a_warehouse_changes_its_registrar_only_by_a_count_that_agrees_with_the_books(store, hall):
    heir = hall.seat("expert", hall.network)
    with pytest.raises(Refused, match="sayılarak devredilir"):
        arranging.edit_warehouse("01", actor=store.head.actor, registrar_id=heir.user.pk)
    for wrong, words in (
        ({}, "devralacak taşınır kayıt yetkilisini seçin"),
        ({"successor_id": store.keeper.user.pk}, "başka biridir"),
        ({"successor_id": store.checker.user.pk}, "kontrol yetkilisi, ambarın kayıtlarını devralamaz"),
        ({"successor_id": store.clerk.user.pk}, "devralan başkanlık etmez"),
        ({"reason": "yearly", "successor_id": heir.user.pk}, "yalnız devir-teslim"),
    ):
        with pytest.raises(Refused, match=words):
            planned(store, **{"reason": "handover", **wrong})
    waiting = store.stocked("1").case
    number = planned(store, reason="handover", successor_id=heir.user.pk)
    services.begin(number, actor=store.clerk.actor)
    services.receive_scans(number, actor=heir.actor, reads=[read(one.tag) for one in store.things])
    services.count(number, toner(number).pk, actor=store.clerk.actor, quantity=11)
    services.finish(number, actor=store.clerk.actor)
    for person in (store.clerk, store.keeper, store.colleague):
        services.sign(number, actor=person.actor)
    with pytest.raises(Refused, match=heir.user.full_name):  # who takes over signs too
        services.report(number, actor=store.clerk.actor)
    services.sign(number, actor=heir.actor)
    services.report(number, actor=store.clerk.actor)
    services.approve(number, actor=store.head.actor)
    services.settle(number, actor=store.keeper.actor)

    assert Warehouse.objects.get().registrar_id == heir.user.pk
    waiting.refresh_from_db()
    assert waiting.assignee_id == heir.user.pk  # accounting has still to be told: his by now
    assert Entry.objects.get(kind="assets.warehouse", verb="hand_over").note == f"Sayım {number}"
    paper = text_of(heir.client.get(f"/sayimlar/{number}/devir.pdf").content)
    assert all(name in paper for name in ("Örnek 11", store.keeper.user.full_name, heir.user.full_name))
    with pytest.raises(Refused, match="taşınır kayıt yetkilisi yapar"):
        store.issued()


def test_the_tables_of_a_year_add_up_what_is_shut_and_name_what_is_not(store):
    Item.objects.create(code="255", name="Demirbaşlar", folded="d")
    Item.objects.create(code="255.02", name="Büro makineleri", folded="b")
    year = localdate().year
    atlas = Item.objects.create(code="255.07.01.01.01", name="Kitap", folded="kitap")
    Item.objects.create(code="255.07", name="Kütüphane demirbaşları", folded="k")
    store.stocked("2", "500", item=atlas)
    before = queries.yearly(store.keeper.actor, year)
    assert (before.complete, before.groups, before.units[0].waiting) == (False, [], ["Bilgi İşlem Ambarı"])
    number = begun(store)
    things = Asset.objects.values_list("tag", flat=True)
    services.receive_scans(number, actor=store.clerk.actor, reads=[read(tag) for tag in things])
    services.count(number, toner(number).pk, actor=store.clerk.actor, quantity=10)
    settled(store, number)
    account = services.draw_account(actor=store.keeper.actor, warehouse="01", year=year).case.number
    services.submit_account(account, actor=store.keeper.actor)
    services.control_account(account, actor=store.checker.actor)

    found = queries.yearly(store.keeper.actor, year)
    assert (found.complete, [(one.code, one.name, one.remaining) for one in found.groups]) == (
        True,
        [
            ("150.01", "", Decimal("1200.00")),
            ("255.02", "Büro makineleri", Decimal("36000.00")),
            ("255.07", "Kütüphane demirbaşları", Decimal("1200.00")),
        ],
    )
    assert [one.code for one in found.totals] == ["150", "255"]
    assert found.total.remaining == sum(row.amount for row in Stock.objects.all())
    assert queries.yearly(store.stranger.actor, year).units == []
    paper = text_of(store.keeper.client.get(f"/sayimlar/cetveller/{year}/18.pdf").content)
    assert all(words in paper for words in ("Örnek 18", "255.02", "38.400,00"))
    # what stands in a library has tables of its own (15, 17) and a book by things (4)
    for page, here, gone in (
        (f"/sayimlar/cetveller/{year}/17.pdf", ("Örnek 17", "255.07", "1.200,00"), "255.02"),
        (f"/sayimlar/hesaplar/{account}/cetvel-15.pdf", ("Örnek 15", "255.07.01.01.01", "1.200,00"), "255.02"),
        (f"/tasinirlar/ambar/01/defter/{atlas.code}/", ("Örnek: 4", "255.07.01.01.01", "600,00"), "Dizüstü"),
    ):
        shown = text_of(store.keeper.client.get(page).content)
        assert ([words for words in here if words not in shown], gone in shown) == ([], False)
    assert f"/sayimlar/hesaplar/{account}/cetvel-15.pdf" in store.keeper.client.get(f"/is/{account}/").text
    assert "38.400,00" in store.keeper.client.get("/sayimlar/cetveller/").content.decode()
    api = store.keeper.client.get(f"/api/stocktakes/years/{year}").json()
    assert (api["complete"], api["total"]["remaining"]) == (True, "38400.00")


def test_a_loss_is_followed_by_api_with_the_same_words(store):
    number = begun(store)
    services.receive_scans(number, actor=store.clerk.actor, reads=[read(one.tag) for one in store.things[:2]])
    services.count(number, toner(number).pk, actor=store.clerk.actor, quantity=10)
    services.count_rest_missing(number, actor=store.clerk.actor)
    settled(store, number)
    head = store.head.client
    (row,) = head.get("/api/stocktakes/losses?state=waiting").json()["items"]
    assert (row["stocktake"], row["amount"], row["collected"]) == (number, "12000.00", "0")
    root = f"/api/stocktakes/losses/{row['number']}"

    def post(client, path, body):
        answer = client.post(f"{root}/{path}", json.dumps(body), content_type="application/json")
        return answer.status_code, answer.json()

    share = {"user_id": store.clerk.user.pk, "amount": "12000.00", "why": "Teslim alınmamış"}
    assert post(store.clerk.client, "people", share)[0] == 409
    assert post(store.stranger.client, "people", share)[0] == 404
    status, made = post(head, "people", share)
    assert (status, made["steps"]) == (200, ["notify", "clear"])
    status, refused = post(head, "steps/notify", {})
    assert (status, refused["title"]) == (409, "Kararı yazın: zarar nasıl oluştu, kim neden sorumlu?")
    assert post(head, "steps/notify", {"decision": "Kusurlu"})[1]["state"] == "notified"
    paid = {"amount": "12000.00", "reference": "A-1"}
    status, done = post(head, f"people/{made['people'][0]['id']}/payments", paid)
    assert (status, done["state"], done["collected"]) == (201, "collected", "12000.00")


def test_a_shortage_is_followed_until_it_is_paid(store):
    number = begun(store)
    services.receive_scans(number, actor=store.clerk.actor, reads=[read(one.tag) for one in store.things[:2]])
    services.count(number, toner(number).pk, actor=store.clerk.actor, quantity=10)
    services.count_rest_missing(number, actor=store.clerk.actor)
    settled(store, number)
    loss = ValueLoss.objects.get()
    value = Asset.objects.get(pk=store.things[2].pk).cost
    assert (loss.stocktake.case.number, loss.amount, loss.case.state) == (number, value, "open")
    head, case = store.head.actor, loss.case.number
    half = (value / 2).quantize(Decimal("0.01"))
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.name_person(case, actor=store.clerk.actor, user_id=store.clerk.user.pk, amount=half)
    one = services.name_person(case, actor=head, user_id=store.clerk.user.pk, amount=half)
    with pytest.raises(Refused, match="eşit olmalı"):
        services.notify_people(case, actor=head, decision="Teslim alınmamış")
    two = services.name_person(case, actor=head, user_id=store.colleague.user.pk, amount=value - half)
    services.notify_people(case, actor=head, decision="Teslim alınmamış", reference="E-1")
    assert Notification.objects.filter(topic="stocktake.owed").count() == 2
    with pytest.raises(Refused, match="en çok"):
        services.pay(case, one.pk, actor=head, amount=half + 1, reference="A-1")
    services.pay(case, one.pk, actor=head, amount=half, reference="A-1")
    with pytest.raises(Refused, match="tahsil edilmiş"):
        services.clear(case, actor=head, decision="Yok")
    services.pay(case, two.pk, actor=head, amount=value - half, reference="A-2")
    assert ValueLoss.objects.get().case.state == "collected"
    page = store.head.client.get(f"/is/{case}/").content.decode()
    assert ("A-2" in page, "/sayimlar/zararlar/" in page) == (True, True)
