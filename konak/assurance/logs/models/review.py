"""Looking through the logs as a duty: who looks how often, what was laid before him, and what he found."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Appointment, Owned


class Cadence(models.TextChoices):
    DAILY = "daily", "Günlük"
    WEEKLY = "weekly", "Haftalık"
    MONTHLY = "monthly", "Aylık"


class Result(models.TextChoices):
    CLEAN = "clean", "Olağan"
    WATCH = "watch", "İzlenecek"
    INCIDENT = "incident", "Olay bildirildi"


@history()
class ReviewPlan(Owned):
    """A reviewer of a unit and how often he looks."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity"}

    cadence = models.CharField("sıklık", max_length=8, choices=Cadence.choices)
    days = models.PositiveSmallIntegerField("inceleme süresi (gün)", default=1)
    """Days after the end of a period in which its review is to be signed."""
    active = models.BooleanField("etkin", default=True)

    class Meta:
        verbose_name = "log inceleme planı"
        verbose_name_plural = "log inceleme planları"
        constraints = [
            models.UniqueConstraint(fields=["unit", "cadence"], name="log_review_plan_once"),
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=31), name="log_review_plan_days"),
        ]

    def __str__(self) -> str:
        return f"{self.get_cadence_display()} inceleme"


@history()
class Review(models.Model):
    """One period to look through. `prepared` is what was laid before the reviewer; it is not changed afterwards."""

    personal: ClassVar[Mapping[str, str]] = {"prepared": "identity", "note": "free_text", "signed_by": "identity"}

    plan = models.ForeignKey(ReviewPlan, models.PROTECT, related_name="reviews", verbose_name="plan")
    since = models.DateField("ilk gün")
    until = models.DateField("son gün")
    due_on = models.DateField("son imza günü")
    made_at = models.DateTimeField("hazırlandığı an", auto_now_add=True)
    prepared = models.JSONField("hazırlanan içerik")
    attention = models.PositiveIntegerField("dikkat isteyen", default=0)
    result = models.CharField("sonuç", max_length=8, choices=Result.choices, blank=True)
    note = models.TextField("değerlendirme", max_length=4_000, blank=True, db_collation=TURKISH)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="inceleyen"
    )
    signed_as = models.ForeignKey(
        Appointment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="makamı"
    )
    signed_at = models.DateTimeField("imzalandığı an", null=True, blank=True)

    class Meta:
        verbose_name = "log incelemesi"
        verbose_name_plural = "log incelemeleri"
        indexes = [models.Index(fields=["-until", "-id"], name="log_review_newest")]
        constraints = [
            models.UniqueConstraint(fields=["plan", "since"], name="log_review_period_once"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="log_review_runs_forward"),
            models.CheckConstraint(
                condition=Q(signed_at=None, result="") | (~Q(signed_at=None) & ~Q(result="")),
                name="log_review_signed_with_result",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan.get_cadence_display()} log incelemesi, {self.since:%d.%m.%Y}"
