"""Who is called: the rota of those on duty, and the steps by which an alarm nobody took climbs."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Owned

HOURS = Func("since", "until", function="tstzrange", output_field=DateTimeRangeField())


@history()
class Rota(Owned):
    """A list of turns: one person on duty at a time."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity"}

    name = models.CharField("ad", max_length=80, unique=True, db_collation=TURKISH)

    class Meta:
        verbose_name = "nöbet çizelgesi"
        verbose_name_plural = "nöbet çizelgeleri"

    def __str__(self) -> str:
        return self.name


@history()
class Turn(models.Model):
    personal: ClassVar[Mapping[str, str]] = {"user": "identity"}

    rota = models.ForeignKey(Rota, models.CASCADE, related_name="turns", verbose_name="çizelge")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="nöbetçi")
    since = models.DateTimeField("başlangıç")
    until = models.DateTimeField("bitiş")

    class Meta:
        verbose_name = "nöbet"
        verbose_name_plural = "nöbetler"
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="turn_ends_after_it_starts"),
            ExclusionConstraint(
                name="one_on_duty_at_a_time",
                expressions=[("rota", RangeOperators.EQUAL), (HOURS, RangeOperators.OVERLAPS)],
            ),
        ]


class EscalationTo(models.TextChoices):
    ON_DUTY = "on_duty", "Nöbetçi"
    OWNER = "owner", "Cihazın sorumlusu"
    CHIEF = "chief", "Şef"
    DIRECTOR = "director", "Müdür"
    HEAD = "head_of_department", "Daire başkanı"


@history()
class Escalation(Owned):
    """After so many minutes in which nobody took an alarm on, these are told."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity"}

    after = models.PositiveIntegerField("kaç dakika sonra", default=0)
    to = models.CharField("kime", max_length=18, choices=EscalationTo.choices)
    rota = models.ForeignKey(Rota, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="çizelge")
    warnings = models.BooleanField("uyarılar da", default=False)

    class Meta:
        verbose_name = "alarm basamağı"
        verbose_name_plural = "alarm basamakları"
        constraints = [
            models.CheckConstraint(condition=~Q(to="on_duty") | Q(rota__isnull=False), name="on_duty_names_a_rota"),
            models.CheckConstraint(condition=Q(after__lte=10_080), name="escalation_within_a_week"),
        ]
