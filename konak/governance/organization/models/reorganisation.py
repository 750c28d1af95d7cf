"""A change of the organisation as a file: by which rule, what exactly, what others think of it, how it ended."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Unit
from konak.foundation.people.positions import UnitKind

from .. import access
from ..lifecycle import LIFE
from .words import APPROVERS, Act


@history()
class ApprovalRule(models.Model):
    """Who approves changes below a unit, by the words of the regulation."""

    personal: ClassVar[Mapping[str, str]] = {}

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="hangi birimde geçerli")
    approver = models.CharField("onaylayan", max_length=24, choices=APPROVERS)
    quote = models.CharField("hükmün sözleri", max_length=400, db_collation=TURKISH)
    source = models.CharField("dayanak", max_length=200, db_collation=TURKISH)
    since = models.DateField("başlangıç", null=True, blank=True)
    until = models.DateField("bitiş", null=True, blank=True)

    class Meta:
        verbose_name = "onay kuralı"
        verbose_name_plural = "onay kuralları"
        ordering = ["unit", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gte=F("since")), name="approval_rule_period"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_approver_display()} onayı ({self.source})"


@history()
class Reorganisation(CaseRecord):
    """What would change, why, by whose approval and from which day on."""

    lifecycle = LIFE
    series = "TD"
    view = access.VIEW
    card = "organization/_reorganisation_card.html"
    page = "organization:reorganisation"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "draft": "open",
        "opinion": "wait",
        "submitted": "wait",
        "approved": "accent",
        "in_force": "done",
        "rejected": "closed",
        "withdrawn": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {"reason": "free_text", "decided_by": "identity"}

    title = models.CharField("konu", max_length=200, db_collation=TURKISH)
    reason = models.TextField("gerekçe", db_collation=TURKISH)
    rule = models.ForeignKey(
        ApprovalRule, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="onay kuralı"
    )
    own_order = models.BooleanField("Başkanlık emri", default=False)
    effective_on = models.DateField("yürürlük tarihi", null=True, blank=True)
    decision_date = models.DateField("karar tarihi", null=True, blank=True)
    decision_number = models.CharField("karar sayısı", max_length=60, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="onaylayan"
    )
    applied_at = models.DateTimeField("yürürlüğe konduğu an", null=True, blank=True)
    fault = models.CharField("neden yürürlüğe giremedi", max_length=400, blank=True, db_collation=TURKISH)
    effect = models.JSONField("etkisi", default=dict, blank=True)

    class Meta:
        verbose_name = "teşkilat değişikliği"
        verbose_name_plural = "teşkilat değişiklikleri"

    def __str__(self) -> str:
        return self.title

    @property
    def basis(self) -> str:
        """The decision as it is written beside what rests on it."""
        day = f"{self.decision_date:%d.%m.%Y}" if self.decision_date else ""
        organ = self.rule.get_approver_display() if self.rule else "Belediye Başkanı"
        return " · ".join(part for part in (f"{organ} onayı", day, self.decision_number) if part)


@history()
class Change(models.Model):
    """One step of a reorganisation. A unit that is yet to be opened is named by `handle` and found by it later on."""

    personal: ClassVar[Mapping[str, str]] = {}

    reorganisation = models.ForeignKey(Reorganisation, models.CASCADE, related_name="changes")
    order = models.PositiveSmallIntegerField("sıra")
    act = models.CharField("ne yapılacak", max_length=10, choices=Act.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="birim")
    target = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="hedef birim"
    )
    target_handle = models.PositiveSmallIntegerField("hedef: bu öneride kurulacak birim", null=True, blank=True)
    name = models.CharField("yeni ad", max_length=200, blank=True, db_collation=TURKISH)
    short_name = models.CharField("kısa ad", max_length=60, blank=True, db_collation=TURKISH)
    kind = models.CharField("tür", max_length=20, choices=UnitKind.choices, blank=True)
    seats = models.JSONField("taşınacak görevlendirmeler", default=list, blank=True)
    made = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kurulan birim"
    )

    class Meta:
        verbose_name = "değişiklik"
        verbose_name_plural = "değişiklikler"
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["reorganisation", "order"], name="change_order_once")]

    def __str__(self) -> str:
        return f"{self.order}. {self.get_act_display()}"


class Opinion(models.Model):
    """What a unit thinks of a reorganisation; asked first, given later."""

    personal: ClassVar[Mapping[str, str]] = {"given_by": "identity", "text": "free_text"}

    reorganisation = models.ForeignKey(Reorganisation, models.CASCADE, related_name="opinions")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="görüş veren birim")
    asked_at = models.DateTimeField("istendiği an", auto_now_add=True)
    given_at = models.DateTimeField("verildiği an", null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="veren"
    )
    favourable = models.BooleanField("olumlu", null=True, blank=True)
    text = models.TextField("görüş", blank=True, db_collation=TURKISH)

    class Meta:
        verbose_name = "görüş"
        verbose_name_plural = "görüşler"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["reorganisation", "unit"], name="opinion_once_a_unit")]

    def __str__(self) -> str:
        return f"{self.unit}"
