"""Established posts (norm kadro): how many people of which title a unit may have, and the ceilings of the whole."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Unit
from konak.foundation.people.positions import Position

from .words import Excess, StaffClass


@history()
class Post(models.Model):
    """A line of the established posts of a unit: a title, a class, how many, from when to when."""

    personal: ClassVar[Mapping[str, str]] = {}

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name="birim")
    position = models.CharField("görev", max_length=24, choices=Position.choices)
    title = models.CharField("kadro unvanı", max_length=80, db_collation=TURKISH)
    staff_class = models.CharField("sınıf", max_length=10, choices=StaffClass.choices, default=StaffClass.GIH)
    grade = models.PositiveSmallIntegerField("kadro derecesi", null=True, blank=True)
    number = models.PositiveSmallIntegerField("adet")
    excess = models.CharField("aşılırsa", max_length=8, choices=Excess.choices, default=Excess.WARN)
    decision = models.CharField("ihdas kararı", max_length=160, blank=True, db_collation=TURKISH)
    since = models.DateField("başlangıç", null=True, blank=True)
    until = models.DateField("bitiş", null=True, blank=True)

    class Meta:
        verbose_name = "norm kadro"
        verbose_name_plural = "norm kadrolar"
        ordering = ["unit", "position", "title"]
        indexes = [models.Index(fields=["unit", "position"], name="post_of_unit")]
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1), name="post_counts_from_one"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gte=F("since")), name="post_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(grade=None) | Q(grade__range=(1, 15)), name="post_grade_between_1_and_15"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


@history()
class Ceiling(models.Model):
    """How many posts of a title the municipality may have, by its group in the lists of the regulation."""

    personal: ClassVar[Mapping[str, str]] = {}

    group = models.CharField("grup", max_length=8)
    title = models.CharField("unvan", max_length=80, db_collation=TURKISH)
    number = models.PositiveSmallIntegerField("üst sınır")
    source = models.CharField("dayanak", max_length=200, db_collation=TURKISH)

    class Meta:
        verbose_name = "norm kadro üst sınırı"
        verbose_name_plural = "norm kadro üst sınırları"
        ordering = ["title"]
        constraints = [models.UniqueConstraint(fields=["group", "title"], name="ceiling_once")]

    def __str__(self) -> str:
        return f"{self.title}: {self.number}"
