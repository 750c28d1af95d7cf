"""Risks of a process and the controls that answer them, as internal control asks for (5018 s. Kanun m. 55-57)."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from konak.foundation.db.history import history
from konak.foundation.files.models import StoredFile
from konak.foundation.people.models import TURKISH, Owned

from .process import Process


class Response(models.TextChoices):
    ACCEPT = "accept", "Kabul et"
    REDUCE = "reduce", "Azalt"
    SHARE = "share", "Paylaş"
    AVOID = "avoid", "Kaçın"


class ControlKind(models.TextChoices):
    PREVENTIVE = "preventive", "Önleyici"
    DETECTIVE = "detective", "Tespit edici"
    CORRECTIVE = "corrective", "Düzeltici"
    DIRECTIVE = "directive", "Yönlendirici"


class Frequency(models.TextChoices):
    EACH = "each", "Her işlemde"
    DAILY = "daily", "Günlük"
    WEEKLY = "weekly", "Haftalık"
    MONTHLY = "monthly", "Aylık"
    QUARTERLY = "quarterly", "Üç ayda bir"
    HALF_YEARLY = "half_yearly", "Altı ayda bir"
    YEARLY = "yearly", "Yılda bir"


class Result(models.TextChoices):
    EFFECTIVE = "effective", "Etkili"
    PARTLY = "partly", "Kısmen etkili"
    FAILED = "failed", "Etkisiz"


LOW, MEDIUM = 5, 12
"""Scores up to these are low and middling; above is high: our own bounds of the 5 × 5 matrix."""


def level(score: int) -> str:
    return "done" if score <= LOW else "wait" if score <= MEDIUM else "late"


LEVELS = {"done": "Düşük", "wait": "Orta", "late": "Yüksek"}


@history()
class Risk(Owned):
    """What may go wrong in a process: how likely (1-5), how bad (1-5), what is done about it, what stays."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity"}

    process = models.ForeignKey(Process, models.PROTECT, related_name="risks", verbose_name="süreç")
    name = models.CharField("risk", max_length=250, db_collation=TURKISH)
    cause = models.CharField("nedeni", max_length=300, blank=True)
    effect = models.CharField("sonucu", max_length=300, blank=True)
    likelihood = models.PositiveSmallIntegerField("olasılık")
    impact = models.PositiveSmallIntegerField("etki")
    response = models.CharField("yanıt", max_length=8, choices=Response.choices, default=Response.REDUCE)
    left_likelihood = models.PositiveSmallIntegerField("kalan olasılık", null=True, blank=True)
    left_impact = models.PositiveSmallIntegerField("kalan etki", null=True, blank=True)
    opened_on = models.DateField("belirlenme")
    closed_on = models.DateField("kapanma", null=True, blank=True)
    closed_why = models.CharField("kapanma nedeni", max_length=300, blank=True)

    class Meta:
        verbose_name = "risk"
        verbose_name_plural = "riskler"
        constraints = [
            models.CheckConstraint(
                condition=Q(likelihood__range=(1, 5), impact__range=(1, 5)), name="risk_scored_one_to_five"
            ),
            models.CheckConstraint(
                condition=Q(left_likelihood=None, left_impact=None)
                | Q(left_likelihood__range=(1, 5), left_impact__range=(1, 5)),
                name="risk_left_scored_one_to_five",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def score(self) -> int:
        return self.likelihood * self.impact

    @property
    def left_score(self) -> int | None:
        return self.left_likelihood * self.left_impact if self.left_likelihood and self.left_impact else None

    @property
    def level(self) -> str:
        return level(self.score)

    @property
    def score_words(self) -> str:
        return f"{self.likelihood} × {self.impact} = {self.score}"

    @property
    def left_words(self) -> str:
        """What stays with the controls; empty where nobody judged it."""
        return f"{self.left_likelihood} × {self.left_impact} = {self.left_score}" if self.left_score else ""

    @property
    def level_label(self) -> str:
        return LEVELS[self.level]

    @property
    def left_level(self) -> str:
        return level(self.left_score) if self.left_score else ""


@history()
class Control(Owned):
    """What keeps a risk small: who does it, how often, when it was last done and when it falls due."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity"}

    risk = models.ForeignKey(Risk, models.PROTECT, related_name="controls", verbose_name="risk")
    name = models.CharField("kontrol", max_length=250, db_collation=TURKISH)
    kind = models.CharField("tür", max_length=12, choices=ControlKind.choices)
    frequency = models.CharField("sıklık", max_length=12, choices=Frequency.choices)
    proof = models.CharField("beklenen kanıt", max_length=200, blank=True)
    began_on = models.DateField("başlangıç")
    last_on = models.DateField("son yapılan", null=True, blank=True)
    due_on = models.DateField("sıradaki", null=True, blank=True)
    ended_on = models.DateField("bitiş", null=True, blank=True)

    class Meta:
        verbose_name = "kontrol"
        verbose_name_plural = "kontroller"
        indexes = [models.Index(fields=["due_on", "id"], name="control_due", condition=Q(ended_on=None))]

    def __str__(self) -> str:
        return self.name


@history()
class ControlRun(models.Model):
    """One time a control was done, with what it found."""

    personal: ClassVar[Mapping[str, str]] = {"done_by": "identity", "note": "free_text"}

    control = models.ForeignKey(Control, models.PROTECT, related_name="runs")
    done_on = models.DateField("yapıldığı gün")
    result = models.CharField("sonuç", max_length=10, choices=Result.choices)
    note = models.TextField("bulgu", blank=True)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kanıt dosyası"
    )
    late = models.BooleanField("gecikti", default=False)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField("kayıt", auto_now_add=True)

    class Meta:
        verbose_name = "kontrol kaydı"
        verbose_name_plural = "kontrol kayıtları"
        ordering = ["-done_on", "-pk"]
        indexes = [models.Index(fields=["control", "-done_on", "-id"], name="control_run_latest")]
        constraints = [models.UniqueConstraint(fields=["control", "done_on"], name="control_once_a_day")]

    def __str__(self) -> str:
        return f"{self.done_on:%d.%m.%Y}"
