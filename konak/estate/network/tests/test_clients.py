"""pynetbox, an independent client of NetBox, speaks to a live server of ours with a key of ours."""

import datetime as dt

import pynetbox
import pytest
from django.utils.timezone import localdate

from konak.estate.network.models import Address, Prefix
from konak.estate.network.tests.conftest import build
from konak.foundation.front.services.tokens import make_token
from konak.testing import Hall


@pytest.fixture
def box(transactional_db, live_server, settings):
    settings.SITE_URL = live_server.url
    net = build(Hall())

    def client(person, writes=True):
        seat = person.actor.seats[0].appointment_id
        until = localdate() + dt.timedelta(days=10)
        _, secret = make_token(actor=person.actor, name="pynetbox", seat_id=seat, expires_on=until, writes=writes)
        return pynetbox.api(live_server.url, token=secret)

    return net, client


@pytest.mark.django_db(transaction=True)
def test_pynetbox_reads_writes_and_allocates(box):
    net, client = box
    nb = client(net.expert)
    assert nb.status()["program"] == "Konak"
    vrf = nb.ipam.vrfs.create(name="Misafir", rd="65000:9")
    made = nb.ipam.prefixes.create(
        [{"prefix": "10.20.2.0/24"}, {"prefix": "10.30.0.0/16", "vrf": vrf.id, "tags": ["bina", {"slug": "kat-2"}]}]
    )
    assert [(one.prefix, one.status.value, one.family.label) for one in made] == [
        ("10.20.2.0/24", "active", "IPv4"),
        ("10.30.0.0/16", "active", "IPv4"),
    ]
    assert sorted(one.prefix for one in nb.ipam.prefixes.all(limit=2)) == sorted(
        Prefix.objects.values_list("network", flat=True)
    )
    one = nb.ipam.prefixes.get(prefix="10.20.2.0/24")
    one.description, one.status = "Kütüphane", "reserved"
    assert one.save()
    assert nb.ipam.prefixes.get(one.id).description == "Kütüphane"
    given = one.available_ips.create([{"dns_name": "a.ornek"}, {"dns_name": "b.ornek"}])
    assert [row.address for row in given] == ["10.20.2.1/24", "10.20.2.2/24"]
    assert one.available_ips.list()[0].address == "10.20.2.3/24"
    outer = nb.ipam.prefixes.get(prefix="10.20.0.0/16")
    assert outer.available_prefixes.create({"prefix_length": 26}).prefix == "10.20.0.0/26"
    assert nb.ipam.ip_addresses.count(parent="10.20.2.0/24") == 2
    row = nb.ipam.ip_addresses.get(address="10.20.2.1/24")
    assert (row.vrf, str(row), row.prefix.display) == (None, "10.20.2.1/24", "10.20.2.0/24")
    assert row.delete()
    group = nb.ipam.vlan_groups.create(name="Kampüs", slug="kampus")
    vlan = nb.ipam.vlans.create(name="Kütüphane", vid=20, group=group.id)
    one.vlan = vlan.id
    assert one.save()
    assert nb.ipam.prefixes.get(vlan_id=vlan.id).prefix == "10.20.2.0/24"
    pool = nb.ipam.ip_ranges.create(start_address="10.20.2.100/24", end_address="10.20.2.120/24")
    assert pool.size == 21
    assert nb.ipam.aggregates.create(prefix="10.0.0.0/8", rir="RFC 1918").rir == "RFC 1918"
    assert nb.ipam.prefixes.delete([made[1].id])


@pytest.mark.django_db(transaction=True)
def test_pynetbox_builds_a_rack_and_traces_a_cable(box):
    net, client = box
    nb = client(net.expert)
    site = nb.dcim.sites.create(name="Kültür Merkezi", slug="kultur")
    rack = nb.dcim.racks.create(name="K-01", site=site.id, u_height=10)
    maker = nb.dcim.manufacturers.create(name="Örnek Ağ", slug="ornek-ag")
    model = nb.dcim.device_types.create(manufacturer=maker.id, model="Anahtar", slug="anahtar", u_height=1)
    said = {"device_type": model.id, "site": site.id, "rack": rack.id, "face": "front", "role": "access-switch"}
    one, other = nb.dcim.devices.create([{"name": f"anahtar-{n}", "position": n, **said} for n in (1, 2)])
    assert (one.status.value, one.rack.id, nb.dcim.devices.count(site_id=site.id)) == ("active", rack.id, 2)
    assert [unit.device.name if unit.device else "" for unit in rack.elevation.list()][-4:] == [
        *("anahtar-2", "anahtar-2", "anahtar-1", "anahtar-1"),
    ]
    near, far = nb.dcim.interfaces.create(
        [{"device": row.id, "name": "Gi1", "type": "1000base-t"} for row in (one, other)]
    )
    panel = nb.dcim.devices.create(name="panel", device_type=model.id, site=site.id)
    rear = nb.dcim.rear_ports.create(device=panel.id, name="G", type="8p8c", positions=1)
    front = nb.dcim.front_ports.create(device=panel.id, name="1", type="8p8c", rear_port=rear.id)

    def plug(a, kind_a, b, kind_b):
        ends = [[{"object_type": f"dcim.{kind}", "object_id": row.id}] for kind, row in ((kind_a, a), (kind_b, b))]
        return nb.dcim.cables.create(a_terminations=ends[0], b_terminations=ends[1], type="cat6", length=2)

    plug(near, "interface", front, "frontport")
    cable = plug(rear, "rearport", far, "interface")
    way = nb.dcim.interfaces.get(near.id).trace()
    assert [str(step[0] if isinstance(step, list) else step) for step in way][-1] == "Gi1"
    assert (len(way), way[-1][0].id, cable.length) == (6, far.id, 2)
    row = nb.ipam.ip_addresses.create(address="10.20.1.9/24", assigned_object_type="dcim.interface",
                                      assigned_object_id=near.id)  # fmt: skip
    one.primary_ip4 = "10.20.1.9"
    assert one.save()
    assert nb.dcim.devices.get(one.id).primary_ip.id == row.id
    assert nb.dcim.interfaces.get(near.id).count_ipaddresses == 1
    with pytest.raises(pynetbox.AllocationError) as refused:
        nb.dcim.devices.create(name="üçüncü", position=1, **said)
    assert (refused.value.req.status_code, client(net.stranger).dcim.devices.count()) == (409, 0)
    with pytest.raises(pynetbox.RequestError) as missing:  # a panel is no interface
        nb.dcim.interfaces.update([{"id": front.id, "name": "X"}])
    assert (missing.value.req.status_code, nb.dcim.front_ports.get(front.id).name) == (404, "1")
    assert cable.delete()


@pytest.mark.django_db(transaction=True)
def test_all_or_nothing_and_no_further_than_the_key_reaches(box):
    net, client = box
    nb = client(net.expert)
    with pytest.raises(pynetbox.AllocationError) as refused:  # what it calls a 409
        nb.ipam.ip_addresses.create([{"address": "10.20.1.5/24"}, {"address": "10.20.1.5/24"}])
    assert (refused.value.req.status_code, Address.objects.count()) == (409, 0)
    assert "zaten kayıtlı" in refused.value.req.json()["title"]
    assert client(net.stranger).ipam.prefixes.count() == 0
    with pytest.raises(pynetbox.RequestError) as reading:
        client(net.expert, writes=False).ipam.prefixes.create(prefix="10.20.5.0/24")
    with pytest.raises(pynetbox.RequestError) as nobody:
        pynetbox.api(nb.base_url.removesuffix("/api"), token="knk_yanlis").ipam.prefixes.count()
    assert (reading.value.req.status_code, nobody.value.req.status_code) == (403, 401)
