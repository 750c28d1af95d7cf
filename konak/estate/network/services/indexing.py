"""Rows for the search of the house."""

from konak.foundation.search.services import Findable, index_many, remove

from .. import access, queries
from ..models import Address, Device, Prefix, Vlan


def _prefix(one: Prefix) -> Findable:
    return Findable(
        kind=queries.PREFIX_KIND,
        object_id=one.pk,
        number=one.network,
        title=f"{one.network} {one.description}".strip(),
        body=" ".join(one.tags),
        url=f"/ag/aglar/{one.pk}/",
        permission=access.VIEW.code,
        unit_id=one.unit_id,
    )


def _address(one: Address) -> Findable:
    return Findable(
        kind=queries.ADDRESS_KIND,
        object_id=one.pk,
        number=one.ip,
        title=f"{one.ip} {one.dns_name}".strip(),
        body=f"{one.description} {one.mac}",
        url=f"/ag/adresler/{one.pk}/",
        permission=access.VIEW.code,
        unit_id=one.unit_id,
    )


def _vlan(one: Vlan) -> Findable:
    return Findable(
        kind=queries.VLAN_KIND,
        object_id=one.pk,
        number=f"VLAN {one.vid}",
        title=one.name,
        body=one.description,
        url=f"/ag/vlan/{one.pk}/",
        permission=access.VIEW.code,
        unit_id=one.unit_id,
    )


def _device(one: Device) -> Findable:
    return Findable(
        kind=queries.DEVICE_KIND,
        object_id=one.pk,
        number=one.serial or None,
        title=one.name,
        body=f"{one.type.model} {one.site.name} {one.description}",
        url=f"/ag/cihazlar/{one.pk}/",
        permission=access.VIEW.code,
        unit_id=one.unit_id,
    )


def index_device(one: Device) -> None:
    index_many([_device(one)])


def reindex_devices() -> None:
    index_many(_device(one) for one in Device.objects.select_related("type", "site").iterator(chunk_size=1_000))


def index_prefix(one: Prefix) -> None:
    index_many([_prefix(one)])


def index_address(one: Address) -> None:
    index_many([_address(one)])


def index_vlan(one: Vlan) -> None:
    index_many([_vlan(one)])


def forget(kind: str, key: int) -> None:
    remove(kind=kind, object_id=key)


def reindex_prefixes() -> None:
    index_many(_prefix(one) for one in Prefix.objects.iterator(chunk_size=1_000))


def reindex_addresses() -> None:
    index_many(_address(one) for one in Address.objects.iterator(chunk_size=1_000))


def reindex_vlans() -> None:
    index_many(_vlan(one) for one in Vlan.objects.iterator(chunk_size=1_000))
