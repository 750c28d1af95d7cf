"""Handing over at the end of a seat or of the employment (devir teslim): what is held, and where it went."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Appointment, User

from .. import access
from ..lifecycle import HANDOVER


class HandOverKind(models.TextChoices):
    EXIT = "exit", "Kurumdan ayrılış"
    CHANGE = "change", "Görev değişikliği"
    ABSENCE = "absence", "Uzun süreli ayrılık"


class Fate(models.TextChoices):
    """What became of a thing that was held."""

    HANDED = "handed", "Devredildi"
    RETURNED = "returned", "İade edildi ya da sona erdi"
    KEPT = "kept", "Kişide kalıyor"


@history()
class HandOver(CaseRecord):
    """One file of handing over, from the list of what is held to the signed minute."""

    lifecycle = HANDOVER
    series = "DV"
    view = access.SEE_HANDOVER
    card = "staffing/_handover_card.html"
    page = "staffing:handover"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "open": "open",
        "given": "wait",
        "received": "wait",
        "closed": "done",
        "cancelled": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {"person": "identity", "receiver": "identity", "why": "free_text"}

    kind = models.CharField("tür", max_length=10, choices=HandOverKind.choices)
    person = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="devreden")
    receiver = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="devralan")
    seat = models.ForeignKey(
        Appointment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bırakılan makam"
    )
    last_day = models.DateField("son çalışma günü")
    why = models.CharField("neden", max_length=300, blank=True, db_collation=TURKISH)
    absent = models.BooleanField("kişi imzalayamıyor", default=False)
    """Died, in custody, did not come back: the superior gives in his place, and the minute says so."""

    class Meta:
        verbose_name = "devir teslim"
        verbose_name_plural = "devir teslimler"
        indexes = [models.Index(fields=["person", "-last_day"], name="handover_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(receiver=None) | ~Q(receiver=F("person")), name="nobody_hands_over_to_himself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person.full_name} · {self.get_kind_display()}"

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")


@history()
class HandOverLine(models.Model):
    """One thing that is held, found by the app that keeps it."""

    personal: ClassVar[Mapping[str, str]] = {
        "text": "free_text",
        "note": "free_text",
        "to": "identity",
        "settled_by": "identity",
    }

    handover = models.ForeignKey(HandOver, models.CASCADE, related_name="lines")
    source = models.CharField("kaynak", max_length=60)
    key = models.CharField("anahtar", max_length=80)
    text = models.CharField("kalem", max_length=300, db_collation=TURKISH)
    url = models.CharField("adres", max_length=200, blank=True)
    fate = models.CharField("sonuç", max_length=10, choices=Fate.choices, blank=True)
    to = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="devralan")
    note = models.CharField("not", max_length=300, blank=True, db_collation=TURKISH)
    settled_at = models.DateTimeField("sonuçlanma", null=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="işlemi yapan")

    class Meta:
        verbose_name = "devir kalemi"
        verbose_name_plural = "devir kalemleri"
        ordering = ["source", "id"]
        constraints = [
            models.UniqueConstraint(fields=["handover", "source", "key"], name="a_thing_is_listed_once"),
            models.CheckConstraint(condition=Q(settled_at=None) | ~Q(fate=""), name="what_is_settled_has_a_fate"),
        ]

    def __str__(self) -> str:
        return self.text
