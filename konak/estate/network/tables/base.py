"""How rows look: cells of lists, words of stories, the drawing of a network's addresses."""

import datetime as dt
import ipaddress
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from konak.foundation.ui import words

from .. import queries
from ..models import Address, AddressRequest, AddressUse, Aggregate, IpRange, Prefix, Upload, Vlan, VlanGroup, Vrf

Told = Mapping[str, tuple[str, str, str]]
TOLD: Told = {
    "add": ("kaydetti", "plus", "open"),
    "edit": ("bilgileri değiştirdi", "pencil", ""),
    "drop": ("kaydı çıkardı", "trash", "late"),
    "allocate": ("ilk boş olanı verdi", "sparkles", "done"),
    "port": ("kapılarını değiştirdi", "plug", ""),
    "plug": ("kablo taktı", "plug-connected", "done"),
    "unplug": ("kabloyu söktü", "unlink", ""),
    "test": ("hattı sınadı", "checklist", "done"),
    "import": ("model kitaplığından aldı", "file-import", "open"),
}
REQUEST_TOLD: Told = {
    "open": ("adres istedi", "plus", "open"),
    "approve": ("uygun gördü, adres ayırdı", "circle-check", "done"),
    "refuse": ("uygun görmedi", "ban", "late"),
    "assign": ("adresi cihaza verdi", "network", "done"),
    "release": ("adresi geri aldı", "arrow-back-up", ""),
    "withdraw": ("vazgeçti", "ban", ""),
}
PREFIX_KIND = {"container": "closed", "active": "done", "reserved": "wait", "deprecated": "late"}
ADDRESS_KIND = {"active": "done", "reserved": "wait", "deprecated": "late", "dhcp": "open"}
DEVICE_KIND = {
    "planned": "wait",
    "staged": "wait",
    "active": "done",
    "offline": "closed",
    "failed": "late",
    "decommissioning": "late",
}
RANGE_KIND = {"active": "done", "dhcp": "open", "reserved": "wait"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, where it leads, a small line below, the colour of a state."""

    text: Any
    url: str = ""
    small: str = ""
    kind: str = ""
    mono: bool = False
    num: bool = False

    @property
    def shown(self) -> Any:
        """As people read it: days and moments in Turkish, numbers with their dots."""
        if isinstance(self.text, dt.datetime):
            return words.moment(self.text)
        if isinstance(self.text, dt.date):
            return words.date(self.text)
        return words.number(self.text) if isinstance(self.text, int) else self.text


@dataclass(frozen=True, slots=True)
class Head:
    label: str
    num: bool = False
    width: int = 20


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    url: str
    icon: str
    primary: bool = False
    dialog: bool = True
    danger: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of one kind: heads, how a row looks, how it leaves for a workbook."""

    heads: Sequence[Head]
    cells: Any
    line: Any = None
    tabs: Sequence[Any] = field(default_factory=tuple)

    def values(self, row: Any) -> list[object]:
        if self.line is not None:
            return list(self.line(row))
        return [cell.text for cell in self.cells(row)]


def _vrf_name(row: Any) -> str:
    return row.vrf.name if row.vrf else "–"


def prefix_cells(row: Prefix) -> list[Cell]:
    return [
        Cell(row.network, reverse("network:prefix", args=[row.pk]), row.description, mono=True),
        Cell(row.get_status_display(), kind=PREFIX_KIND[row.status]),
        Cell(_vrf_name(row)),
        Cell(str(row.vlan) if row.vlan else "–", reverse("network:vlan", args=[row.vlan_id]) if row.vlan_id else ""),
        Cell(", ".join(row.tags) or "–"),
        Cell(row.unit.name),
    ]


def address_cells(row: Address) -> list[Cell]:
    who = row.user.full_name if row.user else ""
    return [
        Cell(row.written, reverse("network:address", args=[row.pk]), row.description, mono=True),
        Cell(row.get_status_display(), kind=ADDRESS_KIND[row.status]),
        Cell(row.dns_name or "–", small=row.mac),
        Cell(
            row.asset.name if row.asset else who or "–",
            reverse("assets:asset", args=[row.asset.tag]) if row.asset else "",
            small=row.asset.tag if row.asset else "",
        ),
        Cell(row.prefix.network if row.prefix else "–", mono=True),
        Cell(row.seen_at or "–"),
        Cell(row.until or "–"),
    ]


def _holder(row: Address) -> str:
    return row.asset.tag if row.asset else row.user.full_name if row.user else ""


def address_line(row: Address) -> list[object]:
    return [
        *(row.written, row.get_status_display(), f"{row.dns_name} {row.mac}".strip(), _holder(row)),
        *(row.prefix.network if row.prefix else "", row.seen_at, row.until),
    ]


def range_cells(row: IpRange) -> list[Cell]:
    return [
        Cell(str(row), reverse("network:edit_range", args=[row.pk]), row.description, mono=True),
        Cell(row.get_status_display(), kind=RANGE_KIND[row.status]),
        Cell(int(row.size), num=True),
        Cell(row.prefix.network if row.prefix else "–", mono=True),
        Cell(_vrf_name(row)),
        Cell(row.unit.name),
    ]


def vlan_cells(row: Vlan) -> list[Cell]:
    return [
        Cell(row.vid, num=True),
        Cell(row.name, reverse("network:vlan", args=[row.pk]), row.description),
        Cell(row.get_status_display(), kind={"active": "done", "reserved": "wait", "deprecated": "late"}[row.status]),
        Cell(row.group.name if row.group else "–"),
        Cell(row.many, num=True),  # type: ignore[attr-defined]
        Cell(row.unit.name),
    ]


def group_cells(row: VlanGroup) -> list[Cell]:
    return [
        Cell(row.name, reverse("network:edit_group", args=[row.pk]), row.description),
        Cell(f"{row.first}–{row.last}"),
        Cell(row.many, num=True),  # type: ignore[attr-defined]
        Cell(row.unit.name),
    ]


def vrf_cells(row: Vrf) -> list[Cell]:
    return [
        Cell(row.name, reverse("network:edit_vrf", args=[row.pk]), row.description),
        Cell(row.rd or "–", mono=True),
        Cell(row.many, num=True),  # type: ignore[attr-defined]
        Cell(row.unit.name),
    ]


def aggregate_cells(row: Aggregate) -> list[Cell]:
    return [
        Cell(row.network, reverse("network:edit_aggregate", args=[row.pk]), row.description, mono=True),
        Cell(row.source),
        Cell(row.given_on or "–"),
        Cell(row.unit.name),
    ]


def request_cells(row: AddressRequest) -> list[Cell]:
    return [
        Cell(row.case.subject, reverse("front:case", args=[row.case.number]), row.case.number),
        Cell(row.state_label, kind=row.state_kind),
        Cell(row.given_ip or "–", mono=True),
        Cell(row.case.opened_by.full_name if row.case.opened_by else "–"),
        Cell(row.case.opened_at),
        Cell(row.until or "–"),
    ]


def request_line(row: AddressRequest) -> list[object]:
    return [
        *(f"{row.case.number} {row.case.subject}", row.state_label, row.given_ip),
        *(row.case.opened_by.full_name if row.case.opened_by else "", row.case.opened_at, row.until),
    ]


def use_cells(row: AddressUse) -> list[Cell]:
    port = " · ".join(one for one in (row.switch, row.port, row.access_point) if one)
    return [
        Cell(row.ip, mono=True, small=row.host),
        Cell(row.mac or "–", mono=True),
        Cell(row.since),
        Cell("süresiz" if row.until.year >= 9000 else row.until),
        Cell(
            row.asset.name if row.asset else "–",
            reverse("assets:asset", args=[row.asset.tag]) if row.asset else "",
            small=row.asset.tag if row.asset else "",
        ),
        Cell(
            row.user.full_name if row.user else row.login or "–",
            reverse("front:person", args=[row.user_id]) if row.user_id else "",
        ),
        Cell(port or "–", small=row.get_source_display()),
    ]


def upload_cells(row: Upload) -> list[Cell]:
    return [
        Cell(row.name, small=row.get_kind_display()),
        Cell(row.at),
        Cell(row.lines, num=True),
        Cell(row.fresh, num=True),
        Cell(row.joined, num=True),
        Cell(row.known, num=True),
        Cell(row.broken, small=row.faults[0] if row.faults else "", num=True),
        Cell(row.by.full_name if row.by else "Konak"),
    ]


PREFIXES = Listing(
    (Head("Ağ", width=24), Head("Durum"), Head("VRF"), Head("VLAN"), Head("Etiketler"), Head("Birim", width=36)),
    prefix_cells,
    lambda row: [
        *(row.network, row.get_status_display(), _vrf_name(row), str(row.vlan or ""), ", ".join(row.tags)),
        row.unit.name,
    ],
)
ADDRESSES = Listing(
    (
        *(Head("Adres"), Head("Durum"), Head("DNS adı ve MAC", width=36), Head("Cihaz ya da kişi", width=30)),
        *(Head("Ağ"), Head("Son görülme"), Head("Son gün")),
    ),
    address_cells,
    address_line,
)
RANGES = Listing(
    (Head("Aralık", width=36), Head("Durum"), Head("Adres sayısı", num=True), Head("Ağ"), Head("VRF"), Head("Birim")),
    range_cells,
)
VLANS = Listing(
    (
        Head("No", num=True, width=8),
        Head("VLAN"),
        Head("Durum"),
        Head("Grup"),
        Head("Ağ sayısı", num=True),
        Head("Birim"),
    ),
    vlan_cells,
)
GROUPS = Listing((Head("Grup", width=30), Head("Numaralar"), Head("VLAN", num=True), Head("Birim")), group_cells)
VRFS = Listing((Head("VRF", width=30), Head("RD"), Head("Ağ", num=True), Head("Birim")), vrf_cells)
AGGREGATES = Listing((Head("Blok", width=30), Head("Veren"), Head("Veriliş"), Head("Birim")), aggregate_cells)
REQUESTS = Listing(
    (
        *(Head("İstek", width=40), Head("Durum"), Head("Verilen adres"), Head("İsteyen", width=28)),
        *(Head("Açılış"), Head("Son gün")),
    ),
    request_cells,
    request_line,
)
USES = Listing(
    (
        *(Head("Adres"), Head("MAC adresi"), Head("Başlangıç"), Head("Bitiş"), Head("Taşınır", width=30)),
        *(Head("Kişi", width=28), Head("Kapı, erişim noktası", width=36)),
    ),
    use_cells,
)
UPLOADS = Listing(
    (
        *(Head("Dosya", width=36), Head("Alınış"), Head("Kayıt", num=True), Head("Yeni", num=True)),
        *(Head("Uzatılan", num=True), Head("Bilinen", num=True), Head("Okunamayan", num=True), Head("Getiren")),
    ),
    upload_cells,
)


@dataclass(frozen=True, slots=True)
class Square:
    """One address of a small network in its drawing."""

    number: int
    title: str
    kind: str
    x: int
    y: int


WORDS = {"free": "boş", "taken": "kayıtlı", "range": "aralıkta", "below": "alt ağda", "edge": "ağın kendisi"}


def squares(one: Prefix) -> list[Square]:
    """A network of at most 256 addresses as squares, one an address; larger ones are not drawn."""
    net = one.net
    if net.num_addresses > 256:
        return []
    free = set(queries.free_addresses(one, 256))
    named = {row.ip: row for row in one.addresses.all()}
    spans = [(int(net_of(row.first)), int(net_of(row.last))) for row in one.ranges.all()]
    found = []
    for place, host in enumerate(net):
        text = str(host)
        row = named.get(text)
        if row is not None:
            kind, title = "taken", f"{text} {row.dns_name or row.description}".strip()
        elif text in free:
            kind, title = "free", f"{text} boş"
        elif any(low <= int(host) <= high for low, high in spans):
            kind, title = "range", f"{text} aralıkta"
        elif place in (0, net.num_addresses - 1) and not one.is_pool:
            kind, title = "edge", f"{text} ağın kendisi ya da yayın adresi"
        else:
            kind, title = "below", f"{text} alt ağda"
        found.append(Square(place, title, kind, place % 32 * 20, place // 32 * 20))
    return found


def net_of(text: str) -> Any:
    return ipaddress.ip_address(text)
