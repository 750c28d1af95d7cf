"""Who serves a queue: people of a unit with what they can and how much they take."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models

from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Unit


class Skill(models.Model):
    """Something a ticket may ask of whoever works on it: "ağ", "e-imza", "İngilizce"."""

    personal: ClassVar[Mapping[str, str]] = {}

    name = models.CharField("beceri", max_length=60, unique=True, db_collation=TURKISH)

    class Meta:
        verbose_name = "beceri"
        verbose_name_plural = "beceriler"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@history()
class Agent(models.Model):
    """Somebody of a unit to whom its tickets are handed out by themselves; `weight` 100 is a full share."""

    personal: ClassVar[Mapping[str, str]] = {"user": "identity"}

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="desk_agents", verbose_name="ekip")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="desk_seats", verbose_name="kişi")
    skills = models.ManyToManyField(Skill, blank=True, related_name="agents", verbose_name="beceriler")
    weight = models.PositiveSmallIntegerField("iş payı (%)", default=100)
    takes = models.BooleanField("kendiliğinden iş verilir", default=True)

    class Meta:
        verbose_name = "ekip üyesi"
        verbose_name_plural = "ekip üyeleri"
        constraints = [
            models.UniqueConstraint(fields=["unit", "user"], name="agent_once_in_a_team"),
            models.CheckConstraint(
                condition=models.Q(weight__gte=1, weight__lte=200), name="agent_weight_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.unit}"
