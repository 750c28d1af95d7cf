"""An outage: what will be (or is) down, for whom, from when to when, and how long it really was."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Unit

from .. import access
from ..lifecycle import OUTAGE_LIFE


class Nature(models.TextChoices):
    PLANNED = "planned", "Planlı çalışma"
    UNPLANNED = "unplanned", "Beklenmeyen kesinti"


class Effect(models.TextChoices):
    DOWN = "down", "Kullanılamaz"
    PARTLY = "partly", "Kısmen kullanılamaz"
    SLOW = "slow", "Yavaşlar"
    NONE = "none", "Etkilenmez"


class Audience(models.TextChoices):
    EVERYBODY = "everybody", "Bütün çalışanlar"
    UNITS = "units", "Etkilenen birimler"
    DESK = "desk", "Yalnız hazırlayan birim"


@history()
class Outage(CaseRecord):
    """Planned work or a fault that many feel. What it hits are the records of those who own them."""

    lifecycle = OUTAGE_LIFE
    series = "KS"
    view = access.OUTAGE_VIEW
    card = "visits/_outage_card.html"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "draft": "open",
        "announced": "wait",
        "underway": "late",
        "ended": "done",
        "cancelled": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {"text": "free_text", "advice": "free_text", "done": "free_text"}

    nature = models.CharField("tür", max_length=10, choices=Nature.choices, default=Nature.PLANNED)
    effect = models.CharField("etki", max_length=6, choices=Effect.choices, default=Effect.DOWN)
    audience = models.CharField("kime duyurulur", max_length=10, choices=Audience.choices, default=Audience.UNITS)
    world = models.BooleanField("oturum açmayanlara da gösterilsin", default=False)
    text = models.TextField("ne yapılacak / ne oldu", max_length=4_000)
    advice = models.TextField("bu sırada ne yapılabilir", max_length=2_000, blank=True)
    starts_at = models.DateTimeField("başlangıç")
    ends_at = models.DateTimeField("bitiş")
    revision = models.PositiveSmallIntegerField("kaç kez değişti", default=0)
    announced_at = models.DateTimeField("duyuru", null=True, blank=True)
    told = models.PositiveIntegerField("kaç kişiye haber verildi", default=0)
    began_at = models.DateTimeField("gerçek başlangıç", null=True, blank=True)
    ended_at = models.DateTimeField("gerçek bitiş", null=True, blank=True)
    done = models.TextField("sonuç", max_length=4_000, blank=True)
    systems = models.ManyToManyField(
        "systems.InformationSystem", blank=True, related_name="outages", verbose_name="bilgi sistemleri"
    )
    services = models.ManyToManyField("desk.Service", blank=True, related_name="outages", verbose_name="hizmetler")
    places = models.ManyToManyField("assets.Place", blank=True, related_name="outages", verbose_name="yerler")
    assets = models.ManyToManyField("assets.Asset", blank=True, related_name="outages", verbose_name="cihazlar")
    units = models.ManyToManyField(Unit, blank=True, related_name="+", verbose_name="birimler")

    class Meta:
        verbose_name = "kesinti"
        verbose_name_plural = "kesintiler"
        indexes = [
            models.Index(fields=["starts_at", "case"], name="outage_by_start"),
            models.Index(fields=["ended_at"], name="outage_by_end", condition=Q(ended_at__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="outage_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(began_at__isnull=False, ended_at__gte=F("began_at")),
                name="outage_measured_in_order",
            ),
        ]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def planned(self) -> bool:
        return self.nature == Nature.PLANNED

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")

    @property
    def minutes_down(self) -> int | None:
        """How long it has really been, so far or altogether; None before it begins."""
        if self.began_at is None:
            return None
        return int(((self.ended_at or now()) - self.began_at).total_seconds() // 60)


class OutageUpdate(models.Model):
    """What was told while it lasted; it stays as told."""

    personal: ClassVar[Mapping[str, str]] = {"by": "identity", "text": "free_text"}

    outage = models.ForeignKey(Outage, models.CASCADE, related_name="updates")
    text = models.TextField("bilgi", max_length=2_000, db_collation=TURKISH)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("zaman", auto_now_add=True)

    class Meta:
        verbose_name = "kesinti bilgisi"
        verbose_name_plural = "kesinti bilgileri"
        indexes = [models.Index(fields=["outage", "-id"], name="update_of_outage")]
