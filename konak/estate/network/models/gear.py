"""What carries the network: sites, racks, device types, devices, their ports, and the cables between ports."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import IntegerRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Owned

from .space import Address, Vlan, tags

KEPT: Mapping[str, str] = {"assignee": "identity", "description": "free_text"}
_DIGITS = re.compile(r"\d+")


def in_order(name: str) -> str:
    """A name as it is sorted: "Gi1/0/2" before "Gi1/0/10"."""
    return _DIGITS.sub(lambda found: found[0].lstrip("0").rjust(8, "0")[:12], name.lower())[:160]


class SiteStatus(models.TextChoices):
    PLANNED = "planned", "Planlanan"
    ACTIVE = "active", "Kullanımda"
    RETIRED = "retired", "Kapanan"


@history()
class Site(Owned):
    """A building or a field post in which there is network."""

    personal: ClassVar[Mapping[str, str]] = KEPT

    name = models.CharField("ad", max_length=100, unique=True, db_collation=TURKISH)
    slug = models.SlugField("kısa ad", max_length=100, unique=True)
    status = models.CharField("durum", max_length=8, choices=SiteStatus.choices, default=SiteStatus.ACTIVE)
    address = models.CharField("adres", max_length=200, blank=True, db_collation=TURKISH)
    description = models.CharField("açıklama", max_length=200, blank=True, db_collation=TURKISH)
    tags = tags()

    class Meta:
        verbose_name = "yerleşke"
        verbose_name_plural = "yerleşkeler"

    def __str__(self) -> str:
        return self.name


@history()
class Rack(Owned):
    personal: ClassVar[Mapping[str, str]] = KEPT

    site = models.ForeignKey(Site, models.PROTECT, related_name="racks", verbose_name="yerleşke")
    name = models.CharField("ad", max_length=60, db_collation=TURKISH)
    room = models.CharField("oda", max_length=100, blank=True, db_collation=TURKISH)
    height = models.PositiveSmallIntegerField("yükseklik (U)", default=42)
    description = models.CharField("açıklama", max_length=200, blank=True, db_collation=TURKISH)
    tags = tags()

    class Meta:
        verbose_name = "kabin"
        verbose_name_plural = "kabinler"
        constraints = [
            models.UniqueConstraint(fields=["site", "name"], name="network_rack_once_a_site"),
            models.CheckConstraint(condition=Q(height__range=(1, 60)), name="network_rack_height"),
        ]

    def __str__(self) -> str:
        return self.name


@history()
class Maker(Owned):
    personal: ClassVar[Mapping[str, str]] = KEPT

    name = models.CharField("ad", max_length=100, unique=True, db_collation=TURKISH)
    slug = models.SlugField("kısa ad", max_length=100, unique=True)
    description = models.CharField("açıklama", max_length=200, blank=True, db_collation=TURKISH)
    tags = tags()

    class Meta:
        verbose_name = "üretici"
        verbose_name_plural = "üreticiler"

    def __str__(self) -> str:
        return self.name


@history()
class DeviceType(Owned):
    """A model of a maker, as the community's library writes it; `parts` are the ports each such device has."""

    personal: ClassVar[Mapping[str, str]] = KEPT

    maker = models.ForeignKey(Maker, models.PROTECT, related_name="types", verbose_name="üretici")
    model = models.CharField("model", max_length=100, db_collation=TURKISH)
    slug = models.SlugField("kısa ad", max_length=100, unique=True)
    part_number = models.CharField("parça numarası", max_length=60, blank=True)
    height = models.DecimalField("yükseklik (U)", max_digits=4, decimal_places=1, default=Decimal(1))
    full_depth = models.BooleanField("kabinin iki yüzünü kaplar", default=True)
    parts = models.JSONField("kapıları", default=list, blank=True)
    description = models.CharField("açıklama", max_length=200, blank=True, db_collation=TURKISH)
    tags = tags()

    class Meta:
        verbose_name = "cihaz modeli"
        verbose_name_plural = "cihaz modelleri"
        constraints = [
            models.UniqueConstraint(fields=["maker", "model"], name="network_model_once_a_maker"),
            models.CheckConstraint(condition=Q(height__gte=0, height__lte=60), name="network_model_height"),
        ]

    def __str__(self) -> str:
        return f"{self.maker.name} {self.model}"


class DeviceRole(models.TextChoices):
    ROUTER = "router", "Yönlendirici"
    CORE = "core-switch", "Omurga anahtarı"
    ACCESS = "access-switch", "Kenar anahtarı"
    FIREWALL = "firewall", "Güvenlik duvarı"
    WIRELESS = "access-point", "Erişim noktası"
    SERVER = "server", "Sunucu"
    STORAGE = "storage", "Depolama"
    PANEL = "patch-panel", "Bağlantı paneli"
    POWER = "power", "Güç"
    OTHER = "other", "Diğer"


class DeviceStatus(models.TextChoices):
    PLANNED = "planned", "Planlanan"
    STAGED = "staged", "Hazırlanan"
    ACTIVE = "active", "Kullanımda"
    OFFLINE = "offline", "Kapalı"
    FAILED = "failed", "Arızalı"
    RETIRED = "decommissioning", "Bırakılıyor"


class Face(models.TextChoices):
    NONE = "", "Kabinde değil"
    FRONT = "front", "Ön"
    REAR = "rear", "Arka"


@history(exclude=["units", "faces"])
class Device(Owned):
    """One device where it stands. `units` and `faces` are what it takes of its rack: two never overlap."""

    personal: ClassVar[Mapping[str, str]] = KEPT

    name = models.CharField("ad", max_length=64, unique=True, db_collation=TURKISH)
    type = models.ForeignKey(DeviceType, models.PROTECT, related_name="devices", verbose_name="model")
    role = models.CharField("görev", max_length=16, choices=DeviceRole.choices, default=DeviceRole.OTHER)
    status = models.CharField("durum", max_length=16, choices=DeviceStatus.choices, default=DeviceStatus.ACTIVE)
    site = models.ForeignKey(Site, models.PROTECT, related_name="devices", verbose_name="yerleşke")
    rack = models.ForeignKey(
        Rack, models.PROTECT, null=True, blank=True, related_name="devices", verbose_name="kabin"
    )
    position = models.DecimalField("en alt birimi (U)", max_digits=4, decimal_places=1, null=True, blank=True)
    face = models.CharField("yüz", max_length=5, choices=Face.choices, blank=True)
    units = IntegerRangeField(null=True, blank=True, editable=False)
    faces = IntegerRangeField(null=True, blank=True, editable=False)
    serial = models.CharField("seri no", max_length=80, blank=True)
    asset = models.OneToOneField(
        "assets.Asset", models.PROTECT, null=True, blank=True, related_name="network_device", verbose_name="taşınır"
    )
    main = models.ForeignKey(
        Address, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="yönetim adresi"
    )
    description = models.CharField("açıklama", max_length=200, blank=True, db_collation=TURKISH)
    tags = tags()

    class Meta:
        verbose_name = "ağ cihazı"
        verbose_name_plural = "ağ cihazları"
        indexes = [models.Index(fields=["site", "name"], name="network_device_of_site")]
        constraints = [
            ExclusionConstraint(
                name="network_devices_apart",
                expressions=[
                    ("rack", RangeOperators.EQUAL),
                    ("units", RangeOperators.OVERLAPS),
                    ("faces", RangeOperators.OVERLAPS),
                ],
                condition=Q(units__isnull=False),
            ),
            models.CheckConstraint(
                condition=Q(position=None) | Q(rack__isnull=False) & ~Q(face=""), name="network_device_stands_in_rack"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def top(self) -> Decimal | None:
        return self.position + self.type.height - 1 if self.position is not None else None


class PortSort(models.TextChoices):
    """`front` and `rear` are the two sides of a panel: a signal goes through from one to the other."""

    INTERFACE = "interface", "Ağ arayüzü"
    FRONT = "front", "Panel önü"
    REAR = "rear", "Panel arkası"
    CONSOLE = "console", "Konsol"
    SERVER = "console-server", "Konsol sunucusu"
    POWER = "power", "Güç girişi"
    OUTLET = "outlet", "Güç çıkışı"


@history(exclude=["order"])
class Port(models.Model):
    """Where a cable may be plugged in. Ports follow their device in reach."""

    personal: ClassVar[Mapping[str, str]] = {"mac": "work", "description": "free_text"}

    device = models.ForeignKey(Device, models.CASCADE, related_name="ports", verbose_name="cihaz")
    sort = models.CharField("tür", max_length=14, choices=PortSort.choices, default=PortSort.INTERFACE)
    name = models.CharField("ad", max_length=64)
    order = models.CharField(max_length=160, editable=False, db_collation="C", default="")
    kind = models.CharField("biçim", max_length=50, blank=True)
    enabled = models.BooleanField("açık", default=True)
    manages = models.BooleanField("yalnız yönetim", default=False)
    mac = models.CharField("MAC adresi", max_length=17, blank=True, db_collation="C")
    vlan = models.ForeignKey(Vlan, models.PROTECT, null=True, blank=True, related_name="ports", verbose_name="VLAN")
    strands = models.PositiveSmallIntegerField("damar", default=1)
    """Of a panel's rear: how many fronts go through it."""
    behind = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="fronts", verbose_name="arkasındaki kapı"
    )
    strand = models.PositiveSmallIntegerField("arkasındaki damar", default=1)
    cable = models.ForeignKey(
        "network.Cable", models.SET_NULL, null=True, blank=True, related_name="ports", verbose_name="kablo"
    )
    end = models.CharField("kablonun ucu", max_length=1, choices=[("A", "A"), ("B", "B")], blank=True)
    description = models.CharField("açıklama", max_length=200, blank=True, db_collation=TURKISH)

    class Meta:
        verbose_name = "kapı"
        verbose_name_plural = "kapılar"
        indexes = [models.Index(fields=["device", "sort", "order", "id"], name="network_port_in_order")]
        constraints = [
            models.UniqueConstraint(fields=["device", "sort", "name"], name="network_port_once_a_device"),
            models.UniqueConstraint(fields=["cable", "end"], name="network_cable_has_two_ends"),
            models.UniqueConstraint(
                fields=["behind", "strand"], name="network_strand_once", condition=Q(behind__isnull=False)
            ),
            models.CheckConstraint(
                condition=Q(cable=None, end="") | Q(cable__isnull=False, end__in=["A", "B"]),
                name="network_port_at_an_end",
            ),
            models.CheckConstraint(condition=Q(behind=None) | Q(sort="front"), name="network_front_has_a_rear"),
        ]

    def __str__(self) -> str:
        return self.name


class CableKind(models.TextChoices):
    CAT5E = "cat5e", "Cat 5e"
    CAT6 = "cat6", "Cat 6"
    CAT6A = "cat6a", "Cat 6A"
    DAC = "dac-passive", "DAC"
    MULTI = "mmf-om4", "Çok kipli fiber (OM4)"
    SINGLE = "smf-os2", "Tek kipli fiber (OS2)"
    POWER = "power", "Güç"
    OTHER = "", "Belirtilmemiş"


class CableStatus(models.TextChoices):
    CONNECTED = "connected", "Takılı"
    PLANNED = "planned", "Planlanan"
    RETIRED = "decommissioning", "Sökülüyor"


@history()
class Cable(Owned):
    """A cable between two ports, its ends A and B."""

    personal: ClassVar[Mapping[str, str]] = KEPT

    kind = models.CharField("tür", max_length=16, choices=CableKind.choices, default=CableKind.CAT6, blank=True)
    status = models.CharField("durum", max_length=16, choices=CableStatus.choices, default=CableStatus.CONNECTED)
    label = models.CharField("etiket", max_length=100, blank=True, db_collation=TURKISH)
    color = models.CharField("renk", max_length=6, blank=True)
    metres = models.DecimalField("uzunluk (m)", max_digits=8, decimal_places=2, null=True, blank=True)
    description = models.CharField("açıklama", max_length=200, blank=True, db_collation=TURKISH)
    tags = tags()

    class Meta:
        verbose_name = "kablo"
        verbose_name_plural = "kablolar"
        indexes = [models.Index(fields=["label", "id"], name="network_cable_by_label")]

    def __str__(self) -> str:
        return self.label or f"#{self.pk}"

    @property
    def ends(self) -> list[Port]:
        """The port at A, then the one at B."""
        return sorted(self.ports.all(), key=lambda port: port.end)
