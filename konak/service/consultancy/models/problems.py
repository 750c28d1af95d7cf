"""A problem: the one cause behind many tickets, how to live with it, how it was ended, and whether that helped."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history

from .. import access
from ..lifecycle import PROBLEM_LIFE


@history()
class Problem(CaseRecord):
    """Gathers tickets; ends with a preventive rule whose effect is counted."""

    lifecycle = PROBLEM_LIFE
    series = "SR"
    view = access.VIEW
    card = "consultancy/_problem_card.html"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "open": "open",
        "known": "wait",
        "fixed": "open",
        "closed": "done",
        "dropped": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {
        "symptom": "free_text",
        "cause": "free_text",
        "workaround": "free_text",
        "fix_text": "free_text",
        "rule": "free_text",
        "verdict": "free_text",
    }

    symptom = models.TextField("belirti", max_length=4_000)
    words = models.CharField("konu sözcükleri", max_length=200, blank=True)
    """Words of a ticket's subject by which the same fault is recognised when its effect is counted."""
    whys: Any = models.JSONField("neden zinciri", default=list, blank=True)
    """One why after the other, as they were asked."""
    cause = models.TextField("kök neden", max_length=4_000, blank=True)
    workaround = models.TextField("geçici çözüm", max_length=4_000, blank=True)
    article = models.ForeignKey(
        "knowledge.Article", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bilgi makalesi"
    )
    fix_text = models.TextField("kalıcı çözüm", max_length=4_000, blank=True)
    rule = models.TextField("önleyici kural", max_length=4_000, blank=True)
    fixed_on = models.DateField("giderildiği gün", null=True, blank=True)
    follow_up_on = models.DateField("etkiye bakılacak gün", null=True, blank=True)
    before = models.PositiveIntegerField("önceki talep sayısı", null=True, blank=True)
    after = models.PositiveIntegerField("sonraki talep sayısı", null=True, blank=True)
    verdict = models.CharField("değerlendirme", max_length=1_000, blank=True)

    class Meta:
        verbose_name = "sorun"
        verbose_name_plural = "sorunlar"
        indexes = [
            models.Index(fields=["follow_up_on"], name="problem_to_follow", condition=Q(follow_up_on__isnull=False))
        ]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")


class ProblemTicket(models.Model):
    """A ticket that comes from a problem."""

    personal: ClassVar[Mapping[str, str]] = {"by": "identity"}

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="tickets")
    ticket = models.ForeignKey("desk.Ticket", models.PROTECT, related_name="problems")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "sorunun talebi"
        verbose_name_plural = "sorunların talepleri"
        constraints = [models.UniqueConstraint(fields=["problem", "ticket"], name="ticket_once_in_a_problem")]
