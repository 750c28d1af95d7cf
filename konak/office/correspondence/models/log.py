"""Who opened what, and the sealed report of each day."""

from collections.abc import Mapping
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models

from konak.foundation.cases.models import Case
from konak.foundation.files.models import StoredFile
from konak.foundation.people.models import Appointment


class Shown(models.TextChoices):
    PAGE = "page", "Sayfası"
    FILE = "file", "Evrakın kendisi"
    ANNEX = "annex", "Eki"
    PRINT = "print", "Basılı nüsha"
    PACKAGE = "package", "Paketi"
    API = "api", "API"


class Reading(models.Model):
    """That somebody opened a document. Written by the door, changed by nobody."""

    personal: ClassVar[Mapping[str, str]] = {"user": "identity"}

    case = models.ForeignKey(Case, models.PROTECT, related_name="+", verbose_name="evrak")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="okuyan")
    seat = models.ForeignKey(Appointment, models.SET_NULL, null=True, related_name="+", verbose_name="makamı")
    what = models.CharField("neyi", max_length=8, choices=Shown.choices)
    detail = models.CharField("hangisi", max_length=200, blank=True)
    at = models.DateTimeField("an", auto_now_add=True)

    class Meta:
        verbose_name = "okuma"
        verbose_name_plural = "okumalar"
        indexes = [
            models.Index(fields=["case", "-id"], name="reading_of_case"),
            models.Index(fields=["at"], name="reading_by_time"),
        ]
        triggers = [pgtrigger.Protect(name="reading_stays", operation=pgtrigger.Update | pgtrigger.Delete)]


class DailyReport(models.Model):
    """Günlük rapor: what was added, changed and deleted on a day, stamped by a time-stamp authority (m. 3)."""

    personal: ClassVar[Mapping[str, str]] = {}

    day = models.DateField("gün", unique=True)
    entries = models.PositiveIntegerField("kayıt sayısı")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="rapor")
    sha256 = models.CharField("özet", max_length=64)
    previous = models.CharField("önceki raporun özeti", max_length=64, blank=True)
    stamp = models.BinaryField("zaman damgası", null=True)
    stamped_at = models.DateTimeField("damga zamanı", null=True)
    stamp_fault = models.CharField("damga alınamadı", max_length=300, blank=True)
    made_at = models.DateTimeField("hazırlanış", auto_now_add=True)

    class Meta:
        verbose_name = "günlük rapor"
        verbose_name_plural = "günlük raporlar"
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day:%d.%m.%Y}"
