"""Rights to use software: bought, subscribed, given with a machine, or free; and to whom they are given."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from konak.foundation.db.history import history
from konak.foundation.files.models import StoredFile
from konak.foundation.people.models import TURKISH, Owned, Unit

from .catalogue import Metric, Product
from .inventory import Computer


class EntitlementKind(models.TextChoices):
    PERPETUAL = "perpetual", "Süresiz"
    SUBSCRIPTION = "subscription", "Abonelik"
    OEM = "oem", "Cihazla gelen (OEM)"
    MAINTENANCE = "maintenance", "Bakım ve güncelleme"
    OPEN = "open", "Açık kaynak / ücretsiz"


class Renewal(models.TextChoices):
    UNDECIDED = "undecided", "Karar bekliyor"
    RENEW = "renew", "Yenilenecek"
    REPLACE = "replace", "Başkasıyla değiştirilecek"
    DROP = "drop", "Bırakılacak"


@history()
class Entitlement(Owned):
    """A licence: how many, of what, until when, at what cost, and where its key lies. The key itself is not here."""

    personal: ClassVar[Mapping[str, str]] = {
        "assignee": "identity",
        "decided_by": "identity",
        "note": "free_text",
        "renewal_note": "free_text",
    }

    number = models.CharField("lisans no", max_length=24, unique=True)
    product = models.ForeignKey(Product, models.PROTECT, related_name="entitlements", verbose_name="yazılım")
    kind = models.CharField("tür", max_length=12, choices=EntitlementKind.choices)
    metric = models.CharField("sayım", max_length=8, choices=Metric.choices, default=Metric.DEVICE)
    quantity = models.PositiveIntegerField("adet", null=True, blank=True)
    version = models.CharField("sürüm", max_length=80, blank=True)
    downgrade = models.BooleanField("eski sürümde de kullanılabilir", default=True)
    upgrade_until = models.DateField("yeni sürüm hakkının bittiği gün", null=True, blank=True)
    starts_on = models.DateField("başlangıç")
    ends_on = models.DateField("bitiş", null=True, blank=True)
    cancelled_on = models.DateField("iptal", null=True, blank=True)
    cost = models.DecimalField("bedel", max_digits=14, decimal_places=2, null=True, blank=True)
    supplier = models.CharField("tedarikçi", max_length=160, blank=True, db_collation=TURKISH)
    contract = models.CharField("sözleşme / fatura", max_length=120, blank=True)
    key_place = models.CharField("anahtarın saklandığı yer", max_length=200, blank=True)
    note = models.TextField("açıklama", max_length=2_000, blank=True)
    renewal = models.CharField("yenileme", max_length=10, choices=Renewal.choices, default=Renewal.UNDECIDED)
    renewal_note = models.CharField("yenileme gerekçesi", max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="karar veren"
    )
    decided_on = models.DateField("karar tarihi", null=True, blank=True)

    class Meta:
        verbose_name = "lisans"
        verbose_name_plural = "lisanslar"
        indexes = [models.Index(fields=["ends_on", "id"], name="software_licence_by_end")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="software_licence_ends_later"
            ),
            models.CheckConstraint(
                condition=Q(cost=None) | Q(cost__gte=0), name="software_licence_costs_nothing_less"
            ),
            models.CheckConstraint(
                condition=~Q(kind="subscription") | Q(ends_on__isnull=False), name="software_subscription_ends"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.product}"

    def holds_on(self, day: dt.date) -> bool:
        """Whether it may be used on that day."""
        last = min((one for one in (self.ends_on, self.cancelled_on) if one), default=None)
        return self.starts_on <= day and (last is None or day <= last)

    @property
    def per_year(self) -> Decimal | None:
        """What it costs in a year: the price over its term; None where nothing is paid again."""
        if self.cost is None or self.ends_on is None:
            return None
        days = (self.ends_on - self.starts_on).days + 1
        return (self.cost * 365 / max(days, 1)).quantize(Decimal("0.01")) if days > 366 else self.cost


class Proof(models.Model):
    """A paper that shows the right: invoice, licence letter, certificate."""

    personal: ClassVar[Mapping[str, str]] = {"added_by": "identity"}

    entitlement = models.ForeignKey(Entitlement, models.CASCADE, related_name="proofs")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "lisans belgesi"
        constraints = [models.UniqueConstraint(fields=["entitlement", "file"], name="software_proof_once")]


@history()
class Assignment(models.Model):
    """So many rights of a licence given to one computer, one person or one unit."""

    personal: ClassVar[Mapping[str, str]] = {"user": "identity", "given_by": "identity", "note": "free_text"}

    entitlement = models.ForeignKey(Entitlement, models.PROTECT, related_name="assignments")
    computer = models.ForeignKey(
        Computer, models.PROTECT, null=True, blank=True, related_name="assignments", verbose_name="bilgisayar"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kişi"
    )
    for_unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="birim")
    quantity = models.PositiveIntegerField("adet", default=1)
    since = models.DateField("verildiği gün")
    until = models.DateField("geri alındığı gün", null=True, blank=True)
    note = models.CharField("açıklama", max_length=200, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "lisans ataması"
        verbose_name_plural = "lisans atamaları"
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(computer__isnull=False, user=None, for_unit=None)
                    | Q(computer=None, user__isnull=False, for_unit=None)
                    | Q(computer=None, user=None, for_unit__isnull=False)
                ),
                name="software_assigned_to_one",
            ),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="software_assigns_at_least_one"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="software_assignment_ends_later"
            ),
            models.UniqueConstraint(
                fields=["entitlement", "computer"],
                name="software_once_on_a_computer",
                condition=Q(until=None, computer__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["entitlement", "user"],
                name="software_once_to_a_person",
                condition=Q(until=None, user__isnull=False),
            ),
        ]

    @property
    def target(self) -> str:
        return str(self.computer or self.user or self.for_unit)
