"""Certificates and the things they lie on; what did not work, and what was tried out."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from konak.foundation.db.history import history
from konak.foundation.people.models import Owned

from .asking import Request

USER = settings.AUTH_USER_MODEL


class CertificateKind(models.TextChoices):
    QUALIFIED = "qualified", "Nitelikli (kart)"
    MOBILE = "mobile", "Mobil imza"
    SEAL = "seal", "E-mühür"


class CertificateStatus(models.TextChoices):
    ACTIVE = "active", "Geçerli"
    SUSPENDED = "suspended", "Askıda"
    REVOKED = "revoked", "İptal"


@history()
class Certificate(Owned):
    """A certificate of somebody of the house: what it says, and what became of it."""

    personal: ClassVar[Mapping[str, str]] = {
        "assignee": "identity",
        "name": "identity",
        "identity_masked": "identity",
        "serial": "identity",
        "der": "identity",
        "status_why": "free_text",
    }

    kind = models.CharField("tür", max_length=10, choices=CertificateKind.choices)
    sha256 = models.CharField("özet", max_length=64, unique=True, db_collation="C")
    serial = models.CharField("seri no", max_length=64, db_collation="C")
    issuer = models.CharField("yayımlayan", max_length=200, db_collation="tr-x-icu")
    name = models.CharField("ad", max_length=150, db_collation="tr-x-icu")
    identity_masked = models.CharField("T.C. kimlik no", max_length=20, blank=True)
    qualified = models.BooleanField("nitelikli", default=False)
    since = models.DateTimeField("başlangıç")
    until = models.DateTimeField("bitiş")
    der = models.BinaryField("sertifika")
    status = models.CharField(
        "durum", max_length=10, choices=CertificateStatus.choices, default=CertificateStatus.ACTIVE
    )
    status_at = models.DateTimeField("durum değişimi", null=True, blank=True)
    status_why = models.CharField("neden", max_length=500, blank=True)
    provider = models.CharField("sağlayıcı", max_length=100, blank=True)
    last_test_at = models.DateTimeField("son deneme imzası", null=True, blank=True)
    warned_for = models.PositiveSmallIntegerField("uyarılan gün", null=True, blank=True)
    added_at = models.DateTimeField("kayıt", auto_now_add=True)

    class Meta:
        verbose_name = "sertifika"
        verbose_name_plural = "sertifikalar"
        indexes = [models.Index(fields=["until"], name="certificate_by_end", condition=Q(status="active"))]
        constraints = [models.CheckConstraint(condition=Q(until__gt=models.F("since")), name="certificate_has_time")]

    def __str__(self) -> str:
        return self.name

    @property
    def expired(self) -> bool:
        return localdate(self.until) < localdate()

    @property
    def days_left(self) -> int:
        return (localdate(self.until) - localdate()).days

    @property
    def state_kind(self) -> str:
        if self.status != CertificateStatus.ACTIVE or self.expired:
            return "closed"
        return "wait" if self.days_left <= WARN_DAYS[0] else "done"

    @property
    def state_label(self) -> str:
        if self.status == CertificateStatus.ACTIVE and self.expired:
            return "Süresi doldu"
        return CertificateStatus(self.status).label


WARN_DAYS = (60, 30, 15, 7)
"""Days before its end at which the holder hears of it."""


class DeviceKind(models.TextChoices):
    CARD = "card", "Akıllı kart"
    TOKEN = "token", "USB jeton"
    READER = "reader", "Kart okuyucu"
    SIM = "sim", "Mobil imza SIM kartı"


class DeviceState(models.TextChoices):
    STOCK = "stock", "Depoda"
    HANDED = "handed", "Kişide"
    FAULTY = "faulty", "Arızalı"
    LOST = "lost", "Kayıp"
    SCRAPPED = "scrapped", "Hurda"


@history()
class Device(Owned):
    """A card, a token or a reader, in stock or in somebody's hands."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity", "note": "free_text"}

    kind = models.CharField("tür", max_length=8, choices=DeviceKind.choices)
    serial = models.CharField("seri no", max_length=60, db_collation="C")
    model = models.CharField("model", max_length=100, blank=True)
    state = models.CharField("durum", max_length=10, choices=DeviceState.choices, default=DeviceState.STOCK)
    note = models.CharField("açıklama", max_length=500, blank=True)
    handed_at = models.DateTimeField("teslim", null=True, blank=True)
    receipt = models.ForeignKey(
        Request, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="teslim tutanağı"
    )

    class Meta:
        verbose_name = "kart ya da okuyucu"
        verbose_name_plural = "kart ve okuyucular"
        constraints = [
            models.UniqueConstraint(fields=["kind", "serial"], name="signing_device_once"),
            models.CheckConstraint(
                condition=~Q(state="handed") | ~Q(assignee=None), name="signing_device_handed_to_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.serial}"


class Fault(models.Model):
    """Somebody's card, reader or line does not work."""

    personal: ClassVar[Mapping[str, str]] = {"user": "identity", "what": "free_text"}

    user = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name="bildiren")
    certificate = models.ForeignKey(
        Certificate, models.PROTECT, null=True, blank=True, related_name="faults", verbose_name="sertifika"
    )
    device = models.ForeignKey(
        Device, models.PROTECT, null=True, blank=True, related_name="faults", verbose_name="aygıt"
    )
    what = models.CharField("arıza", max_length=1000)
    at = models.DateTimeField("bildirim", auto_now_add=True)
    ticket = models.CharField("destek talebi", max_length=24, blank=True)

    class Meta:
        verbose_name = "imza arızası"
        verbose_name_plural = "imza arızaları"

    def __str__(self) -> str:
        return self.what[:60]


class Trial(models.Model):
    """A test signature after installation, or later when something is in doubt."""

    personal: ClassVar[Mapping[str, str]] = {"user": "identity", "words": "free_text", "computer": "free_text"}

    user = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name="deneyen")
    certificate = models.ForeignKey(
        Certificate, models.PROTECT, null=True, blank=True, related_name="trials", verbose_name="sertifika"
    )
    at = models.DateTimeField("an", auto_now_add=True)
    good = models.BooleanField("başarılı")
    words = models.CharField("sonuç", max_length=500)
    computer = models.CharField("sürücü ve okuyucu", max_length=200, blank=True)

    class Meta:
        verbose_name = "deneme imzası"
        verbose_name_plural = "deneme imzaları"

    def __str__(self) -> str:
        return self.words[:60]
