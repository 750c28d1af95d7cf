"""What ties texts together: a directive's clause to the clause it carries out, a duty to the one it took over."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from konak.foundation.db.history import history

from .duty import Duty
from .text import Clause
from .words import BindingState


@history()
class ClauseLink(models.Model):
    """A clause of a directive and the clause of its regulation that it carries out."""

    personal: ClassVar[Mapping[str, str]] = {"linked_by": "identity"}

    clause = models.ForeignKey(Clause, models.CASCADE, related_name="rests_on", verbose_name="yönergenin bendi")
    parent = models.ForeignKey(Clause, models.CASCADE, related_name="carried_by", verbose_name="dayandığı bent")
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    linked_at = models.DateTimeField("bağlanma", auto_now_add=True)

    class Meta:
        verbose_name = "bent bağı"
        verbose_name_plural = "bent bağları"
        constraints = [
            models.UniqueConstraint(fields=["clause", "parent"], name="clauses_linked_once"),
            models.CheckConstraint(condition=~Q(clause=F("parent")), name="clause_does_not_rest_on_itself"),
        ]


@history()
class Succession(models.Model):
    """A duty of a new version and the duty of the text before that it continues: proposed by comparison, decided by a
    person."""

    personal: ClassVar[Mapping[str, str]] = {"decided_by": "identity"}

    old = models.ForeignKey(Duty, models.CASCADE, related_name="heirs", verbose_name="önceki görev")
    new = models.ForeignKey(Duty, models.CASCADE, related_name="forebears", verbose_name="yeni görev")
    reason = models.CharField("gerekçe", max_length=200, blank=True)
    state = models.CharField("durum", max_length=10, choices=BindingState.choices, default=BindingState.PROPOSED)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("karar", null=True)

    class Meta:
        verbose_name = "görev eşlemesi"
        verbose_name_plural = "görev eşlemeleri"
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="duties_paired_once"),
            models.CheckConstraint(condition=~Q(old=F("new")), name="duty_does_not_follow_itself"),
        ]
