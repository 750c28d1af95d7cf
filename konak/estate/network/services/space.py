"""Prefixes, ranges and addresses: written down, changed, given as the next free one, and never twice."""

import ipaddress
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import User

from .. import access, queries
from ..models import Address, IpRange, Prefix, PrefixStatus
from ..queries.register import in_table, tabled
from . import common
from .common import fill, may, one_at_a_time, own_unit, tell
from .indexing import forget, index_address, index_prefix

PREFIX_FACTS = frozenset(("status", "vlan_id", "is_pool", "description", "tags", "assignee_id"))
RANGE_FACTS = frozenset(("status", "description", "tags", "assignee_id"))
ADDRESS_FACTS = frozenset(
    (
        *(
            "status",
            "role",
            "dns_name",
            "mac",
            "asset_id",
            "port_id",
            "user_id",
            "until",
            "description",
            "tags",
            "assignee_id",
        ),
    )
)
TWICE = "23P01"  # exclusion_violation


def _smallest(vrf_id: int | None, **around: Any) -> Prefix | None:
    """The smallest prefix of a routing table around something."""
    rows = tabled(Prefix.objects.all()).filter(in_table(vrf_id), **around)
    return rows.order_by("-network").first()


def _same_table(rows: QuerySet[Any], vrf_id: int | None, parent: Prefix | None, link: str) -> QuerySet[Any]:
    return tabled(rows).filter(in_table(vrf_id), Q(**{link: parent.pk}) if parent else Q(**{f"{link}__isnull": True}))


def _adopt(one: Prefix, parent: Prefix | None) -> None:
    """What lay in the parent and lies in this prefix is now its own."""
    _same_table(Prefix.objects.exclude(pk=one.pk), one.vrf_id, parent, "parent_id").filter(
        network__inside=one.network
    ).update(parent=one)
    _same_table(Address.objects.all(), one.vrf_id, parent, "prefix_id").filter(ip__within=one.network).update(
        prefix=one
    )
    _same_table(IpRange.objects.all(), one.vrf_id, parent, "prefix_id").filter(
        first__within=one.network, last__within=one.network
    ).update(prefix=one)


def _leave(one: Prefix) -> None:
    """What lay in this prefix lies in the one around it."""
    one.children.update(parent=one.parent_id)
    one.addresses.update(prefix=one.parent_id)
    one.ranges.update(prefix=one.parent_id)


def _checked(one: Prefix, actor: Actor) -> None:
    if one.vlan_id is not None and not queries.vlans(actor).filter(pk=one.vlan_id).exists():
        raise Refused("Seçilen VLAN bulunamadı.")
    if one.assignee_id is not None and not User.objects.filter(pk=one.assignee_id, is_active=True).exists():
        raise Refused("Seçilen sorumlu bulunamadı ya da görevden ayrılmış.")


def _write(one: Prefix | Address | IpRange, twice: str) -> None:
    try:
        with transaction.atomic():
            one.save()
    except IntegrityError as fault:
        if getattr(fault.__cause__, "sqlstate", "") != TWICE:
            raise
        raise Refused(twice) from None


def _place(one: Prefix) -> None:
    parent = _smallest(one.vrf_id, network__over=one.network)
    one.parent = parent
    _write(one, f"{one.network} bu yönlendirme tablosunda zaten kayıtlı.")
    _adopt(one, parent)


@transaction.atomic
def add_prefix(
    *, actor: Actor, network: str, vrf_id: int | None = None, unit_id: int | None = None, **facts: Any
) -> Prefix:
    """Write a prefix down; it finds its place in the tree, and what lies in it moves under it."""
    one = Prefix(network=common.network(network), vrf_id=vrf_id, unit_id=own_unit(actor, unit_id))
    may(actor, access.KEEP, one)
    common.tabled_vrf(actor, vrf_id)
    fill(one, facts, PREFIX_FACTS)
    _checked(one, actor)
    one_at_a_time(vrf_id)
    _place(one)
    index_prefix(one)
    tell(queries.PREFIX_KIND, one.pk, "add", actor, one, one.network)
    return one


def _prefix(actor: Actor, prefix_id: int) -> Prefix:
    """The prefix, its routing table held; one that moved away meanwhile is not found."""
    seen = queries.prefix(actor, prefix_id)
    one_at_a_time(seen.vrf_id)
    one = Prefix.objects.select_for_update(of=("self",)).get(Q(vrf_id=seen.vrf_id), pk=seen.pk)
    may(actor, access.KEEP, one)
    return one


@transaction.atomic
def edit_prefix(prefix_id: int, *, actor: Actor, network: str | None = None, **facts: Any) -> Prefix:
    """Change what is said of a prefix; another network lets it move in the tree."""
    one = _prefix(actor, prefix_id)
    fill(one, facts, PREFIX_FACTS)
    _checked(one, actor)
    wanted = common.network(network) if network is not None else one.network
    if wanted != one.network:
        _leave(one)
        one.network = wanted
        _place(one)
    else:
        one.save()
    index_prefix(one)
    tell(queries.PREFIX_KIND, one.pk, "edit", actor, one, one.network)
    return one


@transaction.atomic
def drop_prefix(prefix_id: int, *, actor: Actor) -> None:
    """Take a prefix out; what lay in it lies in the one around it."""
    one = _prefix(actor, prefix_id)
    if one.requests.filter(case__closed_at=None).exists():
        raise Refused("Bu ağdan adres isteyen açık dosyalar var; önce onları sonuçlandırın.")
    _leave(one)
    key = one.pk
    tell(queries.PREFIX_KIND, key, "drop", actor, one, one.network)
    one.delete()
    forget(queries.PREFIX_KIND, key)


@transaction.atomic
def next_prefix(prefix_id: int, *, actor: Actor, length: int, **facts: Any) -> Prefix:
    """Give the first free network of that length within a prefix."""
    around = _prefix(actor, prefix_id)
    net = around.net
    if not net.prefixlen < length <= net.max_prefixlen:
        raise Refused(f"Uzunluk {net.prefixlen + 1} ile {net.max_prefixlen} arasında olmalı.")
    found = queries.first_network(around, length)
    if found is None:
        raise Refused(f"{around.network} içinde /{length} uzunluğunda boş ağ kalmadı.")
    one = Prefix(
        network=found, vrf_id=around.vrf_id, unit_id=own_unit(actor, facts.pop("unit_id", None) or around.unit_id)
    )
    may(actor, access.KEEP, one)
    fill(one, facts, PREFIX_FACTS)
    _checked(one, actor)
    _place(one)
    index_prefix(one)
    tell(queries.PREFIX_KIND, one.pk, "allocate", actor, one, f"{one.network} ({around.network} içinden)")
    return one


@transaction.atomic
def add_range(
    *, actor: Actor, first: str, last: str, vrf_id: int | None = None, unit_id: int | None = None, **facts: Any
) -> IpRange:
    """Write a range down; ranges of one routing table never overlap."""
    one = IpRange(first=common.host(first), last=common.host(last), vrf_id=vrf_id, unit_id=own_unit(actor, unit_id))
    may(actor, access.KEEP, one)
    common.tabled_vrf(actor, vrf_id)
    fill(one, facts, RANGE_FACTS)
    one_at_a_time(vrf_id)
    _place_range(one)
    tell(queries.RANGE_KIND, one.pk, "add", actor, one, str(one))
    return one


def _place_range(one: IpRange) -> None:
    low, high = ipaddress.ip_address(one.first), ipaddress.ip_address(one.last)
    if low.version != high.version or int(high) < int(low):
        raise Refused("Son adres ilk adresle aynı türden ve ondan sonra olmalı.")
    one.size = int(high) - int(low) + 1
    one.prefix = _smallest(one.vrf_id, network__around=one.first) if one.size == 1 else _around_both(one)
    _write(one, "Bu aralık başka bir aralıkla çakışıyor.")


def _around_both(one: IpRange) -> Prefix | None:
    rows = tabled(Prefix.objects.all()).filter(
        in_table(one.vrf_id), Q(network__around=one.first), Q(network__around=one.last)
    )
    return rows.order_by("-network").first()


def _range(actor: Actor, range_id: int) -> IpRange:
    seen = queries.ip_range(actor, range_id)
    one_at_a_time(seen.vrf_id)
    one = IpRange.objects.select_for_update(of=("self",)).get(pk=seen.pk)
    may(actor, access.KEEP, one)
    return one


@transaction.atomic
def edit_range(
    range_id: int, *, actor: Actor, first: str | None = None, last: str | None = None, **facts: Any
) -> IpRange:
    one = _range(actor, range_id)
    fill(one, facts, RANGE_FACTS)
    one.first = common.host(first) if first is not None else one.first
    one.last = common.host(last) if last is not None else one.last
    _place_range(one)
    tell(queries.RANGE_KIND, one.pk, "edit", actor, one, str(one))
    return one


@transaction.atomic
def drop_range(range_id: int, *, actor: Actor) -> None:
    one = _range(actor, range_id)
    tell(queries.RANGE_KIND, one.pk, "drop", actor, one, str(one))
    one.delete()


def _told(one: Address, facts: dict[str, Any], actor: Actor) -> None:
    if "mac" in facts:
        facts["mac"] = common.mac(facts["mac"] or "")
    if "dns_name" in facts:
        facts["dns_name"] = common.dns_name(facts["dns_name"] or "")
    if "asset_tag" in facts:
        tag = str(facts.pop("asset_tag") or "").strip()
        asset = queries.asset_by_tag(actor, tag) if tag else None
        if tag and asset is None:
            raise Refused(f"{tag} sicil numaralı bir taşınır yok.")
        facts["asset_id"] = asset.pk if asset else None
    if (port := facts.get("port_id")) is not None and not queries.ports(actor, "interface").filter(pk=port).exists():
        raise Refused("Adresin duracağı ağ arayüzü bulunamadı.")
    fill(one, facts, ADDRESS_FACTS)
    for name in ("user_id", "assignee_id"):
        key = getattr(one, name)
        if facts.get(name) is not None and not User.objects.filter(pk=key, is_active=True).exists():
            raise Refused("Seçilen kişi bulunamadı ya da görevden ayrılmış.")


def _place_address(one: Address, length: int | None) -> None:
    around = _smallest(one.vrf_id, network__around=one.ip)
    one.prefix = around
    whole = 128 if ":" in one.ip else 32
    one.length = length if length is not None else around.net.prefixlen if around else whole
    if not 0 < one.length <= whole:
        raise Refused(f"Ön ek uzunluğu 1 ile {whole} arasında olmalı.")
    if around is not None and around.status == PrefixStatus.CONTAINER:
        raise Refused(f"{around.network} yalnız başka ağları kapsar; adres onun altındaki bir ağdan verilir.")
    net = ipaddress.ip_network(f"{one.ip}/{one.length}", strict=False)
    edge = net.version == 4 and net.prefixlen < 31 and ipaddress.ip_address(one.ip) in (net[0], net[-1])
    if edge and not (around and around.is_pool):
        raise Refused(f"{one.ip}, {net} ağının kendi adresi ya da yayın adresidir; bir cihaza verilemez.")
    if not one.role and tabled(Address.objects.exclude(pk=one.pk)).filter(in_table(one.vrf_id), ip=one.ip).exists():
        raise Refused(f"{one.ip} bu yönlendirme tablosunda zaten kayıtlı.")
    _write(one, f"{one.ip} bu yönlendirme tablosunda zaten kayıtlı.")


def _split(text: str) -> tuple[str, int | None]:
    """ "10.20.0.1/24" and "10.20.0.1"."""
    ip, slash, length = text.strip().partition("/")
    if slash and not (length.isascii() and length.isdecimal() and len(length) < 4):
        raise Refused(f"«{text[:60]}» bir IP adresi değil.")
    return common.host(ip), int(length) if slash else None


@transaction.atomic
def add_address(
    *, actor: Actor, ip: str, vrf_id: int | None = None, unit_id: int | None = None, **facts: Any
) -> Address:
    """Write one address down; with its length or without, then it takes that of its network."""
    found, length = _split(ip)
    one = Address(ip=found, vrf_id=vrf_id, unit_id=own_unit(actor, unit_id))
    may(actor, access.KEEP, one)
    common.tabled_vrf(actor, vrf_id)
    _told(one, facts, actor)
    one_at_a_time(vrf_id)
    _place_address(one, length)
    index_address(one)
    tell(queries.ADDRESS_KIND, one.pk, "add", actor, one, one.ip)
    return one


def _address(actor: Actor, address_id: int) -> Address:
    seen = queries.address(actor, address_id)
    one_at_a_time(seen.vrf_id)
    one = Address.objects.select_for_update(of=("self",)).get(pk=seen.pk)
    may(actor, access.KEEP, one)
    return one


@transaction.atomic
def edit_address(address_id: int, *, actor: Actor, ip: str | None = None, **facts: Any) -> Address:
    one = _address(actor, address_id)
    _told(one, facts, actor)
    if ip is not None:
        one.ip, length = _split(ip)
        _place_address(one, length)
    else:
        _write(one, f"{one.ip} bu yönlendirme tablosunda zaten kayıtlı.")
    index_address(one)
    tell(queries.ADDRESS_KIND, one.pk, "edit", actor, one, one.ip)
    return one


@transaction.atomic
def drop_address(address_id: int, *, actor: Actor) -> None:
    """The address is free again; its history stays."""
    one = _address(actor, address_id)
    asked = getattr(one, "request", None)
    if asked is not None and asked.case.closed_at is None:
        raise Refused(f"Adres {asked.case.number} isteğiyle verildi; o dosyadan geri alın.")
    _forget(one, actor)


def _forget(one: Address, actor: Actor) -> None:
    key = one.pk
    tell(queries.ADDRESS_KIND, key, "drop", actor, one, one.ip)
    one.delete()
    forget(queries.ADDRESS_KIND, key)


@transaction.atomic
def next_address(prefix_id: int, *, actor: Actor, **facts: Any) -> Address:
    """Give the first free address of a prefix."""
    around = _prefix(actor, prefix_id)
    return _give(around, actor, facts)


def _give(around: Prefix, actor: Actor, facts: dict[str, Any]) -> Address:
    """The first free address; the routing table is held by who calls."""
    if around.status == PrefixStatus.CONTAINER:
        raise Refused(f"{around.network} yalnız başka ağları kapsar; altındaki bir ağı seçin.")
    found = queries.first_address(around)
    if found is None:
        raise Refused(f"{around.network} içinde boş adres kalmadı.")
    one = Address(
        ip=found, vrf_id=around.vrf_id, unit_id=own_unit(actor, facts.pop("unit_id", None) or around.unit_id)
    )
    may(actor, access.KEEP, one)
    _told(one, facts, actor)
    _place_address(one, around.net.prefixlen)
    index_address(one)
    tell(queries.ADDRESS_KIND, one.pk, "allocate", actor, one, f"{one.ip} ({around.network} içinden)")
    return one
