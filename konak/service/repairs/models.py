"""What a ticket takes out of a warehouse: a part onto the device that is repaired, or another device in its place."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Q

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.people.models import User

from . import access
from .lifecycle import LIFE


class Kind(models.TextChoices):
    PART = "part", "Yedek parça"
    DEVICE = "device", "Cihaz değişimi"


@history()
class PartRequest(CaseRecord):
    """Asked at the desk, met by the registrar; who is both has it at once. The ticket, the device and the receipt
    name each other from then on."""

    lifecycle = LIFE
    series = "PI"
    view = access.VIEW
    card = "repairs/_card.html"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "asked": "wait",
        "given": "done",
        "refused": "late",
        "withdrawn": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {"holder": "identity", "note": "free_text", "answer": "free_text"}

    ticket = models.ForeignKey("desk.Ticket", models.PROTECT, related_name="part_requests", verbose_name="talep")
    kind = models.CharField("türü", max_length=8, choices=Kind.choices)
    asset = models.ForeignKey("assets.Asset", models.PROTECT, related_name="part_requests", verbose_name="cihaz")
    warehouse = models.ForeignKey("assets.Warehouse", models.PROTECT, related_name="+", verbose_name="ambar")
    item = models.ForeignKey("assets.Item", models.PROTECT, null=True, related_name="+", verbose_name="parça")
    quantity = models.DecimalField("miktar", max_digits=12, decimal_places=3, default=1)
    holder = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="cihazı teslim alacak kişi"
    )
    new_asset = models.ForeignKey(
        "assets.Asset", models.PROTECT, null=True, related_name="replaced_in", verbose_name="yerine verilen"
    )
    receipt = models.CharField("fiş dosyası", max_length=24, blank=True, db_collation="C")
    slip = models.CharField("teslim belgesi", max_length=24, blank=True, db_collation="C")
    note = models.CharField("not", max_length=300, blank=True)
    answer = models.CharField("ambarın notu", max_length=300, blank=True)

    class Meta:
        verbose_name = "parça isteği"
        verbose_name_plural = "parça istekleri"
        indexes = [models.Index(fields=["new_asset"], name="repairs_by_new", condition=~Q(new_asset=None))]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=Kind.PART, item__isnull=False) | Q(kind=Kind.DEVICE, holder__isnull=False),
                name="repairs_asks_for_something",
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="repairs_asks_for_some"),
        ]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")
