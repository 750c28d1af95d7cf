"""A work order: one device, what is wrong or due, who does it, what it cost, where it was meanwhile."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH

from .. import access
from ..lifecycle import ORDER_LIFE
from .plan import PlanAsset


def with_days(points: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The points of a list with real days, as pages write them."""
    return [point | {"at": dt.date.fromisoformat(point["at"]) if point.get("at") else None} for point in points]


class OrderKind(models.TextChoices):
    PREVENTIVE = "preventive", "Periyodik bakım"
    FAULT = "fault", "Arıza"


@history()
class WorkOrder(CaseRecord):
    """Preventive maintenance or a fault of one device."""

    lifecycle = ORDER_LIFE
    series = "IE"
    view = access.VIEW
    card = "upkeep/_order_card.html"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "open": "wait",
        "working": "open",
        "away": "wait",
        "done": "done",
        "cancelled": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {"report": "free_text", "done": "free_text", "points": "free_text"}

    kind = models.CharField("tür", max_length=10, choices=OrderKind.choices)
    asset = models.ForeignKey("assets.Asset", models.PROTECT, related_name="upkeep_orders", verbose_name="cihaz")
    due = models.ForeignKey(
        PlanAsset, models.PROTECT, null=True, blank=True, related_name="orders", verbose_name="doğduğu plan"
    )
    is_open = models.BooleanField(default=True, editable=False)
    """Mirrors the cover, so that the database opens one order for a due maintenance."""
    report = models.TextField("bildirilen", max_length=4_000, blank=True)
    points = models.JSONField("yapılacaklar", default=list)
    """[{"text", "by", "at", "note"}]: who ticked which point, and when."""
    cause = models.CharField("neden", max_length=200, blank=True, db_collation=TURKISH)
    done = models.TextField("yapılan", max_length=4_000, blank=True)
    minutes = models.PositiveIntegerField("işçilik (dakika)", default=0)
    labour_cost = models.DecimalField("işçilik bedeli", max_digits=14, decimal_places=2, default=Decimal(0))
    down_since = models.DateTimeField("durduğu an", null=True, blank=True)
    up_at = models.DateTimeField("yeniden çalıştığı an", null=True, blank=True)

    class Meta:
        verbose_name = "iş emri"
        verbose_name_plural = "iş emirleri"
        indexes = [models.Index(fields=["asset", "-case"], name="upkeep_orders_of_asset")]
        constraints = [
            models.UniqueConstraint(
                fields=["due"], name="upkeep_one_open_order_per_due", condition=Q(is_open=True, due__isnull=False)
            ),
            models.CheckConstraint(
                condition=Q(up_at=None) | Q(down_since=None) | Q(up_at__gte=F("down_since")),
                name="upkeep_up_after_down",
            ),
        ]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")

    @property
    def told_points(self) -> list[dict[str, Any]]:
        return with_days(self.points)


class Result(models.TextChoices):
    REPAIRED = "repaired", "Onarıldı"
    REPLACED = "replaced", "Yenisi verildi"
    BEYOND = "beyond", "Onarılamadı"


@history()
class SentOut(models.Model):
    """A device in the hands of a firm, against a receipt: what went with it, when it is expected, how it came "
    "back."""

    personal: ClassVar[Mapping[str, str]] = {"handed_by": "identity", "taken_by": "identity", "contact": "contact"}

    order = models.ForeignKey(WorkOrder, models.PROTECT, related_name="sent")
    receipt = models.CharField("teslim no", max_length=24, unique=True)
    firm = models.CharField("firma", max_length=160, db_collation=TURKISH)
    contact = models.CharField("teslim alan", max_length=160, blank=True, db_collation=TURKISH)
    with_it = models.CharField("yanında verilenler", max_length=300, blank=True)
    warranty = models.BooleanField("garanti kapsamında", default=False)
    handed_on = models.DateField("teslim günü")
    handed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    expected_on = models.DateField("beklenen dönüş")
    returned_on = models.DateField("geldiği gün", null=True, blank=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    result = models.CharField("sonuç", max_length=10, choices=Result.choices, blank=True)
    cost = models.DecimalField("bedel", max_digits=14, decimal_places=2, default=Decimal(0))
    note = models.CharField("not", max_length=500, blank=True)

    class Meta:
        verbose_name = "firmaya teslim"
        verbose_name_plural = "firmaya teslimler"
        constraints = [
            models.UniqueConstraint(fields=["order"], name="upkeep_away_once", condition=Q(returned_on=None)),
            models.CheckConstraint(
                condition=Q(returned_on=None) | Q(returned_on__gte=F("handed_on")), name="upkeep_returns_later"
            ),
            models.CheckConstraint(condition=Q(expected_on__gte=F("handed_on")), name="upkeep_expected_later"),
        ]


class PartUsed(models.Model):
    """A part taken from stock for a work order; the receipt of the warehouse says the rest."""

    personal: ClassVar[Mapping[str, str]] = {"by": "identity"}

    order = models.ForeignKey(WorkOrder, models.PROTECT, related_name="parts")
    item = models.CharField("taşınır kodu", max_length=40)
    name = models.CharField("parça", max_length=200)
    warehouse = models.CharField("ambar", max_length=40)
    quantity = models.DecimalField("miktar", max_digits=14, decimal_places=3)
    amount = models.DecimalField("tutar", max_digits=14, decimal_places=2)
    receipt = models.CharField("TİF", max_length=24)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "kullanılan parça"
        verbose_name_plural = "kullanılan parçalar"
