"""Who was seen behind an address, from when to when: what leases and neighbour tables say, joined as they come."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GistIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q, Value

from konak.foundation.files.models import StoredFile
from konak.foundation.people.models import Unit

from .fields import HostField
from .space import Vrf


class UploadKind(models.TextChoices):
    """The writing of a file."""

    ISC = "isc", "ISC dhcpd.leases"
    KEA = "kea", "Kea kira dosyası (CSV)"
    WINDOWS = "windows", "Windows DHCP dışa aktarımı (CSV)"
    NEIGHBOURS = "neighbours", "Komşu tablosu: ARP, FDB, RADIUS (CSV)"


class Upload(models.Model):
    """A file that was read, and what became of its lines. The same file twice changes nothing."""

    personal: ClassVar[Mapping[str, str]] = {"by": "identity"}

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="birim")
    vrf = models.ForeignKey(Vrf, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="VRF")
    kind = models.CharField("biçim", max_length=12, choices=UploadKind.choices)
    name = models.CharField("dosya", max_length=200)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    at = models.DateTimeField("alınış", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="getiren"
    )
    lines = models.PositiveIntegerField("kayıt", default=0)
    fresh = models.PositiveIntegerField("yeni", default=0)
    joined = models.PositiveIntegerField("uzatılan", default=0)
    known = models.PositiveIntegerField("bilinen", default=0)
    broken = models.PositiveIntegerField("okunamayan", default=0)
    faults = models.JSONField("okunamayan satırlar", default=list, blank=True)

    class Meta:
        verbose_name = "kira dosyası"
        verbose_name_plural = "kira dosyaları"

    def __str__(self) -> str:
        return self.name


class AddressUse(models.Model):
    """One device behind one address without a break, as far as one source tells."""

    personal: ClassVar[Mapping[str, str]] = {
        "ip": "work",
        "mac": "work",
        "host": "work",
        "user": "identity",
        "login": "identity",
    }

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="birim")
    vrf = models.ForeignKey(Vrf, models.PROTECT, null=True, blank=True, related_name="uses", verbose_name="VRF")
    ip = HostField("adres")
    mac = models.CharField("MAC adresi", max_length=17, blank=True, db_collation="C")
    since = models.DateTimeField("başlangıç")
    until = models.DateTimeField("bitiş")
    heard_at = models.DateTimeField("son duyulma")
    """The last moment at which the stay was told to begin or go on; after it, `until` is only what was planned."""
    source = models.CharField("kaynak", max_length=12, choices=UploadKind.choices)
    host = models.CharField("cihazın söylediği ad", max_length=255, blank=True)
    switch = models.CharField("anahtar", max_length=120, blank=True)
    port = models.CharField("kapı", max_length=60, blank=True)
    access_point = models.CharField("erişim noktası", max_length=120, blank=True)
    login = models.CharField("oturum adı", max_length=120, blank=True)
    asset = models.ForeignKey(
        "assets.Asset", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="taşınır"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kişi"
    )
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="uses", verbose_name="dosya")

    class Meta:
        verbose_name = "adres kullanımı"
        verbose_name_plural = "adres kullanımları"
        indexes = [
            models.Index(fields=["ip", "since"], name="network_use_of_ip"),
            models.Index(fields=["mac", "since"], name="network_use_of_mac"),
            models.Index(fields=["-since", "-id"], name="network_use_latest"),
            GistIndex(
                OpClass("ip", name="inet_ops"),
                Func(F("since"), F("until"), Value("[]"), function="tstzrange", output_field=models.TextField()),
                name="network_use_at",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["vrf", "ip", "mac", "login", "source", "since"],
                nulls_distinct=False,
                name="network_use_once",
            ),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="network_use_runs_forward"),
        ]

    def __str__(self) -> str:
        return f"{self.ip} {self.mac}"
