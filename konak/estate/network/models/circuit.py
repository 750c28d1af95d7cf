"""Lines that others run for us or that we run ourselves: what they carry, what was promised, how they were tested."""

from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Appointment, Owned, Unit

from .gear import Site
from .space import Vlan, tags


class CircuitKind(models.TextChoices):
    FIBRE = "fibre", "Fiber (kendi)"
    LEASED = "leased", "Kiralık devre"
    METRO = "metro", "Metro Ethernet"
    MPLS = "mpls", "MPLS VPN"
    INTERNET = "internet", "İnternet"
    DSL = "dsl", "xDSL"
    MOBILE = "mobile", "Mobil (4.5G/5G)"
    RADIO = "radio", "Radyo bağlantısı"
    SATELLITE = "satellite", "Uydu"


class CircuitStatus(models.TextChoices):
    PLANNED = "planned", "Planlanan"
    ORDERED = "ordered", "Başvuruldu"
    ACTIVE = "active", "Kullanımda"
    DOWN = "down", "Arızalı"
    ENDED = "ended", "Kapatıldı"


@history()
class Circuit(Owned):
    """A line between two places, or from one to the outside. `number` is what its operator calls it."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity", "description": "free_text"}

    number = models.CharField("devre no", max_length=60, db_collation="C")
    provider = models.CharField("işletmeci", max_length=120, db_collation=TURKISH)
    kind = models.CharField("tür", max_length=10, choices=CircuitKind.choices)
    status = models.CharField("durum", max_length=8, choices=CircuitStatus.choices, default=CircuitStatus.ACTIVE)
    site = models.ForeignKey(Site, models.PROTECT, related_name="circuits", verbose_name="yerleşke")
    far = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="far_circuits", verbose_name="karşı uç"
    )
    serves = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kullanan birim"
    )
    vlan = models.ForeignKey(
        Vlan, models.PROTECT, null=True, blank=True, related_name="circuits", verbose_name="VLAN"
    )
    backs_up = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="backups", verbose_name="yedeklediği hat"
    )
    down_kbps = models.PositiveIntegerField("indirme (kbit/s)", default=0)
    up_kbps = models.PositiveIntegerField("gönderme (kbit/s)", default=0)
    promised = models.DecimalField(
        "taahhüt edilen süreklilik (%)", max_digits=6, decimal_places=3, null=True, blank=True,
        validators=[MinValueValidator(Decimal(50)), MaxValueValidator(Decimal(100))],
    )  # fmt: skip
    monthly = models.DecimalField(
        "aylık bedel (₺)",
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    contract = models.CharField("sözleşme", max_length=120, blank=True, db_collation=TURKISH)
    since = models.DateField("açılış", null=True, blank=True)
    until = models.DateField("sözleşme bitişi", null=True, blank=True)
    description = models.CharField("açıklama", max_length=200, blank=True, db_collation=TURKISH)
    tags = tags()

    class Meta:
        verbose_name = "hat"
        verbose_name_plural = "hatlar"
        constraints = [
            models.UniqueConstraint(fields=["provider", "number"], name="circuit_once_at_its_provider"),
            models.CheckConstraint(condition=Q(far=None) | ~Q(far=F("site")), name="circuit_between_two_places"),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")), name="circuit_term"
            ),
        ]
        indexes = [
            models.Index(fields=["until"], name="circuit_ends", condition=~Q(status="ended") & Q(until__isnull=False))
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.number}"

    @property
    def speed(self) -> str:
        """As people write it: "100/20 Mbit/s", "512 kbit/s"."""

        def one(kbps: int) -> str:
            return f"{kbps / 1000:g}".replace(".", ",") if kbps >= 1000 else str(kbps)

        if not self.down_kbps:
            return ""
        unit = "Mbit/s" if self.down_kbps >= 1000 else "kbit/s"
        same = self.up_kbps in {0, self.down_kbps} or (self.up_kbps >= 1000) != (self.down_kbps >= 1000)
        return f"{one(self.down_kbps)} {unit}" if same else f"{one(self.down_kbps)}/{one(self.up_kbps)} {unit}"


class TestKind(models.TextChoices):
    INSTALLED = "installed", "Kurulum sonrası"
    PERIODIC = "periodic", "Dönemsel"
    REPAIRED = "repaired", "Onarım sonrası"
    FAILOVER = "failover", "Yedeğe geçiş"


class CircuitTest(models.Model):
    """A test of a line and what was measured; it is never changed, a wrong one is tested again."""

    personal: ClassVar[Mapping[str, str]] = {"by": "identity", "note": "free_text"}

    circuit = models.ForeignKey(Circuit, models.PROTECT, related_name="tests", verbose_name="hat")
    kind = models.CharField("sınama", max_length=9, choices=TestKind.choices)
    done_on = models.DateField("gün")
    passed = models.BooleanField("geçti")
    down_kbps = models.PositiveIntegerField("ölçülen indirme (kbit/s)", null=True, blank=True)
    up_kbps = models.PositiveIntegerField("ölçülen gönderme (kbit/s)", null=True, blank=True)
    latency_ms = models.DecimalField("gecikme (ms)", max_digits=8, decimal_places=2, null=True, blank=True)
    loss = models.DecimalField("kayıp (%)", max_digits=5, decimal_places=2, null=True, blank=True)
    switched_seconds = models.PositiveIntegerField("geçiş süresi (sn)", null=True, blank=True)
    note = models.CharField("açıklama", max_length=400, blank=True, db_collation=TURKISH)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="sınayan"
    )
    seat = models.ForeignKey(Appointment, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("kayıt", auto_now_add=True)

    class Meta:
        verbose_name = "hat sınaması"
        verbose_name_plural = "hat sınamaları"
        indexes = [models.Index(fields=["circuit", "-done_on", "-id"], name="circuit_test_newest")]
