"""What a change of units leaves to do in the State Organisation Central Registry (DETSİS)."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Unit

from .. import access
from ..lifecycle import REGISTRY_LIFE
from .reorganisation import Reorganisation
from .words import Act


@history()
class RegistryTask(CaseRecord):
    """Changes that came into force on one day: told to the registry, confirmed there, then closed."""

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
        Reorganisation, models.PROTECT, related_name="registry_task", verbose_name="teşkilat değişikliği"
    )
    submitted_on = models.DateField("bildirim tarihi", null=True, blank=True)
    reference = models.CharField("başvuru sayısı", max_length=60, blank=True)
    confirmed_on = models.DateField("doğrulama tarihi", null=True, blank=True)

    class Meta:
        verbose_name = "DETSİS bildirimi"
        verbose_name_plural = "DETSİS bildirimleri"

    def __str__(self) -> str:
        return str(self.case)

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
