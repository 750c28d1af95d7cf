"""A pack of evidence: asked for by a person, built by a job, kept as a file."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from konak.foundation.files.models import StoredFile
from konak.foundation.people.models import Owned

from .text import Regulation


class Phase(models.TextChoices):
    WAITING = "waiting", "Sırada"
    RUNNING = "running", "Hazırlanıyor"
    READY = "ready", "Hazır"
    FAILED = "failed", "Hazırlanamadı"


class EvidencePack(Owned):
    """Every proof of a unit and a period as one ZIP with its index. `unit` is whose duties, with those below it."""

    personal: ClassVar[Mapping[str, str]] = {"asked_by": "identity", "assignee": "identity"}
    owners: ClassVar[tuple[str, ...]] = ("asked_by",)

    regulation = models.ForeignKey(
        Regulation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="mevzuat"
    )
    since = models.DateField("dönem başı")
    until = models.DateField("dönem sonu")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="isteyen")
    asked_at = models.DateTimeField("istek", auto_now_add=True)
    phase = models.CharField("aşama", max_length=8, choices=Phase.choices, default=Phase.WAITING)
    done = models.PositiveIntegerField("tamamlanan", default=0)
    total = models.PositiveIntegerField("toplam", default=0)
    message = models.CharField("ileti", max_length=300, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    chain_head = models.CharField("iz zincirinin başı", max_length=64, blank=True)
    finished_at = models.DateTimeField("bitiş", null=True, blank=True)

    class Meta:
        verbose_name = "kanıt paketi"
        verbose_name_plural = "kanıt paketleri"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="pack_period_in_order"),
        ]
