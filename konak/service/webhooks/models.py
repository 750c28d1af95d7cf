"""Where announcements go outside the house, and how each journey went."""

import uuid
from collections.abc import Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from konak.foundation.people.models import TURKISH, Appointment


class Subscription(models.Model):
    """Another program that hears of announcements, as far as the seat of its owner sees."""

    personal: ClassVar[Mapping[str, str]] = {"owner": "identity"}
    owners: ClassVar[tuple[str, ...]] = ("owner",)

    name = models.CharField("ad", max_length=80, db_collation=TURKISH)
    url = models.URLField("adres", max_length=500)
    announcements: Any = ArrayField(models.CharField(max_length=60), verbose_name="duyurular")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="sahibi")
    seat = models.ForeignKey(Appointment, models.PROTECT, related_name="+", verbose_name="makam")
    sealed = models.BinaryField("gizli anahtar (kapalı)")
    active = models.BooleanField("etkin", default=True)
    made_at = models.DateTimeField("kuruldu", default=now)
    failing_since = models.DateTimeField("ne zamandır ulaşmıyor", null=True, blank=True)
    stopped_why = models.CharField("neden durdu", max_length=300, blank=True)
    delivered_at = models.DateTimeField("son teslim", null=True, blank=True)

    class Meta:
        verbose_name = "web kancası"
        verbose_name_plural = "web kancaları"
        constraints = [models.CheckConstraint(condition=Q(url__startswith="https://"), name="webhook_speaks_https")]
        indexes = [models.Index(fields=["owner", "id"], name="webhook_of_owner")]

    def __str__(self) -> str:
        return self.name


class State(models.TextChoices):
    WAITING = "waiting", "Sırada"
    DELIVERED = "delivered", "Teslim edildi"
    FAILED = "failed", "Teslim edilemedi"
    UNSEEN = "unseen", "Gönderilmedi: sahibi göremiyor"


class Delivery(models.Model):
    """One announcement on its way to one program. `event` is its name there: a repetition is known by it."""

    personal: ClassVar[Mapping[str, str]] = {}

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="deliveries")
    event = models.UUIDField("olay", default=uuid.uuid4)
    announcement = models.CharField("duyuru", max_length=60)
    number = models.CharField("sayı", max_length=64, blank=True)
    body = models.TextField("gövde", blank=True)
    state = models.CharField("durum", max_length=10, choices=State.choices, default=State.WAITING)
    made_at = models.DateTimeField("oluştu", default=now)
    due_at = models.DateTimeField("sıradaki deneme", default=now)
    attempts = models.PositiveSmallIntegerField("deneme", default=0)
    status = models.PositiveSmallIntegerField("yanıt kodu", null=True, blank=True)
    milliseconds = models.PositiveIntegerField("süre (ms)", null=True, blank=True)
    problem = models.CharField("sorun", max_length=300, blank=True)
    finished_at = models.DateTimeField("bitti", null=True, blank=True)

    class Meta:
        verbose_name = "web kancası gönderimi"
        verbose_name_plural = "web kancası gönderimleri"
        indexes = [
            models.Index(fields=["due_at", "id"], name="webhook_waiting", condition=Q(state="waiting")),
            models.Index(fields=["subscription", "-id"], name="webhook_log"),
        ]
        constraints = [models.UniqueConstraint(fields=["subscription", "event"], name="webhook_event_once")]

    @property
    def kind(self) -> str:
        return {"waiting": "wait", "delivered": "done", "failed": "late"}.get(self.state, "closed")
