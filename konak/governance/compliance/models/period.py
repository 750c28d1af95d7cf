"""One period of a duty, and the seats its delay climbed to."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from konak.foundation.cases.models import CaseRecord
from konak.foundation.people.models import Unit
from konak.foundation.people.positions import Position

from .. import access
from ..lifecycle import PERIOD
from .plan import Interval


class DutyPeriod(CaseRecord):
    """What a duty asks for in one span of days. The database allows one for each duty and span."""

    lifecycle = PERIOD
    series = "GD"
    view = access.VIEW
    card = "compliance/_period_card.html"
    page = "compliance:period"
    climbs = False  # by its own ladder (`services.climbing`): superiors hear of a delay once
    state_kinds: ClassVar[Mapping[str, str]] = {
        "open": "open",
        "taken": "open",
        "done": "done",
        "proven": "done",
        "not_done": "late",
        "excused": "closed",
        "lapsed": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {"reason": "free_text", "settled_by": "identity"}

    duty = models.ForeignKey("legislation.Duty", models.PROTECT, related_name="+", verbose_name="görev")
    interval = models.CharField("sıklık", max_length=12, choices=Interval.choices)
    stated = models.BooleanField("sıklık metinde yazılı", default=False)
    begins_on = models.DateField("dönem başı")
    ends_on = models.DateField("dönem sonu")
    opened_late = models.BooleanField("gecikmeli açıldı", default=False)
    not_due_before = models.DateField("son gün bundan önce olamaz", null=True)
    evidence = models.ForeignKey(
        "legislation.Evidence", models.PROTECT, null=True, related_name="+", verbose_name="kanıt"
    )
    capability = models.CharField("kanıtlayan yetenek", max_length=80, blank=True)
    proof_at = models.DateTimeField("kanıtın anı", null=True)
    proof_count = models.PositiveIntegerField("kanıtın kayıt sayısı", default=0)
    reason = models.CharField("gerekçe", max_length=500, blank=True)
    settled_at = models.DateTimeField("sonuçlanma", null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="sonuçlandıran"
    )

    class Meta:
        verbose_name = "görev dönemi"
        verbose_name_plural = "görev dönemleri"
        indexes = [
            models.Index(fields=["ends_on"], name="period_by_end"),
            models.Index(fields=["duty", "-ends_on"], name="period_of_duty"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["duty", "begins_on", "ends_on"], name="one_period_per_duty_and_span"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="period_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.case.number}"


class Escalation(models.Model):
    """A late period that climbed to a seat: exactly once for each period and position."""

    personal: ClassVar[Mapping[str, str]] = {}

    period = models.ForeignKey(DutyPeriod, models.CASCADE, related_name="escalations")
    position = models.CharField("makam", max_length=24, choices=Position.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="makamın birimi")
    raised_on = models.DateField("yükseldiği gün")
    days_late = models.PositiveSmallIntegerField("gecikme (iş günü)")

    class Meta:
        verbose_name = "yükselen gecikme"
        verbose_name_plural = "yükselen gecikmeler"
        indexes = [models.Index(fields=["unit", "position", "-raised_on"], name="escalation_of_seat")]
        constraints = [models.UniqueConstraint(fields=["period", "position"], name="one_climb_per_position")]
