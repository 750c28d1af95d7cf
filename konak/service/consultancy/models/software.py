"""A program somebody needs: is a licence at hand, may it be installed, who installs it."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Q

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH

from .. import access
from ..lifecycle import SOFTWARE_LIFE


class Holding(models.TextChoices):
    """How the house stands to the program."""

    FREE = "free", "Lisans gerekmiyor"
    AT_HAND = "at_hand", "Boşta lisans var"
    MISSING = "missing", "Lisans alınmalı"
    FORBIDDEN = "forbidden", "Kullanımı yasak"
    UNKNOWN = "unknown", "Katalogda yok"


@history()
class SoftwareRequest(CaseRecord):
    """One program for one person or device."""

    lifecycle = SOFTWARE_LIFE
    series = "YI"
    view = access.VIEW
    card = "consultancy/_software_card.html"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "asked": "wait",
        "approval": "wait",
        "installing": "open",
        "done": "done",
        "declined": "late",
        "withdrawn": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {"why": "free_text", "note": "free_text"}

    name = models.CharField("yazılım", max_length=160, db_collation=TURKISH)
    product = models.ForeignKey(
        "software.Product",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="katalogdaki yazılım",
    )
    asset_tag = models.CharField("bilgisayarın sicil numarası", max_length=60, blank=True)
    why = models.TextField("ne için", max_length=2_000)
    until = models.DateField("ne zamana kadar", null=True, blank=True)
    holding = models.CharField("lisans durumu", max_length=10, choices=Holding.choices, default=Holding.UNKNOWN)
    free = models.IntegerField("boştaki hak", null=True, blank=True)
    note = models.CharField("inceleme notu", max_length=1_000, blank=True)
    ticket = models.ForeignKey(
        "desk.Ticket", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kurulum talebi"
    )

    class Meta:
        verbose_name = "yazılım isteği"
        verbose_name_plural = "yazılım istekleri"
        indexes = [
            models.Index(fields=["ticket"], name="software_asked_by_ticket", condition=Q(ticket__isnull=False))
        ]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")
