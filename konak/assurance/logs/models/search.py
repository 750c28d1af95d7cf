"""Who searched the logs, for what, and what was found. The lines themselves lie in the lake."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models

from konak.foundation.people.models import TURKISH, Appointment


class Kind(models.TextChoices):
    WHO = "who", "IP ve zaman"
    TRACE = "trace", "Kişi, MAC ya da IP'nin kayıtları"
    FREE = "free", "Serbest arama"
    EXPLORE = "explore", "Süzme ve sayma"
    TAIL = "tail", "Canlı izleme"


class Search(models.Model):
    """One look into the logs. Written before the answer is shown, told to the trail, and sealed in the lake."""

    personal: ClassVar[Mapping[str, str]] = {"user": "identity", "asked": "identity", "purpose": "free_text"}

    at = models.DateTimeField("zaman", auto_now_add=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="arayan")
    seat = models.ForeignKey(Appointment, models.PROTECT, null=True, related_name="+", verbose_name="makamı")
    kind = models.CharField("tür", max_length=8, choices=Kind.choices)
    purpose = models.CharField("amaç", max_length=300, db_collation=TURKISH)
    request = models.CharField("iz kaydı isteği", max_length=40, blank=True)
    asked = models.JSONField("sorulan")
    found = models.PositiveIntegerField("bulunan satır", default=0)
    masked = models.BooleanField("maskeli", default=False)
    packed_sha256 = models.CharField("çıkarılan paketin özeti", max_length=64, blank=True)
    packed_at = models.DateTimeField("paketin çıkarıldığı an", null=True)

    class Meta:
        verbose_name = "log araması"
        verbose_name_plural = "log aramaları"
        indexes = [models.Index(fields=["-id"], name="logs_search_newest")]


class Archived(models.Model):
    """How far a store of the house was carried into the lake."""

    personal: ClassVar[Mapping[str, str]] = {}

    name = models.CharField(primary_key=True, max_length=30)
    upto = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = "göle taşınan"
