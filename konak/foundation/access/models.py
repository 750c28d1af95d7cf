"""Grants that administrators changed: rows over what the apps declare in code."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from konak.foundation.db.history import history
from konak.foundation.people.positions import Position

from .proposals import Proposal
from .tokens import Token

__all__ = ["Grant", "Proposal", "Token"]


@history()
class Grant(models.Model):
    """One changed cell of the table permission × position. `scope` 0 takes away what the code gives."""

    personal: ClassVar[Mapping[str, str]] = {"changed_by": "identity", "why": "free_text"}

    permission = models.CharField("yetki", max_length=80)
    position = models.CharField("görev", max_length=24, choices=Position.choices)
    scope = models.PositiveSmallIntegerField("kapsam")
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField("değişiklik", auto_now=True)
    why = models.CharField("gerekçe", max_length=300, blank=True)

    class Meta:
        verbose_name = "yetki değişikliği"
        verbose_name_plural = "yetki değişiklikleri"
        constraints = [
            models.UniqueConstraint(fields=["position", "permission"], name="grant_once"),
            models.CheckConstraint(condition=Q(scope__lte=4), name="grant_scope_known"),
        ]

    def __str__(self) -> str:
        return f"{self.permission} · {self.get_position_display()}"
