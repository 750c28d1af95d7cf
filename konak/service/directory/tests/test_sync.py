"""Comparing with a real directory: whole readings change accounts, partial and empty ones change nobody."""

import pytest
from django.test import Client

from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Appointment, User
from konak.foundation.trail import queries as trail
from konak.gateways.ldap.tests.slapd import BASE, PASSWORD
from konak.service.access_requests import public as access_requests
from konak.service.directory import queries, services
from konak.service.directory.models import Connection, Difference, Entry, Group, SyncRun

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def fates(run):
    return sorted(run.differences.values_list("does", "fate"))


def account(name, **facts):
    user = User(username=name, first_name="Deneme", last_name=name.title(), **facts)
    user.set_unusable_password()
    user.save()
    return user


def filled(slapd, count, **more):
    return [slapd.person(f"kisi{place}", "Deneme", f"Kisi{place}", **more) for place in range(count)]


def test_a_first_run_opens_accounts_and_a_second_finds_nothing_new(empty, sync):
    filled(empty, 7)
    run = sync()
    assert (run.state, run.counts["read"], run.counts["create"], run.pages) == ("done", 7, 7, 4)
    user = User.objects.get(username="kisi4")
    assert (user.email, user.is_active, user.has_usable_password()) == ("kisi4@ornek.example", True, False)
    assert "created" in [entry.verb for entry in trail.story("people.user", user.pk)]
    again = sync()
    assert (again.counts, fates(again)) == ({"read": 7, "linked": 7}, [])


def test_a_preview_says_what_would_come_and_changes_nothing(empty, sync):
    filled(empty, 2)
    run = sync(dry=True)
    assert (run.state, fates(run)) == ("preview", [("create", "planned")] * 2)
    assert (Entry.objects.count(), User.objects.filter(username__startswith="kisi").count()) == (0, 0)


def test_whom_konak_knows_is_matched_changed_closed_and_opened_again(empty, sync):
    known = account("ayse", registry_number="1001", email="eski@ornek.example")
    dn = empty.person("ademir", "Ayşe", "Demir", employeeNumber="1001", telephoneNumber="4141")
    filled(empty, 2)
    sync()
    known.refresh_from_db()
    assert (known.full_name, known.email, known.phone) == ("Ayşe Demir", "ademir@ornek.example", "4141")
    assert Entry.objects.get(username="ademir").user == known
    client = Client()
    client.force_login(known, "allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/").status_code == 200
    entry = empty.bound().search_s(dn, 0)[0][1]
    empty.delete(dn)
    run = sync()
    known.refresh_from_db()
    assert (run.state, known.is_active, client.get("/").status_code) == ("done", False, 302)
    assert "closed" in [line.verb for line in trail.story("people.user", known.pk)]
    empty.add(dn, **{key: [one.decode() for one in values] for key, values in entry.items()})
    run = sync()
    known.refresh_from_db()
    assert known.is_active is True or run.counts.get("conflict") is None


def test_an_empty_answer_closes_nobody_and_cannot_be_approved(empty, sync, admin):
    for dn in filled(empty, 4):
        assert dn
    sync()
    for place in range(4):
        empty.delete(f"uid=kisi{place},ou=kisiler,{BASE}")
    run = sync()
    assert (run.state, "hiç kişi döndürmedi" in run.words) == ("stopped", True)
    assert User.objects.filter(username__startswith="kisi", is_active=True).count() == 4
    with pytest.raises(Refused, match="boş bir yanıt onaylanamaz"):
        services.approve(run.pk, actor=admin.actor, why="öyle olması gerekiyor")
    assert services.abandon(run.pk, actor=admin.actor).state == "dropped"


def test_too_many_closings_stop_until_somebody_approves(empty, sync, admin):
    Connection.objects.update(threshold=20)
    filled(empty, 6)
    sync()
    for place in range(3):
        empty.delete(f"uid=kisi{place},ou=kisiler,{BASE}")
    run = sync()
    assert (run.state, fates(run)) == ("stopped", [("disable", "planned")] * 3)
    assert User.objects.filter(username__startswith="kisi", is_active=False).count() == 0
    stranger = admin.actor.__class__(admin.user.pk, (), "web")
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.approve(run.pk, actor=stranger, why="toplu ayrılış oldu")
    run = services.approve(run.pk, actor=admin.actor, why="toplu ayrılış oldu")
    assert (run.state, run.forced) == ("done", True)
    assert User.objects.filter(username__startswith="kisi", is_active=False).count() == 3


def test_the_directory_gone_between_two_pages_keeps_what_was_read_and_closes_nobody(empty, sync, admin, monkeypatch):
    filled(empty, 8)
    sync()
    from konak.service.directory.services import syncing

    real, pages = syncing._page, []

    def breaking(run, directory):
        if len(pages) == 2:
            empty.stop()
        pages.append(run.stage)
        return real(run, directory)

    monkeypatch.setattr(syncing, "_page", breaking)
    run = sync()
    assert (run.state, run.read.filter(kind="person").count()) == ("broken", 6)
    assert User.objects.filter(username__startswith="kisi", is_active=True).count() == 8
    monkeypatch.setattr(syncing, "_page", real)
    empty.start()
    going_on = sync()
    assert (going_on.pk, going_on.resumed, going_on.state) == (run.pk, 1, "done")
    assert (going_on.counts["read"], fates(going_on)) == (8, [])


def test_a_directory_that_does_not_answer_leaves_a_run_that_can_be_carried_on(empty, sync, joined):
    filled(empty, 2)
    empty.stop()
    run = sync()
    assert (run.state, "ulaşılamadı" in run.words) == ("broken", True)
    assert "ulaşılamadı" in Connection.objects.get().problem
    assert PASSWORD not in run.words
    empty.start()
    assert sync().counts["create"] == 2


def test_one_reading_at_a_time(joined, admin):
    services.begin("kurum", actor=admin.actor)
    with pytest.raises(Refused, match="şu anda okunuyor"):
        services.begin("kurum", actor=admin.actor)


def test_what_points_to_two_people_waits_for_a_decision(empty, sync, admin):
    one, two = account("bir", registry_number="77"), account("iki", email="cift@ornek.example")
    empty.person("cift", "Çift", "Anlam", employeeNumber="77")
    sync()
    row = Difference.objects.get(does="conflict")
    assert (row.fate, "Birden çok kişiye" in row.words) == ("open", True)
    sync()
    assert Difference.objects.filter(does="conflict").count() == 1
    services.say_who(row.pk, actor=admin.actor, user=two)
    sync()
    assert Entry.objects.get(username="cift").user == two
    assert (Difference.objects.filter(fate="open").count(), one.directory_entries.count()) == (0, 0)


def test_the_last_administrator_stays_whatever_the_directory_says(empty, sync, admin):
    User.objects.filter(pk=admin.user.pk).update(registry_number="1")
    dn = empty.person("yonetici", "Deneme", admin.user.last_name, employeeNumber="1")
    filled(empty, 3)
    sync()
    empty.delete(dn)
    sync()
    admin.user.refresh_from_db()
    assert admin.user.is_active
    assert Difference.objects.get(does="disable").fate == "left"


def test_units_are_found_by_name_or_rule_and_seats_are_only_proposed(empty, sync, hall, admin):
    empty.person("bir", "Deneme", "Bir", ou=hall.network.name.upper().replace("I", "I"))
    empty.person("iki", "Deneme", "Iki", ou="Bilinmeyen Birim")
    sync()
    sync()
    seat = Difference.objects.get(does="seat", fate="open")
    unit = Difference.objects.get(does="unit", fate="open")
    assert (seat.unit, unit.who) == (hall.network, "Bilinmeyen Birim")
    assert not Appointment.objects.filter(user__username="bir").exists()
    services.say_unit(unit.pk, actor=admin.actor, unit=hall.gis)
    services.seat(seat.pk, actor=admin.actor)
    assert Appointment.objects.get(user__username="bir").unit == hall.network
    sync()
    again = Difference.objects.get(does="seat", fate="open")
    assert again.unit == hall.gis
    services.leave(again.pk, actor=admin.actor)
    sync()
    assert not Difference.objects.filter(fate="open").exists()


def test_groups_follow_and_rights_are_opened_and_taken_away_in_the_directory(empty, sync, admin, monkeypatch):
    one, two = empty.person("bir", "Deneme", "Bir"), empty.person("iki", "Deneme", "Iki")
    empty.group("vpn", one)
    sync()
    assert list(Group.objects.get().members.values_list("entry__username", flat=True)) == ["bir"]
    user = User.objects.get(username="iki")
    order = access_requests.Order("YT-1", user.pk, user.username, "vpn", "", "vpn")
    assert "üye; grup yeniden okundu, 2 üye" in services.grant(order)
    assert "zaten öyleydi" in services.grant(order)
    sync()
    assert Group.objects.get().members.count() == 2
    assert "üye değil" in services.revoke(order)
    with pytest.raises(access_requests.NotDone, match="dizinde yok"):
        services.grant(access_requests.Order("YT-2", user.pk, user.username, "yok", "", "x"))
    with pytest.raises(access_requests.NotDone, match="son üyesi"):
        services.revoke(access_requests.Order("YT-3", User.objects.get(username="bir").pk, "bir", "vpn", "", "x"))
    assert two


def sign_in(name, password):
    client = Client()
    answer = client.post("/giris/", {"login": name, "password": password})
    return client, answer


def test_people_sign_in_with_the_password_of_the_directory_and_local_accounts_with_their_own(empty, sync, admin):
    empty.person("bir", "Deneme", "Bir")
    sync()
    user = User.objects.get(username="bir")
    client, answer = sign_in("bir", "Parola-bir")
    assert (answer.status_code, client.get("/").status_code) == (302, 200)
    assert sign_in("bir", "yanlis")[1].status_code == 200
    assert sign_in("bir", "")[1].status_code == 200
    admin.user.set_password("Yerel-parola-1")
    admin.user.save()
    empty.stop()
    assert sign_in(admin.user.username, "Yerel-parola-1")[1].status_code == 302
    assert sign_in("bir", "Parola-bir")[1].status_code == 200
    empty.start()
    entry = Entry.objects.get(user=user)
    services.set_sign_in(entry.pk, actor=admin.actor, signs_in=False)
    assert sign_in("bir", "Parola-bir")[1].status_code == 200
    user.refresh_from_db()
    assert not user.has_usable_password()
    user.is_active = False
    user.save()
    assert client.get("/").status_code == 302


def test_a_new_address_never_gets_the_old_password(joined, admin):
    with pytest.raises(Refused, match="parolayı yeniden yazın"):
        services.set_connection("kurum", actor=admin.actor, url="ldap://baska.example")
    row = Connection.objects.get()
    assert (PASSWORD in row.secret, queries.ldap_secret(row)) == (False, PASSWORD)
    assert "çalışıyor" not in services.check("kurum", actor=admin.actor)


def test_the_pages_open_for_administrators_and_keep_others_out(empty, sync, admin, hall):
    empty.person("bir", "Deneme", "Bir", ou="Bilinmeyen")
    run = sync()
    stranger = hall.seat("expert", hall.gis)
    row = Difference.objects.get(does="unit")
    pages = [
        *("", "yeni/", "kurum/", "kurum/duzenle/", "kurum/kural/", "esitlemeler/", f"esitlemeler/{run.pk}/"),
        *("farklar/", "farklar/?view=done", f"farklar/{row.pk}/birak/", f"farklar/{row.pk}/birim/", "gruplar/"),
        *("sistemler/", "sistemler/yeni/", "sistemler/anahtar/", "saglayicilar/yeni/"),
    ]
    assert {page: admin.client.get(f"/dizin/{page}").status_code for page in pages} == dict.fromkeys(pages, 200)
    refused = {page: stranger.client.get(f"/dizin/{page}").status_code for page in pages}
    assert set(refused.values()) <= {200, 403, 404}
    assert "Kurum dizini" not in stranger.client.get("/dizin/").text
    assert stranger.client.post("/dizin/kurum/esitle/").status_code == 404
    assert SyncRun.objects.count() == 1
    shown = admin.client.get("/dizin/kurum/").text + admin.client.get("/dizin/kurum/duzenle/").text
    assert PASSWORD not in shown
