"""Applications for a certificate and for the signature on a telephone."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history

from .. import access
from ..lifecycle import CERTIFICATE, MOBILE
from .cards import Certificate, Device, DeviceKind

USER = settings.AUTH_USER_MODEL


class Reason(models.TextChoices):
    """Why a certificate is asked for, by the words of the form."""

    FIRST = "first", "İlk başvuru"
    RENEWAL = "renewal", "Yenileme"
    LOST = "lost", "Kayıp ya da çalıntı"
    FAULT = "fault", "Arıza"
    CHANGE = "change", "Bilgi değişikliği"
    REVOKE = "revoke", "İptal"


class Proof(models.TextChoices):
    EDEVLET = "edevlet", "e-Devlet"
    IN_PERSON = "in_person", "Yüz yüze"


class Undertaking(models.TextChoices):
    """How the holder signs the provider's undertaking (sertifika sahibi taahhütnamesi)."""

    ELECTRONIC = "electronic", "E-imzalı"
    PAPER = "paper", "Islak imzalı"


@history()
class CertificateRequest(CaseRecord):
    """Sertifika başvurusu: the fields of the provider's form, and what came of it."""

    lifecycle = CERTIFICATE
    series = "ES"
    view = access.SEE_CERTIFICATES
    card = "esignature/_certificate_request.html"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "asked": "wait",
        "approved": "open",
        "sent": "open",
        "produced": "open",
        "handed": "wait",
        "active": "done",
        "revoked": "done",
        "refused": "closed",
        "cancelled": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {
        "person": "identity",
        "birth_date": "identity",
        "birth_place": "identity",
        "nationality": "identity",
        "email": "contact",
        "phone": "contact",
        "delivery": "contact",
        "note": "free_text",
    }

    person = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name="sertifika sahibi")
    reason = models.CharField("başvuru nedeni", max_length=8, choices=Reason.choices)
    years = models.PositiveSmallIntegerField("süre (yıl)", default=3)
    birth_date = models.DateField("doğum tarihi", null=True, blank=True)
    birth_place = models.CharField("doğum yeri", max_length=60, blank=True)
    nationality = models.CharField("uyruk", max_length=40, default="T.C.")
    title = models.CharField("unvan", max_length=120)
    registry_no = models.CharField("kurum sicil no", max_length=30, blank=True)
    email = models.EmailField("kurumsal e-posta")
    phone = models.CharField("cep telefonu", max_length=20)
    delivery = models.CharField("teslimat adresi", max_length=300)
    device_kind = models.CharField("istenen aygıt", max_length=8, choices=DeviceKind.choices, default=DeviceKind.CARD)
    reader = models.BooleanField("kart okuyucu da gerekiyor", default=True)
    proof = models.CharField("kimlik doğrulama", max_length=10, choices=Proof.choices, default=Proof.EDEVLET)
    undertaking = models.CharField(
        "taahhütname", max_length=10, choices=Undertaking.choices, default=Undertaking.PAPER
    )
    provider = models.CharField("sağlayıcı", max_length=100, default="Kamu SM")
    provider_number = models.CharField("sağlayıcının başvuru no", max_length=60, blank=True)
    replaces = models.ForeignKey(
        Certificate, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="yerine geçtiği sertifika"
    )
    certificate = models.ForeignKey(
        Certificate, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="üretilen sertifika"
    )
    device = models.ForeignKey(
        Device, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="teslim edilen kart"
    )
    note = models.CharField("açıklama", max_length=1000, blank=True)

    class Meta:
        verbose_name = "sertifika başvurusu"
        verbose_name_plural = "sertifika başvuruları"
        constraints = [
            models.CheckConstraint(condition=Q(years__range=(1, 3)), name="certificate_years_by_law"),
        ]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")


class Operator(models.TextChoices):
    TURKCELL = "turkcell", "Turkcell"
    TURK_TELEKOM = "turk_telekom", "Türk Telekom"
    VODAFONE = "vodafone", "Vodafone"


@history()
class MobileApplication(CaseRecord):
    """Mobil imza başvurusu, and after it the line that signs."""

    lifecycle = MOBILE
    series = "MI"
    view = access.SEE_CERTIFICATES
    card = "esignature/_mobile_application.html"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "asked": "wait",
        "approved": "open",
        "sent": "open",
        "active": "done",
        "closed": "closed",
        "refused": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {"person": "identity", "number": "contact", "note": "free_text"}

    person = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name="hat sahibi")
    operator = models.CharField("operatör", max_length=14, choices=Operator.choices)
    number = models.CharField("GSM numarası", max_length=12, db_collation="C")
    note = models.CharField("açıklama", max_length=1000, blank=True)
    active_since = models.DateTimeField("açılış", null=True, blank=True)
    until = models.DateField("sertifika bitişi", null=True, blank=True)

    class Meta:
        verbose_name = "mobil imza başvurusu"
        verbose_name_plural = "mobil imza başvuruları"
        constraints = [
            models.CheckConstraint(condition=Q(number__regex=r"^905\d{9}$"), name="mobile_number_of_turkey"),
        ]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def masked(self) -> str:
        """The number as others may see it over a shoulder: 0532 *** ** 07."""
        return f"0{self.number[2:5]} *** ** {self.number[-2:]}"

    @property
    def log(self) -> list["MobileEvent"]:
        """What happened on the line, the newest first."""
        return list(MobileEvent.objects.filter(application=self).order_by("-at")[:50])

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")


class EventKind(models.TextChoices):
    SIGNATURE = "signature", "İmza"
    REFUSAL = "refusal", "Reddedildi"
    TIMEOUT = "timeout", "Yanıt gelmedi"
    LINE = "line", "Hat değişikliği"
    RENEWAL = "renewal", "Yenileme"
    STATE = "state", "Durum"


class MobileEvent(models.Model):
    """What happened on a line: it is written and never changed."""

    personal: ClassVar[Mapping[str, str]] = {"by": "identity", "words": "free_text"}

    application = models.ForeignKey(
        MobileApplication, models.PROTECT, related_name="happenings", verbose_name="mobil imza başvurusu"
    )
    at = models.DateTimeField("an", auto_now_add=True)
    kind = models.CharField("olay", max_length=10, choices=EventKind.choices)
    words = models.CharField("ayrıntı", max_length=300, blank=True)
    transaction = models.CharField("işlem no", max_length=100, blank=True)
    status = models.PositiveSmallIntegerField("durum kodu", null=True, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name="işleyen")

    class Meta:
        verbose_name = "mobil imza olayı"
        verbose_name_plural = "mobil imza olayları"
        indexes = [models.Index(fields=["application", "-at"], name="mobile_event_by_line")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%d.%m.%Y}"
