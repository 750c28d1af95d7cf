"""Address space: routing tables, aggregates, prefixes, ranges, VLANs, single addresses."""

import ipaddress
from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GistIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce

from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Owned

from .fields import HostField, NetworkField

SPACE = Coalesce(F("vrf"), Value(0), output_field=models.BigIntegerField())
"""The routing table as a number, 0 for the one that has no row: an address is unique within it."""


def tags() -> "ArrayField[list[str], list[str]]":
    return ArrayField(models.CharField(max_length=50), verbose_name="etiketler", default=list, blank=True)


@history()
class Vrf(Owned):
    """A routing table of its own: the same network may stand in two of them."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity", "description": "free_text"}

    name = models.CharField("ad", max_length=100, unique=True, db_collation=TURKISH)
    rd = models.CharField("yönlendirme ayırıcısı (RD)", max_length=21, blank=True)
    description = models.CharField("açıklama", max_length=200, blank=True, db_collation=TURKISH)
    tags = tags()

    class Meta:
        verbose_name = "VRF"
        verbose_name_plural = "VRF'ler"
        constraints = [models.UniqueConstraint(fields=["rd"], name="network_rd_once", condition=~Q(rd=""))]

    def __str__(self) -> str:
        return self.name


@history()
class Aggregate(Owned):
    """The outermost blocks: what a registry gave, or what a standard leaves to everybody. They never overlap."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity", "description": "free_text"}

    network = NetworkField("blok")
    source = models.CharField("veren", max_length=60, db_collation=TURKISH)
    given_on = models.DateField("veriliş", null=True, blank=True)
    description = models.CharField("açıklama", max_length=200, blank=True, db_collation=TURKISH)
    tags = tags()

    class Meta:
        verbose_name = "adres bloğu"
        verbose_name_plural = "adres blokları"
        constraints = [
            ExclusionConstraint(
                name="network_aggregates_apart", expressions=[(OpClass("network", name="inet_ops"), "&&")]
            ),
            models.CheckConstraint(
                condition=Q(network=Func(F("network"), function="network")), name="network_aggregate_is_network"
            ),
        ]

    def __str__(self) -> str:
        return str(self.network)


@history()
class VlanGroup(Owned):
    """A domain within which a VLAN number means one thing: a campus, a backbone."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity", "description": "free_text"}

    name = models.CharField("ad", max_length=100, unique=True, db_collation=TURKISH)
    slug = models.SlugField("kısa ad", max_length=100, unique=True)
    first = models.PositiveSmallIntegerField("ilk numara", default=1)
    last = models.PositiveSmallIntegerField("son numara", default=4094)
    description = models.CharField("açıklama", max_length=200, blank=True, db_collation=TURKISH)
    tags = tags()

    class Meta:
        verbose_name = "VLAN grubu"
        verbose_name_plural = "VLAN grupları"
        constraints = [
            models.CheckConstraint(
                condition=Q(first__gte=1, last__lte=4094, last__gte=F("first")), name="network_vlan_group_span"
            )
        ]

    def __str__(self) -> str:
        return self.name


class VlanStatus(models.TextChoices):
    ACTIVE = "active", "Kullanımda"
    RESERVED = "reserved", "Ayrılmış"
    DEPRECATED = "deprecated", "Bırakılıyor"


@history()
class Vlan(Owned):
    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity", "description": "free_text"}

    group = models.ForeignKey(
        VlanGroup, models.PROTECT, null=True, blank=True, related_name="vlans", verbose_name="grup"
    )
    vid = models.PositiveSmallIntegerField("numara")
    name = models.CharField("ad", max_length=64, db_collation=TURKISH)
    status = models.CharField("durum", max_length=12, choices=VlanStatus.choices, default=VlanStatus.ACTIVE)
    description = models.CharField("açıklama", max_length=200, blank=True, db_collation=TURKISH)
    tags = tags()

    class Meta:
        verbose_name = "VLAN"
        verbose_name_plural = "VLAN'lar"
        constraints = [
            models.UniqueConstraint(fields=["group", "vid"], name="network_vid_once_a_group"),
            models.CheckConstraint(condition=Q(vid__range=(1, 4094)), name="network_vid_is_vid"),
        ]
        indexes = [models.Index(fields=["vid", "id"], name="network_vlan_by_vid")]

    def __str__(self) -> str:
        return f"{self.name} ({self.vid})"


class PrefixStatus(models.TextChoices):
    CONTAINER = "container", "Kapsayan"
    ACTIVE = "active", "Kullanımda"
    RESERVED = "reserved", "Ayrılmış"
    DEPRECATED = "deprecated", "Bırakılıyor"


@history(exclude=["parent"])
class Prefix(Owned):
    """A network within a routing table. `parent` is the smallest one around it, kept by the services."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity", "description": "free_text"}

    vrf = models.ForeignKey(Vrf, models.PROTECT, null=True, blank=True, related_name="prefixes", verbose_name="VRF")
    network = NetworkField("ağ")
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="children", verbose_name="içinde bulunduğu ağ"
    )
    status = models.CharField("durum", max_length=12, choices=PrefixStatus.choices, default=PrefixStatus.ACTIVE)
    vlan = models.ForeignKey(
        Vlan, models.PROTECT, null=True, blank=True, related_name="prefixes", verbose_name="VLAN"
    )
    is_pool = models.BooleanField("bütün adresleri verilebilir", default=False)
    description = models.CharField("açıklama", max_length=200, blank=True, db_collation=TURKISH)
    tags = tags()

    class Meta:
        verbose_name = "ağ"
        verbose_name_plural = "ağlar"
        indexes = [
            models.Index(fields=["parent", "network", "id"], name="network_prefix_below"),
            models.Index(fields=["network", "id"], name="network_prefix_in_order"),
        ]
        constraints = [
            ExclusionConstraint(
                name="network_prefix_once",
                expressions=[(SPACE, "="), (OpClass("network", name="inet_ops"), "=")],
            ),
            models.CheckConstraint(
                condition=Q(network=Func(F("network"), function="network")), name="network_prefix_is_network"
            ),
        ]

    def __str__(self) -> str:
        return str(self.network)

    @property
    def net(self) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
        return ipaddress.ip_network(self.network)


class RangeStatus(models.TextChoices):
    ACTIVE = "active", "Kullanımda"
    DHCP = "dhcp", "DHCP dağıtır"
    RESERVED = "reserved", "Ayrılmış"


@history(exclude=["prefix"])
class IpRange(Owned):
    """Addresses from one to another that are not given singly, as the pool of a DHCP server."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity", "description": "free_text"}

    vrf = models.ForeignKey(Vrf, models.PROTECT, null=True, blank=True, related_name="ranges", verbose_name="VRF")
    prefix = models.ForeignKey(
        Prefix, models.SET_NULL, null=True, blank=True, related_name="ranges", verbose_name="ağ"
    )
    first = HostField("ilk adres")
    last = HostField("son adres")
    size = models.DecimalField("adres sayısı", max_digits=39, decimal_places=0, editable=False)
    status = models.CharField("durum", max_length=12, choices=RangeStatus.choices, default=RangeStatus.DHCP)
    description = models.CharField("açıklama", max_length=200, blank=True, db_collation=TURKISH)
    tags = tags()

    class Meta:
        verbose_name = "adres aralığı"
        verbose_name_plural = "adres aralıkları"
        indexes = [models.Index(fields=["first", "id"], name="network_range_in_order")]
        constraints = [
            ExclusionConstraint(
                name="network_ranges_apart",
                expressions=[
                    (SPACE, "="),
                    (
                        Func(
                            F("first"),
                            F("last"),
                            Value("[]"),
                            function="inetrange",
                            output_field=models.TextField(),
                        ),
                        "&&",
                    ),
                ],
            ),
            models.CheckConstraint(condition=Q(last__gte=F("first"), size__gte=1), name="network_range_runs_forward"),
        ]

    def __str__(self) -> str:
        return f"{self.first} – {self.last}"


class AddressStatus(models.TextChoices):
    ACTIVE = "active", "Kullanımda"
    RESERVED = "reserved", "Ayrılmış"
    DEPRECATED = "deprecated", "Bırakılıyor"
    DHCP = "dhcp", "DHCP'den"


class AddressRole(models.TextChoices):
    """What several devices may hold at once is said so."""

    NONE = "", "Tek cihazın"
    LOOPBACK = "loopback", "Geri döngü"
    VIP = "vip", "Sanal (VIP)"
    VRRP = "vrrp", "VRRP"
    ANYCAST = "anycast", "Anycast"


@history(exclude=["prefix", "seen_at"])
class Address(Owned):
    """One address: what it is for, on which movable, used by whom, until when."""

    owners: ClassVar[tuple[str, ...]] = ("assignee", "user")
    personal: ClassVar[Mapping[str, str]] = {
        "assignee": "identity",
        "user": "identity",
        "ip": "work",
        "mac": "work",
        "description": "free_text",
    }

    vrf = models.ForeignKey(Vrf, models.PROTECT, null=True, blank=True, related_name="addresses", verbose_name="VRF")
    prefix = models.ForeignKey(
        Prefix, models.SET_NULL, null=True, blank=True, related_name="addresses", verbose_name="ağ"
    )
    ip = HostField("adres")
    length = models.PositiveSmallIntegerField("ön ek uzunluğu")
    status = models.CharField("durum", max_length=12, choices=AddressStatus.choices, default=AddressStatus.ACTIVE)
    role = models.CharField("paylaşım", max_length=8, choices=AddressRole.choices, blank=True)
    dns_name = models.CharField("DNS adı", max_length=255, blank=True, db_collation="C")
    mac = models.CharField("MAC adresi", max_length=17, blank=True, db_collation="C")
    asset = models.ForeignKey(
        "assets.Asset", models.PROTECT, null=True, blank=True, related_name="addresses", verbose_name="taşınır"
    )
    port = models.ForeignKey(
        "network.Port", models.SET_NULL, null=True, blank=True, related_name="addresses", verbose_name="arayüz"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kullanan"
    )
    until = models.DateField("son gün", null=True, blank=True)
    seen_at = models.DateTimeField("son görülme", null=True, blank=True)
    description = models.CharField("açıklama", max_length=200, blank=True, db_collation=TURKISH)
    tags = tags()

    class Meta:
        verbose_name = "IP adresi"
        verbose_name_plural = "IP adresleri"
        indexes = [
            models.Index(fields=["prefix", "ip", "id"], name="network_address_below"),
            models.Index(fields=["ip", "id"], name="network_address_in_order"),
            models.Index(fields=["dns_name"], name="network_address_by_name", condition=~Q(dns_name="")),
            models.Index(fields=["mac"], name="network_address_by_mac", condition=~Q(mac="")),
            models.Index(fields=["until"], name="network_address_ending", condition=Q(until__isnull=False)),
            GistIndex(OpClass("ip", name="inet_ops"), name="network_address_in_space"),
        ]
        constraints = [
            ExclusionConstraint(
                name="network_address_once",
                expressions=[(SPACE, "="), (OpClass("ip", name="inet_ops"), "=")],
                condition=Q(role__in=["", "loopback"]),
            ),
            models.CheckConstraint(condition=Q(length__lte=128), name="network_address_length"),
        ]

    def __str__(self) -> str:
        return str(self.ip)

    @property
    def written(self) -> str:
        """With the length of its network, "10.20.0.1/24"."""
        return f"{self.ip}/{self.length}"
