"""Devices stand in racks without meeting, cables are traced through panels, models come from the library."""

from decimal import Decimal

import pytest

from konak.estate.network import queries, services
from konak.estate.network.models import Cable, Device, Port
from konak.foundation.lifecycle import Refused
from konak.foundation.trail import queries as trail

SWITCH = """
manufacturer: Örnek Ağ
model: Anahtar 4
slug: ornek-anahtar-4
u_height: 1
is_full_depth: false
interfaces:
  - {name: Gi1/0/1, type: 1000base-t}
  - {name: Gi1/0/2, type: 1000base-t}
  - {name: Gi1/0/10, type: 1000base-t}
power-ports: [{name: Güç}]
comments: Bilinmeyen alanlar atlanır.
---
manufacturer: Örnek Kablolama
model: Panel 2
slug: ornek-panel-2
rear-ports: [{name: Gövde, type: lc, positions: 2}]
front-ports:
  - {name: '1', type: lc, rear_port: Gövde, rear_port_position: 1}
  - {name: '2', type: lc, rear_port: Gövde, rear_port_position: 2}
"""


class Room:
    """A site with a rack of ten units, two models, and short ways to build."""

    def __init__(self, net) -> None:
        self.net, self.actor = net, net.expert.actor
        self.switch, self.panel = services.import_types(actor=self.actor, content=SWITCH.encode())
        self.site = services.add_site(actor=self.actor, name="Kültür Merkezi")
        self.rack = services.add_rack(actor=self.actor, site_id=self.site.pk, name="K-01", height=10)

    def device(self, name, kind=None, **facts) -> Device:
        kind = kind or self.switch
        return services.add_device(actor=self.actor, name=name, type_id=kind.pk, site_id=self.site.pk, **facts)

    def plug(self, a, b, **facts) -> Cable:
        ends = [Port.objects.get(device=device, name=name).pk for device, name in (a, b)]
        return services.connect(actor=self.actor, a_id=ends[0], b_id=ends[1], **facts)


@pytest.fixture
def room(net) -> Room:
    return Room(net)


def port(device, name):
    return Port.objects.get(device=device, name=name)


def test_a_device_gets_the_ports_of_its_model_in_the_order_people_count(room):
    one = room.device("anahtar-1")
    rows = queries.ports_of(room.actor, one)
    assert [row.name for row in rows] == ["Gi1/0/1", "Gi1/0/2", "Gi1/0/10", "Güç"]
    made = services.add_ports(one.pk, actor=room.actor, names="Te1/1/[1-2]", kind="10gbase-x-sfpp")
    assert [row.name for row in made] == ["Te1/1/1", "Te1/1/2"]
    again = services.import_types(actor=room.actor, content=SWITCH.replace("u_height: 1", "u_height: 1.5").encode())
    assert (again[0].pk, again[0].height) == (room.switch.pk, Decimal("1.5"))


@pytest.mark.parametrize(
    "text",
    [
        b"\xff\xfe",
        b"- a\n- b",
        b"manufacturer: A\nmodel: [",
        b"manufacturer: A\nmodel: B\nu_height: .nan",
        b"manufacturer: A\nmodel: B\ninterfaces: [{name: x}, {name: x}]",
        b"manufacturer: A\nmodel: B\nfront-ports: [{name: x, rear_port: y}]",
        b"a: &a [x]\nmanufacturer: A\nmodel: B\ninterfaces: *a",
        b"[" * 5_000,
    ],
)
def test_a_broken_file_of_the_library_is_refused_in_words_and_changes_nothing(net, text):
    with pytest.raises(Refused):
        services.import_types(actor=net.expert.actor, content=text)
    assert not queries.makers(net.expert.actor).exists()


def test_two_devices_never_stand_in_one_place_but_may_stand_back_to_back(room):
    place = {"rack_id": room.rack.pk, "position": 3}
    room.device("ön", **place)
    room.device("arka", face="rear", **place)
    with pytest.raises(Refused, match="başka bir cihaz"):
        room.device("çakışan", **place)
    with pytest.raises(Refused, match="başka bir cihaz"):  # a panel of full depth
        room.device("derin", room.panel, **place)
    with pytest.raises(Refused, match="sığmıyor"):
        room.device("yüksek", rack_id=room.rack.pk, position=11)
    with pytest.raises(Refused, match="duruyor"):
        services.edit_type(room.switch.pk, actor=room.actor, height=2)
    drawn = queries.elevation(room.actor, room.rack)
    assert ([one.device.name for one in drawn.front], drawn.front[0].top) == (["ön"], 14)
    with pytest.raises(Refused, match="yukarıda"):
        services.edit_rack(room.rack.pk, actor=room.actor, height=2)


def test_a_cable_is_traced_through_panels_from_both_ends_and_from_the_middle(room):
    left, right = room.device("anahtar-1"), room.device("anahtar-2")
    here, there = room.device("panel-1", room.panel), room.device("panel-2", room.panel)
    room.plug((left, "Gi1/0/1"), (here, "2"), metres=Decimal("1.50"))
    trunk = room.plug((here, "Gövde"), (there, "Gövde"), kind="smf-os2", metres=Decimal(800), label="F-001")
    assert queries.way(port(left, "Gi1/0/1")).why == "Kapı boşta."
    room.plug((there, "2"), (right, "Gi1/0/10"))
    for start in (port(left, "Gi1/0/1"), port(right, "Gi1/0/10"), port(here, "2"), port(there, "2")):
        way = queries.way(start)
        assert (way.whole, len(way.hops), way.metres) == (True, 3, Decimal("801.50"))
        assert {way.start.device.name, way.end.device.name} == {"anahtar-1", "anahtar-2"}
    assert "2 damara" in queries.way(port(here, "Gövde")).why
    with pytest.raises(Refused, match="zaten kablo"):
        room.plug((left, "Gi1/0/1"), (right, "Gi1/0/2"))
    with pytest.raises(Refused, match="bağlanmaz"):
        room.plug((left, "Güç"), (right, "Gi1/0/2"))
    with pytest.raises(Refused, match="önce onları sökün"):
        services.drop_device(here.pk, actor=room.actor)
    services.drop_cable(trunk.pk, actor=room.actor)
    assert not queries.way(port(left, "Gi1/0/1")).whole
    assert [one.verb for one in trail.story(queries.DEVICE_KIND, here.pk)] == ["add", "plug", "plug", "unplug"]


def test_a_ring_of_panels_ends(room):
    one = room.device("panel-1", room.panel)
    room.plug((one, "1"), (one, "2"))
    assert not queries.way(port(one, "1")).whole


def test_a_device_knows_its_movable_and_addresses_and_the_stranger_sees_nothing(room):
    net = room.net
    row = net.address("10.20.1.5")
    one = room.device("anahtar-1", main_ip="10.20.1.5")
    first = services.edit_port(port(one, "Gi1/0/1").pk, actor=room.actor, ips="10.20.1.5")
    row.refresh_from_db()
    assert (row.port, one.main) == (first, row)
    with pytest.raises(Refused, match="kayıtlı değil"):
        services.edit_port(first.pk, actor=room.actor, ips="10.20.1.6")
    with pytest.raises(Refused, match="taşınır yok"):
        services.edit_device(one.pk, actor=room.actor, asset_tag="YOK-1")
    with pytest.raises(Device.DoesNotExist):
        services.edit_device(one.pk, actor=net.stranger.actor, name="x")
    with pytest.raises(Refused, match="bulunamadı"):
        services.connect(actor=net.stranger.actor, a_id=first.pk, b_id=port(one, "Gi1/0/2").pk)
    assert net.stranger.client.get(f"/ag/kapilar/{first.pk}/").status_code == 404


def test_every_page_of_the_gear_opens_and_plugging_works_through_the_screen(room):
    left = room.device("anahtar-1", rack_id=room.rack.pk, position=3)
    right, row = room.device("anahtar-2"), room.device("panel-1", room.panel)
    client = room.net.expert.client
    start, end = port(left, "Gi1/0/1"), port(right, "Gi1/0/2")
    done = client.post(f"/ag/kapilar/{start.pk}/tak/", {"b_id": end.pk, "kind": "cat6", "status": "connected"})
    assert (done.status_code, Cable.objects.count()) == (302, 1)
    for path in (
        *("cihazlar/", "cihazlar/?q=anahtar", "kabinler/", "kablolar/", "modeller/", "yerleskeler/"),
        *(f"cihazlar/{left.pk}/", f"cihazlar/{row.pk}/", f"kapilar/{start.pk}/", f"kabinler/{room.rack.pk}/"),
        *(f"modeller/{room.switch.pk}/", f"cihazlar/{left.pk}/duzenle/", f"cihazlar/{row.pk}/kapi/"),
        *("cihazlar/yeni/", "modeller/al/", f"yerleskeler/{room.site.pk}/", f"kapilar/{end.pk}/duzenle/"),
    ):
        assert client.get(f"/ag/{path}").status_code == 200, path
    full = client.post("/ag/cihazlar/yeni/", {
        "name": "anahtar-3", "type_id": room.switch.pk, "site_id": room.site.pk, "rack_id": room.rack.pk,
        "position": "3", "face": "front", "role": "access-switch", "status": "active",
    })  # fmt: skip
    assert full.status_code == 422
    assert "başka bir cihaz duruyor" in full.content.decode()
