"""What a person may do where, since when, until when, by whose hand, and how it ended."""

from collections.abc import Mapping
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from konak.foundation.db.history import history
from konak.foundation.files.models import StoredFile
from konak.foundation.people.models import TURKISH, Owned, User

from .catalogue import Right


class EntitlementState(models.TextChoices):
    ACTIVE = "active", "Yürürlükte"
    ENDED = "ended", "Sona erdi, kaldırılacak"
    REMOVED = "removed", "Kaldırıldı"


class Origin(models.TextChoices):
    REQUEST = "request", "Talep"
    EMERGENCY = "emergency", "Acil erişim"
    TEMPLATE = "template", "Şablon"
    IMPORT = "import", "Aktarım"
    DRIFT = "drift", "Sistemde bulundu"


@history()
class Entitlement(Owned):
    """One right in one person's hands. The unit is that of the person when it was given, the assignee the person."""

    owners: ClassVar[tuple[str, ...]] = ("assignee",)
    personal: ClassVar[Mapping[str, str]] = {
        "assignee": "identity",
        "granted_by": "identity",
        "ended_by": "identity",
        "removed_by": "identity",
        "detail": "free_text",
        "proof": "free_text",
        "end_why": "free_text",
        "end_proof": "free_text",
    }

    right = models.ForeignKey(Right, models.PROTECT, related_name="entitlements", verbose_name="yetki")
    detail = models.CharField("ayrıntı", max_length=300, blank=True, db_collation=TURKISH)
    state = models.CharField("durum", max_length=8, choices=EntitlementState.choices, default=EntitlementState.ACTIVE)
    origin = models.CharField("kaynak", max_length=10, choices=Origin.choices, default=Origin.REQUEST)
    since = models.DateField("başlangıç")
    until = models.DateField("son gün", null=True, blank=True)
    request_number = models.CharField("talep", max_length=24, blank=True)
    granted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="açan")
    """Empty: opened automatically."""
    granted_at = models.DateTimeField("açılış")
    proof = models.CharField("yapılan işlem", max_length=500, blank=True, db_collation=TURKISH)
    proof_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    last_used_on = models.DateField("son kullanım", null=True, blank=True)
    last_reviewed_on = models.DateField("son gözden geçirme", null=True, blank=True)
    warned = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True, verbose_name="uyarılar")
    ended_at = models.DateTimeField("sona erme", null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="sona erdiren")
    end_why = models.CharField("sona erme nedeni", max_length=300, blank=True, db_collation=TURKISH)
    removed_at = models.DateTimeField("kaldırılma", null=True, blank=True)
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="kaldıran")
    end_proof = models.CharField("kaldırma işlemi", max_length=500, blank=True, db_collation=TURKISH)

    class Meta:
        verbose_name = "yetki"
        verbose_name_plural = "yetkiler"
        indexes = [
            models.Index(fields=["assignee", "state"], name="entitlement_of_person"),
            models.Index(fields=["right", "state"], name="entitlement_of_right"),
            models.Index(fields=["unit", "-id"], name="entitlement_of_unit"),
            models.Index(fields=["until"], name="entitlement_ends", condition=Q(state="active")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="entitlement_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["assignee", "right", "detail"], name="one_living_entitlement", condition=Q(state="active")
            ),
            models.CheckConstraint(
                condition=Q(state="active") | Q(ended_at__isnull=False), name="what_ended_has_a_moment"
            ),
            models.CheckConstraint(
                condition=~Q(state="removed") | Q(removed_at__isnull=False), name="what_is_removed_has_a_moment"
            ),
            models.CheckConstraint(condition=Q(assignee__isnull=False), name="entitlement_has_a_holder"),
        ]

    def __str__(self) -> str:
        return f"{self.right} ({self.detail})" if self.detail else str(self.right)

    @property
    def state_kind(self) -> str:
        return {"active": "done", "ended": "late", "removed": "closed"}[self.state]
