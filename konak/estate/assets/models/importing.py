"""A table of things handed in: read, shown with its faults, then taken in wholly or not at all."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models

from konak.foundation.files.models import StoredFile
from konak.foundation.people.models import Owned, User

from .ledger import Receipt
from .places import Warehouse


class ImportState(models.TextChoices):
    READ = "read", "Önizlemede"
    TAKEN = "taken", "İçeri alındı"
    DROPPED = "dropped", "Vazgeçildi"


class AssetImport(Owned):
    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity", "by": "identity", "faults": "free_text"}
    owners: ClassVar[tuple[str, ...]] = ("by",)

    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="+", verbose_name="ambar")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="yükleyen")
    at = models.DateTimeField("yükleme", auto_now_add=True)
    state = models.CharField("durum", max_length=8, choices=ImportState.choices, default=ImportState.READ)
    rows = models.PositiveIntegerField("satır", default=0)
    faulty = models.PositiveIntegerField("hatalı satır", default=0)
    faults = models.JSONField("hatalar", default=list)
    shown = models.JSONField("ilk satırlar", default=list)
    receipt = models.ForeignKey(Receipt, models.PROTECT, null=True, related_name="+", verbose_name="açılış fişi")

    class Meta:
        verbose_name = "taşınır aktarımı"
        verbose_name_plural = "taşınır aktarımları"
