"""The counters behind gapless registers."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models


class Series(models.Model):
    """The last number given in one gapless series of one year."""

    personal: ClassVar[Mapping[str, str]] = {}

    key = models.CharField("seri", max_length=12, db_collation="C")
    year = models.PositiveSmallIntegerField("yıl")
    last = models.PositiveBigIntegerField("son sayı")

    class Meta:
        verbose_name = "sayı serisi"
        verbose_name_plural = "sayı serileri"
        constraints = [
            models.UniqueConstraint(fields=["key", "year"], name="one_series_a_year"),
            models.CheckConstraint(condition=models.Q(last__gt=0), name="series_last_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.key}-{self.year}"
