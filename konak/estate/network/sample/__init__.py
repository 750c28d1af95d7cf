"""A network of a municipality: address plan, VLANs, addresses on movables, requests, and the leases of two years."""

import datetime as dt
import ipaddress
import random
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.db import fetch
from konak.foundation.db.copying import copy_rows, learn_size
from konak.foundation.db.turkish import fold
from konak.foundation.people.models import Appointment, Unit
from konak.foundation.people.positions import Position
from konak.foundation.people.queries import below

from .. import queries, services
from ..models import Address, AddressUse, Cable, Circuit, Device, FirewallRule, Port, Prefix, Upload
from . import further

DEPARTMENT = "Bilgi İşlem Dairesi Başkanlığı"
SITES = {"s": 6, "m": 60, "l": 390}
"""Buildings: each has a /20 of eight /24."""
WIRED = {"s": 6, "m": 40, "l": 120}
"""Buildings of which the devices and cables are written down."""
ADDRESSES = {"s": 5, "m": 30, "l": 32}
STAYS = {"s": 3, "m": 40, "l": 64}
PURPOSES = (
    ("Kullanıcı bilgisayarları", 10),
    ("Telefonlar", 20),
    ("Yazıcılar", 30),
    ("Kameralar", 40),
    ("Kablosuz personel", 50),
    ("Kablosuz misafir", 60),
    ("Bina otomasyonu", 70),
    ("Yönetim", 99),
)
BUILDINGS = (
    *("Merkez Hizmet Binası", "Veri Merkezi", "Kültür Merkezi", "Zabıta Binası", "Makine İkmal", "Kent Müzesi"),
    *("Spor Salonu", "Fen İşleri Şantiyesi", "Otogar", "Hal Binası"),
)


def loaded() -> bool:
    return Prefix.objects.exists()


def _seat(units: list[int], *positions: str) -> Actor:
    for position in positions:
        seat = Appointment.objects.filter(unit_id__in=units, position=position, until=None, acting_for=None)
        if found := seat.order_by("pk").first():
            return actor_of(found.user_id, via="cli")
    raise LookupError(f"{units} has none of {positions}")


def load(*, size: str, seed: int, report: Callable[[str], object]) -> None:
    chance = random.Random(seed)  # noqa: S311 - repeatable sample data, nothing secret
    department = Unit.objects.filter(name=DEPARTMENT).first()
    if department is None:
        return
    head = _seat([department.pk], Position.HEAD_OF_DEPARTMENT)
    everywhere = below(department.pk)
    _plan(head, department.pk)
    sites = SITES[size]
    _buildings(chance, department.pk, sites, ADDRESSES[size])
    fetch("network/settle")
    learn_size(Prefix, Address)
    _gear(head, department.pk, WIRED[size])
    _leases(chance, head, department.pk, sites * STAYS[size])
    _lines(head, department.pk)
    _firewall(head, _seat(list(everywhere), Position.EXPERT, Position.CHIEF), department.pk)
    further.load(head, _seat(list(everywhere), Position.EXPERT, Position.CHIEF), department.pk, chance, size=size)
    _requests(head, _seat(list(everywhere), Position.EXPERT, Position.CHIEF))
    services.reindex_prefixes()
    services.reindex_vlans()
    services.reindex_addresses()
    services.reindex_devices()
    report(f"{Prefix.objects.count()} ağ, {Address.objects.count()} IP adresi, {AddressUse.objects.count()} kullanım")
    report(f"{Device.objects.count()} ağ cihazı, {Port.objects.count()} kapı, {Cable.objects.count()} kablo")


def _plan(head: Actor, unit_id: int) -> None:
    """The outer frame, as somebody would write it by hand."""
    services.add_aggregate(actor=head, network="10.0.0.0/8", source="RFC 1918", unit_id=unit_id)
    services.add_aggregate(actor=head, network="2001:db8::/32", source="RFC 3849 (belgeleme)", unit_id=unit_id)
    group = services.add_vlan_group(actor=head, name="Kampüs omurgası", first=1, last=999, unit_id=unit_id)
    for name, vid in PURPOSES:
        services.add_vlan(actor=head, name=name, vid=vid, group_id=group.pk, unit_id=unit_id)
    guest = services.add_vrf(actor=head, name="Misafir", rd="65000:60", unit_id=unit_id)
    frame: dict[str, Any] = {"unit_id": unit_id, "status": "container"}
    services.add_prefix(actor=head, network="10.0.0.0/8", description="Belediye iç ağı", **frame)
    services.add_prefix(actor=head, network="10.0.0.0/10", description="Binalar", **frame)
    services.add_prefix(actor=head, network="10.200.0.0/16", description="Veri merkezi", **frame)
    services.add_prefix(actor=head, network="10.200.10.0/24", description="Sunucular", unit_id=unit_id)
    services.add_prefix(actor=head, network="10.200.20.0/28", description="Güvenlik duvarları", unit_id=unit_id)
    services.add_prefix(actor=head, network="2001:db8::/32", description="IPv6 planı", **frame)
    services.add_prefix(actor=head, network="2001:db8:10::/48", description="Merkez bina IPv6", unit_id=unit_id)
    services.add_prefix(
        actor=head, network="192.168.60.0/22", vrf_id=guest.pk, description="Misafir kablosuz", unit_id=unit_id
    )
    services.add_range(
        actor=head, first="192.168.60.10", last="192.168.63.250", vrf_id=guest.pk, description="Misafir DHCP",
        unit_id=unit_id,
    )  # fmt: skip
    for number, name in enumerate(("ebys", "eposta", "yedek", "izleme", "dizin1", "dizin2"), 11):
        services.add_address(
            actor=head, ip=f"10.200.10.{number}", dns_name=f"{name}.ornekbelediye.bel.tr", unit_id=unit_id
        )


def _lines(head: Actor, unit_id: int) -> None:
    """Two ways out that back each other, leased lines of outer buildings, a field line by radio, one that ended."""
    today = localdate()
    sites = list(queries.sites(head).order_by("pk")[:6])
    if len(sites) < 3:
        return

    def line(number: str, provider: str, kind: str, place: int, **facts: Any) -> Circuit:
        begun = today - dt.timedelta(days=facts.pop("begun", 600))
        return services.add_circuit(
            actor=head, unit_id=unit_id, number=number, provider=provider, kind=kind, site_id=sites[place].pk,
            since=begun, until=begun + dt.timedelta(days=facts.pop("term", 1095)), **facts,
        )  # fmt: skip

    main = line(
        "INT-1000-0001", "Örnek Telekom", "internet", 0, down_kbps=1_000_000, up_kbps=1_000_000,
        promised=Decimal("99.9"), monthly=Decimal(48_500), contract="2025/114 sayılı sözleşme", begun=580, term=640,
    )  # fmt: skip
    spare = line(
        "ME-200-77", "Örnek İletişim", "metro", 0, down_kbps=200_000, up_kbps=200_000, backs_up_id=main.pk,
        promised=Decimal("99.5"), monthly=Decimal(17_250), contract="2025/131 sayılı sözleşme",
    )  # fmt: skip
    far = [
        line(
            f"MPLS-{100 + place}", "Örnek Telekom", "mpls", 0, far_id=site.pk, down_kbps=50_000, up_kbps=50_000,
            promised=Decimal("99.0"), monthly=Decimal(6_400), contract="2025/114 sayılı sözleşme",
        )
        for place, site in enumerate(sites[1:4], 1)
    ]  # fmt: skip
    line(
        "RL-5",
        "Örnek Büyükşehir Belediyesi",
        "radio",
        1,
        far_id=sites[2].pk,
        down_kbps=300_000,
        up_kbps=300_000,
        begun=300,
    )
    line("DSL-9", "Örnek Telekom", "dsl", 2, down_kbps=16_000, up_kbps=1_000, status="ended", begun=720, term=365)
    for one in (main, spare, *far):
        services.record_test(
            one.pk, actor=head, kind="installed", done_on=today - dt.timedelta(days=578), passed=True,
            down_kbps=one.down_kbps * 98 // 100, up_kbps=one.up_kbps * 97 // 100, latency_ms=Decimal("3.40"),
        )  # fmt: skip
    for back, seconds in ((390, 41), (20, 18)):
        services.record_test(
            spare.pk, actor=head, kind="failover", done_on=today - dt.timedelta(days=back), passed=True,
            switched_seconds=seconds, note="Ana hat kapatıldı, yönlendirme yedeğe geçti.",
        )  # fmt: skip
    services.record_test(
        main.pk, actor=head, kind="periodic", done_on=today - dt.timedelta(days=120), passed=True,
        down_kbps=951_000, up_kbps=948_000, latency_ms=Decimal("2.90"), loss=Decimal(0),
    )  # fmt: skip
    services.record_test(
        far[-1].pk, actor=head, kind="periodic", done_on=today - dt.timedelta(days=3), passed=False,
        down_kbps=8_200, loss=Decimal("4.5"), note="Kayıp yüksek; işletmeciye kayıt açıldı.",
    )  # fmt: skip


RULES = (
    *(("Birimlerin EBYS'ye erişimi.", "10.0.0.0/10", "10.200.10.11", "tcp/443", None, 520, "11"),),
    *(("E-posta sunucusuna erişim.", "10.0.0.0/10", "10.200.10.12", "tcp/443, tcp/993, tcp/465", None, 410, "12"),),
    *(("Yedekleme sunucusundan sunuculara.", "10.200.10.13", "10.200.10.0/24", "tcp/10000-10010", None, 300, "13"),),
    *(("İzleme sunucusunun yoklamaları.", "10.200.10.14", "10.0.0.0/8", "icmp, udp/161", None, 30, "14"),),
    *(("Bakım firmasının uzaktan bağlantısı.", "203.0.113.20", "10.200.10.11", "tcp/22", 9, 80, "15"),),
)
"""Why, from where, whither, what, days left, days since it was looked at, what the device calls it."""
FIREWALL = """
config firewall policy
    edit 11
        set name "EBYS"
        set srcintf "birimler"
        set dstintf "sunucular"
        set action accept
        set srcaddr "birimler"
        set dstaddr "ebys"
        set service "HTTPS"
    next
    edit 12
        set name "Posta"
        set action accept
        set srcaddr "birimler"
        set dstaddr "eposta"
        set service "HTTPS" "IMAPS"
    next
    edit 14
        set name "İzleme"
        set action accept
        set srcaddr "izleme"
        set dstaddr "hepsi"
        set service "PING" "SNMP-161"
    next
    edit 15
        set name "Bakım"
        set action accept
        set srcaddr "firma"
        set dstaddr "ebys"
        set service "SSH"
    next
    edit 31
        set name "gecici"
        set comments "Kurulumda açıldı"
        set action accept
        set srcaddr "birimler"
        set dstaddr "yedek"
        set service "RDP"
    next
end
config firewall address
    edit "birimler"
        set subnet 10.0.0.0 255.192.0.0
    next
    edit "hepsi"
        set subnet 10.0.0.0 255.0.0.0
    next
    edit "ebys"
        set subnet 10.200.10.11 255.255.255.255
    next
    edit "eposta"
        set subnet 10.200.10.12 255.255.255.255
    next
    edit "yedek"
        set subnet 10.200.10.13 255.255.255.255
    next
    edit "izleme"
        set subnet 10.200.10.14 255.255.255.255
    next
    edit "firma"
        set subnet 203.0.113.20 255.255.255.255
    next
end
config firewall service custom
    edit "SNMP-161"
        set udp-portrange 161
    next
end
"""
"""What the firewall really holds: one rule narrower than written, one missing, one nobody asked for."""


def _firewall(head: Actor, expert: Actor, unit_id: int) -> None:
    """Rules of two years, two that wait, one that is over, and the rule set of the device beside them."""
    site = queries.sites(head).order_by("pk").first()
    if site is None:
        return
    said: dict[str, Any] = {"actor": head, "unit_id": unit_id}
    maker = services.add_maker(name="Örnek Güvenlik", **said)
    kind = services.add_type(maker_id=maker.pk, model="Duvar 600", height=1, **said)
    wall = services.add_device(name="guvenlik-duvari-1", type_id=kind.pk, role="firewall", site_id=site.pk, **said)
    today = localdate()

    def ask(why: str, source: str, destination: str, service: str, left: int | None) -> str:
        made = services.ask_rule(
            actor=expert, why=why, sources=source, destinations=destination, services=service,
            until=None if left is None else today + dt.timedelta(days=left),
        )  # fmt: skip
        return str(made.case.number)

    for why, source, destination, service, left, back, ident in RULES:
        number = ask(why, source, destination, service, left)
        services.approve_rule(number, actor=head, device_id=wall.pk)
        services.apply_rule(number, actor=head, ident=ident)
        begun = today - dt.timedelta(days=back)
        row = FirewallRule.objects.select_related("case").get(case__number=number)
        row.applied_on = row.reviewed_on = begun
        row.save(update_fields=["applied_on", "reviewed_on"])
        row.case.due_on = min(begun + dt.timedelta(days=365), row.until or today + dt.timedelta(days=365))
        row.case.save(update_fields=["due_on"])
    number = ask("Fuar alanındaki kiosk.", "10.0.48.20", "10.200.10.11", "tcp/443", None)
    services.approve_rule(number, actor=head, device_id=wall.pk)
    services.apply_rule(number, actor=head, ident="16")
    services.expire_rule(number, actor=head, why="Fuar bitti.")
    ask("Harita servisinin dışarıya açılması.", "hepsi", "10.200.10.21", "tcp/443", None)
    number = ask("Yazıcı sunucusuna uzaktan masaüstü.", "10.0.0.0/10", "10.200.10.30", "tcp/3389", None)
    services.refuse_rule(number, actor=head, why="Yönetim ağından bağlanın.")
    services.import_rules(actor=head, content=FIREWALL.encode(), name="guvenlik-duvari-1.conf", device_id=wall.pk)


def _building(place: int) -> str:
    name = BUILDINGS[place % len(BUILDINGS)]
    return name if place < len(BUILDINGS) else f"{name} {place // len(BUILDINGS) + 1}"


def _networks(sites: int) -> Iterator[tuple[int, ipaddress.IPv4Network]]:
    walk = ipaddress.ip_network("10.0.0.0/10").subnets(new_prefix=20)
    for place in range(sites):
        net = next(walk)
        assert isinstance(net, ipaddress.IPv4Network)
        yield place, net


def _buildings(chance: random.Random, unit_id: int, sites: int, many: int) -> None:
    vlans = dict(apps.get_model("network", "Vlan")._default_manager.values_list("vid", "pk"))
    assets = list(
        apps.get_model("assets", "Asset")._default_manager.filter(state="used").order_by("pk")
        .values_list("pk", "holder_id", "macs")[: sites * 8 * many // 2]
    )  # fmt: skip
    prefixes: list[dict[str, Any]] = []
    addresses: list[dict[str, Any]] = []
    today, moment = localdate(), now()
    held = iter(assets)
    for place, net in _networks(sites):
        name = _building(place)
        prefixes.append(_prefix(unit_id, str(net), f"{name}", "container", None))
        for (purpose, vid), below_ in zip(PURPOSES, net.subnets(new_prefix=24), strict=False):
            prefixes.append(_prefix(unit_id, str(below_), f"{name} · {purpose}", "active", vlans.get(vid)))
            for number in range(many):
                asset = next(held, None) if vid == 10 else None
                quiet = chance.random() < 0.08
                addresses.append(
                    {
                        "unit": unit_id,
                        "vrf": None,
                        "ip": str(below_[10 + number]),
                        "length": 24,
                        "status": "active",
                        "role": "",
                        "dns_name": ""
                        if asset
                        else f"{_slug(purpose)}-{place + 1}-{number + 1}.ornekbelediye.bel.tr",
                        "mac": asset[2][0].lower() if asset and asset[2] else _mac(place, vid, number),
                        "asset": asset[0] if asset else None,
                        "user": asset[1] if asset else None,
                        "until": today + dt.timedelta(days=chance.randint(5, 300)) if number == 0 else None,
                        "seen_at": moment - dt.timedelta(days=chance.randint(100, 400) if quiet else 0, hours=3),
                        "description": purpose,
                        "tags": ["bina", _slug(purpose)],
                    }
                )
    copy_rows(Prefix, prefixes)
    copy_rows(Address, addresses)


TYPES = """
manufacturer: Örnek Ağ
model: Kenar 28
slug: ornek-ag-kenar-28
part_number: OA-K28-P
u_height: 1
is_full_depth: false
interfaces: [{name: Yönetim, type: 1000base-t, mgmt_only: true}, KENAR]
console-ports: [{name: Konsol, type: rj-45}]
power-ports: [{name: Güç 1, type: iec-60320-c14}]
---
manufacturer: Örnek Ağ
model: Omurga 48
slug: ornek-ag-omurga-48
part_number: OA-O48-F
u_height: 2
interfaces: [{name: Yönetim, type: 1000base-t, mgmt_only: true}, OMURGA]
console-ports: [{name: Konsol, type: rj-45}]
power-ports: [{name: Güç 1, type: iec-60320-c14}, {name: Güç 2, type: iec-60320-c14}]
---
manufacturer: Örnek Kablolama
model: 24 kapılı bakır panel
slug: ornek-kablolama-bakir-24
u_height: 1
is_full_depth: false
rear-ports: [BAKIR]
front-ports: [BAKIR_ON]
---
manufacturer: Örnek Kablolama
model: 12 damarlı fiber panel
slug: ornek-kablolama-fiber-12
u_height: 1
is_full_depth: false
rear-ports: [{name: Gövde, type: lc, positions: 12}]
front-ports: [FIBER]
---
manufacturer: Örnek Donanım
model: Sunucu 2U
slug: ornek-sunucu-2u
u_height: 2
interfaces: [{name: Yönetim, type: 1000base-t, mgmt_only: true}, SUNUCU]
power-ports: [{name: Güç 1, type: iec-60320-c14}, {name: Güç 2, type: iec-60320-c14}]
"""
"""Models as the community's library writes them; the words in capitals stand for rows of ports."""


def _library() -> bytes:
    rows = {
        "BAKIR_ON": ", ".join(f"{{name: '{n}', type: 8p8c, rear_port: A{n}}}" for n in range(1, 25)),
        "BAKIR": ", ".join(f"{{name: A{n}, type: 8p8c}}" for n in range(1, 25)),
        "KENAR": ", ".join(
            [f"{{name: Gi1/0/{n}, type: 1000base-t}}" for n in range(1, 25)]
            + [f"{{name: Te1/1/{n}, type: 10gbase-x-sfpp}}" for n in range(1, 5)]
        ),
        "OMURGA": ", ".join(f"{{name: Te1/0/{n}, type: 10gbase-x-sfpp}}" for n in range(1, 49)),
        "FIBER": ", ".join(
            f"{{name: '{n}', type: lc, rear_port: Gövde, rear_port_position: {n}}}" for n in range(1, 13)
        ),
        "SUNUCU": ", ".join(f"{{name: eth{n}, type: 10gbase-x-sfpp}}" for n in range(4)),
    }
    text = TYPES
    for word, row in rows.items():
        text = re.sub(rf"\b{word}\b", row, text)
    return text.encode()


MOST_CAMPUS = 44
"""Buildings whose fibre ends on one core switch; those beyond have their own wiring only."""


def _gear(head: Actor, unit_id: int, sites: int) -> None:
    """Every building a rack with a switch and panels; a fibre of twelve cores from each to the data centre."""
    types = {one.slug: one.pk for one in services.import_types(actor=head, content=_library(), unit_id=unit_id)}
    edge, core = types["ornek-ag-kenar-28"], types["ornek-ag-omurga-48"]
    copper, fibre = types["ornek-kablolama-bakir-24"], types["ornek-kablolama-fiber-12"]
    said: dict[str, Any] = {"actor": head, "unit_id": unit_id}
    centre = services.add_site(name="Veri Merkezi", address="Ana kampüs, B blok", tags=["veri-merkezi"], **said)
    rack = services.add_rack(name="VM-01", site_id=centre.pk, room="Sistem odası", height=42, **said)
    spare = services.add_rack(name="VM-02", site_id=centre.pk, room="Sistem odası", height=42, **said)
    inside: dict[str, Any] = {"site_id": centre.pk, "rack_id": rack.pk, **said}
    heart = services.add_device(name="vm-omurga-1", type_id=core, role="core-switch", position=20, **inside)
    for number, name in enumerate(("ebys", "eposta", "yedek", "izleme"), 11):
        server = services.add_device(
            name=f"sunucu-{name}", type_id=types["ornek-sunucu-2u"], role="server", position=2 + 2 * (number - 11),
            main_ip=f"10.200.10.{number}", **inside,
        )  # fmt: skip
        _plug(head, (server, "eth0"), (heart, f"Te1/0/{number + 34}"), kind="dac-passive", metres=3)
    services.add_device(
        name="sunucu-yedek-2", type_id=types["ornek-sunucu-2u"], role="server", position=2, status="staged",
        **(inside | {"rack_id": spare.pk}),
    )  # fmt: skip
    assets = _switch_assets(head)
    names = [name for name in map(_building, range(sites)) if name != "Veri Merkezi"]
    for place, name in enumerate(names):
        site = services.add_site(name=name, tags=["bina"], **said)
        local = services.add_rack(name="K-01", site_id=site.pk, room="Zemin kat, ağ odası", height=22, **said)
        here: dict[str, Any] = {"site_id": site.pk, "rack_id": local.pk, **said}
        code = f"{place + 1:03d}"
        switch = services.add_device(
            name=f"anahtar-{code}", type_id=edge, role="access-switch", position=18,
            asset_tag=next(assets, ""), serial=f"OAK28{place + 1:05d}", **here,
        )  # fmt: skip
        panel = services.add_device(name=f"panel-{code}", type_id=copper, role="patch-panel", position=20, **here)
        tray = services.add_device(name=f"fiber-{code}", type_id=fibre, role="patch-panel", position=22, **here)
        for port in range(1, 9 if place < 10 else 2):
            _plug(head, (switch, f"Gi1/0/{port}"), (panel, str(port)), kind="cat6", metres=1)
        if place >= MOST_CAMPUS:
            continue
        hall = inside if place < 16 else inside | {"rack_id": spare.pk}
        end = services.add_device(
            name=f"fiber-vm-{code}", type_id=fibre, role="patch-panel",
            position=42 - place if place < 16 else 42 - (place - 16), **hall,
        )  # fmt: skip
        _plug(
            head,
            (tray, "Gövde"),
            (end, "Gövde"),
            kind="smf-os2",
            metres=600 + 137 * (place % 20),
            label=f"F-{code}",
        )
        _plug(head, (switch, "Te1/1/1"), (tray, "1"), kind="smf-os2", metres=2)
        _plug(head, (end, "1"), (heart, f"Te1/0/{place + 1}"), kind="smf-os2", metres=5)


def _switch_assets(head: Actor) -> Iterator[str]:
    """Network switches among the movables, as far as there are some."""
    rows = apps.get_model("assets", "Asset")._default_manager.filter(name__contains="nahtar").order_by("pk")
    return iter(list(rows.values_list("tag", flat=True)[:200]))


def _plug(head: Actor, a: tuple[Device, str], b: tuple[Device, str], **facts: Any) -> None:
    ends = [Port.objects.get(device=device, name=name).pk for device, name in (a, b)]
    services.connect(actor=head, a_id=ends[0], b_id=ends[1], **facts)


def _prefix(unit_id: int, network: str, description: str, status: str, vlan: int | None) -> dict[str, Any]:
    return {
        "unit": unit_id,
        "network": network,
        "description": description,
        "status": status,
        "vlan": vlan,
        "is_pool": False,
        "tags": ["bina"],
    }


def _slug(text: str) -> str:
    return fold(text).split()[0]


def _mac(place: int, vid: int, number: int) -> str:
    return f"02:{place >> 8:02x}:{place & 255:02x}:{vid:02x}:00:{number:02x}"


def _leases(chance: random.Random, head: Actor, unit_id: int, stays: int) -> None:
    """Kea's file of the last days through the service, and two years of stays as they would have come before."""
    devices = list(
        Address.objects.filter(asset__isnull=False).exclude(mac="").order_by("pk")
        .values_list("ip", "mac", "asset_id", "user_id")[:2_000]
    )  # fmt: skip
    if not devices:
        devices = list(
            Address.objects.exclude(mac="").order_by("pk").values_list("ip", "mac", "asset_id", "user_id")[:200]
        )
    moment = now().replace(microsecond=0)
    lines = [
        "address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context,pool_id"
    ]
    for number, (ip, mac, _, _) in enumerate(devices[:120]):
        ends = int((moment + dt.timedelta(hours=chance.randint(1, 11))).timestamp())
        lines += [f"{ip},{mac},,43200,{ends},1,0,0,pc-{number + 1:04d},0,,0"] * chance.randint(1, 2)
    upload = services.take_in(
        actor=head, content="\n".join(lines).encode(), name="kea-leases4.csv", unit_id=unit_id, taken_at=moment
    )
    ports = [f"Gi1/0/{number}" for number in range(1, 49)]
    past = Upload.objects.create(
        unit_id=unit_id, kind="neighbours", name="komsu-tablolari-arsivi.csv", file=upload.file, by_id=head.user_id
    )
    rows = []
    for number in range(stays):
        ip, mac, asset, user = devices[number % len(devices)]
        since = moment - dt.timedelta(days=2 + 720 * number // max(stays, 1), hours=chance.randint(0, 9))
        until = since + dt.timedelta(hours=chance.randint(2, 10))
        rows.append(
            {
                "unit": unit_id,
                "ip": ip,
                "mac": mac,
                "since": since,
                "until": until,
                "heard_at": until,
                "source": "neighbours",
                "host": "",
                "switch": f"anahtar-{number % 12 + 1:02d}",
                "port": ports[number % len(ports)],
                "access_point": "",
                "login": "",
                "asset": asset,
                "user": user,
                "upload": past.pk,
            }
        )
    copy_rows(AddressUse, rows)
    past.lines = past.fresh = len(rows)
    past.save()


def _requests(head: Actor, expert: Actor) -> None:
    server = Prefix.objects.get(network="10.200.10.0/24")
    asked = [
        services.ask(actor=expert, why=why, prefix_id=server.pk, dns_name=f"{name}.ornekbelediye.bel.tr", until=until)
        for why, name, until in (
            ("Yeni harita sunucusu için sabit adres.", "harita2", None),
            ("Deneme sunucusu, üç ay sürecek.", "deneme", localdate() + dt.timedelta(days=90)),
            ("Fuar alanındaki geçici kiosk.", "kiosk", localdate() + dt.timedelta(days=10)),
        )
    ]
    services.approve(asked[0].case.number, actor=head)
    services.assign(asked[0].case.number, actor=head)
    services.approve(asked[1].case.number, actor=head)
