"""Lease files of every kind, in any order and twice: one history, and the person behind an address at a moment."""

import datetime as dt
import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now

from konak.estate.assets.tests.conftest import build as a_store
from konak.estate.network import parsing, public, queries, services
from konak.estate.network.models import AddressUse, Upload
from konak.estate.network.parsing import Seen, Stay, join
from konak.foundation.lifecycle import Refused
from konak.foundation.trail.models import Entry

UTC = dt.UTC
DAY = dt.datetime(2026, 11, 2, 6, 0, tzinfo=UTC)
ISC = """# The format of this file is documented in the dhcpd.leases(5) manual page.
authoring-byte-order little-endian;
lease 10.20.1.50 {
  starts 1 2026/11/02 06:00:00;
  ends 1 2026/11/02 18:00:00;   tstp 1 2026/11/02 18:00:00;
  binding state active;
  next binding state free; rewind binding state free;
  hardware ethernet 00:1A:2B:00:00:01;
  client-hostname "pc1";
}
lease 10.20.1.50 {
  starts 1 2026/11/02 12:00:00;
  ends 2 2026/11/03 00:00:00;
  binding state active;
  hardware ethernet 00:1a:2b:00:00:01;
}
lease 10.20.1.50 {
  starts 1 2026/11/02 12:00:00;
  ends 1 2026/11/02 20:00:00;
  binding state free;
  hardware ethernet 00:1a:2b:00:00:01;
}
lease 10.20.1.51 {
  starts epoch 1793600000; # Mon Nov  2 06:13:20 2026
  ends never;
  hardware ethernet 00:1a:2b:00:00:02;
}
lease 10.20.1.52 {
  starts 1 2026/13/02 06:00:00;
  ends 1 2026/11/02 18:00:00;
  hardware ethernet 00:1a:2b:00:00:03;
}
lease 10.20.1.53 {
  starts 1 2026/11/02 06:00:00;
"""


def at(hours: float) -> dt.datetime:
    return DAY + dt.timedelta(hours=hours)


def take(net, text, **facts):
    content = text if isinstance(text, bytes) else text.encode()
    return services.take_in(actor=net.expert.actor, content=content, name="dosya", **facts)


def history():
    return [(row.ip, row.mac[-2:], row.since, row.until) for row in AddressUse.objects.order_by("ip", "since")]


def test_an_isc_file_becomes_one_stay_a_device_and_a_released_lease_ends_early(net):
    made = take(net, ISC)
    assert (made.kind, made.lines, made.fresh, made.broken, len(made.faults)) == ("isc", 4, 2, 2, 2)
    expected = [
        ("10.20.1.50", "01", at(0), at(14)),
        ("10.20.1.51", "02", dt.datetime.fromtimestamp(1793600000, UTC), parsing.FAR),
    ]
    assert history() == expected
    again = take(net, ISC)
    assert (again.fresh, again.joined, history()) == (0, 0, expected)


def test_kea_and_windows_lists_are_read_with_their_oddities(net):
    ends = int(at(12).timestamp())
    kea = (
        "address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context,pool_id\n"
        f"10.20.1.60,00:1a:2b:00:00:06,,43200,{ends},1,0,0,pc&#x2c6.ornek.,0,,0\n"
        f"10.20.1.61,00:1a:2b:00:00:07,,43200,{ends},1,0,0,,1,,0\n"
        "10.20.1.62,00:1a:2b:00:00:08,,x,y,1,0,0,,0,,0\n"
    )
    made = take(net, kea)
    assert (made.kind, made.lines, made.broken) == ("kea", 1, 1)
    row = AddressUse.objects.get(source="kea")
    assert (row.since, row.until, row.host) == (at(0), at(12), "pc,6.ornek")
    six = (
        "address,duid,valid_lifetime,expire,subnet_id,pref_lifetime,lease_type,iaid,prefix_len,fqdn_fwd,fqdn_rev,"
        "hostname,hwaddr,state,user_context,hwtype,hwaddr_source,pool_id\n"
        f"2001:db8:1::5,00:01:00:01:2c:00:00:00:00:1a:2b:00:00:09,3600,{ends},1,1800,0,1,128,0,0,,,0,,1,0,0\n"
    )
    take(net, six)
    assert AddressUse.objects.get(ip="2001:db8:1::5").mac == "00:1a:2b:00:00:09"
    windows = (
        "#TYPE Microsoft.Management.Infrastructure.CimInstance\r\n"
        '"IPAddress","ScopeId","AddressState","ClientId","HostName","LeaseExpiryTime"\r\n'
        '"10.20.1.70","10.20.1.0","Active","00-1a-2b-00-00-0a","PC10.ornek","2.11.2026 21:00:00"\r\n'
        '"10.20.1.71","10.20.1.0","InactiveReservation","00-1a-2b-00-00-0b","PC11",""\r\n'
    ).encode("utf-16")
    made = take(net, windows, taken_at=at(1))
    row = AddressUse.objects.get(source="windows")
    assert (made.lines, row.since, row.until, row.host) == (1, at(1), at(12), "PC10.ornek")


@pytest.mark.parametrize("bad", [b"", b"\x00\xff" * 50, b"merhaba", b"lease 10.0.0.1 {\n", b"ip,mac,since\n,,\n"])
def test_what_is_no_lease_file_is_refused_and_leaves_nothing(net, bad):
    with pytest.raises(Refused):
        take(net, bad)
    assert (AddressUse.objects.count(), Upload.objects.count()) == (0, 0)


def test_any_order_and_any_repetition_end_in_the_same_history(net):
    """Two devices share an address in turn; each lease is renewed. Split over files in any order, one history."""
    rows = []
    for start, mac in ((0, "01"), (3, "01"), (6, "01"), (20, "02"), (24, "02"), (40, "01")):
        rows.append(f"10.20.1.90,00:1a:2b:00:00:{mac},,{6 * 3600},{int(at(start + 6).timestamp())},1,0,0,,0")
    head = "address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state"
    expected = [
        ("10.20.1.90", "01", at(0), at(12)),
        ("10.20.1.90", "02", at(20), at(30)),
        ("10.20.1.90", "01", at(40), at(46)),
    ]
    for seed in range(4):
        AddressUse.objects.all().delete()
        mixed = [*rows, *rows]
        random.Random(seed).shuffle(mixed)
        for part in (mixed[:5], mixed[5:8], mixed[8:]):
            take(net, "\n".join([head, *part]))
        assert history() == expected


def test_a_device_that_gets_the_address_ends_the_stay_of_the_one_before():
    first = Seen("10.0.0.1", "00:00:00:00:00:01", at(0), at(12))
    second = Seen("10.0.0.1", "00:00:00:00:00:02", at(5), at(17))
    stays = join([], [second, first], dt.timedelta(0), alone=True)
    assert [(one.mac[-1], one.since, one.until) for one in stays] == [("1", at(0), at(5)), ("2", at(5), at(17))]
    renewed = Stay("10.0.0.1", "00:00:00:00:00:01", at(0), at(20), at(8))
    both = join([renewed], [second], dt.timedelta(0), alone=True)
    assert [(one.mac[-1], one.until) for one in both] == [("1", at(20)), ("2", at(17))], "a conflict stays visible"


def test_custody_and_sign_in_name_the_person_of_that_moment_and_the_asking_is_told(net):
    store = a_store(net.hall)
    (laptop,) = store.bought(1)
    laptop.macs = ["00:1A:2B:00:00:0C"]
    laptop.save()
    holder = net.hall.seat("staff", net.hall.elsewhere)
    custody = laptop.custodies.model
    since = now() - dt.timedelta(days=400)
    custody.objects.create(
        asset=laptop, holder=holder.user, unit=net.hall.elsewhere, slip="1", state="accepted", offered_at=since,
        accepted_at=since,
    )  # fmt: skip
    recent = now().replace(microsecond=0) - dt.timedelta(days=3)
    stamp = recent.isoformat()
    take(
        net,
        "ip;mac;zaman;bitiş;anahtar;kapı;erişim noktası;oturum\n"
        f"10.20.1.80;001a.2b00.000c;{stamp};;sw-3;Gi1/0/7;;\n"
        f"10.20.1.80;001a.2b00.000c;{(recent + dt.timedelta(minutes=10)).isoformat()};;sw-3;Gi1/0/7;;\n"
        f"10.20.1.81;;{stamp};{(recent + dt.timedelta(hours=2)).isoformat()};;;AP-2;ORNEK\\{holder.user.username}\n",
    )
    rows = list(AddressUse.objects.order_by("ip"))
    assert [(row.asset, row.user, row.port, row.access_point) for row in rows] == [
        (laptop, holder.user, "Gi1/0/7", ""),
        (None, holder.user, "", "AP-2"),
    ]
    moment = recent + dt.timedelta(minutes=5)
    found = net.director.client.get("/api/network/who", {"ip": "10.20.1.80", "at": moment.isoformat()}).json()
    assert (found["prefix"], [use["user"] for use in found["uses"]]) == ("10.20.1.0/24", [holder.user.full_name])
    page = net.director.client.get("/ag/kim/", {"q": "10.20.1.80", "an": moment.isoformat()}).text
    assert holder.user.full_name in page
    assert [one.user_id for one in public.used_at("10.20.1.80", moment)] == [holder.user.pk]
    asked = Entry.objects.filter(kind="network.who")
    assert (asked.count(), any("10.20" in one.note + one.subject for one in asked)) == (2, False)
    late = net.director.client.get("/api/network/who", {"ip": "10.20.1.80", "at": now().isoformat()}).json()
    assert late["uses"] == []


def test_who_used_an_address_is_asked_by_few(net):
    take(net, ISC)
    assert net.expert.client.get("/ag/kim/").status_code == 404
    answer = net.expert.client.get("/api/network/who", {"ip": "10.20.1.50", "at": at(1).isoformat()})
    assert (answer.status_code, "yetkiniz yok" in answer.json()["title"]) == (409, True)
    assert not queries.uses(net.stranger.actor).exists()
    assert queries.uses(net.director.actor).count() == 2


def test_a_file_comes_in_through_both_doors_and_marks_what_was_seen(net):
    store = a_store(net.hall)
    (laptop,) = store.bought(1)
    one = net.address("10.20.1.50")
    net.address("10.20.1.9", mac="00:1a:2b:00:00:02", asset_tag=laptop.tag)
    file = SimpleUploadedFile("dhcpd.leases", ISC.encode())
    answer = net.expert.client.post("/api/network/leases", {"file": file})
    assert (answer.status_code, answer.json()["fresh"]) == (201, 2)
    page = net.expert.client.post(
        "/ag/kim/dosyalar/al/", {"file": SimpleUploadedFile("dhcpd.leases", ISC.encode()), "kind": "auto"}
    )
    assert page.status_code == 302
    assert list(AddressUse.objects.exclude(asset=None).values_list("ip", "asset")) == [("10.20.1.51", laptop.pk)]
    one.refresh_from_db()
    assert (one.mac, one.seen_at) == ("00:1a:2b:00:00:01", at(6))
    assert net.director.client.get("/ag/kim/dosyalar/").text.count('data-label="Dosya"') == 2
