"""Inventories: brought, shown, applied once and for all; what is wrong with them is said in words."""

import datetime as dt
import io

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.utils.timezone import localdate

from konak.estate.software import queries, services
from konak.estate.software.models import Computer, Finding, Install, Inventory
from konak.foundation.cases.models import Case
from konak.foundation.lifecycle import Refused

from .test_parsing import AGENT


def live(computer="PC-1"):
    rows = Install.objects.filter(computer__name=computer, removed_on=None).order_by("name", "version")
    return [(one.name, one.version) for one in rows]


def test_a_list_is_shown_before_it_changes_anything(bench):
    bench.product("Ofis Paketi")
    bench.inventory("PC-1;Ofis Paketi;16;", "PC-1;Oyun;1;")
    brought = bench.bring("Bilgisayar;Program;Sürüm\nPC-1;Ofis Paketi;17\nPC-1;Oyun;1\nPC-2;Yeni;1\n")
    shown = services.preview(brought.pk, actor=bench.clerk.actor)
    assert [(one.machine.name, one.fresh, one.gone, one.same, one.unknown) for one in shown.changes] == [
        ("PC-1", 1, 1, 1, 1),
        ("PC-2", 1, 0, 0, 1),
    ]
    assert live() == [("Ofis Paketi", "16"), ("Oyun", "1")]
    done = services.apply(brought.pk, actor=bench.clerk.actor)
    assert (done.fresh, done.gone, done.unknown) == (2, 1, 2)
    assert live() == [("Ofis Paketi", "17"), ("Oyun", "1")]
    with pytest.raises(Refused, match="zaten işlendi"):
        services.apply(brought.pk, actor=bench.clerk.actor)


def test_the_same_list_again_changes_nothing_and_what_comes_back_is_the_same_row(bench):
    bench.inventory("PC-1;Bir;1;", "PC-1;İki;2;")
    before = list(Install.objects.values_list("pk", "first_seen", "removed_on"))
    again = bench.inventory("PC-1;Bir;1;", "PC-1;İki;2;")
    assert (again.fresh, again.gone, list(Install.objects.values_list("pk", "first_seen", "removed_on"))) == (
        0,
        0,
        before,
    )
    bench.inventory("PC-1;Bir;1;")
    assert live() == [("Bir", "1")]
    bench.inventory("PC-1;Bir;1;", "PC-1;İki;2;")
    assert (live(), Install.objects.count()) == ([("Bir", "1"), ("İki", "2")], 2)


def test_a_computer_is_known_by_its_serial_even_under_another_name(bench):
    services.apply(bench.bring(AGENT).pk, actor=bench.clerk.actor)
    renamed = AGENT.replace("<NAME>ZABITA-07</NAME>", "<NAME>ZABITA-08</NAME>")
    services.apply(bench.bring(renamed).pk, actor=bench.clerk.actor)
    one = Computer.objects.get()
    assert (one.name, one.serial, one.cores, one.system) == ("ZABITA-07", "5CG1234ABC", 8, "Windows 11 Pro")


def test_a_foreign_serial_under_a_known_name_is_refused_until_the_old_computer_is_retired(bench):
    services.apply(bench.bring(AGENT).pk, actor=bench.clerk.actor)
    other = bench.bring(AGENT.replace("5CG1234ABC", "9XY"))
    with pytest.raises(Refused, match="seri numarası 5CG1234ABC; dosyadaki 9XY"):
        services.apply(other.pk, actor=bench.clerk.actor)
    services.retire_computer(Computer.objects.get().pk, actor=bench.clerk.actor)
    services.apply(other.pk, actor=bench.clerk.actor)
    assert sorted(Computer.objects.values_list("serial", "retired_on")) == [
        ("5CG1234ABC", localdate()),
        ("9XY", None),
    ]


def test_the_person_who_signed_in_last_becomes_the_holder_of_a_new_computer(bench):
    told = AGENT.replace("staff1", f"BELEDIYE\\{bench.clerk.user.username.upper()}")
    services.apply(bench.bring(told).pk, actor=bench.clerk.actor)
    one = Computer.objects.get()
    assert (one.holder_id, one.used_in_id) == (bench.clerk.user.pk, bench.unit)


def test_an_old_list_does_not_undo_a_newer_one(bench):
    bench.inventory("PC-1;Bir;2;")
    old = bench.bring("Bilgisayar;Program;Sürüm\nPC-1;Bir;1\n", taken_on=localdate() - dt.timedelta(days=3))
    with pytest.raises(Refused, match="Daha yeni bir envanteri var"):
        services.apply(old.pk, actor=bench.clerk.actor)
    assert live() == [("Bir", "2")]
    with pytest.raises(Refused, match="ileri bir gün"):
        bench.bring("Program\nBir\n", named="PC-1", taken_on=localdate() + dt.timedelta(days=1))


def test_a_list_that_shrank_is_applied_only_when_meant(bench):
    bench.inventory(*[f"PC-1;Program {n};1;" for n in range(30)])
    short = bench.bring("Bilgisayar;Program;Sürüm\nPC-1;Program 1;1\n")
    assert services.preview(short.pk, actor=bench.clerk.actor).shrinks is True
    with pytest.raises(Refused, match="beşte birinden kısa"):
        services.apply(short.pk, actor=bench.clerk.actor)
    assert len(live()) == 30
    services.apply(short.pk, actor=bench.clerk.actor, shrink=True)
    assert live() == [("Program 1", "1")]


def test_a_list_without_a_computer_wants_its_name(bench):
    with pytest.raises(Refused, match="bilgisayarı adlandırmaz; bilgisayarın adını yazın"):
        bench.bring(b"bash\t5.2\ncoreutils\t9.1\n")
    services.apply(bench.bring(b"bash\t5.2\ncoreutils\t9.1\n", named="sunucu-1").pk, actor=bench.clerk.actor)
    assert live("sunucu-1") == [("bash", "5.2"), ("coreutils", "9.1")]


def test_a_file_with_entities_leaves_nothing_behind(bench):
    with pytest.raises(Refused, match="güvenlik gereği okunmaz"):
        bench.bring(b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><REQUEST><CONTENT/></REQUEST>')
    assert Inventory.objects.count() == 0


def test_a_stranger_neither_brings_nor_sees(bench):
    with pytest.raises(Refused, match="yetkiniz yok"):
        bench.bring("Bilgisayar;Program\nPC-1;A\n", who=bench.stranger)
    brought = bench.inventory("PC-1;Bir;1;")
    computer = Computer.objects.get()
    with pytest.raises(ObjectDoesNotExist):
        services.preview(brought.pk, actor=bench.stranger.actor)
    assert bench.stranger.client.get(f"/yazilim/bilgisayarlar/{computer.pk}/").status_code == 404
    assert bench.stranger.client.get(f"/api/software/computers/{computer.pk}").status_code == 404


def test_both_doors_take_an_inventory_with_the_same_words(bench):
    page = bench.clerk.client.post(
        "/yazilim/envanterler/yeni/", {"file": io.BytesIO(AGENT.encode()), "unit_id": bench.unit}
    )
    brought = Inventory.objects.get()
    assert (page.status_code, page["Location"]) == (302, f"/yazilim/envanterler/{brought.pk}/")
    assert "ZABITA-07" in bench.clerk.client.get(page["Location"]).content.decode()
    assert bench.clerk.client.post(f"/yazilim/envanterler/{brought.pk}/isle/").status_code == 302
    assert live("ZABITA-07") == [("Ofis Paketi 2021", "16.0.1"), ("oyun-kur", "1")]
    sent = bench.clerk.client.post(
        "/api/software/inventories", {"file": io.BytesIO(AGENT.encode()), "unit_id": bench.unit}
    )
    assert (sent.status_code, sent.json()["fresh"], sent.json()["applied_at"] is None) == (201, 0, False)
    words = "Envanter okunmadı: Dosya boş."
    bad = {"unit_id": bench.unit}
    page = bench.clerk.client.post("/yazilim/envanterler/yeni/", {"file": io.BytesIO(b" \n"), **bad})
    sent = bench.clerk.client.post("/api/software/inventories", {"file": io.BytesIO(b" \n"), **bad})
    assert (page.status_code, words in page.content.decode()) == (422, True)
    assert (sent.status_code, sent.json()["title"]) == (409, words)


def test_rules_recognise_what_is_installed_at_once_and_let_it_go_again(bench):
    bench.inventory("PC-1;Ofis Paketi 2021 (x64);16;Örnek A.Ş.", "PC-1;OFİS PAKETİ dil dosyası;16;", "PC-2;Oyun;1;")
    one = services.add_product(actor=bench.keeper.actor, unit_id=bench.unit, name="Ofis Paketi")
    caught = queries.caught_by(bench.keeper.actor, "ofis paketi*")
    assert [(row.name, row.computers) for row in caught] == [
        ("OFİS PAKETİ dil dosyası", 1),
        ("Ofis Paketi 2021 (x64)", 1),
    ]
    rule = services.add_rule(actor=bench.keeper.actor, name_like="ofis paketi*", product_id=one.pk)
    junk = services.add_rule(actor=bench.keeper.actor, name_like="*dil dosyası", order=10)

    def told():
        rows = Install.objects.order_by("name").values_list("name", "product__name", "ignored")
        return {name: product or ignored for name, product, ignored in rows}

    assert told() == {
        "OFİS PAKETİ dil dosyası": True,
        "Ofis Paketi 2021 (x64)": "Ofis Paketi",
        "Oyun": False,
    }
    services.drop_rule(junk.pk, actor=bench.keeper.actor)
    assert told()["OFİS PAKETİ dil dosyası"] == "Ofis Paketi"
    services.edit_rule(rule.pk, actor=bench.keeper.actor, name_like="*2021*", product_id=one.pk)
    assert told() == {"OFİS PAKETİ dil dosyası": False, "Ofis Paketi 2021 (x64)": "Ofis Paketi", "Oyun": False}
    assert [one.name for one in queries.unknown_names(bench.keeper.actor)] == ["OFİS PAKETİ dil dosyası", "Oyun"]
    with pytest.raises(Refused, match="her şeyi yakalar"):
        services.add_rule(actor=bench.keeper.actor, name_like="**a*")
    with pytest.raises(Refused, match="kural zaten var"):
        services.add_rule(actor=bench.keeper.actor, name_like="*2021*")


def test_a_banned_program_opens_a_file_that_only_its_absence_closes(bench):
    game = bench.product("Oyun")
    services.decide(game.pk, actor=bench.director.actor, decision="banned", reason="İşle ilgisi yok.")
    bench.inventory("PC-1;Oyun;1;", "PC-2;Oyun;1;")
    rows = list(Finding.objects.order_by("pk"))
    assert [(one.computer.name, one.case.state, one.case.number[:3]) for one in rows] == [
        ("PC-1", "open", "YU-"),
        ("PC-2", "open", "YU-"),
    ]
    number = rows[0].case.number
    with pytest.raises(Refused, match="hâlâ kurulu"):
        services.removed(number, actor=bench.clerk.actor)
    bench.inventory("PC-1;Başka;1;", "PC-2;Oyun;1;")
    assert list(Case.objects.filter(kind="software.finding").order_by("pk").values_list("state", flat=True)) == [
        "removed",
        "open",
    ]
    bench.inventory("PC-1;Oyun;1;", "PC-2;Oyun;1;")
    assert Finding.objects.filter(is_open=True).count() == 2


def test_what_has_to_be_everywhere_is_missed_where_it_is_not_or_is_too_old(bench):
    guard = bench.product("Kalkan", everywhere=True, approved_version="8.0")
    bench.product("Ofis Paketi")
    bench.inventory("PC-1;Kalkan;8.1", "PC-2;Kalkan;7.9.2", "PC-3;Ofis Paketi;16")
    rows = queries.uncovered(bench.clerk.actor)
    assert [(one.computer.name, one.words, one.version) for one in rows] == [
        ("PC-2", "Eski sürüm", "7.9.2"),
        ("PC-3", "Kurulu değil", ""),
    ]
    assert queries.covered_share(None) == 33.3
    page = bench.clerk.client.get("/yazilim/zorunlu/?state=missing").content.decode()
    assert ("PC-3" in page, "PC-2" in page) == (True, False)
    api = bench.clerk.client.get("/api/software/uncovered?state=old").json()
    assert [(one["computer_name"], one["product"], one["wanted"]) for one in api] == [("PC-2", guard.pk, "8.0")]
    assert bench.stranger.client.get("/api/software/uncovered").json() == []
