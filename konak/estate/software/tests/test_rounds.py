"""The catalogue and update rounds: decided with a reason, rolled out, proved by inventories."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from konak.estate.software import queries, services
from konak.estate.software.models import Computer, Product, UpdateRound
from konak.foundation.lifecycle import Refused
from konak.foundation.trail import queries as trail

DUE = localdate() + dt.timedelta(days=20)
JSON = {"content_type": "application/json"}


def test_who_bans_says_why_and_only_a_leader_decides(bench):
    one = bench.product("Oyun")
    with pytest.raises(Refused, match="gerekçesini yazın"):
        services.decide(one.pk, actor=bench.director.actor, decision="banned")
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.decide(one.pk, actor=bench.keeper.actor, decision="approved")
    with pytest.raises(Refused, match="ileri bir gün"):
        services.decide(one.pk, actor=bench.director.actor, decision="approved", decided_on=DUE)
    services.decide(one.pk, actor=bench.director.actor, decision="banned", reason="İşle ilgisi yok.")
    told = [(entry.verb, entry.note) for entry in trail.story(queries.PRODUCT_KIND, one.pk)]
    assert told == [("add", ""), ("decide", "Değerlendirilmedi → Yasak")]


def test_a_product_stands_in_the_catalogue_once(bench):
    bench.product("Arşivci", publisher="Örnek")
    with pytest.raises(Refused, match="katalogda zaten var"):
        services.add_product(actor=bench.keeper.actor, unit_id=bench.unit, name="Arşivci", publisher="Örnek")
    assert Product.objects.count() == 1


def test_a_banned_version_is_found_although_the_product_is_approved(bench):
    one = bench.product("Tarayıcı")
    services.decide(one.pk, actor=bench.director.actor, decision="approved")
    bench.inventory("PC-1;Tarayıcı;1.0;", "PC-2;Tarayıcı;2.0;")
    services.set_version(one.pk, actor=bench.keeper.actor, label="1.0", decision="banned", reason="Açığı var.")
    found = queries.suspects(bench.keeper.actor, "banned")
    assert [(row.install.computer.name, row.install.version) for row in found] == [("PC-1", "1.0")]


def test_a_round_is_done_by_inventories_and_ends_when_each_computer_is_settled(bench):
    one = bench.product("Tarayıcı", approved_version="2.0")
    bench.inventory("PC-1;Tarayıcı;1.0;", "PC-2;Tarayıcı;2.1;", "PC-3;Tarayıcı;1.5;")
    assert [(row.product.pk, row.computers, row.behind) for row in queries.behind(bench.keeper.actor)] == [
        (one.pk, 3, 2)
    ]
    made = services.plan_round(actor=bench.clerk.actor, product_id=one.pk, target="2.0", due_on=DUE)
    number = made.case.number
    services.begin(number, actor=bench.clerk.actor)
    bench.inventory("PC-1;Tarayıcı;2.0.4;")
    with pytest.raises(Refused, match="1 bilgisayar hâlâ bekliyor"):
        services.finish(number, actor=bench.clerk.actor)
    waiting = made.devices.get(state="waiting")
    services.set_apart(number, actor=bench.clerk.actor, device_id=waiting.pk, reason="Eski işletim sistemi")
    services.finish(number, actor=bench.clerk.actor)
    states = made.devices.order_by("computer__name").values_list("computer__name", "before", "now", "state")
    assert list(states) == [
        ("PC-1", "1.0", "2.0.4", "done"),
        ("PC-2", "2.1", "2.1", "done"),
        ("PC-3", "1.5", "1.5", "exception"),
    ]
    with pytest.raises(Refused, match="Bitmiş turda"):
        services.set_apart(number, actor=bench.clerk.actor, device_id=waiting.pk, reason="")


def test_a_round_over_nothing_or_into_the_past_is_refused(bench):
    one = bench.product("Tarayıcı")
    for facts, words in (
        ({"target": "son", "due_on": DUE}, "rakamıyla"),
        ({"target": "2", "due_on": localdate() - dt.timedelta(days=1)}, "geçmişte"),
        ({"target": "2", "due_on": DUE}, "kurulu bilgisayar yok"),
    ):
        with pytest.raises(Refused, match=words):
            services.plan_round(actor=bench.clerk.actor, product_id=one.pk, **facts)
    assert UpdateRound.objects.count() == 0


PAGES = ("/yazilim/", "/yazilim/katalog/", "/yazilim/lisanslar/", "/yazilim/yenilemeler/", "/yazilim/bilgisayarlar/",
         "/yazilim/envanterler/", "/yazilim/uygunsuz/", "/yazilim/uygunsuzluklar/", "/yazilim/turlar/",
         "/yazilim/kurallar/")  # fmt: skip


def statements(client, page):
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(page)
    assert (page, answer.status_code) == (page, 200)
    return len(caught)


def test_every_page_costs_the_same_with_more_rows_and_its_workbook_opens(bench):
    one = bench.product("Tarayıcı", needs_licence=True, approved_version="3")
    game = bench.product("Oyun")
    services.decide(game.pk, actor=bench.director.actor, decision="banned", reason="Oyun.")

    def more(n):
        bench.inventory(f"PC-{n};Tarayıcı;2.{n};", f"PC-{n};Oyun;1;", f"PC-{n};Bilinmeyen {n};1;")
        services.add_licence(
            actor=bench.keeper.actor, product_id=one.pk, kind="subscription", quantity=1,
            starts_on=localdate(), ends_on=DUE,
        )  # fmt: skip
        services.plan_round(actor=bench.clerk.actor, product_id=one.pk, target="3", due_on=DUE)

    more(1)
    pages = [*PAGES, f"/yazilim/{one.pk}/", f"/yazilim/bilgisayarlar/{Computer.objects.get().pk}/"]
    for page in pages:
        bench.director.client.get(page)
    few = [statements(bench.director.client, page) for page in pages]
    for n in range(2, 6):
        more(n)
    many = [statements(bench.director.client, page) for page in pages]
    assert dict(zip(pages, many, strict=True)) == dict(zip(pages, few, strict=True))
    for page in PAGES:
        book = bench.director.client.get(f"{page}?bicim=xlsx")
        assert (page, book["Content-Type"].partition(";")[0]) == (
            page,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        )


def test_a_stranger_finds_empty_lists_and_no_records(bench):
    one = bench.product("Tarayıcı")
    bench.inventory("PC-1;Tarayıcı;1;")
    number = services.plan_round(actor=bench.clerk.actor, product_id=one.pk, target="3", due_on=DUE).case.number
    for page in (f"/yazilim/{one.pk}/", f"/is/{number}/", f"/yazilim/dosya/{number}/begin/"):
        assert (page, bench.stranger.client.get(page).status_code) == (page, 404)
    for name in ("products", "computers", "rounds", "findings", "licences"):
        assert bench.stranger.client.get(f"/api/software/{name}").json()["items"] == []
    assert "Tarayıcı" not in bench.stranger.client.get("/yazilim/katalog/").content.decode()


def test_the_steps_of_a_round_have_their_dialogs_and_the_api_the_same_words(bench):
    one = bench.product("Tarayıcı")
    bench.inventory("PC-1;Tarayıcı;1;")
    body = {"product_id": one.pk, "target": "3", "due_on": f"{DUE:%Y-%m-%d}"}
    page = bench.clerk.client.post("/yazilim/turlar/yeni/", body)
    number = UpdateRound.objects.get().case.number
    assert page["Location"] == f"/is/{number}/"
    assert "Turu başlat" in bench.clerk.client.get(page["Location"]).content.decode()
    assert bench.clerk.client.post(f"/yazilim/dosya/{number}/begin/").status_code == 302
    words = "1 bilgisayar hâlâ bekliyor; güncelleyin ya da gerekçesiyle ayrık tutun."
    page = bench.clerk.client.post(f"/yazilim/dosya/{number}/finish/")
    sent = bench.clerk.client.post(f"/api/software/rounds/{number}/finish", **JSON)
    assert (page.status_code, words in page.content.decode()) == (422, True)
    assert (sent.status_code, sent.json()["title"]) == (409, words)
