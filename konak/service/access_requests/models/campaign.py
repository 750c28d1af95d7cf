"""Periodic review: who looks again at which rights, what was decided, and the sealed report."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Q

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.files.models import StoredFile
from konak.foundation.people.models import TURKISH, Unit, User

from .. import access
from ..lifecycle import CAMPAIGN
from .catalogue import Risk
from .entitlement import Entitlement


class Reviewers(models.TextChoices):
    MANAGER = "manager", "Kişilerin amirleri"
    OWNER = "owner", "Yetkilerin sahipleri"


@history()
class Campaign(CaseRecord):
    """One round of looking again at rights in a scope."""

    lifecycle = CAMPAIGN
    series = "YG"
    view = access.VIEW
    card = "access_requests/_campaign_card.html"
    page = "access_requests:campaign"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "draft": "wait",
        "running": "open",
        "closed": "done",
        "cancelled": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {"why": "free_text"}

    area = models.CharField("sistem", max_length=120, blank=True, db_collation=TURKISH)
    lowest_risk = models.PositiveSmallIntegerField("en düşük risk", choices=Risk.choices, default=Risk.LOW)
    privileged_only = models.BooleanField("yalnız ayrıcalıklı", default=False)
    branch = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="birim (bağlılarıyla)"
    )
    reviewers = models.CharField(
        "gözden geçiren", max_length=10, choices=Reviewers.choices, default=Reviewers.MANAGER
    )
    why = models.CharField("dayanak", max_length=300, blank=True, db_collation=TURKISH)
    started_at = models.DateTimeField("başlangıç", null=True, blank=True)
    sealed_at = models.DateTimeField("mühür", null=True, blank=True)
    digest = models.CharField("rapor özeti", max_length=64, blank=True)
    pdf = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    sheet = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "yetki gözden geçirme"
        verbose_name_plural = "yetki gözden geçirmeleri"

    def __str__(self) -> str:
        return str(self.case)

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")


class Decision(models.TextChoices):
    KEEP = "keep", "Kalsın"
    REVOKE = "revoke", "Kaldırılsın"
    CHANGE = "change", "Değişsin"


@history()
class ReviewItem(models.Model):
    """One right of one person, looked at again by one reviewer."""

    personal: ClassVar[Mapping[str, str]] = {
        "reviewer": "identity",
        "decided_by": "identity",
        "why": "free_text",
    }

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="items", verbose_name="gözden geçirme")
    entitlement = models.ForeignKey(Entitlement, models.PROTECT, related_name="reviews", verbose_name="yetki")
    reviewer = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="gözden geçiren")
    decision = models.CharField("karar", max_length=8, choices=Decision.choices, blank=True)
    why = models.CharField("gerekçe", max_length=500, blank=True, db_collation=TURKISH)
    in_bulk = models.BooleanField("toplu karar", default=False)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="karar veren")
    decided_at = models.DateTimeField("karar zamanı", null=True)
    opened_number = models.CharField("açılan talep", max_length=24, blank=True)
    reminded_on = models.DateField("son hatırlatma", null=True, blank=True)

    class Meta:
        verbose_name = "gözden geçirme kalemi"
        verbose_name_plural = "gözden geçirme kalemleri"
        ordering = ["campaign", "id"]
        indexes = [
            models.Index(fields=["reviewer"], name="review_waits_for", condition=Q(decided_at=None)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "entitlement"], name="a_right_is_reviewed_once"),
            models.CheckConstraint(condition=Q(decided_at=None) | ~Q(decision=""), name="a_review_decided_says_how"),
        ]

    def __str__(self) -> str:
        return f"{self.entitlement} · {self.get_decision_display() or 'bekliyor'}"
