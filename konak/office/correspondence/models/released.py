"""Copies that leave with passages blackened: whose copy, of what, by whom, and for whom."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models

from konak.foundation.cases.models import Case
from konak.foundation.files.models import StoredFile
from konak.foundation.people.models import Appointment


class ReleasedCopy(models.Model):
    """Karartılmış örnek: pages as pictures, so that what is covered is gone."""

    personal: ClassVar[Mapping[str, str]] = {"by": "identity", "why": "free_text", "words": "free_text"}

    case = models.ForeignKey(Case, models.PROTECT, related_name="+", verbose_name="evrak")
    release = models.ForeignKey(
        "disclosures.Release", models.PROTECT, related_name="copies", verbose_name="bilgi verme kaydı"
    )
    source_sha256 = models.CharField("aslının özeti", max_length=64)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="karartılmış örnek")
    words = models.JSONField("karartılan sözler", default=list)
    boxes = models.JSONField("karartılan yerler", default=list)
    covered = models.PositiveIntegerField("karartılan yer sayısı")
    why = models.TextField("neden", max_length=1_000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="karartan")
    seat = models.ForeignKey(Appointment, models.PROTECT, null=True, related_name="+", verbose_name="makamı")
    at = models.DateTimeField("an", auto_now_add=True)

    class Meta:
        verbose_name = "karartılmış örnek"
        ordering = ["-pk"]
