"""Which set of the lake is open to which seat, and which of its segments may not be deleted yet."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Unit
from konak.foundation.people.positions import Position


@history()
class SetRight(models.Model):
    """A set opened or closed to a position, everywhere or in one unit. What no row and no default opens is closed."""

    personal: ClassVar[Mapping[str, str]] = {"changed_by": "identity"}

    code = models.CharField("küme", max_length=20)
    position = models.CharField("unvan", max_length=30, choices=Position.choices)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="yalnız bu birimde"
    )
    allowed = models.BooleanField("açık")
    why = models.CharField("gerekçe", max_length=300, db_collation=TURKISH)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="yazan")

    class Meta:
        verbose_name = "log kümesi erişimi"
        verbose_name_plural = "log kümesi erişimleri"
        constraints = [
            models.UniqueConstraint(
                fields=["code", "position", "unit"], name="log_set_right_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        where = f", {self.unit}" if self.unit_id else ""
        return f"{self.code}: {self.get_position_display()}{where}"


@history()
class Hold(models.Model):
    """Lines of these days are asked for by an authority: they stay after their term until the hold is lifted."""

    personal: ClassVar[Mapping[str, str]] = {
        "why": "free_text", "lift_note": "free_text", "made_by": "identity", "lifted_by": "identity",
    }  # fmt: skip

    code = models.CharField("küme", max_length=20, blank=True)
    """Empty: every set."""
    since = models.DateField("ilk gün")
    until = models.DateField("son gün")
    why = models.CharField("gerekçe", max_length=300, db_collation=TURKISH)
    request = models.CharField("iz kaydı isteği", max_length=40, blank=True)
    made_at = models.DateTimeField("konduğu an", auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="koyan")
    lifted_at = models.DateTimeField("kaldırıldığı an", null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kaldıran"
    )
    lift_note = models.CharField("kaldırma gerekçesi", max_length=300, blank=True, db_collation=TURKISH)

    class Meta:
        verbose_name = "silme bekletmesi"
        verbose_name_plural = "silme bekletmeleri"
        constraints = [models.CheckConstraint(condition=Q(until__gte=F("since")), name="log_hold_runs_forward")]

    def __str__(self) -> str:
        return f"{self.since:%d.%m.%Y} – {self.until:%d.%m.%Y} bekletmesi"
