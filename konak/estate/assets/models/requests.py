"""Taşınır İstek Belgesi (Örnek 7): what a unit asks of a warehouse."""

from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.people.models import User

from .. import access
from ..lifecycle import ASKED
from .catalogue import Item
from .ledger import Receipt
from .places import Warehouse


@history()
class StockRequest(CaseRecord):
    """Asked by anybody, found right by a superior of the unit, met by the registrar of the warehouse."""

    lifecycle = ASKED
    series = "IB"
    view = access.VIEW
    card = "assets/_request_card.html"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "asked": "wait",
        "granted": "open",
        "given": "done",
        "refused": "closed",
        "withdrawn": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {"why": "free_text", "answer": "free_text", "granted_by": "identity"}

    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="+", verbose_name="ambar")
    why = models.CharField("gerekçe", max_length=500, blank=True)
    answer = models.CharField("karar gerekçesi", max_length=500, blank=True)
    granted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="uygun gören")
    receipt = models.ForeignKey(Receipt, models.PROTECT, null=True, related_name="+", verbose_name="çıkış fişi")

    class Meta:
        verbose_name = "taşınır isteği"
        verbose_name_plural = "taşınır istekleri"

    def __str__(self) -> str:
        return str(self.case)

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")


class RequestLine(models.Model):
    personal: ClassVar[Mapping[str, str]] = {}

    request = models.ForeignKey(StockRequest, models.PROTECT, related_name="lines")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+", verbose_name="taşınır kodu")
    quantity = models.DecimalField("istenen", max_digits=14, decimal_places=3)
    given = models.DecimalField("verilen", max_digits=14, decimal_places=3, default=Decimal(0))

    class Meta:
        verbose_name = "istek satırı"
        constraints = [
            models.UniqueConstraint(fields=["request", "item"], name="item_once_in_a_request"),
            models.CheckConstraint(condition=Q(quantity__gt=0, given__gte=0), name="request_asks_for_something"),
        ]
