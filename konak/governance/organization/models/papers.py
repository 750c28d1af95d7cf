"""Papers of a unit: how work is divided in it, and to which deputy it answers."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from konak.foundation.db.history import history
from konak.foundation.files.models import StoredFile
from konak.foundation.people.models import PERIOD, TURKISH, Unit

from .words import BodyKind, DocumentKind


@history()
class UnitDocument(models.Model):
    """An internal arrangement or a division of work: in force from a day on, with its approval and its file."""

    personal: ClassVar[Mapping[str, str]] = {"note": "free_text", "added_by": "identity"}

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="documents", verbose_name="birim")
    kind = models.CharField("tür", max_length=12, choices=DocumentKind.choices)
    title = models.CharField("başlık", max_length=200, db_collation=TURKISH)
    approval = models.CharField("onay tarihi ve sayısı", max_length=160, db_collation=TURKISH)
    since = models.DateField("yürürlük")
    until = models.DateField("bitiş", null=True, blank=True)
    note = models.TextField("açıklama", blank=True, db_collation=TURKISH)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="dosya"
    )
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField("eklendiği an", auto_now_add=True)

    class Meta:
        verbose_name = "birim belgesi"
        verbose_name_plural = "birim belgeleri"
        ordering = ["-since", "-pk"]
        indexes = [models.Index(fields=["unit", "-since"], name="document_of_unit")]
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="document_period")
        ]

    def __str__(self) -> str:
        return self.title


@history()
class Supervision(models.Model):
    """Which deputy a unit answers to, from when to when, by which delegation of authority."""

    personal: ClassVar[Mapping[str, str]] = {"deputy": "identity"}

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="supervisions", verbose_name="birim")
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="bağlı olduğu yönetici"
    )
    authority = models.CharField("devredilen yetki", max_length=300, blank=True, db_collation=TURKISH)
    document = models.CharField("dayandığı onay", max_length=160, db_collation=TURKISH)
    since = models.DateField("başlangıç")
    until = models.DateField("bitiş", null=True, blank=True)

    class Meta:
        verbose_name = "bağlılık"
        verbose_name_plural = "bağlılıklar"
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="supervision_period"),
            ExclusionConstraint(
                name="one_deputy_over_a_unit_at_a_time",
                expressions=[("unit", RangeOperators.EQUAL), (PERIOD, RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} → {self.deputy}"


class NationalBody(models.Model):
    """A row of the national registry (DETSİS): bodies of the state, to be cited and looked up."""

    personal: ClassVar[Mapping[str, str]] = {}

    number = models.CharField("DETSİS no", max_length=8, primary_key=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="üst birimi",
        db_constraint=False,
    )
    name = models.CharField("ad", max_length=300, db_collation=TURKISH)
    kind = models.CharField("tür", max_length=16, choices=BodyKind.choices, default=BodyKind.OTHER)
    province = models.CharField("il", max_length=40, blank=True, db_collation=TURKISH)
    district = models.CharField("ilçe", max_length=60, blank=True, db_collation=TURKISH)
    kep = models.CharField("KEP adresi", max_length=120, blank=True)
    is_active = models.BooleanField("etkin", default=True)

    class Meta:
        verbose_name = "DETSİS kaydı"
        verbose_name_plural = "DETSİS kayıtları"
        ordering = ["name", "number"]
        constraints = [
            models.CheckConstraint(condition=Q(number__regex=r"^[1-9][0-9]{7}$"), name="body_number_has_8_digits")
        ]

    def __str__(self) -> str:
        return self.name
