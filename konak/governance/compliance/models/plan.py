"""The rhythm of a duty, and the nightly round that keeps it."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from konak.foundation.db.history import history


class Interval(models.TextChoices):
    """How long one period is."""

    DAILY = "daily", "Her iş günü"
    WEEKLY = "weekly", "Haftalık"
    MONTHLY = "monthly", "Aylık"
    QUARTERLY = "quarterly", "Üç ayda bir"
    HALF_YEARLY = "half_yearly", "Altı ayda bir"
    YEARLY = "yearly", "Yılda bir"


class PlanState(models.TextChoices):
    PROPOSED = "proposed", "Öneri"
    ACTIVE = "active", "Yürüyor"
    EXCLUDED = "excluded", "Uygulanmıyor"


class PlanSource(models.TextChoices):
    STATED = "stated", "Metinde yazılı"
    PROPOSED = "proposed", "Konak'ın önerisi"
    SET = "set", "Birim belirledi"


@history()
class DutyPlan(models.Model):
    """When the periods of one duty open. A proposal opens nothing until a person accepts or changes it."""

    personal: ClassVar[Mapping[str, str]] = {
        "assignee": "identity",
        "decided_by": "identity",
        "excluded_why": "free_text",
    }

    duty = models.OneToOneField("legislation.Duty", models.PROTECT, related_name="+", verbose_name="görev")
    state = models.CharField("durum", max_length=10, choices=PlanState.choices, default=PlanState.PROPOSED)
    source = models.CharField("kaynağı", max_length=10, choices=PlanSource.choices, default=PlanSource.PROPOSED)
    interval = models.CharField("sıklık", max_length=12, choices=Interval.choices)
    starts_on = models.DateField("başlangıç")
    anchor_month = models.PositiveSmallIntegerField("dönem başı ayı", default=1)
    anchor_day = models.PositiveSmallIntegerField("dönem başı günü", default=1)
    lead_days = models.PositiveSmallIntegerField("kaç gün önce açılsın", null=True, blank=True)
    grace_days = models.PositiveSmallIntegerField("yükselmeden önce ek iş günü", default=0)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="yürüten"
    )
    paused_until = models.DateField("şu güne kadar ara", null=True, blank=True)
    excluded_why = models.CharField("uygulanmama nedeni", max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="karar veren"
    )
    decided_at = models.DateTimeField("karar", null=True)

    class Meta:
        verbose_name = "uyum planı"
        verbose_name_plural = "uyum planları"
        indexes = [models.Index(fields=["state", "duty"], name="plan_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(anchor_month__range=(1, 12)) & Q(anchor_day__range=(1, 28)), name="plan_anchor_is_a_day"
            ),
            models.CheckConstraint(condition=~Q(state="excluded", excluded_why=""), name="plan_excluded_with_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.duty_id} · {self.get_interval_display()}"


class Sweep(models.Model):
    """One nightly round: what it opened, closed and moved. The newest day also guards against a clock set back."""

    personal: ClassVar[Mapping[str, str]] = {}

    day = models.DateField("gün", primary_key=True)
    ran_at = models.DateTimeField("son tarama")
    opened = models.PositiveIntegerField("açılan", default=0)
    proven = models.PositiveIntegerField("kendiliğinden kanıtlanan", default=0)
    lapsed = models.PositiveIntegerField("düşen", default=0)
    moved = models.PositiveIntegerField("taşınan", default=0)
    redated = models.PositiveIntegerField("son günü değişen", default=0)
    climbed = models.PositiveIntegerField("yükselen", default=0)
    reviews = models.PositiveIntegerField("gözden geçirme", default=0)
    confirmations = models.PositiveIntegerField("teyit", default=0)

    class Meta:
        verbose_name = "gece taraması"
        verbose_name_plural = "gece taramaları"
