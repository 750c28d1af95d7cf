"""Guests sign in by a code on their telephone; limits hold; Wi-Fi at an event is asked, set up, counted."""

import datetime as dt
import json
import re
import threading

import pytest
from django.db import close_old_connections
from django.utils.timezone import localtime, now

from konak.estate.network.models import EventCode, GuestSession
from konak.estate.network.queries import wifi
from konak.estate.network.services import wifi as sending
from konak.foundation.access import NOBODY
from konak.foundation.lake import spool
from konak.foundation.lifecycle import Refused
from konak.gateways.sms import fake

HOUR = dt.timedelta(hours=1)


def open_air(net):
    actor = net.expert.actor
    net.air = sending.WIRELESS.add(
        actor=actor, ssid="MISAFIR", purpose="guest", security="owe", isolated=True, portal=True, minutes=60
    )
    net.notice = sending.write_notice(actor=net.director.actor, text=sending.FIRST_NOTICE)
    return net


@pytest.fixture
def air(net):
    return open_air(net)


@pytest.fixture
def service(settings):
    with fake.running() as one:
        settings.SMS_URL, settings.SMS_USER, settings.SMS_PASSWORD = one.url, fake.USER, fake.PASSWORD
        settings.SMS_SENDER, settings.SMS_DRY = fake.HEADER, False
        yield one


def asked(net, phone="0532 111 22 33", **more):
    sent = []
    facts = {"wireless_id": net.air.pk, "phone": phone, "asked_ip": "10.20.1.9", "notice_version": 1}
    row = sending.ask_code(actor=NOBODY, **facts | more, send=lambda to, text: sent.append((to, text)))
    return row, re.search(r"\d{6}", sent[0][1])[0]


def lines():
    return [json.loads(line) for path in spool.waiting("guest") for f in spool.frames(path) for line in f.lines]


def test_a_guest_comes_in_by_the_page_with_the_code_of_his_telephone(air, service, client):
    page = client.get("/misafir/?ag=MISAFIR&mac=00-11-22-33-44-55&ip=10.20.1.77")
    assert (page.status_code, "5651 sayılı Kanun" in page.content.decode()) == (200, True)
    form = {"ag": "MISAFIR", "mac": "00-11-22-33-44-55", "ip": "10.20.1.77", "surum": "1", "phone": "0532 111 22 33"}
    assert client.post("/misafir/", form).status_code == 422, "without reading the notice nobody comes in"
    page = client.post("/misafir/", form | {"accepted": "on"}).content.decode()
    ticket = re.search(r'name="bilet" value="([^"]+)"', page)[1]
    (job,) = service.jobs
    code = re.search(r"\d{6}", job["msg"])[0]
    assert (job["no"], code in page) == ("5321112233", False)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    answer = client.post("/misafir/", {"ag": "MISAFIR", "bilet": ticket, "code": wrong})
    assert (answer.status_code, "4 deneme" in answer.content.decode()) == (422, True)
    before = len(lines())
    done = client.post("/misafir/", {"ag": "MISAFIR", "bilet": ticket, "code": code})
    assert "Bağlandınız" in done.content.decode()
    row = GuestSession.objects.get()
    assert (row.phone, row.mac, row.ip, row.notice.version) == ("5321112233", "00:11:22:33:44:55", "10.20.1.77", 1)
    assert row.until - row.began_at == HOUR
    told = lines()[before:]
    assert [(one["event"]["action"], one["user"]["name"], one["source"]["ip"]) for one in told] == [
        ("guest-sign-in", "5321112233", "10.20.1.77")
    ]
    keeper = air.director.client
    assert keeper.get("/api/network/guests/00:11:22:33:44:55").json()["allowed"] is True
    assert air.stranger.client.get("/api/network/guests/00:11:22:33:44:55").json()["allowed"] is False
    shown = keeper.get("/ag/misafirler/?q=0532 111 22 33").content.decode()
    assert ("05321112233" in shown, air.expert.client.get("/ag/misafirler/").status_code) == (True, 404)
    assert client.get("/ag/misafirler/").status_code == 302
    sending.end_guest(row.pk, actor=air.director.actor)
    assert keeper.get("/api/network/guests/00:11:22:33:44:55").json()["allowed"] is False


def test_codes_end_and_limits_hold(air):
    with pytest.raises(Refused, match="Cep telefonu"):
        asked(air, "0212 111 22 33")
    with pytest.raises(Refused, match="metni değişti"):
        asked(air, notice_version=7)
    row, code = asked(air)
    GuestSession.objects.filter(pk=row.pk).update(asked_at=now() - dt.timedelta(minutes=6))
    with pytest.raises(Refused, match="süresi doldu"):
        sending.sign_in(row.pk, actor=NOBODY, code=code)
    row, code = asked(air)
    for _ in range(5):
        with pytest.raises(Refused, match="Kod yanlış"):
            sending.sign_in(row.pk, actor=NOBODY, code="x")
    with pytest.raises(Refused, match="Çok kez"):
        sending.sign_in(row.pk, actor=NOBODY, code=code)
    asked(air)
    with pytest.raises(Refused, match="çok kod gönderildi"):
        asked(air)
    for place in range(sending.ADDRESS_SHORT - 3):
        asked(air, f"0533 111 2{place // 10} {place % 10}0")
    with pytest.raises(Refused, match="Bu adresten"):
        asked(air, "0534 111 22 33")
    assert asked(air, "0534 111 22 33", asked_ip="10.20.1.10")[0].began_at is None
    with pytest.raises(Refused, match="aynı"):
        sending.write_notice(actor=air.director.actor, text=sending.FIRST_NOTICE)
    GuestSession.objects.update(asked_at=now() - dt.timedelta(days=31))
    assert sending.forget_guests(actor=NOBODY) == GuestSession.objects.count() + 21


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"purpose": "staff", "security": "open"}, "açık olamaz"),
        ({"purpose": "staff", "security": "wpa2-ent", "portal": True}, "SMS ile giriş"),
        ({"purpose": "guest", "security": "open"}, "birbirini görmemeli"),
        ({"ssid": "ş" * 17, "purpose": "things", "security": "wpa2-psk"}, "32 bayt"),
    ],
)
def test_a_network_that_would_be_unsafe_is_refused(net, facts, words):
    with pytest.raises(Refused, match=words):
        sending.WIRELESS.add(**{"actor": net.expert.actor, "ssid": "A"} | facts)


def test_wifi_of_an_event_is_asked_set_up_and_counted(air):
    clerk = air.hall.seat("staff", air.hall.gis)
    start = localtime(now() + HOUR)
    form = {"name": "Fuar", "place": "Meydan", "people": 300, "starts_at": f"{start:%Y-%m-%dT%H:%M}"}
    form["ends_at"] = f"{start + 30 * HOUR:%Y-%m-%dT%H:%M}"
    answer = clerk.client.post("/ag/etkinlikler/yeni/", form)
    assert answer.status_code == 302, answer.content.decode()
    number = wifi.event_wifis(clerk.actor).get().case.number
    with pytest.raises(Refused, match="donanımı"):
        sending.approve_event(number, actor=air.director.actor, wireless_id=air.air.pk, equipment="", capacity=9)
    sending.approve_event(number, actor=air.director.actor, wireless_id=air.air.pk, equipment="4 nokta", capacity=200)
    sending.start_event(number, actor=air.expert.actor, codes=3)
    code = EventCode.objects.first().code
    facts = {"actor": NOBODY, "wireless_id": air.air.pk, "asked_ip": "10.20.1.9", "notice_version": 1}
    with pytest.raises(Refused, match="tanınmadı"):
        sending.sign_in_with_event_code(**facts, phone="0532 111 22 33", code="YANLIS")
    row = sending.sign_in_with_event_code(**facts, phone="0532 111 22 33", code=code.lower())
    assert (row.event.case.number, row.began_at is not None) == (number, True)
    with pytest.raises(Refused, match="kullanılmış"):
        sending.sign_in_with_event_code(**facts, phone="0532 111 22 34", code=code)
    book = air.expert.client.get(f"/ag/etkinlik/{number}/kodlar/")
    assert (book.status_code, clerk.client.get(f"/ag/etkinlik/{number}/kodlar/").status_code) == (200, 404)
    sending.close_event(number, actor=air.expert.actor, peak=1)
    row.refresh_from_db()
    one = wifi.event_wifi(clerk.actor, number)
    assert (one.case.state, one.guests, row.ended_at is not None) == ("closed", 1, True)


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_use_a_code_of_an_event_once_and_pass_no_limit(hall):
    from .conftest import build

    net = open_air(build(hall))
    number = sending.ask_event(
        actor=net.expert.actor, name="F", place="M", starts_at=now() + HOUR, ends_at=now() + 2 * HOUR, people=9
    ).case.number
    sending.approve_event(number, actor=net.director.actor, wireless_id=net.air.pk, equipment="x", capacity=9)
    sending.start_event(number, actor=net.expert.actor, codes=1)
    code, gate, done = EventCode.objects.get().code, threading.Barrier(8), []

    def one(place):
        facts = {"actor": NOBODY, "wireless_id": net.air.pk, "asked_ip": "10.20.1.9", "notice_version": 1}
        gate.wait()
        try:
            sending.sign_in_with_event_code(**facts, phone=f"0532 111 22 3{place}", code=code)
            done.append("in")
        except Refused:
            done.append("refused")
        try:
            sending.ask_code(**facts, phone="0535 111 22 33", send=lambda to, text: None)
            done.append("asked")
        except Refused:
            done.append("limit")
        close_old_connections()

    threads = [threading.Thread(target=one, args=(place,)) for place in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert {word: done.count(word) for word in ("in", "refused", "asked", "limit")} == {
        "in": 1, "refused": 7, "asked": 3, "limit": 5,
    }  # fmt: skip
