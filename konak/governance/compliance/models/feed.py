"""A calendar address for one person in one seat: whoever knows the secret reads the deadlines, nothing more."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models

from konak.foundation.people.models import TURKISH, Appointment


class Feed(models.Model):
    """The secret stands nowhere, only its SHA-256; lost, it is revoked and made anew."""

    personal: ClassVar[Mapping[str, str]] = {"user": "identity", "name": "free_text"}

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="kişi")
    seat = models.ForeignKey(Appointment, models.PROTECT, related_name="+", verbose_name="makam")
    name = models.CharField("adı", max_length=80, db_collation=TURKISH)
    secret_hash = models.CharField(max_length=64, unique=True)
    whole_unit = models.BooleanField("birimin bütün dönemleri", default=True)
    made_at = models.DateTimeField("oluşturma", auto_now_add=True)
    last_read_at = models.DateTimeField("son okuma", null=True)
    revoked_at = models.DateTimeField("iptal", null=True)

    class Meta:
        verbose_name = "takvim aboneliği"
        verbose_name_plural = "takvim abonelikleri"
        indexes = [models.Index(fields=["user", "-made_at"], name="feed_of_person")]
