"""What may not meet in one person (görevler ayrılığı): positions, permissions, groups of named people."""

from collections.abc import Mapping
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from konak.foundation.db.history import history
from konak.foundation.people.models import PERIOD, TURKISH, Unit, User


class Side(models.TextChoices):
    POSITION = "position", "Unvan"
    PERMISSION = "permission", "Yetki"
    GROUP = "group", "Görev grubu"


@history()
class Group(models.Model):
    """A capacity somebody is named to beside his seat: harcama yetkilisi, taşınır kayıt yetkilisi."""

    personal: ClassVar[Mapping[str, str]] = {}

    code = models.SlugField("kod", max_length=40, unique=True)
    label = models.CharField("ad", max_length=120, db_collation=TURKISH)
    basis = models.CharField("dayanak", max_length=200, blank=True, db_collation=TURKISH)

    class Meta:
        verbose_name = "görev grubu"
        verbose_name_plural = "görev grupları"
        ordering = ["label"]

    def __str__(self) -> str:
        return self.label


@history()
class Membership(models.Model):
    """Who is named to a group, for which unit, from when to when, by which paper."""

    personal: ClassVar[Mapping[str, str]] = {"user": "identity"}

    group = models.ForeignKey(Group, models.PROTECT, related_name="members", verbose_name="görev grubu")
    user = models.ForeignKey(User, models.PROTECT, related_name="group_memberships", verbose_name="kişi")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="birim")
    since = models.DateField("başlangıç")
    until = models.DateField("bitiş", null=True, blank=True)
    document = models.CharField("dayandığı onay", max_length=120, blank=True, db_collation=TURKISH)

    class Meta:
        verbose_name = "grup üyeliği"
        verbose_name_plural = "grup üyelikleri"
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="membership_ends_after_it_begins"
            ),
            ExclusionConstraint(
                name="one_membership_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("group", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    (PERIOD, RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group} · {self.user}"


@history()
class Incompatible(models.Model):
    """One rule: the two sides may not meet in one person on one day."""

    personal: ClassVar[Mapping[str, str]] = {}

    left_kind = models.CharField("birinci taraf türü", max_length=12, choices=Side.choices)
    left = models.CharField("birinci taraf", max_length=80)
    right_kind = models.CharField("ikinci taraf türü", max_length=12, choices=Side.choices)
    right = models.CharField("ikinci taraf", max_length=80)
    why = models.CharField("gerekçe", max_length=300, db_collation=TURKISH)
    basis = models.CharField("dayanak", max_length=200, blank=True, db_collation=TURKISH)
    stops = models.BooleanField("engeller", default=True)
    """False only warns: the conflict is listed, the appointment goes through."""
    active = models.BooleanField("yürürlükte", default=True)

    class Meta:
        verbose_name = "görevler ayrılığı kuralı"
        verbose_name_plural = "görevler ayrılığı kuralları"
        constraints = [
            models.UniqueConstraint(
                fields=["left_kind", "left", "right_kind", "right"], name="one_rule_for_a_pair_of_sides"
            ),
            models.CheckConstraint(
                condition=~Q(left_kind=F("right_kind"), left=F("right")), name="a_side_is_not_against_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.left} × {self.right}"


@history()
class SeparationException(models.Model):
    """A conflict that was allowed for one person until a day, by somebody, for a reason."""

    personal: ClassVar[Mapping[str, str]] = {"user": "identity", "approved_by": "identity", "why": "free_text"}

    rule = models.ForeignKey(Incompatible, models.PROTECT, related_name="exceptions", verbose_name="kural")
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="kişi")
    until = models.DateField("son gün")
    why = models.CharField("gerekçe", max_length=500, db_collation=TURKISH)
    approved_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="onaylayan")
    approved_at = models.DateTimeField("onay", auto_now_add=True)
    withdrawn_at = models.DateTimeField("kaldırılma", null=True)

    class Meta:
        verbose_name = "görevler ayrılığı istisnası"
        verbose_name_plural = "görevler ayrılığı istisnaları"
        indexes = [models.Index(fields=["rule", "user", "-until"], name="exception_of_person")]

    def __str__(self) -> str:
        return f"{self.rule} · {self.until:%d.%m.%Y}"
