"""An address is asked for, decided by somebody else, given, and comes back when its time is over."""

import datetime as dt

import pytest
from django.utils.timezone import localdate

from konak.estate.network import services
from konak.estate.network.models import Address, AddressRequest
from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.models import Notification
from konak.foundation.trail import queries as trail

DAY = dt.timedelta(days=1)


def test_an_address_is_asked_for_reserved_given_and_released(net):
    asker = net.hall.seat("staff", net.hall.elsewhere)
    made = services.ask(actor=asker.actor, why="Turnike için", prefix_id=net.office.pk, dns_name="turnike.ornek")
    number = made.case.number
    row = services.approve(number, actor=net.director.actor, until=localdate() + 30 * DAY)
    assert (row.given_ip, row.address.status, row.address.user) == ("10.20.1.1", "reserved", asker.user)
    with pytest.raises(Refused, match="o dosyadan geri alın"):
        services.drop_address(row.address.pk, actor=net.expert.actor)
    services.assign(number, actor=net.expert.actor, mac="00-1A-2B-3C-4D-5E")
    assert Address.objects.get().mac == "00:1a:2b:3c:4d:5e"
    services.release(number, actor=net.expert.actor)
    row = AddressRequest.objects.get()
    assert (row.case.state, row.given_ip, row.address, Address.objects.count()) == ("ended", "10.20.1.1", None, 0)
    assert [one.verb for one in trail.story(row.case.kind, number)] == ["open", "approve", "assign", "release"]
    assert Notification.objects.filter(recipient=asker.user).count() == 2


def test_nobody_decides_on_his_own_request_and_the_wrong_state_refuses(net):
    made = services.ask(actor=net.director.actor, why="Kendim için", prefix_id=net.office.pk)
    number = made.case.number
    with pytest.raises(Refused, match="görevler ayrılığı"):
        services.approve(number, actor=net.director.actor)
    with pytest.raises(Refused):
        services.assign(number, actor=net.expert.actor)
    with pytest.raises(Refused, match=r"yetkiniz yok|yalnız isteyen"):
        services.withdraw(number, actor=net.hall.seat("chief", net.hall.network).actor)
    services.withdraw(number, actor=net.director.actor)
    with pytest.raises(Refused):
        services.refuse(number, actor=net.hall.seat("head_of_department", net.hall.department).actor, why="Geç")


def test_what_is_over_comes_back_by_night_and_what_ends_soon_is_told_once(net):
    head = net.hall.seat("head_of_department", net.hall.department)
    numbers = []
    for until in (localdate() + 5 * DAY, localdate() + 60 * DAY):
        made = services.ask(actor=net.expert.actor, why="Deneme", prefix_id=net.office.pk, until=until)
        services.approve(made.case.number, actor=head.actor)
        numbers.append(made.case.number)
    night = Actor(None, via="job")
    assert [services.end_expired(actor=night) for _ in range(2)] == [0, 0]
    assert Notification.objects.filter(recipient=net.expert.user, topic="network.ending").count() == 1
    assert services.end_expired(actor=night, day=localdate() + 6 * DAY) == 1
    assert list(Address.objects.values_list("ip", flat=True)) == ["10.20.1.2"]


def test_both_doors_say_the_same(net):
    body = {"why": "Kamera", "prefix_id": net.office.pk}
    made = net.expert.client.post("/api/network/requests", body, content_type="application/json")
    number = made.json()["number"]
    assert (made.status_code, made.json()["state"], made.json()["steps"]) == (201, "asked", ["withdraw"])
    api = net.stranger.client.post(
        f"/api/network/requests/{number}/approve", {}, content_type="application/json"
    ).status_code
    page = net.stranger.client.get(f"/ag/dosya/{number}/approve/").status_code
    assert (api, page) == (404, 404)
    own = net.expert.client.post(f"/api/network/requests/{number}/approve", {}, content_type="application/json")
    form = net.expert.client.post(f"/ag/dosya/{number}/approve/", {})
    assert (own.status_code, form.status_code, own.json()["title"] in form.text) == (409, 422, True)
    assert net.director.client.post(f"/ag/dosya/{number}/approve/", {"prefix_id": net.office.pk}).status_code == 302
    page = net.director.client.get(f"/is/{number}/").text
    assert ("10.20.1.1" in page, "Adres ayrıldı" in page) == (True, True)
