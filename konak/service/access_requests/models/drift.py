"""Where a system and the register differ: rights nobody gave here, and rights given here that are not there."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Q

from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, User

from .catalogue import Right


class DriftKind(models.TextChoices):
    EXTRA = "extra", "Sistemde var, kütükte yok"
    MISSING = "missing", "Kütükte var, sistemde yok"
    UNKNOWN = "unknown", "Hesap kimsenin değil"


class DriftFate(models.TextChoices):
    GONE = "gone", "Kendiliğinden düzeldi"
    REMOVED = "removed", "Sistemden kaldırılıyor"
    TAKEN_IN = "taken_in", "Kütüğe alındı"
    GIVEN_AGAIN = "given_again", "Yeniden açılıyor"
    ENDED = "ended", "Kütükte sona erdirildi"
    LEFT = "left", "Gerekçesiyle bırakıldı"


@history()
class Drift(models.Model):
    """One difference, from the round in which it was first seen to what was done about it."""

    personal: ClassVar[Mapping[str, str]] = {
        "user": "identity",
        "account": "identity",
        "settled_by": "identity",
        "why": "free_text",
    }

    system = models.CharField("sistem", max_length=120, db_collation=TURKISH)
    right = models.ForeignKey(Right, models.PROTECT, related_name="+", verbose_name="yetki")
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kişi")
    account = models.CharField("sistemdeki hesap", max_length=160)
    kind = models.CharField("tür", max_length=8, choices=DriftKind.choices)
    first_seen_at = models.DateTimeField("ilk görülme")
    last_seen_at = models.DateTimeField("son görülme")
    fate = models.CharField("sonuç", max_length=12, choices=DriftFate.choices, blank=True)
    why = models.CharField("gerekçe", max_length=300, blank=True, db_collation=TURKISH)
    settled_at = models.DateTimeField("sonuçlanma", null=True, blank=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="sonuçlandıran")

    class Meta:
        verbose_name = "sapma"
        verbose_name_plural = "sapmalar"
        constraints = [
            models.UniqueConstraint(
                fields=["right", "account", "kind"], name="one_open_drift", condition=Q(settled_at=None)
            ),
            models.CheckConstraint(condition=Q(settled_at=None) | ~Q(fate=""), name="drift_settled_says_how"),
        ]

    def __str__(self) -> str:
        return f"{self.account} · {self.right}"
