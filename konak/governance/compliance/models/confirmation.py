"""Görev teyidi: the head of a unit says upwards how its duties stand, term by term."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Unit
from konak.foundation.people.positions import Position

from .. import access
from ..lifecycle import CONFIRMATION
from .plan import Interval


class Answer(models.TextChoices):
    DONE = "done", "Yapıldı"
    PARTLY = "partly", "Kısmen"
    NOT_DONE = "not_done", "Yapılmadı"


@history()
class ConfirmationPlan(models.Model):
    """How often the units of a department confirm their duties upwards. Every quarter, until somebody changes it."""

    personal: ClassVar[Mapping[str, str]] = {}

    unit = models.OneToOneField(Unit, models.PROTECT, related_name="+", verbose_name="daire")
    interval = models.CharField("sıklık", max_length=12, choices=Interval.choices, default=Interval.QUARTERLY)
    starts_on = models.DateField("başlangıç")
    running = models.BooleanField("yürüyor", default=True)

    class Meta:
        verbose_name = "teyit planı"
        verbose_name_plural = "teyit planları"


class Confirmation(CaseRecord):
    """The confirmation of one unit for one term; `above` is the one it flows into."""

    lifecycle = CONFIRMATION
    series = "UT"
    view = access.VIEW
    card = "compliance/_confirmation_card.html"
    page = "compliance:confirmation"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "open": "open",
        "signed": "wait",
        "received": "done",
        "void": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {"signed_by": "identity", "missing_why": "free_text", "note": "free_text"}

    of_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="teyit eden birim")
    position = models.CharField("teyit eden makam", max_length=24, choices=Position.choices)
    begins_on = models.DateField("dönem başı")
    ends_on = models.DateField("dönem sonu")
    above = models.ForeignKey("self", models.PROTECT, null=True, related_name="below", verbose_name="üst teyit")
    missing_why = models.CharField("alt teyit eksikken imzalama nedeni", max_length=300, blank=True)
    note = models.TextField("genel açıklama", blank=True)
    signed_at = models.DateTimeField("imza", null=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    digest = models.CharField("özet (SHA-256)", max_length=64, blank=True)

    class Meta:
        verbose_name = "görev teyidi"
        verbose_name_plural = "görev teyitleri"
        indexes = [models.Index(fields=["-ends_on"], name="confirmation_by_term")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="confirmation_term_in_order"),
            models.UniqueConstraint(
                fields=["of_unit", "begins_on", "ends_on"], name="one_confirmation_per_unit_and_term"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case.number}"


class ConfirmationLine(models.Model):
    """One duty in a confirmation, as it stood; frozen at signing."""

    personal: ClassVar[Mapping[str, str]] = {"remark": "free_text"}

    confirmation = models.ForeignKey(Confirmation, models.CASCADE, related_name="lines")
    order = models.PositiveIntegerField("sıra")
    duty = models.ForeignKey("legislation.Duty", models.PROTECT, related_name="+", verbose_name="görev")
    regulation = models.CharField("metin", max_length=24)
    path = models.CharField("bent", max_length=60)
    text = models.TextField("görev metni", db_collation=TURKISH)
    proof = models.CharField("kanıt durumu", max_length=10)
    proof_label = models.CharField(max_length=40)
    last_proof_at = models.DateTimeField("son kanıt", null=True)
    periods = models.PositiveSmallIntegerField("dönem", default=0)
    periods_done = models.PositiveSmallIntegerField("yapılan", default=0)
    periods_late = models.PositiveSmallIntegerField("geciken", default=0)
    answer = models.CharField("teyit", max_length=10, choices=Answer.choices, blank=True)
    remark = models.CharField("açıklama", max_length=500, blank=True)

    class Meta:
        verbose_name = "teyit satırı"
        verbose_name_plural = "teyit satırları"
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["confirmation", "duty"], name="duty_once_per_confirmation")]
