"""The list of what has to be bought, from its draft until the goods stand in the warehouse."""

from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history

from .. import access
from ..lifecycle import PROPOSAL_LIFE
from .level import StockLevel


@history()
class Proposal(CaseRecord):
    """Alım önerisi: what procurement will buy when the head agrees; met by what the warehouse receives."""

    lifecycle = PROPOSAL_LIFE
    series = "AO"
    view = access.VIEW
    card = "supplies/_proposal_card.html"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "draft": "open",
        "submitted": "wait",
        "approved": "open",
        "met": "done",
        "dropped": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {"why": "free_text", "answer": "free_text"}

    why = models.CharField("gerekçe", max_length=1_000, blank=True)
    answer = models.CharField("karar notu", max_length=500, blank=True)
    approved_on = models.DateField("karar günü", null=True, blank=True)

    class Meta:
        verbose_name = "alım önerisi"
        verbose_name_plural = "alım önerileri"

    def __str__(self) -> str:
        return str(self.case)

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")


@history()
class ProposalLine(models.Model):
    """How much of what, and how it stood when it was proposed."""

    personal: ClassVar[Mapping[str, str]] = {}

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="lines")
    level = models.ForeignKey(StockLevel, models.PROTECT, related_name="proposed", verbose_name="malzeme")
    quantity = models.DecimalField("miktar", max_digits=12, decimal_places=3)
    price = models.DecimalField("yaklaşık birim bedel", max_digits=14, decimal_places=2, default=Decimal(0))
    stock_then = models.DecimalField("o günkü stok", max_digits=14, decimal_places=3, default=Decimal(0))
    monthly_then = models.DecimalField("o günkü aylık tüketim", max_digits=14, decimal_places=2, default=Decimal(0))
    received = models.DecimalField("gelen", max_digits=12, decimal_places=3, default=Decimal(0))

    class Meta:
        verbose_name = "öneri satırı"
        verbose_name_plural = "öneri satırları"
        constraints = [
            models.UniqueConstraint(fields=["proposal", "level"], name="supplies_level_once_in_a_proposal"),
            models.CheckConstraint(condition=Q(quantity__gt=0, received__gte=0), name="supplies_proposes_something"),
        ]

    @property
    def amount(self) -> Decimal:
        return (self.quantity * self.price).quantize(Decimal("0.01"))

    @property
    def missing(self) -> Decimal:
        return max(Decimal(0), self.quantity - self.received)


class Delivered(models.Model):
    """Which receipt met how much of which line; a receipt counts once however often it is told."""

    personal: ClassVar[Mapping[str, str]] = {}

    line = models.ForeignKey(ProposalLine, models.CASCADE, related_name="deliveries")
    receipt = models.CharField("fiş dosyası", max_length=24, db_collation="C")
    quantity = models.DecimalField("gelen", max_digits=12, decimal_places=3)

    class Meta:
        verbose_name = "öneriye gelen"
        verbose_name_plural = "öneriye gelenler"
        constraints = [models.UniqueConstraint(fields=["line", "receipt"], name="supplies_receipt_once_a_line")]
