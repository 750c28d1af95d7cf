"""Licences: bought, given out, never twice the last one; what is missing, what ends, what lies idle."""

import datetime as dt
import io
import threading
from decimal import Decimal

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.utils.timezone import localdate

from konak.estate.software import public, queries, services
from konak.estate.software.models import Assignment, Computer, Entitlement, Finding
from konak.estate.software.queries import numbers
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.models import Notification

DAY = dt.timedelta(days=1)
JSON = {"content_type": "application/json"}


def licence(bench, product, quantity=2, **facts):
    values = {"kind": "perpetual", "starts_on": localdate() - 30 * DAY, "quantity": quantity} | facts
    return services.add_licence(actor=bench.keeper.actor, product_id=product.pk, **values)


@pytest.fixture
def office(bench):
    return bench.product("Ofis Paketi", needs_licence=True)


def test_owned_is_set_against_installed_and_the_newest_uncovered_are_named(bench, office):
    licence(bench, office, 2)
    bench.inventory(*[f"PC-{n};Ofis Paketi 2021;16.{n};" for n in range(1, 5)])
    one = queries.position_of(bench.keeper.actor, office)
    assert (one.balance.owned, one.balance.needed, one.gap, one.kind, one.words) == (2, 4, 2, "late", "2 eksik")
    given = Computer.objects.get(name="PC-4")
    number = Entitlement.objects.get().number
    services.assign(number, actor=bench.keeper.actor, computer_id=given.pk)
    found = queries.suspects(bench.keeper.actor, "unlicensed")
    assert [row.install.computer.name for row in found] == ["PC-3", "PC-2"]
    assert numbers.unlicensed(None, localdate(), localdate()) == 2.0
    assert numbers.unlicensed(frozenset({bench.hall.elsewhere.pk}), localdate(), localdate()) is None


def test_a_version_above_the_licence_is_covered_only_while_it_may_be_upgraded(bench, office):
    licence(bench, office, 5, version="16", upgrade_until=localdate() - DAY)
    bench.inventory("PC-1;Ofis Paketi;16.1;", "PC-2;Ofis Paketi;21.0;", "PC-3;Ofis Paketi;12;")
    one = queries.position_of(bench.keeper.actor, office)
    assert (one.gap, one.balance.wrong, one.words) == (1, 1, "1 eksik, 1 tanesi sürüm yüzünden")
    number = Entitlement.objects.get().number
    services.edit_licence(number, actor=bench.keeper.actor, upgrade_until=localdate() + DAY)
    assert queries.position_of(bench.keeper.actor, office).gap == 0
    services.edit_licence(number, actor=bench.keeper.actor, upgrade_until=None, downgrade=False)
    assert queries.position_of(bench.keeper.actor, office).gap == 2


def test_people_cores_and_the_whole_house_are_counted_as_the_licence_says(bench):
    bench.inventory("PC-1;Çizim;1;", "PC-2;Çizim;1;", "SUNUCU;Veri Tabanı;15;", "PC-1;Arşiv;1;")
    Computer.objects.filter(name__startswith="PC").update(holder=bench.clerk.user)
    Computer.objects.filter(name="SUNUCU").update(cores=16)
    drawing = bench.product("Çizim", needs_licence=True, metric="user")
    base = bench.product("Veri Tabanı", needs_licence=True, metric="core")
    archive = bench.product("Arşiv", needs_licence=True, metric="site")
    licence(bench, base, 8, metric="core")
    licence(bench, archive, None, metric="site")
    needed = {
        one.product.name: (one.balance.needed, one.balance.owned, one.gap)
        for one in queries.positions(bench.keeper.actor)
    }
    assert needed == {"Çizim": (1, 0, 1), "Veri Tabanı": (16, 8, 8), "Arşiv": (1, None, 0)}
    assert drawing.metric == "user"


def test_rights_are_given_up_to_their_number_and_come_back(bench, office):
    number = licence(bench, office, 2).number
    actor = bench.keeper.actor
    first = services.assign(number, actor=actor, user_id=bench.clerk.user.pk)
    services.assign(number, actor=actor, for_unit_id=bench.hall.gis.pk)
    for words, facts in (
        ("0 hak kaldı", {"user_id": bench.director.user.pk}),
        ("yalnız birini", {"user_id": 1, "for_unit_id": 2}),
        ("yalnız birini", {}),
    ):
        with pytest.raises(Refused, match=words):
            services.assign(number, actor=actor, **facts)
    with pytest.raises(Refused, match="adet bunun altına inemez"):
        services.edit_licence(number, actor=actor, quantity=1)
    services.take_back(number, actor=actor, assignment_id=first.pk)
    with pytest.raises(Refused, match="zaten geri alınmış"):
        services.take_back(number, actor=actor, assignment_id=first.pk)
    services.assign(number, actor=actor, user_id=bench.director.user.pk)
    assert sorted(Assignment.objects.values_list("until", flat=True), key=str) == [localdate(), None, None]
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.assign(number, actor=bench.clerk.actor, user_id=bench.clerk.user.pk)
    with pytest.raises(ObjectDoesNotExist):
        services.assign(number, actor=bench.stranger.actor, user_id=bench.clerk.user.pk)


@pytest.mark.django_db(transaction=True)
def test_two_clerks_give_the_last_right_once(bench, office):
    number = licence(bench, office, 1).number
    gate, told = threading.Barrier(2), []

    def give(user_id):
        gate.wait()
        try:
            services.assign(number, actor=bench.keeper.actor, user_id=user_id)
            told.append("verildi")
        except Refused as refusal:
            told.append(str(refusal))
        finally:
            connection.close()

    people = (bench.clerk.user.pk, bench.director.user.pk)
    threads = [threading.Thread(target=give, args=(one,)) for one in people]
    [one.start() for one in threads]
    [one.join() for one in threads]
    assert sorted(told) == [f"{number} lisansında 0 hak kaldı; 1 hak verilemez.", "verildi"]
    assert Assignment.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"quantity": None}, "Adedi yazın"),
        ({"quantity": 0}, "sıfır olamaz"),
        ({"kind": "subscription"}, "bitiş gününü yazın"),
        ({"ends_on": dt.date(2020, 1, 1)}, "başlamadan bitemez"),
        ({"cost": Decimal(-1)}, "eksi olamaz"),
        ({"kind": "kira"}, "türünü"),
        ({"key_place": "AB1CD-EF2GH-IJ3KL-MN4OP-QR5ST"}, "anahtarın kendisini değil"),
    ],
)
def test_a_licence_that_makes_no_sense_is_refused(bench, office, facts, words):
    with pytest.raises(Refused, match=words):
        licence(bench, office, **({"quantity": 3} | facts))
    assert Entitlement.objects.count() == 0


def test_who_is_responsible_hears_of_the_end_at_ninety_thirty_and_seven_days_once_each(bench, office):
    end = localdate() + 100 * DAY
    licence(bench, office, 1, kind="subscription", ends_on=end, assignee=bench.keeper.user)
    told = [services.warn_expiring(end - days * DAY) for days in (100, 90, 90, 60, 30, 29, 7, 1)]
    assert told == [0, 1, 0, 0, 1, 0, 1, 0]
    assert set(Notification.objects.filter(topic="software.expiring").values_list("recipient_id", flat=True)) == {
        bench.keeper.user.pk
    }


def test_nobody_hears_of_what_is_not_renewed(bench, office):
    number = licence(bench, office, 1, kind="subscription", ends_on=localdate() + 20 * DAY).number
    with pytest.raises(Refused, match="neden yenilenmeyeceğini"):
        services.decide_renewal(number, actor=bench.director.actor, renewal="drop")
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.decide_renewal(number, actor=bench.keeper.actor, renewal="renew")
    services.decide_renewal(number, actor=bench.director.actor, renewal="drop", renewal_note="Kullanılmıyor.")
    assert services.warn_expiring() == 0
    assert [one.renewals for one in queries.needs_by_year(bench.director.actor)] == []


def test_the_need_of_each_year_holds_renewals_and_what_is_missing(bench, office):
    year = localdate().year
    licence(
        bench,
        office,
        2,
        kind="subscription",
        ends_on=localdate() + 30 * DAY,
        cost=Decimal("1000.00"),
        starts_on=localdate() - 300 * DAY,
    )
    bench.inventory(*[f"PC-{n};Ofis Paketi;1;" for n in range(5)])
    needs = {one.year: one for one in queries.needs_by_year(bench.director.actor)}
    first = needs[(localdate() + 30 * DAY).year]
    assert (first.product, first.renewals, first.cost) == ("Ofis Paketi", 1, Decimal("1000.00"))
    assert (needs[year + 1].missing, needs[year + 1].missing_cost) == (3, Decimal("1500.00"))
    assert queries.unused(bench.director.actor) == []


def test_rights_that_lie_idle_are_named_with_their_price(bench, office):
    licence(bench, office, 10, cost=Decimal(5_000))
    bench.inventory("PC-1;Ofis Paketi;1;")
    idle = queries.unused(bench.director.actor)
    assert [(one.free, one.cost) for one in idle] == [(9, Decimal("4500.00"))]


def test_a_cancelled_licence_counts_no_more_and_frees_what_was_given(bench, office):
    number = licence(bench, office, 2).number
    services.assign(number, actor=bench.keeper.actor, user_id=bench.clerk.user.pk)
    with pytest.raises(Refused, match="nedenini"):
        services.cancel_licence(number, actor=bench.director.actor)
    services.cancel_licence(number, actor=bench.director.actor, why="İade", on=localdate() - DAY)
    assert queries.position_of(bench.keeper.actor, office).balance.owned == 0
    assert Assignment.objects.filter(until=None).count() == 0


def test_a_proof_is_kept_and_opens_only_for_who_sees_the_licence(bench, office):
    number = licence(bench, office, 2).number
    page = bench.keeper.client.post(f"/yazilim/lisanslar/{number}/belge/", {"file": _file()})
    proof = Entitlement.objects.get().proofs.get()
    assert page.status_code == 302
    opened = bench.keeper.client.get(f"/yazilim/lisanslar/{number}/belge/{proof.pk}/")
    assert b"".join(opened.streaming_content) == b"Fatura\n"
    assert bench.stranger.client.get(f"/yazilim/lisanslar/{number}/belge/{proof.pk}/").status_code == 404


def _file():
    file = io.BytesIO(b"Fatura\n")
    file.name = "fatura.txt"
    return file


def test_a_finding_is_settled_by_a_licence_or_by_leave(bench, office):
    bench.inventory("PC-1;Ofis Paketi;1;", "PC-2;Ofis Paketi;1;")
    services.decide(office.pk, actor=bench.director.actor, decision="approved")
    made = services.open_findings(actor=bench.clerk.actor, wrong="unlicensed")
    first, second = (one.case.number for one in made)
    with pytest.raises(Refused, match="açılmamış uygunsuzluk yok"):
        services.open_findings(actor=bench.clerk.actor, wrong="unlicensed")
    services.ask(first, actor=bench.clerk.actor)
    with pytest.raises(Refused, match="2 lisans hâlâ eksik"):
        services.license_(first, actor=bench.clerk.actor)
    number = licence(bench, office, 1).number
    services.assign(number, actor=bench.keeper.actor, computer_id=Finding.objects.get(case__number=first).computer_id)
    services.license_(first, actor=bench.clerk.actor)
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.allow(second, actor=bench.clerk.actor, why="Deneme")
    services.allow(second, actor=bench.director.actor, why="Bir ay deneme sürümü.")
    states = Finding.objects.order_by("pk").values_list("case__state", "is_open", "why")
    assert list(states) == [("licensed", False, ""), ("allowed", False, "Bir ay deneme sürümü.")]
    assert numbers.settled_on_time(None, localdate(), localdate()) == 100.0


def test_a_leaver_hands_his_licences_over(bench, office):
    number = licence(bench, office, 2).number
    services.assign(number, actor=bench.keeper.actor, user_id=bench.clerk.user.pk)
    held = public.held_licences(bench.clerk.user.pk)
    assert [one.text for one in held] == [f"Ofis Paketi ({number})"]
    public.settle_licence(held[0].key, bench.clerk.user, bench.keeper.user, bench.director.actor)
    assert public.held_licences(bench.clerk.user.pk) == []
    assert len(public.held_licences(bench.keeper.user.pk)) == 1


def test_the_doors_of_a_licence_agree(bench, office):
    body = {
        "product_id": office.pk,
        "kind": "perpetual",
        "metric": "device",
        "quantity": 3,
        "starts_on": "2026-01-01",
    }
    page = bench.keeper.client.post("/yazilim/lisanslar/yeni/", body)
    sent = bench.keeper.client.post("/api/software/licences", body, **JSON)
    assert (page.status_code, sent.status_code) == (302, 201)
    number = sent.json()["number"]
    words = "Bilgisayar, kişi ya da birimden yalnız birini seçin."
    page = bench.keeper.client.post(f"/yazilim/lisanslar/{number}/ver/", {"quantity": 1})
    sent = bench.keeper.client.post(f"/api/software/licences/{number}/assignments", {}, **JSON)
    assert (page.status_code, words in page.content.decode()) == (422, True)
    assert (sent.status_code, sent.json()) == (409, {"title": words, "status": 409})
    calendar = bench.keeper.client.get("/yazilim/lisanslar/takvim.ics").content.decode()
    assert calendar.startswith("BEGIN:VCALENDAR")
