"""How long what is kept: the retention plan (saklama planı) in versions."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH

CODE = r"^\d{3}(\.\d{2}){0,3}$"


class Final(models.TextChoices):
    """What becomes of a file when its time is over."""

    DESTROY = "destroy", "İmha"
    STATE = "state", "Devlet Arşivlerine devir"
    KEEP = "keep", "Kurumda sürekli saklama"
    SAMPLE = "sample", "Örnek seçilir, kalanı ayıklanır"
    EVALUATE = "evaluate", "Süre sonunda değerlendirilir"


class PlanState(models.TextChoices):
    DRAFT = "draft", "Taslak"
    FORCE = "force", "Yürürlükte"
    PAST = "past", "Yerini yenisi aldı"


@history()
class Plan(models.Model):
    """One version of the plan; one is in force."""

    personal: ClassVar[Mapping[str, str]] = {"made_by": "identity"}

    version = models.PositiveSmallIntegerField("sürüm", unique=True)
    state = models.CharField("durum", max_length=6, choices=PlanState.choices, default=PlanState.DRAFT)
    basis = models.CharField("dayanak (uygun görüş yazısı)", max_length=200, blank=True, db_collation=TURKISH)
    note = models.CharField("açıklama", max_length=300, blank=True, db_collation=TURKISH)
    since = models.DateField("yürürlük", null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("hazırlanış", auto_now_add=True)

    class Meta:
        verbose_name = "saklama planı"
        verbose_name_plural = "saklama planları"
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["state"], name="one_plan_in_force", condition=Q(state="force")),
            models.UniqueConstraint(fields=["state"], name="one_plan_in_draft", condition=Q(state="draft")),
        ]

    def __str__(self) -> str:
        return f"{self.version}. sürüm"


class Rule(models.Model):
    """How long files of one code are kept in the unit and in the institution's archive, and what follows."""

    personal: ClassVar[Mapping[str, str]] = {}

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="rules")
    code = models.CharField("kod", max_length=12, db_collation="C")
    name = models.CharField("konu", max_length=250, db_collation=TURKISH)
    unit_years = models.PositiveSmallIntegerField("birimde, yıl")
    archive_years = models.PositiveSmallIntegerField("kurum arşivinde, yıl", null=True, blank=True)
    """Empty: for ever."""
    final = models.CharField("tasfiye", max_length=8, choices=Final.choices)
    note = models.CharField("açıklama", max_length=300, blank=True, db_collation=TURKISH)

    class Meta:
        verbose_name = "saklama süresi"
        verbose_name_plural = "saklama süreleri"
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="rule_once_in_a_plan"),
            models.CheckConstraint(condition=Q(code__regex=CODE), name="rule_code_has_its_form"),
            models.CheckConstraint(
                condition=Q(unit_years__lte=101) & (Q(archive_years=None) | Q(archive_years__lte=101)),
                name="rule_years_are_plausible",
            ),
            models.CheckConstraint(
                condition=Q(archive_years__isnull=False) | Q(final__in=("keep", "evaluate")),
                name="rule_for_ever_is_kept",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
