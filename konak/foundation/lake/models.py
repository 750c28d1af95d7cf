"""The index of the lake. What it says can be made anew from the files; where the two differ, somebody touched one."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class State(models.TextChoices):
    """States of a sealed segment. Before them a file of the spool is open or closed (`queries.spooled`)."""

    HASHED = "hashed", "Özetlendi"
    STAMPED = "stamped", "Damgalandı"
    VERIFIED = "verified", "Doğrulandı"
    BROKEN = "broken", "Bozuk"
    EXPIRED = "expired", "Süresi doldu"
    DELETED = "deleted", "Silindi"


class Stamp(models.Model):
    """A token over one manifest. Because manifests are chained it proves every manifest before it too."""

    personal: ClassVar[Mapping[str, str]] = {}

    at = models.DateTimeField("damganın zamanı")
    authority = models.CharField("makam", max_length=200)
    serial = models.CharField("seri no", max_length=80)
    token = models.BinaryField()

    class Meta:
        verbose_name = "zaman damgası"


class Manifest(models.Model):
    """One link of the chain: segments that were sealed, or segments that were lawfully deleted."""

    personal: ClassVar[Mapping[str, str]] = {}

    class Kind(models.TextChoices):
        SEAL = "seal", "Mühür"
        DELETION = "deletion", "Silme"

    number = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.SEAL)
    sha256 = models.CharField(max_length=64, unique=True)
    previous = models.CharField(max_length=64)
    made_at = models.DateTimeField("yazıldığı an")
    stamp = models.ForeignKey(Stamp, models.PROTECT, null=True, related_name="manifests")
    """The first token that covers it."""
    tried_at = models.DateTimeField("damga son istendiğinde", null=True)
    trouble = models.CharField("neden damgalanmadı", max_length=300, blank=True)

    class Meta:
        verbose_name = "bildirge"
        verbose_name_plural = "bildirgeler"
        indexes = [models.Index(fields=["number"], name="lake_unstamped", condition=Q(stamp=None))]


class Segment(models.Model):
    """Lines of one set that arrived on one day, sealed together."""

    personal: ClassVar[Mapping[str, str]] = {}

    name = models.CharField(max_length=80, unique=True)
    code = models.CharField("küme", max_length=30)
    day = models.DateField("geldiği gün")
    spool = models.CharField(max_length=60)
    state = models.CharField("durum", max_length=8, choices=State.choices, default=State.HASHED)
    manifest = models.ForeignKey(Manifest, models.PROTECT, related_name="segments")
    lines = models.BigIntegerField("satır")
    late = models.BigIntegerField("geç gelen")
    unread = models.BigIntegerField("çözülemeyen")
    bytes = models.BigIntegerField("ham boyut")
    stored = models.BigIntegerField("diskteki boyut")
    first = models.DateTimeField("ilk olay", null=True)
    last = models.DateTimeField("son olay", null=True)
    root = models.CharField("ağaç kökü", max_length=64)
    facts = models.JSONField()
    """The entry of the manifest, word for word."""
    verified_at = models.DateTimeField("son doğrulama", null=True)
    deletion = models.ForeignKey(Manifest, models.PROTECT, null=True, related_name="deleted")

    class Meta:
        verbose_name = "parça"
        verbose_name_plural = "parçalar"
        indexes = [
            models.Index(fields=["code", "last", "first"], name="lake_segment_time"),
            models.Index(fields=["code", "day"], name="lake_segment_day"),
            models.Index(fields=["spool"], name="lake_segment_spool"),
        ]


class Retention(models.Model):
    """How many days a set is kept here, where it differs from what its app proposes."""

    personal: ClassVar[Mapping[str, str]] = {"changed_by": "identity"}

    code = models.CharField(primary_key=True, max_length=30)
    days = models.PositiveIntegerField("gün")
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "saklama süresi"


class Check(models.Model):
    """One walk over the lake: when, how much, what was found."""

    personal: ClassVar[Mapping[str, str]] = {}

    begun_at = models.DateTimeField("başladı", auto_now_add=True)
    ended_at = models.DateTimeField("bitti", null=True)
    segments = models.BigIntegerField("parça", default=0)
    bytes = models.BigIntegerField("boyut", default=0)
    findings = models.JSONField("bulunanlar", default=list)

    class Meta:
        verbose_name = "göl doğrulaması"
        verbose_name_plural = "göl doğrulamaları"

    @property
    def whole(self) -> bool:
        return self.ended_at is not None and not self.findings
