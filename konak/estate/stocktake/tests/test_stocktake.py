"""A warehouse is counted: by labels, by hand, with one thing missing and one too many, until the books agree."""

import datetime as dt
import json
import threading
import uuid
from copy import copy
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate, now

from konak.estate.assets.models import Asset, Stock
from konak.estate.assets.tests.conftest import build
from konak.estate.stocktake import queries, services
from konak.estate.stocktake.models import CountLine, Scan, Stocktake
from konak.foundation.lifecycle import Refused
from konak.foundation.web import sessions

from .conftest import approved, begun, planned, read, settled, signed, toner


def test_a_count_lists_everything_on_the_books_one_by_one_or_by_code(store):
    number = begun(store)
    rows = queries.lines(queries.stocktake(store.clerk.actor, number))
    assert [(row.item.code, row.asset.tag if row.asset else None, row.expected) for row in rows] == [
        ("150.01.09.01", None, Decimal(10)),
        *[("255.02.01.01.02", thing.tag, Decimal(1)) for thing in store.things],
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"member_ids": []}, "en az 3 kişiden"),
        ({"chair_id": "keeper"}, "başkanlık etmez"),
        ({"reason": "fun"}, "nedenini seçin"),
        ({"year": 2190}, "henüz gelmedi"),
        ({"due_on": dt.date(2020, 1, 1)}, "geçmiş"),
    ],
)
def test_a_commission_that_the_rules_do_not_allow_is_refused(store, change, words):
    if change.get("chair_id") == "keeper":
        change = {"chair_id": store.keeper.user.pk, "member_ids": [store.clerk.user.pk, store.colleague.user.pk]}
    with pytest.raises(Refused, match=words):
        planned(store, **change)


def test_the_registrar_sits_in_the_commission_and_a_warehouse_has_one_count_at_a_time(store, hall):
    other = hall.seat("staff", hall.gis).user.pk
    with pytest.raises(Refused, match="kayıt yetkilisi bulunur"):
        planned(store, member_ids=[store.colleague.user.pk, other])
    planned(store)
    with pytest.raises(Refused, match="bitmemiş bir sayım"):
        planned(store)


def test_a_label_counts_by_its_number_by_an_address_or_by_its_serial(store):
    number = begun(store)
    first, second, third = store.things
    got = services.receive_scans(
        number,
        actor=store.clerk.actor,
        reads=[read(first.tag), read(f"http://konak.ornek/tasinirlar/{second.tag}/", place="Z-12"), read("sn 3")],
    )
    assert (got.taken, got.known, got.unknown) == (3, 3, ())
    stocktake = queries.stocktake(store.clerk.actor, number)
    seen = stocktake.lines.filter(counted=1).order_by("asset__tag")
    assert [(line.asset.tag, line.place) for line in seen] == [(first.tag, ""), (second.tag, "Z-12"), (third.tag, "")]


def test_what_is_sent_twice_counts_once_and_an_unknown_label_becomes_a_finding(store):
    number = begun(store)
    one = read("BILINMEYEN-7")
    services.receive_scans(number, actor=store.clerk.actor, reads=[one])
    got = services.receive_scans(number, actor=store.clerk.actor, reads=[one, read("BILINMEYEN-7")])
    assert (got.taken, got.repeated, got.unknown) == (1, 1, ("BILINMEYEN-7",))
    stocktake = queries.stocktake(store.clerk.actor, number)
    assert list(stocktake.findings.values_list("label", flat=True)) == ["BILINMEYEN-7"]
    assert stocktake.scans.count() == 2


def test_a_device_whose_clock_runs_ahead_is_written_with_our_time(store):
    number = begun(store)
    late = services.Read(key=uuid.uuid4(), text=store.things[0].tag, at=now() + dt.timedelta(days=400))
    services.receive_scans(number, actor=store.clerk.actor, reads=[late])
    assert Scan.objects.get().at <= now()


def test_only_members_count_and_only_while_it_is_counted(store):
    number = planned(store)
    with pytest.raises(Refused, match="sayım aşamasında değil"):
        services.receive_scans(number, actor=store.clerk.actor, reads=[])
    services.begin(number, actor=store.clerk.actor)
    with pytest.raises(Refused, match="komisyonunun üyeleri"):
        services.receive_scans(number, actor=store.checker.actor, reads=[])
    with pytest.raises(Stocktake.DoesNotExist):
        services.receive_scans(number, actor=store.stranger.actor, reads=[])


def test_a_thing_is_there_or_not_and_a_difference_wants_a_word(store):
    number = begun(store)
    line = toner(number)
    with pytest.raises(Refused, match="not olarak yazın"):
        services.count(number, line.pk, actor=store.clerk.actor, quantity=8)
    thing = queries.stocktake(store.clerk.actor, number).lines.filter(asset__isnull=False).first()
    with pytest.raises(Refused, match="ya vardır ya yoktur"):
        services.count(number, thing.pk, actor=store.clerk.actor, quantity=2)
    assert services.count(number, line.pk, actor=store.clerk.actor, quantity=8, note="2 kutu boş").difference == -2


def test_a_count_ends_only_when_everything_was_looked_for(store):
    number = begun(store)
    with pytest.raises(Refused, match="4 kalem henüz sayılmadı"):
        services.finish(number, actor=store.clerk.actor)
    assert services.count_rest_missing(number, actor=store.clerk.actor) == 4
    services.receive_scans(number, actor=store.clerk.actor, reads=[read("YABANCI")])
    with pytest.raises(Refused, match="kodu belirlenmedi"):
        services.finish(number, actor=store.clerk.actor)


def test_minutes_are_signed_by_all_and_counting_again_takes_the_signatures_off(store):
    number = begun(store)
    services.count_rest_missing(number, actor=store.clerk.actor)
    services.finish(number, actor=store.clerk.actor)
    with pytest.raises(Refused, match="imzalamayan üyeler"):
        services.report(number, actor=store.clerk.actor)
    with pytest.raises(Refused, match="yalnız komisyon"):
        services.sign(number, actor=store.checker.actor)
    for person in (store.clerk, store.keeper, store.colleague):
        services.sign(number, actor=person.actor)
    with pytest.raises(Refused, match="zaten imzaladınız"):
        services.sign(number, actor=store.clerk.actor)
    services.recount(number, actor=store.clerk.actor, why="Bir oda atlanmış")
    assert not Stocktake.objects.get().members.exclude(signed_at=None).exists()


def test_the_authorising_officer_approves_and_nobody_else(store, hall):
    number = begun(store)
    services.count_rest_missing(number, actor=store.clerk.actor)
    signed(store, number)
    services.report(number, actor=store.clerk.actor)
    director = hall.seat("director", hall.network)
    with pytest.raises(Refused, match="harcama yetkilisi onaylar"):
        services.approve(number, actor=director.actor)
    services.send_back(number, actor=store.head.actor, why="Z-12 de sayılsın")
    assert Stocktake.objects.get().case.state == "counting"


def test_a_missing_thing_and_a_found_one_end_in_books_that_agree_to_the_kurus(store):
    number = begun(store)
    first, second, third = store.things
    services.receive_scans(number, actor=store.clerk.actor, reads=[read(first.tag), read(second.tag)])
    services.count(number, toner(number).pk, actor=store.clerk.actor, quantity=12, note="2 fazla kutu")
    services.add_finding(
        number, actor=store.clerk.actor, name="Dizüstü", item_id=store.laptop.pk, value=Decimal("7500.50")
    )
    services.count_rest_missing(number, actor=store.clerk.actor)
    done = settled(store, number)

    assert done.case.state == "settled"
    assert Asset.objects.get(pk=third.pk).state == "lost"
    assert {(row.item_id, row.quantity, row.amount) for row in Stock.objects.all()} == {
        (store.laptop.pk, Decimal(3), Decimal("31500.50")),
        (store.toner.pk, Decimal(12), Decimal("1440.00")),
    }
    account = services.draw_account(actor=store.keeper.actor, warehouse="01", year=localdate().year)
    sheet = queries.sheet(account, store.keeper.actor)
    assert (sheet.unlike, sheet.carried, sheet.remaining) == (0, Decimal(0), Decimal("32940.50"))
    assert sheet.carried + sheet.entered - sheet.left_out == sheet.remaining
    assert account.last_slip == 4


def test_a_count_does_not_close_before_the_controller_has_posted_its_differences(store):
    number = begun(store)
    services.receive_scans(number, actor=store.clerk.actor, reads=[read(one.tag) for one in store.things[:2]])
    services.count(number, toner(number).pk, actor=store.clerk.actor, quantity=10)
    services.count_rest_missing(number, actor=store.clerk.actor)
    approved(store, number)
    with pytest.raises(Refused, match="fişi düzenlenmemiş"):
        services.settle(number, actor=store.keeper.actor)
    services.make_receipts(number, actor=store.keeper.actor)
    with pytest.raises(Refused, match="kontrol yetkilisi"):
        services.settle(number, actor=store.keeper.actor)


def test_screens_papers_and_workbooks_open_for_members_and_for_nobody_outside(store):
    number = begun(store)
    client = store.clerk.client
    page = client.get(f"/sayimlar/{number}/").content.decode()
    assert store.things[0].tag in page
    assert "Okutarak say" in page
    assert client.get("/sayimlar/").status_code == 200
    assert client.get(f"/sayimlar/{number}/say/").status_code == 200
    assert client.get("/sayimlar/islemci.js")["Content-Type"].startswith("application/javascript")
    assert client.get(f"/sayimlar/{number}/tutanak.pdf").content.startswith(b"%PDF")
    assert client.get(f"/sayimlar/{number}/?bicim=xlsx").status_code == 200
    assert store.stranger.client.get(f"/sayimlar/{number}/").status_code == 404


def test_every_step_has_its_button_and_its_question_on_the_pages_of_those_whose_turn_it_is(store):
    number = begun(store)
    services.receive_scans(number, actor=store.clerk.actor, reads=[read(one.tag) for one in store.things])
    services.count(number, toner(number).pk, actor=store.clerk.actor, quantity=10)
    assert f"/sayimlar/{number}/adim/finish/" in store.clerk.client.get(f"/sayimlar/{number}/").content.decode()
    assert f"/sayimlar/{number}/adim/cancel/" in store.head.client.get(f"/sayimlar/{number}/").content.decode()
    assert "Sayımı bitir" in store.clerk.client.get(f"/sayimlar/{number}/adim/finish/").content.decode()
    settled(store, number)
    account = services.draw_account(actor=store.keeper.actor, warehouse="01", year=localdate().year).case.number
    address = f"/sayimlar/hesaplar/{account}/adim/submit/"
    assert address in store.keeper.client.get(f"/is/{account}/").content.decode()
    assert store.keeper.client.post(address).status_code == 302
    assert store.keeper.client.get(f"/sayimlar/hesaplar/{account}/cetvel.pdf").content.startswith(b"%PDF")


def test_both_doors_take_labels_and_refuse_in_the_same_words(store):
    number = begun(store)
    one = {"key": str(uuid.uuid4()), "text": store.things[0].tag, "at": now().isoformat()}
    page = store.clerk.client.post(
        f"/sayimlar/{number}/okut/", json.dumps({"scans": [one]}), content_type="application/json"
    )
    assert page.json() == {"taken": 1, "known": 1, "unknown": []}
    words = {"title": "Bu işlemi sayım komisyonunun üyeleri yapar."}
    api = store.checker.client.post(
        f"/api/stocktakes/{number}/scans", json.dumps({"scans": [one]}), content_type="application/json"
    )
    page = store.checker.client.post(
        f"/sayimlar/{number}/okut/", json.dumps({"scans": [one]}), content_type="application/json"
    )
    assert (api.status_code, page.status_code) == (409, 409)
    assert api.json()["title"] == page.json()["title"] == words["title"]
    broken = store.clerk.client.post(f"/sayimlar/{number}/okut/", "{", content_type="application/json")
    assert broken.status_code == 400


def test_a_form_for_a_count_keeps_what_was_typed(store):
    number = begun(store)
    answer = store.clerk.htmx.post(
        f"/sayimlar/{number}/kalem/{toner(number).pk}/", {"quantity": "3", "condition": "good"}
    )
    assert answer.status_code == 422
    assert 'value="3"' in answer.content.decode()
    assert "not olarak yazın" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_many_devices_that_send_the_same_scans_at_once_count_each_once(hall):
    store = build(hall)
    store.head = hall.seat("head_of_department", hall.department)
    things = store.bought(5)
    number = begun(store)
    reads = [read(one.tag) for one in things]
    taken, gate = [], threading.Barrier(4)

    def send():
        gate.wait()
        taken.append(services.receive_scans(number, actor=store.clerk.actor, reads=reads).taken)
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(taken) == [0, 0, 0, 5]
    assert Stocktake.objects.get().scans.count() == 5


def test_a_large_warehouse_costs_no_more_statements_than_a_small_one(store):
    number = begun(store)
    stocktake = Stocktake.objects.get(case__number=number)

    def grow(many):
        first = store.things[0]
        copies = [copy(first) for _ in range(many)]
        for place, one in enumerate(copies, Asset.objects.count()):
            one.pk, one.tag, one.serial, one.serial_key = None, f"255.02.01.01.02.26.{place:07}", "", ""
        made = Asset.objects.bulk_create(copies, batch_size=5_000)
        CountLine.objects.bulk_create(
            [CountLine(stocktake=stocktake, item=one.item, asset=one, expected=1, amount=one.cost) for one in made],
            batch_size=5_000,
        )
        return made

    def cost(made):
        # a session that is older than a minute is noted as alive by its next page, in seven statements of its own:
        # whoever fills 20,000 rows between two pages counts them as if the rows had cost them
        sessions._last.clear()
        with CaptureQueriesContext(connection) as sent:
            got = services.receive_scans(number, actor=store.clerk.actor, reads=[read(one.tag) for one in made[:50]])
            queries.numbers_of([stocktake])
            pages = [store.clerk.client.get(f"/sayimlar/{number}/{end}") for end in ("", "say/")]
        assert (got.known, [page.status_code for page in pages]) == (50, [200, 200])
        return len(sent)

    few = cost(grow(200))
    many = cost(grow(600))
    assert many == few
    assert queries.numbers(stocktake).lines == 804
