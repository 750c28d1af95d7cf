"""What is promised to others and measured from checks; what providers tell; what discovery finds."""

from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q

from konak.foundation.db.history import history
from konak.foundation.files.models import StoredFile
from konak.foundation.people.models import TURKISH, Owned

from .host import Check, Credential, Host, Part


@history()
class WatchedService(Owned):
    """A service as people know it: down while one of its checks is, or all of them where one is enough."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity", "description": "free_text"}

    name = models.CharField("ad", max_length=120, unique=True, db_collation=TURKISH)
    group = models.CharField("küme", max_length=60, blank=True, db_collation=TURKISH)
    system = models.ForeignKey(
        "systems.InformationSystem", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="bilgi sistemi",
    )  # fmt: skip
    provider = models.CharField("sağlayıcı", max_length=120, blank=True, db_collation=TURKISH)
    target = models.DecimalField("söz verilen (%)", max_digits=6, decimal_places=3, default=Decimal("99.5"))
    one_is_enough = models.BooleanField("biri çalışıyorsa çalışır", default=False)
    public = models.BooleanField("herkese açık durum sayfasında", default=False)
    checks = models.ManyToManyField(Check, blank=True, related_name="services", verbose_name="denetimler")
    description = models.CharField("açıklama", max_length=200, blank=True, db_collation=TURKISH)

    class Meta:
        verbose_name = "izlenen hizmet"
        verbose_name_plural = "izlenen hizmetler"
        constraints = [
            models.CheckConstraint(condition=Q(target__gt=0, target__lte=100), name="service_target_is_a_share")
        ]

    def __str__(self) -> str:
        return self.name


class TrafficLog(models.Model):
    """An MRTG log a provider gave: its numbers lie with the samples, what it proves stands here."""

    personal: ClassVar[Mapping[str, str]] = {}

    service = models.ForeignKey(WatchedService, models.CASCADE, related_name="logs", verbose_name="hizmet")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="dosya")
    part = models.ForeignKey(Part, models.PROTECT, related_name="+", verbose_name="parça")
    read_at = models.DateTimeField("alınış", auto_now_add=True)
    first_at = models.DateTimeField("ilk ölçüm")
    last_at = models.DateTimeField("son ölçüm")
    lines = models.PositiveIntegerField("ölçüm")
    broken = models.PositiveIntegerField("okunamayan", default=0)
    silent = models.PositiveIntegerField("veri olmayan dakika", default=0)
    most_in = models.FloatField("en çok gelen (bit/sn)", default=0)
    most_out = models.FloatField("en çok giden (bit/sn)", default=0)
    p95_in = models.FloatField("gelen %95 (bit/sn)", default=0)
    p95_out = models.FloatField("giden %95 (bit/sn)", default=0)

    class Meta:
        verbose_name = "sağlayıcı trafik kaydı"
        verbose_name_plural = "sağlayıcı trafik kayıtları"
        constraints = [models.UniqueConstraint(fields=["service", "file"], name="traffic_log_once")]


class Sweep(Owned):
    """A look over a subnet: who answers there, and what they say they are."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity"}

    network = models.CharField("ağ", max_length=43)
    credential = models.ForeignKey(Credential, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField("istek", auto_now_add=True)
    started_at = models.DateTimeField("başlangıç", null=True)
    ended_at = models.DateTimeField("bitiş", null=True)
    asked = models.PositiveIntegerField("sorulan", default=0)
    answered = models.PositiveIntegerField("yanıtlayan", default=0)
    failed = models.CharField("neden olmadı", max_length=300, blank=True)

    class Meta:
        verbose_name = "ağ taraması"
        verbose_name_plural = "ağ taramaları"

    def __str__(self) -> str:
        return self.network


class FindState(models.TextChoices):
    NEW = "new", "Yeni"
    WATCHED = "watched", "İzleniyor"
    IGNORED = "ignored", "Yok sayıldı"


class Find(models.Model):
    """Somebody who answered in a sweep."""

    personal: ClassVar[Mapping[str, str]] = {}

    sweep = models.ForeignKey(Sweep, models.CASCADE, related_name="finds", verbose_name="tarama")
    address = models.GenericIPAddressField("adres")
    name = models.CharField("adı", max_length=120, blank=True, db_collation=TURKISH)
    told = models.CharField("kendini tanıtması", max_length=255, blank=True)
    latency = models.FloatField("yanıt (ms)", null=True)
    snmp = models.BooleanField("SNMP konuşuyor", default=False)
    state = models.CharField("durum", max_length=8, choices=FindState.choices, default=FindState.NEW)
    host = models.ForeignKey(Host, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "taramada bulunan"
        verbose_name_plural = "taramada bulunanlar"
        constraints = [models.UniqueConstraint(fields=["sweep", "address"], name="find_once_a_sweep")]
