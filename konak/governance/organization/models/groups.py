"""Groups of people by rule: "üst yönetim", "tüm personel", "şube müdürleri", usable as audience and approver."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Unit


@history()
class Group(models.Model):
    """Positions × units, and people by name. Who belongs to it is asked for a day."""

    personal: ClassVar[Mapping[str, str]] = {}

    code = models.SlugField("kod", max_length=40, unique=True)
    name = models.CharField("grup adı", max_length=120, db_collation=TURKISH)
    about = models.CharField("açıklama", max_length=300, blank=True, db_collation=TURKISH)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="sahibi olan birim")

    class Meta:
        verbose_name = "grup"
        verbose_name_plural = "gruplar"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@history()
class GroupRule(models.Model):
    """Whoever holds one of the positions (any, when empty) in the unit (anywhere, when empty) or its branch."""

    personal: ClassVar[Mapping[str, str]] = {}

    group = models.ForeignKey(Group, models.CASCADE, related_name="rules")
    positions = models.JSONField("görevler", default=list, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="birim")
    branch = models.BooleanField("bağlı birimlerle", default=True)

    class Meta:
        verbose_name = "grup kuralı"
        verbose_name_plural = "grup kuralları"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.group}"


@history()
class GroupMember(models.Model):
    """Somebody who belongs to the group by name."""

    personal: ClassVar[Mapping[str, str]] = {"user": "identity"}

    group = models.ForeignKey(Group, models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="kişi")
    since = models.DateField("başlangıç", null=True, blank=True)
    until = models.DateField("bitiş", null=True, blank=True)

    class Meta:
        verbose_name = "grup üyesi"
        verbose_name_plural = "grup üyeleri"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gte=F("since")), name="member_ends_after_beginning"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}"
