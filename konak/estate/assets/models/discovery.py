"""What inventory agents report: devices seen, and where they differ from the register."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models

from konak.foundation.people.models import User

from .asset import Asset


class Source(models.TextChoices):
    GLPI = "glpi", "GLPI ajanı (JSON)"
    FUSION = "fusion", "FusionInventory / OCS (XML)"
    CYCLONEDX = "cyclonedx", "CycloneDX"


class Device(models.Model):
    """One device as an agent last reported it; matched with a thing of the register, or unknown to it."""

    personal: ClassVar[Mapping[str, str]] = {"last_user": "identity"}

    key = models.CharField("ajan kimliği", max_length=200, unique=True, db_collation="C")
    source = models.CharField("kaynak", max_length=10, choices=Source.choices)
    asset = models.ForeignKey(Asset, models.PROTECT, null=True, related_name="devices", verbose_name="taşınır")
    hostname = models.CharField("ağdaki adı", max_length=120, blank=True)
    maker = models.CharField("üretici", max_length=120, blank=True)
    model = models.CharField("model", max_length=160, blank=True)
    serial = models.CharField("seri no", max_length=120, blank=True)
    uuid = models.CharField("donanım kimliği", max_length=40, blank=True, db_collation="C")
    macs = models.JSONField("MAC adresleri", default=list)
    kind = models.CharField("cihaz türü", max_length=40, blank=True)
    system = models.CharField("işletim sistemi", max_length=120, blank=True)
    last_user = models.CharField("son oturum", max_length=80, blank=True)
    facts = models.JSONField("bildirilenler", default=dict)
    first_seen = models.DateTimeField("ilk görülme")
    last_seen = models.DateTimeField("son görülme")
    ignored_why = models.CharField("kayıt dışı bırakma nedeni", max_length=200, blank=True)

    class Meta:
        verbose_name = "görülen cihaz"
        verbose_name_plural = "görülen cihazlar"
        indexes = [models.Index(fields=["asset", "-last_seen"], name="device_of_asset")]

    def __str__(self) -> str:
        return self.hostname or self.key


class Decision(models.TextChoices):
    WAITING = "waiting", "Karar bekliyor"
    TAKEN = "taken", "Bildirilen alındı"
    KEPT = "kept", "Kayıttaki kaldı"


class Difference(models.Model):
    """A locked field of the register that an agent sees otherwise; a person decides."""

    personal: ClassVar[Mapping[str, str]] = {"decided_by": "identity"}

    device = models.ForeignKey(Device, models.CASCADE, related_name="differences")
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="differences")
    field = models.CharField("alan", max_length=24)
    held = models.TextField("kayıttaki", blank=True)
    found = models.TextField("bildirilen", blank=True)
    decision = models.CharField("karar", max_length=8, choices=Decision.choices, default=Decision.WAITING)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "envanter farkı"
        verbose_name_plural = "envanter farkları"
        constraints = [models.UniqueConstraint(fields=["asset", "field", "found"], name="difference_asked_once")]
