"""Old records taken over in bulk: a table and a folder, row by row, again and again until all are in."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models

from konak.foundation.files.models import StoredFile
from konak.foundation.people.models import TURKISH, Unit


class IntakeState(models.TextChoices):
    WAITING = "waiting", "Sırada"
    RUNNING = "running", "Aktarılıyor"
    DONE = "done", "Tamamlandı"
    STOPPED = "stopped", "Durdu"


class Intake(models.Model):
    """One load. `reached` is the last row that was looked at and committed: a load goes on behind it."""

    personal: ClassVar[Mapping[str, str]] = {"made_by": "identity"}

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="birim")
    name = models.CharField("aktarma", max_length=120, db_collation=TURKISH)
    table = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="tablo")
    bundle = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="dosyalar (ZIP)"
    )
    state = models.CharField("durum", max_length=7, choices=IntakeState.choices, default=IntakeState.WAITING)
    rows = models.PositiveIntegerField("satır", default=0)
    reached = models.PositiveIntegerField("işlenen satır", default=0)
    taken = models.PositiveIntegerField("alınan belge", default=0)
    failed = models.PositiveIntegerField("alınamayan", default=0)
    why = models.CharField("neden durdu", max_length=300, blank=True, db_collation=TURKISH)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("başlangıç", auto_now_add=True)
    ended_at = models.DateTimeField("bitiş", null=True, blank=True)

    class Meta:
        verbose_name = "toplu aktarma"
        verbose_name_plural = "toplu aktarmalar"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def kind(self) -> str:
        return {"waiting": "wait", "running": "open", "done": "done", "stopped": "late"}[self.state]


class IntakeFault(models.Model):
    """A row that could not be taken, and why; a later run may take it."""

    personal: ClassVar[Mapping[str, str]] = {"text": "free_text"}

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="faults")
    row = models.PositiveIntegerField("satır")
    reason = models.CharField("neden", max_length=300, db_collation=TURKISH)
    text = models.CharField("satırın konusu", max_length=200, blank=True, db_collation=TURKISH)

    class Meta:
        verbose_name = "alınamayan satır"
        verbose_name_plural = "alınamayan satırlar"
        ordering = ["row"]
        constraints = [models.UniqueConstraint(fields=["intake", "row"], name="fault_once_a_row")]
