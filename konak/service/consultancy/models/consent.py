"""The department's consent to what another unit wants to buy or install."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH

from .. import access
from ..lifecycle import CONSENT_LIFE
from .answers import Recheck


class ConsentKind(models.TextChoices):
    PURCHASE = "purchase", "Satın alma"
    INSTALLATION = "installation", "Kurulum"


@history()
class Consent(CaseRecord):
    """What is to be bought or installed, what was found about it, and on what conditions it may be."""

    lifecycle = CONSENT_LIFE
    series = "UY"
    view = access.VIEW
    card = "consultancy/_consent_card.html"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "draft": "open",
        "submitted": "wait",
        "proposed": "wait",
        "granted": "done",
        "conditional": "done",
        "refused": "late",
        "withdrawn": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {
        "why": "free_text",
        "opinion": "free_text",
        "conditions": "free_text",
        "decided_by": "identity",
    }

    kind = models.CharField("tür", max_length=12, choices=ConsentKind.choices, default=ConsentKind.PURCHASE)
    why = models.TextField("gerekçe", max_length=4_000)
    security = models.BooleanField("güvenlik ürünü", default=False)
    opinion = models.TextField("inceleme görüşü", max_length=8_000, blank=True)
    conditions = models.TextField("şartlar", max_length=4_000, blank=True)
    valid_until = models.DateField("geçerlilik", null=True, blank=True)
    checked_at = models.DateTimeField("envanter denetimi", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="karar veren"
    )
    decided_at = models.DateTimeField("karar", null=True, blank=True)
    paper = models.ForeignKey(Recheck, models.PROTECT, null=True, blank=True, related_name="consents")

    class Meta:
        verbose_name = "alım / kurulum uygunluğu"
        verbose_name_plural = "alım ve kurulum uygunlukları"
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at=None) | Q(decided_by__isnull=False, paper__isnull=False),
                name="consent_decided_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")

    @property
    def total(self) -> Decimal:
        return sum((item.amount for item in self.items.all()), Decimal(0))


class ConsentItem(models.Model):
    """One thing; `found` is what stock, inventory and catalogue said about it on the day it was checked."""

    personal: ClassVar[Mapping[str, str]] = {}

    consent = models.ForeignKey(Consent, models.CASCADE, related_name="items")
    name = models.CharField("ad", max_length=200, db_collation=TURKISH)
    code = models.CharField("taşınır kodu", max_length=40, blank=True)
    quantity = models.PositiveIntegerField("adet", default=1)
    unit_price = models.DecimalField("tahmini birim fiyat", max_digits=14, decimal_places=2, null=True, blank=True)
    specs = models.TextField("teknik özellikler", max_length=4_000, blank=True)
    found: Any = models.JSONField("bulunan", default=dict, blank=True)

    class Meta:
        verbose_name = "uygunluk kalemi"
        verbose_name_plural = "uygunluk kalemleri"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="consent_item_counts"),
            models.CheckConstraint(condition=Q(unit_price=None) | Q(unit_price__gte=0), name="consent_item_priced"),
        ]

    @property
    def amount(self) -> Decimal:
        return (self.unit_price or Decimal(0)) * self.quantity
