"""Conditions over lines that come, and the times they were met."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Owned


class Level(models.TextChoices):
    LOW = "low", "Düşük"
    MEDIUM = "medium", "Orta"
    HIGH = "high", "Yüksek"
    CRITICAL = "critical", "Kritik"


@history(exclude=["looked_until"])
class Alarm(Owned):
    """A condition over the columns of one set. `threshold` lines, or different values, within `minutes` raise it."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity"}

    name = models.CharField("ad", max_length=160, db_collation=TURKISH)
    code = models.CharField("küme", max_length=20)
    condition = models.JSONField("koşul")
    """A tree: {"all": […]}, {"any": […]}, {"not": …}, or {"field", "is", "value"} (services/conditions.py)."""
    sigma = models.TextField("Sigma kuralı", max_length=50_000, blank=True)
    """The rule as it was brought, where it came as one."""
    level = models.CharField("önem", max_length=8, choices=Level.choices, default=Level.MEDIUM)
    threshold = models.PositiveIntegerField("eşik (satır)", default=1)
    minutes = models.PositiveIntegerField("süre (dk)", default=5)
    group_by = models.JSONField("kümelenen alanlar", default=list)
    """Columns by whose values lines are counted apart; empty: all together."""
    counted = models.CharField("sayılan alan", max_length=40, blank=True)
    """Empty: lines are counted; else the different values of this column."""
    made_at = models.DateTimeField("kurulduğu an", default=now, editable=False)
    service_code = models.CharField("destek hizmeti", max_length=40, blank=True)
    """A service of the desk that gets a ticket when the alarm is raised; one while it is open."""
    active = models.BooleanField("etkin", default=True)
    looked_until = models.DateTimeField("bakılan an", null=True, blank=True)

    class Meta:
        verbose_name = "log alarmı"
        verbose_name_plural = "log alarmları"
        indexes = [models.Index(fields=["unit", "name"], name="log_alarm_unit")]
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="log_alarm_name_once"),
            models.CheckConstraint(
                condition=Q(threshold__gte=1, minutes__gte=1, minutes__lte=1_440), name="log_alarm_bounds"
            ),
        ]

    def __str__(self) -> str:
        return self.name


@history()
class AlarmHit(models.Model):
    """The condition was met: how many lines, the first and the last of them, and what somebody made of it."""

    personal: ClassVar[Mapping[str, str]] = {
        "facts": "identity",
        "group": "identity",
        "note": "free_text",
        "seen_by": "identity",
    }

    alarm = models.ForeignKey(Alarm, models.PROTECT, related_name="hits", verbose_name="alarm")
    at = models.DateTimeField("zaman", auto_now_add=True)
    first = models.DateTimeField("ilk satır")
    last = models.DateTimeField("son satır")
    lines = models.PositiveIntegerField("satır")
    group = models.JSONField("kümesi", default=list)
    """The values of the columns the alarm groups by, in their order."""
    values = models.PositiveIntegerField("ayrı değer", default=0)
    upto = models.DateTimeField("sayılan an", null=True, blank=True)
    """Lines that arrived until then were counted for it and do not raise it for this group again."""
    facts = models.JSONField("örnek alanlar", default=list)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bakan"
    )
    seen_at = models.DateTimeField("bakıldığı an", null=True, blank=True)
    note = models.CharField("değerlendirme", max_length=500, blank=True, db_collation=TURKISH)

    class Meta:
        verbose_name = "çalan alarm"
        verbose_name_plural = "çalan alarmlar"
        indexes = [models.Index(fields=["alarm", "-id"], name="log_alarm_hit_newest")]

    def __str__(self) -> str:
        return f"{self.alarm.name}, {self.first:%d.%m.%Y}"
