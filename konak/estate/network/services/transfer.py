"""Whole registers in from a file and out to one: every line by the rules of its own service, all of them or none."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from django.db import Error, transaction
from django.db.models import Model

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused
from konak.foundation.trail import services as trail

from .. import access, queries
from ..models import Address, Cable, Device, IpRange, Port, PortSort, Prefix, Rack, Site, Vlan, VlanGroup, Vrf
from ..parsing import registers as files
from . import common, devices, gear, registers, space
from .common import own_unit

MOST_FAULTS = 200
MOST_WRITTEN = 5_000
"""What one file may write through a screen; a command on the machine has no such bound."""
TRANSFER_KIND = "network.transfer"
YES, NO = ("true", "evet", "1", "yes"), ("false", "hayır", "hayir", "0", "no")


def _text(value: Any) -> str:
    return ("" if value is None else str(value)).replace("\r\n", "\n").strip()


def _bool(value: Any) -> bool:
    word = _text(value).lower()
    if word in YES or word in NO or not word:
        return word in YES
    raise Refused("evet ya da hayır (true, false) beklenir.")


def _whole(value: Any) -> int | None:
    word = _text(value)
    if not word:
        return None
    if not (word.isascii() and word.isdecimal() and len(word) < 10):
        raise Refused("tam sayı beklenir.")
    return int(word)


def _number(value: Any) -> str | None:
    word = _text(value).replace(",", ".")
    if not word:
        return None
    try:
        found = Decimal(word)
    except InvalidOperation:
        raise Refused("sayı beklenir.") from None
    if not found.is_finite() or abs(found) >= 10**8:
        raise Refused("sayı beklenir.")
    return f"{found.normalize():f}"


def _date(value: Any) -> str | None:
    word = _text(value)[:10]
    if not word:
        return None
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return dt.datetime.strptime(word, form).date().isoformat()
        except ValueError:
            continue
    raise Refused("gün 2026-11-21 ya da 21.11.2026 diye yazılır.")


def _tags(value: Any) -> list[str]:
    parts = value if isinstance(value, list) else _text(value).split(",")
    return common.tagged(parts)


def _host(value: Any) -> str:
    return common.host(_text(value)) if _text(value) else ""


def _mac(value: Any) -> str:
    return common.mac(_text(value))


def _net(value: Any) -> str:
    return common.network(_text(value))


Reader = Callable[[Any], Any]
Facts = dict[str, Any]


class Known:
    """What lines name of other registers, read once a file."""

    def __init__(self, actor: Actor, unit_id: int) -> None:
        self.actor, self.unit_id = actor, unit_id
        self._lost: dict[str, dict[Any, int]] = {}

    @cached_property
    def vrfs(self) -> dict[Any, int]:
        return dict(queries.vrfs(self.actor).values_list("name", "pk"))

    @cached_property
    def groups(self) -> dict[Any, int]:
        return dict(queries.vlan_groups(self.actor).values_list("name", "pk"))

    @cached_property
    def vlans(self) -> dict[Any, int]:
        rows = queries.vlans(self.actor).order_by("-pk").values_list("group__name", "vid", "pk")
        return {(group or "", vid): key for group, vid, key in rows}

    @cached_property
    def sites(self) -> dict[Any, int]:
        return dict(queries.sites(self.actor).values_list("name", "pk"))

    @cached_property
    def racks(self) -> dict[Any, int]:
        rows = queries.racks(self.actor).values_list("site__name", "name", "pk")
        return {(site, name): key for site, name, key in rows}

    @cached_property
    def types(self) -> dict[Any, int]:
        rows = queries.device_types(self.actor).values_list("maker__name", "model", "pk")
        return {(maker, model): key for maker, model, key in rows}

    @cached_property
    def devices(self) -> dict[Any, int]:
        return dict(queries.devices(self.actor).values_list("name", "pk"))

    @cached_property
    def ports(self) -> dict[Any, int]:
        rows = queries.ports(self.actor).values_list("device__name", "sort", "name", "pk")
        return {(device, sort, name): key for device, sort, name, key in rows}

    def key(self, rows: dict[Any, int], named: Any, what: str) -> int:
        if (found := rows.get(named)) is not None:
            return found
        told = " / ".join(str(part) for part in named if part) if isinstance(named, tuple) else str(named)
        raise Refused(f"«{told[:80]}» adlı {what} kayıtlı değil.")

    def maybe(self, rows: dict[Any, int], named: Any, what: str) -> int | None:
        return self.key(rows, named, what) if named not in ("", None) else None


@dataclass(frozen=True)
class Register:
    """One register as a file: its columns, what names a record, how it is read, added and changed."""

    name: str
    label: str
    columns: Mapping[str, Reader]
    key: tuple[str, ...]
    rows: Callable[[Actor], Iterator[tuple[Any, Facts]]]
    """Every record within reach: what `change` needs of it, and its columns."""
    add: Callable[[Known, Facts], Any]
    change: Callable[[Known, Any, Facts], Any]
    needs: tuple[str, ...] = ()
    """Columns without which a file cannot be of this register."""
    learns: str = ""
    """Which names of `Known` grow when a record of this register is added."""


def _take(facts: Facts, *names: str) -> Facts:
    return {name: facts[name] for name in names if name in facts}


def _vlan_id(known: Known, facts: Facts) -> Facts:
    if "vlan_vid" not in facts:
        return {}
    if facts["vlan_vid"] is None:
        return {"vlan_id": None}
    return {"vlan_id": known.key(known.vlans, (facts.get("vlan_group", ""), facts["vlan_vid"]), "VLAN")}


def _vrf_id(known: Known, facts: Facts) -> int | None:
    return known.maybe(known.vrfs, facts.get("vrf", ""), "VRF")


def _of_vlan(one: Vlan | None) -> Facts:
    return {
        "vlan_group": one.group.name if one is not None and one.group is not None else "",
        "vlan_vid": one.vid if one is not None else None,
    }


# ---- registers of space


def _vrf_rows(actor: Actor) -> Iterator[tuple[Vrf, Facts]]:
    for one in queries.vrfs(actor).order_by("name"):
        yield one, {"name": one.name, "rd": one.rd, "description": one.description, "tags": one.tags}


def _group_rows(actor: Actor) -> Iterator[tuple[VlanGroup, Facts]]:
    for one in queries.vlan_groups(actor).order_by("name"):
        yield (
            one,
            {
                "group_name": one.name,
                "first": one.first,
                "last": one.last,
                "description": one.description,
                "tags": one.tags,
            },
        )


def _group_facts(facts: Facts) -> Facts:
    return {"name": facts["group_name"], **_take(facts, "first", "last", "description", "tags")}


def _vlan_rows(actor: Actor) -> Iterator[tuple[Vlan, Facts]]:
    for one in queries.vlans(actor).select_related("group").order_by("group__name", "vid", "pk"):
        yield (
            one,
            {
                "group": one.group.name if one.group else "",
                "vid": one.vid,
                "name": one.name,
                "status": one.status,
                "description": one.description,
                "tags": one.tags,
            },
        )


def _vlan_facts(known: Known, facts: Facts) -> Facts:
    return {
        "group_id": known.maybe(known.groups, facts.get("group", ""), "VLAN grubu"),
        **_take(facts, "vid", "name", "status", "description", "tags"),
    }


def _prefix_rows(actor: Actor) -> Iterator[tuple[Prefix, Facts]]:
    rows = queries.prefixes(actor).select_related("vrf", "vlan__group").order_by("vrf__name", "network", "pk")
    for one in rows.iterator(2_000):
        yield (
            one,
            {
                "prefix": one.network,
                "vrf": one.vrf.name if one.vrf else "",
                "status": one.status,
                **_of_vlan(one.vlan),
                "is_pool": one.is_pool,
                "description": one.description,
                "tags": one.tags,
            },
        )


def _prefix_facts(known: Known, facts: Facts) -> Facts:
    return {**_vlan_id(known, facts), **_take(facts, "status", "is_pool", "description", "tags")}


def _range_rows(actor: Actor) -> Iterator[tuple[IpRange, Facts]]:
    for one in queries.ranges(actor).select_related("vrf").order_by("vrf__name", "first", "pk"):
        yield (
            one,
            {
                "first_address": one.first,
                "last_address": one.last,
                "vrf": one.vrf.name if one.vrf else "",
                "status": one.status,
                "description": one.description,
                "tags": one.tags,
            },
        )


def _address_rows(actor: Actor) -> Iterator[tuple[Address, Facts]]:
    rows = queries.addresses(actor).select_related("vrf", "asset", "port__device").order_by("vrf__name", "ip", "pk")
    for one in rows.iterator(2_000):
        yield (
            one,
            {
                "address": one.ip,
                "length": one.length,
                "vrf": one.vrf.name if one.vrf else "",
                "status": one.status,
                "role": one.role,
                "dns_name": one.dns_name,
                "mac": one.mac,
                "asset_tag": one.asset.tag if one.asset else "",
                "device": one.port.device.name if one.port else "",
                "interface": one.port.name if one.port else "",
                "until": one.until.isoformat() if one.until else None,
                "description": one.description,
                "tags": one.tags,
            },
        )


def _address_facts(known: Known, facts: Facts) -> Facts:
    told = _take(facts, "status", "role", "dns_name", "mac", "asset_tag", "until", "description", "tags")
    if told.get("until"):
        told["until"] = dt.date.fromisoformat(told["until"])
    if "interface" in facts or "device" in facts:
        named = (facts.get("device", ""), "interface", facts.get("interface", ""))
        told["port_id"] = known.key(known.ports, named, "arayüz") if named[0] or named[2] else None
    return told


def _address_text(facts: Facts, held: int | None = None) -> str:
    length = facts.get("length") or held
    return f"{facts['address']}/{length}" if length else str(facts["address"])


# ---- registers of gear


def _site_rows(actor: Actor) -> Iterator[tuple[Site, Facts]]:
    for one in queries.sites(actor).order_by("name"):
        yield (
            one,
            {
                "site_name": one.name,
                "site_status": one.status,
                "postal_address": one.address,
                "description": one.description,
                "tags": one.tags,
            },
        )


def _site_facts(facts: Facts) -> Facts:
    renamed = {"site_name": "name", "site_status": "status", "postal_address": "address"}
    return {renamed.get(name, name): value for name, value in facts.items()}


def _rack_rows(actor: Actor) -> Iterator[tuple[Rack, Facts]]:
    for one in queries.racks(actor).select_related("site").order_by("site__name", "name"):
        yield (
            one,
            {
                "site": one.site.name,
                "rack_name": one.name,
                "room": one.room,
                "height": one.height,
                "description": one.description,
                "tags": one.tags,
            },
        )


def _rack_facts(facts: Facts) -> Facts:
    return {"name": facts["rack_name"], **_take(facts, "room", "height", "description", "tags")}


def _device_rows(actor: Actor) -> Iterator[tuple[Device, Facts]]:
    rows = queries.devices(actor).select_related("type__maker", "site", "rack", "asset", "main").order_by("name")
    for one in rows:
        yield (
            one,
            {
                "device_name": one.name,
                "manufacturer": one.type.maker.name,
                "model": one.type.model,
                "role": one.role,
                "status": one.status,
                "site": one.site.name,
                "rack": one.rack.name if one.rack else "",
                "position": f"{one.position.normalize():f}" if one.position is not None else None,
                "face": one.face,
                "serial": one.serial,
                "asset_tag": one.asset.tag if one.asset else "",
                "main_ip": one.main.ip if one.main else "",
                "description": one.description,
                "tags": one.tags,
            },
        )


def _device_facts(known: Known, facts: Facts) -> Facts:
    told = _take(facts, "role", "status", "face", "serial", "asset_tag", "main_ip", "description", "tags")
    told["name"] = facts["device_name"]
    if "site" in facts:
        told["site_id"] = known.key(known.sites, facts["site"], "yerleşke")
    if "rack" in facts:
        site = facts.get("site", "")
        told["rack_id"] = known.key(known.racks, (site, facts["rack"]), "kabin") if facts["rack"] else None
    if "position" in facts:
        told["position"] = Decimal(facts["position"]) if facts["position"] is not None else None
    return told


def _add_device(known: Known, facts: Facts) -> Device:
    kind = known.key(known.types, (facts.get("manufacturer", ""), facts.get("model", "")), "model")
    told = {"site_id": 0, **_device_facts(known, facts)}
    made = devices.add_device(actor=known.actor, type_id=kind, unit_id=known.unit_id, **told)
    # the ports came from the model: lines after this one may name them
    known.__dict__.pop("ports", None)
    return made


def _change_device(known: Known, one: Device, facts: Facts) -> Device:
    kind = known.key(known.types, (facts.get("manufacturer", ""), facts.get("model", "")), "model")
    if kind != one.type_id:
        raise Refused("Cihazın modeli değişmez; başka model başka bir cihazdır.")
    return devices.edit_device(one.pk, actor=known.actor, **_device_facts(known, facts))


def _port_rows(actor: Actor) -> Iterator[tuple[Port, Facts]]:
    rows = queries.ports(actor).select_related("device", "vlan__group", "behind")
    for one in rows.order_by("device__name", "-sort", "order", "pk").iterator(2_000):
        yield (
            one,
            {
                "device": one.device.name,
                "sort": one.sort,
                "port_name": one.name,
                "type": one.kind,
                "enabled": one.enabled,
                "mgmt_only": one.manages,
                "mac": one.mac,
                **_of_vlan(one.vlan),
                "strands": one.strands,
                "rear_port": one.behind.name if one.behind else "",
                "rear_strand": one.strand,
                "description": one.description,
            },
        )


def _port_facts(known: Known, facts: Facts) -> Facts:
    told = {**_vlan_id(known, facts), **_take(facts, "enabled", "mac", "description")}
    for name, ours in (("type", "kind"), ("mgmt_only", "manages"), ("strands", "strands"), ("rear_strand", "strand")):
        if facts.get(name) is not None:
            told[ours] = facts[name]
    if facts.get("rear_port"):
        told["behind_id"] = known.key(known.ports, (facts["device"], "rear", facts["rear_port"]), "arka kapı")
    return told


def _add_port(known: Known, facts: Facts) -> Port:
    if "[" in facts["port_name"]:
        raise Refused("Kapı adında köşeli ayraç olamaz; her kapıyı ayrı satıra yazın.")
    device = known.key(known.devices, facts["device"], "cihaz")
    made = devices.add_ports(
        device, actor=known.actor, names=facts["port_name"], sort=facts["sort"], **_port_facts(known, facts)
    )
    return made[0]


_CABLE_ENDS = ("a_device", "a_sort", "a_port", "b_device", "b_sort", "b_port")


def _cable_rows(actor: Actor) -> Iterator[tuple[Cable, Facts]]:
    for one in queries.cables(actor).order_by("pk").iterator(2_000):
        ends = one.ends
        if len(ends) != 2:
            continue
        told = {
            f"{letter}_{name}": value
            for letter, end in zip("ab", ends, strict=True)
            for name, value in (("device", end.device.name), ("sort", end.sort), ("port", end.name))
        }
        metres = f"{one.metres.normalize():f}" if one.metres is not None else None
        yield (
            one,
            {
                **told,
                "kind": one.kind,
                "status": one.status,
                "label": one.label,
                "color": one.color,
                "metres": metres,
                "description": one.description,
                "tags": one.tags,
            },
        )


def _cable_facts(facts: Facts) -> Facts:
    told = _take(facts, "kind", "status", "label", "color", "metres", "description", "tags")
    if told.get("metres") is not None:
        told["metres"] = Decimal(told["metres"])
    return told


def _connect(known: Known, facts: Facts) -> Cable:
    a, b = (
        known.key(known.ports, tuple(facts[f"{end}_{name}"] for name in ("device", "sort", "port")), "kapı")
        for end in "ab"
    )
    return devices.connect(actor=known.actor, a_id=a, b_id=b, **_cable_facts(facts))


_SAID: dict[str, Reader] = {"description": _text, "tags": _tags}
REGISTERS: dict[str, Register] = {
    one.name: one
    for one in (
        Register(
            "vrfs", "VRF'ler", {"name": _text, "rd": _text, **_SAID}, ("name",), _vrf_rows,
            lambda k, f: registers.add_vrf(actor=k.actor, unit_id=k.unit_id, **f),
            lambda k, o, f: registers.edit_vrf(o.pk, actor=k.actor, **f), ("rd",), "vrfs",
        ),
        Register(
            "vlan-groups", "VLAN grupları", {"group_name": _text, "first": _whole, "last": _whole, **_SAID},
            ("group_name",), _group_rows,
            lambda k, f: registers.add_vlan_group(actor=k.actor, unit_id=k.unit_id, **_group_facts(f)),
            lambda k, o, f: registers.edit_vlan_group(o.pk, actor=k.actor, **_group_facts(f)), (), "groups",
        ),
        Register(
            "vlans", "VLAN'lar", {"group": _text, "vid": _whole, "name": _text, "status": _text, **_SAID},
            ("group", "vid"), _vlan_rows,
            lambda k, f: registers.add_vlan(actor=k.actor, unit_id=k.unit_id, **_vlan_facts(k, f)),
            lambda k, o, f: registers.edit_vlan(o.pk, actor=k.actor, **_vlan_facts(k, f)), ("vid", "name"), "vlans",
        ),
        Register(
            "prefixes", "Ağlar",
            {"prefix": _net, "vrf": _text, "status": _text, "vlan_group": _text, "vlan_vid": _whole,
             "is_pool": _bool, **_SAID},
            ("vrf", "prefix"), _prefix_rows,
            lambda k, f: space.add_prefix(actor=k.actor, network=f["prefix"], vrf_id=_vrf_id(k, f),
                                          unit_id=k.unit_id, **_prefix_facts(k, f)),
            lambda k, o, f: space.edit_prefix(o.pk, actor=k.actor, **_prefix_facts(k, f)), ("prefix",),
        ),
        Register(
            "ranges", "Adres aralıkları",
            {"first_address": _host, "last_address": _host, "vrf": _text, "status": _text, **_SAID},
            ("vrf", "first_address", "last_address"), _range_rows,
            lambda k, f: space.add_range(actor=k.actor, first=f["first_address"], last=f["last_address"],
                                         vrf_id=_vrf_id(k, f), unit_id=k.unit_id,
                                         **_take(f, "status", "description", "tags")),
            lambda k, o, f: space.edit_range(o.pk, actor=k.actor, **_take(f, "status", "description", "tags")),
            ("first_address", "last_address"),
        ),
        Register(
            "sites", "Yerleşkeler",
            {"site_name": _text, "site_status": _text, "postal_address": _text, **_SAID}, ("site_name",),
            _site_rows,
            lambda k, f: gear.add_site(actor=k.actor, unit_id=k.unit_id, **_site_facts(f)),
            lambda k, o, f: gear.edit_site(o.pk, actor=k.actor, **_site_facts(f)), (), "sites",
        ),
        Register(
            "racks", "Kabinler",
            {"site": _text, "rack_name": _text, "room": _text, "height": _whole, **_SAID}, ("site", "rack_name"),
            _rack_rows,
            lambda k, f: gear.add_rack(actor=k.actor, site_id=k.key(k.sites, f["site"], "yerleşke"),
                                       unit_id=k.unit_id, **_rack_facts(f)),
            lambda k, o, f: gear.edit_rack(o.pk, actor=k.actor, **_rack_facts(f)), (), "racks",
        ),
        Register(
            "devices", "Cihazlar",
            {"device_name": _text, "manufacturer": _text, "model": _text, "role": _text, "status": _text,
             "site": _text, "rack": _text, "position": _number, "face": _text, "serial": _text,
             "asset_tag": _text, "main_ip": _host, **_SAID},
            ("device_name",), _device_rows, _add_device, _change_device,
            ("device_name", "manufacturer", "model", "site"), "devices",
        ),
        Register(
            "interfaces", "Kapılar",
            {"device": _text, "sort": _text, "port_name": _text, "type": _text, "enabled": _bool,
             "mgmt_only": _bool, "mac": _mac, "vlan_group": _text, "vlan_vid": _whole, "strands": _whole,
             "rear_port": _text, "rear_strand": _whole, "description": _text},
            ("device", "sort", "port_name"), _port_rows, _add_port,
            lambda k, o, f: devices.edit_port(o.pk, actor=k.actor, **_port_facts(k, f)), (), "ports",
        ),
        Register(
            "addresses", "Adresler",
            {"address": _host, "length": _whole, "vrf": _text, "status": _text, "role": _text, "dns_name": _text,
             "mac": _mac, "asset_tag": _text, "device": _text, "interface": _text, "until": _date, **_SAID},
            ("vrf", "address"), _address_rows,
            lambda k, f: space.add_address(actor=k.actor, ip=_address_text(f), vrf_id=_vrf_id(k, f),
                                           unit_id=k.unit_id, **_address_facts(k, f)),
            lambda k, o, f: space.edit_address(o.pk, actor=k.actor, **_length(o, f), **_address_facts(k, f)),
            ("address",),
        ),
        Register(
            "cables", "Kablolar",
            {**dict.fromkeys(_CABLE_ENDS, _text), "kind": _text, "status": _text, "label": _text, "color": _text,
             "metres": _number, **_SAID},
            _CABLE_ENDS, _cable_rows, _connect,
            lambda k, o, f: devices.edit_cable(o.pk, actor=k.actor, **_cable_facts(f)),
        ),
    )
}  # fmt: skip
"""In the order in which they stand on each other."""


def _length(one: Address, facts: Facts) -> Facts:
    length = facts.get("length")
    return {"ip": f"{one.ip}/{length}"} if length is not None and length != one.length else {}


@dataclass(slots=True)
class Count:
    label: str
    added: int = 0
    changed: int = 0
    same: int = 0


@dataclass(slots=True)
class Result:
    """What a file does to the registers, or why it does nothing."""

    counts: list[Count] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    broken: int = 0
    written: bool = False

    @property
    def total(self) -> int:
        return sum(one.added + one.changed for one in self.counts)


def register_of(columns: set[str]) -> str:
    """Which register a file without a name holds, by its columns; "" where none or more than one fits."""
    fits = [
        one.name for one in REGISTERS.values() if columns <= set(one.columns) and set(one.needs or one.key) <= columns
    ]
    return fits[0] if len(fits) == 1 else ""


def read_registers(content: bytes, name: str = "") -> list[tuple[Register, list[files.Line]]]:
    """The lines of a file by register, in the order in which they stand on each other."""
    try:
        sections = files.read(content)
    except ValueError as fault:
        raise Refused(str(fault)) from None
    found: dict[str, list[files.Line]] = {}
    for section, lines in sections.items():
        if not lines:
            continue
        known = section or name or register_of({column for line in lines for column in line.said})
        if not known:
            raise Refused("Dosyanın hangi kaydı taşıdığı sütunlarından anlaşılmadı; kaydı seçin.")
        if known not in REGISTERS:
            raise Refused(f"«{known[:40]}» adında bir kayıt yok. Olanlar: {', '.join(REGISTERS)}.")
        found[known] = lines
    if not found:
        raise Refused("Dosyada kayıt yok.")
    return [(one, found[one.name]) for one in REGISTERS.values() if one.name in found]


def write_register(*, actor: Actor, name: str, form: str) -> bytes:
    """A whole register within reach as a file that `bring` reads back without a change."""
    one = REGISTERS.get(name)
    if one is None or form not in files.FORMATS:
        raise Refused("Böyle bir kayıt ya da biçim yok.")
    columns = list(one.columns)
    rows = ([facts[column] for column in columns] for _, facts in one.rows(actor))
    return files.write(form, name, columns, rows)


@transaction.atomic
def bring(
    *, actor: Actor, content: bytes, name: str = "", unit_id: int | None = None, dry: bool = False,
    most: int | None = MOST_WRITTEN,
) -> Result:  # fmt: skip
    """Bring the records of a file in: each line by its own rules, all of them or none; `dry` only tells."""
    at = own_unit(actor, unit_id)
    reach = actor.reach(access.KEEP)
    if not (reach.everywhere or at in reach.units):
        raise Refused(f"«{access.KEEP.label}» için bu birimde yetkiniz yok.")
    known, result = Known(actor, at), Result()
    for register, lines in read_registers(content, name):
        result.counts.append(_bring(register, lines, known, result, most))
    if result.faults or dry:
        transaction.set_rollback(True)
        return result
    result.written = True
    if result.total:
        note = ", ".join(f"{one.label}: {one.added} yeni, {one.changed} değişen" for one in result.counts)
        trail.write(
            actor=actor, kind=TRANSFER_KIND, subject=at, verb="import", note=note[:500],
            seat=actor.seat_for(access.KEEP),
        )  # fmt: skip
    return result


def _bring(register: Register, lines: Sequence[files.Line], known: Known, result: Result, most: int | None) -> Count:
    count = Count(register.label)
    held: dict[tuple[Any, ...], list[tuple[Model, Facts]]] = defaultdict(list)
    for record, facts in register.rows(known.actor):
        held[tuple(facts[name] for name in register.key)].append((record, facts))
    seen: dict[tuple[Any, ...], int] = {}
    for line in lines:
        try:
            facts = _facts(register, line.said)
            key = tuple(facts[name] for name in register.key)
            said = held.get(key, [])
            if key in seen and len(said) < 2:
                raise Refused(f"{seen[key]}. kayıtta zaten yazıyor.")
            seen[key] = line.number
            if any(all(old[name] == value for name, value in facts.items()) for _, old in said):
                count.same += 1
                continue
            if len(said) > 1:
                raise Refused("bu adla birden çok kayıt var; ekrandan düzeltin.")
            if most is not None and result.total + count.added + count.changed >= most:
                raise _Full
            with transaction.atomic():
                if said:
                    record, old = said[0]
                    register.change(known, record, {**old, **facts})
                    count.changed += 1
                else:
                    made = register.add(known, facts)
                    count.added += 1
                    if register.learns and register.learns in known.__dict__:
                        getattr(known, register.learns)[key if len(key) > 1 else key[0]] = made.pk
        except _Full:
            result.broken += 1
            result.faults.append(
                f"Tek seferde en çok {most} kayıt yazılır; dosyayı bölün ya da «konak network import» kullanın."
            )
            break
        except (Refused, Error) as refusal:
            why = str(refusal) if isinstance(refusal, Refused) else "değer bu sütuna sığmıyor."
            result.broken += 1
            if len(result.faults) < MOST_FAULTS:
                result.faults.append(f"{register.label}, {line.number}. satır: {why}"[:300])
    return count


class _Full(Exception):
    pass


def _facts(register: Register, said: Mapping[str, Any]) -> Facts:
    """A line in the values of its columns; a column that is not written stays as it is."""
    if unknown := sorted(set(said) - set(register.columns)):
        raise Refused(f"«{unknown[0][:40]}» adında bir sütun yok.")
    facts: Facts = {}
    for name, value in said.items():
        if (isinstance(value, str) and "\0" in value) or (isinstance(value, list) and name != "tags"):
            raise Refused(f"«{name}» okunamadı.")
        try:
            facts[name] = register.columns[name](value)
        except Refused as refusal:
            raise Refused(f"«{name}»: {refusal}") from None
    if register.name == "interfaces" and not facts.get("sort"):
        facts["sort"] = PortSort.INTERFACE.value
    for name in register.key:
        empty = _text("") if register.columns[name] is _text else None
        if not facts.setdefault(name, empty) and name not in ("vrf", "group"):
            raise Refused(f"«{name}» yazılmalı.")
    if register.name == "vlans" and facts["vid"] is None:
        raise Refused("«vid» yazılmalı.")
    return facts
