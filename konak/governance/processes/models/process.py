"""A process, its versions as cases, the steps of each version, and departures from them."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Owned, Unit
from konak.foundation.people.positions import Position

from .. import access
from ..lifecycle import LIFE


@history()
class Process(Owned):
    """How duties are carried out, step by step; what stands in force is one of its versions."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity"}

    name = models.CharField("süreç adı", max_length=200, db_collation=TURKISH)
    code = models.CharField("süreç kodu", max_length=24, blank=True)
    review_months = models.PositiveSmallIntegerField("gözden geçirme aralığı (ay)", default=12)
    review_on = models.DateField("gözden geçirme", null=True, blank=True)
    closed_on = models.DateField("kaldırılma", null=True, blank=True)
    folded = models.TextField(default="", editable=False)

    class Meta:
        verbose_name = "süreç"
        verbose_name_plural = "süreçler"
        indexes = [models.Index(fields=["name", "id"], name="process_register")]
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="process_once_per_unit")]

    def __str__(self) -> str:
        return self.name


@history()
class ProcessDuty(models.Model):
    """That a process is how a duty is carried out."""

    personal: ClassVar[Mapping[str, str]] = {}

    process = models.ForeignKey(Process, models.CASCADE, related_name="duties")
    duty = models.ForeignKey("legislation.Duty", models.CASCADE, related_name="+", verbose_name="görev")
    added_at = models.DateTimeField("bağlanma", auto_now_add=True)

    class Meta:
        verbose_name = "sürecin görevi"
        verbose_name_plural = "süreçlerin görevleri"
        indexes = [models.Index(fields=["duty"], name="process_of_duty")]
        constraints = [models.UniqueConstraint(fields=["process", "duty"], name="duty_once_per_process")]

    def __str__(self) -> str:
        return f"{self.process_id} → {self.duty_id}"


@history()
class ProcessVersion(CaseRecord):
    """One version of a process, from draft to the day another takes its place."""

    lifecycle = LIFE
    series = "SC"
    view = access.VIEW
    card = "processes/_version_card.html"
    page = "processes:version"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "draft": "open",
        "submitted": "wait",
        "approved": "done",
        "superseded": "closed",
        "dropped": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {}

    process = models.ForeignKey(Process, models.PROTECT, related_name="versions", verbose_name="süreç")
    version = models.PositiveSmallIntegerField("sürüm")
    purpose = models.TextField("amaç", blank=True)
    begins = models.CharField("başlatan", max_length=300, blank=True, db_collation=TURKISH)
    result = models.CharField("sonuç", max_length=300, blank=True, db_collation=TURKISH)
    changed = models.CharField("ne değişti", max_length=300, blank=True)
    approved_on = models.DateField("onay", null=True, blank=True)
    ended_on = models.DateField("bitiş", null=True, blank=True)
    snapshot = models.JSONField("onay anındaki riskler ve kontroller", default=list)

    class Meta:
        verbose_name = "süreç sürümü"
        verbose_name_plural = "süreç sürümleri"
        constraints = [models.UniqueConstraint(fields=["process", "version"], name="process_version_once")]

    def __str__(self) -> str:
        return f"{self.process} (sürüm {self.version})"


class ProcessStep(models.Model):
    """One step of a version. `exits` are [number of the next step, answer that leads there]; 0 ends the process."""

    personal: ClassVar[Mapping[str, str]] = {}

    version = models.ForeignKey(ProcessVersion, models.CASCADE, related_name="steps")
    order = models.PositiveSmallIntegerField("sıra")
    who = models.CharField("sorumlu", max_length=120, db_collation=TURKISH)
    position = models.CharField("görev unvanı", max_length=24, choices=Position.choices, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="birim")
    title = models.CharField("yapılan iş", max_length=200, db_collation=TURKISH)
    input = models.CharField("girdi", max_length=200, blank=True)
    output = models.CharField("çıktı", max_length=200, blank=True)
    decision = models.BooleanField("karar", default=False)
    exits = models.JSONField("yollar", default=list)

    class Meta:
        verbose_name = "süreç adımı"
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["version", "order"], name="step_order_once")]

    def __str__(self) -> str:
        return f"{self.order}. {self.title}"


@history()
class Deviation(models.Model):
    """A time when the work was not done as the process says, and what was done about it."""

    personal: ClassVar[Mapping[str, str]] = {"found_by": "identity", "what": "free_text", "correction": "free_text"}

    process = models.ForeignKey(Process, models.CASCADE, related_name="deviations")
    step = models.CharField("adım", max_length=220, blank=True)
    found_on = models.DateField("görüldüğü gün")
    what = models.TextField("ne oldu")
    correction = models.TextField("ne yapıldı", blank=True)
    corrected_on = models.DateField("giderildiği gün", null=True, blank=True)
    found_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "sapma"
        verbose_name_plural = "sapmalar"
        ordering = ["-found_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.found_on:%d.%m.%Y}"
