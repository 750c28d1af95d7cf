"""Changes of grants that two administrators make together: one proposes, another decides."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from konak.foundation.people.positions import Position


class Proposal(models.Model):
    """A wider grant of what only administrators hold; nothing changes before somebody else agrees."""

    personal: ClassVar[Mapping[str, str]] = {
        "proposed_by": "identity",
        "decided_by": "identity",
        "why": "free_text",
        "answer": "free_text",
    }

    class State(models.TextChoices):
        WAITING = "waiting", "İkinci yöneticiyi bekliyor"
        APPLIED = "applied", "Uygulandı"
        DECLINED = "declined", "Geri çevrildi"

    permission = models.CharField("yetki", max_length=80)
    position = models.CharField("görev", max_length=24, choices=Position.choices)
    scope = models.PositiveSmallIntegerField("kapsam")
    why = models.CharField("gerekçe", max_length=300)
    state = models.CharField("durum", max_length=8, choices=State.choices, default=State.WAITING)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="öneren")
    proposed_at = models.DateTimeField("öneri", auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="karar veren"
    )
    decided_at = models.DateTimeField("karar", null=True)
    answer = models.CharField("yanıt", max_length=300, blank=True)

    class Meta:
        verbose_name = "yetki önerisi"
        verbose_name_plural = "yetki önerileri"
        constraints = [
            models.UniqueConstraint(
                fields=["permission", "position"], condition=Q(state="waiting"), name="one_waiting_proposal_per_cell"
            ),
            models.CheckConstraint(condition=Q(scope__lte=4), name="proposal_scope_known"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("proposed_by")) | Q(state="declined"),
                name="nobody_agrees_with_himself",
            ),
        ]
