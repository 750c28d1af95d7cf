"""Following lines as they come, and searches somebody keeps to ask them again."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models

from konak.foundation.people.models import TURKISH

from .search import Search


class Tail(models.Model):
    """One sitting in front of the lines that come. It ends by itself when nobody asks for more."""

    personal: ClassVar[Mapping[str, str]] = {"condition": "identity"}

    search = models.OneToOneField(Search, models.PROTECT, primary_key=True, related_name="tail")
    code = models.CharField("küme", max_length=20)
    condition = models.JSONField("süzgeç", default=dict)
    began_at = models.DateTimeField("başladı")
    seen_at = models.DateTimeField("son bakılan an")
    ended_at = models.DateTimeField("bitti", null=True, blank=True)
    shown = models.PositiveIntegerField("gösterilen satır", default=0)
    skipped = models.PositiveIntegerField("atlanan satır", default=0)

    class Meta:
        verbose_name = "canlı izleme"
        verbose_name_plural = "canlı izlemeler"
        indexes = [
            models.Index(fields=["seen_at"], name="logs_tail_open", condition=models.Q(ended_at=None)),
        ]


class SavedSearch(models.Model):
    """A question kept under a name by whoever asks it. The purpose is not kept: each search has its own."""

    personal: ClassVar[Mapping[str, str]] = {"user": "identity", "asked": "identity"}

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="sahibi")
    name = models.CharField("ad", max_length=60, db_collation=TURKISH)
    asked = models.JSONField("soru")

    class Meta:
        verbose_name = "saklanan log araması"
        verbose_name_plural = "saklanan log aramaları"
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="logs_saved_search_once")]

    def __str__(self) -> str:
        return self.name
