"""How much of a consumable has to stand in a warehouse, how long it lasts, and the file that opens then."""

from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.people.models import Owned

from .. import access
from ..lifecycle import ALARM_LIFE


class LevelState(models.TextChoices):
    OUT = "out", "Bitti"
    LOW = "low", "Alım zamanı"
    COMING = "coming", "Alımda"
    SOON = "soon", "Yaklaşıyor"
    ENOUGH = "enough", "Yeterli"


SHORT = (LevelState.OUT, LevelState.LOW)
KINDS = {"out": "late", "low": "late", "coming": "open", "soon": "wait", "enough": "done"}


@history()
class StockLevel(Owned):
    """The levels of one consumable in one warehouse; `assignee` is told when it runs low, else the registrar."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity"}

    warehouse = models.ForeignKey("assets.Warehouse", models.PROTECT, related_name="+", verbose_name="ambar")
    item = models.ForeignKey("assets.Item", models.PROTECT, related_name="+", verbose_name="malzeme")
    minimum = models.DecimalField("en az bulunacak", max_digits=12, decimal_places=3)
    reorder_point = models.DecimalField("sipariş noktası", max_digits=12, decimal_places=3, null=True, blank=True)
    """Empty: counted from consumption and lead time."""
    target = models.DecimalField("alımdan sonra bulunacak", max_digits=12, decimal_places=3, null=True, blank=True)
    tender_days = models.PositiveSmallIntegerField("alım süreci (gün)", default=30)
    delivery_days = models.PositiveSmallIntegerField("teslim süresi (gün)", default=15)
    price = models.DecimalField("yaklaşık birim bedel", max_digits=14, decimal_places=2, default=Decimal(0))
    note = models.CharField("not", max_length=300, blank=True)
    quiet_until = models.DateField("uyarı açılmayacak son gün", null=True, blank=True)
    ended_on = models.DateField("bitiş", null=True, blank=True)
    folded = models.TextField(default="", editable=False)

    class Meta:
        verbose_name = "stok düzeyi"
        verbose_name_plural = "stok düzeyleri"
        constraints = [
            models.UniqueConstraint(fields=["warehouse", "item"], name="supplies_level_once"),
            models.CheckConstraint(condition=Q(minimum__gte=0, price__gte=0), name="supplies_level_not_negative"),
            models.CheckConstraint(
                condition=Q(reorder_point=None) | Q(reorder_point__gte=models.F("minimum")),
                name="supplies_point_not_under_minimum",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item.name} · {self.warehouse.name}"

    @property
    def lead_days(self) -> int:
        return self.tender_days + self.delivery_days

    @property
    def short(self) -> bool:
        return hasattr(self, "outlook") and self.outlook.state in SHORT


class Outlook(models.Model):
    """What is known about a level today; written anew whenever something moves and every night."""

    personal: ClassVar[Mapping[str, str]] = {}

    level = models.OneToOneField(StockLevel, models.CASCADE, primary_key=True, related_name="outlook")
    state = models.CharField("durum", max_length=8, choices=LevelState.choices, default=LevelState.ENOUGH)
    on_hand = models.DecimalField("mevcut", max_digits=14, decimal_places=3, default=Decimal(0))
    coming = models.DecimalField("alımda", max_digits=14, decimal_places=3, default=Decimal(0))
    monthly = models.DecimalField("aylık tüketim", max_digits=14, decimal_places=2, default=Decimal(0))
    point = models.DecimalField("sipariş noktası", max_digits=14, decimal_places=3, default=Decimal(0))
    due_parts = models.PositiveIntegerField("ömrü dolan parça", default=0)
    cover_days = models.PositiveIntegerField("kaç gün yeter", null=True)
    run_out_on = models.DateField("bitme günü", null=True)
    order_by = models.DateField("alıma başlama günü", null=True)
    propose = models.DecimalField("önerilen alım", max_digits=14, decimal_places=3, default=Decimal(0))
    at = models.DateTimeField("hesaplanma", auto_now=True)

    class Meta:
        verbose_name = "stok görünümü"
        verbose_name_plural = "stok görünümleri"

    @property
    def state_kind(self) -> str:
        return KINDS[self.state]


@history()
class StockAlarm(CaseRecord):
    """Opened once when a level comes to its reorder point; while it is open, nobody is told again."""

    lifecycle = ALARM_LIFE
    series = "SU"
    view = access.VIEW
    card = "supplies/_alarm_card.html"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "open": "late",
        "ordered": "wait",
        "recovered": "done",
        "dismissed": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {"why": "free_text"}

    level = models.ForeignKey(StockLevel, models.PROTECT, related_name="alarms", verbose_name="stok düzeyi")
    on_hand = models.DecimalField("uyarıdaki stok", max_digits=14, decimal_places=3)
    point = models.DecimalField("sipariş noktası", max_digits=14, decimal_places=3)
    order_by = models.DateField("alıma başlama günü", null=True)
    why = models.CharField("gerekçe", max_length=500, blank=True)
    is_open = models.BooleanField(default=True, editable=False)

    class Meta:
        verbose_name = "stok uyarısı"
        verbose_name_plural = "stok uyarıları"
        constraints = [
            models.UniqueConstraint(fields=["level"], name="supplies_one_open_alarm", condition=Q(is_open=True))
        ]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")
