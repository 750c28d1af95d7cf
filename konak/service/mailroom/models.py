"""Boxes that are read, what came by them, and what was written back."""

import uuid
from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.timezone import now

from konak.foundation.db.history import history
from konak.foundation.files.models import StoredFile
from konak.foundation.people.models import TURKISH, Owned

NAMED = r"^[A-Z0-9_]{1,40}$"
"""How the name of a password looks."""


class Strangers(models.TextChoices):
    """What becomes of a mail whose sender is not known, or could not be proved."""

    OPEN = "open", "Talep açılsın, gönderen doğrulanmamış sayılsın"
    HOLD = "hold", "Karar verilene kadar beklesin"
    REFUSE = "refuse", "Kabul edilmesin"


class Line(models.TextChoices):
    TLS = "tls", "TLS (993)"
    STARTTLS = "starttls", "STARTTLS (143)"
    NONE = "none", "Şifresiz (yalnız bu bilgisayar)"


@history()
class Mailbox(Owned):
    """A mailbox that is read. Its password is not here: the environment holds it under the name of `secret`."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity"}

    name = models.CharField("ad", max_length=80, db_collation=TURKISH)
    address = models.EmailField("adres")
    service_code = models.CharField("talebin açılacağı hizmet", max_length=40)
    host = models.CharField("sunucu", max_length=200)
    port = models.PositiveIntegerField("kapı", default=0, validators=[MaxValueValidator(65_535)])
    tls = models.CharField("bağlantı", max_length=8, choices=Line.choices, default=Line.TLS)
    user = models.CharField("kullanıcı adı", max_length=200)
    secret = models.CharField("parolanın adı", max_length=40, validators=[RegexValidator(NAMED)])
    inbox = models.CharField("okunan klasör", max_length=120, default="INBOX")
    done_folder = models.CharField("işlenenler klasörü", max_length=120, default="Konak/İşlenen")
    failed_folder = models.CharField("işlenemeyenler klasörü", max_length=120, default="Konak/İşlenemeyen")
    server_id = models.CharField("doğrulayan sunucu", max_length=200, blank=True)
    """The name our own mail server writes into Authentication-Results."""
    dkim = models.BooleanField("DKIM imzasını denetle", default=True)
    plus = models.BooleanField("artılı adres kullan", default=True)
    strangers = models.CharField(
        "tanınmayan gönderen", max_length=8, choices=Strangers.choices, default=Strangers.HOLD
    )
    receipts = models.BooleanField("alındı bildirimi gönder", default=True)
    hourly = models.PositiveSmallIntegerField(
        "bir gönderenden saatte en çok", default=10, validators=[MinValueValidator(1)]
    )
    limit_mb = models.PositiveSmallIntegerField("en büyük ileti (MB)", default=50, validators=[MinValueValidator(1)])
    active = models.BooleanField("okunsun", default=True)

    validity = models.BigIntegerField("UIDVALIDITY", null=True, blank=True)
    last_uid = models.BigIntegerField("son UID", default=0)
    tried_at = models.DateTimeField("son deneme", null=True, blank=True)
    read_at = models.DateTimeField("son okuma", null=True, blank=True)
    fault = models.CharField("sorun", max_length=300, blank=True)
    faults = models.PositiveIntegerField("arka arkaya sorun", default=0)
    next_at = models.DateTimeField("sıradaki deneme", default=now)

    class Meta:
        verbose_name = "posta kutusu"
        verbose_name_plural = "posta kutuları"
        constraints = [
            models.UniqueConstraint(Lower("address"), name="mailbox_address_once"),
            models.CheckConstraint(condition=Q(secret__regex=NAMED), name="mailbox_secret_is_a_name"),
            models.CheckConstraint(condition=Q(hourly__gte=1, limit_mb__gte=1), name="mailbox_limits_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>"


class State(models.TextChoices):
    """What became of a mail."""

    RECEIVED = "received", "İşlenecek"
    OPENED = "opened", "Talep açıldı"
    APPENDED = "appended", "Talebe eklendi"
    COLLECTED = "collected", "Toplu talebe sayıldı"
    HELD = "held", "Karar bekliyor"
    IGNORED = "ignored", "İşlenmedi"
    BOUNCED = "bounced", "Teslim bildirimi"
    REFUSED = "refused", "Kabul edilmedi"
    FAILED = "failed", "İşlenemedi"


class Mail(models.Model):
    """A mail as it came, once however often it came, and what was made of it."""

    personal: ClassVar[Mapping[str, str]] = {
        "sender_name": "identity",
        "sender_address": "contact",
        "sender": "identity",
        "subject": "free_text",
        "files_refused": "free_text",
        "decided_by": "identity",
    }

    mailbox = models.ForeignKey(Mailbox, models.PROTECT, related_name="mails")
    fingerprint = models.CharField("parmak izi", max_length=64, unique=True, db_collation="C")
    message_id = models.CharField("Message-ID", max_length=255, blank=True)
    uid = models.BigIntegerField("UID")
    validity = models.BigIntegerField("UIDVALIDITY")
    received_at = models.DateTimeField("geliş", default=now)
    sender_name = models.CharField("gönderen", max_length=120, blank=True)
    sender_address = models.CharField("gönderen adresi", max_length=254, blank=True)
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kişi"
    )
    proved = models.BooleanField("gönderen doğrulandı", default=False)
    proof = models.CharField("nasıl", max_length=200, blank=True)
    subject = models.CharField("konu", max_length=500, blank=True, db_collation=TURKISH)
    size = models.PositiveBigIntegerField("boyut")
    raw = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="özgün ileti"
    )
    """None once its kept time is over: what was made of it stays, the mail itself is erased."""
    erased_at = models.DateTimeField("özgün ileti silindi", null=True, blank=True)
    whole = models.BooleanField("tamamı alındı", default=True)
    state = models.CharField("durum", max_length=10, choices=State.choices, default=State.RECEIVED)
    why = models.CharField("açıklama", max_length=300, blank=True)
    ticket = models.CharField("talep", max_length=24, blank=True)
    files_refused = models.TextField("alınmayan ekler", blank=True)
    attempts = models.PositiveSmallIntegerField("deneme", default=0)
    processed_at = models.DateTimeField("işlendi", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="karar veren"
    )

    class Meta:
        verbose_name = "gelen ileti"
        verbose_name_plural = "gelen iletiler"
        indexes = [
            models.Index(fields=["mailbox", "-id"], name="mail_of_box"),
            models.Index(fields=["message_id"], name="mail_by_message_id", condition=~Q(message_id="")),
            models.Index(fields=["ticket"], name="mail_of_ticket", condition=~Q(ticket="")),
            models.Index(fields=["sender_address", "-received_at"], name="mail_by_sender"),
            models.Index(
                fields=["state", "-id"], name="mail_waiting", condition=Q(state__in=["received", "held", "failed"])
            ),
        ]

    def __str__(self) -> str:
        return self.subject or self.message_id or str(self.pk)

    @property
    def who(self) -> str:
        return self.sender_name or self.sender_address or "Gönderen yazılmamış"

    @property
    def kind(self) -> str:
        """The colour of its state."""
        return {
            "received": "open",
            "opened": "done",
            "appended": "done",
            "collected": "wait",
            "held": "wait",
            "failed": "late",
            "refused": "late",
        }.get(self.state, "closed")


class Purpose(models.TextChoices):
    RECEIPT = "receipt", "Alındı bildirimi"
    ANSWER = "answer", "Yanıt"
    REFUSAL = "refusal", "Kabul edilmedi"


class SendState(models.TextChoices):
    READY = "ready", "Sırada"
    SENT = "sent", "Gönderildi"
    FAILED = "failed", "Gönderilemedi"
    RETURNED = "returned", "Geri döndü"


class Reply(models.Model):
    """A letter of ours to somebody who wrote by mail. Its key is half of its Message-ID and tells a repetition."""

    personal: ClassVar[Mapping[str, str]] = {"to": "contact", "text": "free_text", "subject": "free_text"}

    mailbox = models.ForeignKey(Mailbox, models.PROTECT, related_name="replies")
    mail = models.ForeignKey(Mail, models.PROTECT, null=True, related_name="replies")
    ticket = models.CharField("talep", max_length=24, blank=True)
    message = models.PositiveBigIntegerField("talepteki ileti", null=True, blank=True)
    purpose = models.CharField("ne için", max_length=8, choices=Purpose.choices)
    key = models.UUIDField("anahtar", default=uuid.uuid4, unique=True)
    to = models.CharField("kime", max_length=254)
    subject = models.CharField("konu", max_length=300)
    text = models.TextField("metin")
    state = models.CharField("durum", max_length=8, choices=SendState.choices, default=SendState.READY)
    made_at = models.DateTimeField("hazırlandı", default=now)
    due_at = models.DateTimeField("sıradaki deneme", default=now)
    attempts = models.PositiveSmallIntegerField("deneme", default=0)
    sent_at = models.DateTimeField("gönderildi", null=True, blank=True)
    problem = models.CharField("sorun", max_length=500, blank=True)

    class Meta:
        verbose_name = "giden ileti"
        verbose_name_plural = "giden iletiler"
        indexes = [
            models.Index(fields=["due_at", "id"], name="reply_waiting", condition=Q(state="ready")),
            models.Index(fields=["ticket"], name="reply_of_ticket", condition=~Q(ticket="")),
            models.Index(fields=["to", "-made_at"], name="reply_by_recipient"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "message", "to"], name="answered_once_by_mail", condition=Q(message__isnull=False)
            ),
        ]
