"""What leaves the house and what enters it: protocols of sharing, and the secure channels it goes through."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from konak.foundation.db.history import history
from konak.foundation.files.models import StoredFile
from konak.foundation.people.models import TURKISH, Appointment, Owned

from .gear import Device
from .space import tags


class Direction(models.TextChoices):
    GIVES = "gives", "Biz veriyoruz"
    TAKES = "takes", "Biz alıyoruz"
    BOTH = "both", "Karşılıklı"


class ProtocolStatus(models.TextChoices):
    DRAFT = "draft", "Taslak"
    ACTIVE = "active", "Yürürlükte"
    ENDED = "ended", "Sona erdi"


@history()
class SharingProtocol(Owned):
    """An agreement on sharing data or lines with another institution: what, on what ground, until when."""

    personal: ClassVar[Mapping[str, str]] = {
        "assignee": "identity",
        "description": "free_text",
        "contact": "identity",
    }

    counterpart = models.CharField("karşı kurum", max_length=160, db_collation=TURKISH)
    title = models.CharField("protokol", max_length=200, db_collation=TURKISH)
    number = models.CharField("sayı", max_length=60, blank=True, db_collation="C")
    shares = models.CharField("ne paylaşılıyor", max_length=400, db_collation=TURKISH)
    direction = models.CharField("yön", max_length=5, choices=Direction.choices, default=Direction.GIVES)
    method = models.CharField("yöntem", max_length=120, blank=True, db_collation=TURKISH)
    volume = models.CharField("sıklık, hacim", max_length=120, blank=True, db_collation=TURKISH)
    basis = models.CharField("hukuki dayanak", max_length=200, blank=True, db_collation=TURKISH)
    terms = models.CharField("kullanım koşulu, lisans", max_length=300, blank=True, db_collation=TURKISH)
    personal_data = models.BooleanField("kişisel veri var", default=False)
    status = models.CharField("durum", max_length=6, choices=ProtocolStatus.choices, default=ProtocolStatus.ACTIVE)
    signed_on = models.DateField("imza günü", null=True, blank=True)
    until = models.DateField("bitiş", null=True, blank=True)
    contact = models.CharField("karşı kurumdaki ilgili", max_length=160, blank=True, db_collation=TURKISH)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="imzalı belge"
    )
    description = models.CharField("açıklama", max_length=200, blank=True, db_collation=TURKISH)
    tags = tags()

    class Meta:
        verbose_name = "paylaşım protokolü"
        verbose_name_plural = "paylaşım protokolleri"
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_on=None) | Q(until=None) | Q(until__gte=F("signed_on")), name="protocol_term"
            )
        ]

    def __str__(self) -> str:
        return f"{self.counterpart} · {self.title}"


class ChannelKind(models.TextChoices):
    IPSEC = "ipsec", "IPsec VPN"
    TLS = "tls", "TLS (HTTPS, servis)"
    SFTP = "sftp", "SFTP"
    KAMUNET = "kamunet", "KamuNet"
    MPLS = "mpls", "Kapalı devre (MPLS)"
    MAIL = "mail", "Şifreli e-posta"


class ChannelStatus(models.TextChoices):
    PLANNED = "planned", "Kurulacak"
    ACTIVE = "active", "Çalışıyor"
    DOWN = "down", "Arızalı"
    ENDED = "ended", "Kapatıldı"


@history()
class SecureChannel(Owned):
    """A protected way to one counterpart: its ends, its parameters, its certificate, its tests."""

    personal: ClassVar[Mapping[str, str]] = {
        "assignee": "identity",
        "description": "free_text",
        "contact": "identity",
    }

    counterpart = models.CharField("karşı kurum", max_length=160, db_collation=TURKISH)
    name = models.CharField("ad", max_length=120, unique=True, db_collation=TURKISH)
    kind = models.CharField("tür", max_length=7, choices=ChannelKind.choices)
    status = models.CharField("durum", max_length=7, choices=ChannelStatus.choices, default=ChannelStatus.ACTIVE)
    purpose = models.CharField("ne taşır", max_length=300, db_collation=TURKISH)
    protocol = models.ForeignKey(
        SharingProtocol, models.PROTECT, null=True, blank=True, related_name="channels", verbose_name="protokol"
    )
    device = models.ForeignKey(
        Device, models.PROTECT, null=True, blank=True, related_name="channels", verbose_name="bizdeki cihaz"
    )
    our_end = models.CharField("bizim uç", max_length=160, blank=True)
    their_end = models.CharField("karşı uç", max_length=160, blank=True)
    parameters = models.TextField("parametreler", max_length=2_000, blank=True)
    contact = models.CharField("karşı kurumdaki ilgili", max_length=160, blank=True, db_collation=TURKISH)
    certificate = models.CharField("sertifika", max_length=300, blank=True)
    issuer = models.CharField("sertifikayı veren", max_length=300, blank=True)
    certificate_hash = models.CharField("sertifika SHA-256", max_length=64, blank=True, db_collation="C")
    certificate_until = models.DateField("sertifika bitişi", null=True, blank=True)
    test_days = models.PositiveSmallIntegerField("sınama sıklığı (gün)", default=180)
    description = models.CharField("açıklama", max_length=200, blank=True, db_collation=TURKISH)
    tags = tags()

    class Meta:
        verbose_name = "güvenli kanal"
        verbose_name_plural = "güvenli kanallar"
        indexes = [models.Index(fields=["certificate_until"], name="channel_certificate_ends")]

    def __str__(self) -> str:
        return f"{self.counterpart} · {self.name}"


class ChannelTest(models.Model):
    """Whether a channel worked and was as agreed on a day; never changed."""

    personal: ClassVar[Mapping[str, str]] = {"by": "identity", "note": "free_text"}

    channel = models.ForeignKey(SecureChannel, models.PROTECT, related_name="tests", verbose_name="kanal")
    done_on = models.DateField("gün")
    passed = models.BooleanField("geçti")
    note = models.CharField("ne sınandı, sonuç", max_length=400, blank=True, db_collation=TURKISH)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="sınayan"
    )
    seat = models.ForeignKey(Appointment, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("kayıt", auto_now_add=True)

    class Meta:
        verbose_name = "kanal sınaması"
        verbose_name_plural = "kanal sınamaları"
        indexes = [models.Index(fields=["channel", "-done_on", "-id"], name="channel_test_newest")]

    def __str__(self) -> str:
        return f"{self.channel_id} {self.done_on}"
