"""What a night saw: what capabilities could show, and how the duties stood."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models

from konak.foundation.people.models import Unit

from .text import Regulation


class CapabilitySnapshot(models.Model):
    """What a capability could show for a unit and those below it at the end of a day."""

    personal: ClassVar[Mapping[str, str]] = {}

    day = models.DateField("gün")
    capability = models.CharField("yetenek", max_length=80)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="birim")
    count = models.PositiveIntegerField("kayıt sayısı", default=0)
    last = models.DateTimeField("son kayıt", null=True)

    class Meta:
        verbose_name = "yetenek anlık görüntüsü"
        verbose_name_plural = "yetenek anlık görüntüleri"
        constraints = [models.UniqueConstraint(fields=["capability", "unit", "day"], name="capability_once_a_night")]


class DutyStanding(models.Model):
    """How many duties of a unit and a text were proved, proved too long ago or not at all at the end of a day."""

    personal: ClassVar[Mapping[str, str]] = {}

    day = models.DateField("gün")
    regulation = models.ForeignKey(Regulation, models.CASCADE, related_name="+", verbose_name="mevzuat")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="birim")
    fresh = models.PositiveIntegerField("kanıtlı", default=0)
    stale = models.PositiveIntegerField("kanıtı eskimiş", default=0)
    missing = models.PositiveIntegerField("kanıt yok", default=0)

    class Meta:
        verbose_name = "görev durumu özeti"
        verbose_name_plural = "görev durumu özetleri"
        constraints = [models.UniqueConstraint(fields=["day", "regulation", "unit"], name="standing_once_a_night")]
