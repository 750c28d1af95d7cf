"""Routing tables, aggregates, VLAN groups and VLANs."""

from typing import Any

from django.db import transaction
from django.utils.text import slugify

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold
from konak.foundation.lifecycle import Refused

from .. import access, queries
from ..models import Aggregate, Vlan, VlanGroup, Vrf
from . import common
from .common import fill, keep_once, may, own_unit, take_out, tell
from .indexing import forget, index_vlan

VRF_FACTS = frozenset(("name", "rd", "description", "tags"))
AGGREGATE_FACTS = frozenset(("source", "given_on", "description", "tags"))
GROUP_FACTS = frozenset(("name", "slug", "first", "last", "description", "tags"))
VLAN_FACTS = frozenset(("group_id", "vid", "name", "status", "description", "tags"))


@transaction.atomic
def add_vrf(*, actor: Actor, unit_id: int | None = None, **facts: Any) -> Vrf:
    one = Vrf(unit_id=own_unit(actor, unit_id))
    return _vrf(one, actor, facts, "add")


@transaction.atomic
def edit_vrf(vrf_id: int, *, actor: Actor, **facts: Any) -> Vrf:
    one = queries.vrf(actor, vrf_id)
    return _vrf(one, actor, facts, "edit")


def _vrf(one: Vrf, actor: Actor, facts: dict[str, Any], verb: str) -> Vrf:
    may(actor, access.KEEP, one)
    fill(one, facts, VRF_FACTS)
    if not one.name:
        raise Refused("VRF'nin adını yazın.")
    keep_once(one, "Bu adda ya da bu RD ile bir VRF zaten var.")
    tell(queries.VRF_KIND, one.pk, verb, actor, one, one.name)
    return one


@transaction.atomic
def drop_vrf(vrf_id: int, *, actor: Actor) -> None:
    one = queries.vrf(actor, vrf_id)
    may(actor, access.KEEP, one)
    tell(queries.VRF_KIND, one.pk, "drop", actor, one, one.name)
    take_out(one, "Bu VRF'de ağ, adres, aralık ya da kira kaydı var; önce onları taşıyın.")


@transaction.atomic
def add_aggregate(*, actor: Actor, network: str, unit_id: int | None = None, **facts: Any) -> Aggregate:
    one = Aggregate(unit_id=own_unit(actor, unit_id))
    return _aggregate(one, actor, network, facts, "add")


@transaction.atomic
def edit_aggregate(aggregate_id: int, *, actor: Actor, network: str | None = None, **facts: Any) -> Aggregate:
    one = queries.aggregate(actor, aggregate_id)
    return _aggregate(one, actor, network if network is not None else one.network, facts, "edit")


def _aggregate(one: Aggregate, actor: Actor, network: str, facts: dict[str, Any], verb: str) -> Aggregate:
    may(actor, access.KEEP, one)
    fill(one, facts, AGGREGATE_FACTS)
    one.network = common.network(network)
    if not one.source:
        raise Refused("Bloğu kimin verdiğini yazın (örneğin RFC 1918, RIPE NCC).")
    keep_once(one, f"{one.network} başka bir blokla çakışıyor.")
    tell(queries.AGGREGATE_KIND, one.pk, verb, actor, one, one.network)
    return one


@transaction.atomic
def drop_aggregate(aggregate_id: int, *, actor: Actor) -> None:
    one = queries.aggregate(actor, aggregate_id)
    may(actor, access.KEEP, one)
    tell(queries.AGGREGATE_KIND, one.pk, "drop", actor, one, one.network)
    one.delete()


@transaction.atomic
def add_vlan_group(*, actor: Actor, unit_id: int | None = None, **facts: Any) -> VlanGroup:
    one = VlanGroup(unit_id=own_unit(actor, unit_id))
    return _group(one, actor, facts, "add")


@transaction.atomic
def edit_vlan_group(group_id: int, *, actor: Actor, **facts: Any) -> VlanGroup:
    return _group(queries.vlan_group(actor, group_id), actor, facts, "edit")


def _group(one: VlanGroup, actor: Actor, facts: dict[str, Any], verb: str) -> VlanGroup:
    may(actor, access.KEEP, one)
    fill(one, facts, GROUP_FACTS)
    if not one.name:
        raise Refused("VLAN grubunun adını yazın.")
    one.slug = slugify(fold(one.slug or one.name))[:100] or "grup"
    if not 1 <= one.first <= one.last <= 4094:
        raise Refused("VLAN numaraları 1 ile 4094 arasında olmalı, son ilkten küçük olamaz.")
    if one.pk and one.vlans.exclude(vid__range=(one.first, one.last)).exists():
        raise Refused("Grupta bu numaraların dışında VLAN var.")
    keep_once(one, "Bu adda ya da bu kısa adla bir VLAN grubu zaten var.")
    tell(queries.GROUP_KIND, one.pk, verb, actor, one, one.name)
    return one


@transaction.atomic
def drop_vlan_group(group_id: int, *, actor: Actor) -> None:
    one = queries.vlan_group(actor, group_id)
    may(actor, access.KEEP, one)
    tell(queries.GROUP_KIND, one.pk, "drop", actor, one, one.name)
    take_out(one, "Grupta VLAN var; önce onları taşıyın.")


@transaction.atomic
def add_vlan(*, actor: Actor, unit_id: int | None = None, **facts: Any) -> Vlan:
    """Write a VLAN down. Without a number the group gives its first free one."""
    one = Vlan(unit_id=own_unit(actor, unit_id))
    return _vlan(one, actor, facts, "add")


@transaction.atomic
def edit_vlan(vlan_id: int, *, actor: Actor, **facts: Any) -> Vlan:
    return _vlan(queries.vlan(actor, vlan_id), actor, facts, "edit")


def _vlan(one: Vlan, actor: Actor, facts: dict[str, Any], verb: str) -> Vlan:
    may(actor, access.KEEP, one)
    fill(one, {name: value for name, value in facts.items() if name != "vid" or value is not None}, VLAN_FACTS)
    if not one.name:
        raise Refused("VLAN'ın adını yazın.")
    group = None
    if one.group_id is not None:
        queries.vlan_group(actor, one.group_id)
        group = VlanGroup.objects.select_for_update().get(pk=one.group_id)
    vid: int | None = one.vid
    if vid is None:
        if group is None:
            raise Refused("VLAN numarasını yazın ya da boş numarayı verecek bir grup seçin.")
        held = set(group.vlans.values_list("vid", flat=True))
        free = next((vid for vid in range(group.first, group.last + 1) if vid not in held), None)
        if free is None:
            raise Refused(f"{group.name} grubunda boş numara kalmadı.")
        vid = free
    low, high = (group.first, group.last) if group else (1, 4094)
    one.vid = vid
    if not low <= vid <= high:
        raise Refused(f"VLAN numarası {low} ile {high} arasında olmalı.")
    keep_once(one, f"{one.vid} numarası bu grupta zaten kullanılıyor.")
    index_vlan(one)
    tell(queries.VLAN_KIND, one.pk, verb, actor, one, str(one))
    return one


@transaction.atomic
def drop_vlan(vlan_id: int, *, actor: Actor) -> None:
    one = queries.vlan(actor, vlan_id)
    may(actor, access.KEEP, one)
    key = one.pk
    tell(queries.VLAN_KIND, key, "drop", actor, one, str(one))
    take_out(one, "Bu VLAN'a bağlı ağlar var; önce onları başka bir VLAN'a alın.")
    forget(queries.VLAN_KIND, key)
