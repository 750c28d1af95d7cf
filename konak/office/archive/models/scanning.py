"""Sayısallaştırma: paper becomes files in batches; a sample is looked at, the owner unit approves."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.files.models import StoredFile
from konak.foundation.people.models import TURKISH

from .. import access
from ..lifecycle import PROJECT_LIFE
from .folders import Document, Folder


@history()
class Project(CaseRecord):
    """A project of one unit: how many documents are to be scanned, until when."""

    lifecycle = PROJECT_LIFE
    series = "TARAMA"
    view = access.VIEW
    page = "archive:project"
    handed = False
    state_kinds: ClassVar[Mapping[str, str]] = {"running": "open", "done": "done", "cancelled": "closed"}
    personal: ClassVar[Mapping[str, str]] = {"scope": "free_text"}

    scope = models.TextField("kapsam", max_length=4_000, blank=True, db_collation=TURKISH)
    target = models.PositiveIntegerField("hedef belge")
    sample_percent = models.PositiveSmallIntegerField("kalite örneği, %", default=10)
    tolerated = models.PositiveSmallIntegerField("örnekte hoş görülen kusur, %", default=2)

    class Meta:
        verbose_name = "sayısallaştırma projesi"
        verbose_name_plural = "sayısallaştırma projeleri"

    def __str__(self) -> str:
        return str(self.case)

    @property
    def quality(self) -> str:
        return f"örnek %{self.sample_percent}, hoş görülen kusur %{self.tolerated}"

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")


class BatchState(models.TextChoices):
    SCANNING = "scanning", "Taranıyor"
    CHECKING = "checking", "Kalite denetiminde"
    WAITING = "waiting", "Birim onayında"
    APPROVED = "approved", "Onaylandı"
    RETURNED = "returned", "Geri çevrildi"
    DROPPED = "dropped", "Bırakıldı"


@history()
class Batch(models.Model):
    """One box or bundle of paper, for one file of the archive."""

    personal: ClassVar[Mapping[str, str]] = {
        "sent_by": "identity",
        "decided_by": "identity",
        "why": "free_text",
    }

    project = models.ForeignKey(Project, models.PROTECT, related_name="batches")
    number = models.PositiveIntegerField("parti")
    label = models.CharField("ne tarandı", max_length=200, db_collation=TURKISH)
    folder = models.ForeignKey(Folder, models.PROTECT, related_name="batches", verbose_name="dosya")
    state = models.CharField("durum", max_length=8, choices=BatchState.choices, default=BatchState.SCANNING)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField("denetime veriliş", null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("karar", null=True)
    why = models.CharField("gerekçe", max_length=300, blank=True, db_collation=TURKISH)

    class Meta:
        verbose_name = "tarama partisi"
        verbose_name_plural = "tarama partileri"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="batch_once_in_a_project")]

    def __str__(self) -> str:
        return f"{self.number}. parti"

    @property
    def kind(self) -> str:
        return {"scanning": "open", "approved": "done", "returned": "late", "dropped": "closed"}.get(
            self.state, "wait"
        )


class Verdict(models.TextChoices):
    GOOD = "good", "Uygun"
    BAD = "bad", "Kusurlu"


class Scan(models.Model):
    """One scanned document of a batch."""

    personal: ClassVar[Mapping[str, str]] = {"title": "free_text", "remark": "free_text", "judged_by": "identity"}

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="scans")
    place = models.PositiveIntegerField("sıra")
    title = models.CharField("konu", max_length=300, db_collation=TURKISH)
    dated_on = models.DateField("tarih", null=True, blank=True)
    official = models.CharField("sayı", max_length=80, blank=True)
    pages = models.PositiveIntegerField("sayfa", default=1)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="taranan dosya")
    sampled = models.BooleanField("örnekte", default=False)
    verdict = models.CharField("kalite", max_length=4, choices=Verdict.choices, blank=True)
    remark = models.CharField("kusur", max_length=200, blank=True, db_collation=TURKISH)
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "taranan belge"
        verbose_name_plural = "taranan belgeler"
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["batch", "place"], name="scan_place_once")]
