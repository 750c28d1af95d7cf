"""What persons did: one line each, never changed, never erased, chained afterwards.

Because a line cannot be erased it holds no personal data beyond the acting user's key; names live on rows that
retention can reach. The subject is named by kind and id, so that the trail knows nobody above it.
"""

from collections.abc import Mapping
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models

from konak.foundation.people.models import Appointment
from konak.foundation.people.positions import Position

APPEND_ONLY = [
    pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
    pgtrigger.Trigger(
        name="never_truncated",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION 'Cannot truncate rows from % table', TG_TABLE_NAME;",
    ),
]


class Door(models.TextChoices):
    WEB = "web", "Ekran"
    API = "api", "API"
    JOB = "job", "Arka plan"
    CLI = "cli", "Komut satırı"


class Entry(models.Model):
    """One line of the trail: who, from which seat, through which door, did what to which subject."""

    personal: ClassVar[Mapping[str, str]] = {"user": "identity"}

    at = models.DateTimeField("zaman", auto_now_add=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    seat = models.ForeignKey(Appointment, models.PROTECT, null=True, related_name="+", verbose_name="makam")
    position = models.CharField("görev", max_length=24, choices=Position.choices, blank=True)
    via = models.CharField("kapı", max_length=8, choices=Door.choices)
    kind = models.CharField("konu türü", max_length=60)
    subject = models.CharField("konu", max_length=64)
    verb = models.CharField("işlem", max_length=40)
    note = models.CharField("not", max_length=500, blank=True)
    context = models.UUIDField("satır geçmişi bağlamı", null=True)
    token = models.BigIntegerField("API anahtarı", null=True)
    """The key it was done with (`access.Token`); lines without one are sealed as they always were."""

    class Meta:
        verbose_name = "iz satırı"
        verbose_name_plural = "iz"
        indexes = [
            models.Index(fields=["kind", "subject", "id"], name="trail_of_subject"),
            models.Index(fields=["user", "id"], name="trail_of_user"),
            models.Index(fields=["verb", "id"], name="trail_of_verb"),
            models.Index(fields=["at"], name="trail_at"),
        ]
        triggers = APPEND_ONLY


class Verification(models.Model):
    """One walk along the chain: who asked, how far it came, what it found. Kept, so that a proof has a date."""

    personal: ClassVar[Mapping[str, str]] = {"asked_by": "identity"}

    class State(models.TextChoices):
        WAITING = "waiting", "Sırada"
        RUNNING = "running", "Sürüyor"
        INTACT = "intact", "Sağlam"
        BROKEN = "broken", "Bozuk"
        FAILED = "failed", "Tamamlanamadı"

    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="isteyen"
    )
    asked_at = models.DateTimeField("istek", auto_now_add=True)
    state = models.CharField("durum", max_length=8, choices=State.choices, default=State.WAITING)
    first = models.BigIntegerField("ilk halka", default=1)
    checked = models.BigIntegerField("doğrulanan", default=0)
    target = models.BigIntegerField("hedef", default=0)
    unsealed = models.BigIntegerField("mühür bekleyen", default=0)
    head = models.CharField("zincirin başı", max_length=64, blank=True)
    broken_number = models.BigIntegerField("bozuk halka", null=True)
    broken_entry = models.BigIntegerField("bozuk satır", null=True)
    reason = models.CharField("neden", max_length=300, blank=True)
    finished_at = models.DateTimeField("bitiş", null=True)

    class Meta:
        verbose_name = "zincir doğrulaması"
        verbose_name_plural = "zincir doğrulamaları"

    @property
    def open(self) -> bool:
        return self.state in {self.State.WAITING, self.State.RUNNING}


class Seal(models.Model):
    """One link of the chain: `digest` = SHA-256(previous digest ‖ canonical line), written after commit."""

    personal: ClassVar[Mapping[str, str]] = {}

    number = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="seal")
    digest = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "mühür"
        triggers = APPEND_ONLY
