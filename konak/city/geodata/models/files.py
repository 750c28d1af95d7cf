"""Files of this app: a publication that is approved, and what others ask of the branch."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Q

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history

from .. import access
from ..lifecycle import DEMAND, PUBLICATION
from .layer import Layer, Sensitivity


class What(models.TextChoices):
    PUBLISH = "publish", "Yayımla"
    WIDEN = "widen", "Daha çok kişiye aç"
    RETIRE = "retire", "Yayımdan kaldır"


@history()
class Publication(CaseRecord):
    """Yayım onayı: who keeps a layer asks, who is over him decides; only then anybody else sees it."""

    lifecycle = PUBLICATION
    series = "KY"
    view = access.VIEW
    card = "geodata/_publication_card.html"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "asked": "wait",
        "approved": "done",
        "declined": "late",
        "withdrawn": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {"words": "free_text", "answer": "free_text"}

    layer = models.ForeignKey(Layer, models.PROTECT, related_name="publications", verbose_name="katman")
    what = models.CharField("ne", max_length=8, choices=What.choices)
    sensitivity = models.CharField("kime açılacak", max_length=10, choices=Sensitivity.choices)
    words = models.TextField("gerekçe", max_length=4_000, blank=True)
    answer = models.TextField("kararın gerekçesi", max_length=4_000, blank=True)

    class Meta:
        verbose_name = "yayım onayı"
        verbose_name_plural = "yayım onayları"


class DemandKind(models.TextChoices):
    DATA = "data", "Veri talebi"
    SUPPORT = "support", "CBS desteği ve eşgüdüm"
    PURCHASE = "purchase", "Veri alımı görüşü (mükerrer yatırım)"
    FEATURE = "feature", "Geliştirme isteği"
    TRAINING = "training", "Eğitim isteği"
    SOFTWARE = "software", "CBS yazılımı ihtiyacı"


@history()
class Demand(CaseRecord):
    """CBS talebi: data, support, training or a feature asked of the branch by a unit or by another institution."""

    lifecycle = DEMAND
    series = "CT"
    view = access.DEMANDS
    card = "geodata/_demand_card.html"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "received": "wait",
        "working": "open",
        "delivered": "done",
        "declined": "late",
        "withdrawn": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {"text": "free_text", "answer": "free_text", "contact": "identity"}

    kind = models.CharField("tür", max_length=8, choices=DemandKind.choices)
    text = models.TextField("istenen", max_length=4_000)
    layers = models.ManyToManyField(Layer, blank=True, related_name="demands", verbose_name="katmanlar")
    body = models.CharField("isteyen kurum", max_length=160, blank=True)
    contact = models.CharField("irtibat", max_length=160, blank=True)
    letter = models.CharField("gelen yazı", max_length=60, blank=True)
    protocol = models.CharField("dayandığı protokol", max_length=120, blank=True)
    answer = models.TextField("sonuç", max_length=4_000, blank=True)

    class Meta:
        verbose_name = "CBS talebi"
        verbose_name_plural = "CBS talepleri"
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="demand_says_what")]

    @property
    def state_kind(self) -> str:
        """The colour of its state."""
        return self.state_kinds.get(self.case.state, "open")
