"""Contracts for support and maintenance, what they cover, and the decision whether they go on."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.files.models import StoredFile
from konak.foundation.people.models import TURKISH, Owned

from .. import access
from ..lifecycle import RENEWAL_LIFE


class ContractKind(models.TextChoices):
    SUPPORT = "support", "Destek"
    MAINTENANCE = "maintenance", "Bakım ve onarım"
    WARRANTY = "warranty", "Ek garanti"
    RENT = "rent", "Kiralama"
    SERVICE = "service", "Hizmet"


@history()
class Contract(Owned):
    """Who keeps what working, from when to when, how fast, at what price."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity", "contact": "contact"}

    number = models.CharField("sözleşme no", max_length=24, unique=True)
    title = models.CharField("konusu", max_length=200, db_collation=TURKISH)
    kind = models.CharField("tür", max_length=12, choices=ContractKind.choices)
    supplier = models.CharField("yüklenici", max_length=160, db_collation=TURKISH)
    contact = models.CharField("irtibat", max_length=200, blank=True)
    document = models.CharField("ihale / belge no", max_length=80, blank=True)
    starts_on = models.DateField("başlangıç")
    ends_on = models.DateField("bitiş")
    cost = models.DecimalField("bedel", max_digits=16, decimal_places=2, default=Decimal(0))
    scope = models.TextField("kapsam", max_length=4_000, blank=True)
    answer_hours = models.PositiveSmallIntegerField("müdahale süresi (saat)", null=True, blank=True)
    repair_hours = models.PositiveSmallIntegerField("giderme süresi (saat)", null=True, blank=True)
    sla = models.TextField("hizmet düzeyi", max_length=2_000, blank=True)
    notice_days = models.PositiveSmallIntegerField("bitişten kaç gün önce karar", default=90)
    notice_on = models.DateField("karar günü", editable=False)
    """The day from which the decision is due: so many days before the end."""
    follows = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="next", verbose_name="önceki sözleşme"
    )

    class Meta:
        verbose_name = "sözleşme"
        verbose_name_plural = "sözleşmeler"
        indexes = [models.Index(fields=["ends_on", "id"], name="upkeep_contract_by_end")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="upkeep_contract_ends_later"),
            models.CheckConstraint(condition=Q(cost__gte=0), name="upkeep_contract_costs_nothing_less"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.notice_on = self.ends_on - dt.timedelta(days=self.notice_days)
        super().save(*args, **kwargs)

    @property
    def per_year(self) -> Decimal:
        days = (self.ends_on - self.starts_on).days + 1
        return (self.cost * 365 / days).quantize(Decimal("0.01")) if days > 366 else self.cost

    def holds_on(self, day: dt.date) -> bool:
        return self.starts_on <= day <= self.ends_on


class ContractAsset(models.Model):
    """A device a contract covers."""

    personal: ClassVar[Mapping[str, str]] = {}

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="covered")
    asset = models.ForeignKey("assets.Asset", models.PROTECT, related_name="upkeep_contracts", verbose_name="cihaz")

    class Meta:
        verbose_name = "sözleşmedeki cihaz"
        constraints = [models.UniqueConstraint(fields=["contract", "asset"], name="upkeep_covered_once")]


class ContractFile(models.Model):
    """The contract itself and its annexes."""

    personal: ClassVar[Mapping[str, str]] = {"added_by": "identity"}

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "sözleşme eki"
        constraints = [models.UniqueConstraint(fields=["contract", "file"], name="upkeep_contract_file_once")]


@history()
class ContractRenewal(CaseRecord):
    """The file that opens before a contract ends: is it renewed?"""

    lifecycle = RENEWAL_LIFE
    series = "SZ"
    view = access.VIEW
    card = "upkeep/_renewal_card.html"
    state_kinds: ClassVar[Mapping[str, str]] = {"open": "wait", "renewed": "done", "dropped": "closed"}
    personal: ClassVar[Mapping[str, str]] = {"why": "free_text"}

    contract = models.OneToOneField(Contract, models.PROTECT, related_name="renewal", verbose_name="sözleşme")
    why = models.TextField("gerekçe", max_length=2_000, blank=True)

    class Meta:
        verbose_name = "sözleşme yenileme"
        verbose_name_plural = "sözleşme yenilemeleri"

    def __str__(self) -> str:
        return str(self.case)
