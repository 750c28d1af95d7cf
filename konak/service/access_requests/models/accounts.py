"""Accounts several people or a program use: whose, what for, where the secret lies. Never the secret itself."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Q

from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Owned

from .catalogue import Right


class SecretKind(models.TextChoices):
    SHARED = "shared", "Ortak kullanılan hesap"
    SERVICE = "service", "Servis hesabı"
    ADMIN = "admin", "Yönetici hesabı"
    EMERGENCY = "emergency", "Acil durum hesabı (mühürlü zarf)"


@history()
class SharedAccount(Owned):
    """One account that is nobody's own: its owner answers for it, and looks at it again by a day."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity"}

    name = models.CharField("hesap adı", max_length=120)
    area = models.CharField("sistem", max_length=120, db_collation=TURKISH)
    kind = models.CharField("tür", max_length=10, choices=SecretKind.choices)
    purpose = models.CharField("ne için", max_length=300, db_collation=TURKISH)
    right = models.ForeignKey(
        Right, models.PROTECT, null=True, blank=True, related_name="accounts", verbose_name="karşılık gelen yetki"
    )
    safe = models.CharField("sırrın durduğu kasa", max_length=120, db_collation=TURKISH)
    """The name of the safe and the entry in it; the secret stays there."""
    rotate_days = models.PositiveSmallIntegerField("yenileme sıklığı (gün)", default=180)
    rotated_on = models.DateField("son yenileme", null=True, blank=True)
    review_on = models.DateField("gözden geçirme günü")
    closed_on = models.DateField("kapatılma", null=True, blank=True)

    class Meta:
        verbose_name = "ortak hesap"
        verbose_name_plural = "ortak hesaplar"
        ordering = ["area", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "name"], name="one_account_of_a_name", condition=Q(closed_on=None)
            ),
            models.CheckConstraint(condition=Q(assignee__isnull=False), name="account_has_an_owner"),
            models.CheckConstraint(condition=Q(rotate_days__gte=1), name="account_is_rotated"),
        ]

    def __str__(self) -> str:
        return f"{self.area}: {self.name}"
