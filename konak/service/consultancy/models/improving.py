"""An improvement somebody proposed: answered by the unit, done as work, and measured before and after."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Q

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH

from .. import access
from ..lifecycle import PROPOSAL_LIFE


class Aim(models.TextChoices):
    QUALITY = "quality", "Hizmetin niteliği"
    TIME = "time", "Süre ve hız"
    COST = "cost", "Maliyet ve kaynak"
    SECURITY = "security", "Güvenlik"
    WORKPLACE = "workplace", "Çalışma ortamı"


class Wanted(models.TextChoices):
    """Which way the measure is to go."""

    LESS = "less", "Azalması"
    MORE = "more", "Artması"


@history()
class Proposal(CaseRecord):
    """Belongs to the unit that serves what is to become better. Its effect is a number of its own choosing, and how
    many tickets the service had before and after."""

    lifecycle = PROPOSAL_LIFE
    series = "OI"
    view = access.VIEW
    card = "consultancy/_proposal_card.html"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "proposed": "wait",
        "underway": "open",
        "applied": "wait",
        "measured": "done",
        "declined": "closed",
        "withdrawn": "closed",
        "given_up": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {
        "today": "free_text",
        "idea": "free_text",
        "gain": "free_text",
        "reply": "free_text",
        "verdict": "free_text",
    }

    kind = models.CharField("neyi iyileştirir", max_length=10, choices=Aim.choices, default=Aim.QUALITY)
    service = models.ForeignKey(
        "desk.Service", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="hangi hizmet"
    )
    today = models.TextField("bugün nasıl", max_length=4_000)
    idea = models.TextField("öneri", max_length=4_000)
    gain = models.TextField("beklenen yarar", max_length=2_000, blank=True)
    reply = models.TextField("birimin yanıtı", max_length=2_000, blank=True)
    ticket = models.ForeignKey(
        "desk.Ticket", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="işin talebi"
    )
    measure = models.CharField("ne ölçülecek", max_length=160, blank=True, db_collation=TURKISH)
    wanted = models.CharField("istenen", max_length=4, choices=Wanted.choices, default=Wanted.LESS)
    before = models.DecimalField("önceki değer", max_digits=14, decimal_places=2, null=True, blank=True)
    target = models.DecimalField("hedef değer", max_digits=14, decimal_places=2, null=True, blank=True)
    after = models.DecimalField("sonraki değer", max_digits=14, decimal_places=2, null=True, blank=True)
    applied_on = models.DateField("uygulandığı gün", null=True, blank=True)
    measure_on = models.DateField("ölçüleceği gün", null=True, blank=True)
    tickets_before = models.PositiveIntegerField("önceki talep sayısı", null=True, blank=True)
    tickets_after = models.PositiveIntegerField("sonraki talep sayısı", null=True, blank=True)
    verdict = models.CharField("değerlendirme", max_length=1_000, blank=True)

    class Meta:
        verbose_name = "iyileştirme önerisi"
        verbose_name_plural = "iyileştirme önerileri"
        indexes = [
            models.Index(fields=["measure_on"], name="proposal_to_measure", condition=Q(measure_on__isnull=False))
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(measure_on=None) | Q(applied_on__isnull=False, measure_on__gt=models.F("applied_on")),
                name="proposal_measured_after_it_is_applied",
            )
        ]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")

    @property
    def worked(self) -> bool | None:
        """Whether the number went where it was wanted; None while it is not known."""
        if self.before is None or self.after is None:
            return None
        return self.after < self.before if self.wanted == Wanted.LESS else self.after > self.before
