"""Who sends lines: the register, what came of each sender a day, and how far the spool was counted."""

from collections.abc import Mapping
from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Owned


@history(exclude=["last_at", "silent_at", "refused", "refused_at"])
class Source(Owned):
    """A device or a system whose lines are expected. `name` is what its deliveries are called in the lake."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity"}

    name = models.CharField("ad", max_length=80, db_collation="C")
    title = models.CharField("açıklama", max_length=160, db_collation=TURKISH, blank=True)
    form = models.CharField("biçim", max_length=20, default="auto")
    system = models.ForeignKey(
        "systems.InformationSystem",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="bilgi sistemi",
    )
    silent_after = models.PositiveIntegerField(
        "sessizlik sınırı (dk)", default=60, validators=[MaxValueValidator(44_640)]
    )
    """Minutes without a line after which somebody is told; 0 means never."""
    active = models.BooleanField("etkin", default=True)
    shown = models.CharField("anahtarın başı", max_length=16, blank=True)
    digest = models.CharField("anahtarın özeti", max_length=64, blank=True, db_collation="C")
    key_at = models.DateTimeField("anahtarın verildiği an", null=True, blank=True)
    last_at = models.DateTimeField("son satır", null=True, blank=True)
    refused = models.PositiveIntegerField("geri çevrilen gönderi", default=0)
    """Deliveries that were sent back because there was no room; the shipper brings them again."""
    refused_at = models.DateTimeField("son geri çevirme", null=True, blank=True)
    silent_at = models.DateTimeField("sessizliğin bildirildiği an", null=True, blank=True)

    class Meta:
        verbose_name = "log kaynağı"
        verbose_name_plural = "log kaynakları"
        constraints = [
            models.UniqueConstraint(Lower("name"), name="log_source_name_once"),
            models.UniqueConstraint(fields=["digest"], name="log_source_key_once", condition=~Q(digest="")),
        ]
        indexes = [models.Index(fields=["unit", "name"], name="log_source_unit")]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> tuple[str, str]:
        """What the list says of it, and its colour."""
        if not self.active:
            return "Kapalı", "closed"
        if self.silent_at:
            return "Sustu", "late"
        return ("Geliyor", "done") if self.last_at else ("Hiç gelmedi", "wait")


class SourceDay(models.Model):
    """What came of one sender on one day, whether it is registered or not."""

    personal: ClassVar[Mapping[str, str]] = {}

    name = models.CharField("gönderen", max_length=200, db_collation="C")
    day = models.DateField("gün")
    lines = models.BigIntegerField("satır", default=0)
    bytes = models.BigIntegerField("bayt", default=0)
    last_at = models.DateTimeField("son satır")

    class Meta:
        verbose_name = "günlük satır sayısı"
        constraints = [models.UniqueConstraint(fields=["name", "day"], name="log_source_day_once")]
        indexes = [models.Index(fields=["day"], name="log_source_day")]


class Tally(models.Model):
    """How far the files of the spool were counted: inode of the file → byte."""

    personal: ClassVar[Mapping[str, str]] = {}

    name = models.CharField(primary_key=True, max_length=30)
    upto = models.JSONField(default=dict)

    class Meta:
        verbose_name = "sayım yeri"
