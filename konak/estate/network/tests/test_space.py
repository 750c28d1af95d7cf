"""Prefixes find their place, nothing is given twice, what is not recorded still answers, strangers see nothing."""

import ipaddress
import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from konak.estate.assets.tests.conftest import build as a_store
from konak.estate.network import queries, services
from konak.estate.network.models import Address, IpRange, Prefix, network_of
from konak.estate.network.queries.space import gaps
from konak.estate.network.tests.conftest import build
from konak.foundation.lifecycle import Refused
from konak.foundation.trail import queries as trail
from konak.testing import Hall


def tree(rows=None):
    return {
        row.network: row.parent.network if row.parent else None
        for row in (Prefix.objects.all() if rows is None else rows).select_related("parent")
    }


def test_networks_find_their_place_whatever_the_order_they_are_written_in(net):
    net.prefix("10.20.1.128/25")
    middle = net.prefix("10.20.0.0/20")
    net.prefix("10.0.0.0/8")
    net.prefix("2001:db8::/32")
    inner = net.prefix("2001:db8:1::/48")
    assert tree() == {
        "10.0.0.0/8": None,
        "10.20.0.0/16": "10.0.0.0/8",
        "10.20.0.0/20": "10.20.0.0/16",
        "10.20.1.0/24": "10.20.0.0/20",
        "10.20.1.128/25": "10.20.1.0/24",
        "2001:db8::/32": None,
        "2001:db8:1::/48": "2001:db8::/32",
    }
    services.edit_prefix(middle.pk, actor=net.expert.actor, network="10.20.64.0/20")
    services.drop_prefix(inner.pk, actor=net.expert.actor)
    found = tree()
    assert (found["10.20.1.0/24"], found["10.20.64.0/20"], len(found)) == ("10.20.0.0/16", "10.20.0.0/16", 6)
    assert [one.verb for one in trail.story(queries.PREFIX_KIND, middle.pk)] == ["add", "edit"]
    assert [one.verb for one in trail.story(queries.PREFIX_KIND, inner.pk)] == ["add", "drop"]


def test_addresses_and_ranges_move_with_the_networks_around_them(net):
    one = net.address("10.20.1.130")
    pool = services.add_range(actor=net.expert.actor, first="10.20.1.200", last="10.20.1.220")
    assert (one.written, one.prefix, pool.prefix, int(pool.size)) == ("10.20.1.130/24", net.office, net.office, 21)
    half = net.prefix("10.20.1.128/25")
    one.refresh_from_db()
    pool.refresh_from_db()
    assert (one.prefix, pool.prefix) == (half, half)
    services.drop_prefix(half.pk, actor=net.expert.actor)
    one.refresh_from_db()
    assert one.prefix == net.office
    full = queries.utilisation([net.office])[net.office.pk]
    assert (full.addresses, full.used, full.size) == (1, 22, 254)


def test_the_same_is_refused_twice_in_words_and_by_the_database(net):
    vrf = services.add_vrf(actor=net.expert.actor, name="Misafir", rd="65000:1")
    net.address("10.20.1.5")
    services.add_range(actor=net.expert.actor, first="10.20.1.100", last="10.20.1.120")
    for again in (
        lambda: net.prefix("10.20.1.0/24"),
        lambda: net.address("10.20.1.5/24"),
        lambda: net.address("::ffff:10.20.1.5"),
        lambda: services.add_range(actor=net.expert.actor, first="10.20.1.120", last="10.20.1.130"),
    ):
        with pytest.raises(Refused, match=r"zaten kayıtlı|çakışıyor"):
            again()
    net.prefix("10.20.1.0/24", vrf_id=vrf.pk)  # another table, another world
    net.address("10.20.1.5", vrf_id=vrf.pk)
    assert [one.what for one in queries.duplicates(net.expert.actor)] == ["Adres"]
    for row in (
        Prefix(unit=net.hall.network, network="10.20.1.0/24"),
        Address(unit=net.hall.network, ip="10.20.1.5", length=24),
        IpRange(unit=net.hall.network, first="10.20.1.110", last="10.20.1.111", size=2),
        Prefix(unit=net.hall.network, network="10.20.9.0/24", vrf=vrf),
    )[:3]:
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


@pytest.mark.parametrize(
    ("service", "facts", "words"),
    [
        ("add_prefix", {"network": "10.20.1.5/24"}, "bir ağ değil"),
        ("add_prefix", {"network": "ağ\0"}, "bir ağ değil"),
        ("add_address", {"ip": "10.20.1.0"}, "kendi adresi ya da yayın"),
        ("add_address", {"ip": "10.20.1.255/24"}, "kendi adresi ya da yayın"),
        ("add_address", {"ip": "fe80::1%eth0"}, "IP adresi değil"),
        ("add_address", {"ip": "10.20.1.9/99"}, "Ön ek uzunluğu"),
        ("add_address", {"ip": "10.20.7.9"}, "yalnız başka ağları kapsar"),
        ("add_address", {"ip": "10.20.1.9", "dns_name": "müdürlük.örnek"}, "DNS adı değil"),
        ("add_address", {"ip": "10.20.1.9", "mac": "zz"}, "MAC adresi değil"),
        ("add_address", {"ip": "10.20.1.9", "asset_tag": "YOK-1"}, "sicil numaralı"),
        ("add_range", {"first": "10.20.1.9", "last": "10.20.1.2"}, "ondan sonra"),
        ("add_vlan", {"name": "x", "vid": 4095}, "1 ile 4094"),
        ("add_vlan", {"name": "x"}, "numarasını yazın"),
    ],
)
def test_what_is_no_address_is_refused_in_words(net, service, facts, words):
    with pytest.raises(Refused, match=words):
        getattr(services, service)(actor=net.expert.actor, **facts)


def test_an_address_that_is_not_recorded_answers_with_its_network(net):
    spot = queries.spot(net.expert.actor, "10.20.1.77")
    assert (spot.found, [one.network for one in spot.around]) == ([], ["10.20.1.0/24", "10.20.0.0/16"])
    page = net.expert.client.get("/ag/?q=10.20.1.77").text
    assert ("Bu adres kayıtlı değil." in page, page.count("10.20.1.0/24") > 0) == (True, True)
    answer = net.expert.client.get("/api/ipam/prefixes/?contains=10.20.1.77").json()
    assert [row["prefix"] for row in answer["results"]] == ["10.20.0.0/16", "10.20.1.0/24"]


def test_the_next_free_ones_skip_what_is_taken(net):
    net.address("10.20.1.1")
    services.add_range(actor=net.expert.actor, first="10.20.1.2", last="10.20.1.9")
    net.prefix("10.20.1.12/30")
    given_ = [services.next_address(net.office.pk, actor=net.expert.actor).ip for _ in range(3)]
    assert given_ == ["10.20.1.10", "10.20.1.11", "10.20.1.16"]
    assert services.next_prefix(net.outer.pk, actor=net.expert.actor, length=24).network == "10.20.0.0/24"
    assert services.next_prefix(net.outer.pk, actor=net.expert.actor, length=23).network == "10.20.2.0/23"
    with pytest.raises(Refused, match="17 ile 32"):
        services.next_prefix(net.outer.pk, actor=net.expert.actor, length=16)
    small = net.prefix("10.20.40.0/31")
    assert [services.next_address(small.pk, actor=net.expert.actor).ip for _ in range(2)] == [
        "10.20.40.0",
        "10.20.40.1",
    ]
    with pytest.raises(Refused, match="boş adres kalmadı"):
        services.next_address(small.pk, actor=net.expert.actor)


@given(st.sets(st.integers(0, 63), max_size=40))
def test_gaps_are_what_is_not_taken(taken):
    found = [
        number for low, high in gaps(0, 63, sorted((one, one) for one in taken)) for number in range(low, high + 1)
    ]
    assert found == sorted(set(range(64)) - taken)


@given(st.integers(0, 2**32 - 1), st.integers(0, 32))
def test_a_network_is_written_in_one_way(number, length):
    net = ipaddress.ip_network((number, length), strict=False)
    assert network_of(f" {net} ") == str(net)


@pytest.mark.django_db(transaction=True)
def test_thirty_two_threads_are_given_thirty_two_networks_and_addresses(transactional_db):
    net = build(Hall())
    gate = threading.Barrier(32)

    def take(number):
        try:
            gate.wait(30)
            return (
                services.next_prefix(net.outer.pk, actor=net.expert.actor, length=26).network,
                services.next_address(net.office.pk, actor=net.expert.actor).ip,
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(32) as pool:
        found = list(pool.map(take, range(32)))
    assert (len({one[0] for one in found}), len({one[1] for one in found})) == (32, 32)
    assert Prefix.objects.filter(parent=net.outer).count() == 33
    nets = sorted(
        ipaddress.ip_network(one) for one in Prefix.objects.filter(parent=net.outer).values_list("network", flat=True)
    )
    assert [one for one, other in pairwise(nets) if one.overlaps(other)] == []


def test_a_stranger_finds_nothing_and_changes_nothing(net):
    one = net.address("10.20.1.9")
    other = net.stranger.actor
    assert not queries.prefixes(other).exists()
    assert queries.spot(other, "10.20.1.9").around == []
    with pytest.raises(ObjectDoesNotExist):
        services.edit_address(one.pk, actor=other, description="x")
    with pytest.raises(Refused):
        services.add_prefix(actor=other, network="10.9.0.0/16", unit_id=net.hall.network.pk)
    pages = (f"/ag/aglar/{net.office.pk}/", f"/ag/adresler/{one.pk}/", f"/ag/agac/{net.outer.pk}/")
    assert [net.stranger.client.get(page).status_code for page in pages] == [404, 404, 404]
    staff = net.hall.seat("staff", net.hall.network)
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.drop_address(one.pk, actor=staff.actor)


def test_the_tree_costs_the_same_however_many_networks_there_are(net):
    def counted(page):
        with CaptureQueriesContext(connection) as caught:
            assert net.expert.client.get(page).status_code == 200
        return len(caught)

    pages = ("/ag/", f"/ag/agac/{net.outer.pk}/", f"/ag/aglar/{net.outer.pk}/", "/ag/adresler/", "/ag/vlan/")
    few = {page: (counted(page), counted(page))[1] for page in pages}
    for number in range(30):
        net.prefix(f"10.20.{number + 100}.0/24")
        net.prefix(f"172.{number + 16}.0.0/16" if number < 16 else f"100.{number}.0.0/16")
        net.address(f"10.20.{number + 100}.4")
    assert {page: counted(page) for page in pages} == few


def test_screens_write_as_services_do_and_keep_what_was_typed(net):
    client = net.expert.client
    answer = client.post(
        "/ag/aglar/yeni/", {"network": "10.20.3.0/24", "status": "active", "unit_id": net.hall.network.pk}
    )
    made = Prefix.objects.get(network="10.20.3.0/24")
    assert (answer.status_code, answer.url, made.parent) == (302, f"/ag/aglar/{made.pk}/", net.outer)
    again = client.post(
        "/ag/aglar/yeni/", {"network": "10.20.3.0/24", "status": "active", "unit_id": net.hall.network.pk}
    )
    assert (again.status_code, "zaten kayıtlı" in again.text, 'value="10.20.3.0/24"' in again.text) == (
        422,
        True,
        True,
    )
    client.post(f"/ag/aglar/{made.pk}/bos-adres/", {"status": "active", "dns_name": "Kapi.Ornek.bel.tr"})
    one = Address.objects.get(prefix=made)
    assert (one.written, one.dns_name) == ("10.20.3.1/24", "kapi.ornek.bel.tr")
    for page in (
        f"/ag/aglar/{made.pk}/",
        f"/ag/adresler/{one.pk}/",
        "/ag/adresler/?q=kapi",
        "/ag/aglar/?q=10.20.3.7",
    ):
        assert client.get(page).text.count("10.20.3.") > 0


def test_whoever_sees_only_an_inner_network_finds_it_as_a_root(net):
    inner = services.add_prefix(
        actor=net.hall.seat("administrator", net.hall.municipality).actor,
        network="10.20.9.0/24",
        unit_id=net.hall.elsewhere.pk,
        tags=["saha"],
    )
    assert [row.network for row in queries.roots(net.stranger.actor, None)] == [inner.network]
    assert [row.network for row in queries.roots(net.expert.actor, None)] == [net.outer.network]
    with pytest.raises(Refused, match="birim bulunamadı"):
        net.prefix("10.20.10.0/24", unit_id=2**40)


def test_vlans_take_the_first_free_number_of_their_group(net):
    actor = net.expert.actor
    group = services.add_vlan_group(actor=actor, name="Kampüs", first=10, last=11)
    numbers = [services.add_vlan(actor=actor, name=f"ağ {one}", group_id=group.pk).vid for one in range(2)]
    assert (numbers, group.slug) == ([10, 11], "kampus")
    with pytest.raises(Refused, match="boş numara kalmadı"):
        services.add_vlan(actor=actor, name="üçüncü", group_id=group.pk)
    vlan = queries.vlans(actor).get(vid=10)
    services.edit_prefix(net.office.pk, actor=actor, vlan_id=vlan.pk)
    with pytest.raises(Refused, match="bağlı ağlar var"):
        services.drop_vlan(vlan.pk, actor=actor)
    assert net.expert.client.get(f"/ag/vlan/{vlan.pk}/").text.count("10.20.1.0/24") == 1


def test_an_address_stands_on_the_page_of_its_movable_and_its_person(net):
    store = a_store(net.hall)
    (laptop,) = store.bought(1)
    one = net.address("10.20.1.40", asset_tag=laptop.tag, user_id=net.expert.user.pk)
    assert one.asset == laptop
    assert queries.of_asset(laptop, net.expert.actor)["addresses"] == [one]
    assert queries.of_person(net.expert.user, net.expert.actor)["addresses"] == [one]
    assert queries.of_asset(laptop, net.stranger.actor) is None
