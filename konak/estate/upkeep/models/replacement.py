"""Which devices should be replaced, in which year, at what price, and what was decided."""

from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Owned

from .. import access
from ..lifecycle import REPLACEMENT_LIFE


@history()
class ReplacementRule(Owned):
    """When a kind of device is old; what is empty is not asked. `price` is what a new one costs today."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity"}

    name = models.CharField("kural", max_length=120, db_collation=TURKISH)
    codes = models.CharField("taşınır kodları", max_length=300)
    max_years = models.PositiveSmallIntegerField("en çok yaş (yıl)", null=True, blank=True)
    max_faults = models.PositiveSmallIntegerField("bir yılda en çok arıza", null=True, blank=True)
    max_share = models.PositiveSmallIntegerField("onarım / alım bedeli (%)", null=True, blank=True)
    out_of_warranty = models.BooleanField("yalnız garantisi bitenler", default=True)
    price = models.DecimalField("yenisinin bedeli", max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = "yenileme kuralı"
        verbose_name_plural = "yenileme kuralları"
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="upkeep_rule_once"),
            models.CheckConstraint(
                condition=Q(max_years__isnull=False) | Q(max_faults__isnull=False) | Q(max_share__isnull=False),
                name="upkeep_rule_asks_something",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@history()
class Replacement(CaseRecord):
    """The proposed list of a year, submitted by one and decided by another."""

    lifecycle = REPLACEMENT_LIFE
    series = "YP"
    view = access.VIEW
    state_kinds: ClassVar[Mapping[str, str]] = {
        "draft": "open",
        "submitted": "wait",
        "decided": "done",
        "dropped": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {"note": "free_text"}

    year = models.PositiveSmallIntegerField("bütçe yılı")
    rules = models.JSONField("o günkü kurallar", default=list)
    note = models.TextField("gerekçe", max_length=4_000, blank=True)

    class Meta:
        verbose_name = "cihaz yenileme planı"
        verbose_name_plural = "cihaz yenileme planları"

    def __str__(self) -> str:
        return str(self.case)


class Choice(models.TextChoices):
    PROPOSED = "proposed", "Önerildi"
    REPLACE = "replace", "Yenilensin"
    LATER = "later", "Ertelensin"
    KEEP = "keep", "Kalsın"


@history()
class ReplacementLine(models.Model):
    """One device of the list, why it stands there, and what was decided."""

    personal: ClassVar[Mapping[str, str]] = {"decided_by": "identity", "note": "free_text"}

    plan = models.ForeignKey(Replacement, models.CASCADE, related_name="lines")
    asset = models.ForeignKey(
        "assets.Asset", models.PROTECT, related_name="upkeep_replacements", verbose_name="cihaz"
    )
    score = models.PositiveSmallIntegerField("puan")
    why = models.CharField("neden", max_length=300)
    price = models.DecimalField("yenisinin bedeli", max_digits=14, decimal_places=2, default=Decimal(0))
    year = models.PositiveSmallIntegerField("yıl")
    decision = models.CharField("karar", max_length=8, choices=Choice.choices, default=Choice.PROPOSED)
    note = models.CharField("not", max_length=300, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "yenileme satırı"
        constraints = [models.UniqueConstraint(fields=["plan", "asset"], name="upkeep_proposed_once")]
