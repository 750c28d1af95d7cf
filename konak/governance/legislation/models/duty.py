"""A duty, what proves it, and the proofs that were filed."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from konak.foundation.db.history import history
from konak.foundation.files.models import StoredFile
from konak.foundation.people.models import TURKISH, Owned, Unit
from konak.foundation.people.positions import Position

from .text import Clause, Regulation
from .words import BindingState, Cadence


@history(exclude=["last_proof_at"])
class Duty(Owned):
    """A clause that obliges, and who answers for it. `role` set: everybody in that position below `unit`.

    `last_proof_at` is counted from evidence and capabilities, so it is no part of the row history: what a day knew is
    counted again from what had been filed by then (`queries.past`).
    """

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity"}

    regulation = models.ForeignKey(Regulation, models.PROTECT, related_name="duties")
    clause = models.OneToOneField(Clause, models.PROTECT, related_name="duty")
    role = models.CharField("görev unvanı", max_length=24, choices=Position.choices, blank=True)
    cadence = models.CharField("sıklık", max_length=12, choices=Cadence.choices, default=Cadence.NONE)
    cadence_stated = models.BooleanField("sıklık metinde yazılı", default=False)
    opened_on = models.DateField("başlangıç")
    closed_on = models.DateField("kapanış", null=True, blank=True)
    last_proof_at = models.DateTimeField("son kanıt", null=True, blank=True)

    class Meta:
        verbose_name = "görev"
        verbose_name_plural = "görevler"
        indexes = [
            models.Index(fields=["regulation", "unit"], name="duty_register", condition=Q(closed_on=None)),
            models.Index(fields=["unit", "role"], name="duty_of_unit", condition=Q(closed_on=None)),
            models.Index(fields=["last_proof_at"], name="duty_by_proof", condition=Q(closed_on=None)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")), name="duty_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return f"Md. {self.clause.path}"


@history()
class Binding(models.Model):
    """A capability that fulfils a duty: proposed from the text with score and reason, decided by a person."""

    personal: ClassVar[Mapping[str, str]] = {"decided_by": "identity"}

    duty = models.ForeignKey(Duty, models.CASCADE, related_name="bindings")
    capability = models.CharField("yetenek", max_length=80)
    score = models.FloatField("puan")
    reason = models.CharField("gerekçe", max_length=400)
    state = models.CharField(max_length=10, choices=BindingState.choices, default=BindingState.PROPOSED)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "yetenek bağı"
        constraints = [models.UniqueConstraint(fields=["duty", "capability"], name="capability_once_per_duty")]


@history()
class Evidence(models.Model):
    """A dated proof that a duty was done, filed by hand. `digest` covers all that is claimed, the file included."""

    personal: ClassVar[Mapping[str, str]] = {"filed_by": "identity", "note": "free_text", "title": "free_text"}

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="evidence")
    title = models.CharField("başlık", max_length=200, db_collation=TURKISH)
    note = models.TextField("açıklama", blank=True)
    period_from = models.DateField("dönem başı")
    period_to = models.DateField("dönem sonu")
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="dosya"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="ekleyen birim")
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    filed_at = models.DateTimeField("eklenme")
    digest = models.CharField("özet (SHA-256)", max_length=64)
    withdrawn_at = models.DateTimeField("geri alınma", null=True, blank=True)
    withdrawn_why = models.CharField("geri alma nedeni", max_length=300, blank=True)

    class Meta:
        verbose_name = "kanıt"
        verbose_name_plural = "kanıtlar"
        indexes = [models.Index(fields=["duty", "-period_to", "-id"], name="evidence_timeline")]
        constraints = [
            models.CheckConstraint(condition=Q(period_to__gte=F("period_from")), name="evidence_period_in_order")
        ]

    def claim(self) -> dict[str, Any]:
        """What the digest covers."""
        return {
            "duty": self.duty_id,
            "path": self.duty.clause.path,
            "title": self.title,
            "note": self.note,
            "from": self.period_from.isoformat(),
            "to": self.period_to.isoformat(),
            "file": self.file.blob_id if self.file else "",
            "unit": self.unit_id,
            "by": self.filed_by_id,
            "at": self.filed_at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        }
