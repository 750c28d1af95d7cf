"""What has to be done: programs that may not stay, and rounds that bring computers to a version."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.people.models import Unit

from .. import access
from ..lifecycle import FINDING_LIFE, ROUND_LIFE
from .catalogue import Product
from .inventory import Computer, Install


class Wrong(models.TextChoices):
    BANNED = "banned", "Yasaklı yazılım"
    UNLICENSED = "unlicensed", "Lisanssız kullanım"
    UNREVIEWED = "unreviewed", "İzinsiz (değerlendirilmemiş) yazılım"


@history()
class Finding(CaseRecord):
    """A program on a computer that may not be there; open until it is gone, licensed or allowed."""

    lifecycle = FINDING_LIFE
    series = "YU"
    view = access.VIEW
    card = "software/_finding_card.html"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "open": "late",
        "asked": "wait",
        "removed": "done",
        "licensed": "done",
        "allowed": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {"why": "free_text"}

    wrong = models.CharField("uygunsuzluk", max_length=12, choices=Wrong.choices)
    product = models.ForeignKey(Product, models.PROTECT, related_name="findings", verbose_name="yazılım")
    computer = models.ForeignKey(Computer, models.PROTECT, related_name="findings", verbose_name="bilgisayar")
    install = models.ForeignKey(Install, models.PROTECT, related_name="findings", verbose_name="kurulum")
    is_open = models.BooleanField(default=True, editable=False)
    """Mirrors the cover, so that the database keeps one open file per installation."""
    why = models.TextField("gerekçe", max_length=2_000, blank=True)

    class Meta:
        verbose_name = "yazılım uygunsuzluğu"
        verbose_name_plural = "yazılım uygunsuzlukları"
        constraints = [
            models.UniqueConstraint(
                fields=["computer", "product"], name="software_one_open_finding", condition=Q(is_open=True)
            )
        ]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")


@history()
class UpdateRound(CaseRecord):
    """Bring every computer of a scope to a version of a product (güncelleme turu)."""

    lifecycle = ROUND_LIFE
    series = "GU"
    view = access.VIEW
    card = "software/_round_card.html"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "planned": "wait",
        "running": "open",
        "done": "done",
        "cancelled": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {"about": "free_text"}

    product = models.ForeignKey(Product, models.PROTECT, related_name="rounds", verbose_name="yazılım")
    target = models.CharField("hedef sürüm", max_length=80)
    used_in = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kapsam (birim)"
    )
    about = models.TextField("neden, nasıl", max_length=2_000, blank=True)

    class Meta:
        verbose_name = "güncelleme turu"
        verbose_name_plural = "güncelleme turları"

    def __str__(self) -> str:
        return str(self.case)

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")


class DeviceState(models.TextChoices):
    WAITING = "waiting", "Bekliyor"
    DONE = "done", "Güncel"
    EXCEPTION = "exception", "Ayrık"


@history()
class RoundDevice(models.Model):
    """One computer of a round: done when an inventory shows the version, or set apart with a reason."""

    personal: ClassVar[Mapping[str, str]] = {"set_by": "identity", "reason": "free_text"}

    round = models.ForeignKey(UpdateRound, models.CASCADE, related_name="devices")
    computer = models.ForeignKey(Computer, models.PROTECT, related_name="rounds")
    before = models.CharField("turdan önceki sürüm", max_length=80, blank=True)
    now = models.CharField("şimdiki sürüm", max_length=80, blank=True)
    state = models.CharField("durum", max_length=10, choices=DeviceState.choices, default=DeviceState.WAITING)
    reason = models.CharField("gerekçe", max_length=300, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    settled_on = models.DateField("sonuçlandığı gün", null=True, blank=True)

    class Meta:
        verbose_name = "turdaki bilgisayar"
        verbose_name_plural = "turdaki bilgisayarlar"
        constraints = [
            models.UniqueConstraint(fields=["round", "computer"], name="software_computer_once_in_a_round"),
            models.CheckConstraint(
                condition=~Q(state="exception") | ~Q(reason=""), name="software_exception_has_a_reason"
            ),
        ]
