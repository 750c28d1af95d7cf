"""The secret address of one's own calendar; it stands nowhere, only its SHA-256."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models


class CalendarKey(models.Model):
    """One address a person; lost, it is made anew and the old one stops."""

    personal: ClassVar[Mapping[str, str]] = {"user": "identity"}

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="kişi")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField("oluşturma")

    class Meta:
        verbose_name = "ziyaret takvimi adresi"
        verbose_name_plural = "ziyaret takvimi adresleri"
