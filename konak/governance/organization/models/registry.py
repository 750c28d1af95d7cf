"""What a change of units leaves to do in the State Organisation Central Registry (DETSİS)."""

import datetime as dt
from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.utils.timezone import localdate

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Unit

from .. import access
from ..lifecycle import REGISTRY_LIFE
from .imports import ListImport
from .reorganisation import Reorganisation
from .words import Act


@history()
class RegistryTask(CaseRecord):
    """Changes of one reorganisation or one list: told to the registry, confirmed there, then closed."""

    lifecycle = REGISTRY_LIFE
    series = "DE"
    view = access.VIEW
    card = "organization/_registry_card.html"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "open": "open",
        "submitted": "wait",
        "confirmed": "done",
        "needless": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {}

    reorganisation = models.OneToOneField(
        Reorganisation, models.PROTECT, null=True, related_name="registry_task", verbose_name="teşkilat değişikliği"
    )
    imported = models.OneToOneField(
        ListImport, models.PROTECT, null=True, related_name="registry_task", verbose_name="içe aktarılan liste"
    )
    submitted_on = models.DateField("bildirim tarihi", null=True, blank=True)
    reference = models.CharField("başvuru sayısı", max_length=60, blank=True)
    confirmed_on = models.DateField("doğrulama tarihi", null=True, blank=True)

    class Meta:
        verbose_name = "DETSİS bildirimi"
        verbose_name_plural = "DETSİS bildirimleri"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reorganisation=None) ^ models.Q(imported=None), name="registry_task_has_one_cause"
            )
        ]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def cause(self) -> str:
        """The number of the reorganisation, or the list that was brought in."""
        return self.reorganisation.case.number if self.reorganisation else f"Liste: {self.imported_name}"

    @property
    def imported_name(self) -> str:
        return self.imported.file.name if self.imported else ""

    @property
    def effective_on(self) -> dt.date | None:
        """Since when the change holds."""
        if self.reorganisation:
            return self.reorganisation.effective_on
        return self.imported.since or localdate(self.case.opened_at) if self.imported else None

    @property
    def state_kind(self) -> str:
        """The colour of its state."""
        return self.state_kinds[self.case.state]

    @property
    def lines_shown(self) -> list["RegistryLine"]:
        return list(self.lines.select_related("unit"))


class RegistryLine(models.Model):
    """One change the registry has to know."""

    personal: ClassVar[Mapping[str, str]] = {}

    task = models.ForeignKey(RegistryTask, models.CASCADE, related_name="lines")
    order = models.PositiveSmallIntegerField("sıra")
    act = models.CharField("değişiklik", max_length=10, choices=Act.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="birim")
    words = models.CharField("ne değişti", max_length=400, db_collation=TURKISH)

    class Meta:
        verbose_name = "DETSİS bildirimi satırı"
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["task", "order"], name="registry_line_once")]
