"""What people were told, what of it leaves the house and how that went, and what each of them wants."""

import uuid
from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from konak.foundation.people.models import TURKISH
from konak.foundation.people.positions import Clearance

from . import CHANNELS, TOPICS, Form, Topic
from .pace import Hours, Pace


class Notification(models.Model):
    """One person was told one thing. The subject is named by kind and number: we know nobody above us."""

    personal: ClassVar[Mapping[str, str]] = {
        "recipient": "identity",
        "actor": "identity",
        "title": "free_text",
        "body": "free_text",
    }

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="kime")
    topic = models.CharField("konu", max_length=60)
    title = models.CharField("başlık", max_length=250, db_collation=TURKISH)
    body = models.CharField("metin", max_length=1_000, blank=True, db_collation=TURKISH)
    url = models.CharField("adres", max_length=300, blank=True)
    subject_kind = models.CharField("ne hakkında", max_length=60, blank=True)
    subject_number = models.CharField("sayı", max_length=64, blank=True)
    secrecy = models.PositiveSmallIntegerField("gizlilik", choices=Clearance.choices, default=Clearance.NONE)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="yapan"
    )
    dedupe = models.CharField("bir kez", max_length=160, blank=True)
    at = models.DateTimeField("zaman", default=now)
    read_at = models.DateTimeField("okundu", null=True)

    class Meta:
        verbose_name = "bildirim"
        verbose_name_plural = "bildirimler"
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notification_of_person"),
            models.Index(fields=["recipient", "-id"], name="notification_unread", condition=Q(read_at=None)),
            models.Index(
                fields=["recipient", "subject_kind", "subject_number"],
                name="notification_unread_about",
                condition=Q(read_at=None),
            ),
            models.Index(fields=["read_at"], name="notification_read", condition=Q(read_at__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "dedupe"], name="told_once", condition=~Q(dedupe="")),
        ]

    @property
    def subject(self) -> tuple[str, str]:
        return self.subject_kind, self.subject_number

    @property
    def told_as(self) -> Topic | None:
        """The topic as declared; None when no app declares it any more."""
        return TOPICS.get(self.topic)


class EnvelopeState(models.TextChoices):
    READY = "ready", "Sırada"
    SENDING = "sending", "Gönderiliyor"
    SENT = "sent", "Gönderildi"
    FAILED = "failed", "Gönderilemedi"
    DROPPED = "dropped", "Gerek kalmadı"


class Outcome(models.TextChoices):
    ARRIVED = "arrived", "Ulaştı"
    LOST = "lost", "Ulaşmadı"


class Envelope(models.Model):
    """One message to one person over one channel, with one or several notifications in it.

    Its key is the name by which a repetition is recognised: a worker that is killed after the other side accepted the
    message, and before it could write that down, sends it again under the same name.
    """

    personal: ClassVar[Mapping[str, str]] = {"recipient": "identity", "problem": "contact"}

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="kime")
    channel = models.CharField("yol", max_length=20)
    form = models.CharField("biçim", max_length=10, choices=Form.choices)
    key = models.UUIDField("anahtar", default=uuid.uuid4, unique=True)
    state = models.CharField("durum", max_length=10, choices=EnvelopeState.choices, default=EnvelopeState.READY.value)
    made_at = models.DateTimeField("hazırlandı", default=now)
    due_at = models.DateTimeField("sıradaki deneme", default=now)
    leased_until = models.DateTimeField("işlemde", null=True)
    tried_at = models.DateTimeField("ilk deneme", null=True)
    attempts = models.PositiveSmallIntegerField("deneme", default=0)
    finished_at = models.DateTimeField("bitiş", null=True)
    reference = models.CharField("karşı tarafın numarası", max_length=200, blank=True)
    problem = models.CharField("sorun", max_length=500, blank=True)
    outcome = models.CharField("sonuç", max_length=10, choices=Outcome.choices, blank=True)
    outcome_at = models.DateTimeField("sonuç zamanı", null=True)
    asked_at = models.DateTimeField("sonucu soruldu", null=True)

    class Meta:
        verbose_name = "gönderi"
        verbose_name_plural = "gönderiler"
        indexes = [
            models.Index(
                fields=["channel", "due_at", "id"],
                name="envelope_waiting",
                condition=Q(state__in=["ready", "sending"]),
            ),
            models.Index(fields=["recipient", "channel", "made_at"], name="envelope_of_person"),
            models.Index(fields=["-id"], name="envelope_failed", condition=Q(state="failed")),
            models.Index(fields=["finished_at"], name="envelope_finished"),
        ]

    @property
    def awaited(self) -> bool:
        """Whether the channel will still tell what became of it."""
        return not self.outcome and hasattr(CHANNELS.get(self.channel), "arrivals")

    @property
    def way(self) -> str:
        """The channel as people call it."""
        found = CHANNELS.get(self.channel)
        return found.label if found else self.channel


class Withheld(models.TextChoices):
    """Why a notification did not leave the house although it was meant to."""

    READ = "read", "Konak'ta okundu"
    UNSEEN = "unseen", "kişi artık göremiyor"
    UNWANTED = "unwanted", "kişi kapattı"
    NOWHERE = "nowhere", "adresi yok"


class Delivery(models.Model):
    """One notification on its way over one channel: waiting for its hour, then lying in an envelope."""

    personal: ClassVar[Mapping[str, str]] = {}

    notification = models.ForeignKey(Notification, models.CASCADE, related_name="deliveries")
    channel = models.CharField("yol", max_length=20)
    pace = models.CharField("hız", max_length=10, choices=Pace.choices)
    due_at = models.DateTimeField("zamanı")
    envelope = models.ForeignKey(Envelope, models.CASCADE, null=True, related_name="deliveries")
    withheld = models.CharField("gönderilmedi", max_length=10, choices=Withheld.choices, blank=True)

    class Meta:
        verbose_name = "gönderim"
        indexes = [
            models.Index(fields=["due_at", "id"], name="delivery_waiting", condition=Q(envelope=None, withheld="")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["notification", "channel"], name="delivered_once_a_channel"),
        ]


class Preference(models.Model):
    """What one person wants of one topic on one channel; no row means the topic's own pace."""

    personal: ClassVar[Mapping[str, str]] = {"person": "identity"}

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="kişi")
    topic = models.CharField("konu", max_length=60)
    channel = models.CharField("yol", max_length=20)
    pace = models.CharField("hız", max_length=10, choices=Pace.choices)

    class Meta:
        verbose_name = "bildirim tercihi"
        constraints = [
            models.UniqueConstraint(fields=["person", "topic", "channel"], name="preference_once"),
            models.CheckConstraint(condition=Q(pace__in=Pace.values), name="preference_pace_known"),
        ]


class Habits(models.Model):
    """When one person wants peace and when his digest; no row means the hours of the house."""

    personal: ClassVar[Mapping[str, str]] = {"person": "identity"}

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="habits", verbose_name="kişi"
    )
    quiet_from = models.TimeField("sessizlik başı", null=True, default=Hours().quiet_from)
    quiet_until = models.TimeField("sessizlik sonu", null=True, default=Hours().quiet_until)
    quiet_days_off = models.BooleanField("tatilde sessiz", default=True)
    urgent_passes = models.BooleanField("ivedi geçer", default=False)
    digest_hour = models.PositiveSmallIntegerField("özet saati", default=9)
    digest_weekday = models.PositiveSmallIntegerField("haftalık özet günü", default=0)

    class Meta:
        verbose_name = "bildirim saatleri"
        constraints = [
            models.CheckConstraint(
                condition=Q(digest_hour__lte=23) & Q(digest_weekday__lte=6), name="digest_hour_is_one"
            ),
        ]

    @property
    def hours(self) -> Hours:
        return Hours(
            self.quiet_from,
            self.quiet_until,
            self.quiet_days_off,
            self.urgent_passes,
            self.digest_hour,
            self.digest_weekday,
        )


class Outage(models.Model):
    """A channel whose other side does not answer. While the row stands nothing is packed for it but a probe sent."""

    personal: ClassVar[Mapping[str, str]] = {}

    channel = models.CharField("yol", max_length=20, primary_key=True)
    since = models.DateTimeField("başlangıç", default=now)
    probe_at = models.DateTimeField("sıradaki yoklama")
    probes = models.PositiveIntegerField("yoklama", default=0)
    problem = models.CharField("sorun", max_length=500)

    class Meta:
        verbose_name = "kesinti"
