"""Days the administration adds to, or takes from, the calendar of the law."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models

from konak.foundation.db.history import history


class DayKind(models.TextChoices):
    FULL = "full", "Tam gün tatil"
    HALF = "half", "Yarım gün tatil (13.00'ten sonra)"
    WORKING = "working", "Çalışma günü"


@history()
class Holiday(models.Model):
    """One day on which the installation differs from the computed calendar; the row decides for its day.

    Public holidays need no row: they are computed. Rows are for administrative leave (idarî izin) announced year by
    year, for a religious holiday announced otherwise than computed, and for local closures.
    """

    personal: ClassVar[Mapping[str, str]] = {}

    day = models.DateField("gün", primary_key=True)
    name = models.CharField("adı", max_length=120, db_collation="tr-x-icu")
    kind = models.CharField("tür", max_length=8, choices=DayKind.choices, default=DayKind.FULL)
    basis = models.CharField(
        "dayanağı", max_length=200, blank=True, help_text="Genelge ya da karar, tarihi ve sayısı"
    )

    class Meta:
        verbose_name = "tatil günü"
        verbose_name_plural = "tatil günleri"
        ordering = ["day"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=DayKind.values), name="holiday_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d.%m.%Y} {self.name}"
