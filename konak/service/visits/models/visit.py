"""A visit: who goes where, when, for which ticket, and what came of it."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH

from .. import access
from ..lifecycle import VISIT_LIFE

# `tstzrange(starts_at, ends_at)`: the end does not belong to it, so one visit may follow another at once.
SLOT = Func("starts_at", "ends_at", function="tstzrange", output_field=DateTimeRangeField())


class VisitKind(models.TextChoices):
    ONSITE = "onsite", "Yerinde"
    REMOTE = "remote", "Uzaktan"


class Outcome(models.TextChoices):
    SOLVED = "solved", "Sorun giderildi"
    PARTLY = "partly", "Kısmen giderildi"
    PART_NEEDED = "part_needed", "Parça ya da yetki gerekiyor"
    AGAIN = "again", "Yeniden gidilecek"
    NOTHING = "nothing", "Sorun görülmedi"


@history()
class Visit(CaseRecord):
    """One slot of one technician. While it `holds`, the database lets no other visit of his into it."""

    lifecycle = VISIT_LIFE
    series = "ZY"
    view = access.VIEW
    tells = False
    handed = False
    card = "visits/_visit_card.html"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "planned": "open",
        "proposed": "wait",
        "underway": "open",
        "done": "done",
        "missed": "late",
        "cancelled": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {
        "technician": "identity",
        "host": "identity",
        "contact": "contact",
        "note": "free_text",
        "report": "free_text",
        "proposed_why": "free_text",
        "off_hours_why": "free_text",
    }

    ticket = models.ForeignKey("desk.Ticket", models.PROTECT, related_name="visits", verbose_name="destek talebi")
    kind = models.CharField("tür", max_length=6, choices=VisitKind.choices, default=VisitKind.ONSITE)
    technician = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="gidecek kişi"
    )
    host = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ziyaret edilen",
    )
    starts_at = models.DateTimeField("başlangıç")
    ends_at = models.DateTimeField("bitiş")
    holds = models.BooleanField(default=True, editable=False)
    """Mirrors the cover: the slot is taken until the visit ends."""
    place = models.CharField("yer", max_length=160, blank=True, db_collation=TURKISH)
    contact = models.CharField("orada aranacak", max_length=160, blank=True, db_collation=TURKISH)
    note = models.TextField("hazırlık notu", max_length=2_000, blank=True)
    off_hours_why = models.CharField("mesai dışı gerekçesi", max_length=250, blank=True)
    revision = models.PositiveSmallIntegerField("kaç kez değişti", default=0)
    proposed_at = models.DateTimeField("önerilen başlangıç", null=True, blank=True)
    proposed_why = models.CharField("önerinin nedeni", max_length=250, blank=True)
    began_at = models.DateTimeField("varış", null=True, blank=True)
    ended_at = models.DateTimeField("ayrılış", null=True, blank=True)
    outcome = models.CharField("sonuç", max_length=12, choices=Outcome.choices, blank=True)
    report = models.TextField("yapılan", max_length=4_000, blank=True)

    class Meta:
        verbose_name = "ziyaret"
        verbose_name_plural = "ziyaretler"
        indexes = [
            models.Index(fields=["starts_at", "case"], name="visit_by_time"),
            models.Index(fields=["technician", "starts_at"], name="visit_of_technician"),
            models.Index(fields=["host", "-starts_at"], name="visit_of_host"),
            models.Index(fields=["ticket", "-starts_at"], name="visit_of_ticket"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="visit_ends_after_it_starts"),
            ExclusionConstraint(
                name="visit_one_place_at_a_time",
                expressions=[("technician", RangeOperators.EQUAL), (SLOT, RangeOperators.OVERLAPS)],
                condition=Q(holds=True),
            ),
        ]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")
