"""Devices, their ports, and the cables between ports."""

import re
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import NumericRange

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused

from .. import access, queries
from ..models import Address, Cable, Device, Face, Port, PortSort, Rack, in_order
from . import common
from .common import fill, keep_once, may, own_unit, take_out, tell
from .gear import MOST_PARTS, height_of
from .indexing import forget, index_device

DEVICE_FACTS = frozenset(("name", "role", "status", "position", "face", "serial", "description", "tags"))
PORT_FACTS = frozenset(("name", "kind", "enabled", "manages", "strands", "strand", "description"))
CABLE_FACTS = frozenset(("kind", "status", "label", "color", "metres", "description", "tags"))
TWICE = "23P01"  # exclusion_violation
MOST_PORTS = 512
_SPAN = re.compile(r"\[(\d{1,4})-(\d{1,4})\]")


@transaction.atomic
def add_device(*, actor: Actor, type_id: int, site_id: int, unit_id: int | None = None, **facts: Any) -> Device:
    """Write a device down; its ports come from its model."""
    one = Device(unit_id=own_unit(actor, unit_id))
    may(actor, access.KEEP, one)
    kind = queries.device_types(actor).filter(pk=type_id).first()
    if kind is None:
        raise Refused("Modeli seçin.")
    one.type = kind
    _device(one, actor, {"site_id": site_id, **facts}, "add")
    _ports_of(one)
    return one


@transaction.atomic
def edit_device(device_id: int, *, actor: Actor, **facts: Any) -> Device:
    queries.device(actor, device_id)
    one = Device.objects.select_for_update(of=("self",)).select_related("type").get(pk=device_id)
    may(actor, access.KEEP, one)
    return _device(one, actor, facts, "edit")


def _device(one: Device, actor: Actor, facts: dict[str, Any], verb: str) -> Device:
    if (wanted := facts.pop("site_id", None)) is not None:
        one.site_id = wanted
    if not queries.sites(actor).filter(pk=one.site_id or 0).exists():
        raise Refused("Cihazın yerleşkesini seçin.")
    if "rack_id" in facts:
        one.rack_id = facts.pop("rack_id")
    _asset(one, actor, facts)
    _main(one, actor, facts)
    fill(one, facts, DEVICE_FACTS)
    if not one.name:
        raise Refused("Cihazın adını yazın.")
    _stand(one, actor)
    try:
        with transaction.atomic():
            one.save()
    except IntegrityError as fault:
        if getattr(fault.__cause__, "sqlstate", "") == TWICE:
            raise Refused(f"Kabinin {one.position} U biriminde bu yüzde başka bir cihaz duruyor.") from None
        raise Refused(f"«{one.name}» adında ya da bu taşınırla bir cihaz zaten kayıtlı.") from None
    index_device(one)
    tell(queries.DEVICE_KIND, one.pk, verb, actor, one, one.name)
    return one


def _asset(one: Device, actor: Actor, facts: dict[str, Any]) -> None:
    if "asset_tag" not in facts:
        return
    tag = (facts.pop("asset_tag") or "").strip()
    one.asset = queries.asset_by_tag(actor, tag) if tag else None
    if tag and one.asset is None:
        raise Refused(f"{tag[:40]} sicil numaralı bir taşınır yok.")


def _main(one: Device, actor: Actor, facts: dict[str, Any]) -> None:
    if "main_ip" not in facts:
        return
    text = (facts.pop("main_ip") or "").strip()
    if not text:
        one.main = None
        return
    host = common.host(text.partition("/")[0])
    one.main = queries.addresses(actor).filter(ip=host).order_by("pk").first()
    if one.main is None:
        raise Refused(f"{host} kayıtlı değil; önce adresi yazın.")


def _stand(one: Device, actor: Actor) -> None:
    """What the device takes of its rack, as ranges of half units and of faces."""
    one.units = one.faces = None
    if one.rack_id is None:
        if one.position is not None:
            raise Refused("Kabinsiz cihazın kabindeki birimi olmaz; kabini seçin.")
        one.face = ""
        return
    rack = queries.racks(actor).filter(pk=one.rack_id).first()
    if rack is None or rack.site_id != one.site_id:
        raise Refused("Seçilen kabin bu yerleşkede değil.")
    Rack.objects.select_for_update().get(pk=rack.pk)
    if one.position is None:
        one.face = ""
        return
    one.position = Decimal(height_of(one.position))
    tall = one.type.height
    if not tall:
        raise Refused("Bu model kabinde birim kaplamaz (0 U); birimi boş bırakın.")
    if one.position < 1 or one.position + tall - 1 > rack.height:
        raise Refused(f"{tall.normalize():f} U'luk cihaz {rack.height} U'luk kabinin bu birimine sığmıyor.")
    one.face = one.face or Face.FRONT
    one.units = NumericRange(int(one.position * 2), int((one.position + tall) * 2))
    first = 0 if one.face == Face.FRONT else 1
    one.faces = NumericRange(0, 2) if one.type.full_depth else NumericRange(first, first + 1)


def _ports_of(one: Device) -> None:
    rears: dict[str, Port] = {}
    for sort in (PortSort.REAR, *(each for each in PortSort if each != PortSort.REAR)):
        made = []
        for part in one.type.parts:
            if part["sort"] != sort:
                continue
            said = {name: part[name] for name in ("name", "kind", "manages", "strands", "strand") if name in part}
            row = Port(device=one, sort=sort, order=in_order(part["name"]), **said)
            row.behind = rears.get(part.get("behind", ""))
            made.append(row)
        Port.objects.bulk_create(made)
        if sort == PortSort.REAR:
            rears = {row.name: row for row in made}


@transaction.atomic
def drop_device(device_id: int, *, actor: Actor) -> None:
    one = queries.device(actor, device_id)
    may(actor, access.KEEP, one)
    if one.ports.filter(cable__isnull=False).exists():
        raise Refused("Cihazın kapılarında kablo takılı; önce onları sökün.")
    key = one.pk
    tell(queries.DEVICE_KIND, key, "drop", actor, one, one.name)
    take_out(one, "Bu cihaza bağlı kayıtlar var.")
    forget(queries.DEVICE_KIND, key)


def names_of(pattern: str) -> list[str]:
    """What a row of ports is called: "Gi1/0/[1-24]" are 24 names."""
    text = pattern.replace("\0", "").strip()
    found = _SPAN.search(text)
    if found is None:
        return [text] if text else []
    low, high = int(found[1]), int(found[2])
    if high < low or high - low >= MOST_PORTS:
        raise Refused(f"Aralık küçükten büyüğe, en çok {MOST_PORTS} kapı olmalı.")
    return [f"{text[: found.start()]}{number}{text[found.end() :]}" for number in range(low, high + 1)]


@transaction.atomic
def add_ports(
    device_id: int, *, actor: Actor, names: str, sort: str = PortSort.INTERFACE, behind_id: int | None = None,
    mac: str = "", vlan_id: int | None = None, **facts: Any,
) -> list[Port]:  # fmt: skip
    """Ports of one kind, one or a row of them: "Gi1/0/[1-24]"."""
    device = queries.device(actor, device_id)
    may(actor, access.KEEP, device)
    wanted = names_of(names)
    if not wanted:
        raise Refused("Kapının adını yazın; sıra için Gi1/0/[1-24] gibi.")
    if sort not in PortSort.values:
        raise Refused("Kapının türünü seçin.")
    if len(wanted) + device.ports.count() > MOST_PARTS:
        raise Refused(f"Bir cihazın en çok {MOST_PARTS} kapısı olabilir.")
    made = []
    for step, name in enumerate(wanted):
        row = Port(device=device, sort=sort)
        strand = facts.get("strand") or 1
        _port(row, actor, {**facts, "name": name, "strand": strand + step if behind_id else strand, "mac": mac,
                           "vlan_id": vlan_id, "behind_id": behind_id})  # fmt: skip
        made.append(row)
    tell(queries.DEVICE_KIND, device.pk, "port", actor, device, f"{made[0].name}"[:200])
    return made


def _port(one: Port, actor: Actor, facts: dict[str, Any]) -> None:
    if "mac" in facts:
        one.mac = common.mac(facts.pop("mac") or "")
    if "vlan_id" in facts:
        one.vlan_id = facts.pop("vlan_id")
        if one.vlan_id is not None and not queries.vlans(actor).filter(pk=one.vlan_id).exists():
            raise Refused("Seçilen VLAN bulunamadı.")
    if "behind_id" in facts:
        one.behind = one.device.ports.filter(sort=PortSort.REAR, pk=facts.pop("behind_id") or 0).first()
    fill(one, facts, PORT_FACTS)
    if not one.name:
        raise Refused("Kapının adını yazın.")
    if one.sort == PortSort.FRONT and one.behind is None:
        raise Refused("Panelin ön kapısı bir arka kapıya bağlanır; onu seçin.")
    if one.sort != PortSort.FRONT:
        one.behind, one.strand = None, 1
    elif one.behind is not None and not 1 <= one.strand <= one.behind.strands:
        raise Refused(f"{one.behind.name} kapısında {one.behind.strands} damar var; {one.strand}. damar yok.")
    if not 1 <= one.strands <= 1024 or (one.pk and one.fronts.filter(strand__gt=one.strands).exists()):
        raise Refused("Damar sayısı 1 ile 1024 arasında olmalı ve dolu damarlardan az olamaz.")
    one.order = in_order(one.name)
    keep_once(one, f"{one.device.name} cihazında «{one.name}» kapısı ya da bu damar zaten var.")


@transaction.atomic
def edit_port(port_id: int, *, actor: Actor, **facts: Any) -> Port:
    seen = queries.port(actor, port_id)
    may(actor, access.KEEP, seen.device)
    one = Port.objects.select_for_update(of=("self",)).select_related("device").get(pk=port_id)
    addresses = facts.pop("ips", None)
    _port(one, actor, facts)
    if addresses is not None:
        _addressed(one, actor, addresses)
    tell(queries.DEVICE_KIND, one.device_id, "port", actor, one.device, one.name)
    return one


def _addressed(one: Port, actor: Actor, text: str) -> None:
    """The recorded addresses of a port; one that is not recorded is refused by its number."""
    if one.sort != PortSort.INTERFACE and text.strip():
        raise Refused("Yalnız ağ arayüzünün adresi olur.")
    hosts = [common.host(each.partition("/")[0]) for each in re.split(r"[,;\s]+", text) if each][:50]
    rows = {row.ip: row for row in queries.addresses(actor).filter(ip__in=hosts).order_by("-pk")}
    if missing := [host for host in hosts if host not in rows]:
        raise Refused(f"{missing[0]} kayıtlı değil; önce adresi yazın.")
    keys = [row.pk for row in rows.values()]
    Address.objects.filter(port=one).exclude(pk__in=keys).update(port=None)
    Address.objects.filter(pk__in=keys).update(port=one)


@transaction.atomic
def drop_port(port_id: int, *, actor: Actor) -> None:
    one = queries.port(actor, port_id)
    may(actor, access.KEEP, one.device)
    if one.cable_id is not None or one.fronts.exists():
        raise Refused("Kapıda kablo takılı ya da önünde kapılar var; önce onları çıkarın.")
    tell(queries.DEVICE_KIND, one.device_id, "port", actor, one.device, one.name)
    one.delete()


@transaction.atomic
def connect(*, actor: Actor, a_id: int, b_id: int, unit_id: int | None = None, **facts: Any) -> Cable:
    """Plug a cable into two free ports that fit each other."""
    for key in (a_id, b_id):
        if not queries.ports(actor).filter(pk=key).exists():
            raise Refused("Kablonun takılacağı kapı bulunamadı.")
    held = {
        row.pk: row
        for row in Port.objects.select_for_update(of=("self",))
        .select_related("device")
        .filter(pk__in=[a_id, b_id])
        .order_by("pk")
    }
    if len(held) < 2:
        raise Refused("Bir kablonun iki ucu ayrı kapılara takılır.")
    ends = [held[a_id], held[b_id]]
    for row in ends:
        may(actor, access.KEEP, row.device)
        if row.cable_id is not None:
            raise Refused(f"{row.device.name} {row.name} kapısında zaten kablo var.")
    if ends[1].sort not in queries.FITS[ends[0].sort]:
        raise Refused(f"«{ends[0].get_sort_display()}» ile «{ends[1].get_sort_display()}» birbirine bağlanmaz.")
    one = Cable(unit_id=own_unit(actor, unit_id) if unit_id is not None else ends[0].device.unit_id)
    _cable(one, actor, facts)
    for row, end in zip(ends, "AB", strict=True):
        row.cable, row.end = one, end
        row.save(update_fields=["cable", "end"])
    told = f"{ends[0].device.name} {ends[0].name} ↔ {ends[1].device.name} {ends[1].name}"[:200]
    tell(queries.CABLE_KIND, one.pk, "plug", actor, one, told)
    for device in {row.device_id: row.device for row in ends}.values():
        tell(queries.DEVICE_KIND, device.pk, "plug", actor, device, told)
    return one


def _cable(one: Cable, actor: Actor, facts: dict[str, Any]) -> None:
    may(actor, access.KEEP, one)
    if "color" in facts:
        facts["color"] = str(facts["color"] or "").strip().lower().lstrip("#")
    fill(one, facts, CABLE_FACTS)
    if one.color and not re.fullmatch("[0-9a-f]{6}", one.color):
        raise Refused("Renk altı haneli yazılır; örneğin 0055aa.")
    if one.metres is not None and not 0 < one.metres < 1_000_000:
        raise Refused("Uzunluk sıfırdan büyük, en çok altı haneli olmalı.")
    one.save()


@transaction.atomic
def edit_cable(cable_id: int, *, actor: Actor, **facts: Any) -> Cable:
    one = queries.cable(actor, cable_id)
    _cable(one, actor, facts)
    tell(queries.CABLE_KIND, one.pk, "edit", actor, one, str(one))
    return one


@transaction.atomic
def drop_cable(cable_id: int, *, actor: Actor) -> None:
    """Unplug: both ports are free at once."""
    one = queries.cable(actor, cable_id)
    may(actor, access.KEEP, one)
    ends = list(
        Port.objects.select_for_update(of=("self",)).select_related("device").filter(cable=one).order_by("pk")
    )
    told = " ↔ ".join(f"{row.device.name} {row.name}" for row in ends)[:200]
    tell(queries.CABLE_KIND, one.pk, "drop", actor, one, told)
    for device in {row.device_id: row.device for row in ends}.values():
        tell(queries.DEVICE_KIND, device.pk, "unplug", actor, device, told)
    Port.objects.filter(cable=one).update(cable=None, end="")
    one.delete()
