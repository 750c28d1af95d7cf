"""Maintenance that comes back: by the calendar, by a counter, or by whichever is first."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Owned


@history()
class Plan(Owned):
    """What has to be done to a kind of device, how often, and how many days before a work order opens."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity"}

    name = models.CharField("bakım planı", max_length=160, db_collation=TURKISH)
    points = models.TextField("yapılacaklar", max_length=4_000)
    """One thing to do a line; each is ticked by name in the work order."""
    every_months = models.PositiveSmallIntegerField("kaç ayda bir", null=True, blank=True)
    counter = models.CharField("sayaç", max_length=40, blank=True)
    counter_every = models.PositiveIntegerField("kaç birimde bir", null=True, blank=True)
    lead_days = models.PositiveSmallIntegerField("kaç gün önce açılsın", default=7)
    ended_on = models.DateField("bitiş", null=True, blank=True)

    class Meta:
        verbose_name = "bakım planı"
        verbose_name_plural = "bakım planları"
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="upkeep_plan_once"),
            models.CheckConstraint(
                condition=Q(every_months__gte=1) | Q(counter_every__gte=1), name="upkeep_plan_comes_back"
            ),
            models.CheckConstraint(
                condition=Q(counter_every=None) | ~Q(counter=""), name="upkeep_plan_names_its_counter"
            ),
        ]

    def __str__(self) -> str:
        return self.name


@history()
class PlanAsset(models.Model):
    """One device of a plan: when it was last done and when it is due."""

    personal: ClassVar[Mapping[str, str]] = {}

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="assets")
    asset = models.ForeignKey("assets.Asset", models.PROTECT, related_name="upkeep_plans", verbose_name="cihaz")
    last_on = models.DateField("son bakım", null=True, blank=True)
    last_counter = models.PositiveBigIntegerField("son bakımdaki sayaç", null=True, blank=True)
    next_on = models.DateField("sıradaki bakım", null=True, blank=True)
    next_counter = models.PositiveBigIntegerField("sıradaki sayaç", null=True, blank=True)
    left_on = models.DateField("plandan çıkış", null=True, blank=True)

    class Meta:
        verbose_name = "plandaki cihaz"
        verbose_name_plural = "plandaki cihazlar"
        indexes = [models.Index(fields=["next_on"], name="upkeep_due", condition=Q(left_on=None))]
        constraints = [models.UniqueConstraint(fields=["plan", "asset"], name="upkeep_asset_once_in_a_plan")]


class Reading(models.Model):
    """A counter as it stood on a day (printed pages, hours of work). It never runs backwards."""

    personal: ClassVar[Mapping[str, str]] = {"read_by": "identity"}

    asset = models.ForeignKey("assets.Asset", models.PROTECT, related_name="upkeep_readings", verbose_name="cihaz")
    counter = models.CharField("sayaç", max_length=40)
    value = models.PositiveBigIntegerField("değer")
    read_on = models.DateField("gün")
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "sayaç okuması"
        verbose_name_plural = "sayaç okumaları"
        indexes = [models.Index(fields=["asset", "counter", "-read_on"], name="upkeep_reading_newest")]
        constraints = [models.UniqueConstraint(fields=["asset", "counter", "read_on"], name="upkeep_reading_once")]
