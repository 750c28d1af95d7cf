"""The needs of all units for a year: handed in, merged, priced, approved, compared with what was bought."""

from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Unit

from .. import access
from ..lifecycle import NEED_LIFE


class Urgency(models.TextChoices):
    MUST = "must", "Zorunlu"
    SHOULD = "should", "Gerekli"
    NICE = "nice", "İyi olur"


@history()
class NeedRound(CaseRecord):
    """The plan of one year."""

    lifecycle = NEED_LIFE
    series = "IP"
    view = access.VIEW
    card = "consultancy/_round_card.html"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "collecting": "open",
        "merging": "open",
        "approval": "wait",
        "approved": "done",
        "closed": "closed",
        "dropped": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {"approved_by": "identity", "result": "free_text"}

    year = models.PositiveSmallIntegerField("yıl")
    opens_on = models.DateField("bildirim başlangıcı")
    closes_on = models.DateField("bildirim sonu")
    call = models.TextField("çağrı", max_length=4_000, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="onaylayan"
    )
    approved_at = models.DateTimeField("onay", null=True, blank=True)
    result = models.TextField("yıl sonu değerlendirmesi", max_length=4_000, blank=True)
    is_live = models.BooleanField(default=True, editable=False)
    """Mirrors the cover: one living plan for a unit and a year."""

    class Meta:
        verbose_name = "ihtiyaç planı"
        verbose_name_plural = "ihtiyaç planları"
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="need_window_in_order"),
            models.UniqueConstraint(fields=["year"], name="need_plan_once_a_year", condition=Q(is_live=True)),
        ]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")


class NeedItem(models.Model):
    """What several units asked for under one name, with its price and how many were approved."""

    personal: ClassVar[Mapping[str, str]] = {}

    round = models.ForeignKey(NeedRound, models.CASCADE, related_name="items")
    name = models.CharField("ad", max_length=200, db_collation=TURKISH)
    code = models.CharField("taşınır kodu", max_length=40, blank=True)
    unit_price = models.DecimalField("birim fiyat", max_digits=14, decimal_places=2, null=True, blank=True)
    approved = models.PositiveIntegerField("onaylanan adet", null=True, blank=True)
    note = models.CharField("açıklama", max_length=300, blank=True)

    class Meta:
        verbose_name = "birleştirilmiş ihtiyaç"
        verbose_name_plural = "birleştirilmiş ihtiyaçlar"
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(unit_price=None) | Q(unit_price__gte=0), name="need_item_priced")
        ]

    @property
    def amount(self) -> Decimal:
        return (self.unit_price or Decimal(0)) * (self.approved or 0)


class NeedLine(models.Model):
    """What one unit needs."""

    personal: ClassVar[Mapping[str, str]] = {"by": "identity", "why": "free_text"}

    round = models.ForeignKey(NeedRound, models.CASCADE, related_name="lines")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="birim")
    name = models.CharField("ihtiyaç", max_length=200, db_collation=TURKISH)
    code = models.CharField("taşınır kodu", max_length=40, blank=True)
    quantity = models.PositiveIntegerField("adet", default=1)
    urgency = models.CharField("öncelik", max_length=6, choices=Urgency.choices, default=Urgency.SHOULD)
    why = models.TextField("gerekçe", max_length=1_000)
    item = models.ForeignKey(NeedItem, models.SET_NULL, null=True, blank=True, related_name="lines")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="bildiren")
    at = models.DateTimeField("zaman", auto_now_add=True)

    class Meta:
        verbose_name = "bildirilen ihtiyaç"
        verbose_name_plural = "bildirilen ihtiyaçlar"
        indexes = [models.Index(fields=["round", "unit"], name="need_line_of_unit")]
        constraints = [models.CheckConstraint(condition=Q(quantity__gte=1), name="need_line_counts")]


class NeedPurchase(models.Model):
    """That some of an approved item was bought."""

    personal: ClassVar[Mapping[str, str]] = {"by": "identity"}

    item = models.ForeignKey(NeedItem, models.CASCADE, related_name="purchases")
    on = models.DateField("gün")
    quantity = models.PositiveIntegerField("adet")
    amount = models.DecimalField("tutar", max_digits=14, decimal_places=2)
    document = models.CharField("belge", max_length=120)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "plandan alım"
        verbose_name_plural = "plandan alımlar"
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1, amount__gte=0), name="need_purchase_counts")
        ]
